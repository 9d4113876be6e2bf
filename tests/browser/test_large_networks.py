"""Large networks in a real browser, measured as the benchmark does."""

from __future__ import annotations

import pytest
from benchmarks.speed.drawing import LARGE, SIZE, moving, network, opening
from tests.browser.conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BAR = 10


def test_opening_a_thousand_costs_a_tenth_of_pyvis(browser: Browser) -> None:
    """A thousand things open with at most a tenth of the processor time that pyvis takes to come to rest; it is stopped at eleven times."""
    ours, theirs, stopped = opening(browser.chromium.browser_type, network(SIZE), patience=300, enough=BAR + 1)
    assert theirs >= BAR * ours, f"{ours:.2f} s against {theirs:.2f} s{', stopped' if stopped else ''}"


def test_five_thousand_open_and_move(browser: Browser) -> None:
    """Every move of a drag is answered, and the picture moves with it."""
    seconds, moved = moving(browser.chromium.browser_type, network(LARGE))
    assert moved
    assert seconds < 1
