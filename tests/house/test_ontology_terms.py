"""Every term that anything uses is declared, every declared term is used or says why not, and each has what its page needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.facts_fixture import documents, facts

from triplewire import vocab
from triplewire.reason import infer
from triplewire.terms import Term, examples, terms
from triplewire.triplify import background, reference, triplify

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("src/**/*.py", "src/**/*.html", "ontology/rules/*.rq", "ontology/shapes/*.ttl", "queries/**/*.rq")
DESCRIBED = NamedNode(f"{vocab.GRAPH}ontology")
BY_IRI = {t.iri: t for t in terms()}


@cache
def in_text() -> frozenset[str]:
    """The terms that the program, the rules, the shapes and the queries name, as IRIs."""
    found = set()
    for file in (f for place in PLACES for f in ROOT.glob(place)):
        text = file.read_text("utf-8")
        found |= set(re.findall(r"(?<![\w-])tw:([A-Za-z][\w-]*)", text)) | set(re.findall(r"""vocab\.term\("(\w+)"\)""", text))
    return frozenset(vocab.term(name) for name in found)


def in_graph(quads: Iterable[Quad]) -> frozenset[str]:
    """The terms that a graph uses, but for where it only repeats their labels."""
    nodes = (t for q in quads if q.graph_name != DESCRIBED for t in (q.predicate, q.object) if isinstance(t, NamedNode))
    return frozenset(n.value for n in nodes if n.value.startswith(vocab.TW) or n.value in BY_IRI)


@cache
def written() -> frozenset[str]:
    """The terms in a graph of every family, with all background knowledge and what follows from both."""
    quads = triplify(list(documents()), list(facts()))
    quads += background(quads, everything=True)
    return in_graph([*quads, *infer(quads)])


def sampled(out: Path) -> frozenset[str]:
    """The terms in the graph of the sample releases."""
    return in_graph(parse(path=out / "current" / "graph.trig", format=RdfFormat.TRIG))


def by_word(term: Term) -> bool:
    """Whether a fact may use an individual by its words."""
    return any(
        reference.find(kind, words) == NamedNode(term.iri) for kind in reference.KINDS.values() for words in (term.notation, term.label)
    )


def structure(used: set[str]) -> set[str]:
    """What holds used terms together: their classes, wider terms, domains, ranges, inverses, what is said of individuals, and so on."""
    out = set(used)
    while True:
        known = [BY_IRI[i] for i in out if i in BY_IRI]
        around = {n for t in known for n in (*t.parents, *t.domain, *t.range, t.inverse, *(p for p, _ in t.values))}
        more = {vocab.curie_to_iri(n) for n in around if n.startswith("tw:")} - out
        if not more:
            return out
        out |= more


def test_every_term_that_the_program_names_is_declared() -> None:
    """No `tw:` name in the source, the rules, the shapes or the queries is unknown to the ontology."""
    assert sorted(in_text() - set(BY_IRI) - {vocab.TW}) == []


def test_every_term_that_a_graph_uses_is_declared(sample_out: Path) -> None:
    """Neither the graph of the samples nor one of every family uses a term that the ontology does not declare."""
    assert sorted((sampled(sample_out) | written()) - set(BY_IRI)) == []
    assert len(written()) > 120


def test_every_declared_term_is_used_or_reserved(sample_out: Path) -> None:
    """A term that nothing writes, names, looks up or rests on says in a note what it is reserved for; the others have no such note."""
    used = structure({*in_text(), *written(), *sampled(sample_out), *(t.iri for t in terms() if t.kind == "individual" and by_word(t))})
    unexplained = [t.name for t in terms() if t.iri not in used and not t.reserved]
    assert unexplained == []


def test_no_reserved_term_is_written(sample_out: Path) -> None:
    """A term that a graph uses is not reserved any more."""
    assert [t.name for t in terms() if t.reserved and t.iri in written() | sampled(sample_out)] == []


def test_each_term_has_an_example_that_uses_it() -> None:
    """The example of a term names it, or a narrower class of it."""
    found = {t.name: examples().get(t.iri) for t in terms()}
    assert [name for name, example in found.items() if example is None or (example.through or name) not in example.text] == []


def test_the_contract_s_families_have_their_terms() -> None:
    """What the families speak of has classes and properties: from compounds to counts, promises and findings."""
    needed = """Compound Technology Payload Target Indication Biomarker Organization Agreement Territory DealTerm RegulatoryDesignation
        OrphanDesignation DesignationStatus DevelopmentStage ClinicalTrial TreatmentSetting LineOfTherapy Milestone MilestoneKind
        Presentation Conference FinancialMeasure ReportedMeasure GuidanceMeasure Person Position Count ForwardLookingStatement
        PromiseResolution Finding brandName genericName codeName amount low high currency period forPeriod statedScale perShare
        coversTerritory royaltyRate roleTitle designationStatus lineOfTherapy presentsStudy countValue outcome"""
    assert sorted({vocab.term(name) for name in needed.split()} - set(BY_IRI)) == []
