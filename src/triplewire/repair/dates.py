"""Dates: years, days and months with a glyph misread, added or lost, where the words around them make a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire.repair.rules import Change, digits, without_stray
from triplewire.repair.tables import table
from triplewire.repair.vocabulary import Words, month_names

_GLYPH = r"[0-9OoIlL|SBQDZ]"
_YEAR = re.compile(rf"[12lI|Z]{_GLYPH}{{3,5}}")
_SOUND_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = rf"[0-3OolI|]?{_GLYPH}{{1,2}}"
_BEHIND_MONTH = re.compile(rf"\.?\s{{1,3}}(?:(?P<day>{_DAY})(?:st|nd|rd|th)?(?P<comma>,)?(?=[\s,.;:)]))?")
_LETTER_LAST = frozenset("SBZD")


def date_changes(text: str, words: Words) -> Iterator[Change]:
    """Months, days and years that were misread. A year is plausible in itself; a day stands behind a month, a month before a day
    or a year.
    """
    for start, word in words.found:
        if word in damaged_months():
            yield from _month(text, start, word)
        elif word in month_names() or word in table()["date"]["abbreviations"]:
            yield from _day(text, start + len(word))
        elif word[0] in "12lI|Z" and 4 <= len(word) <= 6 and not word.isdigit() and _YEAR.fullmatch(word):
            yield from _year(text, start, word)


def _year(text: str, start: int, word: str) -> Iterator[Change]:
    new = year_of(word)
    if new and _alone(text, start, start + len(word)) and (word[-1] not in _LETTER_LAST or _in_date(text, start)):
        yield Change(start, start + len(word), new, "date", 0.9)


def year_of(word: str) -> str:
    """The year that the glyphs stand for, "" when they are none: at least two true digits, and stray glyphs only beside their like."""
    if sum(c.isdigit() for c in word) < 2:
        return ""
    glyphs = word
    while len(glyphs) > 4 and (less := without_stray(glyphs)) != glyphs:
        glyphs = less
    new = digits(glyphs)
    settings = table()["date"]
    return new if len(new) == 4 and new.isdigit() and settings["first_year"] <= int(new) <= settings["last_year"] else ""


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the number is no amount, no decimal and no part of a code or an address."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in tuple("$€£¥.,/@#_") and before[-1:] or after[:1] in ("%", "/", "@", "_") and after[:1]:
        return False
    if before.endswith("-") and not (before[0].islower() or before[0].isdigit()):
        return False
    return not (len(after) == 2 and after[0] in "-.," and after[1].isalnum() and not after[1].isdigit())


def _in_date(text: str, start: int) -> bool:
    return _before_year().search(text[max(0, start - 16) : start]) is not None


@cache
def _before_year() -> re.Pattern[str]:
    words = "|".join([*month_names(), *table()["date"]["before_year"]])
    return re.compile(rf"(?:\b(?:{words})|\d{{1,2}}),?[\s-]{{0,3}}$", re.IGNORECASE)


def _day(text: str, end: int) -> Iterator[Change]:
    """The day behind a month, mended."""
    behind = _BEHIND_MONTH.match(text, end)
    day = behind["day"] if behind else None
    if behind is None or day is None or day.isdigit() or not any(c.isdigit() for c in day):
        return
    glyphs = without_stray(day) if len(day) == 3 else day
    new = digits(glyphs)
    if new.isdigit() and 1 <= int(new) <= 31 and not new.startswith("0"):
        yield Change(behind.start("day"), behind.end("day"), new, "date", 0.9)


def _month(text: str, start: int, word: str) -> Iterator[Change]:
    month = damaged_months()[word]
    end = start + len(word)
    behind = _BEHIND_MONTH.match(text, end)
    if behind is None or text[max(0, start - 1) : start] in tuple("-/.@_&") and start:
        return
    dated = behind["day"] is not None and bool(digits(behind["day"]).isdigit() and any(c.isdigit() for c in behind["day"]))
    year = Words(text[behind.end() : behind.end() + 6]).found
    in_year = bool(year) and year[0][0] <= 1 and bool(_SOUND_YEAR.fullmatch(year[0][1]) or (not year[0][1].isdigit() and year_of(year[0][1])))
    if (dated and behind["comma"] and in_year) or (in_year and len(word) >= 5) or (dated and (len(word) >= 7 or len(month) < 5)):
        yield Change(start, end, month, "date", 0.9)
        if dated:
            yield from _day(text, end)


@cache
def damaged_months() -> dict[str, str]:
    """Each form that one misread, doubled or lost glyph makes of a month -> the month. Abbreviations and other months are no damage."""
    out: dict[str, str] = {}
    for month in month_names():
        for form in _forms(month):
            out.setdefault(form, month)
    for short in table()["date"]["abbreviations"]:
        out |= dict.fromkeys(_swapped(short), short)
    sound = {*month_names(), *table()["date"]["abbreviations"]}
    return {form: month for form, month in out.items() if form not in sound and len(form) > 2}


def _swapped(month: str) -> Iterator[str]:
    for i, glyph in enumerate(month):
        for other in table()["date"]["glyphs"].get(glyph, ""):
            yield month[:i] + other + month[i + 1 :]


def _forms(month: str) -> Iterator[str]:
    yield from _swapped(month)
    for i, glyph in enumerate(month):
        yield month[:i] + month[i + 1 :]
        for other in table()["date"]["glyphs"].get(glyph, ""):
            yield month[:i] + other + month[i:]
            yield month[: i + 1] + other + month[i + 1 :]
