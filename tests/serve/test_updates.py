"""Updates: on a working copy, atomic, seen by everybody at once, never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serve.served import UPDATE, Served, command, copy_of, environment, serving, until
from tests.serve.test_gate import state
from tests.serve.test_rebuilds import put


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a small build."""
    put(tmp_path / "out", 1)
    return tmp_path / "out"


@pytest.fixture
def served(out: Path) -> Iterator[Served]:
    """A server of it that takes updates; a request may take three seconds."""
    with serving(out, "--allow-update", "--timeout", 3, "--workers", 2) as served:
        yield served


def count(served: Served, pattern: str = "?s ?p ?o") -> int:
    """How often a pattern is found."""
    return int(served.ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows()[0]["n"])


def test_everybody_sees_an_update_at_once(served: Served) -> None:
    """A hundred updates, each read back by another client than the one that wrote, and the answer says which state it is of."""
    with served.client() as writer, served.client() as reader:
        for number in range(100):
            done = writer.post(f"INSERT DATA {{ <urn:n> <urn:is> {number} }}", UPDATE)
            assert (done.status, done.body, done.headers["triplewire-revision"]) == (204, b"", str(number + 1))
            seen = reader.get(f"ASK {{ <urn:n> <urn:is> {number} }}")
            assert (seen.json()["boolean"], seen.headers["triplewire-revision"]) == (True, str(number + 1))


def test_the_build_is_never_changed(served: Served, out: Path) -> None:
    """What updates change is a copy beside the builds."""
    before = state(out)
    assert served.update("DROP ALL ; INSERT DATA { <urn:a> <urn:b> 1 }").status == 204
    assert count(served) == 1
    assert state(out) == before
    assert (out / "working" / (out / "current").resolve().name / "store" / "CURRENT").is_file()


def test_an_update_is_done_as_a_whole_or_not_at_all(served: Served) -> None:
    """An error in the last operation undoes the first; so does one in the text."""
    before = count(served)
    for text in (
        "INSERT DATA { <urn:a> <urn:b> 1 } ; CREATE GRAPH <https://w3id.org/triplewire/graph/background>",
        "INSERT DATA { <urn:a> <urn:b> 1 } ; NONSENSE",
    ):
        answer = served.update(text)
        assert (answer.status, answer.media) == (400, "text/plain")
    assert count(served) == before
    assert "triplewire-revision" not in served.ask("ASK {}").headers


def test_an_update_that_takes_too_long_changes_nothing(served: Served) -> None:
    """504; its process is killed, and the next update finds the state before it."""
    before = count(served)
    endless = "INSERT DATA { <urn:a> <urn:b> 1 } ; INSERT { ?a <urn:q> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert served.update(endless).status == 504
    assert count(served) == before
    assert served.update("INSERT DATA { <urn:c> <urn:d> 1 }").status == 204
    assert count(served) == before + 1


def test_a_writer_that_is_killed_changes_nothing(served: Served) -> None:
    """The one update fails; readers and later updates do not notice."""
    readers = set(served.workers())
    assert served.update("INSERT DATA { <urn:c> <urn:d> 1 }").status == 204
    before = count(served)
    (writer,) = set(served.workers()) - readers
    slow = "INSERT { ?a <urn:q> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answers = []
    asking = threading.Thread(target=lambda: answers.append(served.update(slow)))
    asking.start()
    until(lambda: _busy(writer), 2)
    os.kill(writer, signal.SIGKILL)
    asking.join()
    assert answers[0].status == 503
    assert count(served) == before
    assert served.update("INSERT DATA { <urn:e> <urn:f> 1 }").status == 204
    assert count(served) == before + 1


def _busy(pid: int) -> bool:
    """Whether a process has used some processor time since it was ready."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13])) > 60


def test_updates_outlive_the_server(out: Path) -> None:
    """Also one that is killed: what was answered with 204 is there."""
    with serving(out, "--allow-update") as served:
        assert served.update("INSERT DATA { <urn:a> <urn:b> 1 }").status == 204
        served.process.kill()
        served.process.wait()
    with serving(out, "--allow-update") as served:
        assert count(served, "<urn:a> <urn:b> 1") == 1
        assert served.update("INSERT DATA { <urn:a> <urn:b> 2 }").headers["triplewire-revision"] == "2"
    with serving(out) as served:
        assert count(served, "<urn:a> ?p ?o") == 0


def test_a_new_build_has_a_new_working_copy(served: Served, out: Path) -> None:
    """Updates of the old one are kept beside it, and are there again when it is."""
    assert served.update("INSERT DATA { <urn:a> <urn:b> 1 }").status == 204
    put(out, 2)
    assert count(served, "<urn:a> ?p ?o") == 0
    assert served.update("INSERT DATA { <urn:c> <urn:d> 1 }").headers["triplewire-revision"] == "1"
    put(out, 1)
    assert (count(served, "<urn:a> ?p ?o"), count(served, "<urn:c> ?p ?o")) == (1, 0)


def test_only_the_states_that_may_be_open_are_kept(served: Served, out: Path) -> None:
    """The newest and the one before it, and the writer's own."""
    for number in range(5):
        assert served.update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}").status == 204
    names = {path.name for path in (out / "working" / (out / "current").resolve().name).iterdir()}
    assert {name for name in names if name.isdecimal()} == {"4", "5"}
    assert len(names) == 4


def test_graphs_go_ways_of_their_own_once_updated(served: Served) -> None:
    """The default graph begins as all graphs in one; a change of one graph is a change of this one only, as SPARQL has it."""
    before = count(served)
    assert served.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }").status == 204
    assert (count(served), count(served, "GRAPH <urn:g> { ?s ?p ?o }")) == (before, 1)
    assert served.update("CLEAR DEFAULT").status == 204
    assert (count(served), count(served, "GRAPH <urn:g> { ?s ?p ?o }")) == (0, 1)
    assert served.ask("SELECT * FROM <urn:not-there> { ?s ?p ?o }").rows() == []


USING = {
    "INSERT { GRAPH <urn:to> { ?s ?p ?o } } WHERE { ?s ?p ?o }": {"1", "2"},
    "DELETE { ?s ?p 'WHERE' } INSERT { GRAPH <urn:to> { ?s ?p ?o } } # WHERE\nWHERE { ?s ?p ?o }": {"1", "2"},
    "INSERT { GRAPH <urn:to> { ?s ?p ?o } } WHERE { { SELECT * WHERE { ?s ?p ?o } } }": {"1", "2"},
    "INSERT { GRAPH <urn:to> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }": {"3"},
    "INSERT DATA { GRAPH <urn:to> { <urn:x> <urn:x> 9 } } ; INSERT { GRAPH <urn:to> { ?s ?p ?o } } WHERE { ?s ?p ?o }": {"1", "2", "9"},
}


@pytest.mark.parametrize("text", sorted(USING))
def test_the_protocol_may_name_the_graphs_of_an_update(updatable: Served, text: str) -> None:
    """As USING and USING NAMED in every operation with a WHERE, whatever words stand in its braces, strings and comments."""
    filled = " ".join(f"GRAPH <urn:{number}> {{ <urn:s> <urn:p> {number} }}" for number in (1, 2, 3))
    assert updatable.update(f"DROP SILENT GRAPH <urn:to> ; INSERT DATA {{ {filled} }}").status == 204
    names = [("using-graph-uri", "urn:1"), ("using-graph-uri", "urn:2"), ("using-named-graph-uri", "urn:3")]
    with updatable.client() as client:
        answer = client.post(text, UPDATE, "/sparql?" + "&".join(f"{name}={quote(iri)}" for name, iri in names))
    assert answer.status == 204, answer.body
    assert {row["o"] for row in updatable.ask("SELECT ?o { GRAPH <urn:to> { ?s ?p ?o } }").rows()} == USING[text]


def test_delete_where_takes_the_graphs_that_the_protocol_names(updatable: Served) -> None:
    """The short form has no place for USING and becomes the long one: what is found in these graphs goes out of the default graph."""
    assert updatable.update("INSERT DATA { <urn:s> <urn:dw> 1, 2 . GRAPH <urn:dw> { <urn:s> <urn:dw> 2 } }").status == 204
    with updatable.client() as client:
        assert client.post("DELETE WHERE { ?s <urn:dw> ?o }", UPDATE, "/sparql?using-graph-uri=urn:dw").status == 204
    assert updatable.ask("SELECT ?o { ?s <urn:dw> ?o }").rows() == [{"o": "1"}]


@pytest.mark.parametrize(
    "text", ["WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }"]
)
def test_graphs_are_named_once(updatable: Served, text: str) -> None:
    """By the request or by the update; 400 when both do, as when a parameter is that of a query, or no IRI."""
    for parameter in ("using-graph-uri=urn:h", "using-named-graph-uri=urn:h", "default-graph-uri=urn:h", "using-graph-uri=no%20iri%3E"):
        with updatable.client() as client:
            assert client.post(text, UPDATE, f"/sparql?{parameter}").status == 400


def test_two_servers_do_not_update_one_folder(served: Served) -> None:
    """The second one says why it does not start; to read it is welcome."""
    second = subprocess.run(
        command(served.directory, "--allow-update"), capture_output=True, text=True, env=environment(), check=False, timeout=60
    )
    assert (second.returncode, "another server" in second.stderr, "Traceback" in second.stderr) == (2, True, False)
    with serving(served.directory, "--workers", 1) as reading:
        assert reading.ask("ASK {}").status == 200


def test_a_build_of_the_samples_can_be_updated_too(sample_out: Path, tmp_path: Path) -> None:
    """Queries of the library answer from the new state."""
    with serving(copy_of(sample_out, tmp_path / "out"), "--allow-update", "--workers", 1) as served:
        label = "SELECT ?l { compound:imgn901 rdfs:label ?l }"
        before = served.ask(label).rows()
        assert (
            served.update(
                "DELETE { ?c rdfs:label ?l } INSERT { ?c rdfs:label 'Renamed' } WHERE { VALUES ?c { compound:imgn901 } ?c rdfs:label ?l }"
            ).status
            == 204
        )
        assert (before != served.ask(label).rows(), served.ask(label).rows()) == (True, [{"l": "Renamed"}])
