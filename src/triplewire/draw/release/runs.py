"""A text cut into runs, so that marks may overlap as they like: over the whole of a run lie the same marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from triplewire.model import Span


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text, never empty, and which of the spans lie over it (their places in the list of spans, from the first on)."""

    start: int
    end: int
    over: tuple[int, ...] = ()


def cut(length: int, spans: Sequence[Span], breaks: Iterable[int] = ()) -> list[Run]:
    """The runs of a text of `length` characters, in order and without a gap. Every span is some number of whole runs, but for what of it
    lies beyond the text; so is what stands between two `breaks`.
    """
    ends = {at for span in spans for at in (span.start, span.end)} | set(breaks) | {0, length}
    places = sorted(at for at in ends if 0 <= at <= length)
    over: list[list[int]] = [[] for _ in places]
    for number, span in enumerate(spans):
        for place in range(bisect_left(places, span.start), bisect_left(places, min(span.end, length))):
            over[place].append(number)
    return [Run(start, end, tuple(over[n])) for n, (start, end) in enumerate(pairwise(places))]
