"""Lines into blocks: which lines belong together, which are headings, bullets, rows."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest

from triplewire.lexicon import any_of, word_list
from triplewire.model import Block, Span
from triplewire.model.text import BlockKind
from triplewire.segment.lines import Line, bullet_glyphs, set_width

TERMINAL = re.compile(r"""[.!?:;]["'”’)\]]*$""")
NUMBER_CELL = r"[$€£¥(]*\s?-?\d[\d,]*(?:\.\d+)?\)?%?"
ROW = re.compile(rf"^(?:.{{0,110}}?[\s$])?{NUMBER_CELL}(?:[\s$|]+{NUMBER_CELL}|[\s$|]+[-–—](?=\s|$)){{0,8}}[\s|]*$")
# Small words with single blanks between, as no label has them, before the last number of a line.
PROSE = re.compile(
    r"(?=(?:\S+ )+\S+$)(?:\S+ ){2,40}?"
    r"(?:(?:was|were|had|is|are|has|have|been|which|that|totaled|compared|million|billion|approximately|rose|fell)\b"
    r"|(?:\S+ ){1,10}?(?:of|to|for|and|in) [$€£]?\d\S*$)"
)
ROW_ENDS = frozenset("0123456789,)%|-–—")
PIPE_ROW = re.compile(r"^\|.*\|$")
LETTERS = re.compile(r"[A-Za-z]")
OPENERS = '"“([$'
HEADING_LENGTH, HEADING_WORDS, NAME_WORDS, ROW_LENGTH = 110, 16, 8, 160
FRINGE = 6
"""How far from the right edge a line may end that is still full."""


@cache
def _legal_end() -> re.Pattern[str]:
    """A legal form whose full stop ends no sentence."""
    return re.compile(rf"\b{any_of(t.form for t in word_list('org_suffix') if t.form.endswith('.'))}$")


def grouped(lines: list[Line]) -> list[Block]:
    """The lines as blocks without roles: `title` first, then headings, bullets, paragraphs and rows in text order."""
    width, glyphs = set_width(lines), bullet_glyphs(lines)
    groups = _group(lines, width, glyphs)
    kinds = (_kind(i, group, following) for i, (group, following) in enumerate(zip_longest(groups, groups[1:])))
    return [Block(kind, Span(group[0].span.start, group[-1].span.end)) for kind, group in zip(kinds, groups, strict=True)]


def _group(lines: list[Line], width: int, glyphs: set[str]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, width, glyphs, first=len(groups) == 1):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_figures(text: str, width: int) -> bool:
    """Whether a line is a table row, and no line of wrapped prose that happens to end in a number."""
    return is_row(text) and not (width and PROSE.match(text))


def _continues(above: Line, line: Line, width: int, glyphs: set[str], *, first: bool) -> bool:
    """Whether `line` goes on with the sentence or paragraph of the line above it."""
    if line.heading_mark or above.heading_mark or _is_figures(above.text, width) or _is_figures(line.text, width):
        return False
    full = bool(width) and len(above.text) + _first_word(line.text) >= width - FRINGE
    open_end = not TERMINAL.search(above.text)
    if line.glyph in glyphs:
        # A dash that opens a line inside a running sentence is punctuation, not a bullet.
        return full and open_end and not line.blank_before and line.glyph in "-–—" and line.text[:1].islower()
    if line.blank_before or line.after_noise:
        # A page break or a stray link inside a sentence leaves a full line without an end above it.
        return full and open_end and not first
    if width:
        return full or (open_end and line.text[:1].islower())
    return open_end and line.text[:1].islower()


def _first_word(text: str) -> int:
    return len(text.split(maxsplit=1)[0]) + 1 if text else 0


def is_row(text: str) -> bool:
    """Whether a line reads as a table row: a label and numbers, or numbers alone, and nothing after them."""
    if len(text) >= ROW_LENGTH or text[-1:] not in ROW_ENDS:
        return bool(PIPE_ROW.match(text))
    return bool(PIPE_ROW.match(text) or ROW.match(text))


def _kind(index: int, group: list[Line], following: list[Line] | None) -> BlockKind:
    line = group[0]
    if index == 0:
        return "title"
    if line.glyph and not (len(group) == 1 and _framed(line)):
        return "bullet"
    if line.heading_mark:
        return "heading"
    if len(group) == 1 and is_row(line.text):
        return "row"
    if index == 1 and _framed(line):
        return "subtitle"
    return "heading" if _is_heading(" ".join(x.text for x in group), following) else "paragraph"


def _framed(line: Line) -> bool:
    """A line such as "- Second headline -": dashes on both sides, no bullet."""
    return line.glyph in ("-", "–", "—") and line.text.rstrip().endswith(("-", "–", "—"))


def _is_heading(text: str, following: list[Line] | None) -> bool:
    """Whether a group that is no bullet and no row is a heading: short, open-ended, and followed by something that begins anew."""
    if following is None or len(text) > HEADING_LENGTH or not LETTERS.search(text):
        return False
    words = text.rstrip(":").split()
    ends = TERMINAL.search(text.rstrip(":")) and not (len(words) <= NAME_WORDS and _legal_end().search(text))
    if ends or text.endswith((",", "--", "–", "—")):
        return False
    opens = following[0].text[:1]
    return len(words) <= HEADING_WORDS and (bool(following[0].glyph) or opens.isupper() or opens.isdigit() or opens in OPENERS)
