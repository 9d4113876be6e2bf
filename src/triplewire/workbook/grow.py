"""The order in which a workbook takes in what is new, and what changes of the graph for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from triplewire import vocab
from triplewire.builds import Progress, silent
from triplewire.builds import cache as readings
from triplewire.model import Correction, Document
from triplewire.reason import touched
from triplewire.triplify import corrections
from triplewire.workbook import companies, names, releases, things
from triplewire.workbook.book import Book
from triplewire.workbook.names import Given
from triplewire.workbook.pieces import Delta, put

INFERRED = NamedNode(vocab.GRAPH + "inferred")


def grow(
    book: Book,
    store: Store,
    given: Iterable[Given],
    policy: str,
    records: Sequence[Correction] = (),
    *,
    named: bool = False,
    tell: Progress = silent,
) -> Delta:
    """Takes the releases that a build is made from into a workbook, and brings `store`, which holds what the book told before, to what it
    tells now; returns how much changed. `named` says that the facts have their last names already; `tell` is
    told of each company that is followed and of each release that is written.
    """
    wanted, owners = {g.id: g for g in given}, set[NamedNode]()
    delta = Delta(store, lambda quads: owners.update(touched(quads, partial(_find, store))))
    fresh, gone = names.take(book, wanted.values())
    names.name(book, wanted, fresh, named=named)
    heads = {r: readings.document(json.loads(head)) for r, head in book.rows("SELECT id, head FROM release ORDER BY id") if r in wanted}
    documents = names.show(book, heads)
    companies.follow_all(book, documents, lambda r: _with_text(documents[r], wanted[r]), policy, delta, tell)
    nodes = releases.tell_all(book, documents, gone, delta, tell)
    things.call(book, nodes, delta)
    things.call(book, things.look_up(book, nodes, delta), delta)
    put(book, "corrections", "told", corrections(records), delta)
    delta.settle()
    delta.tell = lambda _: None  # what follows now is no news to what it follows from
    things.conclude(book, owners, partial(_find, store), delta)
    things.describe(book, delta)
    delta.settle()
    return delta


def _with_text(document: Document, given: Given) -> Document:
    return replace(document, raw=given.load()[0].raw)


def _find(store: Store, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
    """The quads of a store that are told, and do not follow."""
    for quad in store.quads_for_pattern(subject, predicate, value, None):
        if quad.graph_name != INFERRED and not isinstance(quad.graph_name, DefaultGraph):
            yield quad
