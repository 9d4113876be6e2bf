"""Blanks inside prose: indents of wrapped lines and doubled spaces, so that names read alike wherever a line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from triplewire.model import Edit, Span

_BLANK = "[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_LINE = re.compile(rf"(?P<indent>{_BLANK}*)(?P<text>[^\n]*)")
_RUN = re.compile(rf"(?<=\S){_BLANK}{{2,}}(?=\S)")
# A small word between others: what a running sentence has and a table's row has not.
_SMALL = re.compile(r"[ \t\u00a0](?:[a-z]{1,5}|[a-z]+(?:ed|ing|ly))[ \t\u00a0,]")
# Columns: wide gaps, or figures behind a gap up to the end of the line.
_COLUMN = re.compile(rf"\S{_BLANK}{{3,}}\S|\S{_BLANK}{{2,}}[$€£¥(-]?[\d(][\d,.()%$€£\s–—-]{{0,80}}$")
_INDENTED = re.compile(rf"{_BLANK}*\r?\n{_BLANK}+")
# A word broken at the end of a line of prose, and what it goes on with.
_BROKEN = re.compile(
    r"(?<=[^\n]{15})(?<![\w-])(?P<left>[A-Za-z][A-Za-z0-9]{0,24})(?P<gap>[-\u00ad\u2010]\r?\n[ \t]*)(?P<right>[A-Za-z0-9]{1,25})"
)
_HYPHENS = [hyphen + end for hyphen in "-\u00ad\u2010" for end in ("\n", "\r\n")]
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_TABLE = re.compile(r"[|]|^\s{0,3}(?:```|~~~)")
_LONG, _PARAGRAPH = 30, 200


def gap_edits(text: str, noise: Iterable[Span]) -> list[Edit]:
    """The edits that close a running sentence over what stands in its middle and is no prose: the foot and head of a page, a stray link.

    A sentence runs on when no mark ends it above and a small letter, or a figure behind a small letter, goes on below.
    """
    edits: list[Edit] = []
    for stretch in _stretches(text, noise):
        above, below = text[: stretch.start][-1:], text[stretch.end : stretch.end + 1]
        if (below.islower() and above not in ".!?:;|") or (above.islower() and (below.isdigit() or below in tuple('$€£(“"'))):
            edits.append(Edit(stretch, stretch.of(text), "\n", "typography", 1.0, "style"))
    return edits


def title_edits(text: str, start: int, title: str) -> list[Edit]:
    """The edits that take the indents out of a headline of several lines; `title` is what it says, `start` where it may begin."""
    at = start + len(text[start : start + 12]) - len(text[start : start + 12].lstrip("#* \t\ufeff"))
    first, letters = at, "".join(title.split())
    for letter in letters:
        while at < len(text) and text[at].isspace():
            at += 1
        if text[at : at + 1] != letter:
            return []
        at += 1
    return [Edit(Span(*m.span()), m.group(), "\n", "typography", 1.0, "style") for m in _INDENTED.finditer(text, first, at)]


def hyphen_edits(text: str, start: int, end: int) -> list[Edit]:
    """The edits that join words broken at line ends, between two offsets: "conju-/gates" loses its hyphen, "antibody-/drug" keeps it.

    The hyphen stays when the text has the first part as a word of its own, or the whole with its hyphen; behind a figure or a capital,
    as in codes; and before one.
    """
    matches = list(_BROKEN.finditer(text, start, end)) if any(mark in text for mark in _HYPHENS) else []
    if not matches:
        return []
    words = {m.group().lower() for m in _WORD.finditer(_BROKEN.sub(" ", text))}
    return [_joined(m, words) for m in matches]


def _joined(match: re.Match[str], words: set[str]) -> Edit:
    left, right = match["left"], match["right"]
    whole = f"{left}{right}".lower()
    stays = not (left[-1:].islower() and right[:1].islower()) or f"{left}-{right}".lower() in words
    stays = stays or (left.lower() in words and whole not in words)
    return Edit(Span(match.start("gap"), match.end("gap")), match["gap"], "-" if stays else "", "line-end", 1.0, "style")


def _stretches(text: str, noise: Iterable[Span]) -> Iterator[Span]:
    """Noise with the white space around it; what white space alone parts is one stretch. Only between two words of the text."""
    start = end = -1
    for span in noise:
        if start >= 0 and not text[end : span.start].strip():
            end = span.end
            continue
        yield from _widened(text, start, end)
        start, end = span.start, span.end
    yield from _widened(text, start, end)


def _widened(text: str, start: int, end: int) -> Iterator[Span]:
    if start < 0:
        return
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    if start > 0 and end < len(text):
        yield Span(start, end)


def space_edits(text: str, start: int, end: int) -> list[Edit]:
    """The edits that take indents and doubled blanks out of lines of prose between two offsets, sorted; rows and heads keep theirs.

    A line is prose by its small words and the lack of columns; a short one also when it goes on with a line of prose.
    """
    edits: list[Edit] = []
    prose = False
    at = start
    while at < end:
        match = _LINE.match(text, at, end)
        assert match is not None
        prose = _is_prose(match["text"].rstrip(), prose)
        if prose:
            edits += _of_line(text, match)
        at = match.end() + 1
    return edits


def _is_prose(words: str, after_prose: bool) -> bool:
    if not words or _TABLE.search(words) or (len(words) < _PARAGRAPH and _COLUMN.search(words)):
        return False
    return (len(words) > _LONG and _SMALL.search(words) is not None) or after_prose


def _of_line(text: str, match: re.Match[str]) -> Iterator[Edit]:
    if match["indent"]:
        span = Span(*match.span("indent"))
        yield Edit(span, span.of(text), "", "typography", 1.0, "style")
    for run in _RUN.finditer(text, match.start("text"), match.end()):
        yield Edit(Span(*run.span()), run.group(), " ", "typography", 1.0, "style")
