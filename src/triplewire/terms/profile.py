"""The OWL 2 RL variant of the ontology: what a rule engine can take, said in the form that the profile allows.

The profile (W3C, OWL 2 Web Ontology Language Profiles, section 4) lets an existential or a union stand only to the left of "is a kind
of", a complement only to the right. A definition that is both is therefore cut in two: what is enough to belong, and what follows from
belonging. What can be said on neither side is left out, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from triplewire import vocab
from triplewire.terms.graph import Axioms, Node, curie, iri, load

CLASS_POSITIONS = ("rdfs:subClassOf", "rdfs:domain", "rdfs:range", "owl:equivalentClass")
VARIANT = f"{vocab.ONTOLOGY}/rl"


@dataclass(frozen=True)
class Variant:
    """The triples of a variant, and in words what it cannot say."""

    triples: tuple[Triple, ...]
    left_out: tuple[str, ...]


def rl_variant(axioms: Axioms | None = None) -> Variant:
    """The ontology in OWL 2 RL; the shipped one unless another is given."""
    axioms = axioms or load()
    left_out: list[str] = []
    kept: list[Triple] = []
    for triple in axioms.triples:
        subject, value = triple.subject, triple.object
        if curie(triple.predicate) in CLASS_POSITIONS and isinstance(value, BlankNode) and isinstance(subject, NamedNode):
            kept += _class_axiom(axioms, _ClassAxiom(subject, curie(triple.predicate), value), left_out)
        elif triple.subject == NamedNode(vocab.ONTOLOGY):
            kept += _header(triple)
        else:
            kept.append(triple)
    return Variant(tuple(_reachable(kept)), tuple(sorted(left_out)))


@dataclass(frozen=True)
class _ClassAxiom:
    """A name, its relation to a class expression, and that expression."""

    subject: NamedNode
    relation: str
    value: BlankNode

    def triple(self) -> Triple:
        """As it stands in the source."""
        return Triple(self.subject, iri(self.relation), self.value)


def _class_axiom(axioms: Axioms, axiom: _ClassAxiom, left_out: list[str]) -> Iterator[Triple]:
    """A class axiom in the form that the profile allows."""
    parts = axioms.operands(axiom.value, "owl:intersectionOf") or [axiom.value]
    right = [p for p in parts if is_right(axioms, p)]
    if axiom.relation != "owl:equivalentClass":
        if len(right) == len(parts):
            yield axiom.triple()
        else:
            left_out.append(_words(axioms, axiom))
    elif all(is_left(axioms, p) for p in parts) and len(right) == len(parts):
        yield axiom.triple()
    else:
        yield from _cut(axioms, axiom, parts, left_out)


def _cut(axioms: Axioms, axiom: _ClassAxiom, parts: list[Node], left_out: list[str]) -> Iterator[Triple]:
    """A definition as what is enough and what follows."""
    name = curie(axiom.subject)
    if all(is_left(axioms, p) for p in parts):
        yield Triple(axiom.value, iri("rdfs:subClassOf"), axiom.subject)
    else:
        left_out.append(f"that {axioms.say(axiom.value)} is enough to be a {name}")
    for part in parts:
        if is_right(axioms, part):
            yield Triple(axiom.subject, iri("rdfs:subClassOf"), part)
        else:
            left_out.append(f"what follows from being a {name}: {axioms.say(part)}")


def is_left(axioms: Axioms, node: Node) -> bool:
    """Whether a class expression may stand where it is enough to belong (`subClassExpression` of the profile)."""
    if isinstance(node, NamedNode):
        return True
    for prop in ("owl:intersectionOf", "owl:unionOf"):
        if parts := axioms.operands(node, prop):
            return all(is_left(axioms, p) for p in parts)
    some = axioms.values(node, "owl:someValuesFrom") if isinstance(node, BlankNode) else []
    return (bool(some) and is_left(axioms, some[0])) or _is_value(axioms, node)


def is_right(axioms: Axioms, node: Node) -> bool:
    """Whether a class expression may stand where it follows from belonging (`superClassExpression` of the profile)."""
    if isinstance(node, NamedNode):
        return True
    if parts := axioms.operands(node, "owl:intersectionOf"):
        return all(is_right(axioms, p) for p in parts)
    if not isinstance(node, BlankNode):
        return False
    if denied := axioms.values(node, "owl:complementOf"):
        return is_left(axioms, denied[0])
    every = axioms.values(node, "owl:allValuesFrom")
    return (bool(every) and is_right(axioms, every[0])) or _is_value(axioms, node)


def _is_value(axioms: Axioms, node: Node) -> bool:
    return isinstance(node, BlankNode) and bool(axioms.values(node, "owl:hasValue"))


def _words(axioms: Axioms, axiom: _ClassAxiom) -> str:
    place = {"rdfs:domain": "the domain of", "rdfs:range": "the range of"}.get(axiom.relation, "what follows from being a")
    return f"{place} {curie(axiom.subject)}: {axioms.say(axiom.value)}"


def _header(triple: Triple) -> Iterator[Triple]:
    """What the ontology says of itself, said of the variant."""
    predicate, value = curie(triple.predicate), triple.object
    node = NamedNode(VARIANT)
    if predicate == "owl:versionIRI" and isinstance(value, NamedNode):
        value = NamedNode(value.value.replace(vocab.ONTOLOGY, VARIANT))
        yield Triple(node, iri("dcterms:source"), triple.object)
    if predicate in ("dcterms:title", "rdfs:label") and isinstance(value, Literal):
        value = Literal(f"{value.value}, OWL 2 RL variant", language="en")
    yield Triple(node, triple.predicate, value)


def _reachable(triples: Iterable[Triple]) -> list[Triple]:
    """The triples without those of expressions that nothing refers to any more."""
    triples = list(triples)
    while True:
        named = {t.object for t in triples if isinstance(t.object, BlankNode)}
        about = {t.subject for t in triples if curie(t.predicate) in ("rdfs:subClassOf", "owl:members")}
        kept = [t for t in triples if not isinstance(t.subject, BlankNode) or t.subject in named | about]
        if len(kept) == len(triples):
            return kept
        triples = kept
