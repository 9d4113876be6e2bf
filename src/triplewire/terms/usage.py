"""How a term is used: the lines of an example graph, from `ontology/examples/*/valid-*.ttl`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from triplewire import resources, vocab
from triplewire.terms.graph import curie, load
from triplewire.terms.model import Term
from triplewire.terms.read import narrower, terms
from triplewire.terms.turtle import turtle

DULL = frozenset(("rdf:type", "dcterms:source", "skos:editorialNote"))
ITSELF = "ontology/triplewire.ttl"
LINES = 6
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Example:
    """A few lines of Turtle in which a term is used, prefixes left out, and the file that they are of.

    `through` is the narrower class that the example is of where a class has none of its own, else "".
    """

    text: str
    file: str
    through: str = ""


@cache
def examples() -> Mapping[str, Example]:
    """By IRI of a term, the first use of it in the example graphs in order of their names, else in the ontology itself.

    Uses as a property or a value come before types, and statements last. A class without a member gets an example of a narrower one.
    """
    out: dict[str, Example] = {}
    for file in resources.files("ontology/examples", "*/valid-*.ttl"):
        _collect(out, [q.triple for q in parse(input=file.read_bytes(), format=RdfFormat.TURTLE)], f"{file.parent.name}/{file.name}")
    individuals = {NamedNode(t.iri) for t in terms() if t.kind == "individual"}
    _collect(out, [t for t in load().triples if t.subject in individuals], ITSELF)
    for term in terms():
        if term.iri not in out and (narrow := _narrower(term, out)):
            out[term.iri] = Example(out[narrow.iri].text, out[narrow.iri].file, narrow.name)
    return out


def _collect(out: dict[str, Example], triples: list[Triple], file: str) -> None:
    names = {t.iri for t in terms()}
    for triple in sorted(triples, key=_order):
        for node in (triple.predicate, triple.object):
            if isinstance(node, NamedNode) and node.value in names and node.value not in out:
                out[node.value] = Example(_lines(triples, triple), file)


def _order(triple: Triple) -> tuple[bool, bool, str]:
    return (f"{vocab.ID}statement/" in str(triple.subject), curie(triple.predicate) == "rdf:type", str(triple))


def _lines(triples: Iterable[Triple], shown: Triple) -> str:
    """The node that uses the term: a type of it, its label, the line itself, and other short lines up to six."""
    about = sorted((t for t in triples if t.subject == shown.subject), key=str)
    first = [t for t in about if t == shown or curie(t.predicate) == "rdfs:label"]
    if curie(shown.predicate) != "rdf:type":
        first += sorted((t for t in about if curie(t.predicate) == "rdf:type"), key=lambda t: (len(str(t.object)), str(t.object)))[:1]
    alike = [t for t in about if t not in first and t.predicate == shown.predicate]
    other = [t for t in about if t not in [*first, *alike] and len(str(t.object)) < LONGEST and curie(t.predicate) not in DULL]
    text = turtle([*first, *[*alike, *other][: max(0, LINES - len(first))]])
    return text.partition("\n\n")[2].strip("\n") + "\n"


def _narrower(term: Term, known: Mapping[str, Example]) -> Term | None:
    """The first narrower class, however far down, that has an example."""
    level = [term] if term.kind == "class" else []
    while level:
        level = [below for wide in level for below in narrower(wide.name)]
        if found := next((t for t in level if t.iri in known), None):
            return found
    return None
