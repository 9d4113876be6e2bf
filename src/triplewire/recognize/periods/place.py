"""Nodes placed on the calendar, given the release date and the company's fiscal year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from triplewire.model.when import Calendar, FiscalCalendar, Precision
from triplewire.recognize.periods.days import DAY, Interval, add_months, gap, month_end, stretch, third, year_start
from triplewire.recognize.periods.nodes import Ago, End, Ended, Fuzzy, Listed, Node, Part, Range, Rest, Rolling, Same, Unit, Year
from triplewire.recognize.periods.settings import settings

THIRDS = {"early": 0, "mid": 1, "late": 2}
PRECISION: dict[Unit, Precision] = {
    "day": "day",
    "week": "range",
    "month": "month",
    "quarter": "quarter",
    "half": "half",
    "opening": "range",
    "season": "season",
    "year": "year",
}
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
BY_LENGTH: dict[int, Precision] = {1: "month", 3: "quarter", 6: "half", 12: "year"}


class UnplaceableError(ValueError):
    """The words need a release date, and there is none."""


class ImpossibleError(ValueError):
    """The words cannot be placed: a range that ends before it starts."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a release tells about its own time: its date and fiscal calendar, each None when unknown."""

    anchor: date | None = None
    fiscal: FiscalCalendar | None = None

    @property
    def today(self) -> date:
        """The release date. Raises UnplaceableError without one."""
        if self.anchor is None:
            raise UnplaceableError
        return self.anchor

    @property
    def end_month(self) -> int:
        """The month that closes the fiscal year; December when nothing else is known."""
        return self.fiscal.end_month if self.fiscal else 12


@dataclass(frozen=True, slots=True)
class Placed:
    """Days, closed; None for an open side. `assumed`: the year was not said, but taken from the release date."""

    start: date | None
    end: date | None
    precision: Precision
    calendar: Calendar = "civil"
    assumed: bool = False


def place(node: Node, context: Context) -> Placed:
    """The days of a node. Raises UnplaceableError (no release date) or ImpossibleError."""
    match node:
        case Part():
            start, end = _interval(node, context)
            precision = BY_LENGTH.get(node.n, "range") if node.unit == "opening" else PRECISION[node.unit]
            return Placed(start, end, precision, _calendar(node, context), _assumed(node))
        case Fuzzy():
            return _fuzzy(node, context)
        case Rest():
            return _rest(node, context)
        case End():
            whole = place(node.part, context)
            return replace(whole, start=None, precision="open")
        case Ended():
            return _ended(node, context)
        case Rolling():
            return Placed(*_rolling(node, context.today), "range")
        case Ago():
            return _ago(node, context.today)
        case Range():
            return _range(node, context)
        case Same() | Listed():
            raise UnplaceableError


def _calendar(part: Part, context: Context) -> Calendar:
    if part.name == "fiscal" and context.fiscal:
        return "fiscal"
    return part.year.calendar if part.year else "civil"


def _assumed(part: Part) -> bool:
    return part.year is None and part.step is None


# -- years


def _year(year: Year, context: Context) -> int:
    if year.value is not None:
        return year.value
    today = context.today
    past_close = year.calendar == "fiscal" and today.month > context.end_month
    return today.year + past_close + year.step


def _year_start(year: Year, context: Context) -> date:
    return year_start(_year(year, context), context.end_month if year.calendar == "fiscal" else 12)


# -- parts


def _interval(part: Part, context: Context) -> Interval:
    if part.step is not None:
        return _stepped(part, context.today)
    if part.year is None:
        return _assume_year(part, context)
    return _in_year(part, part.year, context)


def _in_year(part: Part, year: Year, context: Context) -> Interval:
    """A part inside a year. Days, months and seasons are civil: "June of fiscal 2026" is the June inside that year."""
    first = _year_start(year, context)
    match part.unit:
        case "year":
            return stretch(first, 12)
        case "half":
            return stretch(add_months(first, 6 * (part.n - 1)), 6)
        case "quarter":
            return stretch(add_months(first, 3 * (part.n - 1)), 3)
        case "opening":
            return stretch(first, part.n)
        case _:
            return _dated(part, first.year + (year.calendar == "fiscal" and _first_month(part) < first.month))


def _first_month(part: Part) -> int:
    return settings().seasons[part.name][0] if part.unit == "season" else part.n


def _dated(part: Part, year: int) -> Interval:
    """A day, month or season of a civil year. Raises ImpossibleError for 29 February of a common year."""
    if part.unit == "season":
        month, length = settings().seasons[part.name]
        return stretch(date(year, month, 1), length)
    if part.unit == "month":
        return stretch(date(year, part.n, 1), 1)
    try:
        day = date(year, part.n, part.day)
    except ValueError as error:
        raise ImpossibleError from error
    return (day, day) if part.unit == "day" else _week(day)


def _week(day: date) -> Interval:
    """Monday to Sunday around `day`."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def _assume_year(part: Part, context: Context) -> Interval:
    """A part without a year: of the release's year if a quarter or half, else the nearest one."""
    today = context.today
    if part.unit in ("quarter", "half"):
        return _in_year(part, _reported_year(part, context), context)
    years = range(today.year - 4, today.year + 5) if (part.n, part.day) == (2, 29) else range(today.year - 1, today.year + 2)
    found = [i for year in years if (i := _try_dated(part, year))]
    return min(found, key=lambda interval: (gap(interval, today), interval))


def _reported_year(part: Part, context: Context) -> Year:
    """The year of a bare quarter or half: a fourth quarter named soon after the year's end is that of the closed year."""
    calendar: Calendar = "fiscal" if part.name == "fiscal" else "civil"
    value = _year(Year(calendar=calendar), context)
    closed = add_months(_year_start(Year(value, calendar=calendar), context), settings().annual_until)
    return Year(value - (part.unit == "quarter" and part.n == 4 and context.today < closed), calendar=calendar)


def _try_dated(part: Part, year: int) -> Interval | None:
    try:
        return _dated(part, year)
    except ImpossibleError:
        return None


def _stepped(part: Part, today: date) -> Interval:
    """The current, next or last day, week, month, quarter, named month or season."""
    step = part.step or 0
    if part.unit == "day":
        return today + step * DAY, today + step * DAY
    if part.unit == "week":
        return _week(today + 7 * step * DAY)
    if part.unit == "quarter":
        return stretch(add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * step), 3)
    if part.unit == "month" and not part.n:
        return stretch(add_months(today.replace(day=1), step), 1)
    return _named(part, step, today)


def _named(part: Part, step: int, today: date) -> Interval:
    """A summer or June with this, next or last: the one of this year, the first that starts after, the last that ended before today."""
    around = [_dated(part, today.year + shift) for shift in (-2, -1, 0, 1, 2)]
    if step > 0:
        return next(i for i in around if i[0] > today)
    if step < 0:
        return next(i for i in reversed(around) if i[1] < today)
    return around[2]


# -- vague words


def _fuzzy(node: Fuzzy, context: Context) -> Placed:
    part = node.part
    start, end = _interval(part, context)
    if part.unit == "year":
        first, last = _covered([settings().fuzzy_year[word] for word in node.words])
        span = add_months(start, first - 1), add_months(start, last) - DAY
    elif part.unit == "month":
        first, last = _covered([settings().fuzzy_month[word] for word in node.words])
        span = start.replace(day=first), min(end, start + (last - 1) * DAY)
    else:
        thirds = [THIRDS[word] for word in node.words]
        span = third((start, end), min(thirds), max(thirds)) if (end - start).days >= 2 else (start, end)
    return Placed(*span, "range", _calendar(part, context), _assumed(part))


def _covered(spans: list[tuple[int, int]]) -> tuple[int, int]:
    return min(first for first, _ in spans), max(last for _, last in spans)


def _rest(node: Rest, context: Context) -> Placed:
    start, end = _interval(node.part, context)
    today = context.anchor
    if today and start <= today <= end:
        start, end = (today, end) if node.later else (start, today)
    return Placed(start, end, "range", _calendar(node.part, context), _assumed(node.part))


# -- stretches


def _ended(node: Ended, context: Context) -> Placed:
    last = place(node.last, context)
    assert last.end is not None
    start = add_months(last.end + DAY, -node.months)
    fiscal = node.fiscal or context.end_month != 12
    return Placed(start, last.end, BY_LENGTH.get(node.months, "range"), "fiscal" if fiscal else "civil", last.assumed)


def _rolling(node: Rolling, today: date) -> Interval:
    n = settings().vague[node.vague][node.unit] if node.vague else node.n
    other = _moved(today, node.unit, node.sign * n)
    return (today, other) if node.sign > 0 else (other, today)


def _moved(today: date, unit: Unit, n: int) -> date:
    """The limit of a stretch: months and quarters run to their last (or from their first) day, the others to the same day."""
    try:
        if unit in ("day", "week"):
            return today + timedelta(days=n * (7 if unit == "week" else 1))
        moved = add_months(today, n * MONTHS[unit])
    except (ValueError, OverflowError) as error:
        raise ImpossibleError from error
    if unit == "year":
        return moved
    return month_end(moved) if n > 0 else moved.replace(day=1)


def _ago(node: Ago, today: date) -> Placed:
    if node.unit in ("day", "week"):
        day = _moved(today, node.unit, -node.n)
        return Placed(day, day, "day") if node.unit == "day" else Placed(day - 3 * DAY, day + 3 * DAY, "range")
    moved = _moved(today, node.unit, -node.n)
    if node.unit == "year":
        return Placed(*stretch(date(moved.year, 1, 1), 12), "year")
    first = moved if node.unit == "month" else date(moved.year, (moved.month - 1) // 3 * 3 + 1, 1)
    return Placed(*stretch(first, MONTHS[node.unit]), PRECISION[node.unit])


# -- ranges


def _range(node: Range, context: Context) -> Placed:
    if _winter(node):
        return place(node.first, context)
    first, last = share_year(node.first, node.last), share_year(node.last, node.first)
    a, b = place(first, context), place(last, context)
    start, end = a.start or a.end, b.end or b.start
    if start and end and start > end:
        start, end = _reordered(node, first, last, context)
    if start is None or end is None or start > end:
        raise ImpossibleError
    return Placed(start, end, "range", b.calendar, b.assumed and a.assumed)


def _winter(node: Range) -> bool:
    """Whether two years name one winter, such as that of 2025-2026."""
    first, last = node.first, node.last
    if not (isinstance(first, Part) and isinstance(last, Part) and first.unit == "season" and last.bare and last.unit == "year"):
        return False
    return bool(first.year and last.year and first.year.value and last.year.value == first.year.value + 1)


def _reordered(node: Range, first: Node, last: Node, context: Context) -> tuple[date | None, date | None]:
    """Over the turn of a year: "October to March 2026" starts in 2025, "October 2025 to March" ends in 2026."""
    year, moved = said_year(first), said_year(last)
    if year is None or moved is None or year.value is None:
        start = place(first, context).start
        return (add_months(start, -12) if start else None), place(last, context).end
    if said_year(node.last) is None:
        return place(first, context).start, place(with_year(last, replace(year, value=year.value + 1)), context).end
    if said_year(node.first) is None:
        return place(with_year(first, replace(year, value=year.value - 1)), context).start, place(last, context).end
    raise ImpossibleError


def said_year(node: Node) -> Year | None:
    """The year that a node names; None when it names none."""
    match node:
        case Part():
            return node.year
        case Fuzzy() | Rest() | End():
            return node.part.year
        case Ended():
            return node.last.year
        case Range():
            return said_year(node.last)
        case _:
            return None


def with_year(node: Node, year: Year) -> Node:
    """The node moved to another year."""
    match node:
        case Part():
            return replace(node, year=replace(year, calendar="fiscal") if node.name == "fiscal" else year)
        case Fuzzy() | Rest() | End():
            return replace(node, part=replace(node.part, year=year))
        case Ended():
            return replace(node, last=replace(node.last, year=year))
        case Range():
            return Range(with_year(node.first, year), with_year(node.last, year))
        case _:
            return node


def share_year(node: Node, other: Node) -> Node:
    """The node with the year of its neighbour when it has none itself."""
    year = said_year(other)
    stepped = isinstance(node, Part) and node.step is not None
    return with_year(node, year) if year and said_year(node) is None and not stepped else node
