"""Terms read from the ontology, its OWL 2 RL variant, and the Turtle that both are written in."""

from __future__ import annotations

import random

import owlrl
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse
from rdflib import RDF, Graph, URIRef

from triplewire import resources, vocab
from triplewire.reason import infer
from triplewire.reason.hermit import DEFINED
from triplewire.terms import Axioms, Term, load, rl_variant, terms, turtle
from triplewire.terms.__main__ import RL

PREFIXES = """@prefix tw: <https://w3id.org/triplewire/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix c: <https://w3id.org/triplewire/id/compound/> .
@prefix x: <https://w3id.org/triplewire/id/target/> . @prefix technology: <https://w3id.org/triplewire/id/technology/> .
@prefix payload-class: <https://w3id.org/triplewire/id/payload-class/> .
"""
DATA = """
c:nvt-101 a tw:Compound ; tw:hasAntibody x:antibody ; tw:hasPayload x:payload ; tw:usesTechnology technology:tap-two ;
  tw:hasOrphanDesignation x:designation ; tw:testedIn x:trial ; tw:developedUnder x:agreement .
c:nvt-202 a tw:Compound ; tw:reachedStage tw:preclinical ; tw:hasPayload x:other-payload .
c:nvt-303 a tw:Compound ; tw:usesTechnology technology:other .
x:antibody a tw:Antibody . x:payload a tw:Payload ; tw:memberOfPayloadClass payload-class:maytansinoid . x:other-payload a tw:Payload .
technology:tap-two a tw:Technology ; tw:variantOf technology:tap . technology:other a tw:Technology .
x:designation a tw:OrphanDesignation . x:trial a tw:ClinicalTrial ; tw:hasPhase tw:phase2 . x:agreement a tw:Agreement .
"""


def of(text: str) -> Axioms:
    """A small ontology."""
    return Axioms(q.triple for q in parse(input=PREFIXES + text, format=RdfFormat.TURTLE))


def term(name: str) -> Term:
    """The term of a CURIE."""
    return next(t for t in terms() if t.name == name)


def canonical(triples: list[Triple]) -> str:
    """The triples under canonical names of blank nodes."""
    data = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, data)))


def test_a_class_has_its_axioms_in_words() -> None:
    """A defined class says what it is the same as, and counts as a kind of what its definition begins with."""
    orphan = term("tw:OrphanDesignatedCompound")
    assert orphan.axioms == ("is the same as tw:Compound and (tw:hasDesignation some tw:OrphanDesignation)",)
    assert orphan.parents == ("tw:Compound",)


def test_a_property_has_both_ends_its_inverse_and_its_chains() -> None:
    """Domain, range and chain are lists of names; the inverse is known from either side."""
    targets = term("tw:targets")
    assert (targets.domain, targets.range, targets.chains) == (("tw:Compound",), ("tw:Target",), (("tw:hasAntibody", "tw:bindsTarget"),))
    assert (targets.inverse, term("tw:targetedBy").inverse) == ("tw:targetedBy", "tw:targets")


def test_a_union_is_any_of_its_classes() -> None:
    """Where several classes may have a property, all are named."""
    assert term("tw:hasMilestone").domain == ("tw:Compound", "tw:Organization", "tw:Release")


def test_disjoint_classes_name_each_other() -> None:
    """Both ways of saying it count."""
    assert "tw:Target" in term("tw:Compound").disjoint
    assert term("tw:Company").disjoint == ("tw:RegulatoryAuthority",)


def test_terms_are_in_order_and_none_is_borrowed() -> None:
    """By kind and name; terms of other vocabularies are not among them."""
    names = [t.name for t in terms()]
    assert len(names) == len(set(names)) > 250
    assert {n.partition(":")[0] for n in names} == {"tw", "technology", "payload-class"}


def test_an_existential_definition_is_cut_in_two() -> None:
    """What is enough to belong stays; what would follow from belonging cannot be said in RL and is named."""
    variant = rl_variant(of("tw:A owl:equivalentClass [ owl:intersectionOf ( tw:B [ owl:onProperty tw:p ; owl:someValuesFrom tw:C ] ) ] ."))
    text = turtle(variant.triples)
    assert "rdfs:subClassOf tw:A" in text
    assert "rdfs:subClassOf tw:B" in text
    assert "owl:equivalentClass" not in text
    assert variant.left_out == ("what follows from being a tw:A: tw:p some tw:C",)


def test_a_complement_stays_on_the_right() -> None:
    """That a member lacks something can be said; that lacking it is enough cannot."""
    variant = rl_variant(
        of("tw:A owl:equivalentClass [ owl:intersectionOf ( tw:B [ owl:complementOf [ owl:onProperty tw:p ; owl:hasValue c:x ] ] ) ] .")
    )
    assert "owl:complementOf" in turtle(variant.triples)
    assert variant.left_out == ("that tw:B and (not (tw:p value compound:x)) is enough to be a tw:A",)


def test_a_union_as_domain_is_left_out_with_all_its_parts() -> None:
    """Nothing of it stays behind."""
    variant = rl_variant(of("tw:p rdfs:domain [ owl:unionOf ( tw:A tw:B ) ] ; rdfs:range tw:C ."))
    assert [str(t.predicate) for t in variant.triples] == ["<http://www.w3.org/2000/01/rdf-schema#range>"]
    assert variant.left_out == ("the domain of tw:p: tw:A or tw:B",)


def test_what_rl_allows_is_not_touched() -> None:
    """A definition by a value stays whole."""
    axioms = of("tw:A owl:equivalentClass [ owl:intersectionOf ( tw:B [ owl:onProperty tw:p ; owl:hasValue c:x ] ) ] .")
    assert canonical(list(rl_variant(axioms).triples)) == canonical(axioms.triples)


def test_the_turtle_says_what_the_source_says() -> None:
    """Written and read again, the ontology is the same graph."""
    again = [q.triple for q in parse(input=turtle(load().triples), format=RdfFormat.TURTLE)]
    assert canonical(again) == canonical(load().triples)


def test_the_turtle_is_the_same_in_any_order() -> None:
    """Byte for byte."""
    triples = list(load().triples)
    random.Random(7).shuffle(triples)
    assert turtle(triples) == turtle(load().triples)


def test_the_variant_fills_the_same_classes_as_the_rules() -> None:
    """A rule engine with the variant finds the members that our rules find in every defined class; denials aside, which RL cannot use."""
    graph = Graph().parse(data=PREFIXES + DATA, format="turtle")
    graph.parse(str(resources.path(*RL)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found = {c: {str(m) for m in graph.subjects(RDF.type, URIRef(vocab.term(c)))} for c in DEFINED}
    data = list(parse(input=PREFIXES + DATA, format=RdfFormat.TURTLE))
    ours = [q for q in [*data, *infer(data)] if str(q.predicate) == f"<{RDF.type}>"]
    assert found == {c: {q.subject.value for q in ours if q.object.value == vocab.term(c)} for c in DEFINED}
    assert found["TAPCompound"] == found["PartneredCompound"] == {"https://w3id.org/triplewire/id/compound/nvt-101"}
