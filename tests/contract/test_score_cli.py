"""`triplewire score` as users and scripts meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.contract.build_helper import apart, here
from tests.contract.test_cli import TEXT

from triplewire import resources

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = resources.path("data", "releases")
GOLD = ROOT / "tests" / "gold" / "samples"
ONE = SAMPLES / "cns-2025-05-13-orphan.txt"


def test_the_samples_are_scored() -> None:
    """A table for the core, one for the secondary families; what was asked for beside them."""
    done = here("score", "--gold", GOLD, SAMPLES, "--per-release", "--errors")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if line and line[:1].isalpha() and "   " not in line] == [
        "core families, 26 releases",
        "secondary families, 26 releases",
        "core families by release",
        "wrong and missed facts",
    ]


def test_figures_come_as_json(tmp_path: Path) -> None:
    """The object has groups with families, micro, macro and interval; a run compared with itself changes nothing."""
    saved = tmp_path / "run.json"
    first = here("score", "--gold", GOLD, SAMPLES, "--format", "json", "--save", saved)
    again = apart("score", "--gold", GOLD, SAMPLES, "--format", "json", "--per-release", "--errors", "--against", saved, hash_seed="7")
    one, two = json.loads(first.stdout), json.loads(again.stdout)
    assert one["core"] == two["core"]
    assert {"families", "micro", "macro_f1", "pairs"} <= one["core"].keys()
    low, high = one["core"]["micro"]["interval"]
    assert low < one["core"]["micro"]["f1"] < high
    assert one["core"]["pairs"]["co_occurrence"]["f1"] < one["core"]["pairs"]["f1"]
    assert len(two["by_release"]) == 26
    assert (two["against"]["improved"], two["against"]["regressed"]) == ([], [])
    assert len(two["against"]["remaining"]) == len(two["errors"])


def test_a_release_that_cannot_be_read_is_named_and_the_rest_is_scored(tmp_path: Path) -> None:
    """The exit code says that some inputs were set aside."""
    (tmp_path / "torn.txt").write_bytes(b"\x00" * 100)
    done = here("score", "--gold", GOLD, ONE, tmp_path / "torn.txt")
    assert done.returncode == 3
    assert "torn.txt" in done.stderr
    assert "core, micro" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["score", "--gold", GOLD], "say which releases to score"),
        (["score", "--gold", GOLD, SAMPLES / "absent.txt"], "absent.txt: no such file"),
        (["score", "--gold", SAMPLES, ONE], "no gold here; expected files NAME.json"),
        (["score", "--gold", GOLD, ROOT / "tests" / "gold" / "samples" / "timeline.md"], "none of the releases has gold"),
        (["score", "--gold", GOLD, ONE, "--format", "xml"], "there is no format called 'xml'"),
        (["score", "--gold", GOLD, ONE, "--against", ONE], "not a stored run"),
        (["score", "--gold", GOLD, ONE, "--without-lexicon", "compounds,compund"], "did you mean compounds?"),
        (["facts", ONE, "--without-lexicon", "firms"], "the shipped lexicons: agencies, compounds, conferences,"),
    ],
)
def test_a_mistake_is_said_with_what_to_do(words: list[object], message: str) -> None:
    """One or two lines, exit code 2, no traceback."""
    done = here(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_facts_can_be_read_without_lexicons() -> None:
    """What only an emptied lexicon knows is not found; several are given at once or one by one."""
    usual, *without = (
        here("facts", "-", "--format", "jsonl", *more, text=TEXT)
        for more in ([], ["--without-lexicon", "regions, organizations"], ["--without-lexicon", "regions", "--without-lexicon", "targets"])
    )
    assert '"region": "US"' in usual.stdout
    assert [(done.returncode, '"orphan_designation"' in done.stdout, '"region"' in done.stdout) for done in without] == [
        (0, True, False)
    ] * 2
