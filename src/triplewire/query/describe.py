"""What a graph holds about one thing: the answer to its IRI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from triplewire import vocab
from triplewire.store import is_merged

MOST = 5000
"""How many links to a thing are told: a wide indication has more than a description can be read with."""
PARTS = tuple(f"{vocab.ID}{kind}/" for kind in ("span", "window", "instant", "repair", "side", "record"))
"""Kinds of nodes that mean little without what they are part of: they are described with it."""
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True, slots=True)
class Description:
    """The triples about a thing, sorted; `left_out` says how many links to it are not among them. None of either for what is unknown."""

    triples: tuple[Triple, ...]
    left_out: int = 0


def describe(store: Store, iri: str, most: int = MOST) -> Description:
    """All that a thing is said to be, what links to it (at most `most` links), its parts with their triples, and what other things are
    called.

    An IRI that no triple has gives no triples. Raises ValueError for what is no IRI.
    """
    node = NamedNode(iri)
    graph = DefaultGraph() if is_merged(store) else None
    own = sorted({q.triple for q in store.quads_for_pattern(node, None, None, graph)}, key=str)
    to = sorted({q.triple for q in store.quads_for_pattern(None, None, node, graph)}, key=str)
    told = {*own, *to[:most], *_parts(store, own, graph)}
    return Description(tuple(sorted({*told, *_labels(store, told, graph)}, key=str)), max(0, len(to) - most))


def _parts(store: Store, told: Iterable[Triple], graph: DefaultGraph | None) -> set[Triple]:
    """The triples of the parts that some triples name, and of their parts."""
    out, left = set[Triple](), set(told)
    while parts := {t.object for t in left if isinstance(t.object, NamedNode) and t.object.value.startswith(PARTS)}:
        left = {q.triple for part in parts for q in store.quads_for_pattern(part, None, None, graph)} - out
        out |= left
    return out


def _labels(store: Store, told: Iterable[Triple], graph: DefaultGraph | None) -> Iterator[Triple]:
    ends = {end for t in told for end in (t.subject, t.object) if isinstance(end, NamedNode) and end.value.startswith(vocab.ID)}
    return (q.triple for end in ends for q in store.quads_for_pattern(end, LABEL, None, graph))


def graph(store: Store, iri: str) -> tuple[Triple, ...]:
    """The triples of a named graph, sorted; none for an unknown one. Raises ValueError for what is no IRI."""
    return tuple(sorted({q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(iri))}, key=str))
