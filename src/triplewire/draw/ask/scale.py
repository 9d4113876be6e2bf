"""Scales of charts: from numbers or days to places across, in percent, with the marks of the axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from triplewire.draw.names import plain_figures

V = TypeVar("V")
EDGE, WIDE = 3.0, 6.0
"""Room for half a mark at either end, in percent, and for half a mark with a word in it."""
STEPS = (1, 2, 5)
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis: its place in percent, its words, and on which side of the place they stand."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale(Generic[V]):
    """Where values lie: `at` gives the place of one."""

    at: Callable[[V], float]
    ticks: tuple[Tick, ...]


def numbers(values: Iterable[float]) -> Scale[float]:
    """The scale from the least to the greatest of some numbers, with round marks."""
    found = list(values)
    step = _step(max(found) - min(found))
    low, high = step * (min(found) // step), step * -(-max(found) // step)
    if low == high:
        high = low + step
    count = round((high - low) / step)
    at = _between(low, high)
    return Scale(at, tuple(_tick(at(v), plain_figures(f"{v:g}")) for v in (low + n * step for n in range(count + 1))))


def _step(span: float) -> float:
    """The round step that gives few marks on a span."""
    size = 1.0
    while True:
        for factor in STEPS:
            if span / (size * factor) <= MOST_TICKS:
                return size * factor
        size *= 10


def days(values: Iterable[str]) -> Scale[str]:
    """The scale from the first to the last of some days (ISO), with a mark for each of some years, or for both ends within one year."""
    found = sorted(values) or ["2000-01-01"]
    first, last = _day(found[0]), _day(found[-1])
    place = _between(first, max(last, first + 30), WIDE)
    years = range(int(found[0][:4]) + 1, int(found[-1][:4]) + 1)
    named = {f"{y}-01-01": f"{y}" for y in years[:: -(-len(years) // MOST_TICKS) or 1]} or {d: d for d in (found[0], found[-1])}
    return Scale(lambda d: place(_day(d)), tuple(_tick(place(_day(d)), label) for d, label in named.items()))


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return date(1, 1, 1).toordinal()


def _between(low: float, high: float, edge: float = EDGE) -> Callable[[float], float]:
    return lambda value: round(edge + (100 - 2 * edge) * (value - low) / (high - low), 2)


def _tick(x: float, label: str) -> Tick:
    return Tick(x, label, "start" if x < 10 else "end" if x > 90 else "middle")
