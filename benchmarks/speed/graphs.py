"""Graphs of any size: the sample releases' graph many times over, each time with companies, compounds and statements of its own."""

from __future__ import annotations

from functools import cache
from typing import Any

from pyoxigraph import NamedNode, Quad

from triplewire import api, assemble, pipeline, reconcile, triplify, vocab

SHARED = ("indication", "target", "technology", "payload", "payload-class", "conference", "window", "instant")
"""Kinds of things that all copies have in common, as companies share diseases and targets."""

SAME = NamedNode(vocab.curie_to_iri("skos:exactMatch"))


@cache
def sample() -> tuple[Quad, ...]:
    """Stated and background quads of the sample releases, nothing inferred."""
    read = [pipeline.read_one(path) for path in api.samples()]
    documents = [document for document, _ in read]
    facts, _ = reconcile.reconcile(documents, assemble.assemble([f for _, found in read for f in found]))
    quads = triplify.triplify(documents, facts)
    return tuple(sorted({*quads, *triplify.background(quads)}, key=str))


def tiled(size: int) -> list[Quad]:
    """About `size` quads: copies of the sample graph that share its diseases, targets and technologies, and nothing else of the data."""
    one = sample()
    if size <= len(one):
        return list(one[:size])
    shared = [q for q in one if not _renamed(q.subject) and not _renamed(q.object)]
    own = [q for q in one if _renamed(q.subject) or _renamed(q.object)]
    copies = max(1, round((size - len(shared)) / len(own)))
    return [*shared, *(q for copy in range(copies) for q in _copy(own, copy))]


def _renamed(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(vocab.ID) and term.value[len(vocab.ID) :].partition("/")[0] not in SHARED


def _copy(quads: list[Quad], copy: int) -> list[Quad]:
    known: dict[str, NamedNode] = {}

    def new(node: NamedNode) -> NamedNode:
        if node.value not in known:
            known[node.value] = NamedNode(f"{node.value}-{copy}")
        return known[node.value]

    def moved(term: Any) -> Any:
        return new(term) if _renamed(term) else term

    at = vocab.GRAPH + "release/"
    out = []
    for q in quads:
        graph = q.graph_name
        if isinstance(graph, NamedNode) and graph.value.startswith(at):
            graph = new(graph)
        # Public identifiers are moved too: two compounds with the same one are a fault.
        value = new(q.object) if q.predicate == SAME and _renamed(q.subject) else moved(q.object)
        out.append(Quad(moved(q.subject), q.predicate, value, graph))
    return out
