"""Entries of a table: tab-separated, or separated by commas when the file is called .csv. Cells may be quoted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.errors import InputError
from triplewire.lexicon.imports.entry import Entry, Synonym, clean

csv.field_size_limit(10_000_000)

MANY = "more cells than columns"


@cache
def settings() -> dict[str, dict[str, Any]]:
    """`data/term_lists.toml`."""
    return resources.toml("data", "term_lists.toml")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is what, by number; `id` is -1 when there is none."""

    name: int
    id: int
    synonyms: tuple[int, ...]
    size: int


Rows = list[tuple[int, list[str]]]
"""(line, cells) of each row, the headings first."""


def entries(text: str, name: str) -> Iterator[Entry]:
    """The rows of a table called `name`, in its order. Raises InputError when it has no column of names, or when a quoted cell of a
    table with commas does not end.
    """
    rows = _rows(text, name)
    line, head = rows[0] if rows else (1, [])
    columns = _columns(head, f"{name}:{line}")
    for number, cells in rows[1:]:
        yield _entry(f"{name}:{number}", cells, columns)


def _rows(text: str, name: str) -> Rows:
    """The rows without empty lines and comments. Quotation marks that do not pair are characters where tabs part the cells."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if _is_head(line)), -1)
    start = first if first >= 0 else next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    if _has_commas(lines[start], name):
        return _quoted(lines, start, name, ",")
    try:
        return _quoted(lines, start, name, "\t")
    except InputError:
        return [(i, line.split("\t")) for i, line in enumerate(lines[start:], start + 1) if i == start + 1 or _counts([line])]


def _quoted(lines: Sequence[str], start: int, name: str, separator: str) -> Rows:
    """The rows from the line `start` on, cells as they are once their quotation marks are taken away; a quoted cell may be longer
    than a line.
    """
    reader, number, out = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=separator, strict=True), start + 1, Rows()
    try:
        for cells in reader:
            if number == start + 1 or _counts(cells):
                out.append((number, cells))
            number = start + 1 + reader.line_num
    except csv.Error as error:
        raise InputError(
            f"{name}:{number}: a cell begins with a quotation mark and does not end with one ({error}); mend it", "cells"
        ) from error
    return out


def _counts(cells: Sequence[str]) -> bool:
    """Whether a row is neither empty nor a comment."""
    return any(cell.strip() for cell in cells) and not cells[0].startswith("#")


def _is_head(line: str) -> bool:
    """Whether a line of comment is one of headings: `#id<tab>name`."""
    return line.startswith("#") and "\t" in line and any(_plain(cell) in _known("name") for cell in line.split("\t"))


def _has_commas(head: str, name: str) -> bool:
    return "\t" not in head and name.lower().endswith(".csv")


def _plain(heading: str) -> str:
    return clean(heading.strip('#" ').replace("_", " ")).lower()


@cache
def _known(what: str) -> tuple[str, ...]:
    return tuple(settings()["columns"][what])


def _columns(head: Sequence[str], where: str) -> Columns:
    names = [_plain(cell) for cell in head]
    name = next((names.index(known) for known in _known("name") if known in names), -1)
    if name < 0:
        shown = ", ".join(cell.strip()[:40] for cell in head[:8]) or "missing"
        wanted = ", ".join(_known("name"))
        raise InputError(
            f"{where}: the columns are {shown}; a term list has headings, parted by tabs, one of which is {wanted}; "
            "it may have id and synonyms besides. Rename the column that holds the names to name",
            "columns",
        )
    number = next((names.index(known) for known in _known("id") if known in names), -1)
    synonyms = tuple(i for i, known in enumerate(names) if known in _known("synonyms") and i != name)
    return Columns(name, number, synonyms, len(head))


def _entry(where: str, cells: Sequence[str], columns: Columns) -> Entry:
    """The entry of a row. Cells that are missing at its end are empty; further ones than there are headings mean that a row is torn."""
    filled = [clean(cell) for cell in cells] + [""] * (columns.size - len(cells))
    fault = MANY if any(filled[columns.size :]) else ""
    forms = [clean(part) for i in columns.synonyms for part in filled[i].split("|")]
    identifier = filled[columns.id] if columns.id >= 0 else ""
    return Entry(where, identifier, filled[columns.name], tuple(Synonym(form) for form in forms if form), fault=fault)
