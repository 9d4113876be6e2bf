"""Terms from triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode

from triplewire import vocab
from triplewire.terms.graph import Axioms, Node, curie, load
from triplewire.terms.model import KINDS, Match, Term

TYPES = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object property",
    "owl:DatatypeProperty": "data property",
    "owl:AnnotationProperty": "annotation property",
    "owl:NamedIndividual": "individual",
}
TRAITS = {
    "owl:FunctionalProperty": "functional",
    "owl:SymmetricProperty": "symmetric",
    "owl:TransitiveProperty": "transitive",
    "owl:InverseFunctionalProperty": "inverse functional",
}
MATCHES = {"skos:exactMatch": "exact", "skos:closeMatch": "close", "skos:broadMatch": "broad", "skos:relatedMatch": "related"}
WIDER = ("rdfs:subClassOf", "rdfs:subPropertyOf")
TOLD = frozenset(
    ("rdf:type", "rdfs:label", "skos:definition", "dcterms:source", "skos:editorialNote", "skos:altLabel", "skos:notation", *MATCHES)
)


@dataclass(frozen=True)
class _Around:
    """What axioms elsewhere say of a term, by its name: the inverse of a property, the classes that share no member with a class."""

    inverse: Mapping[str, str]
    disjoint: Mapping[str, tuple[str, ...]]


@cache
def terms() -> tuple[Term, ...]:
    """Every term that the ontology declares itself, by kind and then by name without regard to case. Borrowed terms are left out."""
    axioms = load()
    around = _Around(_inverses(axioms), _disjoint(axioms))
    found = [_term(axioms, s, around) for s in axioms.subjects() if isinstance(s, NamedNode) and _own(s) and _kind(axioms, s)]
    return tuple(sorted(found, key=lambda t: (KINDS.index(t.kind), t.local.lower(), t.local)))


def narrower(name: str = "") -> tuple[Term, ...]:
    """The classes or properties right below the one of that name (a CURIE), in order; without a name the classes at the top."""
    if not name:
        return tuple(t for t in terms() if t.kind == "class" and not t.parents)
    return tuple(t for t in terms() if t.kind != "individual" and name in t.parents)


@cache
def about() -> Mapping[str, str]:
    """What the ontology says of itself: property (as CURIE) and text or IRI."""
    node = NamedNode(vocab.ONTOLOGY)
    return {p: o.value for p, o in load().pairs(node) if isinstance(o, Literal | NamedNode)}


def _own(node: NamedNode) -> bool:
    return node.value.startswith((vocab.TW, vocab.ID))


def _kind(axioms: Axioms, node: NamedNode) -> str:
    return next((TYPES[t] for t in axioms.names(node, "rdf:type") if t in TYPES), "")


def _term(axioms: Axioms, node: NamedNode, around: _Around) -> Term:
    name, kind, types = curie(node), _kind(axioms, node), axioms.names(node, "rdf:type")
    return Term(
        iri=node.value,
        name=name,
        kind=kind,
        label=" ".join(axioms.texts(node, "rdfs:label")),
        definition=" ".join(axioms.texts(node, "skos:definition")),
        sources=axioms.texts(node, "dcterms:source"),
        notes=axioms.texts(node, "skos:editorialNote"),
        also=axioms.texts(node, "skos:altLabel"),
        notation="".join(axioms.texts(node, "skos:notation")),
        parents=_parents(axioms, node) if kind != "individual" else tuple(t for t in types if t not in TYPES),
        domain=_any_of(axioms, node, "rdfs:domain"),
        range=_any_of(axioms, node, "rdfs:range"),
        inverse=around.inverse.get(name, ""),
        traits=tuple(TRAITS[t] for t in types if t in TRAITS),
        axioms=_axioms(axioms, node),
        chains=tuple(_chain(axioms, head) for head in axioms.values(node, "owl:propertyChainAxiom")),
        disjoint=around.disjoint.get(name, ()),
        values=_values(axioms, node) if kind == "individual" else (),
        matches=tuple(sorted(_matches(axioms, node), key=lambda m: (list(MATCHES.values()).index(m.relation), m.curie))),
        replaced_by="".join(axioms.names(node, "dcterms:isReplacedBy")),
        deprecated="true" in axioms.texts(node, "owl:deprecated"),
    )


def _parents(axioms: Axioms, node: NamedNode) -> tuple[str, ...]:
    """The asserted wider terms; for a defined class without any, those that its definition begins with."""
    asserted = tuple(name for wider in WIDER for name in axioms.names(node, wider))
    parts = [o for v in axioms.values(node, "owl:equivalentClass") for o in axioms.operands(v, "owl:intersectionOf")]
    return asserted or tuple(curie(o) for o in parts if isinstance(o, NamedNode))


def _any_of(axioms: Axioms, node: NamedNode, prop: str) -> tuple[str, ...]:
    """The classes of a domain or range, those of a union one by one."""
    united = [o for v in axioms.values(node, prop) for o in axioms.operands(v, "owl:unionOf")]
    return (*axioms.names(node, prop), *(axioms.say(o) for o in united))


def _inverses(axioms: Axioms) -> Mapping[str, str]:
    """By property, its other direction, whichever of the two names it."""
    pairs = [(curie(s), o) for s in axioms.subjects() if isinstance(s, NamedNode) for o in axioms.names(s, "owl:inverseOf")]
    return {back: there for there, back in pairs} | dict(pairs)


def _axioms(axioms: Axioms, node: NamedNode) -> tuple[str, ...]:
    words = {"owl:equivalentClass": "is the same as", "rdfs:subClassOf": "is a kind of"}
    return tuple(f"{words[p]} {axioms.say(o)}" for p, o in axioms.pairs(node) if p in words and isinstance(o, BlankNode))


def _chain(axioms: Axioms, head: Node) -> tuple[str, ...]:
    return tuple(axioms.say(step) for step in axioms.members(head))


def _values(axioms: Axioms, node: NamedNode) -> tuple[tuple[str, str], ...]:
    said = ((p, o) for p, o in axioms.pairs(node) if p not in TOLD)
    return tuple(sorted((p, curie(o) if isinstance(o, NamedNode) else str(getattr(o, "value", ""))) for p, o in said))


def _matches(axioms: Axioms, node: NamedNode) -> Iterable[Match]:
    for prop, relation in MATCHES.items():
        for value in axioms.values(node, prop):
            if isinstance(value, NamedNode):
                yield Match(relation, curie(value), value.value)


def _disjoint(axioms: Axioms) -> Mapping[str, tuple[str, ...]]:
    """By class, the classes that share no member with it."""
    groups = [axioms.members(head) for s in axioms.subjects() for head in axioms.values(s, "owl:members")]
    pairs = [[s, o] for s in axioms.subjects() for o in axioms.values(s, "owl:disjointWith")]
    out: dict[str, set[str]] = {}
    for group in [*groups, *pairs]:
        names = [axioms.say(m) for m in group]
        for name in names:
            out.setdefault(name, set()).update(n for n in names if n != name)
    return {name: tuple(sorted(others)) for name, others in out.items()}
