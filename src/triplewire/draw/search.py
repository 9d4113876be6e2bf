"""Finding a thing by any of its names: ranking, the names that the script of the home page searches, and the page that a server answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from triplewire.draw import page
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.style import PATHS, style
from triplewire.draw.things import Thing, Things, kinds

DATA = f"{page.ASSETS}/names.js"
"""The file with all names, for the script of the home page."""
EXACT, PREFIX, WORD, INSIDE, SCATTERED, NOT = range(6)
"""How well a name fits what is looked for: it is that, begins with it, has a word that does, has it somewhere, has all of its words."""
HITS = 200
_APART = re.compile(r"[^\w]+")


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """A text for comparing: no case, no accents.

    >>> fold("Behçet")
    'behcet'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))


def squeeze(text: str) -> str:
    """A folded text without blanks, hyphens and other marks: IMGN 901 is IMGN-901.

    >>> squeeze("nvt-101")
    'nvt101'
    """
    return _APART.sub("", text)


def fit(name: str, want: str) -> int:
    """How well a folded name fits folded words, `EXACT` to `NOT`."""
    if not want.strip():
        return NOT
    tight, wanted = squeeze(name), squeeze(want)
    if name == want or (wanted and tight == wanted):
        return EXACT
    if name.startswith(want) or (wanted and tight.startswith(wanted)):
        return PREFIX
    parts = _APART.split(name)
    if any(part.startswith(want) for part in parts):
        return WORD
    if want in name:
        return INSIDE
    words = [w for w in _APART.split(want) if w]
    return SCATTERED if len(words) > 1 and all(word in name for word in words) else NOT


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that fits, and how well."""

    fit: int
    thing: Thing


def search(things: Iterable[Thing], words: str) -> list[Hit]:
    """The things with a name that fits, the best first: by how well it fits, then by how much is told, then in the order given."""
    want = fold(words.strip())
    found = [Hit(min(fit(fold(n), want) for n in (t.label, *t.also)), t) for t in things]
    return sorted((h for h in found if h.fit < NOT), key=lambda h: (h.fit, -h.thing.facts))


def others(thing: Thing) -> tuple[str, ...]:
    """The other names of a thing that are more than its name in other letters."""
    return tuple(n for n in thing.also if squeeze(fold(n)) != squeeze(fold(thing.label)))


def names_script(things: Things, around: Around) -> str:
    """The script that holds all names, compact: by thing its name, number of its kind, file below the folder of the kind, number of
    facts, other names.
    """
    order = list(kinds())
    rows = [
        [t.label, order.index(t.kind), _file(around.pages[t.id], t.kind), t.facts, *others(t)]
        for t in things.all.values()
        if t.id in around.pages
    ]
    listed = [[k.label, k.type] for k in kinds().values()]
    glyphs = {name: [PATHS.get(t.shape, ""), t.fill, t.border] for name, t in style().types.items()}
    return f"window.triplewireNames={page.data({'folders': order, 'glyphs': glyphs, 'kinds': listed, 'names': rows})};\n"


def _file(file: str, kind: str) -> str:
    """The file of a page without what every page of the kind has; whole where it lies elsewhere."""
    return file.removeprefix(f"id/{kind}/").removesuffix(".html") if file.startswith(f"id/{kind}/") else file


def search_page(things: Things, around: Around, words: str) -> str:
    """The answer of a server to a search: the things that fit, with their pages."""
    hits = search(things.all.values(), words)
    return page.render(
        "search.html",
        title="Search",
        lede="",
        foot=foot(things.reader),
        around=around,
        sheets=("base.css", "index.css"),
        forms=True,
        words=words.strip(),
        found=len(hits),
        most=HITS,
        hits=[(h.thing, kinds()[h.thing.kind], around.href(h.thing.id)) for h in hits[:HITS]],
    )
