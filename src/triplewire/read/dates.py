"""Full dates, dates without a year and hours, as releases write them. Tolerates the look-alike glyphs of scanned pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from triplewire.model import Span
from triplewire.read import frames

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_SHORT = {**{m[:3]: i for i, m in enumerate(_MONTHS, 1)}, "sept": 9}
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
_LETTERS = r"(?:[^\W\d_]|0)"


def _day_re(group: str) -> str:
    return rf"(?P<{group}>[0-3OoIl|]?[0-9OoIlSB|])(?:st|nd|rd|th)?"


def _year_re(group: str) -> str:
    return rf"(?P<{group}>[12Il|][0-9OoIlSB|]{{3}})"


def _month_re(group: str) -> str:
    return rf"(?P<{group}>{_LETTERS}{{3,9}})\.?"


_OPEN, _CLOSE = r"(?<![\w/.])(?<!\w-)", r"(?!\w|[/.-]\d)"
_FULL = re.compile(
    rf"{_OPEN}(?:"
    rf"{_month_re('m1')}\s{{1,3}}{_day_re('d1')}(?:,\s{{0,3}}|\s{{1,3}}){_year_re('y1')}"
    rf"|{_day_re('d2')}\.?(?:\s{{1,3}}(?:of\s)?|-){_month_re('m2')}(?:,?\s{{1,3}}|-){_year_re('y2')}"
    r"|(?P<y3>20\d\d|19\d\d)-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])"
    r"|(?P<d4>[0-3]?\d)\.\s?(?P<m4>[01]?\d)\.\s?(?P<y4>20\d\d|19\d\d)"
    r"|(?P<m5>[0-3]?\d)/(?P<d5>[0-3]?\d)/(?P<y5>20\d\d|19\d\d)"
    rf"){_CLOSE}"
)
# Only beside the name of a wire, or behind its end mark: elsewhere such figures are rarely days.
_SHORT_FORM = re.compile(rf"{_OPEN}(?P<m>[01]?\d)/(?P<d>[0-3]?\d)/(?P<y>\d\d|20\d\d|19\d\d){_CLOSE}")
_YEARLESS = re.compile(rf"{_OPEN}{_month_re('m')}\s{{1,3}}{_day_re('d')}(?![\w/]|,?\s\d|\s?-\s?\d)")
_ZONE = r"\(?(?:[A-Z]{2,5}(?:[/ ][A-Z]{2,5})?\b|(?:[A-Z][a-z]+\s){1,4}[Tt]ime|local time|US/\w+)\)?"
_TIME = re.compile(
    rf"(?:at\s|@\s?)?(?<!\d)\d{{1,2}}(?:[:.h]\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)(?:\s?{_ZONE})?(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A month and a day as written; `date` is None without a year."""

    span: Span
    month: int
    day: int
    date: date | None = None


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = frames.wires()["dateline"]["months"]
    return {**{m: i for i, m in enumerate(_MONTHS, 1)}, **names}


def month_of(word: str) -> int | None:
    """The month that a word means, by name, by short form, or by a name one letter off; None otherwise."""
    low = word.lower().replace("0", "o").rstrip(".")
    if low in _SHORT:
        return _SHORT[low]
    if low in _month_names():
        return _month_names()[low]
    if len(low) < 5:
        return None
    best = process.extractOne(low, _MONTHS, scorer=OSA.distance, score_cutoff=1)
    return _MONTHS.index(best[0]) + 1 if best else None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None when there is none such or no release can be of it."""
    try:
        return date(year, month, day) if 1950 <= year < 2100 else None
    except ValueError:
        return None


def _full(match: re.Match[str]) -> date | None:
    form = next(i for i in "12345" if match[f"y{i}"])
    year, day = int(match[f"y{form}"].translate(_DIGITS)), int(match[f"d{form}"].translate(_DIGITS))
    month = int(match[f"m{form}"]) if form in "345" else month_of(match[f"m{form}"])
    if form == "5" and month and month > 12:
        month, day = day, month
    return day_of(year, month, day) if month else None


def find_dates(text: str, start: int, end: int) -> list[tuple[Span, date]]:
    """Every full date between two offsets, with its span, in order."""
    found = ((m, _full(m)) for m in _FULL.finditer(text, start, end))
    return [(Span(*m.span()), day) for m, day in found if day]


def find_days(text: str, start: int, end: int, *, short: bool = False) -> list[Day]:
    """Full dates between two offsets in order; with `short` also what only a wire writes: "Nov. 9" and "11/09/06"."""
    out = [Day(span, day.month, day.day, day) for span, day in find_dates(text, start, end)]
    if not short:
        return out
    found = [d for m in _SHORT_FORM.finditer(text, start, end) if (d := _of_figures(m))]
    for match in _YEARLESS.finditer(text, start, end):
        month, day = month_of(match["m"]), int(match["d"].translate(_DIGITS))
        if month and day_of(2000, month, day):
            found.append(Day(Span(*match.span()), month, day))
    return sorted([*out, *(d for d in found if not any(d.span.overlaps(o.span) for o in out))], key=lambda d: d.span)


def _of_figures(match: re.Match[str]) -> Day | None:
    month, day, year = int(match["m"]), int(match["d"]), int(match["y"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    found = day_of(year, month, day)
    return Day(Span(*match.span()), month, day, found) if found else None


def time_at(text: str, at: int, end: int) -> Span | None:
    """The hour that stands at an offset: "07:00 am Central European Time"."""
    match = _TIME.match(text, at, end)
    return Span(*match.span()) if match else None
