"""The first real release, read whole: floors of accuracy, and the fine points that a reader must get right. Lies beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.shared import need_shared

from triplewire import pipeline
from triplewire.assemble import assemble
from triplewire.model import Document, Fact, Finding
from triplewire.read import read
from triplewire.reconcile import reconcile

pytestmark = pytest.mark.shared

CORE_F1, CORE_PRECISION, SECONDARY_F1 = 0.95, 0.95, 0.90
Whole = tuple[Document, list[Fact], list[Finding]]


@pytest.fixture(scope="module")
def seed() -> Whole:
    """The release with its facts and findings."""
    reading = pipeline.reading_of(read(next((need_shared() / "releases" / "seed").glob("*.txt"))))
    return reading.document, *reconcile([reading.document], assemble(pipeline.stated(reading)))


@pytest.fixture(scope="module")
def gold() -> list[Mapping[str, Any]]:
    """What a person found in it."""
    found: list[Mapping[str, Any]] = json.loads((need_shared() / "gold" / "seed.json").read_text("utf-8"))["facts"]
    return found


@pytest.fixture(scope="module")
def scores(seed: Whole, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Counter[str]]:
    """The scorer's counts for our lines: true, false and missing facts, core and secondary families."""
    folder = tmp_path_factory.mktemp("seed")
    (folder / "seed.jsonl").write_text("".join(f"{f.to_line()}\n" for f in seed[1]), "utf-8")
    totals = scored(folder, "seed")["groups"]
    return {"core": Counter(totals["seed"]), "secondary": Counter(totals["seed (secondary)"])}


def scored(folder: Path, ids: str = "", gold: Path | None = None) -> dict[str, Any]:
    """The totals of the scorer beside the gold for a folder of our lines; `ids` are the releases that count, `gold` another gold."""
    shared = need_shared()
    tool, out = shared / "tools" / "score.py", folder / "totals.json"
    chosen = ["--ids", ids] if ids else []
    command = [sys.executable, str(tool), "--gold", str(gold or shared / "gold"), "--pred", str(folder), "--json", str(out), *chosen]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    totals: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return totals


def precision(counts: Counter[str]) -> float:
    """Of what was found, how much is right."""
    return counts["tp"] / (counts["tp"] + counts["fp"])


def f1(counts: Counter[str]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * counts["tp"] / (2 * counts["tp"] + counts["fp"] + counts["fn"])


def test_core_families_reach_their_floor(scores: Mapping[str, Counter[str]]) -> None:
    """F1 and precision of the core families stay above their floors."""
    assert f1(scores["core"]) >= CORE_F1
    assert precision(scores["core"]) >= CORE_PRECISION


def test_secondary_families_reach_their_floor(scores: Mapping[str, Counter[str]]) -> None:
    """F1 of the secondary families stays above its floor."""
    assert f1(scores["secondary"]) >= SECONDARY_F1


def test_every_quote_is_the_raw_text(seed: Whole) -> None:
    """Each evidence quotes the file, scanning damage included."""
    document, facts, _ = seed
    assert len(facts) > 100
    assert all(e.quote == document.raw[e.start : e.end] for f in facts for e in f.evidence)


def test_some_facts_rest_on_repaired_words(seed: Whole) -> None:
    """The text is damaged, so some evidence must quote words that were repaired; otherwise the test above shows little."""
    document, facts, _ = seed
    assert document.repairs
    assert any(r.span.overlaps(e.span) for r in document.repairs for f in facts for e in f.evidence)


def test_the_denied_technology_is_denied(seed: Whole, gold: list[Mapping[str, Any]]) -> None:
    """The antibody said not to use the technology has a negated fact, no positive one, and its words hold the denial."""
    denied = next(f for f in gold if f["family"] == "uses_technology" and f["polarity"] == "negated")
    own = [f for f in seed[1] if f.family == "uses_technology" and f.arg("compound") == denied["compound"]]
    assert {(f.arg("technology"), f.polarity) for f in own} == {(denied["technology"], "negated")}
    assert f"non-{denied['technology']}" in own[0].evidence[0].quote


def test_what_only_a_name_implies_is_not_stated(seed: Whole, gold: list[Mapping[str, Any]]) -> None:
    """A payload that follows from a compound's name alone is told as nomenclature, never as stated."""
    implied = [f for f in gold if f["family"] == "has_payload" and f.get("optional")]
    found = [f for f in seed[1] if f.family == "has_payload"]
    assert implied
    assert {f["compound"] for f in implied} <= {f.arg("compound") for f in found}
    assert {f.basis for f in found} == {"nomenclature"}


def test_the_stage_conflict_is_found_with_both_claims(seed: Whole) -> None:
    """A compound whose section names a stage below that of its running studies gives one finding with both sides, all kept."""
    _, facts, findings = seed
    conflicts = [f for f in findings if f.kind == "stage-conflict"]
    claims = {f.id: f for f in facts}
    assert len(conflicts) == 1
    sides = [claims[i] for i in conflicts[0].facts]
    assert {f.arg("compound") for f in sides} == {conflicts[0].focus}
    assert {(f.family, f.arg("stage") or f.arg("phase")) for f in sides} == {("stage", "Phase 2"), ("trial", "Phase 3")}
    assert all("conflict:stage" in f.flags for f in sides)
    assert "damaged in scanning" in conflicts[0].message


def test_the_stated_number_of_compounds_agrees(seed: Whole) -> None:
    """The release says seven compounds are in the clinic, and names seven."""
    checks = [f for f in seed[2] if f.kind.startswith("count-")]
    assert [(f.kind, f.severity) for f in checks] == [("count-agrees", "info")]
    assert "states 7 " in checks[0].message
    assert "lists 7 " in checks[0].message


def test_reading_it_again_gives_the_same_lines(seed: Whole) -> None:
    """The facts are the same lines at every reading."""
    again = pipeline.facts_of(next((need_shared() / "releases" / "seed").glob("*.txt")))
    assert [f.to_line() for f in again] == [f.to_line() for f in seed[1]]
