"""Lines into blocks: which lines belong together, which are headings, bullets, rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from triplewire import resources
from triplewire.lexicon import any_of, word_list
from triplewire.model import Block, Span
from triplewire.model.text import BlockKind
from triplewire.segment.dateline import DATELINE, FIRST_WORDS
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

MOST_TITLE_LINES = 6
GAP = re.compile(r"\S {2,}[$€£¥(]{0,2} ?[\d(]")
CELL = re.compile(r"[$€£¥(]{0,2}-?\d[\d,.]*\)?%?|[-–—]|[$€£¥()%]{1,2}")
FIGURE = re.compile(r"\d")
AMOUNT = re.compile(r"(?:^|[\s$€£¥])[$€£¥(]*\s?-?(?:\d{3,}|\d[\d,]*[,.]\d+|\d+(?=[)%]))\S*$|[$€£¥]\s?\d+$|^\d+$")
LAST_YEAR = re.compile(r"\s(?:19|20)\d\d$")
DASHES = ("-", "–", "—", "--")
INSET = 6
"""How far in a line must stand to be set in the middle."""


@cache
def _legal_end() -> re.Pattern[str]:
    """A legal form whose full stop ends no sentence."""
    return re.compile(rf"\b{any_of(t.form for t in word_list('org_suffix') if t.form.endswith('.'))}$")


@cache
def _open_words() -> frozenset[str]:
    """Words that never end a line that is whole."""
    return frozenset(resources.toml("data", "abbreviations.toml")["runs_on"])


@cache
def _field() -> re.Pattern[str]:
    """A line such as "Session Title: …" that gives one detail."""
    labels = "|".join(resources.toml("data", "blocks.toml")["fields"])
    return re.compile(rf"(?:{labels})\s?:\s+\S", re.IGNORECASE)


@cache
def _address() -> re.Pattern[str]:
    """A line with a mail or web address, or a telephone number."""
    return re.compile("|".join(resources.toml("data", "blocks.toml")["address"]), re.IGNORECASE)


def grouped(lines: list[Line], title: str = "") -> list[Block]:
    """The lines as blocks without roles: `title` first, then headings, bullets, paragraphs and rows in text order.

    Lines that together say `title` are one block.
    """
    page = _Page(set_width(lines), bullet_glyphs(lines))
    groups = _group(lines, page, _lines_of(lines, title))
    kinds = (_kind(i, group, following, page) for i, (group, following) in enumerate(zip_longest(groups, groups[1:])))
    return [Block(kind, Span(group[0].span.start, group[-1].span.end)) for kind, group in zip(kinds, groups, strict=True)]


@dataclass(frozen=True, slots=True)
class _Page:
    """How a text is set: the column it was wrapped at, 0 when it was not, and its bullets."""

    width: int
    glyphs: set[str]

    def full(self, line: Line, following: str) -> bool:
        """Whether the first word of what follows had no room on a line."""
        return bool(self.width) and line.edge + _first_word(following) >= self.width - FRINGE

    def row(self, line: Line) -> bool:
        """Whether a line is a table row: in a wrapped text a line that reads like prose, or a full one that ends in one number, is none,
        unless a gap parts its cells.
        """
        if not is_row(line.text) or PIPE_ROW.match(line.text):
            return is_row(line.text)
        if GAP.search(line.text):
            return True
        if self.width and PROSE.match(line.text):
            return False
        if _last_cells(line.text) != 1:
            return True
        # One figure close behind its words is an amount, and no full line of prose, no year and no phase.
        amount = AMOUNT.search(line.text) is not None and not LAST_YEAR.search(line.text)
        return amount and not (self.width and line.edge >= self.width - 2 * FRINGE)


def _lines_of(lines: list[Line], title: str) -> int:
    """How many of the first lines the title takes; 1 when they do not say it."""
    wanted, said = _letters(title), ""
    for count, line in enumerate(lines[:MOST_TITLE_LINES], 1):
        said += _letters(line.text)
        if said == wanted:
            return count
    return 1


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _group(lines: list[Line], page: _Page, title_lines: int) -> list[list[Line]]:
    groups: list[list[Line]] = [lines[:title_lines]] if lines else []
    for line in lines[title_lines:]:
        if _continues(groups[-1][-1], line, page, first=len(groups) == 1, said=title_lines > 1):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(above: Line, line: Line, page: _Page, *, first: bool, said: bool) -> bool:
    """Whether `line` goes on with the sentence or paragraph of the line above it; `said` when the title is known to be whole."""
    if line.heading_mark or above.heading_mark or page.row(above) or page.row(line) or (first and said):
        return False
    full, open_end = page.full(above, line.text), not TERMINAL.search(above.text)
    if line.glyph in page.glyphs:
        # A dash that opens a line inside a running sentence is punctuation, not a bullet.
        return full and open_end and not line.blank_before and line.glyph in DASHES and line.text[:1].islower()
    if line.blank_before or line.after_noise:
        # A page break or a stray link inside a sentence leaves a full line without an end above it.
        brim = above.edge >= page.width - FRINGE and (above.indent < INSET or bool(above.glyph))
        return full and open_end and not first and (brim or _goes_on(above, line)) and not DATELINE.match(line.text[:FIRST_WORDS])
    if page.width:
        return (full and not _begins_anew(above, line)) or (open_end and line.text[:1].islower())
    return open_end and line.text[:1].islower()


def _goes_on(above: Line, line: Line) -> bool:
    return line.text[:1].islower() or above.text.split()[-1].lower() in _open_words()


def _begins_anew(above: Line, line: Line) -> bool:
    """Whether a line is set in from the paragraph above it, whose sentence has ended: the first line of the next one."""
    return bool(TERMINAL.search(above.text)) and not above.glyph and line.indent >= above.indent + 3 and line.text[:1].isupper()


def _last_cells(text: str) -> int:
    """How many figures stand side by side at the end of a line."""
    count = 0
    for word in reversed(text.split()):
        if not CELL.fullmatch(word):
            break
        count += bool(FIGURE.search(word))
    return count


def _first_word(text: str) -> int:
    return len(text.split(maxsplit=1)[0]) + 1 if text else 0


def is_row(text: str) -> bool:
    """Whether a line reads as a table row: a label and numbers, or numbers alone, and nothing after them."""
    if len(text) >= ROW_LENGTH or text[-1:] not in ROW_ENDS:
        return bool(PIPE_ROW.match(text))
    return bool(PIPE_ROW.match(text) or ROW.match(text))


def _kind(index: int, group: list[Line], following: list[Line] | None, page: _Page) -> BlockKind:
    line = group[0]
    if index == 0:
        return "title"
    if line.glyph and not (len(group) == 1 and _framed(line)):
        return "bullet"
    if line.heading_mark:
        return "heading"
    if len(group) == 1 and page.row(line) and not _address().search(line.text) and not _field().match(line.text):
        return "row"
    if index == 1 and _framed(line):
        return "subtitle"
    return "heading" if _is_heading(" ".join(x.text for x in group), following) else "paragraph"


def _framed(line: Line) -> bool:
    """A line such as "- Second headline -": dashes on both sides, no bullet."""
    return line.glyph in DASHES and line.text.rstrip().endswith(("-", "–", "—"))


def _is_heading(text: str, following: list[Line] | None) -> bool:
    """Whether a group that is no bullet and no row is a heading: short, open-ended, and followed by something that begins anew."""
    if following is None or len(text) > HEADING_LENGTH or not LETTERS.search(text) or _field().match(text) or _address().search(text):
        return False
    words = text.rstrip(":").split()
    ends = TERMINAL.search(text.rstrip(":")) and not (len(words) <= NAME_WORDS and _legal_end().search(text))
    if ends or text.endswith((",", "--", "–", "—")):
        return False
    opens = following[0].text[:1]
    return len(words) <= HEADING_WORDS and (bool(following[0].glyph) or opens.isupper() or opens.isdigit() or opens in OPENERS)
