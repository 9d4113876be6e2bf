"""Lines into blocks: which lines belong together, which are headings, bullets, rows."""

from __future__ import annotations

import re

from triplewire.model import Block, Span
from triplewire.segment.lines import Line, bullet_glyphs, set_width

TERMINAL = re.compile(r"""[.!?:;]["'”’)\]]*$""")
NUMBER_CELL = r"[$€£¥(]*\s?-?\d[\d,]*(?:\.\d+)?\)?%?"
ROW = re.compile(rf"^(?:.{{0,110}}?[\s$])?{NUMBER_CELL}(?:[\s$|]+{NUMBER_CELL}|[\s$|]+[-–—](?=\s|$)){{0,8}}[\s|]*$")
PIPE_ROW = re.compile(r"^\|.*\|$")
LEGAL_END = re.compile(r"\b(?:Inc|Ltd|Corp|Co|S\.A|N\.V|B\.V|S\.p\.A)\.$")
LETTERS = re.compile(r"[A-Za-z]")


def block_text(view: str, lines: list[Line]) -> list[Block]:
    """The lines as blocks without roles: `title` first, then headings, bullets, paragraphs and rows in text order."""
    width, glyphs = set_width(lines), bullet_glyphs(lines)
    groups = _group(lines, width, glyphs)
    blocks = []
    for i, group in enumerate(groups):
        following = groups[i + 1] if i + 1 < len(groups) else None
        blocks.append(Block(_kind(i, group, following), Span(group[0].span.start, group[-1].span.end)))
    return blocks


def _group(lines: list[Line], width: int, glyphs: set[str]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, width, glyphs, first=len(groups) == 1):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(above: Line, line: Line, width: int, glyphs: set[str], *, first: bool) -> bool:
    """Whether `line` goes on with the sentence or paragraph of the line above it."""
    if line.heading_mark or above.heading_mark or is_row(above.text) or is_row(line.text):
        return False
    full = bool(width) and len(above.text) + _first_word(line.text) >= width - 6
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
    if PIPE_ROW.match(text):
        return True
    return bool(ROW.match(text)) and not text.rstrip().endswith(".") and len(text) < 160


def _kind(index: int, group: list[Line], following: list[Line] | None) -> str:  # type: ignore[return]
    line, text = group[0], " ".join(x.text for x in group)
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
    return "heading" if _is_heading(text, following) else "paragraph"


def _framed(line: Line) -> bool:
    """A line such as "- Second headline -": dashes on both sides, no bullet."""
    return line.glyph in ("-", "–", "—") and line.text.rstrip().endswith(("-", "–", "—"))


def _is_heading(text: str, following: list[Line] | None) -> bool:
    if following is None or len(text) > 110 or not LETTERS.search(text):
        return False
    words = text.rstrip(":").split()
    ends = TERMINAL.search(text.rstrip(":")) and not (len(words) <= 8 and LEGAL_END.search(text))
    if ends or text.endswith(",") or text.endswith(("--", "–", "—")):
        return False
    opens = following[0].text[:1]
    return len(words) <= 16 and (bool(following[0].glyph) or opens.isupper() or opens in "\"“([$" or opens.isdigit())
