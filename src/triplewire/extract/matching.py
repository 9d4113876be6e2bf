"""Patterns against sentences: which fire, and what their slots hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from triplewire.extract.families import Pattern, patterns
from triplewire.extract.rules.compile import Slot
from triplewire.extract.rules.mask import CLOSE, OPEN
from triplewire.extract.scene import SILENT_ROLES, Line
from triplewire.model import Mention, Span


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

    @property
    def span(self) -> Span:
        """The stretch of the view that matched."""
        return self.line.masked.to_view(self.start, self.end)


@cache
def _by_key() -> dict[str, tuple[tuple[int, Pattern], ...]]:
    table: dict[str, list[tuple[int, Pattern]]] = {}
    for number, pattern in enumerate(patterns()):
        for key in pattern.program.keys:
            table.setdefault(key, []).append((number, pattern))
    return {k: tuple(v) for k, v in table.items()}


def candidates(line: Line) -> list[Pattern]:
    """The patterns of which the sentence holds a key, in file order."""
    table = _by_key()
    found = {number: pattern for key in line.keys for number, pattern in table.get(key, ())}
    return [found[n] for n in sorted(found)]


def hits(line: Line) -> Iterator[Hit]:
    """Every match of every pattern that is allowed in the sentence's section."""
    for pattern in candidates(line):
        if not allowed(pattern, line):
            continue
        for match in pattern.program.regex.finditer(line.masked.text):
            if pattern.unless and pattern.unless.search(_words(line, match.start(), match.end())):
                continue
            slots = {slot.argument: values(line, *match.span(group), slot) for group, slot in pattern.program.slots.items() if match[group]}
            if all(slots.values()):
                yield Hit(pattern, line, match.start(), match.end(), slots)


def _words(line: Line, start: int, end: int) -> str:
    """The words of the text itself behind [start, end) of the masked sentence, and a little before them."""
    span, base = line.masked.to_view(start, end), line.sentence.span.start
    return line.sentence.text[max(0, span.start - base - BEFORE) : span.end - base]


def allowed(pattern: Pattern, line: Line) -> bool:
    """Whether a pattern may speak in this section and kind of block."""
    role, kind = line.block.role, line.block.kind
    if pattern.scope:
        return role in pattern.scope
    return role not in SILENT_ROLES and (not pattern.blocks or kind in pattern.blocks)


def values(line: Line, start: int, end: int, slot: Slot) -> list[tuple[Mention, ...]]:
    """The names in a slot, each with its other names in brackets; the same name twice counts once."""
    text, out, seen = line.masked.text, [], set()
    at = start
    previous_end = -1
    while (opened := text.find(OPEN, at, end)) >= 0:
        closed = text.index(CLOSE, opened) + 1
        found = line.masked.mentions(opened, closed, slot.types)
        bracketed = previous_end >= 0 and text[previous_end:opened].strip() in ("(", "®(", "™(")
        if found and bracketed and out:
            out[-1] = (*out[-1], found[0])
        elif found and found[0].name not in seen:
            out.append((found[0],))
            seen.add(found[0].name)
        previous_end = closed if found else -1
        at = closed
    return out
