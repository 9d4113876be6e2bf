"""Table lines: labels, cells with signs and marks, and the words of header lines. Works on one line at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(r"\S+")
_FIGURE = r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?|\d{1,12}(?:\.\d+)?|\.\d+)"
CELL_TOKEN = re.compile(rf"^(?:[$€£¥]?\(?[$€£¥]?-?{_FIGURE}\)?%?\)?|[$€£¥(]{{1,2}}|\)?%|\)|[$€£¥]?\(?[-–—]{{1,3}}\)?%?)$")
NUMBER = re.compile(
    rf"(?P<open>\(?)\s?[$€£¥]?\s?(?P<open2>[(-]?)(?P<number>{_FIGURE})\s?(?P<close>\)?)\s?(?P<percent>%?)|(?P<nil>[-–—]{{1,3}})"
)
FOOTNOTE = re.compile(r"^\((?:\d{1,2}|[a-z])\)$")
PIPE_RULE = re.compile(r"^[|\s:+-]*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row. `value` is None for a dash. `slot` is the cell's number between pipes, -1 in a row without pipes.
    Offsets are of the view.
    """

    start: int
    end: int
    value: float | None
    slot: int = -1
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its cells. Offsets are of the view; `end` is where the last cell (or the label) ends, `line` where the line of the
    cells begins, -1 when they stand on several lines.
    """

    label: str
    start: int
    end: int
    cells: tuple[Cell, ...] = ()
    line: int = -1

    @property
    def years(self) -> bool:
        """Whether every cell is a plain year: a line of a table's head, not a row."""
        return bool(self.cells) and all(
            c.value is not None and c.value.is_integer() and 1990 <= c.value <= 2099 and c.end - c.start == 4 for c in self.cells
        )


def parse_line(line: str, base: int) -> Row:
    """The row a line shows: the label up to the first of its trailing cells. A line of words only has no cells."""
    if "|" in line:
        return _piped(line, base)
    last = line.rsplit(None, 1)
    if not last or not CELL_TOKEN.match(last[-1]):
        return _words(line, base)
    tokens = list(TOKEN.finditer(line))
    first = len(tokens)
    while first > 0 and CELL_TOKEN.match(tokens[first - 1][0]):
        first -= 1
    if 0 < first < len(tokens) and _is_note(tokens, first):
        first += 1
    if first >= len(tokens):
        return _words(line, base)
    cut = tokens[first].start()
    cells = cells_in(line[cut:], base + cut)
    label = line[:cut].strip()
    start = base + (tokens[0].start() if tokens else 0)
    return Row(label, start, cells[-1].end if cells else base + len(line.rstrip()), tuple(cells), base)


def _is_note(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a figure in brackets is the mark of a note: close behind its label, and no such figure behind it."""
    if not FOOTNOTE.match(tokens[at][0]) or tokens[at].start() - tokens[at - 1].end() > 1:
        return False
    return at + 1 >= len(tokens) or not FOOTNOTE.match(tokens[at + 1][0])


def _words(line: str, base: int) -> Row:
    words = line.strip()
    start = base + (line.index(words) if words else 0)
    return Row(words, start, start + len(words))


def cells_in(text: str, base: int, slot: int = -1) -> list[Cell]:
    """The values of a stretch that holds nothing else. An opening bracket makes a value negative, closed or not."""
    out = []
    for match in NUMBER.finditer(text):
        start, end = base + match.start(), base + match.end()
        lead = len(match[0]) - len(match[0].lstrip(" ("))
        if match["nil"]:
            out.append(Cell(start, end, None, slot))
            continue
        number = float(match["number"].replace(",", ""))
        negative = bool(match["open"] or match["open2"])
        plain = not negative and "$" not in match[0]
        out.append(
            Cell(
                start + (lead if plain else 0),
                base + match.start() + len(match[0].rstrip()),
                -number if negative else number,
                slot,
                bool(match["percent"]),
            )
        )
    return out


def _piped(line: str, base: int) -> Row:
    """A Markdown row: each cell keeps its number, so that an empty cell stays an empty column."""
    if PIPE_RULE.match(line):
        return Row("", base, base)
    label, start, at = "", base, 0
    cells: list[Cell] = []
    for slot, part in enumerate(line.split("|")):
        words = part.strip()
        if words and not label and not cells and not all(CELL_TOKEN.match(t) for t in words.split()):
            label, start = words, base + at + part.index(words)
        elif words and all(CELL_TOKEN.match(t) for t in words.split()):
            cells += cells_in(part, base + at, slot)
        elif words:
            label = f"{label} {words}" if not cells else label
        at += len(part) + 1
    return Row(label.strip("* "), start, cells[-1].end if cells else base + len(line.rstrip()), tuple(cells))


def signed(cells: tuple[Cell, ...], line_after_bracket: bool) -> tuple[Cell, ...]:
    """The cells with the first one negative when a bracket opened before it, as flattened tables leave one alone on a line."""
    if not line_after_bracket or not cells or cells[0].value is None:
        return cells
    first = cells[0]
    return (Cell(first.start, first.end, -abs(first.value or 0.0), first.slot, first.percent), *cells[1:])
