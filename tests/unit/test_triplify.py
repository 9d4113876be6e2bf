"""Facts become statements, and direct triples only where they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from tests.facts_fixture import AUTUMN, HALCYRA, SPRING, documents, facts, make

from triplewire import vocab
from triplewire.errors import NotFoundError
from triplewire.model import Document, Evidence, Fact, Release, When
from triplewire.reconcile import ledger
from triplewire.triplify import background, resolutions, triplify
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.rdf import graph, name


def quads_of(*some: Fact) -> list[Quad]:
    """The quads of a few facts, with all releases."""
    return triplify(documents(), list(some))


def triples(quads: list[Quad]) -> set[tuple[object, object, object]]:
    """The triples, graphs left out."""
    return {(q.subject, q.predicate, q.object) for q in quads}


def node(fact: Fact) -> NamedNode:
    """The statement of a fact."""
    return NamedNode(f"{vocab.ID}statement/{fact.id}")


def values(quads: list[Quad], subject: NamedNode, predicate: str) -> list[str]:
    """The values of a property in all graphs together, sorted."""
    found = {q.object for q in quads if q.subject == subject and q.predicate == name(predicate)}
    return sorted(o.value for o in found if isinstance(o, NamedNode | Literal))


def claimed(quads: list[Quad], fact: Fact) -> tuple[object, object, object]:
    """The triple that the statement of a fact claims."""
    found = {q.predicate.value.removeprefix(vocab.TW): q.object for q in quads if q.subject == node(fact)}
    return found["stmtSubject"], found["stmtPredicate"], found["stmtObject"]


def issued(release: str, issuer: str) -> Document:
    """A release of an issuer, without words."""
    return Document("A", Release(release, "0" * 64, issuer=issuer))


TARGET = make(SPRING, "has_target", "is directed to GLR3", compound="NVT-101", target="GLR3")


def test_a_fact_that_holds_is_a_direct_triple_of_its_release() -> None:
    """A stated, actual, positive fact stands as a direct triple in the graph of its release."""
    assert Quad(name("compound:nvt-101"), name("tw:targets"), name("target:glr3"), graph(f"release/{SPRING}")) in quads_of(TARGET)


@pytest.mark.parametrize("fact", facts(), ids=lambda f: f"{f.family}-{f.id[:6]}")
def test_the_direct_triple_is_there_if_and_only_if_the_fact_holds(fact: Fact) -> None:
    """Alone in a graph, a fact is a direct triple exactly when it is neither expected nor denied."""
    quads = quads_of(fact)
    holds = fact.status == "actual" and fact.polarity == "positive" and fact.family != "guidance" and fact.arg("trial_status") != "planned"
    assert (claimed(quads, fact) in triples(quads)) == holds


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "FactualStatement"),
        ({"status": "expected"}, "ForwardLookingStatement"),
        ({"status": "planned"}, "ForwardLookingStatement"),
        ({"polarity": "negated"}, "NegativeStatement"),
        ({"polarity": "negated", "status": "planned"}, "NegativeStatement"),
        ({"basis": "nomenclature"}, "DerivedStatement"),
        ({"basis": "background", "status": "planned"}, "DerivedStatement"),
    ],
)
def test_the_standing_of_a_fact_is_the_class_of_its_statement(change: dict[str, str], expected: str) -> None:
    """Each combination of status, polarity and basis gives exactly one class of statement."""
    fact = replace(TARGET, **change)  # type: ignore[arg-type]
    assert values(quads_of(fact), node(fact), "rdf:type") == [vocab.term(expected)]


def test_a_derived_fact_is_never_put_into_the_mouth_of_a_release() -> None:
    """A fact by nomenclature lies in the background graph and has no tw:statedIn."""
    fact = replace(TARGET, basis="nomenclature")
    quads = quads_of(fact)
    assert values(quads, node(fact), "tw:statedIn") == []
    assert {q.graph_name for q in quads if q.predicate == name("tw:targets")} == {graph("background")}


def test_a_denied_technology_is_a_negative_assertion_on_an_iri() -> None:
    """What cannot change with time and is denied has a negative property assertion for reasoners."""
    fact = next(f for f in facts() if f.family == "uses_technology" and f.polarity == "negated")
    denial = NamedNode(f"{vocab.ID}denial/{fact.id}")
    quads = quads_of(fact)
    assert values(quads, denial, "owl:sourceIndividual") == [vocab.entity("compound", "NVT-205")]
    assert values(quads, denial, "owl:assertionProperty") == [vocab.term("usesTechnology")]


def test_a_denied_partnership_is_no_negative_assertion() -> None:
    """A collaboration that ended does not contradict that it once was: no negative assertion is written."""
    fact = make(
        SPRING, "partnered_with", "Norvane works with Halcyra", organization_a="Norvane", organization_b="Halcyra", polarity="negated"
    )
    assert not [q for q in quads_of(fact) if q.object == name("owl:NegativePropertyAssertion")]


def test_no_blank_node_anywhere() -> None:
    """Subjects and objects are IRIs and literals only."""
    assert not [q for q in quads_of(*facts()) if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_evidence_quotes_the_raw_text() -> None:
    """Each quote selector holds exactly the raw characters between the start and end of its position selector."""
    quads, raw = quads_of(*facts()), {d.release.id: d.raw for d in documents()}
    spans = {q.subject for q in quads if q.object == name("tw:EvidenceSpan") and isinstance(q.subject, NamedNode)}
    for span in spans:
        release = values(quads, span, "oa:hasSource")[0].rpartition("/")[2]
        position, quote = NamedNode(f"{span.value}-position"), NamedNode(f"{span.value}-quote")
        start, end = (int(values(quads, position, p)[0]) for p in ("oa:start", "oa:end"))
        assert values(quads, quote, "oa:exact") == [raw[release][start:end]]


def test_a_repair_inside_the_evidence_is_linked_to_the_statement() -> None:
    """A statement whose words were repaired points to the repair with both readings."""
    fact = next(f for f in facts() if f.family == "trial" and f.release == SPRING)
    quads = quads_of(fact)
    repairs = values(quads, node(fact), "tw:hasRepair")
    assert len(repairs) == 1
    assert values(quads, NamedNode(repairs[0]), "tw:rawValue") == ["Phase lll"]
    assert values(quads, NamedNode(repairs[0]), "tw:repairedValue") == ["Phase III"]


def test_an_unknown_date_stays_unknown() -> None:
    """A release without a date gives statements without dcterms:issued."""
    release = Release("r", "0" * 64, "Title")
    fact = Fact("has_target", {"compound": "A-1", "target": "B"}, (Evidence(0, 1, "A"),), "r", "0" * 64, "x")
    assert not [q for q in triplify([Document("A", release)], [fact]) if q.predicate == name("dcterms:issued")]


def test_a_time_that_cannot_be_placed_keeps_its_words() -> None:
    """A relative time in a release without a date has its words on the statement and no window."""
    fact = replace(TARGET, status="expected", when=When("next spring"))
    quads = quads_of(fact)
    assert values(quads, node(fact), "tw:windowText") == ["next spring"]
    assert values(quads, node(fact), "tw:expectedWindow") == []


def test_an_open_window_has_one_side() -> None:
    """A window that is only closed at its end has no start."""
    fact = replace(TARGET, status="expected", when=When("by 2028", None, date(2028, 12, 31), "year", "civil", "by"))
    window = name("window:..--2028-12-31")
    quads = quads_of(fact)
    assert values(quads, node(fact), "tw:expectedWindow") == [window.value]
    assert values(quads, window, "tw:windowStart") == []


def test_the_same_designation_in_two_regions_is_two_nodes() -> None:
    """Compound, indication and region together make one designation."""
    quads = quads_of(*(f for f in facts() if f.family == "orphan_designation"))
    assert len([q for q in quads if q.predicate == name("tw:hasOrphanDesignation")]) == 2


def test_two_amounts_for_one_measure_stay_apart() -> None:
    """A measure with another value is another node, so no claim overwrites the other."""
    one = next(f for f in facts() if f.family == "financial")
    other = replace(one, args={**one.args, "value": 13000000})
    quads = quads_of(one, other)
    assert len({q.object for q in quads if q.predicate == name("tw:reportsMeasure")}) == 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [(12900000.0, "12900000"), (0.19, "0.19"), ("1,250.50", "1250.5"), (1e-07, "0.0000001"), (2.5e22, "25000000000000000000000")],
)
def test_amounts_are_plain_decimals(value: float | str, expected: str) -> None:
    """An amount has no exponent, no thousands separator and no needless zeros."""
    fact = make(SPRING, "financial", "Cash stood", organization="Norvane", metric="cash", period="x", value=value, currency="USD")
    assert [q.object.value for q in quads_of(fact) if q.predicate == name("tw:amount") and isinstance(q.object, Literal)] == [expected]


def test_a_value_that_is_no_number_is_kept_as_a_qualifier() -> None:
    """What cannot be a number is not dropped: it becomes a qualifier of the statement."""
    fact = make(SPRING, "count", "seven Norvane compounds in the clinic", organization="Norvane", what="compounds", value="seven")
    assert values(quads_of(fact), node(fact), "tw:qualifier") == ["value=seven"]


def test_an_argument_that_no_rule_places_is_kept_as_a_qualifier() -> None:
    """An argument unknown to the family stays on the statement as name=value."""
    fact = replace(TARGET, args={**TARGET.args, "line": "second"})
    assert values(quads_of(fact), node(fact), "tw:qualifier") == ["line=second"]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_fact_without_arguments_still_becomes_a_statement(family: str) -> None:
    """No family fails on a fact that lacks its arguments; the statement is complete."""
    fact = Fact(family, {}, (Evidence(0, 1, "N"),), SPRING, documents()[0].release.sha256, "x")
    assert len(claimed(quads_of(fact), fact)) == 3


def test_an_unknown_family_is_an_error_that_names_the_near_ones() -> None:
    """A family without a rule raises NotFoundError with a hint."""
    fact = Fact("has_targets", {}, (Evidence(0, 1, "N"),), SPRING, "0" * 64, "x")
    with pytest.raises(NotFoundError, match="has_target"):
        quads_of(fact)


def test_other_names_are_alt_labels_and_the_commonest_is_the_label() -> None:
    """A node has one label; every other name that facts give it is an altLabel."""
    quads = quads_of(*facts())
    compound = name("compound:nvt-101")
    assert values(quads, compound, "rdfs:label") == ["NVT-101"]
    assert values(quads, compound, "skos:altLabel") == ["lorvelumab tansine"]


def test_the_issuer_is_the_organization_that_the_facts_name() -> None:
    """The issuer of a release is one node with the organization of its facts, under whichever of its names they use."""
    issuers = {q.object for q in quads_of(*facts()) if q.predicate == name("tw:issuedBy")}
    assert issuers == {name("orgn:norvane"), name("orgn:halcyra")}


@pytest.mark.parametrize(
    "issuer", ["Norvane Therapeutics Inc.", "Norvane Therapeutics, Inc.", "Norvane Therapeutics AG", "Norvane Therapeutics"]
)
def test_an_issuer_that_its_own_facts_do_not_name_has_no_legal_form(issuer: str) -> None:
    """A release whose facts name no company is issued by the same node as its other releases, however its legal form is written."""
    quads = triplify([issued("norvane-1", issuer)], [])
    assert {q.object for q in quads if q.predicate == name("tw:issuedBy")} == {name("orgn:norvane-therapeutics")}
    assert values(quads, name("orgn:norvane-therapeutics"), "rdfs:label") == ["Norvane Therapeutics"]


def test_an_issuer_that_its_own_facts_do_not_name_is_the_one_of_other_releases() -> None:
    """Where the facts of another release use a longer name of the issuer, that is its node."""
    args, names = {"compound": "NVT-101", "organization": "Norvane Therapeutics"}, {"organization": ("Norvane",)}
    told = Fact("developed_by", args, (Evidence(0, 1, "A"),), "norvane-2", "0" * 64, "x", aliases=names)
    quads = triplify([issued("norvane-1", "Norvane Inc."), issued("norvane-2", "Norvane Therapeutics, Inc.")], [told])
    assert {q.object for q in quads if q.predicate == name("tw:issuedBy")} == {name("orgn:norvane-therapeutics")}


def test_identifiers_are_matches_in_a_graph_of_their_own() -> None:
    """A CURIE with a known prefix becomes skos:exactMatch in the graph of mappings; an unknown one stays as it is."""
    known = replace(TARGET, ids={"target": "hgnc:1234"})
    unknown = replace(TARGET, ids={"target": "nowhere:1"})
    assert Quad(name("target:glr3"), name("skos:exactMatch"), name("hgnc:1234"), graph("mappings")) in quads_of(known)
    assert values(quads_of(unknown), name("target:glr3"), "dcterms:identifier") == ["nowhere:1"]


def test_closed_words_are_individuals_of_the_ontology_with_their_labels() -> None:
    """A stage is the ontology's individual, and its label comes along in the graph of the ontology."""
    quads = quads_of(next(f for f in facts() if f.family == "stage" and f.arg("stage") == "Phase 3"))
    assert Quad(name("tw:phase3"), name("rdfs:label"), Literal("Phase 3", language="en"), graph("ontology")) in quads


def test_a_milestone_without_a_compound_belongs_to_the_issuer() -> None:
    """An event that names no compound has the issuer of the release as its subject."""
    fact = next(f for f in facts() if f.release == HALCYRA and f.arg("kind") == "other")
    assert claimed(quads_of(fact), fact)[0] == name("orgn:halcyra-biosciences")


def test_a_planned_trial_does_not_make_the_compound_tested() -> None:
    """A trial whose status is planned is forward-looking whatever the fact's status says."""
    fact = make(AUTUMN, "trial", "A Phase 2 trial of NVT-101 in myeloma", compound="NVT-101", phase="Phase 2", trial_status="planned")
    quads = quads_of(fact)
    assert not [q for q in quads if q.predicate == name("tw:testedIn")]
    assert values(quads, node(fact), "rdf:type") == [vocab.term("ForwardLookingStatement")]


@pytest.mark.parametrize("text", ["a\x00b\x1fc", "lone \ud800 surrogate", "end\uffff", 'quote " and \\ and \n'])
def test_odd_characters_never_break_an_artefact(text: str) -> None:
    """Control characters and surrogates become U+FFFD one for one, so that offsets still fit."""
    fact = Fact("alias", {"compound": text, "alias": text}, (Evidence(0, len(text), text),), "odd \u00e9 id", "0" * 64, "x")
    found = [q.object.value for q in triplify([], [fact]) if q.predicate == name("oa:exact") and isinstance(q.object, Literal)]
    assert [len(f) for f in found] == [len(text)]
    assert "\x00" not in found[0]


def test_names_in_other_scripts_stay_apart() -> None:
    """Two names without a Latin letter are two nodes."""
    assert vocab.slug("薬品甲") != vocab.slug("薬品乙")


def test_the_order_of_facts_and_documents_does_not_matter() -> None:
    """Reversed input gives the same quads in the same order."""
    assert triplify(documents(), facts()) == triplify(documents()[::-1], facts()[::-1])


def test_background_speaks_only_of_what_is_in_the_graph() -> None:
    """Reference rows come in for the things of a graph, in the background graph, and for nothing else."""
    fact = next(f for f in facts() if f.family == "has_payload" and f.basis == "stated")
    found = background(quads_of(fact))
    assert (name("payload:dm1"), name("tw:memberOfPayloadClass"), name("payload-class:maytansinoid")) in triples(found)
    assert {q.graph_name for q in found} <= {graph("background"), graph("mappings"), graph("ontology")}
    assert background([]) == []


def test_all_of_background_can_be_had() -> None:
    """`everything` gives every row, and more than a graph needs."""
    assert len(background(everything=True)) > len(background(quads_of(*facts())))


def test_closed_words_of_a_setting_become_individuals() -> None:
    """A line of therapy and a setting that the ontology knows are linked, other words stay words, and the words are kept."""
    fact = make(SPRING, "trial", "The Phase lll BEACON trial", compound="NVT-101", name="BEACON", setting="2nd-line, advanced, open-label")
    quads, trial = quads_of(fact), name("trial:beacon")
    assert values(quads, trial, "tw:lineOfTherapy") == [vocab.term("secondLine")]
    assert values(quads, trial, "tw:inSetting") == [vocab.term("advancedSetting"), vocab.term("secondLine")]
    assert values(quads, trial, "tw:setting") == ["2nd-line, advanced, open-label"]


@pytest.mark.parametrize(("kind", "shown"), [("data_presentation", True), ("trial_start", False)])
def test_a_milestone_at_which_results_are_shown_is_a_presentation(kind: str, shown: bool) -> None:
    """Only of that kind."""
    quads = quads_of(make(SPRING, "milestone", "is directed to GLR3", compound="NVT-101", kind=kind))
    assert any(q.object == name("tw:Presentation") for q in quads if q.predicate == name("rdf:type")) == shown


@pytest.mark.parametrize(("metric", "each"), [("net_loss_per_share", ["true"]), ("net_loss", [])])
def test_amounts_per_share_say_so(metric: str, each: list[str]) -> None:
    """A metric per share is marked; others are not marked as anything."""
    fact = make(
        SPRING, "financial", "is directed to GLR3", organization="Norvane", metric=metric, period="1Q2027", value="0.41", currency="USD"
    )
    quads = quads_of(fact)
    assert values(quads, next(q.subject for q in quads if q.predicate == name("tw:metric")), "tw:perShare") == each  # type: ignore[arg-type]


def test_each_promise_has_one_resolution_in_the_graph_of_the_ledger() -> None:
    """With its state, the statement that it judges, and what decides it."""
    rows = ledger([d.release for d in documents()], facts())
    quads = resolutions(rows, [d.release for d in documents()])
    resolves, outcome = (str(NamedNode(vocab.term(term))) for term in ("resolves", "outcome"))
    judged = {str(q.object) for q in quads if str(q.predicate) == resolves}
    assert judged == {f"<{vocab.ID}statement/{row.id}>" for row in rows}
    assert {str(q.graph_name) for q in quads} == {f"<{vocab.GRAPH}ledger>"}
    assert {str(q.object) for q in quads if str(q.predicate) == outcome} == {f'"{row.state}"' for row in rows}
