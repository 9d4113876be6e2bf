"""Dates and datelines: who is where, when, over which wire. Tolerates the look-alike glyphs of scanned pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def _day_re(group: str) -> str:
    return rf"(?P<{group}>[0-3OoIl|]?[0-9OoIlSB|])(?:st|nd|rd|th)?"


def _year_re(group: str) -> str:
    return rf"(?P<{group}>[12Il|][0-9OoIlSB|]{{3}})"


def _month_re(group: str) -> str:
    return rf"(?P<{group}>[A-Za-z0][A-Za-z0]{{2,8}})\.?"


_ANY_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    rf"{_month_re('m1')}\s{{1,3}}{_day_re('d1')},?\s{{1,3}}{_year_re('y1')}"
    rf"|{_day_re('d2')}\.?\s{{1,3}}(?:of\s)?{_month_re('m2')},?\s{{1,3}}{_year_re('y2')}"
    r"|(?P<y3>20\d\d|19\d\d)-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])"
    r")(?![\w/])"
)
_WIRE = re.compile(r"[(/\[]\s?(?P<wire>[A-Za-z][A-Za-z .-]{1,38}[A-Za-z])\s?(?:via\s[\w .]{2,30}|--[\w .,]{2,20})?\s?[)/\]]")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
_PLACE = re.compile(r"[^\W\d_][\w.'’&-]*(?:,?\s{1,2}(?:(?:de|la|le|am|an|der|of|and|the|upon|on|y|e)\s)?[^\W\d_][\w.'’&-]*){0,9}$")
_DASH = re.compile(r"\s*(?:--+|[-–—:]|\))")
_LEAD = " \t,;:-–—*_()[]/|\u00a0"
# How far into a release a dateline may stand: headline, subheads, bullets of highlights come first.
_REACH_LINES, _REACH_CHARS, _HEAD_OF_LINE = 40, 6000, 170


@dataclass(frozen=True)
class Dateline:
    """What the dateline says; `at` is where its line starts. Unknown parts are empty or None."""

    place: str = ""
    date: date | None = None
    wire: str = ""
    at: int | None = None
    end: int | None = None


def month_of(word: str) -> int | None:
    """The month that a word means, by name, by short form, or by a name one letter off; None otherwise."""
    low = word.lower().replace("0", "o").rstrip(".")
    if low in _SHORT:
        return _SHORT[low]
    if low in _MONTHS:
        return _MONTHS.index(low) + 1
    if len(low) < 5:
        return None
    best = process.extractOne(low, _MONTHS, scorer=OSA.distance, score_cutoff=1)
    return _MONTHS.index(best[0]) + 1 if best else None


def date_at(match: re.Match[str]) -> date | None:
    """The day that a match of a date names; None when there is no such day."""
    for i in "123":
        if match[f"y{i}"]:
            year, day = match[f"y{i}"].translate(_DIGITS), match[f"d{i}"].translate(_DIGITS)
            month = int(match["m3"]) if i == "3" else month_of(match[f"m{i}"])
            return _day(int(year), month, int(day)) if month else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1950 <= year < 2100 else None
    except ValueError:
        return None


def find_dates(text: str, start: int, end: int) -> list[tuple[Span, date]]:
    """Every full date between two offsets, with its span, in order."""
    found = ((m, date_at(m)) for m in _ANY_DATE.finditer(text, start, end))
    return [(Span(*m.span()), day) for m, day in found if day]


def find_dateline(raw: str, lines: Iterable[Span], body: Span) -> Dateline:
    """The dateline of the release: the first of its lines that opens with a place and a date, a wire and a dash; else a date alone.

    Looks at the first 40 lines that are not blank, no further than 6,000 characters.
    """
    alone = Dateline()
    seen = 0
    for span in lines:
        if not len(span):
            continue
        seen += 1
        if seen > _REACH_LINES or span.start > min(body.end, _REACH_CHARS):
            break
        found = _of_line(raw, span)
        if found and (found.place or found.wire):
            return found if found.date else Dateline(found.place, alone.date, found.wire, found.at, found.end)
        if found and not alone.date:
            alone = found
    return alone


def _of_line(raw: str, span: Span) -> Dateline | None:
    limit = min(span.end, span.start + _HEAD_OF_LINE)
    dates = find_dates(raw, span.start, limit)
    wire = _wire_in(raw, span.start, limit)
    if not dates:
        return _undated(raw, span, wire)
    where, day = dates[0]
    head = raw[span.start : where.start]
    tail = where.end
    if wire and wire[0].start < where.start:
        head = raw[span.start : wire[0].start]
    elif wire and wire[0].start - where.end < 40:
        tail = wire[0].end
    else:
        wire = wire if wire and wire[0].start < where.start else None
    place = clean_place(head)
    if place is None or not (_DASH.match(raw, tail, span.end) or wire or _ends_near(raw, tail, span.end, place)):
        return None
    return Dateline(place, day, wire[1] if wire else "", span.start, tail)


def _ends_near(raw: str, tail: int, end: int, place: str) -> bool:
    """Whether the line holds nothing but the date (a date line), or goes on to the dash after a weekday or an hour."""
    rest = raw[tail : min(end, tail + 60)]
    return not rest.strip(" .,\t\r") or (bool(place) and re.match(r".{0,50}?\s(?:--|[–—-])\s", rest) is not None and "." not in rest[:4])


def _undated(raw: str, span: Span, wire: tuple[Span, str] | None) -> Dateline | None:
    """A dateline without a date: place, wire, dash."""
    if not wire:
        return None
    place = clean_place(raw[span.start : wire[0].start])
    if not place or not _DASH.match(raw, wire[0].end, span.end):
        return None
    return Dateline(place, None, wire[1], span.start, wire[0].end)


@cache
def _wires() -> dict[str, str]:
    names: dict[str, str] = frames.wires()["dateline"]["wires"]
    return names


def wire_name(written: str) -> str:
    """The known name of a wire as a page writes it; "" when the words name no wire."""
    key = re.sub(r"[^a-z]", "", written.lower())
    return _wires().get(key, "")


def _wire_in(raw: str, start: int, end: int) -> tuple[Span, str] | None:
    for match in _WIRE.finditer(raw, start, end):
        if name := wire_name(match["wire"]):
            return Span(*match.span()), name
    return None


def clean_place(head: str) -> str | None:
    """The place in the words before a date: "" when there are none, None when they are no place."""
    text = _WEEKDAY.sub("", head).strip(_LEAD)
    text = re.sub(r"\s+", " ", text)
    if not text:
        return ""
    ok = len(text) <= 70 and _PLACE.fullmatch(text) and text[0].isupper() and text.count(" ") <= 7
    return text if ok else None
