"""The query library: what it answers on the sample releases, and that a second engine says the same."""

from __future__ import annotations

import shlex
from collections import Counter
from functools import cache
from itertools import pairwise

import pyoxigraph as ox
import pytest
import rdflib
from tests.facts_fixture import documents, facts
from tests.golden.rewrite import COMMAND, FOLDER, answer_of, golden_queries

import triplewire as tw
from triplewire import query, vocab
from triplewire.reason import infer
from triplewire.store import memory
from triplewire.triplify import triplify

NAMES = [q.name for q in query.listing()]
SLOW_ON_RDFLIB: frozenset[str] = frozenset()


@cache
def fixture_quads() -> tuple[ox.Quad, ...]:
    """The graph of two invented companies, inferences included."""
    quads = triplify(documents(), facts())
    return (*quads, *infer(quads))


@cache
def fixture_store() -> ox.Store:
    """The same graph in pyoxigraph."""
    return memory(fixture_quads())


@cache
def fixture_rdflib() -> rdflib.Dataset:
    """The same graph in rdflib, its default graph the union of all."""
    dataset = rdflib.Dataset(default_union=True)
    data = ox.serialize(fixture_quads(), format=ox.RdfFormat.N_QUADS)
    dataset.parse(data=data or b"", format="nquads")
    return dataset


def example_values(named: query.NamedQuery) -> dict[str, str]:
    """The parameters that the query's own example gives, with a fact that is there."""
    words = shlex.split(named.example)
    given = dict(word.partition("=")[::2] for flag, word in pairwise(words) if flag == "-p")
    return {**given, "fact": facts()[0].id} if "fact" in given else given


def test_the_library_holds_at_least_forty_queries() -> None:
    """A folder that is not found would otherwise leave nothing to test, and nobody would see."""
    assert len(NAMES) == len(set(NAMES)) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_each_query_gives_the_columns_it_promises(name: str) -> None:
    """The columns of the header are there in order, also when no row is."""
    named = query.named(name)
    answer = query.run(ox.Store(), named, example_values(named))
    assert not isinstance(answer, query.Table) or answer.columns == named.columns


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_each_query_runs_on_the_invented_companies(name: str) -> None:
    """The example in a header is a command that works, and explore queries find something with it."""
    named = query.named(name)
    assert shlex.split(named.example)[:3] == ["triplewire", "query", name]
    answer = query.run(fixture_store(), named, example_values(named))
    assert not isinstance(answer, bool)
    may_be_empty = named.folder == "competency" or "fact" in name
    assert may_be_empty or len(answer) > 0


@pytest.mark.parametrize("name", [n for n in NAMES if n not in SLOW_ON_RDFLIB])
def test_a_second_engine_gives_the_same_rows(name: str) -> None:
    """Pyoxigraph and rdflib agree on every query, row for row, as plain strings."""
    named = query.named(name)
    values = {p.name: p.default for p in named.params if not p.required} or example_values(named)
    ours = query.run(fixture_store(), named, values)
    theirs = fixture_rdflib().query(query.prepare(named, values), initNs=vocab.prefixes())
    if isinstance(ours, query.Table):
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in theirs]  # type: ignore[union-attr]
        assert Counter(rows) == Counter(ours.plain())
    else:
        assert isinstance(ours, query.Triples)
        assert len(ours) == len(list(theirs))


@pytest.mark.parametrize("name", [q.name for q in golden_queries()])
def test_the_answer_on_the_sample_releases_is_the_expected_one(name: str, sample_graph: tw.Graph) -> None:
    """Every answer on the sample releases is written down; a change of it is seen and judged, not met by chance."""
    expected = FOLDER / f"{name}.tsv"
    assert expected.is_file(), f"{expected.name} is missing: {COMMAND}"
    assert answer_of(sample_graph, name) == expected.read_text("utf-8"), f"if the new answer is right: {COMMAND}"


def test_no_expected_answer_is_left_over() -> None:
    """Each file of expected rows belongs to a query."""
    assert {file.stem for file in FOLDER.glob("*.tsv")} == {q.name for q in golden_queries()}
