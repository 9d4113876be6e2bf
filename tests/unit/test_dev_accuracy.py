"""Accuracy on real releases, held by a ratchet: the floors only rise. The releases lie beside the checkout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from tests.shared import need_shared
from tests.unit.test_seed import f1, precision, scored

from triplewire import pipeline
from triplewire.read import read

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# A little below what is reached. Raise them when accuracy has risen; never lower them.
CORE_F1, CORE_PRECISION, SECONDARY_F1 = 0.75, 0.83, 0.95


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Counter[str]]:
    """The scorer's counts by group of releases."""
    shared, folder = need_shared(), tmp_path_factory.mktemp("dev")
    for path in sorted((shared / "releases" / "dev").glob("d*.md")):
        lines = "".join(f"{f.to_line()}\n" for f in pipeline.facts_of(read(path)))
        (folder / f"{path.name.split('-')[0]}.jsonl").write_text(lines, "utf-8")
    names = sorted(p.stem for p in folder.glob("*.jsonl"))
    return {name: Counter(counts) for name, counts in scored(folder, ",".join(names))["groups"].items()}


def total(groups: Mapping[str, Counter[str]], *, secondary: bool) -> Counter[str]:
    """The counts of all groups, of the core or of the secondary families."""
    out: Counter[str] = Counter()
    for name, counts in groups.items():
        if name.endswith("(secondary)") is secondary:
            out.update(counts)
    return out


def test_core_families_do_not_fall_back(groups: Mapping[str, Counter[str]]) -> None:
    """F1 and precision of the core families stay at their floors or above."""
    counts = total(groups, secondary=False)
    assert counts["tp"] + counts["fn"] > 300
    assert f1(counts) >= CORE_F1
    assert precision(counts) >= CORE_PRECISION


def test_secondary_families_do_not_fall_back(groups: Mapping[str, Counter[str]]) -> None:
    """F1 of the secondary families stays at its floor or above."""
    assert f1(total(groups, secondary=True)) >= SECONDARY_F1
