"""The RDF syntaxes of triples and quads. All sorted, so that the same graph gives the same bytes; none holds the graph in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from triplewire import store, vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.source import Source

GRAPH_NAMES = Limit("graph names", "the format has triples, not quads: which release or which rule says a triple is not told")
REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"
CLAIM = tuple(vocab.TW + name for name in ("stmtSubject", "stmtPredicate", "stmtObject"))


def turtle(source: Source, tally: Tally) -> Iterator[str]:
    """Readable Turtle, all graphs merged."""
    lose_graphs(source, tally)
    return _told(store.turtle_pieces(source.store), tally, "triples")


def trig(source: Source, tally: Tally) -> Iterator[str]:
    """Readable TriG, graph by graph."""
    return _told(store.trig_pieces(source.store), tally, "quads")


def ntriples(source: Source, tally: Tally) -> Iterator[str]:
    """N-Triples, one line per distinct triple."""
    lose_graphs(source, tally)
    for triple in source.triples():
        tally.wrote("triples")
        yield f"{triple} .\n"


def nquads(source: Source, tally: Tally) -> Iterator[str]:
    """N-Quads, one line per quad."""
    for quad in source.quads():
        tally.wrote("quads")
        yield f"{quad} .\n"


def rdf12(source: Source, tally: Tally) -> Iterator[str]:
    """Turtle 1.2: as Turtle, but a statement says its triple as one triple term, `rdf:reifies <<( s p o )>>`, instead of in three parts.

    https://www.w3.org/TR/rdf12-turtle/#reifying-triples
    """
    lose_graphs(source, tally)
    return _told(store.turtle_pieces(source.store, reified, (REIFIES,)), tally, "triples")


def reified(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """What a subject has, with the three parts of what it states as a triple term; as it is where a part is missing or there are two."""
    given = list(quads)
    parts = [[quad.object for quad in given if quad.predicate.value == part] for part in CLAIM]
    if [len(part) for part in parts] != [1, 1, 1]:
        return given
    (subject,), (predicate,), (value,) = parts
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return given
    said = ox.Quad(given[0].subject, ox.NamedNode(REIFIES), ox.Triple(subject, predicate, value), given[0].graph_name)
    return [*(quad for quad in given if quad.predicate.value not in CLAIM), said]


def lose_graphs(source: Source, tally: Tally) -> None:
    """Counts every quad of a named graph as one whose graph is not told."""
    for graph, size in sorted(source.sizes.items()):
        tally.lose(GRAPH_NAMES.what, graph, size)


def _told(pieces: Iterable[tuple[str, int]], tally: Tally, what: str) -> Iterator[str]:
    """The texts of pieces, each counted."""
    for text, size in pieces:
        tally.wrote(what, size)
        yield text
