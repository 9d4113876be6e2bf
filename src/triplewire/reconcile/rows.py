"""The rows of a financial table as its lines show them: labels and figures with their signs, also of rows that are no facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+|[-–—]+")
MARKS = frozenset("0123456789,.$€£¥()-–—|%")
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a line: its raw place, its value as printed, what its last digit counts, and the number of its column on the line
    (between pipes, or from the left).
    """

    start: int
    end: int
    value: float
    unit: float
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its raw place, its label, its cells."""

    start: int
    end: int
    label: str
    cells: tuple[Cell, ...]
    piped: bool


def lines_of(raw: str, start: int, end: int) -> Iterator[Line]:
    """The lines of a stretch of raw text that may be rows or headings of a table, in text order."""
    at = start
    while at < end:
        stop = raw.find("\n", at, end)
        stop = end if stop < 0 else stop
        text = raw[at:stop]
        if text.strip() and len(text) <= LONGEST:
            yield _line(text, at)
        at = stop + 1


def _line(text: str, at: int) -> Line:
    cut = _first_cell(text)
    label = " ".join(text[:cut].replace("|", " ").split()).strip("*: ")
    return Line(at, at + len(text.rstrip()), label, tuple(_cells(text, cut, at)), "|" in text)


def _first_cell(text: str) -> int:
    """Where the figures at the end of a line begin."""
    cut = len(text)
    for match in reversed(list(re.finditer(r"\S+", text))):
        if not MARKS.issuperset(match[0]):
            break
        cut = match.start()
    return cut


def _cells(text: str, cut: int, at: int) -> Iterator[Cell]:
    for i, match in enumerate(m for m in FIGURE.finditer(text, cut) if not _is_sign(text, m)):
        column = text.count("|", 0, match.start()) if "|" in text else i
        if match[0][0] in "-–—":
            yield Cell(at + match.start(), at + match.end(), 0.0, 1.0, column)
            continue
        before = text[cut : match.start()].rstrip(" $€£¥")
        value = float(match[0].replace(",", ""))
        decimals = len(match[0].partition(".")[2])
        yield Cell(at + match.start(), at + match.end(), -value if before.endswith(("(", "-", "−")) else value, 10.0**-decimals, column)


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """Whether a dash is the sign of the figure behind it, not an empty cell."""
    return match[0] == "-" and text[match.end() : match.end() + 1].isdigit()
