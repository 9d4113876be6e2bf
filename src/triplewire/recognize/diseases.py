"""Indications that no lexicon lists: up to six modifiers and a disease head, shared heads, and the marks that make a subset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from triplewire import lexicon
from triplewire.lexicon import Finder, lowered
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken
from triplewire.recognize.shapes import matches, shape, table, words

BARRED = ("compound", "organization", "venue", "technology", "phase")
MODIFIERS = 6
WINDOW = 110
"""How far before a head its modifiers are looked for."""

NEST_REACH = 32
_BRACKET = re.compile(r"\([^)]*\)")
_SHORT_FORM = re.compile(r"^ ?\([A-Z]+\)")


@cache
def _heads() -> Finder:
    return Finder({t.form.lower() for t in lexicon.word_list("disease_head")} | words("disease", "more_heads"))


@cache
def _weak() -> frozenset[str]:
    """Heads that name no disease by themselves."""
    weak = {t.form.lower() for t in lexicon.word_list("disease_head") if "weak" in t.attrs}
    return frozenset(weak | words("disease", "bare")) - words("disease", "sites")


def find_indications(text: str, known: list[Mention]) -> list[Mention]:
    """The disease names of a text, with the modifiers that belong to them. Shared heads give one mention per site; the last takes
    the head with it, the others keep their own word and are named in full ("ovarian cancer").
    """
    lower = lowered(text)
    out = list(_coordinated(text, lower))
    claimed, blocked = Taken(out), Taken(m for m in known if m.type in BARRED)
    for head in _heads().whole(lower, before="-", after="-"):
        span = _extended(text, head, blocked)
        if span and not claimed.touches(span) and " ".join(span.of(lower).split()) not in words("disease", "vague"):
            out.append(Mention("indication", span, _name(span.of(text)), "open:disease"))
    out += [_widened(text, m, blocked) for m in known if m.type == "indication"]
    return [*out, *_nested(text, out)]


def _coordinated(text: str, lower: str) -> Iterator[Mention]:
    """The indications of sites that share one head: "ovarian, breast and lung cancers"."""
    for match in matches(lower, "disease", "shared"):
        head = _singular(match["head"])
        *sites, last = shape("disease", "site").finditer(lower, match.start("sites"), match.end("sites"))
        for site in sites:
            span = Span(*site.span())
            if site is sites[0]:
                span = _extended(text, span, Taken()) or span
            before = " ".join(text[span.start : site.start()].split())
            yield Mention("indication", span, f"{before} {site[0]} {head}".strip(), "open:shared-head")
        yield Mention("indication", Span(last.start(), match.end()), f"{last[0]} {head}", "open:shared-head")


def _extended(text: str, head: Span, blocked: Taken) -> Span | None:
    """The head with its modifiers, or None when the head alone names no disease."""
    # No modifier holds a comma or an opening bracket.
    offset = max(0, head.start - WINDOW)
    offset = max(offset, text.rfind(",", offset, head.start) + 1, text.rfind("(", offset, head.start) + 1)
    window, start, count = text[offset : head.start], head.start, 0
    for word in reversed(list(shape("disease", "word").finditer(window))):
        first, last = offset + word.start(), offset + word.end()
        if count == MODIFIERS or text[last:start] not in (" ", "-") or _stops(word[0], count) or blocked.any(first, last):
            break
        start, count = first, count + 1
    return Span(start, head.end) if count or head.of(text).lower() not in _weak() else None


def _stops(word: str, count: int) -> bool:
    """Whether a word before a head, with `count` modifiers between, is no modifier."""
    low = word.lower()
    if low in words("disease", "stop") or (low.endswith(("ing", "ly")) and low not in words("disease", "modifying_ing")):
        return low not in words("disease", "modifying_ly")
    return (low.endswith("’s") and count == 0 and not word[0].isupper()) or word.endswith((".", ":"))


def _widened(text: str, mention: Mention, blocked: Taken) -> Mention:
    """A lexicon term with the modifiers that stand before it in this text ("relapsed refractory" …), kept as the name."""
    span = _extended(text, mention.span, blocked)
    if span is None or span == mention.span:
        return mention
    before = " ".join(text[span.start : mention.span.start].split())
    name = _calm(f"{before} {mention.name}".strip())
    return Mention("indication", span, name, "lexicon+modifiers", {**mention.attrs, "core": mention.name})


def _nested(text: str, found: list[Mention]) -> Iterator[Mention]:
    """One disease inside another ("mucositis in head and neck cancer") as a longer name over both."""
    for one, two in pairwise(sorted(found, key=lambda m: (m.span.start, -m.span.end))):
        between = text[one.span.end : two.span.start]
        if 0 < len(between) < NEST_REACH and shape("disease", "nest").fullmatch(_SHORT_FORM.sub("", between)):
            join = " ".join(_BRACKET.sub("", between).split())
            yield Mention("indication", one.span.join(two.span), f"{one.name} {join} {two.name}", "open:nested", one.attrs)


def _name(surface: str) -> str:
    """What facts call a disease: single blanks, no stage in front, the head of a plural as it is listed, headlines calmed."""
    parts = shape("disease", "stage").sub("", " ".join(surface.split())).split(" ")
    return _calm(" ".join([*parts[:-1], _singular(parts[-1])]))


def _singular(head: str) -> str:
    return table("disease", "plural").get(head.lower(), head)


def _calm(name: str) -> str:
    """Title case of a headline undone for the head: "Gastric Cancer" keeps its modifiers, which may be names of people."""
    *before, head = name.split(" ")
    return " ".join([*before, head.lower()]) if before and all(w[:1].isupper() for w in (*before, head)) else name
