"""All rules over one document: typography first, then damage on the normalised text, every edit in raw coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from triplewire.lexicon import Finder, lowered
from triplewire.model import Alignment, Document, Edit, Release, Span
from triplewire.repair.breaks import break_edits
from triplewire.repair.codes import code_changes
from triplewire.repair.dates import date_changes
from triplewire.repair.marks import mark_edits
from triplewire.repair.names import name_changes
from triplewire.repair.rules import (
    Change,
    initial_changes,
    number_changes,
    ordinal_changes,
    period_changes,
    phase_changes,
    phase_word_changes,
)
from triplewire.repair.spaces import gap_edits, hyphen_edits, space_edits, title_edits
from triplewire.repair.style import legible, style_edits
from triplewire.repair.vocabulary import Words
from triplewire.repair.words import word_changes

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”)\]]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,24}){1,4}"
    r"|\b[\w-]{2,64}(?:\.[\w-]{1,64}){0,3}\.(?:com|org|net|gov|edu|io|ai|eu)\b(?:/[^\s<>\"“”)\]]*)?",
    re.IGNORECASE,
)
# Something that every address holds.
_MARKS = Finder(["://", "www.", "@", *(f".{end}" for end in ("com", "org", "net", "gov", "edu", "io", "ai", "eu"))])
# Stands for the characters of an address while the rules run; no rule matches it, and it is not in any release.
_MASK = "\ue000"


def repair(document: Document) -> Document:
    """The document with its edits: typography (`style`) and damage (`ocr`), sorted, apart, over the raw text of the body.

    Only the raw text decides, so that repairing twice changes nothing, and repairing a mended text finds no more damage. Addresses
    (web, mail) are left as they are.
    """
    body = document.body or Span(0, len(document.raw))
    masked = _without_addresses(document.raw[: body.end])
    headline = title_edits(document.raw, body.start, document.release.title)
    style = _style(masked, body, headline, [n for n in document.noise if body.covers(n)])
    alignment = Alignment(tuple(style))
    text = alignment.apply(masked)
    damage = [_to_raw(c, document.raw, text, alignment) for c in _apart(_changes(text, alignment.to_view(body).start))]
    damage = [e for e in damage if e.old != e.new]
    return replace(document, edits=_merged(style, damage), release=_titled(_with_names(document.release, damage)))


def _with_names(release: Release, damage: list[Edit]) -> Release:
    """The release with the words of its headline and of its issuer's names mended as in the text that they were read from."""
    meant = {e.old: e.new for e in reversed(damage) if e.rule in ("word", "name", "code", "date")}
    if not meant:
        return release
    words = re.compile(rf"(?<![\w|])(?:{'|'.join(sorted(map(re.escape, meant), key=lambda w: (-len(w), w)))})(?![\w|])")

    def mended(name: str) -> str:
        return words.sub(lambda m: meant[m[0]], name)

    issuer = mended(release.issuer)
    aliases = {mended(a) for a in release.aliases} - {issuer}
    return replace(release, title=mended(release.title), issuer=issuer, aliases=tuple(sorted(aliases)))


def _titled(release: Release) -> Release:
    """The release with its title and names freed of markup and mojibake; quotes and dashes stay as the release has them."""
    title = release.title
    marks = mark_edits(title, 0, len(title))
    title = " ".join(legible(Alignment(tuple(marks)).apply(title)).split())
    names = legible(release.issuer), legible(release.place)
    aliases = tuple(sorted({legible(a) for a in release.aliases}))
    return replace(release, title=title, issuer=names[0], place=names[1], aliases=aliases)


def _style(text: str, body: Span, headline: list[Edit], noise: list[Span]) -> list[Edit]:
    """The edits of typography without overlaps: gaps in sentences first, then markup and blanks, then characters and lost breaks."""
    out: list[Edit] = []
    taken: set[int] = set()
    bounds = body.start, body.end
    kinds = (
        gap_edits(text, noise),
        hyphen_edits(text, *bounds),
        mark_edits(text, *bounds),
        space_edits(text, *bounds),
        _letters(text, body),
    )
    for edits in (headline, *kinds):
        free = [e for e in edits if taken.isdisjoint(range(e.span.start, e.span.end))]
        taken.update(i for e in free for i in range(e.span.start, e.span.end))
        out += free
    return sorted(out)


def _letters(text: str, body: Span) -> list[Edit]:
    return [*style_edits(text, body.start, body.end), *break_edits(text, body.start, body.end)]


def _without_addresses(text: str) -> str:
    """The text with its addresses masked, character by character. No address holds a blank, so only the stretch between blanks
    around each mark is looked at.
    """
    parts, done, end = [], 0, 0
    for mark, _ in _MARKS.ends(lowered(text)):
        if mark >= end:
            start = text.rfind(" ", end, mark) + 1 or end
            end = text.find(" ", mark)
            end = len(text) if end < 0 else end
            parts += [text[done:start], _ADDRESS.sub(_masked, text[start:end])]
            done = end
    return "".join([*parts, text[done:]])


def _masked(address: re.Match[str]) -> str:
    return _MASK * len(address[0])


def _changes(text: str, start: int) -> list[Change]:
    shapes = (phase_changes, phase_word_changes, number_changes, initial_changes, ordinal_changes, period_changes)
    words = Words(text)
    spoken = (date_changes(text, words), code_changes(text), word_changes(text, words), name_changes(words))
    return [c for changes in (*(rule(text) for rule in shapes), *spoken) for c in changes if c.start >= start]


def _apart(changes: Iterable[Change]) -> list[Change]:
    """The changes without overlaps: of two that meet, the rule named first wins."""
    kept: list[Change] = []
    taken: set[int] = set()
    for change in changes:
        places = range(change.start, change.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(change)
    return sorted(kept)


def _to_raw(change: Change, raw: str, text: str, alignment: Alignment) -> Edit:
    """The change as an edit of the raw text; typography that it touches is swallowed whole."""
    span = alignment.to_raw(Span(change.start, change.end))
    around = alignment.to_view(span)
    new = text[around.start : change.start] + change.new + text[change.end : around.end]
    return Edit(span, span.of(raw), new, change.rule, change.confidence, "ocr")


def _merged(style: list[Edit], damage: list[Edit]) -> tuple[Edit, ...]:
    taken = {i for e in damage for i in range(e.span.start, e.span.end)}
    free = [e for e in style if taken.isdisjoint(range(e.span.start, max(e.span.end, e.span.start + 1)))]
    return tuple(sorted([*free, *damage]))
