"""Imported term lists bring identifiers, and take no accuracy away: real releases, with public disease lists put to use."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shared import need_shared
from tests.unit.test_dev_accuracy import total, totals
from tests.unit.test_seed import f1, precision

from triplewire import lexicon

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def test_public_disease_lists_cost_no_accuracy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With thousands of diseases imported, F1 and precision of the core families are what they were, or better."""
    lists = [need_shared() / "ontologies" / f"DO_{part}_slim.obo" for part in ("cancer", "rare")]
    if not all(file.is_file() for file in lists):
        pytest.skip(f"no term lists at {lists[0].parent}; put them beside the checkout to run this test")
    for file in lists:
        lexicon.import_into(file, tmp_path / "own")
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = total(totals(tmp_path / "before")["groups"], secondary=False)
    monkeypatch.setenv("TRIPLEWIRE_LEXICONS", str(tmp_path / "own"))
    assert len(lexicon.load(["indication"]).terms) > 10_000
    after = total(totals(tmp_path / "after")["groups"], secondary=False)
    assert f1(after) >= f1(before)
    assert precision(after) >= precision(before)
