"""Damage to order: for each constraint of each shape, every way to break it that the shape forbids, done to a valid example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node as RdflibNode

from triplewire import resources, vocab
from triplewire.triplify.rdf import LABEL, TYPE, graph
from triplewire.validate.compile import SILENT, TARGETS, _target
from triplewire.validate.engine import _hierarchy, _narrower, flat
from triplewire.validate.shapes import shapes

Node = NamedNode | Literal
HERE = graph("release/damaged")
XSD = vocab.curie_to_iri("xsd:")


@dataclass(frozen=True)
class Damage:
    """A graph that was valid until `what` was done to it, which breaks the shape called `kind`."""

    kind: str
    what: str
    quads: tuple[Quad, ...]


@dataclass(frozen=True)
class Place:
    """Where damage is done: a valid graph, a focus node in it, the path of the constraint ("" for none) and its parameter."""

    quads: tuple[Quad, ...]
    focus: NamedNode
    path: str
    parameter: RdflibNode

    def values(self) -> list[Node]:
        """The value nodes, in order."""
        prop = NamedNode(self.path.lstrip("^"))
        if self.path.startswith("^"):
            found: list[Node] = [q.subject for q in self.quads if q.object == self.focus and q.predicate == prop]  # type: ignore[misc]
        else:
            found = [q.object for q in self.quads if q.subject == self.focus and q.predicate == prop]  # type: ignore[misc]
        return sorted(found, key=str)

    def link(self, value: Node) -> Quad:
        """The quad that makes `value` a value node."""
        prop = NamedNode(self.path.lstrip("^"))
        if self.path.startswith("^"):
            assert isinstance(value, NamedNode)
            return Quad(value, prop, self.focus, HERE)
        return Quad(self.focus, prop, value, HERE)

    def without(self) -> list[Quad]:
        """The quads but for those that lead to value nodes."""
        gone = {self.link(v).triple for v in self.values()}
        return [q for q in self.quads if q.triple not in gone]

    def instead(self, *values: Node) -> list[Quad]:
        """The quads with other value nodes."""
        return [*self.without(), *(self.link(v) for v in values)]


def literal(words: str, datatype: str = "string") -> Literal:
    """A literal of an XSD type."""
    return Literal(words, datatype=NamedNode(XSD + datatype))


def another(value: Node, place: Place) -> tuple[Node, list[Quad]]:
    """A second value as good as the first, and what describes it."""
    if isinstance(value, NamedNode):
        twin = NamedNode(value.value + "-twin")
        return twin, [Quad(twin, q.predicate, q.object, HERE) for q in (*place.quads, *_ontology(value)) if q.subject == value]
    return literal(_more(value), value.datatype.value.removeprefix(XSD)), []


@cache
def _ontology(node: NamedNode) -> tuple[Quad, ...]:
    data = parse(path=resources.path("ontology", "triplewire.ttl"), format=RdfFormat.TURTLE)
    return tuple(q for q in data if q.subject == node and q.predicate in (TYPE, LABEL))


def _more(value: Literal) -> str:
    """A value of the same type that is greater."""
    kind = value.datatype.value.removeprefix(XSD)
    if kind in ("integer", "decimal"):
        return str(Decimal(value.value) + 1)
    if kind == "date":
        return date.fromisoformat(value.value).replace(year=2090).isoformat()
    return value.value + " as well"


WRONG = NamedNode(vocab.ID + "nothing/of-the-kind")
Breaker = Callable[[Place], Iterator[tuple[str, list[Quad]]]]


def _min_count(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "missing", place.without()


def _max_count(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    values = place.values() or [place.focus]
    twin, described = another(values[0], place)
    if str(place.parameter) == "0":
        yield "there at all", place.instead(values[0])
    else:
        least = int(str(place.parameter)) + 1
        yield "doubled", [*place.instead(*values[: least - 1], twin), *described]


def _class(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    if not place.path and _ontology(place.focus):
        yield "of a wrong type", [Quad(q.subject, q.predicate, WRONG, HERE) if q.object == place.focus else q for q in place.quads]
        return
    if not place.path:
        yield "of no type", [q for q in place.quads if q.subject != place.focus or q.predicate != TYPE]
        return
    yield "of a wrong type", place.instead(WRONG)
    yield "a text", place.instead(literal("of a wrong type"))


def _datatype(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    kind = str(place.parameter).removeprefix(XSD)
    yield "of a wrong datatype", place.instead(literal("2027-01-01", "date") if kind != "date" else literal("2027-01-01"))
    yield "a node", place.instead(WRONG)
    if kind != "string":
        yield "not of the form of its type", place.instead(literal("umpteen", kind))


def _least(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "out of range", place.instead(literal(str(Decimal(str(place.parameter)) - 1), _numeric(place)))
    yield "no number", place.instead(literal("some"))


def _most(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "out of range", place.instead(literal(str(Decimal(str(place.parameter)) + 1), _numeric(place)))


def _numeric(place: Place) -> str:
    found = [v.datatype.value.removeprefix(XSD) for v in place.values() if isinstance(v, Literal)]
    return found[0] if found and found[0] in ("integer", "decimal") else "integer"


def _pattern(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "of a wrong form", place.instead(literal("§ 1"))


def _short(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "empty", place.instead(literal(""))


def _in(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "another word", place.instead(literal("sideways"))


def _kind(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    yield "a wrong sort of node", place.instead(literal("a text") if place.parameter == SH.IRI else WRONG)


def _after(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    other = [q.object for q in place.quads if q.subject == place.focus and q.predicate.value == str(place.parameter)]
    assert isinstance(other[0], Literal)
    kind = other[0].datatype.value.removeprefix(XSD)
    yield "after the end", place.instead(literal(_more(other[0]), kind))
    yield "not to be compared with the end", place.instead(literal("later"))


def _or(place: Place) -> Iterator[tuple[str, list[Quad]]]:
    paths = {str(shapes().value(m, SH.path)) for m in Collection(shapes(), place.parameter)}
    yield "neither", [q for q in place.quads if q.subject != place.focus or q.predicate.value not in paths]


BREAKERS: Mapping[RdflibNode, Breaker] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.minInclusive: _least,
    SH.maxInclusive: _most,
    SH.pattern: _pattern,
    SH.minLength: _short,
    SH["in"]: _in,
    SH.nodeKind: _kind,
    SH.lessThan: _after,
    SH.lessThanOrEquals: _after,
    SH["or"]: _or,
}
"""By constraint, how to break it; a constraint that is not here fails the test that asks for it."""


@cache
def valid_graphs() -> tuple[tuple[Quad, ...], ...]:
    """The valid examples of the ontology."""
    files = resources.files("ontology/examples", "*/valid-*.ttl")
    return tuple(tuple(parse(path=file, format=RdfFormat.TURTLE)) for file in files)


@cache
def valid_stores() -> tuple[tuple[tuple[Quad, ...], Store], ...]:
    """The valid examples, each with a store of its triples and the schema."""
    return tuple((quads, flat(quads)) for quads in valid_graphs())


def places(shape: RdflibNode, path: str, parameter: RdflibNode, most: int = 2) -> list[Place]:
    """Focus nodes of a shape in valid examples, one an example; those that have a value for the path first."""
    found = []
    for quads, store in valid_stores():
        rows = store.query(f"SELECT ?this WHERE {{ {_target(shapes(), shape, _narrower(_hierarchy(store)))} }}")
        assert isinstance(rows, QuerySolutions)
        own = {term for q in quads for term in (q.subject, q.object) if q.predicate != TYPE}
        nodes = sorted((r[0] for r in rows if isinstance(r[0], NamedNode) and r[0] in own), key=str)
        ranked = sorted((Place(quads, node, path, parameter) for node in nodes), key=lambda p: (not p.path or not p.values(), str(p.focus)))
        found += ranked[:1]
    return sorted(found, key=lambda p: bool(p.path) and not p.values())[:most]


def core_damages() -> Iterator[Damage]:
    """Every damage to every core constraint of every shape, in up to two valid examples."""
    for top in sorted({s for target in TARGETS for s in shapes().subjects(target)}, key=str):
        for shape in (top, *sorted(shapes().objects(top, SH.property), key=str)):
            yield from _damages(top, shape)


def _damages(top: RdflibNode, shape: RdflibNode) -> Iterator[Damage]:
    where = shapes().value(shape, SH.path)
    inverse = shapes().value(where, SH.inversePath) if where is not None else None
    path = f"^{inverse}" if inverse else str(where or "")
    for predicate, parameter in sorted(shapes().predicate_objects(shape)):
        if predicate in SILENT or predicate == SH.sparql:
            continue
        for place in places(top, path, parameter):
            for what, quads in BREAKERS[predicate](place):
                yield Damage(str(shape).rpartition("/")[2], f"{str(predicate).rpartition('#')[2]}: {what}", tuple(quads))


def rule_damages() -> Iterator[Damage]:
    """Every damage that only a SPARQL constraint or a check on data sees, each in a valid example that has what is damaged."""
    for kind, (pattern, edit) in sorted(EDITS.items()):
        done = 0
        for quads, store in valid_stores():
            rows = list(store.query(PREFIXES + f"SELECT * WHERE {{ {pattern} }} ORDER BY ?a ?b ?c LIMIT 1"))  # type: ignore[arg-type]
            if rows and done < 2:
                done += 1
                insert = Store()
                insert.extend(Quad(q.subject, q.predicate, q.object) for q in quads)
                insert.update(PREFIXES + edit)
                yield Damage(kind, "by an edit", tuple(Quad(q.subject, q.predicate, q.object, HERE) for q in insert))


PREFIXES = "".join(f"PREFIX {p}: <{space}>\n" for p, space in vocab.prefixes().items())
_STATEMENT = "?a a {} ; tw:stmtSubject ?b ; tw:stmtPredicate ?p ; tw:stmtObject ?c"
EDITS: Mapping[str, tuple[str, str]] = {
    "alias-shared": (
        "?a a tw:Compound ; rdfs:label ?b . ?c a tw:Compound FILTER(?a != ?c)",
        """INSERT { ?c skos:altLabel ?b }
        WHERE { { SELECT * WHERE { ?a a tw:Compound ; rdfs:label ?b . ?c a tw:Compound FILTER(?a != ?c) } LIMIT 1 } }""",
    ),
    "combination-self": ("?a tw:combinedWith ?b", "INSERT { ?a tw:combinedWith ?a } WHERE { ?a tw:combinedWith ?b }"),
    "partnered-with-self": ("?a tw:partnerOf ?b", "INSERT { ?a tw:partnerOf ?a } WHERE { ?a tw:partnerOf ?b }"),
    "deal-amount-currency": ("?a tw:amount ?b ; a tw:DealTerm", "DELETE { ?a tw:currency ?b } WHERE { ?a a tw:DealTerm ; tw:currency ?b }"),
    "denied-asserted": (
        _STATEMENT.format("tw:NegativeStatement") + " FILTER(?p IN (tw:usesTechnology, tw:targets, tw:hasPayload))",
        "INSERT { ?b ?p ?c } WHERE { " + _STATEMENT.format("tw:NegativeStatement") + " }",
    ),
    "change-before": (
        '?a tw:changeKind "advanced"',
        "DELETE { ?a tw:statementBefore ?b } WHERE { ?a tw:statementBefore ?b }",
    ),
    "change-order": (
        "?a tw:releaseBefore ?b",
        'DELETE { ?a tw:changedOn ?b } INSERT { ?a tw:changedOn "1999-01-01"^^xsd:date } WHERE { ?a tw:changedOn ?b }',
    ),
    "conflict-choice": ("?a tw:prefers ?b", "DELETE { ?a tw:policy ?b } WHERE { ?a tw:policy ?b }"),
    "conflict-standing": (
        "?a a tw:Conflict",
        'DELETE { ?a tw:standing ?b } INSERT { ?a tw:standing "noted" } WHERE { ?a a tw:Conflict ; tw:standing ?b }',
    ),
    "denied-elsewhere": (
        _STATEMENT.format("tw:NegativeStatement"),
        "DELETE { ?a tw:stmtPredicate ?p } INSERT { ?a tw:stmtPredicate tw:developedBy . ?b tw:developedBy ?c } WHERE { "
        + _STATEMENT.format("tw:NegativeStatement")
        + " }",
    ),
    "disjoint-kinds": ("?a a tw:Compound", "INSERT { ?a a tw:Organization } WHERE { ?a a tw:Compound }"),
    "evidence-length": (
        "?a oa:exact ?b",
        'DELETE { ?a oa:exact ?b } INSERT { ?a oa:exact "other words than those" } WHERE { ?a oa:exact ?b }',
    ),
    "factual-direct": (
        _STATEMENT.format("tw:FactualStatement"),
        "DELETE { ?b ?p ?c } WHERE { " + _STATEMENT.format("tw:FactualStatement") + " }",
    ),
    "identity-total": (
        '?a tw:sideRole "total"',
        'DELETE { ?a tw:sideRole "total" } INSERT { ?a tw:sideRole "part" } WHERE { ?a tw:sideRole "total" }',
    ),
    "identifier-form": ("?a a tw:Target", "INSERT { ?a skos:exactMatch hgnc:CD33 } WHERE { ?a a tw:Target }"),
    "inference-premise": ("?a tw:premise ?b", "DELETE { ?a ?p ?b } WHERE { ?a ?p ?b FILTER(?p IN (tw:premise, tw:premiseTriple)) }"),
    "promise-leak": (
        _STATEMENT.format("tw:ForwardLookingStatement"),
        "INSERT { ?b ?p ?c } WHERE { " + _STATEMENT.format("tw:ForwardLookingStatement") + " }",
    ),
    "promise-past": (
        "?a tw:windowEnd ?b . ?c tw:expectedWindow ?a ; dcterms:issued ?d",
        """DELETE { ?a dcterms:issued ?b } INSERT { ?a dcterms:issued "2099-01-01"^^xsd:date }
        WHERE { ?a a tw:ForwardLookingStatement ; dcterms:issued ?b }""",
    ),
    "resolution-decided": ("?a tw:decidedBy ?b", "DELETE { ?a tw:decidedBy ?b } WHERE { ?a tw:decidedBy ?b }"),
    "resolution-open": (
        '?a tw:outcome "open" . ?b a tw:Release',
        'INSERT { ?a tw:decidedBy ?b } WHERE { ?a tw:outcome "open" . ?b a tw:Release }',
    ),
    "resolution-twice": (
        "?a tw:resolves ?b",
        'INSERT { resolution:another a tw:PromiseResolution ; tw:outcome "open" ; tw:resolves ?b } WHERE { ?a tw:resolves ?b }',
    ),
    "side-words": (
        "?a tw:sideStatement ?b",
        "DELETE { ?a tw:sideStatement ?b } WHERE { ?a tw:sideStatement ?b }",
    ),
    "supersedes-order": (
        "?a tw:supersedes ?b",
        "DELETE { ?a tw:supersedes ?b } INSERT { ?b tw:supersedes ?a } WHERE { ?a tw:supersedes ?b }",
    ),
    "same-as-none": ("?a a tw:Name", "INSERT { ?a owl:sameAs name:another } WHERE { ?a a tw:Name }"),
    "trial-compound": (
        "?a tw:testedIn ?b . ?c tw:stmtPredicate tw:testedIn",
        """DELETE { ?a tw:testedIn ?b . ?c tw:stmtPredicate tw:testedIn } INSERT { ?c tw:stmtPredicate tw:reportsTrial }
        WHERE { ?a tw:testedIn ?b . ?c tw:stmtPredicate tw:testedIn }""",
    ),
    "orphan-node": ("?a a tw:Compound", "INSERT DATA { compound:left-over a tw:Compound ; rdfs:label 'Left-over' }"),
    "orphan-span": ("?a tw:hasEvidence ?b", "DELETE { ?a tw:hasEvidence ?b } WHERE { ?a tw:hasEvidence ?b }"),
    "foreign-evidence": (
        "?a tw:hasEvidence ?b . ?b oa:hasSource ?c",
        "DELETE { ?b oa:hasSource ?c } INSERT { ?b oa:hasSource release:another } WHERE { ?a tw:hasEvidence ?b . ?b oa:hasSource ?c }",
    ),
    "shared-identifier": (
        "?a a tw:Target . ?b a tw:Compound",
        "INSERT { ?a skos:exactMatch hgnc:1659 . ?b skos:exactMatch hgnc:1659 } WHERE { ?a a tw:Target . ?b a tw:Compound }",
    ),
}
"""By kind of finding: what the example must have (?a, ?b, ?c), and the update that does the damage."""
