"""Windows of days as releases word them: a window, the windows that one may promise on a day, how two of them relate, and their words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Relation = Literal["same", "narrowed", "slipped", "advanced"]
ONE = timedelta(days=1)
ORDINALS = ("first", "second", "third", "fourth")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of days, both ends included, None where open; `shape` says which words it comes in, "" for no window at all."""

    shape: str = ""
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day is inside."""
        return (self.start or date.min) <= day <= (self.end or date.max)

    def around(self, other: Window) -> bool:
        """Whether every day of the other one is inside."""
        return (self.start or date.min) <= (other.start or date.min) and (other.end or date.max) <= (self.end or date.max)


@dataclass(frozen=True, slots=True)
class Words:
    """A window in words: bare (`second half of 2027`), with its preposition, and as a noun phrase."""

    bare: str
    within: str
    whole: str


NONE = Window()


def relation(old: Window, new: Window) -> Relation:
    """What a promise becomes when the same event is promised for a new window."""
    if new.around(old):
        return "same"
    if old.around(new):
        return "narrowed"
    return "slipped" if (new.end or date.max) > (old.end or date.max) else "advanced"


def windows(day: date) -> list[Window]:
    """The windows that end after the day and at most two years later, in order."""
    found = [w for year in range(day.year, day.year + 3) for w in _of_year(year)]
    return sorted({w for w in found if w.end and day + timedelta(days=5) < w.end < day + timedelta(days=730)}, key=str)


def _of_year(year: int) -> Iterator[Window]:
    yield _months("year", year, 1, 12)
    yield _months("early", year, 1, 4)
    yield _months("mid", year, 4, 9)
    yield _months("late", year, 10, 12)
    yield from (_months("month", year, month, month) for month in range(1, 13))
    yield from (_months("quarter", year, first, first + 2) for first in (1, 4, 7, 10))
    yield from (_months("half", year, first, first + 5) for first in (1, 7))
    yield from (Window("by", None, _months("", year, last, last).end) for last in (3, 6, 9, 12))


def _months(shape: str, year: int, first: int, last: int) -> Window:
    after = date(year + last // 12, last % 12 + 1, 1)
    return Window(shape, date(year, first, 1), after - ONE)


def month_of(day: date) -> Window:
    """The month that a day is in."""
    return _months("month", day.year, day.month, day.month)


def words(window: Window, said: date, rng: random.Random, unlike: str = "") -> Words:
    """The window as a release of the day `said` may put it, in other words than `unlike` where there are any."""
    if window.end is None:
        return Words("", "", "")
    forms = list(dict.fromkeys(_forms(window, window.end, said)))
    others = [f for f in forms if f.bare != unlike]
    return rng.choice(others or forms)


def _forms(window: Window, end: date, said: date) -> list[Words]:
    year, quarter, half = end.year, (end.month - 1) // 3, (end.month - 1) // 6
    if window.shape == "quarter":
        return [*_part(ORDINALS[quarter], "quarter", year), *_short(f"{quarter + 1}", "Q", year)]
    if window.shape == "half":
        return [*_part(ORDINALS[half], "half", year), *_short(f"{half + 1}", "H", year)]
    if window.shape == "month":
        return [_plain(f"{MONTHS[end.month - 1]} {year}"), _plain(f"{MONTHS[end.month - 1]} of {year}")]
    if window.shape == "by":
        return _by(end, said)
    if window.shape == "year":
        return _whole_year(year, said)
    mid = [_the("middle of", year)] if window.shape == "mid" else []
    return [_plain(f"{window.shape}-{year}" if mid else f"{window.shape} {year}"), *mid]


def _part(ordinal: str, unit: str, year: int) -> list[Words]:
    return [_the(f"{ordinal} {unit} of", year), _the(f"{ordinal} {unit}", year), _the(f"{ordinal} {unit} of calendar year", year)]


def _short(number: str, letter: str, year: int) -> list[Words]:
    return [_plain(f"{letter}{number} {year}"), _plain(f"{number}{letter} {year}"), _plain(f"{number}{letter}{year % 100:02d}")]


def _by(end: date, said: date) -> list[Words]:
    if end.month < 12:
        part = f"the {ORDINALS[(end.month - 1) // 3]} quarter of {end.year}"
        return [_own(f"by the end of {part}"), _own(f"before the end of {part}"), _own(f"by the end of {MONTHS[end.month - 1]} {end.year}")]
    soon = [_own("by year-end"), _own("before the end of the year")] if end.year == said.year else []
    return [_own(f"by the end of {end.year}"), _own(f"by year-end {end.year}"), _own(f"before the end of {end.year}"), *soon]


def _whole_year(year: int, said: date) -> list[Words]:
    near = {said.year: "this year", said.year + 1: "next year"}
    return [_plain(f"{year}"), _plain(f"calendar {year}"), *([_own(near[year])] if year in near else [])]


def _plain(bare: str) -> Words:
    return Words(bare, f"in {bare}", bare)


def _the(bare: str, year: int) -> Words:
    return Words(f"{bare} {year}", f"in the {bare} {year}", f"the {bare} {year}")


def _own(bare: str) -> Words:
    return Words(bare, bare, bare)
