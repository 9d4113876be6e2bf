"""docs/accuracy.md says what is measured today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from tests.shared import need_shared

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "python docs/accuracy/make.py"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """docs/accuracy/make.py as a module."""
    spec = importlib.util.spec_from_file_location("make_accuracy", ROOT / "docs" / "accuracy" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_words_are_those_of_the_page_that_a_person_wrote(make: ModuleType) -> None:
    """Around the figures the page is page.txt, and both measured parts are in it."""
    text = make.PAGE.read_text("utf-8")
    parts = make.written(text)
    assert set(parts) == {"samples", "real"}
    assert all(part.count("| core, micro |") == 1 for part in parts.values())
    assert make.page(parts) == text, AGAIN


@pytest.mark.slow
def test_the_figures_of_the_samples_are_those_of_today(make: ModuleType) -> None:
    """Tables and ablation of the sample releases."""
    assert make.written(make.PAGE.read_text("utf-8"))["samples"] == make.samples(), AGAIN


@pytest.mark.slow
@pytest.mark.shared
def test_the_figures_of_the_real_releases_are_those_of_today(make: ModuleType) -> None:
    """Tables and ablation of the releases beside the checkout; skipped aloud where these are absent."""
    need_shared()
    assert make.written(make.PAGE.read_text("utf-8"))["real"] == make.real(), AGAIN
