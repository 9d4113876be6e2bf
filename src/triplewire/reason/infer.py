"""Run the rules until nothing new follows, and write down for each new triple the rule and what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from triplewire import vocab
from triplewire.errors import TriplewireError
from triplewire.reason.rules import Rule, Triple, filled, rules
from triplewire.terms import plain

MOST_ROUNDS = 30
INFERRED = NamedNode(vocab.GRAPH + "inferred")
VOCABULARY = NamedNode(vocab.GRAPH + "ontology")
SCHEMA = NamedNode(vocab.GRAPH + "schema")
TYPE = NamedNode(vocab.curie_to_iri("rdf:type"))
LABELLED = frozenset(vocab.curie_to_iri(c) for c in ("rdf:type", "rdfs:label", "skos:definition"))

Derivation = tuple[str, tuple[Triple | NamedNode, ...]]


def infer(quads: Iterable[Quad]) -> list[Quad]:
    """What follows from `quads` by `ontology/rules/*.rq`: new triples and an `inference:` node for each, in the graph `inferred`.

    Sorted by subject; labels of terms that come in only here go to the graph `ontology`. Only what holds counts: promises and denials are
    no direct triples and so start no rule. Raises TriplewireError when the rules have not come to rest after 30 rounds.
    """
    store, schema = _load(quads)
    derived: dict[Triple, Derivation] = {}
    steady = [r for r in rules() if not r.last]
    news: frozenset[NamedNode] | None = None
    for _ in range(MOST_ROUNDS):
        news = frozenset(t[1] for rule in steady if rule.stirred(news) for t in _apply(rule, store, derived))
        if not news:
            break
    else:
        raise TriplewireError(
            f"the rules still add triples after {MOST_ROUNDS} rounds; look for a rule that feeds itself in ontology/rules/"
        )
    for rule in rules():
        if rule.last:
            _apply(rule, store, derived)
    written = list(_written(derived, _statements(store), schema))
    return sorted({*written, *_labels(written, store)}, key=str)


def _load(quads: Iterable[Quad]) -> tuple[Store, frozenset[Triple]]:
    store = Store()
    store.extend(quads)
    store.extend(Quad(*triple, SCHEMA) for triple in plain())
    return store, frozenset(plain())


def _apply(rule: Rule, store: Store, derived: dict[Triple, Derivation]) -> Iterable[Triple]:
    """Add what `rule` concludes and nobody has said yet; say which triples these are."""
    found: dict[Triple, Derivation] = {}
    matches = store.query(rule.select, use_default_graph_as_union=True)
    if not isinstance(matches, QuerySolutions):
        raise TypeError(f"rule {rule.name} does not select")
    bound = frozenset(v.value for v in matches.variables)
    for match in matches:
        for pattern in rule.concludes:
            triple = filled(pattern, match, bound)
            if triple is None or _is_schema(triple[0]) or any(store.quads_for_pattern(*triple, None)):
                continue
            witness = match[rule.witness] if rule.witness else None
            premises = (
                (witness,) if isinstance(witness, NamedNode) else tuple(filter(None, (filled(p, match, bound) for p in rule.premises)))
            )
            # Several matches may lead to one triple; the first in order is kept, so that every run keeps the same one.
            option = (rule.name, premises)
            if triple not in found or _key(option) < _key(found[triple]):
                found[triple] = option
    store.extend(Quad(*triple, INFERRED) for triple in found)
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
    rows = store.query(BACKING, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    for statement, subject, predicate, value in rows:
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
            assert isinstance(statement, NamedNode)
            out.setdefault((subject, predicate, value), set()).add(statement)
    return {triple: sorted(found, key=str) for triple, found in out.items()}


def inference_node(triple: Triple) -> NamedNode:
    """The node that explains an inferred triple."""
    digest = hashlib.sha256("\x1f".join(str(t) for t in triple).encode()).hexdigest()[:16]
    return NamedNode(f"{vocab.ID}inference/{digest}")


def _written(derived: dict[Triple, Derivation], statements: dict[Triple, list[NamedNode]], schema: frozenset[Triple]) -> Iterator[Quad]:
    def write(node: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(node, NamedNode(vocab.term(predicate)), value, INFERRED)

    for triple, (rule, premises) in derived.items():
        node = inference_node(triple)
        yield Quad(*triple, INFERRED)
        yield Quad(node, TYPE, NamedNode(vocab.term("Inference")), INFERRED)
        yield write(node, "infersSubject", triple[0])
        yield write(node, "infersPredicate", triple[1])
        yield write(node, "infersObject", triple[2])
        yield write(node, "byRule", Literal(rule))
        for premise in premises:
            if isinstance(premise, NamedNode):
                yield write(node, "premise", premise)
            elif premise in derived:
                yield write(node, "premise", inference_node(premise))
            elif premise in statements:
                yield from (write(node, "premise", s) for s in statements[premise])
            elif premise not in schema:
                yield write(node, "premiseTriple", Literal(" ".join(short(t) for t in premise)))


def short(term: NamedNode | Literal) -> str:
    """A term for people: a prefixed name where the prefix map has one, else as N-Triples writes it."""
    short = vocab.curie(term.value) if isinstance(term, NamedNode) else ""
    return str(term) if short in ("", term.value) else short


def _labels(written: Iterable[Quad], store: Store) -> Iterator[Quad]:
    """Label, type and definition of those ontology terms that only the inferred triples use."""
    known = {q.subject for q in store.quads_for_pattern(None, None, None, VOCABULARY)}
    used = {t for q in written for t in (q.predicate, q.object) if isinstance(t, NamedNode)} - known
    for subject, predicate, value in plain():
        if subject in used and predicate.value in LABELLED:
            yield Quad(subject, predicate, value, VOCABULARY)
