"""Rules and HermiT: what follows, from what, and whether they agree."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.facts_fixture import SPRING, documents, facts, make

from triplewire import vocab
from triplewire.errors import TriplewireError
from triplewire.model import Fact
from triplewire.reason import check, infer, why
from triplewire.reason.hermit import DEFINED
from triplewire.reason.rules import rules
from triplewire.triplify import background, triplify
from triplewire.triplify.rdf import TYPE, graph, name

needs_java = pytest.mark.skipif(not shutil.which("java"), reason="HermiT needs Java; install a Java runtime to run this test")


def stated(*some: Fact) -> list[Quad]:
    """The quads of a few facts (of all, when none is given) with what the background knows."""
    quads = triplify(documents(), list(some or facts()))
    return [*quads, *background(quads)]


def inferred(*some: Fact) -> set[tuple[object, object, object]]:
    """The triples that follow from a few facts."""
    return {(q.subject, q.predicate, q.object) for q in infer(stated(*some)) if q.graph_name == graph("inferred")}


def members(quads: list[Quad]) -> dict[str, set[str]]:
    """By class IRI the IRIs of its members."""
    out: dict[str, set[str]] = defaultdict(set)
    for q in quads:
        if q.predicate == TYPE and isinstance(q.object, NamedNode) and isinstance(q.subject, NamedNode):
            out[q.object.value].add(q.subject.value)
    return out


TAP = make(SPRING, "uses_technology", "is a TAP compound", compound="NVT-101", technology="TAP")
DENIED = make(SPRING, "uses_technology", "a non-TAP antibody", compound="NVT-205", technology="TAP", polarity="negated")
PAYLOAD = make(SPRING, "has_payload", "carries DM1", compound="NVT-101", payload="DM1")
ORPHAN = make(SPRING, "orphan_designation", "NVT-101 was given orphan status", compound="NVT-101", indication="sarcoma", region="US")
TRIAL = make(
    SPRING, "trial", "BEACON trial", compound="NVT-101", phase="Phase 3", name="BEACON", indication="sarcoma", trial_status="ongoing"
)
PLANNED = make(SPRING, "trial", "BEACON trial", compound="NVT-101", phase="Phase 3", name="BEACON", trial_status="planned")
PARTNERS = make(
    SPRING, "partnered_with", "Norvane works with Halcyra", organization_a="Norvane", organization_b="Halcyra", compound="NVT-330"
)


@pytest.mark.parametrize(
    ("fact", "triple"),
    [
        (TAP, ("compound:nvt-101", "rdf:type", "tw:TAPCompound")),
        (TAP, ("compound:nvt-101", "rdf:type", "tw:AntibodyDrugConjugate")),
        (DENIED, ("compound:nvt-205", "rdf:type", "tw:NonTAPCompound")),
        (PAYLOAD, ("compound:nvt-101", "tw:hasPayloadClass", "payload-class:maytansinoid")),
        (PAYLOAD, ("compound:nvt-101", "rdf:type", "tw:MaytansinoidConjugate")),
        (PAYLOAD, ("payload:dm1", "tw:isPartOf", "compound:nvt-101")),
        (ORPHAN, ("compound:nvt-101", "rdf:type", "tw:OrphanDesignatedCompound")),
        (ORPHAN, ("compound:nvt-101", "tw:orphanDesignatedFor", "indication:sarcoma")),
        (TRIAL, ("compound:nvt-101", "tw:reachedStage", "tw:phase3")),
        (TRIAL, ("compound:nvt-101", "tw:highestStage", "tw:phase3")),
        (TRIAL, ("compound:nvt-101", "tw:inClinicalTrialsFor", "indication:sarcoma")),
        (TRIAL, ("indication:sarcoma", "tw:hasCandidate", "compound:nvt-101")),
        (PARTNERS, ("orgn:halcyra", "tw:partnerOf", "orgn:norvane")),
        (PARTNERS, ("compound:nvt-330", "rdf:type", "tw:PartneredCompound")),
    ],
)
def test_what_follows_from_a_fact(fact: Fact, triple: tuple[str, str, str]) -> None:
    """Each kind of rule adds what it is for."""
    assert (name(triple[0]), name(triple[1]), name(triple[2])) in inferred(fact)


def test_nothing_follows_from_a_promise() -> None:
    """A planned trial gives no stage, no indication and no clinical-stage compound."""
    found = inferred(PLANNED)
    assert not [t for t in found if t[0] == name("compound:nvt-101")]


def test_silence_is_no_denial() -> None:
    """A compound of which no technology is said is neither a TAP compound nor a non-TAP compound."""
    found = inferred(ORPHAN)
    assert not [t for t in found if t[2] in {name("tw:TAPCompound"), name("tw:NonTAPCompound")}]


def test_what_is_inferred_was_not_said() -> None:
    """No inferred triple is among the given ones."""
    given = {(q.subject, q.predicate, q.object) for q in stated()}
    assert not given & inferred()


def test_every_inferred_triple_has_its_rule_and_its_premises() -> None:
    """For each inferred triple about data there is one inference node, with a rule that exists and at least one premise."""
    quads = infer(stated())
    claims: dict[object, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for q in quads:
        claims[q.subject][q.predicate.value.removeprefix(vocab.TW)].add(q.object)
    nodes = [c for s, c in claims.items() if isinstance(s, NamedNode) and s.value.startswith(vocab.ID + "inference/")]
    told = {(*c["infersSubject"], *c["infersPredicate"], *c["infersObject"]) for c in nodes}
    plain = {
        (q.subject, q.predicate, q.object)
        for q in quads
        if q.graph_name == graph("inferred") and not (isinstance(q.subject, NamedNode) and "/inference/" in q.subject.value)
    }
    assert told == plain
    assert all(c["premise"] or c["premiseTriple"] for c in nodes)
    assert {str(r).strip('"') for c in nodes for r in c["byRule"]} <= {r.name for r in rules()}


def test_premises_are_statements_or_inferences_of_the_graph() -> None:
    """Every premise is a node that the graph describes."""
    given = stated()
    quads = [*given, *infer(given)]
    described = {q.subject for q in quads if q.predicate == TYPE}
    assert not [q for q in quads if q.predicate == name("tw:premise") and q.object not in described]


def test_inferring_again_adds_nothing() -> None:
    """The rules have come to rest: from stated and inferred triples together nothing new follows."""
    given = stated()
    again = infer([*given, *infer(given)])
    assert [q for q in again if q.graph_name == graph("inferred")] == []


def test_the_order_of_quads_does_not_matter() -> None:
    """Reversed input gives the same inferences, premises included."""
    given = stated()
    assert infer(given) == infer(given[::-1])


@pytest.mark.java
@needs_java
def test_rules_and_hermit_agree_on_the_defined_classes() -> None:
    """HermiT finds the graph consistent, every class satisfiable, and the same members of each defined class as the rules."""
    given = stated()
    report = check(given)
    by_rules = members([*given, *infer(given)])
    assert report.consistent, report.explanation
    assert report.unsatisfiable == ()
    assert {c: set(m) for c, m in report.members.items()} == {vocab.term(c): by_rules[vocab.term(c)] for c in DEFINED}


@pytest.mark.java
@needs_java
def test_hermit_sees_a_contradiction_and_says_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A technology both said and denied of one compound is inconsistent, and the explanation names the compound; nothing is left on
    the disk.
    """
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    said = make(SPRING, "uses_technology", "a non-TAP antibody", compound="NVT-205", technology="TAP")
    report = check(stated(said, DENIED))
    assert not report.consistent
    assert "NVT-205" in report.explanation
    assert list(tmp_path.iterdir()) == []


def test_without_java_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without Java the check names Java and the other reasoner."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(TriplewireError, match=r"Java.*--reasoner rules"):
        check([])


def test_evidence_with_a_broken_place_is_left_out_of_an_explanation() -> None:
    """A span whose start is no number has no words to show; its statement is told all the same."""
    quads = triplify(documents(), [facts()[0]])
    broken = [q if q.predicate != name("oa:start") else Quad(q.subject, q.predicate, Literal("soon"), q.graph_name) for q in quads]
    stores = Store(), Store()
    for store, given in zip(stores, (quads, broken), strict=True):
        store.extend(given)
    statement = next(q.subject for q in quads if q.predicate == name("tw:hasEvidence"))
    assert isinstance(statement, NamedNode)
    whole, torn = (why(statement, store) for store in stores)
    assert (whole.standing, torn.standing) == ("stated", "stated")
    assert whole.words
    assert torn.words == ()
