"""The answer of a query as a page shows it: a table whose cells know what they are, triples as Turtle, a yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw.ask.things import Things
from triplewire.draw.code import Code, coloured
from triplewire.draw.names import clean, plain_figures
from triplewire.draw.ontology.pages import file_of
from triplewire.draw.page import Around, safe_href
from triplewire.query import Answer, Triples, formats
from triplewire.terms import terms

MOST_ROWS, MOST_TRIPLES = 500, 1500
"""More of an answer than this is not shown on a page; the downloads have all of it."""
LONG = 140
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"))
DAYS = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))

Kind = Literal["text", "number", "date", "iri"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the words, where they lead ("" for nowhere), the language of the words where it is not English."""

    text: str
    href: str = ""
    lang: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name that the query gives it, the head that people read, and what kind of values it has."""

    name: str
    head: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer for the template: rows of cells or a text in Turtle or a yes or no; `count` is how many rows or triples there are."""

    count: int
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    turtle: Code | None = None
    yes: bool | None = None

    @property
    def most(self) -> int:
        """How many are shown at most."""
        return MOST_TRIPLES if self.turtle else MOST_ROWS

    @property
    def cut(self) -> bool:
        """Whether there is more than is shown."""
        return self.count > self.most

    @property
    def word(self) -> str:
        """What is counted."""
        return ("triple" if self.turtle else "row") + ("" if self.count == 1 else "s")


def shown(answer: Answer, things: Things, around: Around, *, heads: bool = True) -> Shown:
    """What a page shows of an answer. With `heads`, the names of columns are written as words."""
    if isinstance(answer, bool):
        return Shown(1, yes=answer)
    if isinstance(answer, Triples):
        first = Triples(answer.triples[:MOST_TRIPLES])
        return Shown(len(answer), turtle=coloured(formats.render(first, "turtle"), "turtle"))
    kinds = [_kind([row[at] for row in answer.rows[:MOST_ROWS]]) for at in range(len(answer.columns))]
    columns = tuple(Column(c, _words(c) if heads else f"?{c}", kind) for c, kind in zip(answer.columns, kinds, strict=True))
    rows = tuple(
        tuple(cell(value, column, things, around) for value, column in zip(row, columns, strict=True)) for row in answer.rows[:MOST_ROWS]
    )
    return Shown(len(answer), columns, rows)


def _words(column: str) -> str:
    return clean(column.replace("_", " ")).capitalize()


def _kind(cells: Sequence[object]) -> Kind:
    """What all cells of a column are; text where they differ."""
    kinds = {_kind_of(cell) for cell in cells if cell is not None}
    return kinds.pop() if len(kinds) == 1 else "text"


def _kind_of(cell: object) -> Kind:
    if isinstance(cell, ox.Literal):
        datatype = cell.datatype.value
        return "number" if datatype in NUMBERS else "date" if datatype in DAYS else "text"
    return "iri" if isinstance(cell, ox.NamedNode) else "text"


def cell(value: object, column: Column, things: Things, around: Around) -> Cell:
    """A term as a cell: the page of the thing that it is or names, web addresses as links, long words folded."""
    if value is None:
        return Cell("")
    iri = things.of(column.name, value)
    if isinstance(value, ox.NamedNode):
        return Cell(clean(vocab.curie(value.value)), around.href(iri) or _explained(value.value, around))
    text = value.value if isinstance(value, (ox.Literal, ox.BlankNode)) else str(value)
    if isinstance(value, ox.Literal) and _kind_of(value) == "number":
        return Cell(plain_figures(text))
    lang = value.language or "" if isinstance(value, ox.Literal) else ""
    return Cell(text, around.href(iri) if iri else "", "" if lang.startswith("en") else lang, len(text) > LONG)


def _explained(iri: str, around: Around) -> str:
    """The page of a term of the ontology, the address of a thing of the web; other names of our own lead nowhere."""
    if iri.startswith(vocab.TW):
        return around.to(_terms()[iri]) if iri in _terms() else ""
    return "" if iri.startswith((vocab.ID, vocab.GRAPH, vocab.ONTOLOGY)) else safe_href(iri)


@cache
def _terms() -> Mapping[str, str]:
    """IRI of a term -> the file of its page."""
    return MappingProxyType({term.iri: file_of(term) for term in terms()})
