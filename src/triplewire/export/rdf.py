"""RDF syntaxes. All sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import pyoxigraph as ox

from triplewire import store, vocab
from triplewire.export.source import Source


def turtle(source: Source) -> str:
    """Readable Turtle, all graphs merged."""
    return store.turtle(source.quads())


def trig(source: Source) -> str:
    """Readable TriG, graph by graph."""
    return store.trig(source.quads())


def ntriples(source: Source) -> str:
    """N-Triples, one line per distinct triple."""
    return _serialize(source.triples(), ox.RdfFormat.N_TRIPLES)


def nquads(source: Source) -> str:
    """N-Quads, one line per quad."""
    return _serialize(source.quads(), ox.RdfFormat.N_QUADS)


def jsonld(source: Source) -> str:
    """JSON-LD with our prefixes as its context; no remote context."""
    return _serialize(source.quads(), ox.RdfFormat.JSON_LD)


def rdfxml(source: Source) -> str:
    """RDF/XML of the distinct triples."""
    return _serialize(source.triples(), ox.RdfFormat.RDF_XML)


def _serialize(statements: list[ox.Quad] | list[ox.Triple], form: ox.RdfFormat) -> str:
    plain = form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
    data = ox.serialize(statements, format=form, prefixes=None if plain else vocab.prefixes())
    text = (data or b"").decode("utf-8")
    return text if text.endswith("\n") else text + "\n"
