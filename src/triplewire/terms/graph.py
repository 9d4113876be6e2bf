"""The triples of the ontology with what hangs on blank nodes: class expressions and lists, and CURIEs for every name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from triplewire import resources, vocab

Node = NamedNode | BlankNode | Literal


def iri(curie: str) -> NamedNode:
    """The node of a CURIE."""
    return NamedNode(vocab.curie_to_iri(curie))


def curie(node: NamedNode) -> str:
    """The name of a node under the pinned prefixes, as `vocab.curie` has it."""
    return vocab.curie(node.value)


class Axioms:
    """The ontology's triples by subject, with readers for lists and class expressions. Order is that of the file."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = list(triples)
        self._by_subject: dict[NamedNode | BlankNode, list[tuple[str, Node]]] = defaultdict(list)
        for t in self.triples:
            if isinstance(t.subject, NamedNode | BlankNode) and isinstance(t.object, NamedNode | BlankNode | Literal):
                self._by_subject[t.subject].append((curie(t.predicate), t.object))

    def subjects(self) -> Iterator[NamedNode | BlankNode]:
        """Everything that something is said about, once."""
        yield from self._by_subject

    def pairs(self, subject: NamedNode | BlankNode) -> list[tuple[str, Node]]:
        """What is said about a node: property (as CURIE) and value."""
        return self._by_subject.get(subject, [])

    def values(self, subject: NamedNode | BlankNode, prop: str) -> list[Node]:
        """The values of one property."""
        return [o for p, o in self.pairs(subject) if p == prop]

    def names(self, subject: NamedNode | BlankNode, prop: str) -> tuple[str, ...]:
        """The named values of one property as CURIEs, sorted."""
        return tuple(sorted(curie(o) for o in self.values(subject, prop) if isinstance(o, NamedNode)))

    def texts(self, subject: NamedNode | BlankNode, prop: str) -> tuple[str, ...]:
        """The literal values of one property, sorted."""
        return tuple(sorted(o.value for o in self.values(subject, prop) if isinstance(o, Literal)))

    def members(self, head: Node) -> list[Node]:
        """The members of an RDF list."""
        out: list[Node] = []
        while isinstance(head, BlankNode):
            out += self.values(head, "rdf:first")
            head = next(iter(self.values(head, "rdf:rest")), iri("rdf:nil"))
        return out

    def operands(self, node: Node, prop: str) -> list[Node]:
        """The members of `owl:intersectionOf` or `owl:unionOf` of a class expression; empty when it is none."""
        if not isinstance(node, BlankNode):
            return []
        return [m for head in self.values(node, prop) for m in self.members(head)]

    def say(self, node: Node) -> str:
        """A class expression in Manchester syntax."""
        if isinstance(node, NamedNode):
            return curie(node)
        if isinstance(node, Literal):
            return f'"{node.value}"'
        for prop, word in (("owl:intersectionOf", " and "), ("owl:unionOf", " or ")):
            if parts := self.operands(node, prop):
                return word.join(self._inside(p) for p in parts)
        for other in self.values(node, "owl:complementOf"):
            return f"not {self._inside(other)}"
        return self._restriction(node)

    def _inside(self, node: Node) -> str:
        return self.say(node) if isinstance(node, NamedNode) else f"({self.say(node)})"

    def _restriction(self, node: BlankNode) -> str:
        prop = "".join(self.names(node, "owl:onProperty"))
        for quantity, word in (("owl:someValuesFrom", "some"), ("owl:allValuesFrom", "only"), ("owl:hasValue", "value")):
            for value in self.values(node, quantity):
                return f"{prop} {word} {self._inside(value)}"
        raise ValueError(f"a class expression on {prop or 'no property'} is of a kind that the pages do not know; see terms/graph.py")


@cache
def triples() -> tuple[Triple, ...]:
    """The triples of `ontology/triplewire.ttl`, in the order of the file."""
    data = resources.path("ontology", "triplewire.ttl").read_bytes()
    return tuple(q.triple for q in parse(input=data, format=RdfFormat.TURTLE))


@cache
def plain() -> tuple[tuple[NamedNode, NamedNode, NamedNode | Literal], ...]:
    """Those of the `triples` that have no blank node: what the ontology says of names, class expressions left out."""
    found = ((t.subject, t.predicate, t.object) for t in triples())
    return tuple((s, p, o) for s, p, o in found if isinstance(s, NamedNode) and isinstance(o, NamedNode | Literal))


@cache
def load() -> Axioms:
    """`ontology/triplewire.ttl` with its class expressions."""
    return Axioms(triples())
