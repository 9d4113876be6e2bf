"""Laws of amounts of money."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from triplewire.recognize.money import find_money

SCALES = {"": 1, " thousand": 1e3, " million": 1e6, " billion": 1e9}


@given(st.integers(1, 999_999), st.sampled_from(sorted(SCALES)), st.sampled_from(["$", "€", "£", "US$"]))
def test_what_is_written_is_read(number: int, scale: str, sign: str) -> None:
    """Every amount that can be written is read with its value."""
    found = find_money(f"a total of {sign}{number:,}{scale} was paid", 0)
    assert [m.value for m in found] == [number * SCALES[scale]]


@given(st.text(alphabet="$€0123456789.,-– andtomilion()\n", max_size=200))
def test_mentions_lie_inside_and_do_not_overlap(text: str) -> None:
    """Whatever the text, spans lie in it, in order, apart from each other."""
    spans = [m.span for m in find_money(text, 0)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_time_is_linear() -> None:
    """Ten times the text takes about ten times as long, also on text made to hurt."""

    def seconds(n: int) -> float:
        text = "$1,111,111 and 1 to 1-1.1 million (" * n
        start = time.perf_counter()
        find_money(text, 0)
        return time.perf_counter() - start

    seconds(10)
    assert min(seconds(4000) for _ in range(3)) < 40 * min(seconds(400) for _ in range(3)) + 0.05
