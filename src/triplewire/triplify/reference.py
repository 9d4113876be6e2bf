"""The individuals that the ontology itself names: stages, jurisdictions, kinds and types, found by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.terms import plain
from triplewire.triplify.rdf import ALT_LABEL, LABEL, TYPE, Triple, graph, name

KINDS: Mapping[str, str] = {
    "tw:NonClinicalStage": "stage",
    "tw:ClinicalStage": "stage",
    "tw:MarketStage": "stage",
    "tw:EndStage": "stage",
    "tw:Jurisdiction": "jurisdiction",
    "tw:DesignationType": "designation-type",
    "tw:DesignationStatus": "designation-status",
    "tw:MilestoneKind": "milestone-kind",
    "tw:DealKind": "deal-kind",
    "tw:TrialStatus": "trial-status",
    "tw:LineOfTherapy": "line-of-therapy",
    "tw:TreatmentSetting": "treatment-setting",
    "tw:Technology": "technology",
    "tw:PayloadClass": "payload-class",
}
SHOWN = ("rdfs:label", "skos:altLabel", "skos:notation", "skos:definition", "tw:stageOrder")


@cache
def _by_words() -> dict[tuple[str, str], NamedNode]:
    kinds = {name(cls): kind for cls, kind in KINDS.items()}
    kind_of = {s: kinds[o] for s, p, o in plain() if p == TYPE and isinstance(o, NamedNode) and o in kinds}
    words = {LABEL, ALT_LABEL, name("skos:notation")}
    return {(kind_of[s], vocab.slug(o.value)): s for s, p, o in plain() if s in kind_of and p in words}


def find(kind: str, words: str) -> NamedNode | None:
    """The ontology's individual of `kind` that `words` name by notation, label or altLabel; None when there is none."""
    return _by_words().get((kind, vocab.slug(words)))


@cache
def _descriptions() -> dict[NamedNode, tuple[Triple, ...]]:
    shown = {name(p) for p in SHOWN}
    hidden = {name("owl:NamedIndividual"), name("owl:Ontology")}
    out: dict[NamedNode, list[Triple]] = {}
    for s, p, o in plain():
        if p in shown or (p == TYPE and o not in hidden):
            out.setdefault(s, []).append((s, p, o))
    return {s: tuple(found) for s, found in out.items()}


def title(term: NamedNode) -> str:
    """The label that the ontology gives `term`, "" when it is not of the ontology."""
    return next((o.value for _, p, o in _descriptions().get(term, ()) if p == LABEL), "")


def labels(term: NamedNode) -> frozenset[str]:
    """The label and other names that the ontology gives `term`; empty when it is not of the ontology."""
    return frozenset(o.value for _, p, o in _descriptions().get(term, ()) if p in {LABEL, ALT_LABEL})


def is_described(term: NamedNode) -> bool:
    """Whether the ontology describes a term."""
    return term in _descriptions()


def described(terms: Iterable[NamedNode]) -> Iterator[Quad]:
    """Labels, types and definitions of those `terms` that the ontology describes, in the graph `ontology`."""
    for term in terms:
        yield from (Quad(s, p, o, graph("ontology")) for s, p, o in _descriptions().get(term, ()))
