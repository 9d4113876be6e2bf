"""The description of a graph for catalogues: VoID, and DCAT with a distribution for each format. https://www.w3.org/TR/vocab-dcat-3/"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire import store, vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.source import Source

TRIPLES = Limit("triples of the graph", "a description counts what is there; it does not hold it")
MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A form that the graph can be had in."""

    name: str
    media: str
    carries: str
    loses: str


def void(source: Source, tally: Tally, forms: Iterable[Distribution]) -> Iterator[str]:
    """Turtle with what the graph holds (as `void.ttl` of a build) and the forms that it can be had in."""
    description = store.described(store.Census.of(source.triples()), source.sizes)
    told = [*description.quads, *_catalogue(description.dataset, forms)]
    tally.lose(TRIPLES.what, next(source.triples(), ""), description.size)
    tally.wrote("triples", len({quad.triple for quad in told}))
    yield store.turtle(told)


def _catalogue(dataset: str, forms: Iterable[Distribution]) -> Iterator[ox.Quad]:
    yield _quad(dataset, "rdf:type", _node("dcat:Dataset"))
    for form in forms:
        at = f"{dataset}-distribution-{form.name}"
        yield _quad(dataset, "dcat:distribution", ox.NamedNode(at))
        yield _quad(at, "rdf:type", _node("dcat:Distribution"))
        yield _quad(at, "dcterms:title", ox.Literal(form.name))
        yield _quad(at, "dcterms:description", ox.Literal(f"Carries {form.carries}; leaves out {form.loses}.", language="en"))
        if form.media:
            yield _quad(at, "dcat:mediaType", ox.NamedNode(MEDIA + form.media))


def _quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), _node(predicate), value)


def _node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(vocab.curie_to_iri(curie))
