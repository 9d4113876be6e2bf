"""Short canonical names of periods, and the same period of another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from triplewire.model.when import FiscalCalendar, When
from triplewire.recognize.periods.days import DAY, add_months, month_end, year_start

SLACK = 7
"""Days by which a 52- or 53-week year may miss the end of a month."""


def canonical_period(when: When, fiscal: FiscalCalendar | None = None) -> str:
    """The name that facts use for a period: `1QFY11`, `FY2011`, `2Q2025`, `1H2025`, `9M2025`, `2025`, `2025-06`, `2010-09-30`.

    A limit is named by its day, any other stretch (a season, "late 2025") by its ends, a time without days by "".
    `fiscal` is the calendar that fiscal periods are counted in; without it their year ends in December.
    """
    if when.start is None or when.end is None:
        only = when.end or when.start
        return only.isoformat() if only else ""
    if when.start == when.end:
        return when.end.isoformat()
    end_month = (fiscal.end_month if fiscal else 12) if when.calendar == "fiscal" else 12
    return _named(when, *_snapped(when.start, when.end), end_month) or f"{when.start.isoformat()}/{when.end.isoformat()}"


def _named(when: When, start: date, end: date, end_month: int) -> str:
    """The name of whole months inside one year; "" for anything else."""
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day != 1 or end != month_end(end):
        return ""
    fiscal = when.calendar == "fiscal"
    if length == 12 and fiscal:
        return f"FY{end.year}"
    if when.precision == "range" and length != 9:
        return ""
    year = end.year + (end.month > end_month)
    offset = (start.year - year_start(year, end_month).year) * 12 + start.month - year_start(year, end_month).month
    if (length, offset) == (12, 0):
        return f"{year}"
    name = _number(offset, length)
    if name:
        return f"{name}FY{year % 100:02d}" if fiscal else f"{name}{year}"
    return f"{start:%Y-%m}" if length == 1 else ""


def _number(offset: int, length: int) -> str:
    """What stands before the year: `2Q`, `1H`, `9M`; "" for other stretches."""
    if length in (3, 6) and offset % length == 0:
        return f"{offset // length + 1}{'Q' if length == 3 else 'H'}"
    return "9M" if (offset, length) == (0, 9) else ""


def _snapped(start: date, end: date) -> tuple[date, date]:
    """The ends moved to whole months when a 52-week calendar misses them by a few days."""
    if (end - start).days <= 80:
        return start, end
    return _near_start(start), _near_start(end + DAY) - DAY


def _near_start(day: date) -> date:
    first = day.replace(day=1)
    following = month_end(day) + DAY
    if (following - day).days <= SLACK:
        return following
    return first if day.day - 1 <= SLACK else day


def same_period(reference: When, back: str, fiscal: FiscalCalendar | None = None) -> When:
    """The counterpart of `reference` that a mention with attrs["same"] points to.

    `back` is `-1` (the year before), `2024` (that year's) or `FY2024` (that fiscal year's, counted by `fiscal`). The words stay
    those of `reference`; an open or unplaced reference moves as far as its ends are known.
    """
    last = reference.end or reference.start
    if last is None:
        return reference
    end_month = fiscal.end_month if fiscal and back.startswith("FY") else 12
    own = last.year + (last.month > end_month)
    years = int(back) if back.startswith("-") else int(back.removeprefix("FY")) - own
    return replace(reference, start=_moved(reference.start, years), end=_moved(reference.end, years))


def _moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    return month_end(add_months(day, 12 * years)) if day == month_end(day) else add_months(day, 12 * years)
