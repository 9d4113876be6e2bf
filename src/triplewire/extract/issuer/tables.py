"""Financial tables: rows with a known label, columns bound to periods by the table's head, arithmetic as a check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from triplewire.extract.issuer.cells import Cell, Row, parse_line, signed
from triplewire.extract.issuer.columns import INSTANT, Head, Scale, is_head, is_statement, scale_in
from triplewire.extract.issuer.common import currency_of, fact, in_dollars, issuer_of
from triplewire.extract.issuer.data import label_key, metric_of, metrics
from triplewire.extract.issuer.identities import failing
from triplewire.model import Document, Fact, Reading, Span, When
from triplewire.model.when import canonical_period

_MARKS = re.compile(r"^[\s$€£¥(|]+$")
_SENTENCE = re.compile(r"[a-z]{2}[.;] +[A-Z]|[a-z]{3}[.;]$")
_LONGEST_LABEL = 130
# How far from its column's edge a cell may end, as closing brackets and percent signs make it.
_SLACK = 2
# The highest number of a note to the accounts, in a column of its own.
_MOST_NOTES = 100
# The end of a label that goes on in the next line.
_OPEN_LABEL = re.compile(r"(?:,|['’]|\b(?:and|or|of|for|in|to|from|by|with|per|the|net))$", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """One statement: its head, its scale, its rows in order."""

    head: Head
    scale: Scale
    rows: list[Row] = field(default_factory=list)


def table_facts(reading: Reading) -> tuple[list[Fact], list[Span]]:
    """The facts of the tables, in text order, and the spans of the view that the tables' rows cover."""
    out: list[Fact] = []
    spans: list[Span] = []
    for table in tables_in(reading.document):
        facts, rows = _of_table(reading, table)
        out += facts
        spans += rows
    return out, spans


def tables_in(document: Document) -> list[Table]:
    """The tables of a document's view: a head with periods, then rows with numbers. Text between tables ends one."""
    builder = _Builder()
    for start, line in _lines(document):
        builder.line(line, start)
    return [t for t in [*builder.done, builder.table] if t.rows]


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """The lines of the body with their places in the view, noise left out."""
    align, view = document.alignment, document.view
    body = align.to_view(document.body) if document.body else Span(0, len(view))
    noise = [align.to_view(n) for n in document.noise]
    at = body.start
    while at < body.end:
        stop = view.find("\n", at, body.end)
        stop = body.end if stop < 0 else stop
        if stop > at and not any(n.start < stop and at < n.end for n in noise):
            yield at, view[at:stop].replace("\u00a0", " ").replace("\u2212", "-")
        at = stop + 1


class _Builder:
    """Reads lines one by one into tables."""

    def __init__(self) -> None:
        self.done: list[Table] = []
        self.table = Table(Head(), Scale())
        self.label: Row | None = None
        self.bracket = False

    def line(self, line: str, start: int) -> None:
        """Take in one line."""
        if not line.strip() or self._is_prose(line):
            if line.strip():
                self._close()
            return
        scale = scale_in(line)
        if scale:
            self._head()
            self.table.scale = scale
        row = parse_line(line, start)
        if not row.cells and len(line) < _LONGEST_LABEL and is_statement(line):
            self._close()
            self.table.head.instant = bool(INSTANT.search(line))
        if self._is_head(row, line):
            self._head()
            self.table.head.read(line, start)
        elif not scale or (row.cells and not row.years):
            self._row(row, line)

    def _is_prose(self, line: str) -> bool:
        """A line that runs on like a sentence."""
        return "|" not in line and (len(line) > 160 or bool(_SENTENCE.search(line)) or len(line.split()) > 24)

    def _is_head(self, row: Row, line: str) -> bool:
        """Years alone, or words of a head with no figures but theirs."""
        if row.years and label_key(row.label) not in metrics().labels and (not self.label or not self.table.rows or not row.label):
            return True
        return len(line) < _LONGEST_LABEL and is_head(line) and not _is_known(row.label)

    def _head(self) -> None:
        """A line of a head after rows begins a new table under the same scale."""
        if self.table.rows:
            self._close()

    def _close(self) -> None:
        if self.table.rows or self.table.head.start >= 0:
            self.done += [self.table] if self.table.rows else []
            self.table = Table(Head(), self.table.scale)
        self.label, self.bracket = None, False

    def _row(self, row: Row, line: str) -> None:
        if row.label and row.cells:
            row = self._unbroken(row)
            self.label, self.bracket = row, line.rstrip().endswith("(")
            self.table.rows.append(row)
        elif row.cells:
            self._more_cells(row, line)
        elif _MARKS.match(line):
            self.bracket = "(" in line
        elif row.label:
            self.label, self.bracket = row, False

    def _unbroken(self, row: Row) -> Row:
        """The row with the label it had before a line break, when only both halves together name a metric, or the first half cannot end."""
        above = self.label
        if above is None or above.cells or not _is_known(f"{above.label} {row.label}"):
            return row
        if _is_known(row.label) and not _OPEN_LABEL.search(above.label):
            return row
        return Row(f"{above.label} {row.label}", above.start, row.end, row.cells, row.line)

    def _more_cells(self, row: Row, line: str) -> None:
        """A line of cells alone goes on with the row above it: tables that were flattened have one value a line."""
        if self.label is None:
            return
        cells = signed(row.cells, self.bracket and "(" not in line)
        whole = Row(self.label.label, self.label.start, cells[-1].end, (*self.label.cells, *cells))
        if self.table.rows and self.table.rows[-1] is self.label:
            self.table.rows[-1] = whole
        else:
            self.table.rows.append(whole)
        self.label, self.bracket = whole, line.rstrip().endswith("(")


def _is_known(label: str) -> bool:
    return bool(metric_of(label))


def _of_table(reading: Reading, table: Table) -> tuple[list[Fact], list[Span]]:
    columns = table.head.columns(reading.fiscal)
    if not columns:
        return [], []
    rows = [(row, _bound(row, table, len(columns))) for row in table.rows]
    clipped = any(len(cells) < len(columns) for _, cells in rows if cells) and not _edges(table, len(columns))
    failures = failing([(row.label, cells) for row, cells in rows], len(columns))
    out: list[Fact] = []
    currency = table.scale.currency or currency_of(reading)
    for i, (row, cells) in enumerate(rows):
        for j, cell in sorted(cells.items()):
            flags = tuple(sorted({*failures.get((i, j), ()), *(["clipped"] if clipped and len(cells) < len(columns) else [])}))
            made = _fact(reading, table, row, cell, columns[j], flags, currency)
            out += [made] if made else []
    return out, [Span(r.start, r.end) for r in table.rows] if out else []


def _bound(row: Row, table: Table, n: int) -> dict[int, Cell]:
    """Column -> cell. A row with fewer cells than columns tells its first column only, unless pipes or places show which are empty."""
    cells = [c for c in row.cells if not c.percent]
    if table.head.notes and len(cells) > n and _is_number_of_note(cells[0]):
        cells = cells[1:]
    if len(cells) >= n:
        return dict(enumerate(cells[:n]))
    if cells and cells[0].slot >= 0:
        slots = _slots(table, n)
        return {slots[c.slot]: c for c in cells if c.slot in slots}
    return _placed(row, cells, table, n) or ({0: cells[0]} if cells else {})


def _is_number_of_note(cell: Cell) -> bool:
    return cell.value is not None and 0 < cell.value < _MOST_NOTES and cell.value.is_integer()


def _placed(row: Row, cells: list[Cell], table: Table, n: int) -> dict[int, Cell]:
    """Column -> cell by where the cells end on their line; {} when the table is not set in columns, or a cell stands between two."""
    edges = _edges(table, n)
    if not edges or row.line < 0:
        return {}
    out: dict[int, Cell] = {}
    for cell in cells:
        near = [i for i, (low, high) in enumerate(edges) if low - _SLACK <= cell.end - row.line <= high + _SLACK]
        if len(near) != 1 or near[0] in out:
            return {}
        out[near[0]] = cell
    return out


def _edges(table: Table, n: int) -> list[tuple[int, int]]:
    """Where the columns end in the rows that are complete, each from and to; [] unless they stand one below the other."""
    ends = [[c.end - r.line for c in r.cells if not c.percent][:n] for r in table.rows if r.line >= 0 and r.cells and r.cells[0].slot < 0]
    ends = [e for e in ends if len(e) == n]
    if len(ends) < 2:
        return []
    columns = [(min(column), max(column)) for column in zip(*ends, strict=True)]
    apart = all(a[1] + 2 * _SLACK < b[0] for a, b in pairwise(columns))
    return columns if apart and all(high - low <= 2 * _SLACK for low, high in columns) else []


def _slots(table: Table, n: int) -> dict[int, int]:
    """Pipe cell -> column, learned from the rows that are complete."""
    out: dict[int, int] = {}
    for row in table.rows:
        if len(row.cells) == n:
            out |= {c.slot: i for i, c in enumerate(row.cells) if c.slot not in out}
    return out


def _fact(reading: Reading, table: Table, row: Row, cell: Cell, when: When, flags: tuple[str, ...], currency: str) -> Fact | None:
    data, organization = metrics(), issuer_of(reading)
    metric = metric_of(row.label)
    if not metric or cell.value is None or metric in data.checks_only or not organization:
        return None
    metric = data.opposite.get(metric, metric) if cell.value < 0 else metric
    instant = when.start == when.end
    if instant != (metric in data.instant):
        return None
    shares = metric in data.shares
    factor = 1.0 if metric in data.per_share or (shares and not table.scale.shares_too) else table.scale.factor
    args: dict[str, str | int | float] = {"organization": organization, "metric": metric, "period": canonical_period(when, reading.fiscal)}
    value = round(abs(cell.value) * factor, 4)
    evidence = [reading.evidence(Span(row.start, cell.end)), reading.evidence(Span(table.head.start, table.head.end), "period")]
    full = in_dollars(args, "" if shares else currency, value=value)
    return fact(reading, "financial", full, evidence, f"table.{metric}", when=when, confidence=0.95, flags=flags)
