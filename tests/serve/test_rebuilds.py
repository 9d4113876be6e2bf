"""Builds that replace each other beneath readers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.serve.served import Served, serving, until
from triplewire import store
from triplewire.builds.directory import locked, replace_current

RELEASE = """Norvane Therapeutics Reports Progress

BOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.

NVT-101 targets CD56. NVT-101 is in Phase 1 testing for multiple myeloma.
"""
GRAPH = NamedNode("https://w3id.org/triplewire/graph/background")
BUILDS, SIZE = 20, 2000


def put(out: Path, number: int) -> str:
    """Makes a build the current one, in the way of `triplewire build`; each of its values says which one it is. Its id."""

    def fill(folder: Path) -> dict[str, Any]:
        quads = [Quad(NamedNode(f"urn:s{i}"), NamedNode("urn:p"), Literal(str(number)), GRAPH) for i in range(SIZE)]
        store.write(quads, folder / "store")
        (folder / "number").write_text(str(number), "utf-8")
        return {}

    with locked(out):
        return replace_current(out, str(number), fill).folder.name


def read(served: Served, stop: threading.Event, seen: list[tuple[str, str, str]], wrong: list[str]) -> None:
    """Asks on until it is told to stop; notes which build each answer says it is of, and which it is of."""
    with served.client() as client:
        while not stop.is_set():
            answer = client.get("SELECT ?o (COUNT(*) AS ?n) { ?s <urn:p> ?o } GROUP BY ?o")
            if answer.status != 200:
                wrong.append(f"{answer.status} {answer.text}")
                continue
            rows = answer.rows()
            seen.append((answer.headers["triplewire-build"], rows[0]["o"], rows[0]["n"]))
            if len(rows) != 1:
                wrong.append(str(rows))


def test_readers_see_one_build_each_time_and_the_newest_at_once(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Twenty builds under four readers: no error, each answer of exactly the build that it names, the next one within a second."""
    ids = {put(tmp_path, 0): "0"}
    stop, seen, wrong = threading.Event(), list[tuple[str, str, str]](), list[str]()
    switches = []
    with serving(tmp_path) as served:
        readers = [threading.Thread(target=read, args=(served, stop, seen, wrong)) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(1, BUILDS + 1):
            made = put(tmp_path, number)
            ids[made] = str(number)
            switches.append(until(lambda made=made: seen and seen[-1][0] == made, 5, 0.005))
            time.sleep(0.03)
        stop.set()
        for reader in readers:
            reader.join()
    record_property(
        "rebuilds", f"{BUILDS} under {len(readers)} readers, {len(seen)} answers, {len(wrong)} wrong, slowest {max(switches):.2f} s"
    )
    assert wrong == []
    assert {(build, value, count) for build, value, count in seen} == {(build, number, str(SIZE)) for build, number in ids.items()} & set(
        seen
    )
    assert len({build for build, _, _ in seen}) > BUILDS
    assert max(switches) <= 1


def test_a_query_that_runs_ends_on_its_build(tmp_path: Path) -> None:
    """Two builds come while it runs, so that its folder is gone; its answer is of the one it began with."""
    first = put(tmp_path, 1)
    pairs = "{ SELECT ?s ?o { ?s ?p ?o } LIMIT 1000 } ?a ?b ?c FILTER(STRLEN(STR(?s)) + STRLEN(STR(?a)) > 0)"
    slow = f"SELECT (COUNT(*) AS ?n) (SAMPLE(?o) AS ?x) {{ {pairs} }}"
    with serving(tmp_path, "--timeout", 60) as served:
        found = []
        asking = threading.Thread(target=lambda: found.append(served.ask(slow)))
        asking.start()
        time.sleep(0.3)
        put(tmp_path, 2)
        put(tmp_path, 3)
        assert not (tmp_path / "builds" / first).exists()
        assert served.ask("SELECT (SAMPLE(?o) AS ?x) { ?s ?p ?o }").rows() == [{"x": "3"}]
        assert asking.is_alive()
        asking.join()
    answer = found[0]
    assert (answer.headers["triplewire-build"], answer.rows()) == (first, [{"n": str(1000 * SIZE), "x": "1"}])


def test_a_build_that_goes_away_is_missed_aloud(tmp_path: Path) -> None:
    """503 with what to do; once there is a build again, answers too."""
    put(tmp_path, 1)
    with serving(tmp_path) as served:
        (tmp_path / "current").rename(tmp_path / "elsewhere")
        answer = served.ask("ASK {}")
        assert (answer.status, "triplewire build" in answer.text, "retry-after" in answer.headers) == (503, True, True)
        put(tmp_path, 2)
        assert served.ask("SELECT (SAMPLE(?o) AS ?x) { ?s ?p ?o }").rows() == [{"x": "2"}]


@pytest.mark.slow
def test_a_real_rebuild_is_seen(tmp_path: Path) -> None:
    """`triplewire build` under a server that runs."""
    from triplewire import api

    release = tmp_path / "norvane.txt"
    release.write_text(RELEASE, "utf-8")
    api.build(release, tmp_path / "out")
    asked = "SELECT DISTINCT ?l { ?c a tw:Compound ; rdfs:label ?l }"
    with serving(tmp_path / "out") as served:
        assert served.ask(asked).rows() == [{"l": "NVT-101"}]
        release.write_text(release.read_text("utf-8").replace("NVT-101", "NVT-202"), "utf-8")
        api.build(release, tmp_path / "out")
        assert served.ask(asked).rows() == [{"l": "NVT-202"}]
