"""Stores kept in step with a build, in real servers: Oxigraph's, Debian's Virtuoso and our own, with loaders and servers that are killed.

What a store holds is compared with the build quad by quad. Where a test meddles with requests, the real server stands behind.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from follow import matches
from tests.contract import build_helper as helper
from tests.contract import servers
from tests.contract.between import Between, Told, When, between
from tests.serve import served
from transcript import printed, steps

import triplewire as tw
from triplewire import query, vocab
from triplewire.cli.app import run
from triplewire.errors import EndpointError
from triplewire.export import sparql
from triplewire.export.sparql.records import LOADS
from triplewire.query import remote
from triplewire.query.access import Access
from triplewire.query.client import Client
from triplewire.store import named_quads

pytestmark = pytest.mark.slow

ANYBODY, DBA = Access(), Access("dba", "dba")
CHANGED = "norvane-2027-11-20"
RETRACTED = "halcyra-2028-01-15"
QUESTIONS = (
    "change-log",
    "clinic-by-technology",
    "competitors",
    "designations-against-register",
    "guidance",
    "inferences",
    "partners",
    "promises",
    "single-source",
    "stages",
    "stage-conflicts",
    "trials",
)
"""Those that stores have answered wrongly before they were written for all, and those that need several graphs at once."""
SMALL = 20_000
"""Bytes of an update where a test wants many."""


@dataclass(frozen=True)
class Place:
    """A store: its addresses and who may write there."""

    kind: str
    home: str
    endpoint: str
    update_endpoint: str = ""
    graph_store: str = ""
    access: Access = ANYBODY

    def options(self, **more: Any) -> dict[str, Any]:
        """The arguments of `Graph.load`."""
        return {"update_endpoint": self.update_endpoint, "graph_store": self.graph_store, "access": self.access, **more}

    def load(self, graph: tw.Graph, **more: Any) -> sparql.Loaded:
        """Brings it to hold a build."""
        return graph.load(self.endpoint, **self.options(**more))

    def by(self, home: str) -> Place:
        """The same store, reached by another address."""
        old = self.home
        return replace(
            self,
            home=home,
            **{n: getattr(self, n).replace(old, home) for n in ("endpoint", "update_endpoint", "graph_store")},
        )

    def words(self, graph: Path, **more: object) -> list[str]:
        """The command line that does it; a password is in PASSWORD, a token in TOKEN."""
        words = ["export", "sparql", "--graph", str(graph), "--endpoint", self.endpoint]
        words += ["--update-endpoint", self.update_endpoint] if self.update_endpoint else []
        words += ["--graph-store", self.graph_store] if self.graph_store else []
        words += ["--user", self.access.user] if self.access.user else ["--token-env", "TOKEN"] if self.access.token else []
        return words + [str(word) for name, value in more.items() for word in (f"--{name}", value)]

    def holds(self) -> set[str]:
        """Its quads in graphs of ours, without its records."""
        listed = remote.ask(self.endpoint, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", client=Client(self.access))
        assert isinstance(listed, query.Table)
        names = [name for (name,) in listed.plain() if name.startswith(vocab.GRAPH) and name != LOADS]
        return {f"{triple} <{name}>" for name in names for triple in self.triples(name)}

    def triples(self, graph: str) -> list[ox.Triple]:
        """The triples of one of its graphs."""
        answer = remote.ask(self.endpoint, f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", client=Client(self.access))
        assert isinstance(answer, query.Triples)
        return list(answer)


def of_oxigraph(home: str) -> Place:
    """Oxigraph's server, written to by updates."""
    return Place("oxigraph", home, f"{home}/query", f"{home}/update")


def of_virtuoso(home: str) -> Place:
    """Virtuoso, read and written to with a Digest login."""
    return Place("virtuoso", home, f"{home}/sparql-auth", access=DBA)


def graphs_of(place: Place) -> Place:
    """The same store, written to by the Graph Store Protocol."""
    path = {"oxigraph": "/store", "virtuoso": "/sparql-graph-crud-auth"}[place.kind]
    return replace(place, update_endpoint="", graph_store=f"{place.home}{path}")


def quads(graph: tw.Graph) -> set[str]:
    """The quads of a build, as `Place.holds` gives them."""
    return {f"{quad.triple} {quad.graph_name}" for quad in named_quads(graph.store)}


@dataclass(frozen=True)
class Builds:
    """A build of invented releases, one with one of them told otherwise, and what the second knew before the last of them came."""

    first: tw.Graph
    changed: tw.Graph

    @property
    def retracted(self) -> tw.Graph:
        """Without the release RETRACTED."""
        return self.changed.until(date(2027, 12, 31))


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Made once for all tests."""
    folder = tmp_path_factory.mktemp("builds")
    releases = helper.write_releases(folder / "releases")
    tw.build(releases, folder / "first")
    file = releases / f"{CHANGED}.md"
    file.write_text(file.read_text("utf-8") + "\nNVT-101 targets CD33.\n", "utf-8")
    tw.build(releases, folder / "changed")
    return Builds(tw.open(folder / "first"), tw.open(folder / "changed"))


@contextmanager
def oxigraph_at(folder: Path) -> Iterator[Place]:
    """Oxigraph's server on a folder."""
    if servers.missing("oxigraph"):
        pytest.skip(servers.missing("oxigraph"))
    with servers.writable_oxigraph(folder, servers.free_port()) as running:
        yield of_oxigraph(running.home)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Oxigraph's server, for tests that begin by loading something."""
    with oxigraph_at(tmp_path_factory.mktemp("oxigraph")) as place:
        yield place


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Virtuoso, likewise."""
    if servers.missing("virtuoso"):
        pytest.skip(servers.missing("virtuoso"))
    with servers.writable_virtuoso(tmp_path_factory.mktemp("virtuoso"), servers.free_port()) as running:
        yield of_virtuoso(running.home)


@pytest.fixture(scope="module")
def own(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """`triplewire serve --allow-update`, which began with a build, and has the records of it."""
    out = served.copy_of(builds.first.folder.parents[1], tmp_path_factory.mktemp("own") / "out")
    with served.serving(out, "--allow-update", "--workers", "1") as running:
        place = Place("own", running.home.rstrip("/"), running.url, access=Access(token=served.TOKEN))
        place.load(builds.first)
        yield place


@pytest.fixture(scope="module", params=["oxigraph", "oxigraph graphs", "virtuoso", "virtuoso graphs", "own"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each store, in each form that it takes."""
    return place_of(str(request.param), request)


def place_of(kind: str, request: pytest.FixtureRequest) -> Place:
    """The store of a kind such as `virtuoso graphs`."""
    found: Place = request.getfixturevalue(kind.split()[0])
    return graphs_of(found) if "graphs" in kind else found


def names(changes: tuple[sparql.Change, ...]) -> set[str]:
    """The graphs of a plan, without what all have in front."""
    return {change.graph.removeprefix(vocab.GRAPH) for change in changes}


def test_a_store_follows_the_builds(place: Place, builds: Builds) -> None:
    """The first load sends all, the second nothing; a changed release is sent with what depends on it, a retracted one is dropped."""
    place.load(builds.retracted)  # where another test has been before, all begins from here
    assert place.load(builds.first).plan
    assert place.holds() == quads(builds.first)
    again = place.load(builds.first)
    assert (again.requests, bool(again.plan)) == (0, False)
    changed = place.load(builds.changed)
    assert (
        {f"release/{CHANGED}"}
        <= names(changed.plan.puts)
        <= {f"release/{CHANGED}", "background", "mappings", "inferred", "ledger", "ontology"}
    )
    assert place.holds() == quads(builds.changed)
    retracted = place.load(builds.retracted)
    assert names(retracted.plan.drops) == {f"release/{RETRACTED}"}
    assert place.holds() == quads(builds.retracted)
    assert {triple.predicate.value.rpartition("/")[2] for triple in place.triples(LOADS)} == {"hasVersion"}


def test_a_dry_run_sends_nothing(place: Place, builds: Builds, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """It lists each graph with what would be done and why, and leaves the store as it is."""
    place.load(builds.retracted)
    monkeypatch.setenv("TRIPLEWIRE_PASSWORD", "dba")
    monkeypatch.setenv("TOKEN", served.TOKEN)
    monkeypatch.setenv("COLUMNS", "160")
    assert run([*place.words(builds.first.folder), "--dry-run"]) == 0
    said = capfd.readouterr()
    assert any(line.split()[:2] == ["put", f"{vocab.GRAPH}release/{RETRACTED}"] and line.endswith("new") for line in said.out.splitlines())
    assert "would be put" in said.err
    assert place.holds() == quads(builds.retracted)


def test_a_graph_that_was_tampered_with_is_sent_again(oxigraph: Place, builds: Builds) -> None:
    """A record outlives what somebody else did to the graph; its size tells."""
    oxigraph.load(builds.first)
    Client().send(oxigraph.update_endpoint, f"DROP GRAPH <{vocab.GRAPH}ledger>".encode(), {"Content-Type": "application/sparql-update"})
    assert [(c.graph, c.why) for c in oxigraph.load(builds.first).plan.puts] == [(f"{vocab.GRAPH}ledger", "of another size")]
    assert oxigraph.holds() == quads(builds.first)


WRONG: Mapping[str, Access] = {"virtuoso": Access("dba", "not-it"), "own": Access(token="not-the-token-at-all")}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_secret_changes_nothing(
    kind: str, request: pytest.FixtureRequest, builds: Builds, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2, the message names address, status and options and not the secret, and the store is as it was."""
    place: Place = request.getfixturevalue(kind)
    place.load(builds.retracted)
    wrong = WRONG[kind]
    monkeypatch.setenv("TRIPLEWIRE_PASSWORD", wrong.password)
    monkeypatch.setenv("TOKEN", wrong.token)
    assert run(replace(place, access=wrong).words(builds.first.folder)) == 2
    said = capfd.readouterr().err
    assert all(word in said for word in (place.endpoint, "401", "--password-file", "--token-env"))
    assert "not-it" not in said
    assert "not-the-token" not in said
    assert place.holds() == quads(builds.retracted)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso graphs"])
def test_shipped_questions_have_equal_rows_where_all_was_loaded(kind: str, request: pytest.FixtureRequest, sample_graph: tw.Graph) -> None:
    """They have the terms of the embedded store, each as often, asked of all graphs at once."""
    place = place_of(kind, request)
    place.load(sample_graph)
    for name in QUESTIONS:
        theirs = remote.ask(place.endpoint, query.prepare(query.named(name)), client=Client(place.access))
        ours = sample_graph.query(name)
        assert isinstance(ours, query.Table)
        assert isinstance(theirs, query.Table)
        assert Counter(theirs.rows) == Counter(ours.rows), name


def test_the_command_line_asks_with_a_login(virtuoso: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """`query --endpoint` has the same options; without them a server that wants a login refuses."""
    monkeypatch.setenv("TRIPLEWIRE_PASSWORD", "dba")
    ask = ["query", "SELECT (1 AS ?one) { }", "--format", "csv", "--endpoint", virtuoso.endpoint]
    assert run([*ask, "--user", "dba"]) == 0
    assert capfd.readouterr().out.split() == ["one", "1"]
    assert run(ask) == 2
    assert "401" in capfd.readouterr().err


STRANGE = (
    "a\x00b",
    "\x01\x1f\x7f\x85",
    "\u2028\ufeff",
    "\ufffd\ufffe\uffff",
    "\U0001f600",
    "\r\n\t\b\f",
    'quote " and \\ \\u0041',
    "",
    " ",
)


@pytest.mark.parametrize("kind", ["oxigraph", "oxigraph graphs", "virtuoso", "virtuoso graphs"])
def test_any_text_arrives_as_it_is(kind: str, request: pytest.FixtureRequest) -> None:
    """Control characters, noncharacters, what looks like an escape; half a surrogate pair can be in no store, ours included."""
    place = place_of(kind, request)
    subject, predicate, graph = ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode(f"{vocab.GRAPH}strange")
    store = ox.Store()
    store.extend(ox.Quad(subject, predicate, ox.Literal(text), graph) for text in STRANGE)
    target = sparql.Target(endpoint=place.endpoint, update_endpoint=place.update_endpoint, graph_store=place.graph_store)
    sparql.load(store, target, Client(place.access))
    assert {str(triple.object) for triple in place.triples(graph.value)} == {str(ox.Literal(text)) for text in STRANGE}
    with pytest.raises(ValueError, match="literal"):
        ox.Literal("\ud800")


def killed(place: Place, graph: tw.Graph, at: int, when: When, **more: object) -> int:
    """Runs the command line and kills it at a writing request; returns how many had come."""
    with between(place.home) as proxy:
        environment = {**os.environ, "TRIPLEWIRE_PASSWORD": place.access.password, "PYTHONWARNINGS": "error"}
        command = helper.command(*place.by(proxy.home).words(graph.folder, **more))
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

        def kill(number: int, moment: When) -> Told | None:
            if (number, moment) != (at, when):
                return None
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=20)
            return 0, {}, b""

        proxy.meddle = kill
        _, said = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, said
        return len(proxy.writes)


KILLS: list[tuple[str, int, When]] = [
    ("oxigraph", 1, "before"),
    ("oxigraph", 1, "after"),
    ("oxigraph", 2, "after"),
    ("oxigraph", 5, "before"),
    ("oxigraph", 8, "after"),
    ("oxigraph graphs", 2, "after"),
    ("oxigraph graphs", 3, "before"),
    ("virtuoso", 3, "after"),
    ("virtuoso graphs", 4, "after"),
]


@pytest.mark.parametrize(("kind", "at", "when"), KILLS)
def test_a_killed_loader_is_followed_by_one_that_finishes(
    kind: str, at: int, when: When, request: pytest.FixtureRequest, builds: Builds
) -> None:
    """Killed before or after the server has had a request, on the way from one build to another; the next run goes to a third."""
    place = place_of(kind, request)
    place.load(builds.retracted)
    assert killed(place, builds.first, at, when, batch=10) == at
    place.load(builds.changed)
    assert place.holds() == quads(builds.changed)
    assert not place.load(builds.changed).plan


@pytest.mark.parametrize("at", [2, 6])
def test_a_killed_server_is_filled_by_the_next_run(at: int, builds: Builds, tmp_path: Path) -> None:
    """The loader says that the server is gone, with exit code 2; what has arrived is not sent again when it is back."""
    if servers.missing("oxigraph"):
        pytest.skip(servers.missing("oxigraph"))
    port = servers.free_port()
    with servers.writable_oxigraph(tmp_path, port) as running, between(running.home) as proxy:
        place = of_oxigraph(running.home)
        proxy.meddle = lambda number, when: running.kill() if (number, when) == (at, "before") else None
        with pytest.raises(EndpointError, match="cannot be asked"):
            place.by(proxy.home).load(builds.first, retries=0, batch=SMALL)
    with servers.writable_oxigraph(tmp_path, port):
        done = place.load(builds.first)
        assert place.holds() == quads(builds.first)
        assert bool(done.plan.unchanged) == (at > 2)


def test_a_killed_virtuoso_is_filled_by_the_next_run(builds: Builds, tmp_path: Path) -> None:
    """Also where an update is no transaction."""
    if servers.missing("virtuoso"):
        pytest.skip(servers.missing("virtuoso"))
    port = servers.free_port()
    with servers.writable_virtuoso(tmp_path, port) as running, between(running.home) as proxy:
        place = of_virtuoso(running.home)
        proxy.meddle = lambda number, when: running.kill() if (number, when) == (4, "before") else None
        with pytest.raises(EndpointError, match="cannot be asked"):
            place.by(proxy.home).load(builds.first, retries=0, batch=SMALL)
    (tmp_path / "virtuoso.lck").unlink(missing_ok=True)
    with servers.writable_virtuoso(tmp_path, port):
        place.load(builds.first)
        assert place.holds() == quads(builds.first)


def patient(place: Place, proxy: Between, graph: tw.Graph) -> tuple[sparql.Loaded, list[float]]:
    """Loads through the proxy; also how long it would have waited each time."""
    waits: list[float] = []
    reached = place.by(proxy.home)
    target = sparql.Target(endpoint=reached.endpoint, update_endpoint=reached.update_endpoint, batch=SMALL)
    return sparql.load(graph.store, target, Client(place.access, retries=4, pause=waits.append)), waits


def test_a_busy_server_is_asked_again(oxigraph: Place, builds: Builds) -> None:
    """503 twice, then a connection that breaks after the update was done: each is tried again, later each time, and all arrives once."""
    oxigraph.load(builds.retracted)
    with between(oxigraph.home) as proxy:
        busy: Told = (503, {"Retry-After": "3"}, b"busy")
        answers: dict[tuple[int, When], Told] = {(2, "before"): busy, (3, "before"): (429, {}, b""), (5, "after"): (0, {}, b"")}
        proxy.meddle = lambda number, when: answers.get((number, when))
        done, waits = patient(oxigraph, proxy, builds.first)
    assert waits == [3, 1, 0.5]
    assert done.requests == len(proxy.writes) - 3
    assert oxigraph.holds() == quads(builds.first)


def test_a_server_that_stays_busy_is_given_up(oxigraph: Place, builds: Builds) -> None:
    """The message has the address, the status, what was said and how often it was tried."""
    oxigraph.load(builds.retracted)
    with between(oxigraph.home) as proxy:
        proxy.meddle = lambda _number, _when: (503, {}, b"too  busy\n" + b"x" * 1000)
        with pytest.raises(EndpointError) as caught:
            patient(oxigraph, proxy, builds.first)
    said = str(caught.value)
    assert f"{proxy.home}/update answered 503 Service Unavailable: too busy xxx" in said
    assert "tried 5 times" in said
    assert len(said) < 500
    assert oxigraph.holds() == quads(builds.retracted)


PAGE: Told = (200, {"Content-Type": "text/html"}, b"<html><h1>Welcome</h1></html>")


def test_a_page_is_no_store(oxigraph: Place, builds: Builds) -> None:
    """An address for updates that says yes to everything with a page is found out before anything is sent to it."""
    oxigraph.load(builds.retracted)
    with between(oxigraph.home) as proxy:
        proxy.meddle = lambda _number, _when: PAGE
        with pytest.raises(EndpointError, match="does not show it"):
            patient(oxigraph, proxy, builds.first)
        assert len(proxy.writes) == 1
    assert oxigraph.holds() == quads(builds.retracted)


def test_a_server_that_has_moved_is_not_followed(oxigraph: Place, builds: Builds) -> None:
    """The message has the new address; nothing, and no login, is sent there."""
    oxigraph.load(builds.retracted)
    with between(oxigraph.home) as proxy:
        proxy.meddle = lambda _number, _when: (307, {"Location": "http://127.0.0.1:9/new"}, b"")
        with pytest.raises(EndpointError, match=r"moved to http://127\.0\.0\.1:9/new: give that address"):
            patient(oxigraph, proxy, builds.first)
    assert oxigraph.holds() == quads(builds.retracted)


def test_a_login_is_kept_up(virtuoso: Place, builds: Builds) -> None:
    """After the first refusal every request comes with its Digest, so that no body is sent twice; the password itself only that once."""
    virtuoso.load(builds.retracted)
    with between(virtuoso.home) as proxy:
        virtuoso.by(proxy.home).load(builds.first, batch=SMALL)
        assert [login.split(" ")[0] for login in proxy.logins[:3]] == ["Basic", "", "Digest"]
        assert all(login.startswith("Digest ") for login in proxy.logins[3:])
        assert len(proxy.writes) > 5


@pytest.mark.parametrize("graphs", [False, True])
def test_the_whole_of_the_samples_goes_in_updates_within_the_limit(graphs: bool, oxigraph: Place, sample_graph: tw.Graph) -> None:
    """Progress never goes back, ends at the number of triples, and says which graph it is at."""
    seen: list[tuple[int, int, str]] = []
    place = graphs_of(oxigraph) if graphs else oxigraph
    oxigraph.load(tw.open(sample_graph.folder).until(min(r.date for r in sample_graph.releases() if r.date)))
    with between(oxigraph.home) as proxy:
        done = place.by(proxy.home).load(sample_graph, batch=100_000, progress=lambda *at: seen.append(at))
        assert graphs or max(size for _, _, size in proxy.writes) <= 100_000
    assert [at[0] for at in seen] == sorted(at[0] for at in seen)
    assert seen[-1][:2] == (done.plan.triples, done.plan.triples)
    assert any(label.startswith(f"{vocab.GRAPH}release/") for *_, label in seen)
    assert oxigraph.holds() == quads(sample_graph)


HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "keep-a-store-in-step.md"


def block(label: str, homes: Mapping[str, str]) -> str:
    """A block of the how-to, with the addresses of servers under test in the place of its own."""
    found = re.search(rf"^```\w+ {re.escape(label)}\n(.*?)^```$", HOW_TO.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"{HOW_TO.name} has no block {label}"
    text = found[1]
    for said, home in homes.items():
        text = text.replace(said, home)
    return text


@pytest.fixture
def folder(tmp_path: Path, sample_out: Path) -> Path:
    """A folder with a build of the samples, as the how-to finds it."""
    (tmp_path / "triplewire-out").symlink_to(sample_out)
    return tmp_path


def test_the_how_to_does_what_it_says_in_oxigraph(folder: Path) -> None:
    """Each command prints the lines below it."""
    if servers.missing("oxigraph") or shutil.which("curl") is None:
        pytest.skip(servers.missing("oxigraph") or "curl is missing: apt-get install curl")
    start = block("oxigraph server", {}).splitlines()[-1]
    assert start == "oxigraph serve --location DB --bind 127.0.0.1:7878 --union-default-graph &"
    with oxigraph_at(folder / "DB") as place:
        for command, said in steps(block("oxigraph", {"http://127.0.0.1:7878": place.home})):
            now = printed(command.replace("curl ", "curl --noproxy '*' "), folder, no_proxy="127.0.0.1")
            assert matches(said, now), f"$ {command}{now}"


def test_the_how_to_does_what_it_says_in_virtuoso(folder: Path, virtuoso: Place) -> None:
    """The login of its lines is taken, and the question at the end has the answer of the build."""
    *lines, ask = block("virtuoso", {"http://127.0.0.1:8890": virtuoso.home}).splitlines()
    for line in lines:
        printed(line, folder, no_proxy="127.0.0.1")
    assert printed(ask, folder, no_proxy="127.0.0.1") == printed("triplewire query partners", folder)
    assert not virtuoso.load(tw.open(folder / "triplewire-out")).plan
