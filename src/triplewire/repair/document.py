"""All rules over one document: typography first, then damage on the normalised text, every edit in raw coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from triplewire.model import Alignment, Document, Edit, Release, Span
from triplewire.repair.codes import code_changes
from triplewire.repair.dates import date_changes
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
from triplewire.repair.style import style_edits
from triplewire.repair.vocabulary import Words
from triplewire.repair.words import word_changes

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”)\]]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,24}){1,4}"
    r"|\b[\w-]{2,64}(?:\.[\w-]{1,64}){0,3}\.(?:com|org|net|gov|edu|io|ai|eu)\b(?:/[^\s<>\"“”)\]]*)?",
    re.IGNORECASE,
)
# Stands for the characters of an address while the rules run; no rule matches it, and it is not in any release.
_MASK = "\ue000"


def repair(document: Document) -> Document:
    """The document with its edits: typography (`style`) and damage (`ocr`), sorted, apart, over the raw text of the body.

    Only the raw text decides, so that repairing twice changes nothing, and repairing a mended text finds no more damage. Addresses
    (web, mail) are left as they are.
    """
    body = document.body or Span(0, len(document.raw))
    masked = _ADDRESS.sub(lambda m: _MASK * len(m.group()), document.raw[: body.end])
    style = style_edits(masked, body.start, body.end)
    alignment = Alignment(tuple(style))
    text = alignment.apply(masked)
    damage = [_to_raw(c, document.raw, text, alignment) for c in _apart(_changes(text, alignment.to_view(body).start))]
    damage = [e for e in damage if e.old != e.new]
    return replace(document, edits=_merged(style, damage), release=_with_names(document.release, damage))


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
    free = [e for e in style if taken.isdisjoint(range(e.span.start, e.span.end))]
    return tuple(sorted([*free, *damage]))
