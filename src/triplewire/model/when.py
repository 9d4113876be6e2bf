"""A time as a release says it: the words, and the closed interval of days that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "season", "year", "range", "open", "relative", "unknown"]
Calendar = Literal["civil", "fiscal"]
Bound = Literal["in", "by", "from"]


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A time expression. `start` and `end` are days, both included; None where the words leave that side open.

    `text` is the expression as read (after repair). `bound` is `by` when only the end is promised, `from` when only the start
    is. An expression that cannot be placed (a relative word in a release without a date) keeps its text and no interval.
    """

    text: str
    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    calendar: Calendar = "civil"
    bound: Bound = "in"

    def to_json(self) -> dict[str, str | None]:
        """The `when` object of `facts.jsonl`: ISO days or null."""
        return {
            "calendar": self.calendar,
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
            "start": self.start.isoformat() if self.start else None,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """A company's fiscal year, named by the civil year in which it ends: `end_month` 6 means FY2011 runs July 2010 to June 2011."""

    end_month: int = 12


def canonical_period(when: When, fiscal: FiscalCalendar | None = None) -> str:
    """The name of a reporting period, the same however the release words it; "" when the words have no interval.

    Quarters are `2025Q2`, halves `2025H1`, and `1QFY11`, `1HFY11` when the fiscal year is not the civil one; full fiscal years
    `FY2011`, civil years of a company with another fiscal year `2010`; days and months are ISO (`2010-09-30`, `2010-10`),
    every other stretch is an ISO interval (`2024-01-01/2024-09-30`). `fiscal` is the calendar of the document.
    """
    if when.start is None or when.end is None:
        day = when.end or when.start
        return day.isoformat() if day else ""
    if when.start == when.end:
        return when.start.isoformat()
    calendar = fiscal or FiscalCalendar()
    start, end = _whole_months(when.start, when.end)
    for length, letter in ((12, ""), (6, "H"), (3, "Q"), (1, "M")):
        name = _whole(start, end, length, letter, calendar)
        if name:
            return name
    return f"{when.start.isoformat()}/{when.end.isoformat()}"


def _whole_months(start: date, end: date) -> tuple[date, date]:
    """The ends moved to whole months where a calendar of 52 weeks misses them by a week at most."""
    if (end - start).days < 80:
        return start, end
    return _near_first(start), _near_first(end + timedelta(days=1)) - timedelta(days=1)


def _near_first(day: date) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    if (following - day).days <= 7:
        return following
    return day.replace(day=1) if day.day <= 8 else day


def _whole(start: date, end: date, length: int, letter: str, calendar: FiscalCalendar) -> str:
    """The name of a stretch that is exactly one year, half, quarter or month of the calendar; "" when it is not."""
    first = start.year * 12 + start.month - 1
    last = end.year * 12 + end.month - 1
    if start.day != 1 or (end + timedelta(days=1)).day != 1 or last - first + 1 != length:
        return ""
    if length == 1:
        return f"{start.year}-{start.month:02d}"
    shift = 12 - calendar.end_month
    if (first + shift) % length:
        return f"{start.year}" if length == 12 and start.month == 1 else ""
    year, index = (first + shift) // 12, (first + shift) % 12 // length + 1
    if length == 12:
        return f"FY{year}"
    return f"{index}{letter}FY{year % 100:02d}" if shift else f"{year}{letter}{index}"
