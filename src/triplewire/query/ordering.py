"""The last ORDER BY of a query, done here: the engine looks terms up on disk for each comparison, which takes most of the time of
a long answer. The order is that of SPARQL 1.1 §15.1, and where that leaves it open, the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Row = tuple[Cell, ...]
Value = str | Decimal | tuple[str, str, str]

_LAST = re.compile(r"\sORDER\s+BY((?:\s+(?:\?\w+|(?:ASC|DESC)\s*\(\s*\?\w+\s*\)))+)\s*\Z", re.IGNORECASE)
_KEY = re.compile(r"(?:(ASC|DESC)\s*\(\s*)?\?(\w+)", re.IGNORECASE)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNBOUND, _NAMED, _LITERAL = 0, 1, 2


def split(text: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """The text without an ORDER BY that ends it and names variables only, and these, each with whether it descends; else the whole
    text and nothing. What has the looks of one at the end of a text is one, or stands in a comment.
    """
    found = _LAST.search(text)
    if not found:
        return text, ()
    return text[: found.start()], tuple((key[2], (key[1] or "").upper() == "DESC") for key in _KEY.finditer(found[1]))


def ordered(rows: Sequence[Row], columns: Sequence[str], keys: Sequence[tuple[str, bool]]) -> list[Row] | None:
    """The rows in order; None where it cannot be told here: a key that is no column, or holds other things than IRIs and literals of
    one kind (texts, whole and decimal numbers, or days).
    """
    if any(name not in columns for name, _ in keys):
        return None
    together = [0] * len(rows)
    for name, descends in keys:
        numbers = dict[Cell, int]()
        numbered = [numbers.setdefault(row[columns.index(name)], len(numbers)) for row in rows]
        places = _places(list(numbers), descends)
        if places is None:
            return None
        together = [before * len(places) + places[number] for before, number in zip(together, numbered, strict=True)]
        if len(set(together)) == len(rows):  # what comes after in the keys decides nothing
            break
    return [rows[i] for i in sorted(range(len(rows)), key=together.__getitem__)]


def _places(cells: Sequence[Cell], descends: bool) -> list[int] | None:
    """The place of each cell in the order of all, the same for those that are equal: rows are compared by whole numbers, and a cell
    that many rows have is looked at once.
    """
    values = _comparable(cells)
    if values is None:
        return None
    places = {value: place for place, value in enumerate(sorted(set(values), reverse=descends))}
    return [places[value] for value in values]


def _comparable(cells: Sequence[Cell]) -> list[Any] | None:
    """What cells are compared by: as plain values as there are, since tuples take several times as long; None where that is not known."""
    found = list[tuple[int, Value]]()
    kinds, places = set[str](), set[int]()
    for cell in cells:
        if cell is None:
            found.append((_UNBOUND, ""))
        elif isinstance(cell, ox.NamedNode):
            found.append((_NAMED, cell.value))
        elif isinstance(cell, ox.Literal):
            kind, value = _valued(cell)
            kinds.add(kind)
            found.append((_LITERAL, value))
        else:
            return None
        places.add(found[-1][0])
    if len(kinds) > 1 or "" in kinds:
        return None
    return [value for _, value in found] if len(places) == 1 else found


def _valued(cell: ox.Literal) -> tuple[str, Value]:
    """The kind of a literal and what it is compared by; "" for a kind that is not known here."""
    text, kind = cell.value, cell.datatype.value.removeprefix(_XSD)
    if kind == "string" or cell.language:
        # The engine sets a text with a language before the same one without.
        return "text", (text, cell.datatype.value, cell.language or "")
    if kind == "date" and _DAY.fullmatch(text):
        return kind, text
    return ("number", Decimal(text)) if kind in ("integer", "decimal") and text.isascii() else ("", text)
