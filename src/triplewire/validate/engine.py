"""The two engines that check a graph against the shapes: compiled SPARQL, which is quick, and pyshacl, which it is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pyshacl
import rdflib.query
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node as RdflibNode

from triplewire import vocab
from triplewire.groups import reached
from triplewire.lookup import Node
from triplewire.terms import plain
from triplewire.validate.compile import SEVERITIES, Check, compile_shapes
from triplewire.validate.results import Result
from triplewire.validate.shapes import shapes

SUBCLASS, STRING = (NamedNode(vocab.curie_to_iri(c)) for c in ("rdfs:subClassOf", "xsd:string"))
SCHEMA = frozenset(vocab.curie_to_iri(c) for c in ("rdf:type", "rdfs:subClassOf", "rdfs:label"))


@cache
def schema() -> tuple[Quad, ...]:
    """What shapes need of the ontology: which class is narrower than which, and its individuals with types and labels."""
    return tuple(Quad(s, p, o, DefaultGraph()) for s, p, o in plain() if p.value in SCHEMA)


def flat(quads: Iterable[Quad]) -> Store:
    """The triples of all graphs as one, with the schema. Raises ValueError for blank nodes and triple terms: the data has none."""
    store, default = Store(), DefaultGraph()
    store.extend(q if _is_flat(q) else Quad(_node(q.subject), q.predicate, _plain(q.object), default) for q in quads)
    store.extend(schema())
    return store


def _is_flat(quad: Quad) -> bool:
    return isinstance(quad.graph_name, DefaultGraph) and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Node)


def _node(term: object) -> NamedNode:
    plain = _plain(term)
    assert isinstance(plain, NamedNode), "a subject is no literal"
    return plain


def _plain(term: object) -> NamedNode | Literal:
    if isinstance(term, NamedNode | Literal):
        return term
    kind = "blank nodes" if isinstance(term, BlankNode) else "triple terms"
    raise ValueError(f"{term}: the data has no {kind}; give the node an IRI")


@dataclass(frozen=True, slots=True)
class Some:
    """Of what findings are wanted: at some nodes, of checks whose query may find something there."""

    foci: Collection[Node]
    asks: Callable[[str], bool]


def compiled(store: Store, some: Some | None = None) -> set[Result]:
    """What the compiled checks find in a store of triples that `flat` made; all or `some` of it."""
    checks = [check for check in checks_of(store) if some is None or some.asks(check.select)]
    return {result for check in checks for result in _run(check, store, None if some is None else some.foci)}


def checks_of(store: Store) -> tuple[Check, ...]:
    """The compiled checks, by the classes that a store holds."""
    return _checks(_hierarchy(store))


def _run(check: Check, store: Store, foci: Collection[Node] | None) -> Iterator[Result]:
    rows = store.query(check.select)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(f"{check.shape} does not select")
    valued = "value" in {v.value for v in rows.variables}
    sparql = check.component == str(SH.SPARQLConstraintComponent)
    for row in rows:
        focus = row["this"]
        if foci is not None and focus not in foci:
            continue
        value = row["value"] if valued else None
        if not isinstance(focus, NamedNode | Literal) or isinstance(value, BlankNode):
            raise TypeError(f"{check.shape} finds {focus}, {value}, which is no node of the data")
        told = check.message
        if sparql:
            value = value or focus
            told = told.replace("{?value}", value.value)
        yield Result(check.shape, check.component, focus, check.path, value, check.severity, told)


def _hierarchy(store: Store) -> frozenset[tuple[str, str]]:
    return frozenset(
        (q.subject.value, q.object.value)
        for q in store.quads_for_pattern(None, SUBCLASS, None)
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
    )


@cache
def _checks(hierarchy: frozenset[tuple[str, str]]) -> tuple[Check, ...]:
    return compile_shapes(shapes(), _narrower(hierarchy))


def _narrower(hierarchy: Iterable[tuple[str, str]]) -> Callable[[RdflibNode], set[RdflibNode]]:
    below: Mapping[str, set[str]] = defaultdict(set)
    for narrow, wide in hierarchy:
        below[wide].add(narrow)

    def narrower(cls: RdflibNode) -> set[RdflibNode]:
        return {URIRef(c) for c in (str(cls), *reached(str(cls), below))}

    return narrower


def reference(store: Store) -> set[Result]:
    """What pyshacl finds in the same store: the meaning of the shapes by a second hand, at the pace of rdflib."""
    data = _Remembering()
    for quad in store:
        data.add((_rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object)))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(), inference="none", meta_shacl=False, advanced=False, inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(f"pyshacl gave no report: {report}")
    return {_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)}


class _Remembering(Graph):
    """A graph that parses each query once: pyshacl asks the same one for every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        """The answer that rdflib gives."""
        return super().query(_prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs)


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


@lru_cache(maxsize=1 << 16)
def _rdflib(term: object) -> RdflibNode:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if not isinstance(term, Literal):
        raise TypeError(f"{term} is no node of the data")
    if term.language or term.datatype == STRING:
        return RdflibLiteral(term.value, lang=term.language)
    return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value))


def _result(report: Graph, node: RdflibNode) -> Result:
    shape, component, focus, severity, message, path, value = (
        report.value(node, p)
        for p in (
            SH.sourceShape,
            SH.sourceConstraintComponent,
            SH.focusNode,
            SH.resultSeverity,
            SH.resultMessage,
            SH.resultPath,
            SH.value,
        )
    )
    inverse = report.value(path, SH.inversePath) if path is not None and not isinstance(path, URIRef) else None
    where = f"^{inverse}" if inverse else str(path or "")
    at = _back(focus)
    assert at is not None
    return Result(str(shape), str(component), at, where, _back(value), SEVERITIES[str(severity)], str(message))


def _back(term: RdflibNode | None) -> Node | None:
    if term is None or isinstance(term, URIRef):
        return NamedNode(str(term)) if term is not None else None
    if not isinstance(term, RdflibLiteral):
        raise TypeError(f"{term} is no node of the data")
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
