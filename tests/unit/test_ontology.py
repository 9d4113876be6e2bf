"""The ontology keeps its own rules, and says everything that the facts need said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store
from rdflib.namespace import FOAF, ORG, PROV, SDO, TIME

from triplewire import resources, vocab
from triplewire.terms import mappings, plain, terms
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


def both(*edits: Callable[[Store], None]) -> Callable[[Store], None]:
    """An edit made of several."""

    def edit(graph: Store) -> None:
        for one in edits:
            one(graph)

    return edit


TRUE = Literal("true", datatype=name("xsd:boolean"))
DEPRECATED = add("tw:Company", "owl:deprecated", TRUE)

FAULTS: dict[str, Callable[[Store], None]] = {
    "built-in-vocabulary": add("owl:Class", "rdfs:label", english("class")),
    "date-range": add("tw:metric", "rdfs:range", "xsd:date"),
    "definition-genus": both(add("tw:Company", "owl:equivalentClass", "tw:r"), add("tw:r", "owl:onProperty", "tw:develops")),
    "definition-sentence": add("tw:Compound", "skos:definition", english("no sentence")),
    "deprecated-boolean": add("tw:Company", "owl:deprecated", Literal("yes")),
    "deprecated-use": both(add("tw:Compound", "owl:deprecated", TRUE), add("tw:Compound", "dcterms:isReplacedBy", "tw:Target")),
    "duplicate-definition": add("tw:Target", "skos:definition", english("A building block of a conjugate.")),
    "duplicate-label": add("tw:Target", "rdfs:label", english("compound")),
    "duplicate-notation": add("tw:us", "skos:notation", Literal("EU")),
    "duplicate-synonym": add("tw:us", "skos:altLabel", english("japan")),
    "equivalent-pair": add("tw:Compound", "owl:equivalentClass", "tw:Target"),
    "exact-shared": add("tw:phase1", "skos:exactMatch", "ncit:C15601"),
    "foreign-equivalent": add("tw:Compound", "owl:equivalentClass", "biolink:Drug"),
    "imports": lambda g: g.add(Quad(ONTOLOGY, name("owl:imports"), name("time:"))),
    "individual-class": add("tw:mars", "rdf:type", "owl:NamedIndividual"),
    "label-whitespace": add("tw:Compound", "skos:altLabel", english(" drug")),
    "language": add("tw:Compound", "rdfs:label", Literal("Wirkstoff", language="de")),
    "mapping-form": add("tw:Compound", "skos:closeMatch", Literal("biolink:Drug")),
    "mapping-twice": add("tw:phase1", "skos:closeMatch", "ncit:C15600"),
    "missing-definition": drop(name("tw:Compound"), "skos:definition"),
    "missing-domain": drop(name("tw:targets"), "rdfs:domain"),
    "missing-label": drop(name("tw:Compound"), "rdfs:label"),
    "missing-metadata": drop(ONTOLOGY, "dcterms:license"),
    "missing-range": drop(name("tw:metric"), "rdfs:range"),
    "missing-source": drop(name("tw:Compound"), "dcterms:source"),
    "missing-superclass": drop(name("tw:Company"), "rdfs:subClassOf"),
    "misused-replaced-by": add("tw:Company", "dcterms:isReplacedBy", "tw:Organization"),
    "multiple-definitions": add("tw:Compound", "skos:definition", english("Another one.")),
    "multiple-domains": add("tw:targets", "rdfs:domain", "tw:Organization"),
    "multiple-equivalents": add("tw:TAPCompound", "owl:equivalentClass", "tw:NonTAPCompound"),
    "multiple-labels": add("tw:Compound", "rdfs:label", english("drug")),
    "multiple-superclasses": add("tw:Company", "rdfs:subClassOf", "tw:Person"),
    "non-simple-functional": add("tw:targets", "rdf:type", "owl:FunctionalProperty"),
    "obsolete-label": DEPRECATED,
    "one-way-inverse": drop(name("tw:targetedBy"), "rdfs:range"),
    "range-kind": add("tw:targets", "rdfs:range", "xsd:string"),
    "reserved-note": add("tw:Compound", "skos:editorialNote", english("Reserved for later.")),
    "statement-layer": add("tw:metric", "rdfs:domain", "tw:Statement"),
    "superclass-cycle": add("tw:Organization", "rdfs:subClassOf", "tw:Company"),
    "term-iri": add("tw:has_target", "rdf:type", "owl:ObjectProperty"),
    "two-kinds": add("tw:Compound", "rdf:type", "owl:ObjectProperty"),
    "undeclared-property": add("tw:Compound", "foaf:name", english("compound")),
    "undeclared-term": add("tw:Compound", "rdfs:subClassOf", "tw:Undeclared"),
}


def test_there_is_a_fault_for_every_check() -> None:
    """Every file of checks on the ontology has a fault below that it must find, and no fault is left over."""
    assert sorted(FAULTS) == [check.stem.removesuffix("-violation") for check in CHECKS]
    assert len(CHECKS) >= 40


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.stem)
def test_every_check_finds_its_fault(check: Path) -> None:
    """An ontology with the fault that a check is for makes that check find something."""
    graph = store()
    FAULTS[check.stem.removesuffix("-violation")](graph)
    assert rows(graph, check)


@pytest.mark.parametrize("predicate", sorted({p for p, _, _ in RELATIONS.values()}))
def test_the_predicates_of_plain_relations_are_object_properties(predicate: str) -> None:
    """Each predicate that a family writes is declared as an object property."""
    assert (name(predicate), name("rdf:type"), name("owl:ObjectProperty")) in plain()


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


def test_the_mapping_file_is_that_of_the_ontology() -> None:
    """ontology/mappings/terms.sssom.tsv is written from the ontology: `python -m triplewire.terms`."""
    assert resources.path("ontology", "mappings", "terms.sssom.tsv").read_text("utf-8") == mappings()


def test_the_mappings_reach_the_vocabularies_that_users_have() -> None:
    """Biolink, IDMP, NCIT, SIO, schema.org, FIBO, PROV-O and OWL-Time each have counterparts."""
    prefixes = {m.curie.partition(":")[0] for t in terms() for m in t.matches}
    assert {"biolink", "idmp-mp", "idmp-sub", "ncit", "sio", "schema", "fibo-agr", "fibo-ctr", "fibo-cur", "prov", "time"} <= prefixes


def test_mapped_terms_exist_where_they_are_said_to_be() -> None:
    """The counterparts in PROV-O, the Organization Ontology, OWL-Time, schema.org and FOAF are terms of these, as rdflib lists them."""
    known = {"prov": PROV, "org": ORG, "time": TIME, "schema": SDO, "foaf": FOAF}
    mapped = [m.curie.partition(":") for t in terms() for m in t.matches if m.curie.partition(":")[0] in known]
    assert len(mapped) > 30
    assert [f"{prefix}:{local}" for prefix, _, local in mapped if local not in known[prefix]] == []
