"""Day arithmetic: closed intervals of days, month by month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date, date]
DAY = timedelta(days=1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it is shorter. Raises ValueError outside years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stretch(first: date, months: int) -> Interval:
    """`months` whole months from `first` on."""
    return first, add_months(first, months) - DAY


def year_start(year: int, end_month: int = 12) -> date:
    """The first day of the year that ends in `end_month` of `year`."""
    return date(year, 1, 1) if end_month == 12 else date(year - 1, end_month + 1, 1)


def third(interval: Interval, first: int, last: int) -> Interval:
    """From the first to the last third (counted 0 to 2) of an interval, in whole days."""
    start, end = interval
    days = (end - start).days + 1
    return start + timedelta(days=days * first // 3), start + timedelta(days=days * (last + 1) // 3 - 1)


def gap(interval: Interval, day: date) -> int:
    """How many days lie between `day` and the interval; 0 inside it."""
    return max((interval[0] - day).days, (day - interval[1]).days, 0)
