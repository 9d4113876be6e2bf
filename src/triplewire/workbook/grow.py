"""The order in which a workbook takes in what is new, and what changes of the graph for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from triplewire import vocab
from triplewire.builds import Held, Progress, silent
from triplewire.model import Correction
from triplewire.reason import touched
from triplewire.triplify import corrections
from triplewire.workbook import blocks, companies, names, releases, things
from triplewire.workbook.book import Book
from triplewire.workbook.pieces import Delta, put

INFERRED = NamedNode(vocab.GRAPH + "inferred")


def grow(
    book: Book,
    store: Store,
    held: Iterable[Held],
    policy: str,
    records: Sequence[Correction] = (),
    *,
    named: bool = False,
    tell: Progress = silent,
) -> Delta:
    """Takes the releases that a build is made from into a workbook, and brings `store`, which is on disk and holds what the book told
    before, to what it tells now; returns what changed. `named` says that the facts have their last names already; `tell` is
    told of each company that is followed and of each release that is written.
    """
    wanted, owners = {h.id: h for h in held}, set[NamedNode]()
    delta = Delta(store, lambda quads: owners.update(touched(quads, partial(_find, store))), whole=not blocks.are_kept(book))
    fresh, gone = names.take(book, wanted.values())
    names.name(book, wanted, fresh, named=named)
    shown = names.show(book, wanted)
    companies.follow_all(book, shown, wanted, policy, delta, tell)
    nodes = releases.tell_all(book, shown, wanted, gone, delta, tell)
    things.call(book, nodes, delta)
    things.call(book, things.look_up(book, nodes, delta), delta)
    put(book, "corrections", "told", corrections(records), delta)
    delta.settle()
    delta.tell = lambda _: None  # what follows now is no news to what it follows from
    things.conclude(book, owners, partial(_find, store), delta)
    things.describe(book, delta)
    delta.settle()
    blocks.write(book, store, delta)
    return delta


def _find(store: Store, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
    """The quads of a store that are told, and do not follow."""
    for quad in store.quads_for_pattern(subject, predicate, value, None):
        if quad.graph_name != INFERRED and not isinstance(quad.graph_name, DefaultGraph):
            yield quad
