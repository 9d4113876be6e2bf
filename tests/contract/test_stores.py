"""The graph in other people's stores: shipped questions give the rows of the embedded store in Oxigraph's server, Virtuoso, rdflib.

Rows are compared as multisets of RDF terms, datatypes and languages included, as `triplewire query --endpoint` gives them: nothing is
normalised. Oxigraph's server must give them in the same order too; Virtuoso sorts strings in its own way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib
from tests.contract import servers
from tests.shared import need_shared

import triplewire as tw
from triplewire import query, vocab
from triplewire.query import remote

pytestmark = pytest.mark.slow

QUESTIONS = query.listing()
GRAPH = "urn:triplewire"
NEEDS_GRAPHS = {"compound-card"}
"""Queries one of whose columns, `graph`, names the graph of a triple: empty where a store holds all triples in one."""
VALUES: Mapping[str, Mapping[str, str]] = {
    "company-card": {"company": "ImmunoGen"},
    "compound-card": {"compound": "IMGN901"},
    "entity": {"name": "IMGN901"},
    "indication-card": {"indication": "cancer"},
    "release-facts": {"release": "immunogen"},
    "what-targets": {"target": "CD56"},
}
"""What is asked of the queries that must be told something; the graphs of the samples and of the seed both have answers."""


@dataclass(frozen=True)
class Loaded:
    """A build, and the address of a server that holds one of its files."""

    out: Path
    endpoint: str
    server: str
    file: str

    @property
    def graph(self) -> tw.Graph:
        """The build's own graph."""
        return tw.open(self.out)


@pytest.fixture(scope="module", params=["samples", "seed"])
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build: of the sample releases, or of the real release beside the checkout."""
    if request.param == "samples":
        return Path(request.getfixturevalue("sample_out"))
    folder = tmp_path_factory.mktemp("seed")
    tw.build(sorted((need_shared() / "releases" / "seed").glob("*.txt")), out=folder)
    return folder


@pytest.fixture(scope="module", params=["oxigraph graph.ttl", "oxigraph graph.trig", "virtuoso graph.ttl"])
def loaded(request: pytest.FixtureRequest, out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A server with a file of the build in it."""
    server, file = str(request.param).split()
    if servers.missing(server):
        pytest.skip(servers.missing(server))
    path, folder = (out / "current" / file).resolve(strict=True), tmp_path_factory.mktemp(server)
    if server == "oxigraph":
        with servers.oxigraph(path, folder) as endpoint:
            yield Loaded(out, endpoint, server, file)
    else:
        with servers.virtuoso({GRAPH: path}, folder) as endpoints:
            yield Loaded(out, endpoints[GRAPH], server, file)


def values(named: query.NamedQuery, graph: tw.Graph) -> dict[str, str]:
    """What a query is asked with: its defaults, or something that both graphs know."""
    given = {p.name: p.default for p in named.params if not p.required} | dict(VALUES.get(named.name, {}))
    return given | {"fact": fact_with_repair_and_consequence(graph)} if "fact" in {p.name for p in named.params} else given


def fact_with_repair_and_consequence(graph: tw.Graph) -> str:
    """The id of a fact that rests on a repair and that something was inferred from."""
    found = graph.query("SELECT ?s { ?s tw:hasRepair ?r ; a tw:FactualStatement . ?i tw:premise ?s } ORDER BY ?s LIMIT 1")
    assert isinstance(found, query.Table)
    return found.plain()[0][0].rpartition("/")[2]


def parts(answer: query.Answer, *, without_graph: bool = False) -> list[object]:
    """The rows or triples of an answer in their order."""
    assert not isinstance(answer, bool)
    if isinstance(answer, query.Triples):
        return list(answer)
    kept = [i for i, name in enumerate(answer.columns) if not (without_graph and name == "graph")]
    return list(dict.fromkeys(tuple(row[i] for i in kept) for row in answer.rows)) if without_graph else list(answer.rows)


@pytest.mark.parametrize("named", QUESTIONS, ids=lambda q: q.name)
def test_a_shipped_query_gives_the_same_rows_in_another_store(named: query.NamedQuery, loaded: Loaded) -> None:
    """The server answers with the terms of the embedded store, each as often; Oxigraph's also in the same order."""
    given = values(named, loaded.graph)
    ours = query.run(loaded.graph.store, named, given)
    theirs = remote.ask(loaded.endpoint, query.prepare(named, given))
    merged = named.name in NEEDS_GRAPHS and loaded.file == "graph.ttl"
    here, there = parts(ours, without_graph=merged), parts(theirs, without_graph=merged)
    assert Counter(there) == Counter(here)
    assert there == here or loaded.server == "virtuoso"


@pytest.mark.parametrize("named", query.listing(("competency",)), ids=lambda q: q.name)
def test_rdflib_gives_the_same_rows_of_the_turtle_file(named: query.NamedQuery, out: Path, in_rdflib: rdflib.Graph) -> None:
    """Rdflib reads graph.ttl and answers every question like the embedded store, as plain strings."""
    found = in_rdflib.query(query.prepare(named, {}), initNs=vocab.prefixes())
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in found]  # type: ignore[union-attr]
    ours = query.run(tw.open(out).store, named)
    assert isinstance(ours, query.Table)
    assert Counter(rows) == Counter(ours.plain())


@pytest.fixture(scope="module")
def in_rdflib(out: Path) -> rdflib.Graph:
    """The Turtle file of the build, read by rdflib."""
    return rdflib.Graph().parse(out / "current" / "graph.ttl")


def test_every_triple_arrives(loaded: Loaded) -> None:
    """The server counts the triples that the report counts."""
    report = json.loads((loaded.out / "current" / "report.json").read_text("utf-8"))
    answer = remote.ask(loaded.endpoint, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }")
    assert isinstance(answer, query.Table)
    assert answer.plain() == [(str(report["counts"]["triples"]),)]


@pytest.mark.parametrize(("kind", "answer"), [("tw:OrphanDesignatedCompound", True), ("tw:NoSuchClass", False)])
def test_a_yes_or_no_is_one_everywhere(kind: str, answer: bool, loaded: Loaded) -> None:
    """ASK gives a truth value, whatever the server sends."""
    assert remote.ask(loaded.endpoint, f"ASK {{ ?c a {kind} }}") is answer


def test_most_questions_have_an_answer(out: Path) -> None:
    """The comparison is not one of empty tables: at least thirty queries have rows."""
    graph = tw.open(out)
    answers = [query.run(graph.store, named, values(named, graph)) for named in QUESTIONS]
    assert sum(bool(parts(answer)) for answer in answers) >= 30
