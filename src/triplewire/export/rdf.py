"""RDF syntaxes. All sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from triplewire import store, vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.source import Source

GRAPH_NAMES = Limit("graph names", "the format has triples, not quads: which release or which rule says a triple is not told")


def turtle(source: Source, tally: Tally) -> Iterator[str]:
    """Readable Turtle, all graphs merged."""
    lose_graphs(source, tally)
    tally.wrote("triples", len(source.triples()))
    yield store.turtle(source.quads())


def trig(source: Source, tally: Tally) -> Iterator[str]:
    """Readable TriG, graph by graph."""
    tally.wrote("quads", source.sizes.total())
    yield store.trig(source.quads())


def ntriples(source: Source, tally: Tally) -> Iterator[str]:
    """N-Triples, one line per distinct triple."""
    lose_graphs(source, tally)
    yield from _serialize(source.triples(), ox.RdfFormat.N_TRIPLES, tally)


def nquads(source: Source, tally: Tally) -> Iterator[str]:
    """N-Quads, one line per quad."""
    yield from _serialize(source.quads(), ox.RdfFormat.N_QUADS, tally)


def jsonld(source: Source, tally: Tally) -> Iterator[str]:
    """JSON-LD with our prefixes as its context; no remote context."""
    yield from _serialize(source.quads(), ox.RdfFormat.JSON_LD, tally)


def rdfxml(source: Source, tally: Tally) -> Iterator[str]:
    """RDF/XML of the distinct triples."""
    lose_graphs(source, tally)
    yield from _serialize(source.triples(), ox.RdfFormat.RDF_XML, tally)


def lose_graphs(source: Source, tally: Tally) -> None:
    """Counts every quad of a named graph as one whose graph is not told."""
    for graph, size in sorted(source.sizes.items()):
        tally.lose(GRAPH_NAMES.what, graph, size)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], form: ox.RdfFormat, tally: Tally) -> Iterator[str]:
    plain = form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
    tally.wrote("quads" if form.supports_datasets else "triples", len(statements))
    data = ox.serialize(statements, format=form, prefixes=None if plain else vocab.prefixes())
    text = (data or b"").decode("utf-8")
    yield text if text.endswith("\n") else text + "\n"
