"""Run the rules until nothing new follows, and write down for each new triple the rule and what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from triplewire import vocab
from triplewire.errors import TriplewireError
from triplewire.reason.rules import Rule, Triple, filled, rules
from triplewire.terms import plain

MOST_ROUNDS = 30
INFERRED = NamedNode(vocab.GRAPH + "inferred")
VOCABULARY = NamedNode(vocab.GRAPH + "ontology")
TYPE = NamedNode(vocab.curie_to_iri("rdf:type"))
LABELLED = frozenset(vocab.curie_to_iri(c) for c in ("rdf:type", "rdfs:label", "skos:definition"))

Derivation = tuple[str, tuple[Triple | NamedNode, ...]]


@dataclass(frozen=True)
class Derived:
    """What follows from a graph: each new triple with its rule and premises; the statements behind triples; what is the ontology's."""

    triples: Mapping[Triple, Derivation]
    statements: Mapping[Triple, Sequence[NamedNode]]
    schema: frozenset[Triple]

    def written(self, triple: Triple) -> Iterator[Quad]:
        """A triple of these and its `inference:` node."""
        return _written(triple, self)


def infer(quads: Iterable[Quad]) -> list[Quad]:
    """What follows from `quads` by `ontology/rules/*.rq`: new triples and an `inference:` node for each, in the graph `inferred`.

    Sorted by subject; labels of terms that come in only here go to the graph `ontology`. Only what holds counts: promises and denials are
    no direct triples and so start no rule. Raises TriplewireError when the rules have not come to rest after 30 rounds.
    """
    given = list(quads)
    found = derived(given)
    written = [quad for triple in found.triples for quad in found.written(triple)]
    known = {q.subject for q in given if q.graph_name == VOCABULARY and isinstance(q.subject, NamedNode)}
    return sorted({*written, *term_labels(terms_in(written) - known)}, key=str)


def derived(quads: Iterable[Quad]) -> Derived:
    """What follows from `quads` by the rules. Raises TriplewireError when they have not come to rest after 30 rounds."""
    store, schema = _load(quads)
    found: dict[Triple, Derivation] = {}
    steady = [r for r in rules() if not r.last]
    news: frozenset[NamedNode] | None = None
    for _ in range(MOST_ROUNDS):
        news = frozenset(t[1] for rule in steady if rule.stirred(news) for t in _apply(rule, store, found))
        if not news:
            break
    else:
        raise TriplewireError(
            f"the rules still add triples after {MOST_ROUNDS} rounds; look for a rule that feeds itself in ontology/rules/"
        )
    for rule in rules():
        if rule.last:
            _apply(rule, store, found)
    return Derived(found, _statements(store), schema)


def _load(quads: Iterable[Quad]) -> tuple[Store, frozenset[Triple]]:
    # Rules do not ask which graph tells something, and the engine meets a triple of several graphs once for each in their union.
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    store.extend(Quad(*triple) for triple in plain())
    return store, frozenset(plain())


def _apply(rule: Rule, store: Store, derived: dict[Triple, Derivation]) -> Iterable[Triple]:
    """Add what `rule` concludes and nobody has said yet; say which triples these are."""
    found: dict[Triple, Derivation] = {}
    matches = store.query(rule.select)
    if not isinstance(matches, QuerySolutions):
        raise TypeError(f"rule {rule.name} does not select")
    bound = frozenset(v.value for v in matches.variables)
    for match in matches:
        for pattern in rule.concludes:
            triple = filled(pattern, match, bound)
            if triple is None or _is_schema(triple[0]) or Quad(*triple) in store:
                continue
            witness = match[rule.witness] if rule.witness else None
            premises = (
                (witness,) if isinstance(witness, NamedNode) else tuple(filter(None, (filled(p, match, bound) for p in rule.premises)))
            )
            # Several matches may lead to one triple; the first in order is kept, so that every run keeps the same one.
            option = (rule.name, premises)
            if triple not in found or _key(option) < _key(found[triple]):
                found[triple] = option
    store.extend(Quad(*triple) for triple in found)
    derived.update(found)
    return found


@cache
def _schema_subjects() -> frozenset[NamedNode]:
    return frozenset(subject for subject, _, _ in plain())


def _is_schema(node: NamedNode) -> bool:
    """Whether a node is the ontology's own; what follows about those is no news."""
    return node in _schema_subjects()


def _key(derivation: Derivation) -> str:
    return str([[str(t) for t in p] if isinstance(p, tuple) else str(p) for p in derivation[1]])


BACKING = """PREFIX tw: <https://w3id.org/triplewire/ontology#>
SELECT ?statement ?subject ?predicate ?object WHERE {
  VALUES ?kind { tw:FactualStatement tw:DerivedStatement }
  ?statement a ?kind ; tw:stmtSubject ?subject ; tw:stmtPredicate ?predicate ; tw:stmtObject ?object
}"""


def _statements(store: Store) -> dict[Triple, list[NamedNode]]:
    """By claimed triple, the statements that back it, sorted."""
    out: dict[Triple, set[NamedNode]] = {}
    rows = store.query(BACKING)
    assert isinstance(rows, QuerySolutions)
    for statement, subject, predicate, value in rows:
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
            assert isinstance(statement, NamedNode)
            out.setdefault((subject, predicate, value), set()).add(statement)
    return {triple: sorted(found, key=str) for triple, found in out.items()}


@cache
def properties() -> frozenset[NamedNode]:
    """The properties that rules have to do with, by their names or by what the ontology says of them: whatever else is told, the same
    follows, with the same premises. Raises DataError for what is no rule.
    """
    found = {TYPE, *(NamedNode(vocab.term(end)) for end in ("stmtSubject", "stmtPredicate", "stmtObject"))}
    for rule in rules():
        for _, predicate, _ in (*rule.premises, *rule.concludes):
            if isinstance(predicate, str):
                found.update(_meant(rule, predicate))
            elif isinstance(predicate, NamedNode):
                found.add(predicate)
    return frozenset(found)


def _meant(rule: Rule, variable: str) -> Iterator[NamedNode]:
    """What a variable of a rule can stand for, by what its premises ask of the ontology."""
    asked = [premise for premise in rule.premises if variable in (premise[0], premise[2])]
    for told in plain():
        for premise in asked:
            if all(isinstance(wanted, str) or wanted == term for wanted, term in zip(premise, told, strict=True)):
                yield from (term for wanted, term in zip(premise, told, strict=True) if wanted == variable and isinstance(term, NamedNode))


def inference_node(triple: Triple) -> NamedNode:
    """The node that explains an inferred triple."""
    digest = hashlib.sha256("\x1f".join(str(t) for t in triple).encode()).hexdigest()[:16]
    return NamedNode(f"{vocab.ID}inference/{digest}")


def _written(triple: Triple, found: Derived) -> Iterator[Quad]:
    node, (rule, premises) = inference_node(triple), found.triples[triple]

    def write(predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(node, NamedNode(vocab.term(predicate)), value, INFERRED)

    yield Quad(*triple, INFERRED)
    yield Quad(node, TYPE, NamedNode(vocab.term("Inference")), INFERRED)
    yield write("infersSubject", triple[0])
    yield write("infersPredicate", triple[1])
    yield write("infersObject", triple[2])
    yield write("byRule", Literal(rule))
    for premise in premises:
        if isinstance(premise, NamedNode):
            yield write("premise", premise)
        elif premise in found.triples:
            yield write("premise", inference_node(premise))
        elif premise in found.statements:
            yield from (write("premise", s) for s in found.statements[premise])
        elif premise not in found.schema:
            yield write("premiseTriple", Literal(" ".join(short(t) for t in premise)))


def short(term: NamedNode | Literal) -> str:
    """A term for people: a prefixed name where the prefix map has one, else as N-Triples writes it."""
    short = vocab.curie(term.value) if isinstance(term, NamedNode) else ""
    return str(term) if short in ("", term.value) else short


def terms_in(quads: Iterable[Quad]) -> set[NamedNode]:
    """The nodes that inferences use as property or as value: where terms of the ontology stand."""
    return {t for q in quads for t in (q.predicate, q.object) if isinstance(t, NamedNode)}


def term_labels(terms: Collection[NamedNode]) -> Iterator[Quad]:
    """Label, type and definition of those of some terms that are the ontology's."""
    for subject, predicate, value in plain():
        if subject in terms and predicate.value in LABELLED:
            yield Quad(subject, predicate, value, VOCABULARY)
