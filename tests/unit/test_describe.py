"""What the IRI of a thing answers, and that its JSON-LD says the same triples to two other readers."""

from __future__ import annotations

import json

import pyoxigraph as ox
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import triplewire as tw
from triplewire import query, store, vocab

IRIS = (
    vocab.entity("compound", "NVT-101"),
    vocab.term("Compound"),
    "http://purl.obolibrary.org/obo/MONDO_0004992",
    "urn:x:y",
    "time:zone",
    "tw:odd",
    "javascript:alert(1)",
    "http://www.w3.org/2006/time#Instant",
    "https://w3id.org/triplewire/id/compound/a//b",
)
nodes = st.sampled_from(IRIS).map(ox.NamedNode)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
literals = st.one_of(
    words.map(ox.Literal),
    words.map(lambda w: ox.Literal(w, language="en")),
    st.just(ox.Literal("2030-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))),
    st.just(ox.Literal("0.84", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
)
triples = st.lists(st.builds(ox.Triple, nodes, nodes, st.one_of(nodes, literals)), max_size=12)


@given(triples)
def test_json_ld_is_read_back_as_the_same_triples(told: list[ox.Triple]) -> None:
    """Whatever the names and words, the engine reads back what was written."""
    text = store.jsonld(told)
    assert {q.triple for q in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == set(told)


def test_json_ld_of_a_thing_says_the_same_to_rdflib(sample_graph: tw.Graph) -> None:
    """A second reader finds exactly the described triples, and needs no remote context for it."""
    told = query.describe(sample_graph.store, vocab.entity("compound", "CYB003")).triples
    text = store.jsonld(told)
    found = rdflib.Graph().parse(data=text, format="json-ld")
    plain = rdflib.Graph().parse(data=(ox.serialize(told, format=ox.RdfFormat.N_TRIPLES) or b""), format="nt")
    assert set(found) == set(plain)
    assert "http" not in json.dumps([v for v in json.loads(text)["@context"].values() if not isinstance(v, (str, dict))])


def test_a_description_has_both_sides_and_the_names_of_others(sample_graph: tw.Graph) -> None:
    """What a thing is, what links to it, and what the things it is linked with are called."""
    iri = vocab.entity("compound", "CYB003")
    told = query.describe(sample_graph.store, iri).triples
    label = ox.NamedNode(vocab.prefixes()["rdfs"] + "label")
    assert any(t.subject.value == iri and t.predicate == label for t in told if isinstance(t.subject, ox.NamedNode))
    assert any(t.object == ox.NamedNode(iri) and t.predicate.value == vocab.term("stmtSubject") for t in told)
    others = {t.object for t in told if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(vocab.ID + "indication/")}
    assert others
    assert others <= {t.subject for t in told if t.predicate == label}


def test_a_statement_is_described_with_its_words(sample_graph: tw.Graph) -> None:
    """The spans of its evidence, with offsets and quotes, come with it."""
    rows = sample_graph.query("SELECT ?s ?e { ?s tw:hasEvidence ?e } ORDER BY ?s LIMIT 1")
    assert isinstance(rows, query.Table)
    statement, span = rows.plain()[0]
    told = query.describe(sample_graph.store, statement).triples
    about = {t.predicate.value for t in told if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(span)}
    assert {vocab.prefixes()["oa"] + name for name in ("exact", "start", "end", "hasSource")} <= about


def test_more_links_than_can_be_read_are_counted(sample_graph: tw.Graph) -> None:
    """Beyond the limit a description says how many links it leaves out."""
    iri = vocab.entity("compound", "CYB003")
    assert query.describe(sample_graph.store, iri).left_out == 0
    assert query.describe(sample_graph.store, iri, most=3).left_out > 0


def test_what_the_graph_does_not_know_has_no_triples(sample_graph: tw.Graph) -> None:
    """No thing, no graph."""
    assert query.describe(sample_graph.store, vocab.entity("compound", "nobody-has-this")).triples == ()
    assert query.graph(sample_graph.store, vocab.GRAPH + "release/none") == ()


def test_a_graph_of_a_release_is_what_the_store_holds_of_it(sample_graph: tw.Graph) -> None:
    """The triples of one named graph, each once."""
    name = next(iter(sorted(g.value for g in sample_graph.store.named_graphs() if isinstance(g, ox.NamedNode))))
    held = {q.triple for q in sample_graph.store.quads_for_pattern(None, None, None, ox.NamedNode(name))}
    assert set(query.graph(sample_graph.store, name)) == held
