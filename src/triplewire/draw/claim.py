"""Claims as the graph has them: a statement or an inference with its own triples, read from the index of the store.

A query that asks for each property of a statement makes a look-up of each, and on disk a look-up costs more than the triple it finds:
all triples of one subject lie beside each other, so one look-up gives them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire import vocab
from triplewire.store import is_merged

KINDS = {
    vocab.term("FactualStatement"): "stated",
    vocab.term("ForwardLookingStatement"): "expected",
    vocab.term("NegativeStatement"): "denied",
    vocab.term("DerivedStatement"): "inferred",
}
"""What claims of a class are: stated, expected, denied or inferred."""
_TYPE, _ISSUED = vocab.prefixes()["rdf"] + "type", vocab.prefixes()["dcterms"] + "issued"
_STATED = tuple(vocab.term(name) for name in ("stmtSubject", "stmtPredicate", "stmtObject", "extractionRule"))
_INFERRED = tuple(vocab.term(name) for name in ("infersSubject", "infersPredicate", "infersObject", "byRule"))
_RELEASE, _CONFIDENCE, _HEDGE, _WINDOW, _FLAG = (vocab.term(n) for n in ("statedIn", "confidence", "hedge", "windowText", "flag"))
_TIMES = (vocab.term("expectedWindow"), vocab.term("occurredIn"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of what: `kind` is a value of KINDS; subject, relation and object are IRIs (an object may be a literal's text); what
    the graph does not have is "".
    """

    kind: str
    subject: str
    relation: str
    object: str
    rule: str = ""
    release: str = ""
    date: str = ""
    confidence: str = ""
    hedge: str = ""
    window: str = ""
    time: str = ""
    flags: tuple[str, ...] = ()


def claims(store: ox.Store, iris: Iterable[str]) -> dict[str, Claim]:
    """IRI -> claim; what is none, or not in the store, is left out."""
    graph = ox.DefaultGraph() if is_merged(store) else None
    found = ((iri, _claim(_properties(store, iri, graph))) for iri in iris)
    return {iri: claim for iri, claim in found if claim}


def _properties(store: ox.Store, iri: str, graph: ox.DefaultGraph | None) -> dict[str, list[str]]:
    """Predicate -> its values, sorted."""
    out: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
        if not isinstance(quad.object, ox.Triple):
            out.setdefault(quad.predicate.value, []).append(quad.object.value)
    return {name: sorted(set(values)) for name, values in out.items()}


def _claim(told: Mapping[str, list[str]]) -> Claim | None:
    def first(*names: str) -> str:
        return next((told[name][0] for name in names if name in told), "")

    kind = next((KINDS[c] for c in told.get(_TYPE, ()) if c in KINDS), "")
    names = _STATED if kind and _STATED[0] in told else _INFERRED
    if not all(name in told for name in names[:3]):
        return None
    subject, relation, target, rule = (first(name) for name in names)
    return Claim(
        kind=kind if names is _STATED else "inferred",
        subject=subject,
        relation=relation,
        object=target,
        rule=rule,
        release=first(_RELEASE),
        date=first(_ISSUED),
        confidence=first(_CONFIDENCE),
        hedge=first(_HEDGE),
        window=first(_WINDOW),
        time=first(*_TIMES),
        flags=tuple(told.get(_FLAG, ())),
    )
