"""Real releases lie beside the checkout, never in it; tests that need them skip aloud where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED: Path = Path(__file__).resolve().parents[2] / "shared"


def need_shared() -> Path:
    """The folder of real releases and their gold facts, `../shared` beside the checkout; without it the test is skipped with a reason."""
    if not (SHARED / "releases").is_dir():
        pytest.skip(f"no real releases at {SHARED / 'releases'}; put them beside the checkout to run this test")
    return SHARED
