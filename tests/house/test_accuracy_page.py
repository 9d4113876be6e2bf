"""docs/accuracy.md says what is measured today."""

from __future__ import annotations

from pathlib import Path

import pytest
from accuracy import make
from tests.shared import need_shared

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "python docs/accuracy/make.py"


def test_the_words_are_those_of_the_page_that_a_person_wrote() -> None:
    """Around the figures the page is page.txt, and both measured parts are in it."""
    text = make.PAGE.read_text("utf-8")
    parts = make.written(text)
    assert set(parts) == {"samples", "real"}
    assert all(part.count("| core, micro |") == 1 for part in parts.values())
    assert make.page(parts) == text, AGAIN


@pytest.mark.slow
def test_the_figures_of_the_samples_are_those_of_today() -> None:
    """Tables and ablation of the sample releases."""
    assert make.written(make.PAGE.read_text("utf-8"))["samples"] == make.samples(), AGAIN


@pytest.mark.slow
@pytest.mark.shared
def test_the_figures_of_the_real_releases_are_those_of_today() -> None:
    """Tables and ablation of the releases beside the checkout; skipped aloud where these are absent."""
    need_shared()
    assert make.written(make.PAGE.read_text("utf-8"))["real"] == make.real(), AGAIN
