"""A thousand releases, fifty of them hostile: each of these is set aside with its reason, and the others are read as if alone."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests import hostile_files
from tests.contract import build_helper as helper

import triplewire as tw
from triplewire import pipeline
from triplewire.builds import Inputs, in_turn, read_all
from triplewire.builds.reading import printable
from triplewire.cli.app import run
from triplewire.read import discover, pdf

GOOD, HOSTILE = 950, 50
WHOLE = 12
"""Good releases that are built to the end: the pages of all of them take longer than reading them."""
SECONDS = 2
"""What a PDF may take here, so that the one that takes for ever does not."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No PDF takes long."""
    monkeypatch.setattr(pdf, "SECONDS", SECONDS)


def read_in(folder: Path) -> Inputs:
    """All releases of a folder, read in this process."""
    return read_all(discover([folder]), [], folder.parent / "out", in_turn, None, pipeline.read_one)


@pytest.mark.slow
def test_a_thousand_releases_are_read_and_fifty_set_aside(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Each hostile one with its reason and one printable line; the facts of the 950 are those of a folder that has only them, also of
    those in other encodings than UTF-8.
    """
    hostile_files.write_good(tmp_path / "clean" / "releases", range(GOOD))
    hostile_files.write_good(tmp_path / "mixed" / "releases", range(GOOD), odd=True)
    expected = hostile_files.write_hostile(tmp_path / "mixed" / "releases")
    clean = read_in(tmp_path / "clean" / "releases")
    began = time.monotonic()
    mixed = read_in(tmp_path / "mixed" / "releases")
    record_property("hostile thousand", f"{time.monotonic() - began:.0f} s, {dict(Counter(q.reason for q in mixed.quarantine))}")
    assert len(expected) == len(mixed.quarantine) == HOSTILE
    assert {q.file: q.reason for q in mixed.quarantine} == {printable(name): reason for name, reason in expected.items()}
    assert [q for q in mixed.quarantine if not q.message.isprintable() or q.file.removesuffix(".txt") not in q.message] == []
    assert len(clean.releases) == GOOD
    assert [f.to_line() for r in mixed.releases for f in r.facts()] == [f.to_line() for r in clean.releases for f in r.facts()]
    documents, others = [r.document() for r in mixed.releases], [r.document() for r in clean.releases]
    assert [replace(d, warnings=()) for d in documents] == [replace(d, warnings=()) for d in others]
    warned = sum(1 for d in documents if d.warnings != others[0].warnings)
    assert warned > GOOD // hostile_files.EVERY // 2


@pytest.mark.slow
def test_a_build_with_fifty_hostile_releases_is_that_without_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 3; facts, graph and store hold what a build of the good ones holds; each hostile one has a line in two places."""
    for name in ("clean", "mixed"):
        hostile_files.write_good(tmp_path / name / "releases", range(WHOLE))
    expected = hostile_files.write_hostile(tmp_path / "mixed" / "releases")
    tw.build(tmp_path / "clean" / "releases", tmp_path / "clean" / "out")
    code = run(["build", str(tmp_path / "mixed" / "releases"), "-o", str(tmp_path / "mixed" / "out")])
    said = capfd.readouterr().err.splitlines()
    rows = helper.quarantine(tmp_path / "mixed" / "out")
    assert code == 3
    assert sorted(row["reason"] for row in rows) == sorted(expected.values())
    assert [row["message"] for row in rows if said.count(row["message"]) != 1] == []
    clean, mixed = (helper.artefacts(tmp_path / name / "out") for name in ("clean", "mixed"))
    for name in ("facts.jsonl", "graph.ttl", "graph.trig", "void.ttl"):
        assert mixed[name] == clean[name]
    assert len(tw.open(tmp_path / "mixed" / "out").store) == len(tw.open(tmp_path / "clean" / "out").store)
    assert json.loads(mixed["report.json"])["counts"]["quarantined"] == HOSTILE
