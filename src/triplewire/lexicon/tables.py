"""Tab-separated tables: comment lines at the top, one line of column names, rows. The one reader of data/**/*.tsv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from triplewire.errors import DataError


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the place it stands at, for messages."""

    file: Path
    line: int
    cells: tuple[str, ...]

    @property
    def where(self) -> str:
        """`file.tsv:12`"""
        return f"{self.file.name}:{self.line}"


@dataclass(frozen=True, slots=True)
class Table:
    """A file's comments, column names and rows, in file order."""

    file: Path
    comments: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def dicts(self) -> list[dict[str, str]]:
        """Each row by column name."""
        return [dict(zip(self.columns, row.cells, strict=True)) for row in self.rows]


def _unreadable(file: Path, error: Exception) -> DataError:
    return DataError([f"{file}: {error}; give a UTF-8 file of tab-separated columns"])


def header(file: Path) -> tuple[str, ...]:
    """The column names of a file; empty when it has none. Raises DataError when it is no UTF-8."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error
    return tuple(first.rstrip("\r\n").split("\t")) if first else ()


def read_table(file: Path, columns: Sequence[str] = ()) -> Table:
    """The table in `file`. Raises DataError, naming each faulty line, when `columns` are given and differ, or a row has too many
    or too few cells.
    """
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error
    comments = tuple(line for line in lines if line.startswith("#"))
    body = [(i, tuple(line.split("\t"))) for i, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    names = body[0][1] if body else ()
    if columns and names != tuple(columns):
        raise DataError([f"{file}: the columns are {', '.join(names) or 'missing'}; expected {', '.join(columns)}, tab-separated"])
    faults = [
        f"{file.name}:{i}: {len(cells)} cells, expected {len(names)}; look for a lost or extra tab"
        for i, cells in body[1:]
        if len(cells) != len(names)
    ]
    if faults:
        raise DataError(faults)
    return Table(file, comments, names, tuple(Row(file, i, cells) for i, cells in body[1:]))


def render(comments: Iterable[str], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The text of a table: comments, column names, rows in the order given, a line break at the end."""
    return "\n".join([*comments, "\t".join(columns), *("\t".join(row) for row in rows)]) + "\n"
