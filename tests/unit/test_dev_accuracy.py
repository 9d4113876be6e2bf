"""Accuracy on real releases, held by a ratchet: the floors only rise. The releases lie beside the checkout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.shared import need_shared
from tests.unit.test_seed import f1, precision, scored

from triplewire import lexicon, pipeline
from triplewire.read import read

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# A little below what is reached. Raise them when accuracy has risen; never lower them.
CORE_F1, CORE_PRECISION, SECONDARY_F1 = 0.92, 0.92, 0.97

ENOUGH = 10
"""Gold facts from which on a family has a floor of its own; the figure of fewer says little."""

# F1, under the same rule.
FLOORS: Mapping[str, float] = {
    "uses_technology": 0.65,
    "has_target": 0.75,
    "has_indication": 0.85,
    "developed_by": 0.85,
    "partnered_with": 0.75,
    "orphan_designation": 0.75,
    "stage": 0.85,
    "trial": 0.9,
    "milestone": 0.85,
    "combination": 0.85,
    "alias": 0.75,
    "deal": 0.95,
    "financial": 0.9,
    "person_role": 0.95,
}

NAMES = ("compounds", "organizations", "technologies")
ABLATION_POINTS = 5.0
"""By how many points the core F1 may fall when the lists of these names are empty. Lower it when rules have taken over more."""

Counts = Mapping[str, Counter[str]]


def totals(folder: Path, left_out: Iterable[str] = ()) -> Mapping[str, Counts]:
    """The scorer's counts for the releases, by family and by group of releases; `folder` takes our lines."""
    shared = need_shared()
    with lexicon.without(left_out):
        for path in sorted((shared / "releases" / "dev").glob("d*.md")):
            lines = "".join(f"{f.to_line()}\n" for f in pipeline.facts_of(read(path)))
            (folder / f"{path.name.split('-')[0]}.jsonl").write_text(lines, "utf-8")
    found: Mapping[str, Any] = scored(folder, ",".join(sorted(p.stem for p in folder.glob("*.jsonl"))))
    return {part: {name: Counter(counts) for name, counts in found[part].items()} for part in ("families", "groups")}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Counts]:
    """The counts with all lexicons."""
    return totals(tmp_path_factory.mktemp("dev"))


def total(groups: Counts, *, secondary: bool) -> Counter[str]:
    """The counts of all groups, of the core or of the secondary families."""
    out: Counter[str] = Counter()
    for name, counts in groups.items():
        if name.endswith("(secondary)") is secondary:
            out.update(counts)
    return out


def test_core_families_do_not_fall_back(usual: Mapping[str, Counts]) -> None:
    """F1 and precision of the core families stay at their floors or above."""
    counts = total(usual["groups"], secondary=False)
    assert counts["tp"] + counts["fn"] > 300
    assert f1(counts) >= CORE_F1
    assert precision(counts) >= CORE_PRECISION


def test_secondary_families_do_not_fall_back(usual: Mapping[str, Counts]) -> None:
    """F1 of the secondary families stays at its floor or above."""
    assert f1(total(usual["groups"], secondary=True)) >= SECONDARY_F1


def test_no_family_falls_back(usual: Mapping[str, Counts]) -> None:
    """Each family with enough facts has a floor and stays at it or above: what one wins, another must not pay for."""
    reached = {name: f1(counts) for name, counts in usual["families"].items() if counts["tp"] + counts["fn"] >= ENOUGH}
    assert set(FLOORS) == set(reached), "give each family with enough facts a floor"
    assert {name: round(figure, 3) for name, figure in reached.items() if figure < FLOORS[name]} == {}


def test_rules_carry_the_reading_without_lists_of_names(usual: Mapping[str, Counts], tmp_path: Path) -> None:
    """With no company, compound or technology known by name, the core F1 falls by few points only; it changes, or nothing was left out."""
    with_names = f1(total(usual["groups"], secondary=False))
    without = f1(total(totals(tmp_path, NAMES)["groups"], secondary=False))
    assert without != with_names
    assert 100 * (with_names - without) <= ABLATION_POINTS
