"""Datelines: who is where, when, over which wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from triplewire.model import Span
from triplewire.read import frames
from triplewire.read.dates import Day, find_days, time_at
from triplewire.read.layout import lines, trimmed

# The name of a wire behind a bracket or a slash, with what wires add to it: "(Marketwire - ", "/PRNewswire via COMTEX/".
_WIRE = re.compile(
    r"[(/\[]\s?(?P<wire>[A-Za-z][A-Za-z. -]{1,38}[A-Za-z])\s?"
    r"(?:via\s[\w .]{2,30}|--[\w .,]{2,20})?\s?(?:[)/\]]|--?\s(?=[A-Z\d])|–\s(?=[A-Z\d]))"
)
_WEEKDAY = re.compile(r"\b(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
_PLACE = re.compile(
    r"[^\W\d_][\w.'’&-]*(?:(?:[,;]\s{0,2}|\s?/\s?|\s{1,2})(?:(?:de|la|le|am|an|der|of|and|the|upon|on|y|e|&)\s)?[^\W\d_][\w.'’&-]*){0,11}"
)
_GAP = re.compile(r"[\s,;:|/()\[\]–—@*_-]{0,10}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?", re.IGNORECASE)
_DASH = re.compile(r"[\s)/\]*_]*(?:--+|[-–—:]|\))")
_PROSE_AT_ONCE = re.compile(r"\.?[*_]{0,3}\s(?=[A-Z][\w.-]*\s)")
_PLACE_BEHIND = re.compile(r"[\s,–—-]{1,5}(?P<place>[^\W\d_][^–—:\n]{1,60}?)\s?(?:--+|[–—:]|\s-\s)")
_REST_OF_DATE_LINE = re.compile(r"[\s.,|·•-]*(?:(?:source|by|from|news provided by)\b.{0,90})?$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:,|&|\band|[-–—/(])$")
_LEAD = " \t,;:-–—*_()[]/|\u00a0"
# How far into a release a dateline may stand: headline, subheads, bullets of highlights come first.
_REACH_LINES, _REACH_CHARS, _HEAD_OF_LINE = 40, 6000, 190


@dataclass(frozen=True)
class Dateline:
    """What the dateline says; `at` is where its line starts, `end` where its words end. Unknown parts are empty or None.

    `month_day` stands for the date of a wire that leaves the year out.
    """

    place: str = ""
    date: date | None = None
    wire: str = ""
    at: int | None = None
    end: int | None = None
    month_day: tuple[int, int] | None = None


@dataclass(frozen=True)
class _Marks:
    """The date and the wire of one line, and the stretch that they, hours between them included, cover."""

    span: Span
    day: Day | None
    wire: str


def find_dateline(raw: str, body: Span) -> Dateline:
    """The dateline of the release: the first line that opens with a place or a wire, a date, a dash and prose; failing that, a line with
    a place and a date; failing that, a date alone on its line.

    Looks at the first 40 lines that are not blank, no further than 6,000 characters.
    """
    alone, bare, undated = Dateline(), Dateline(), Dateline()
    for span in _opening_lines(raw, body):
        found, runs_on = _of_line(raw, span)
        if found is None:
            continue
        if not (found.place or found.wire):
            alone = alone if alone.date else found
        elif not found.date and not found.month_day:
            undated = found
            break
        elif runs_on:
            return found
        else:
            bare = bare if bare.date else found
    if undated.at is not None:
        return Dateline(undated.place, bare.date or alone.date, undated.wire, undated.at, undated.end)
    return bare if bare.date else alone


def lines_above(raw: str, body: Span, title: Span, line: Dateline, issuer: str) -> list[Span]:
    """The lines between headline and dateline that hold a date, or the issuer's name, and nothing else: they are no part of the text."""
    if line.at is None or not (line.place or line.wire):
        return []
    name = issuer.casefold()
    between = (s for s in _opening_lines(raw, body) if title.end <= s.start < line.at)
    return [s for s in between if s.of(raw).strip("*_# ").casefold() == name or _is_bare_date(raw, s)]


def _is_bare_date(raw: str, span: Span) -> bool:
    found, _ = _of_line(raw, span)
    return found is not None and not found.place and not found.wire


def _opening_lines(raw: str, body: Span) -> Iterator[Span]:
    seen = 0
    for line in lines(raw):
        span = trimmed(raw, line)
        if not len(span) or span.end <= body.start:
            continue
        seen += 1
        if seen > _REACH_LINES or span.start > min(body.end, body.start + _REACH_CHARS):
            return
        yield span


def _of_line(raw: str, span: Span) -> tuple[Dateline | None, bool]:
    """The dateline of a line, and whether prose follows it."""
    start = span.start + (len(label) if (label := _label(raw, span)) else 0)
    limit = min(span.end, start + _HEAD_OF_LINE)
    text, limit = _with_next_line(raw, start, span.end, limit)
    marks = _marks(text, start, limit)
    if marks is None or label is None:
        return None, False
    place = clean_place(_without_hour(text[start : marks.span.start]))
    if place is None:
        return None, False
    tail = marks.span.end
    if not place and not marks.wire and (behind := _place_behind(text, tail, limit)):
        place, tail = behind
    runs_on = bool(_DASH.match(text, tail, limit)) or bool(marks.wire)
    bare = bool(_REST_OF_DATE_LINE.match(text[tail : max(limit, min(span.end, tail + 130))]))
    if not (runs_on or bare or (place and (_ends_near(text, tail, limit) or _PROSE_AT_ONCE.match(text, tail, limit)))):
        return None, False
    if not place and not marks.wire and not bare:
        return None, False
    return _dateline(place, marks, span.start, tail), not bare


def _dateline(place: str, marks: _Marks, at: int, end: int) -> Dateline:
    day = marks.day
    return Dateline(place, day.date if day else None, marks.wire, at, end, (day.month, day.day) if day and not day.date else None)


def _label(raw: str, span: Span) -> str | None:
    """What stands before the words of a dateline ("For immediate release"), "" without it; None before a date that is another's."""
    match = frames.dateline_label().match(raw, span.start, span.end)
    if match is None:
        return ""
    return None if match["other"] else match.group()


def _with_next_line(raw: str, start: int, end: int, limit: int) -> tuple[str, int]:
    """The text with the line break after a dateline's first half as a blank, and how far the dateline may then reach."""
    if limit < end or not _GOES_ON.search(raw, start, end) or clean_place(raw[start:end]) is None:
        return raw, limit
    stop = raw.find("\n", end + 1)
    follow = raw[end + 1 : stop if stop >= 0 else len(raw)]
    if raw[end : end + 1] not in "\n\r" or not follow.strip():
        return raw, limit
    return raw[:end] + " " + raw[end + 1 :], min(end + 1 + len(follow), start + _HEAD_OF_LINE)


def _marks(text: str, start: int, limit: int) -> _Marks | None:
    """The first date and wire between two offsets that stand together; None when there is neither, or a wire alone without its dash."""
    wire = _wire_in(text, start, limit)
    days = find_days(text, start, limit, short=wire is not None)
    beside = next((d for d in days if wire and _together(text, d.span, wire[0], limit)), None)
    full = next((d for d in days if d.date), None)
    if wire and beside:
        return _Marks(_with_time(text, beside.span.join(wire[0]), limit), beside, wire[1])
    if full and not (wire and wire[0].start < full.span.start):
        return _Marks(_with_time(text, full.span, limit), full, "")
    return _Marks(wire[0], None, wire[1]) if wire and _DASH.match(text, wire[0].end - 1, limit) else None


def _together(text: str, day: Span, wire: Span, limit: int) -> bool:
    """Whether nothing but an hour and dashes stands between a date and a wire, or the date stands inside the wire's brackets."""
    first, second = sorted((day, wire))
    first = _with_time(text, first, limit)
    return second.start <= first.end or _GAP.fullmatch(text, first.end, second.start) is not None


def _with_time(text: str, span: Span, limit: int) -> Span:
    """The span with the hour that stands behind it."""
    gap = _GAP.match(text, span.end, limit)
    hour = time_at(text, gap.end(), limit) if gap else None
    return span.join(hour) if hour else span


def _without_hour(head: str) -> str:
    """The words before a date without the hour that stands between: "Lund, Sweden, 08:30 CET, "."""
    at = next((i for i, c in enumerate(head) if c.isdigit()), None)
    hour = time_at(head, at, len(head)) if at is not None else None
    return head[:at] if hour and not head[hour.end :].strip(_LEAD) else head


def _place_behind(text: str, at: int, limit: int) -> tuple[str, int] | None:
    """The place that stands between a date and the dash: "9 November 2006, Oxford, UK - "; a company there is none."""
    match = _PLACE_BEHIND.match(text, at, limit)
    place = clean_place(match["place"]) if match else None
    if not match or not place or ("," not in place and not place.isupper() and match.group()[-1] != ":"):
        return None
    suffixes = {s.lower() for s in frames.wires()["issuer"]["suffixes"]}
    if any(w.strip(".,").lower() in suffixes for w in place.split()[1:]):
        return None
    return place, match.end("place")


def _ends_near(text: str, tail: int, limit: int) -> bool:
    """Whether a dash follows soon, behind a weekday, an hour or a note."""
    return re.match(r".{0,50}?\s(?:--|[–—-])\s", text[tail : min(limit, tail + 60)]) is not None and "." not in text[tail : tail + 4]


@cache
def _wires() -> dict[str, str]:
    names: dict[str, str] = frames.wires()["dateline"]["wires"]
    return names


@cache
def _long_keys() -> tuple[str, ...]:
    return tuple(sorted((k for k in _wires() if len(k) >= 7), key=lambda k: (-len(k), k)))


def wire_name(written: str) -> str:
    """The known name of a wire as a page writes it, also with an addition ("PRNewswire-FirstCall"); "" when the words name no wire."""
    key = re.sub(r"[^a-z]", "", written.lower())
    return _wires().get(key, "") or next((_wires()[k] for k in _long_keys() if key.startswith(k)), "")


def _wire_in(text: str, start: int, end: int) -> tuple[Span, str] | None:
    for match in _WIRE.finditer(text, start, end):
        if name := wire_name(match["wire"]):
            return Span(*match.span()), name
    return None


def clean_place(head: str) -> str | None:
    """The place in the words before a date: "" when there are none, None when they are no place."""
    text = _WEEKDAY.sub("", head).strip(_LEAD)
    text = re.sub(r"\s+", " ", text)
    if not text:
        return ""
    ok = len(text) <= 80 and _PLACE.fullmatch(text) and text[0].isupper() and text.count(" ") <= 9
    return text if ok else None
