"""Large networks in a real browser, measured as the benchmark does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from benchmarks.speed.drawing import LARGE, SIZE, moving, network, opening
from tests.browser.conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BAR = 10


def test_opening_a_thousand_costs_a_tenth_of_pyvis(browser: Browser, record_property: Callable[[str, object], None]) -> None:
    """A thousand things open with at most a tenth of the processor time that pyvis takes to come to rest; it is stopped at eleven times."""
    ours, theirs, stopped = opening(browser.chromium.browser_type, network(SIZE), patience=300, enough=BAR + 1)
    record_property("thousand things", f"{ours:.2f} s, pyvis {theirs:.2f} s{', stopped' if stopped else ''}, {theirs / ours:.1f} times")
    assert theirs >= BAR * ours, f"{ours:.2f} s against {theirs:.2f} s{', stopped' if stopped else ''}"


def test_five_thousand_open_and_move(browser: Browser, record_property: Callable[[str, object], None]) -> None:
    """Every move of a drag is answered, and the picture moves with it."""
    seconds, moved = moving(browser.chromium.browser_type, network(LARGE))
    record_property("move over five thousand", f"{seconds * 1000:.0f} ms")
    assert moved
    assert seconds < 1
