"""Line breaks that a page lost: a heading glued to its paragraph, a sentence glued to the next. Nothing is damaged, so no provenance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.model import Edit, Span

HEADING_CHARS, HEADING_WORDS, LONG_WORD, WHOLE_WORD = 130, 16, 8, 6
REST = 30
"""How many characters must follow a glued heading: less is a name of two words in one."""

# Before a capital: a small letter, a digit, a bracket or an end mark; capitals, when a small letter follows.
_INNER = re.compile(r"(?:[a-z0-9)%’'?!]|[a-z]\.|[A-Z]{2}(?=[A-Z][a-z]{2}))(?=[A-Z][\w’'-]*[ ,.:\u00a0])")
_END = re.compile(r"[.!?][\"”’)]{0,2}(?=[A-Z][a-z’']*[ ,\u00a0])|:(?=[“\"][A-Z])")
_ENDED = re.compile(r"[a-z%)]{2}")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_BEFORE = re.compile(r"[\w’'.-]*$")


@cache
def _words(name: str) -> frozenset[str]:
    table: dict[str, Any] = resources.toml("data", "repairs", "breaks.toml")
    return frozenset(table[name])


@cache
def _known_heading() -> re.Pattern[str]:
    names = "|".join(re.escape(h) for h in sorted(_words("headings"), key=lambda h: (-len(h), h)))
    return re.compile(rf"[ \t]*(?:{names})(?=[A-Z])|[ \t]*(?:{names})(?=https?://)")


class _Text:
    """A text whose words are counted when first asked for: most texts have lost no break."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._counts: Counter[str] | None = None

    def count(self, word: str) -> int:
        if self._counts is None:
            self._counts = Counter([word.strip("’'-") for word in _WORD.findall(self.text)])
        return self._counts[word]


def break_edits(text: str, start: int, end: int) -> list[Edit]:
    """The edits that give back lost line breaks between two offsets, sorted: nothing is replaced, a blank line is added.

    A heading is told from its paragraph by its words, all capitalised, by what follows it, and by the glued word being no name of the
    text; a sentence by the mark that ends it.
    """
    whole, edits = _Text(text), []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        edits += [Edit(Span(i, i), "", "\n\n", "lost-break", 1.0, "style") for i in _of_line(whole, at, stop)]
        at = stop + 1
    return edits


def _of_line(whole: _Text, start: int, end: int) -> Iterator[int]:
    """Where breaks were lost in one line, in order; a line that is marked as a heading or set in cells has lost none."""
    if end <= start or whole.text[start] in "#|!>":
        return
    at = start
    for stop in [*_sentence_ends(whole.text, start, end), end]:
        if at > start:
            yield at
        if heading := _heading_end(whole, at, stop):
            yield heading
        at = stop


def _sentence_ends(text: str, start: int, end: int) -> list[int]:
    ends = (m for m in _END.finditer(text, start, end) if m.start() - 2 >= start and _ENDED.match(text, m.start() - 2))
    return [m.end() for m in ends if _before(text, m.start()).rstrip(".") not in _words("unfinished")]


def _before(text: str, at: int) -> str:
    match = _BEFORE.search(text, max(0, at - 30), at)
    return match.group() if match else ""


def _heading_end(whole: _Text, start: int, end: int) -> int | None:
    """Where the heading ends that a stretch of a line begins with and runs on from; None when there is none."""
    if known := _known_heading().match(whole.text, start, end):
        return known.end()
    for match in _INNER.finditer(whole.text, start, min(end, start + HEADING_CHARS)):
        at = match.end()
        if end - at >= REST and _reads_as_heading(whole.text[start:at]) and _parts(whole, at):
            return at
    return None


def _reads_as_heading(text: str) -> bool:
    words = text.split()
    if not words or len(words) > HEADING_WORDS or (len(words) == 1 and len(words[0]) < LONG_WORD):
        return False
    small = [w for w in words if w[0].islower()]
    return words[0][0].isupper() and all(w in _words("connectors") for w in small) and ";" not in text


def _parts(whole: _Text, at: int) -> bool:
    """Whether the word around `at` is two: the text has it less often than its second part, or once and that part opens a sentence."""
    left, match = _before(whole.text, at), _WORD.match(whole.text, at)
    if match is None or len(left) < 3:
        return False
    right = match.group().removesuffix("’s").removesuffix("'s")
    glued, alone = whole.count(left + match.group()), whole.count(right)
    if right in _words("openers") and glued < 2:
        return len(left) > 3 or left.isupper()
    if alone and (not right.isupper() or len(left) >= WHOLE_WORD):
        return alone >= glued
    return glued < 2 and bool((alone or whole.count(right.lower())) and (whole.count(left) or whole.count(left.lower())))
