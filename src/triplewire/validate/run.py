"""Check a graph against the shapes and say what was found, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyshacl
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node as RdflibNode

from triplewire import resources, vocab
from triplewire.model import Finding
from triplewire.validate.shapes import SEVERITIES, core_shapes, sparql_shapes

STATEMENT = vocab.ID + "statement/"
LABEL, STATED_IN, SOURCE = (vocab.curie_to_iri(c) for c in ("rdfs:label", "tw:statedIn", "oa:hasSource"))
RANK = {"violation": 0, "warning": 1, "info": 2}


def validate(quads: Iterable[Quad]) -> list[Finding]:
    """What breaks a shape of `ontology/shapes/`: gravest first, then by kind and focus; each finding once.

    The graphs of `quads` count as one. `kind` is the local name of the shape, `focus` the IRI it is about; a finding about a
    statement names its fact. Nothing is inferred first; run it on stated and inferred triples together.
    """
    quads = list(quads)
    labels, releases = _labels(quads), _releases(quads)
    found = {_finding(*hit, labels, releases) for hit in (*_by_pyshacl(quads), *_by_sparql(quads))}
    return sorted(found, key=lambda f: (RANK[f.severity], f.kind, f.focus, f.message))


Hit = tuple[str, str, str, str]
"""IRI of the shape, focus, message, severity."""


def _by_pyshacl(quads: Iterable[Quad]) -> Iterator[Hit]:
    _, report, _ = pyshacl.validate(_flat(quads), shacl_graph=core_shapes(), inference="none", meta_shacl=False, advanced=False)
    if not isinstance(report, Graph):
        raise TypeError(f"pyshacl gave no report: {report}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape, focus, message, severity = (
            report.value(result, p) for p in (SH.sourceShape, SH.focusNode, SH.resultMessage, SH.resultSeverity)
        )
        yield str(shape), str(focus), str(message), SEVERITIES[str(severity)]


def _by_sparql(quads: Iterable[Quad]) -> Iterator[Hit]:
    store = Store()
    store.extend(quads)
    for shape in sparql_shapes():
        rows = store.query(shape.select, use_default_graph_as_union=True)
        if not isinstance(rows, QuerySolutions):
            raise TypeError(f"{shape.iri} does not select")
        names = [v.value for v in rows.variables]
        for row in rows:
            focus, value = row["this"], row["value"] if "value" in names else None
            text = value.value if isinstance(value, NamedNode | Literal) else ""
            yield (
                shape.iri,
                focus.value if isinstance(focus, NamedNode) else str(focus),
                shape.message.replace("{?value}", text),
                shape.severity,
            )


@cache
def _schema() -> tuple[tuple[RdflibNode, RdflibNode, RdflibNode], ...]:
    """What pyshacl needs of the ontology: which class is narrower than which, and its individuals with types and labels."""
    graph = Graph().parse(resources.path("ontology", "triplewire.ttl"), format="turtle")
    wanted = {RDF.type, RDFS.subClassOf, RDFS.label}
    return tuple((s, p, o) for s, p, o in graph if p in wanted and isinstance(s, URIRef))


def _flat(quads: Iterable[Quad]) -> Graph:
    graph, known = Graph(), {}
    for triple in _schema():
        graph.add(triple)
    for quad in quads:
        terms = []
        for term in (quad.subject, quad.predicate, quad.object):
            if term not in known:
                known[term] = _rdflib(term)
            terms.append(known[term])
        graph.add((terms[0], terms[1], terms[2]))
    return graph


def _rdflib(term: object) -> RdflibNode:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, Literal):
        datatype = None if term.language else URIRef(term.datatype.value)
        plain = datatype is not None and str(datatype) == vocab.curie_to_iri("xsd:string")
        return RdflibLiteral(term.value, lang=term.language) if term.language or plain else RdflibLiteral(term.value, datatype=datatype)
    kind = "blank nodes" if isinstance(term, BlankNode) else "triple terms"
    raise ValueError(f"{term}: the data has no {kind}")


def _labels(quads: Iterable[Quad]) -> dict[str, str]:
    """The first label of each node, in order."""
    out: dict[str, str] = {}
    for quad in quads:
        if quad.predicate.value == LABEL and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            out[quad.subject.value] = min(out.get(quad.subject.value, quad.object.value), quad.object.value)
    return out


def _releases(quads: Iterable[Quad]) -> dict[str, str]:
    """The release that each statement or span belongs to, by id."""
    start = vocab.ID + "release/"
    out: dict[str, str] = {}
    for quad in quads:
        if quad.predicate.value in {STATED_IN, SOURCE} and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            out[quad.subject.value] = quad.object.value.removeprefix(start)
    return out


def _finding(shape: str, focus: str, message: str, severity: str, labels: dict[str, str], releases: dict[str, str]) -> Finding:
    kind = shape.rpartition("/")[2]
    named = labels.get(focus)
    facts = (focus.removeprefix(STATEMENT),) if focus.startswith(STATEMENT) else ()
    level = next(s for s in SEVERITIES.values() if s == severity)
    return Finding(kind, level, focus, f"{named}: {message}" if named else message, facts, releases.get(focus, ""))
