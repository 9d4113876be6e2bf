"""The graph in other people's stores: shipped questions give the rows of the embedded store in Oxigraph's server, Virtuoso, rdflib.

Rows are compared as multisets of RDF terms, datatypes and languages included, as `triplewire query --endpoint` gives them: nothing is
normalised. Oxigraph's server must give them in the same order too; Virtuoso sorts strings in its own way.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
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
    """Rdflib reads graph.ttl and answers every question like the embedded store."""
    found = in_rdflib.query(query.prepare(named, {}), initNs=vocab.prefixes())
    rows = [tuple(None if cell is None else cell.n3() for cell in row) for row in found]  # type: ignore[union-attr]
    ours = query.run(tw.open(out).store, named)
    assert isinstance(ours, query.Table)
    assert Counter(rows) == Counter(tuple(None if cell is None else spelled(cell) for cell in row) for row in ours.rows)


def spelled(cell: object) -> str:
    """A term as rdflib writes it."""
    if isinstance(cell, ox.Literal):
        datatype = None if cell.language or cell.datatype.value == str(rdflib.XSD.string) else rdflib.URIRef(cell.datatype.value)
        return rdflib.Literal(cell.value, lang=cell.language, datatype=datatype, normalize=False).n3()
    return str(cell)


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


PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "load-into-a-triple-store.md"
INSTALLS = ("pip install ", "apt-get install ")


def block(label: str, ports: Mapping[str, int]) -> list[str]:
    """The lines of the block of the how-to with this label, for other ports than those of the page; what installs is left out."""
    found = re.search(rf"^```\w+ {re.escape(label)}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"{PAGE.name} has no block {label}"
    lines = [line for line in found[1].splitlines() if not line.startswith(INSTALLS)]
    return [re.sub(r"\b(1111|7878|8890)\b", lambda port: str(ports[port[0]]), line) for line in lines]


@pytest.fixture
def place(tmp_path: Path, sample_out: Path) -> Path:
    """A folder with a build of the samples, as the how-to finds it."""
    (tmp_path / "triplewire-out").symlink_to(sample_out)
    return tmp_path


def do(line: str, place: Path) -> str:
    """What a line of the how-to prints. Raises CalledProcessError when it fails."""
    environment = {**os.environ, "PATH": servers.PATH, "COLUMNS": "100", "TERM": "dumb"}
    done = subprocess.run(
        ["bash", "-c", line], cwd=place, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


@pytest.mark.skipif(bool(servers.missing("oxigraph")), reason=servers.missing("oxigraph"))
def test_the_how_to_on_oxigraph_does_what_it_says(place: Path) -> None:
    """Its lines load and serve the build, and the question at the end has the answer of the build."""
    load, serve, ask = block("oxigraph", {"7878": servers.free_port()})
    do(load, place)
    command = [servers.program("oxigraph"), *serve.removesuffix(" &").split()[1:]]
    with servers.serving(command, "Listening", place):
        assert do(ask, place) == do("triplewire query partners", place)


@pytest.mark.skipif(bool(servers.missing("virtuoso")), reason=servers.missing("virtuoso"))
def test_the_how_to_on_virtuoso_does_what_it_says(place: Path) -> None:
    """Its configuration and lines load and serve the build, the question has the answer of the build, and the server ends."""
    ports = {"1111": servers.free_port(), "8890": servers.free_port()}
    (place / "virtuoso.ini").write_text("\n".join(block("virtuoso.ini", ports)) + "\n", "utf-8")
    copy, start, load, state, ask, end = block("virtuoso", ports)
    do(copy, place)
    do(start, place)
    pid = int((place / "virtuoso.lck").read_text("utf-8").partition("=")[2])
    try:
        do(load, place)
        assert re.search(r"graph\.ttl +2 +NULL", do(state, place))
        assert do(ask, place) == do("triplewire query partners", place)
        do(end, place)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    assert not (place / "virtuoso.lck").exists()
