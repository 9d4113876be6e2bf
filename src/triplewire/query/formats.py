"""Answers as text: the W3C result formats exactly, and tables for people."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from triplewire import store, vocab
from triplewire.errors import QueryError
from triplewire.query.engine import Answer, Cell, Table, Triples

FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "turtle")
_W3C = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
WIDTH = 120
GAP = 3
LONG_WORDS = (32, 24, 20, 16, 14, 12, 10, 8, 6)
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def render(answer: Answer, form: str = "table", *, width: int | None = None, color: bool = False) -> str:
    """The answer in one of FORMATS, ending with a line break. Raises QueryError when the format cannot carry this kind of answer."""
    if form not in FORMATS:
        raise QueryError(f"there is no result format {form!r}; known: {', '.join(FORMATS)}")
    if isinstance(answer, Triples):
        return _triples(answer, form)
    if form == "turtle":
        raise QueryError("turtle is for CONSTRUCT and DESCRIBE; this query answers with rows: use table, csv, tsv, json, xml or md")
    if form in _W3C:
        return _w3c(answer, form)
    if isinstance(answer, bool):
        return "yes\n" if answer else "no\n"
    return _markdown(answer) if form == "md" else _table(answer, width, color=color)


def short(cell: Cell) -> str:
    """A term for the eye: an IRI as CURIE where a prefix fits, a literal as its characters, "" for None."""
    if not isinstance(cell, ox.NamedNode):
        return "" if cell is None else cell.value if isinstance(cell, (ox.Literal, ox.BlankNode)) else str(cell)
    return vocab.curie(cell.value)


def _w3c(answer: Table | bool, form: str) -> str:
    text = _json(answer)
    if form == "json":
        return text + "\n"
    if isinstance(answer, bool) and form != "xml":
        raise QueryError(f"{form} cannot carry a yes or no; use table, json or xml")
    parsed = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    return _decode(parsed.serialize(format=_W3C[form]))


def _decode(data: bytes | None) -> str:
    text = (data or b"").decode("utf-8")
    return text if text.endswith("\n") else text + "\n"


def _json(answer: Table | bool) -> str:
    """The answer in SPARQL 1.1 Query Results JSON, put together from its terms, since most terms of a long answer stand in many rows."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer})
    term = cache(lambda cell: json.dumps(_json_term(cell), ensure_ascii=False))
    names = [f"{json.dumps(name, ensure_ascii=False)}: " for name in answer.columns]
    head = json.dumps({"vars": list(answer.columns)}, ensure_ascii=False)
    rows = (", ".join([name + term(cell) for name, cell in zip(names, row, strict=True) if cell is not None]) for row in answer.rows)
    bindings = ", ".join([f"{{{row}}}" for row in rows])
    return f'{{"head": {head}, "results": {{"bindings": [{bindings}]}}}}'


def _json_term(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    if isinstance(cell, ox.Triple):
        parts = {"subject": cell.subject, "predicate": cell.predicate, "object": cell.object}
        return {"type": "triple", "value": {key: _json_term(part) for key, part in parts.items()}}
    assert isinstance(cell, ox.Literal)
    out = {"type": "literal", "value": cell.value}
    if cell.language:
        return {**out, "xml:lang": cell.language}
    return out if cell.datatype.value == XSD_STRING else {**out, "datatype": cell.datatype.value}


def _triples(answer: Triples, form: str) -> str:
    if form not in ("turtle", "table"):
        raise QueryError(f"{form} cannot carry triples; use turtle")
    return store.turtle(ox.Quad(t.subject, t.predicate, t.object) for t in answer)


def _markdown(answer: Table) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in cells) + " |\n"

    body = [line([short(cell) for cell in row]) for row in answer.rows]
    return "".join([line(list(answer.columns)), line(["---"] * len(answer.columns)), *body])


def _table(answer: Table, width: int | None, *, color: bool) -> str:
    names = [name.replace("_", " ") for name in answer.columns]
    return text_table(names, ([short(cell) for cell in row] for row in answer.rows), width=width or WIDTH, color=color)


def text_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, width: int = WIDTH, color: bool = False, count: bool = True
) -> str:
    """Rows under headings, cells wrapped between words so that lines fit `width`; a last line says how many rows there are."""
    cells = [[str(cell) for cell in row] for row in rows]
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, size in zip(columns, _widths(columns, cells, width), strict=True):
        table.add_column(name, overflow="fold", width=size, header_style="bold" if color else "")
    for row in cells:
        table.add_row(*map(Text, row))
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="standard" if color else None, highlight=False)
    console.print(table)
    if count:
        console.print(f"{len(cells)} row{'' if len(cells) == 1 else 's'}")
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _widths(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column is: what its words need at least, and the rest of the line shared, columns of short cells first."""
    wanted = [max([len(name), *(len(line) for row in cells for line in row[at].split("\n"))]) for at, name in enumerate(columns)]
    out = _least_widths(columns, cells, width)
    spare = width - sum(out) - GAP * (len(out) - 1)
    order = sorted(range(len(out)), key=lambda at: wanted[at])
    for done, at in enumerate(order):
        more = max(0, min(wanted[at] - out[at], spare // (len(order) - done)))
        out[at] += more
        spare -= more
    return out


def _least_widths(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width below which each column would break words; very long words must break when the line is too short for all."""
    longest = [
        max(map(len, [*name.split(), *(word for row in cells for word in row[at].split())]), default=1) for at, name in enumerate(columns)
    ]
    for limit in LONG_WORDS:
        least = [min(size, limit) for size in longest]
        if sum(least) + GAP * (len(least) - 1) <= width:
            return least
    return [1] * len(columns)
