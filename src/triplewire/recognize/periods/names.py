"""The same period of another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from triplewire.model.when import FiscalCalendar, When
from triplewire.recognize.periods.days import add_months, month_end


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
