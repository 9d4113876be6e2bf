"""The ontology keeps its own rules, and says everything that the facts need said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from triplewire import resources, vocab
from triplewire.triplify import reference
from triplewire.triplify.families import FAMILIES, RELATIONS
from triplewire.triplify.rdf import name

CHECKS = resources.files("ontology/checks", "*-violation.rq")
ONTOLOGY = NamedNode(vocab.ONTOLOGY)


def store() -> Store:
    """The ontology in a store of its own."""
    out = Store()
    out.load(path=resources.path("ontology", "triplewire.ttl"), format=RdfFormat.TURTLE)
    return out


def rows(graph: Store, check: Path) -> list[str]:
    """What a check finds."""
    found = graph.query(check.read_text("utf-8"))
    assert isinstance(found, QuerySolutions)
    return [str(row[0]) for row in found]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.stem)
def test_the_ontology_breaks_no_check(check: Path) -> None:
    """Every check of ontology/checks finds nothing in the shipped ontology."""
    assert rows(store(), check) == []


def add(subject: str, predicate: str, value: str | Literal) -> Callable[[Store], None]:
    """An edit that adds one triple."""
    return lambda g: g.add(Quad(name(subject), name(predicate), name(value) if isinstance(value, str) else value))


def drop(subject: NamedNode, predicate: str) -> Callable[[Store], None]:
    """An edit that takes away the values of one property."""

    def edit(graph: Store) -> None:
        for quad in list(graph.quads_for_pattern(subject, name(predicate), None, None)):
            graph.remove(quad)

    return edit


def english(text: str) -> Literal:
    """An English text."""
    return Literal(text, language="en")


FAULTS: dict[str, Callable[[Store], None]] = {
    "date-range": add("tw:metric", "rdfs:range", "xsd:date"),
    "definition-sentence": add("tw:Compound", "skos:definition", english("no sentence")),
    "deprecated-use": add("tw:Compound", "owl:deprecated", Literal("true", datatype=name("xsd:boolean"))),
    "duplicate-definition": add("tw:Target", "skos:definition", english("A building block of a conjugate.")),
    "duplicate-label": add("tw:Target", "rdfs:label", english("compound")),
    "foreign-equivalent": add("tw:Compound", "owl:equivalentClass", "biolink:Drug"),
    "imports": lambda g: g.add(Quad(ONTOLOGY, name("owl:imports"), name("time:"))),
    "isolated-term": add("tw:lonely", "rdf:type", "owl:ObjectProperty"),
    "label-whitespace": add("tw:Compound", "skos:altLabel", english(" drug")),
    "language": add("tw:Compound", "rdfs:label", Literal("Wirkstoff", language="de")),
    "missing-definition": drop(name("tw:Compound"), "skos:definition"),
    "missing-label": drop(name("tw:Compound"), "rdfs:label"),
    "missing-metadata": drop(ONTOLOGY, "dcterms:license"),
    "multiple-definitions": add("tw:Compound", "skos:definition", english("Another one.")),
    "multiple-labels": add("tw:Compound", "rdfs:label", english("drug")),
    "non-simple-functional": add("tw:targets", "rdf:type", "owl:FunctionalProperty"),
    "one-way-inverse": drop(name("tw:targetedBy"), "rdfs:range"),
    "statement-layer": add("tw:metric", "rdfs:domain", "tw:Statement"),
    "undeclared-term": add("tw:Compound", "rdfs:subClassOf", "tw:Undeclared"),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.stem)
def test_every_check_finds_its_fault(check: Path) -> None:
    """An ontology with the fault that a check is for makes that check find something."""
    graph = store()
    FAULTS[check.stem.removesuffix("-violation")](graph)
    assert rows(graph, check)


@pytest.mark.parametrize("predicate", sorted({p for p, _, _ in RELATIONS.values()}))
def test_the_predicates_of_plain_relations_are_object_properties(predicate: str) -> None:
    """Each predicate that a family writes is declared as an object property."""
    assert (name(predicate), name("rdf:type"), name("owl:ObjectProperty")) in reference.ontology()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "stage",
            "Preclinical IND|Phase 1|Phase 1/2|Phase 2|Phase 2/3|Phase 3|Filed|Approved|Clinical|Discontinued".replace(" IND", "|IND"),
        ),
        (
            "milestone-kind",
            "ind_submission|trial_start|phase_entry|data_presentation|regulatory_submission|approval|decision|enrollment_complete|other",
        ),
        ("deal-kind", "upfront|milestone|royalty|equity|total"),
        ("trial-status", "planned|enrolling|ongoing|completed|stopped"),
        ("designation-type", "orphan|Fast Track|Breakthrough Therapy|Priority Review|RMAT|PRIME"),
        ("jurisdiction", "US|EU|Japan"),
    ],
)
def test_the_words_of_the_contract_are_individuals(kind: str, words: str) -> None:
    """Every word that the fact format fixes has an individual in the ontology."""
    assert [w for w in words.split("|") if reference.find(kind, w) is None] == []


def test_every_family_has_a_shape_and_examples() -> None:
    """For every family of facts there is a file of shapes, an example that conforms, and one that does not."""
    missing = []
    for family in FAMILIES:
        examples = resources.path("ontology", "examples", family)
        if not resources.path("ontology", "shapes", f"{family}.ttl").is_file():
            missing.append(f"{family}: shape")
        missing += [f"{family}: {kind} example" for kind in ("valid", "invalid") if not list(examples.glob(f"{kind}-*.ttl"))]
    assert missing == []


def test_the_mapping_file_and_the_ontology_agree() -> None:
    """ontology/mappings/terms.sssom.tsv lists exactly the matches of the ontology, under the pinned prefixes."""
    lines = resources.path("ontology", "mappings", "terms.sssom.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    listed = {(vocab.curie_to_iri(c[0]), vocab.curie_to_iri(c[2]), vocab.curie_to_iri(c[3])) for c in cells}
    matches = {name(f"skos:{m}Match") for m in ("exact", "close", "broad", "related")}
    assert listed == {(s.value, p.value, o.value) for s, p, o in reference.ontology() if p in matches and isinstance(o, NamedNode)}
    assert len(cells) == len(listed)
