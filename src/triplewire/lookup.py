"""What a graph says of a node: its values, its name, and the words of releases behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from triplewire import vocab
from triplewire.model import Cited

Node = NamedNode | Literal


class Quads(Protocol):
    """What can be looked up in: a store, or a part of one."""

    def quads_for_pattern(self, subject: NamedNode | None, predicate: NamedNode | None, value: Node | None, /) -> Iterable[Quad]:
        """The quads that have a subject, a predicate, an object; None stands for any."""


LABEL, SOURCE, SELECTOR, START, END, EXACT = (
    NamedNode(vocab.curie_to_iri(c)) for c in ("rdfs:label", "oa:hasSource", "oa:hasSelector", "oa:start", "oa:end", "oa:exact")
)
RELEASE, STATEMENT = vocab.ID + "release/", vocab.ID + "statement/"
"""How the IRIs of releases and of statements begin."""


def having(
    store: Store, subject: Any, predicate: NamedNode | None, value: Any, graph: NamedNode | DefaultGraph | None = None
) -> Iterator[Quad]:
    """The quads of a store with an object, and with a subject, predicate and graph if given.

    pyoxigraph 0.5.13 looks up numbers on disk by how their bytes begin, and for one whose last byte is 255, such as 767, it finds the 255
    numbers behind it too; SPARQL does not.
    """
    if isinstance(value, NamedNode):
        return store.quads_for_pattern(subject, predicate, value, graph)
    return (q for q in store.quads_for_pattern(subject, predicate, value, graph) if q.object == value)


def values(node: object, predicate: NamedNode, store: Quads) -> list[Node]:
    """The values of a property of a node in any graph, each once, sorted by their text; none for what is no node."""
    if not isinstance(node, NamedNode):
        return []
    found = {q.object for q in store.quads_for_pattern(node, predicate, None)}
    return sorted((o for o in found if isinstance(o, NamedNode | Literal)), key=str)


def nodes(node: object, predicate: NamedNode, store: Quads) -> list[NamedNode]:
    """Those of the `values` that are nodes."""
    return [value for value in values(node, predicate, store) if isinstance(value, NamedNode)]


def label(node: object, store: Quads) -> str:
    """The first label of a node in order; "" when it has none."""
    return min((v.value for v in values(node, LABEL, store)), default="")


def cited(span: object, store: Quads) -> Cited | None:
    """The words that a span quotes; None when its place or its words are missing or no place and words."""
    parts = {p: v[0].value for p in (START, END, EXACT) for s in nodes(span, SELECTOR, store) if (v := values(s, p, store))}
    release = "".join(v.value for v in values(span, SOURCE, store)[-1:]).removeprefix(RELEASE)
    try:
        return Cited(release, int(parts[START]), int(parts[END]), parts[EXACT])
    except (KeyError, ValueError):
        return None  # the span itself is what is at fault, and its shape says so
