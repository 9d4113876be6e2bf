"""Days to places: as long as something happens evenly, and over years in which nothing happens in one small step that is marked."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LEFT, RIGHT, WIDTH = 26, 1000, 1240
"""Where the first day and the last day are drawn, and where the drawing ends; labels of the last days need the rest."""
BREAK = 34
EMPTY = 500
"""Days without anything that are worth a break."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that are drawn evenly: from the beginning of `first` at `left` to that of `last` at `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """The place of the beginning of a day."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Scale:
    """Stretches from left to right; what lies between two of them is one break."""

    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[date, date]]) -> Scale:
        """The scale on which all of the spans (first and last day) can be drawn. There has to be one."""
        parts = [(_quarter(first), _next_quarter(last)) for first, last in _joined(spans)]
        days = sum((last - first).days for first, last in parts)
        room, left, out = RIGHT - LEFT - BREAK * (len(parts) - 1), float(LEFT), []
        for first, last in parts:
            right = left + room * (last - first).days / days
            out.append(Stretch(first, last, left, right))
            left = right + BREAK
        return cls(tuple(out))

    def x(self, day: date) -> float:
        """The place of the beginning of a day, rounded."""
        for before, part in zip((None, *self.stretches), self.stretches, strict=False):
            if before and before.last < day < part.first:
                return round(before.right + BREAK * (day - before.last).days / (part.first - before.last).days, 1)
            if day <= part.last:
                return round(max(float(LEFT), part.x(day)), 1)
        return round(self.stretches[-1].right, 1)

    @property
    def breaks(self) -> list[dict[str, Any]]:
        """The breaks: where they begin and end, and the years that are left out in words."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return [{"x": round(a.right, 1), "w": BREAK, "says": f"{a.last} to {b.first}: nothing was said of these days"} for a, b in pairs]

    def ticks(self) -> list[dict[str, Any]]:
        """A line per quarter, a stronger one per year; quarters lose their names, and then their lines, when they would touch."""
        widths = [(s.right - s.left) / max(1, (s.last - s.first).days) * 91 for s in self.stretches]
        return [tick for stretch, width in zip(self.stretches, widths, strict=True) for tick in _ticks(stretch, width)]


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The spans without what lies between near ones, in order."""
    out: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if out and first <= out[-1][1] + timedelta(days=EMPTY):
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


def _quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _next_quarter(day: date) -> date:
    month = 3 * ((day.month - 1) // 3) + 3
    return date(day.year, month, calendar.monthrange(day.year, month)[1]) + timedelta(days=1)


def _ticks(stretch: Stretch, width: float) -> Iterator[dict[str, Any]]:
    day = stretch.first
    while day < stretch.last:
        first = day == stretch.first
        major = day.month == 1 or first
        if major or width >= 14:
            label = _label(day, width, first=first)
            yield {"x": round(stretch.x(day), 1), "major": major, "label": label}
        day = _next_quarter(day)


def _label(day: date, width: float, *, first: bool) -> str:
    """The name of a quarter or year; of years that are narrow only each second, and none where the first one would be touched."""
    if day.month != 1 and not first:
        return f"Q{(day.month + 2) // 3}" if width >= 26 else ""
    return str(day.year) if width >= 11 or day.year % (2 if width >= 5 else 5) == 0 or first else ""


def fullest(places: Sequence[float], width: float) -> float:
    """Where a window of `width` has to begin to show most of the places; of several the last one."""
    starts = sorted(places)
    return max(starts, key=lambda x: (sum(x <= p <= x + width for p in starts), x), default=0.0)
