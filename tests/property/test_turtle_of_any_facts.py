"""Laws of the way from facts to Turtle, whatever the facts say."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from triplewire import vocab
from triplewire.model import Document, Evidence, Fact, Release, When
from triplewire.store import turtle
from triplewire.triplify import triplify
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.rdf import graph

ARGUMENTS = [
    "compound",
    "technology",
    "payload",
    "target",
    "indication",
    "organization",
    "organization_a",
    "organization_b",
    "region",
    "type",
    "stage",
    "phase",
    "name",
    "nct",
    "setting",
    "trial_status",
    "enrolment",
    "kind",
    "venue",
    "actor",
    "other_drug",
    "alias",
    "payer",
    "payee",
    "amount",
    "currency",
    "metric",
    "period",
    "value",
    "low",
    "high",
    "person",
    "role",
    "what",
    "odd",
]
WORDS = st.one_of(
    st.sampled_from(["NVT-101", "Norvane", "US", "Phase 2", "planned", "orphan", "USD", "7", "1e400", ""]), st.text(max_size=12)
)
VALUES = st.one_of(WORDS, st.integers(-9, 10**12), st.floats(allow_nan=True))
WHENS = st.builds(When, WORDS, st.none() | st.dates(date(2020, 1, 1)), st.none() | st.dates(date(2020, 1, 1)))


@st.composite
def made_facts(draw: Any) -> Fact:
    """Any fact of any family."""
    raw = draw(st.text(min_size=1, max_size=20))
    return Fact(
        family=draw(st.sampled_from(sorted(FAMILIES))),
        args=draw(st.dictionaries(st.sampled_from(ARGUMENTS), VALUES, max_size=8)),
        evidence=(Evidence(0, len(raw), raw), Evidence(0, 1, raw[:1], "compound")),
        release=draw(st.sampled_from(["r1", "r 2/x", "r\u00fc"])),
        digest="0" * 64,
        rule="any",
        status=draw(st.sampled_from(["actual", "expected", "planned"])),
        polarity=draw(st.sampled_from(["positive", "negated"])),
        basis=draw(st.sampled_from(["stated", "nomenclature", "background"])),
        when=draw(st.none() | WHENS),
        aliases=draw(st.dictionaries(st.sampled_from(ARGUMENTS), st.tuples(WORDS), max_size=2)),
        ids=draw(st.dictionaries(st.sampled_from(ARGUMENTS), st.sampled_from(["mesh:C1", "x:y", "z", "chebi: <bad>"]), max_size=2)),
    )


FACTS = st.lists(made_facts(), max_size=4)
DOCUMENT = Document("text", Release("r1", "0" * 64, "Title", "Norvane", date(2027, 1, 1)))


def flat(quads: list[Quad]) -> set[str]:
    """The triples as N-Triples lines."""
    return {f"{q.subject} {q.predicate} {q.object}" for q in quads}


@given(FACTS)
@settings(max_examples=60)
def test_any_facts_become_turtle_that_reads_back(facts: list[Fact]) -> None:
    """No argument, name, identifier or time makes a graph that cannot be written or read."""
    quads = triplify([DOCUMENT], facts)
    assert flat(list(parse(input=turtle(quads).encode(), format=RdfFormat.TURTLE))) == flat(quads)


@given(made_facts())
@settings(max_examples=60)
def test_what_does_not_hold_is_never_a_direct_triple(fact: Fact) -> None:
    """A promise or a denial alone never leaves its claimed triple in the graph, except as another name (labels are no claims)."""
    quads = triplify([DOCUMENT], [fact])
    node = NamedNode(f"{vocab.ID}statement/{fact.id}")
    claim = {q.predicate.value.removeprefix(vocab.TW): q.object for q in quads if q.subject == node}
    direct = [q for q in quads if (q.subject, q.predicate, q.object) == (claim["stmtSubject"], claim["stmtPredicate"], claim["stmtObject"])]
    if (fact.status != "actual" or fact.polarity == "negated") and fact.family != "alias":
        assert direct == []


@given(FACTS)
@settings(max_examples=40)
def test_an_unknown_argument_is_not_lost(facts: list[Fact]) -> None:
    """An argument that no family knows is found again in the graph as a qualifier."""
    for fact in facts:
        quads = triplify([DOCUMENT], [fact])
        if fact.arg("odd"):
            kept = [q.object.value for q in quads if q.predicate.value == vocab.term("qualifier") and isinstance(q.object, Literal)]
            assert any(words.startswith("odd=") for words in kept)
            assert "tw:qualifier" in turtle(quads)


@given(FACTS)
@settings(max_examples=40)
def test_a_release_keeps_to_its_graph(facts: list[Fact]) -> None:
    """Statements made in a release lie in the graph of that release, so that it can be replaced as a whole."""
    for quad in triplify([DOCUMENT], facts):
        if quad.predicate.value == vocab.term("statedIn") and isinstance(quad.object, NamedNode):
            assert quad.graph_name == graph(f"release/{quad.object.value.rpartition('/')[2]}")
