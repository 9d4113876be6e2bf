"""Laws of the shipped questions: whatever the releases say, another engine gives the same rows, and so does the graph in one piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facts_fixture import documents, facts
from tests.property.test_turtle_of_any_facts import DOCUMENT, FACTS

from triplewire import query, vocab
from triplewire.model import Document, Fact
from triplewire.reason import infer
from triplewire.store import memory, turtle
from triplewire.triplify import triplify

QUESTIONS = query.listing(("competency",))
SOME_OF_THE_INVENTED = st.lists(st.sampled_from(facts()), min_size=1, max_size=12, unique_by=lambda f: f.id).map(lambda f: (documents(), f))
ANY_FACTS = FACTS.map(lambda f: ([DOCUMENT], f))


@given(st.one_of(SOME_OF_THE_INVENTED, ANY_FACTS), st.lists(st.sampled_from(QUESTIONS), min_size=3, max_size=3, unique=True))
@settings(max_examples=40)
def test_a_question_has_one_answer(told: tuple[list[Document], list[Fact]], asked: list[query.NamedQuery]) -> None:
    """The rows of pyoxigraph over named graphs are those of rdflib over the same triples in one Turtle file."""
    agree(*told, asked)


@pytest.mark.parametrize("family", ["count", "financial", "milestone"])
def test_a_question_has_one_answer_where_it_finds_little(family: str) -> None:
    """A graph of one fact, in which most groups of most questions are empty."""
    agree(documents(), [next(f for f in facts() if f.family == family and f.status == "actual")], QUESTIONS)


def agree(told: Sequence[Document], claims: Sequence[Fact], asked: Iterable[query.NamedQuery]) -> None:
    """Asserts that both engines have the same rows."""
    quads = triplify(told, claims)
    quads = [*quads, *infer(quads)]
    merged = rdflib.Graph().parse(data=turtle(quads), format="turtle")
    for named in asked:
        ours = query.run(memory(quads), named)
        assert isinstance(ours, query.Table)
        theirs = merged.query(query.prepare(named, {}), initNs=vocab.prefixes())
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in theirs]  # type: ignore[union-attr]
        assert Counter(rows) == Counter(ours.plain()), named.name


@given(st.one_of(SOME_OF_THE_INVENTED, ANY_FACTS))
@settings(max_examples=25)
def test_merging_the_graphs_changes_no_answer(told: tuple[list[Document], list[Fact]]) -> None:
    """Every question has the same rows, as terms and in the same order, whether triples lie in the graphs of releases or all in one."""
    quads = triplify(*told)
    quads = [*quads, *infer(quads)]
    apart, merged = memory(quads), memory(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    for named in QUESTIONS:
        assert query.run(apart, named) == query.run(merged, named), named.name
