"""Dates: years, days and months with a glyph misread, added or lost, where the words around them make a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire.lexicon import Finder
from triplewire.repair.rules import Change, digits, without_stray
from triplewire.repair.tables import table
from triplewire.repair.vocabulary import Words, month_names

_GLYPH = r"[0-9OoIlL|SBQDZ]"
_YEAR = re.compile(rf"[12lI|Z]{_GLYPH}{{3,5}}")
_DAY = rf"[0-3OolI|]?{_GLYPH}{{1,2}}"
_BEHIND_MONTH = re.compile(rf"\.?\s{{1,3}}(?:(?P<day>{_DAY})(?:st|nd|rd|th)?(?P<comma>,)?(?=[\s,.;:)]))?")
_NEXT_YEAR = re.compile(rf"\s?(?P<year>{_YEAR.pattern})(?![\w|])")
_LETTER_LAST = frozenset("SBZD")
_QUARTER = re.compile(r"2Q[0-4]\d")
_NO_YEAR_BEHIND = frozenset("$€£¥.,/@#_")
_NO_YEAR_BEFORE = frozenset("%/@_")
_LONG, _SHORT = 7, 4
"""A damaged month of more than SHORT letters may stand before a year alone; one between the two lengths not before a day alone, for
what is left of it may be a word ("arch 15").
"""


def date_changes(text: str, words: Words) -> Iterator[Change]:
    """Months, days and years that were misread. A year is plausible in itself; a day stands behind a month, a month before a day
    or a year.
    """
    for start in sorted({start for start, _ in _month_words().ends(text)}):
        if match := _sound_month().match(text, start):
            yield from _day(text, match.end())
    months = words.count.keys() & damaged_months().keys()
    years = {w for w in words.count if w[0] in "12lI|Z" and 4 <= len(w) <= 6 and not w.isdigit() and _YEAR.fullmatch(w)}
    for start, word in words.places(months | years) if months or years else ():
        yield from _month(text, start, word) if word in months else _year(text, start, word)


def _months() -> list[str]:
    """The months and their short forms."""
    return [*month_names(), *table()["date"]["abbreviations"]]


@cache
def _month_words() -> Finder:
    return Finder(_months())


@cache
def _sound_month() -> re.Pattern[str]:
    """A month before a day with a letter in it."""
    return re.compile(rf"\b(?:{'|'.join(_months())})(?=\.?\s{{1,3}}\d{{0,2}}[OoIlL|SBQDZ])")


def _year(text: str, start: int, word: str) -> Iterator[Change]:
    new = "" if _is_quarter(text, start, word) else year_of(word)
    if new and _stands_alone(text, start, start + len(word)) and (word[-1] not in _LETTER_LAST or _in_date(text, start)):
        yield Change(start, start + len(word), new, "date", 0.9)


def _is_quarter(text: str, start: int, word: str) -> bool:
    """Whether a year with a Q for its zero is a sound quarter ("2Q20"): everywhere but behind a month or a day of one."""
    return bool(_QUARTER.fullmatch(word)) and not _before_its_year().search(text[max(0, start - 16) : start])


@cache
def _before_its_year() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_months())})\.?(?:\s\d{{1,2}},?)?\s$")


def year_of(word: str) -> str:
    """The year that the glyphs stand for, "" when they are none: at least two true digits, and stray glyphs only beside their like."""
    if sum(c.isdigit() for c in word) < 2:
        return ""
    while len(word) > 4 and (less := without_stray(word)) != word:
        word = less
    new, settings = digits(word), table()["date"]
    return new if len(new) == 4 and new.isdigit() and settings["first_year"] <= int(new) <= settings["last_year"] else ""


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the number is no amount, no decimal and no part of a code or an address."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if not _NO_YEAR_BEHIND.isdisjoint(before[-1:]) or not _NO_YEAR_BEFORE.isdisjoint(after[:1]):
        return False
    if before.endswith("-") and not (before[0].islower() or before[0].isdigit()):
        return False
    return not (len(after) == 2 and after[0] in "-.," and after[1].isalpha())


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
    if behind and day and not day.isdigit() and (new := day_of(day)):
        yield Change(behind.start("day"), behind.end("day"), new, "date", 0.9)


def day_of(glyphs: str) -> str:
    """The day of the month that the glyphs stand for, one true digit among them; "" when they are none."""
    new = digits(without_stray(glyphs) if len(glyphs) == 3 else glyphs)
    sound = any(c.isdigit() for c in glyphs) and new.isdigit() and not new.startswith("0")
    return new if sound and 1 <= int(new) <= 31 else ""


def _month(text: str, start: int, word: str) -> Iterator[Change]:
    month, end = damaged_months()[word], start + len(word)
    behind = _BEHIND_MONTH.match(text, end)
    if behind is None or text[max(0, start - 1) : start] in ("-", "/", ".", "@", "_", "&"):
        return
    dated = bool(behind["day"] and day_of(behind["day"]))
    year = _NEXT_YEAR.match(text, behind.end())
    in_year = year is not None and bool(year_of(year["year"]))
    if (dated and behind["comma"] and in_year) or (in_year and len(word) > _SHORT) or (dated and not _SHORT < len(month) < _LONG):
        yield Change(start, end, month, "date", 0.9)
        yield from _day(text, end)


@cache
def damaged_months() -> dict[str, str]:
    """Each form that one misread, doubled or lost glyph makes of a month -> the month. Abbreviations and other months are no damage."""
    months, short = month_names(), table()["date"]["abbreviations"]
    out = {form: month for month in months for form in (*_swapped(month), *_lost_or_added(month))}
    out |= {form: month for month in short for form in _swapped(month)}
    return {form: month for form, month in out.items() if form not in {*months, *short} and len(form) > 2}


def _others(glyph: str) -> str:
    found: str = table()["date"]["glyphs"].get(glyph, "")
    return found


def _swapped(month: str) -> Iterator[str]:
    for i, glyph in enumerate(month):
        yield from (month[:i] + other + month[i + 1 :] for other in _others(glyph))


def _lost_or_added(month: str) -> Iterator[str]:
    for i, glyph in enumerate(month):
        yield month[:i] + month[i + 1 :]
        for other in _others(glyph):
            yield from (month[:i] + other + month[i:], month[: i + 1] + other + month[i + 1 :])
