"""Patterns against sentences: which fire, and what their slots hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from triplewire.extract.families import Pattern, patterns
from triplewire.extract.grants import granted
from triplewire.extract.line import Line
from triplewire.extract.rules import Index
from triplewire.extract.rules.compile import Slot
from triplewire.extract.rules.mask import CLOSE, OPEN
from triplewire.extract.scene import SILENT_ROLES
from triplewire.extract.studies import is_study
from triplewire.model import Block, Mention, Span

STATES = {"granted": granted, "study": is_study}
"""What a pattern may ask of the words around it."""

BEFORE = 32
"""How many characters before a match its `unless` also looks at."""


@dataclass(frozen=True)
class Hit:
    """A pattern that fired in a sentence: [start, end) of the masked text, and for each slot its values in order. A value is a
    name with the names that stand in brackets behind it.
    """

    pattern: Pattern
    line: Line
    start: int
    end: int
    slots: dict[str, list[tuple[Mention, ...]]]

    @cached_property
    def span(self) -> Span:
        """The stretch of the view that matched."""
        return self.line.masked.to_view(self.start, self.end)


@cache
def _index() -> Index:
    return Index([pattern.program for pattern in patterns()])


@cache
def _allowed_in(role: str, kind: str) -> int:
    """The patterns that may speak in a section and kind of block, one bit each."""
    return sum(1 << n for n, pattern in enumerate(patterns()) if _may_speak(pattern, role, kind))


def candidates(line: Line) -> list[Pattern]:
    """The patterns of which the sentence holds all that they cannot do without, in file order."""
    everything = (1 << len(patterns())) - 1
    return [patterns()[n] for n in _index().candidates(_index().places(line.masked), everything)]


def hits(line: Line) -> Iterator[Hit]:
    """Every match of every pattern that is allowed in the sentence's section."""
    among = _allowed_in(line.block.role, line.block.kind)
    if among:
        places = _index().places(line.masked)
        for number in _index().candidates(places, among):
            yield from _hits(line, patterns()[number], places)


def _hits(line: Line, pattern: Pattern, places: Mapping[str, Sequence[int]]) -> Iterator[Hit]:
    for match in pattern.program.matches(line.masked.text, places):
        if pattern.unless and pattern.unless.search(_words(line, match.start(), match.end())):
            continue
        if pattern.state and not STATES[pattern.state](line, match.start(), match.end()):
            continue
        slots = {slot.argument: values(line, *match.span(group), slot) for group, slot in pattern.program.slots.items() if match[group]}
        if all(slots.values()):
            yield Hit(pattern, line, match.start(), match.end(), slots)


def _words(line: Line, start: int, end: int) -> str:
    """The words of the text itself behind [start, end) of the masked sentence, and a little before them."""
    span = line.masked.to_view(start, end)
    return line.between(span.start - BEFORE, span.end)


def allowed(pattern: Pattern, block: Block) -> bool:
    """Whether a pattern may speak in a block's section and kind of block."""
    return _may_speak(pattern, block.role, block.kind)


def _may_speak(pattern: Pattern, role: str, kind: str) -> bool:
    if pattern.scope:
        return role in pattern.scope
    return role not in SILENT_ROLES and (not pattern.blocks or kind in pattern.blocks)


def values(line: Line, start: int, end: int, slot: Slot) -> list[tuple[Mention, ...]]:
    """The names in a slot, each with its other names in brackets; the same name twice counts once."""
    text, seen = line.masked.text, set()
    out: list[tuple[Mention, ...]] = []
    at, previous_end = start, -1
    while (opened := text.find(OPEN, at, end)) >= 0:
        at = text.index(CLOSE, opened) + 1
        found = line.masked.mentions(opened, at, slot.types)
        bracketed = previous_end >= 0 and text[previous_end:opened].strip() in ("(", "®(", "™(")
        if found and bracketed and out:
            out[-1] = (*out[-1], found[0])
        elif found and found[0].name not in seen:
            out.append((found[0],))
            seen.add(found[0].name)
        previous_end = at if found else -1
    return out
