"""docs/grounding.md says what is measured today, and every grounding of the measured releases was looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from grounding import make
from tests.shared import need_shared

from triplewire.lexicon.tables import read_table

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "python docs/grounding/make.py"
GOLD = ROOT / "tests" / "gold" / "groundings"
FLOOR = 0.98


@pytest.fixture(scope="module")
def samples() -> Any:
    """The groundings of the sample releases."""
    return make.measured([ROOT / "data" / "releases"], GOLD / "samples.tsv")


@pytest.mark.parametrize("name", ["samples", "dev", "seed"])
def test_checked_groundings_are_whole(name: str) -> None:
    """Each row has a name, an identifier, the label of that identifier and a verdict; no pair stands twice, and the file is sorted."""
    rows = read_table(GOLD / f"{name}.tsv", ("type", "name", "id", "label", "verdict", "note")).dicts()
    assert len(rows) >= 25
    assert all(row["label"] and row["verdict"] in ("right", "wrong", "unsure") for row in rows)
    assert len({(row["type"], row["name"], row["id"]) for row in rows}) == len(rows)
    assert [tuple(r.values()) for r in rows] == sorted(tuple(r.values()) for r in rows)


def test_every_grounding_of_the_samples_was_looked_at(samples: Any) -> None:
    """A name that gets an identifier for the first time is compared by a person and entered into tests/gold/groundings/samples.tsv."""
    assert samples.unseen == []


def test_the_groundings_of_the_samples_are_right(samples: Any) -> None:
    """Precision stays above its floor, and no checked name has lost its identifier."""
    assert samples.precision() >= FLOOR
    assert {p for p, verdict in samples.verdicts.items() if verdict == "right"} <= samples.pairs


def test_the_page_is_that_of_today(samples: Any) -> None:
    """Words and figures about the samples are those that the program gives."""
    parts = make.written(make.PAGE.read_text("utf-8"))
    assert set(parts) == {"samples", "real"}
    assert make.page(parts) == make.PAGE.read_text("utf-8"), AGAIN
    assert parts["samples"] == f"{make.SAMPLES}\n{make.part(samples)}", AGAIN


@pytest.mark.slow
@pytest.mark.shared
def test_the_groundings_of_real_releases_are_right() -> None:
    """On the releases beside the checkout every grounding was looked at, precision holds, and the page says so."""
    shared = need_shared()
    found = make.measured([shared / "releases" / "dev"], GOLD / "dev.tsv")
    assert found.unseen == []
    assert found.precision() >= FLOOR
    assert {p for p, verdict in found.verdicts.items() if verdict == "right"} <= found.pairs
    assert make.written(make.PAGE.read_text("utf-8"))["real"].rstrip("\n").endswith(make.part(found).rstrip("\n")), AGAIN
