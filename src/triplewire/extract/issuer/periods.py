"""Reporting periods in prose: the time mentions, and the words that mean one only beside another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from triplewire.extract.issuer.data import family
from triplewire.model import FiscalCalendar, Mention, Reading, When

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTERLY = range(80, 100)
# A quarter to a year, in days: what figures are expected for.
_STRETCH = range(80, 380)
_YEAR = 350


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a sentence that names one or more periods. `whens` are placed; `relative` (a kind of
    `periods.relative`) waits for the period it is relative to. Offsets are of the sentence.
    """

    start: int
    end: int
    whens: tuple[When, ...] = ()
    relative: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Words:
    relative: tuple[tuple[str, re.Pattern[str]], ...]
    ended: re.Pattern[str]
    shared: re.Pattern[str]
    rest: re.Pattern[str]
    both: re.Pattern[str]
    to_date: re.Pattern[str]
    lengths: dict[str, int]


@cache
def _words() -> _Words:
    data = family("financial")["periods"]
    relative = tuple((r["kind"], re.compile(rf"(?<![\w-])(?:{r['pattern']})(?!\w)", re.IGNORECASE)) for r in data["relative"])
    rest = re.compile(data["rest"], re.IGNORECASE)
    both = re.compile(data["both"], re.IGNORECASE)
    to_date = re.compile(data["to_date"], re.IGNORECASE)
    return _Words(relative, re.compile(data["ended"], re.IGNORECASE), re.compile(data["shared"]), rest, both, to_date, data["lengths"])


def periods_in(text: str, start: int, mentions: Sequence[Mention]) -> list[Period]:
    """The periods of a sentence in text order, without overlap. `start` is the sentence's place in the view, `mentions` its mentions."""
    found = [_timed(text, m, start) for m in mentions if m.type == "time" and m.when and (m.when.start or m.when.end)]
    found = [_with_shared_words(text, p) for p in found]
    return _joined(text, _without_overlap([*found, *_relative(text)]))


def _joined(text: str, periods: list[Period]) -> list[Period]:
    """Two placed periods with "and" between them are one item: "for 1QFY11 and 1QFY10, respectively"."""
    out: list[Period] = []
    for period in periods:
        last = out[-1] if out else None
        if last and last.whens and period.whens and text[last.end : period.start] in (" and ", ", and ", " and in ", " and for "):
            out[-1] = Period(last.start, period.end, (*last.whens, *period.whens))
        else:
            out.append(period)
    return out


def _timed(text: str, mention: Mention, start: int) -> Period:
    at, end = mention.span.start - start, mention.span.end - start
    when = mention.when
    assert when is not None
    if text[end : end + 1] == ":" and re.fullmatch(r"(?:19|20)\d\d", text[at:end]):
        # "(2024: $5 million)" is the same stretch of that year.
        return Period(at, end, (), "same_in_year", int(text[at:end]))
    both = _words().both.match(text[at:end])
    if both and when.end:
        return Period(at, end, tuple(ending(when, _words().lengths[both[g].lower()]) for g in (1, 2)))
    if when.end and _words().rest.match(text[max(0, at - 20) : end]):
        return Period(at, end, (replace(when, start=when.end.replace(month=1, day=1), precision="year"),))
    if pair := _to_date(text, at, end, when):
        return pair
    before = _words().ended.search(text[max(0, at - 60) : at])
    if before and when.end and when.start == when.end:
        months = _words().lengths[(before["months"] or before["unit"]).lower()]
        return Period(at - len(before[0]), end, (ending(when, months),))
    return Period(at, end, (when,))


def _to_date(text: str, at: int, end: int, when: When) -> Period | None:
    """The quarter and the part of the year up to its end: "the third quarter and nine months of 2008"."""
    named = text[max(0, at - 70) : end]
    match = _words().to_date.search(named[: min(len(named), at - max(0, at - 70))])
    year = re.fullmatch(r".*?((?:19|20)\d\d)", text[at:end])
    if not match or not year or when.start is None or when.end is None or (when.end - when.start).days < _YEAR:
        return None
    word = match["quarter"].lower()
    number = int(word[1]) if word.startswith("q") else _ORDINALS[word]
    last = _months_on(when.start, 3 * number) - timedelta(days=1)
    months = _words().lengths[re.split(r"[ -]", match["stretch"].lower())[0]]
    whole = replace(when, start=last, end=last)
    return Period(at - (len(match[0])), end, (ending(whole, 3), ending(whole, months)))


def _months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def ending(when: When, months: int) -> When:
    """The stretch of so many months that ends on the day of `when`."""
    assert when.end is not None
    last = when.end + timedelta(days=1)
    index = last.year * 12 + last.month - 1 - months
    first = date(index // 12, index % 12 + 1, 1) if last.day == 1 else _back(when.end, months)
    return replace(when, start=first, precision="range")


def _back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28)) + timedelta(days=1)


def _with_shared_words(text: str, period: Period) -> Period:
    """`June 30, 2025 and 2024` is two days."""
    match = _words().shared.match(text, period.end)
    named = re.findall(r"(?:19|20)\d\d", text[period.start : period.end])
    if not match or not named:
        return period
    second = shift_years(period.whens[-1], int(match["year"]) - int(named[-1]))
    return replace(period, end=match.end(), whens=(*period.whens, second))


def _relative(text: str) -> list[Period]:
    out = []
    for kind, pattern in _words().relative:
        for match in pattern.finditer(text):
            out.append(Period(match.start(), match.end(), (), kind, _number(match)))
    return out


def _number(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("q"):
        return int(groups["q"])
    return _ORDINALS.get((groups.get("word") or "").lower(), 0)


def _without_overlap(periods: Sequence[Period]) -> list[Period]:
    out: list[Period] = []
    taken: set[int] = set()
    for period in sorted(periods, key=lambda p: (p.start - p.end, p.start)):
        if taken.isdisjoint(range(period.start, period.end)):
            out.append(period)
            taken.update(range(period.start, period.end))
    return sorted(out, key=lambda p: p.start)


def shift_years(when: When, years: int) -> When:
    """The same stretch so many years later (earlier when negative)."""
    return replace(when, start=_year(when.start, years), end=_year(when.end, years))


def _year(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    last = (day + timedelta(days=1)).month != day.month
    try:
        moved = day.replace(year=day.year + years)
    except ValueError:
        moved = day.replace(year=day.year + years, day=28)
    return moved.replace(day=29) if last and moved.month == 2 and moved.year % 4 == 0 and moved.day == 28 else moved


def resolved(period: Period, base: When | None, fiscal: FiscalCalendar | None) -> tuple[When, ...]:
    """The periods meant, where `base` is the period spoken of so far; () when that does not settle it."""
    if period.whens or base is None:
        return period.whens
    if period.relative == "year_back":
        return (shift_years(base, -1),)
    if period.relative == "same_in_year":
        return (shift_years(base, period.number - _year_of(base, fiscal)),)
    if period.relative == "quarter_back":
        return (quarter_back(base),) if is_quarter(base) else ()
    if period.relative == "quarter":
        return (base,) if not period.number or quarter_number(base, fiscal) == period.number else _quarter(base, period.number, fiscal)
    return (base,) if period.relative == "this" else ()


def _year_of(when: When, fiscal: FiscalCalendar | None) -> int:
    """The year that names the stretch: the fiscal one when the words were fiscal, else that of its last day."""
    end = when.end or when.start
    assert end is not None
    late = fiscal is not None and when.calendar == "fiscal" and end.month > fiscal.end_month
    return end.year + 1 if late else end.year


def is_quarter(when: When) -> bool:
    """Whether the stretch is about three months long."""
    return bool(when.start and when.end and (when.end - when.start).days in _QUARTERLY)


def quarter_back(when: When) -> When:
    """The three months before the stretch begins."""
    assert when.start is not None
    return ending(replace(when, end=when.start - timedelta(days=1)), 3)


def quarter_number(when: When, fiscal: FiscalCalendar | None) -> int:
    """Which quarter of the fiscal year it is, 1 to 4; 0 when it is none."""
    if not is_quarter(when) or when.end is None:
        return 0
    return ((when.end.month - (fiscal.end_month if fiscal else 12) - 1) % 12) // 3 + 1


def _quarter(base: When, number: int, fiscal: FiscalCalendar | None) -> tuple[When, ...]:
    """The last quarter of that number that does not begin after `base` ends."""
    if base.end is None:
        return ()
    end_month = ((fiscal.end_month if fiscal else 12) + 3 * number - 1) % 12 + 1
    if base.start == base.end and base.end.month != end_month:
        return ()
    year = base.end.year if end_month <= base.end.month else base.end.year - 1
    last = date(year + end_month // 12, end_month % 12 + 1, 1) - timedelta(days=1)
    return (ending(replace(base, start=last, end=last), 3),)


def reporting_period(reading: Reading) -> Mention | None:
    """Where the release names the quarter (else half or year) it reports on: the first one in the text that is over by its date."""
    released = reading.document.release.date
    times = [m for m in reading.mentions if m.type == "time" and m.when and m.when.start and m.when.end]
    past = [m for m in times if m.when and m.when.end and (released is None or m.when.end < released)]
    quarters = [m for m in past if m.when and is_quarter(m.when)]
    longer = [m for m in past if m.when and m.when.start and m.when.end and 170 < (m.when.end - m.when.start).days < 370]
    return next(iter([*quarters, *longer]), None)


def named_ahead(reading: Reading) -> list[Mention | None]:
    """For each block the stretch of time that its heading names, where it is not over by the release's date. A line of its own
    between paragraphs that names one is a heading too.
    """
    ahead: dict[int, Mention] = {}
    for sentence, mentions in zip(reading.sentences, reading.by_sentence, strict=True):
        found = next((m for m in mentions if _is_ahead(reading, m)), None)
        if found and all(m.type != "money" for m in mentions):
            ahead.setdefault(sentence.block, found)
    out: list[Mention | None] = []
    for i, block in enumerate(reading.blocks):
        titled = block.kind == "heading" or (i in ahead and _is_lone_row(reading, i))
        out.append(ahead.get(i) if titled else out[-1] if out else None)
    return out


def _is_ahead(reading: Reading, mention: Mention) -> bool:
    when, released = mention.when, reading.document.release.date
    if mention.type != "time" or when is None or when.start is None or when.end is None:
        return False
    return (when.end - when.start).days in _STRETCH and (released is None or when.end >= released)


def _is_lone_row(reading: Reading, i: int) -> bool:
    """Whether a block is a line with text on both sides, as a heading that looks like a row of a table is."""
    near = [reading.blocks[j].kind for j in (i - 1, i + 1) if 0 <= j < len(reading.blocks)]
    return reading.blocks[i].kind == "row" and "row" not in near
