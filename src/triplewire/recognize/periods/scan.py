"""Candidates: runs of words that time expressions are made of, found in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire.recognize.periods.settings import settings

NO, GLUE, TRIGGER = 0, 1, 2
LONGEST = 40
"""Words in one candidate at most: a text of nothing but years is still read in linear time."""

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?:[1-4]Q|Q[1-4]|[12]H|H[12]|(?:3|6|9|12)M)(?:FY|CY)?(?:\d{2}|\d{4})?|(?:FY|CY|YE)(?:\d{2}|\d{4})|(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{1,3}(?:st|nd|rd|th)?")
_FROM_TO = re.compile(r"\b[Ff]rom (?P<old>\S+(?: \S+){0,6}?) to (?P<new>)")
_CLAUSE_END = re.compile(r"[;:]|\. |, (?:and|but|while|which|who) ")
MOVE_REACH = 160
"""How far before a time the verb may stand that says that it was moved."""

_DIGIT = re.compile(r"\d")
_GAPS = frozenset({"", "-", "–", "—", ",", "/", "'", "’", ".,"})


@cache
def _kinds() -> dict[str, int]:
    """Every written form of every word of the vocabulary -> GLUE or TRIGGER. Months only count with a capital."""
    known = settings()
    words = {word for phrase in known.terminals for word in re.findall(r"[a-z]+", phrase)}
    kinds: dict[str, int] = {}
    for word in words:
        kind = TRIGGER if word in known.triggers else GLUE
        forms = (word.capitalize(), word.upper()) if word in known.months else (word, word.capitalize(), word.upper())
        kinds |= dict.fromkeys(forms, kind)
    kinds |= dict.fromkeys(("FY", "CY", "YE"), TRIGGER)
    return kinds


def _kind(word: str, kinds: dict[str, int]) -> int:
    if not (word[0].isdigit() or word[-1].isdigit() or (len(word) <= 6 and word[-1] in "HQYM")):
        return kinds.get(word, NO)
    if _CODE.fullmatch(word):
        return TRIGGER
    return GLUE if _NUMBER.fullmatch(word) else kinds.get(word, NO)


@cache
def _triggers() -> frozenset[str]:
    return frozenset(word for word, kind in _kinds().items() if kind == TRIGGER)


def _is_telling(text: str) -> bool:
    """Whether any word of the text is a trigger: without one there is no candidate."""
    words = _WORD.findall(text)
    if not _triggers().isdisjoint(words):
        return True
    return bool(_DIGIT.search(text)) and any(_CODE.fullmatch(w) for w in words if w[-1].isdigit() or w[0].isdigit())


def candidates(text: str) -> Iterator[tuple[int, int]]:
    """The runs of `text` that may hold a time, as half-open offsets, in order."""
    if not _is_telling(text):
        return
    kinds = _kinds()
    start = end = -1
    count, triggered, last = 0, False, ""
    for match in _WORD.finditer(text):
        word = match[0]
        kind = kinds.get(word, NO) or _kind(word, kinds)
        if not kind:
            if triggered:
                yield start, end
            start, triggered = -1, False
            continue
        if start >= 0 and (count >= LONGEST or not _joined(text[end : match.start()], last)):
            if triggered:
                yield start, end
            start, triggered = -1, False
        if start < 0:
            start, count = match.start(), 0
        end, last = match.end(), word
        count += 1
        triggered = triggered or kind == TRIGGER
    if triggered:
        yield start, end


def parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A candidate, or the two of something that is moved: "moved from A to B"."""
    said = _FROM_TO.search(text, start, end)
    if said is None or not _is_moved(text[max(0, start - MOVE_REACH) : said.start()]):
        return [(start, end)]
    return [(start, said.end("old")), (said.start("new"), end)]


def _is_moved(before: str) -> bool:
    """Whether the clause that ends before "from" says that something was moved."""
    words = _WORD.findall(_CLAUSE_END.split(before)[-1].lower())
    return not settings().guards["moves"].isdisjoint(words)


def _joined(between: str, last: str) -> bool:
    """Whether what stands between two words lets an expression go on."""
    if between == " ":
        return True
    if len(between) > 4:
        return not between.strip() and len(between) < 8
    bare = between.strip()
    if bare in _GAPS:
        return True
    return bare == "." and len(last) <= 4 and last.lower() in settings().months
