"""The order in which a workbook takes in what is new, and what changes of the graph for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from triplewire import vocab
from triplewire.builds import cache as readings
from triplewire.model import Correction, Document
from triplewire.reason import touched
from triplewire.store import change
from triplewire.triplify import corrections
from triplewire.workbook import companies, names, releases, things
from triplewire.workbook.book import Book
from triplewire.workbook.names import Given
from triplewire.workbook.pieces import Delta, put, quads_in

INFERRED = NamedNode(vocab.GRAPH + "inferred")


def grow(
    book: Book, store: Store, given: Iterable[Given], policy: str, records: Sequence[Correction] = (), *, named: bool = False
) -> Delta:
    """Takes the releases that a build is made from into a workbook, and brings the named graphs of `store`, which hold what the book told
    before, to what it tells now; returns what changed. `named` says that the facts have their last names already.
    """
    wanted, delta = {g.id: g for g in given}, Delta()
    fresh, gone = names.take(book, wanted.values())
    names.name(book, wanted, fresh, named=named)
    heads = {r: readings.document(json.loads(head)) for r, head in book.rows("SELECT id, head FROM release ORDER BY id") if r in wanted}
    documents = names.show(book, heads)
    companies.follow_all(book, documents, lambda r: _with_text(documents[r], wanted[r]), policy, delta)
    nodes = releases.tell_all(book, documents, gone, delta)
    things.call(book, nodes, delta)
    things.call(book, things.look_up(book, nodes, delta), delta)
    put(book, "corrections", "told", corrections(records), delta)
    things.describe(book, delta)
    _apply(store, delta)
    _conclude(book, store, delta)
    return delta


def _with_text(document: Document, given: Given) -> Document:
    return replace(document, raw=given.load()[0].raw)


def _apply(store: Store, delta: Delta) -> None:
    """Brings a store to what it holds now."""
    change(store, quads_in(sorted(delta.removed)), quads_in(sorted(delta.added)))


def _conclude(book: Book, store: Store, delta: Delta) -> None:
    """What follows otherwise than before, once the store holds what is told."""
    told = [*quads_in(sorted(delta.removed)), *quads_in(sorted(delta.added))]

    def find(subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
        for quad in store.quads_for_pattern(subject, predicate, value, None):
            if quad.graph_name != INFERRED and not isinstance(quad.graph_name, DefaultGraph):
                yield quad

    concluded = Delta()
    things.conclude(book, touched(told, find), find, concluded)
    _apply(store, concluded)
    described = Delta()
    things.describe(book, described)
    _apply(store, described)
    for more in (concluded, described):
        for line in more.removed:
            delta.drop(line)
        for line in more.added:
            delta.add(line)
