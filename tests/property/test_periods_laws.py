"""Laws of time expressions, on texts made of their words and of anything else."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from triplewire.model.when import FiscalCalendar, canonical_period
from triplewire.recognize.periods import find_periods, learn_fiscal, same_period

SAID = """
in by the end of early mid late 2025 2026 Q3 2H FY25 1QFY11 first second third quarter half year years month months week next last this
coming few two 12 30 31st June May September 11 , - – / and or to from since before until fiscal ended ending summer fall winter later
earlier ago same period today year-end mid-2026 June/July 30, 2024 the Company's patients Street Act of . ( ) $ % '25 beyond between through
"""
WORDS = SAID.split()
DATES = st.dates(date(1995, 1, 1), date(2040, 12, 31))
ANCHORS = st.none() | DATES
FISCALS = st.none() | st.integers(1, 12).map(FiscalCalendar)
SPEECH = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
TEXTS = SPEECH | st.lists(st.sampled_from(WORDS), max_size=14).map("".join) | st.text(max_size=60)


@given(TEXTS, ANCHORS, FISCALS)
def test_intervals_do_not_run_backwards(text: str, anchor: date | None, fiscal: FiscalCalendar | None) -> None:
    """Whatever is found, its first day is not after its last."""
    for mention in find_periods(text, 0, anchor, fiscal):
        assert mention.when is not None
        if mention.when.start and mention.when.end:
            assert mention.when.start <= mention.when.end


@given(TEXTS, ANCHORS, FISCALS, st.integers(0, 10_000))
def test_spans_are_the_very_words_in_order(text: str, anchor: date | None, fiscal: FiscalCalendar | None, base: int) -> None:
    """Mentions are slices of the text, shifted by the base, sorted and apart."""
    mentions = find_periods(text, base, anchor, fiscal)
    for mention in mentions:
        assert mention.when is not None
        assert mention.name == mention.when.text == text[mention.span.start - base : mention.span.end - base]
    for one, following in pairwise(mentions):
        assert one.span.end <= following.span.start


@given(TEXTS, ANCHORS, FISCALS)
def test_finding_again_finds_the_same(text: str, anchor: date | None, fiscal: FiscalCalendar | None) -> None:
    """A second search, answered from memory, gives what the first gave."""
    assert find_periods(text, 0, anchor, fiscal) == find_periods(text, 0, anchor, fiscal)


@given(SPEECH, DATES, FISCALS)
def test_without_a_date_nothing_new_is_placed(text: str, anchor: date, fiscal: FiscalCalendar | None) -> None:
    """What can be placed without a release date is placed alike with one."""
    dated = {mention.span: mention.when for mention in find_periods(text, 0, anchor, fiscal)}
    for mention in find_periods(text, 0, None, fiscal):
        assert mention.when is not None
        if (mention.when.start or mention.when.end) and mention.span in dated and "later" not in text and "earlier" not in text:
            assert dated[mention.span] == mention.when


@given(SPEECH, DATES, FISCALS)
def test_placed_times_have_a_period_name(text: str, anchor: date, fiscal: FiscalCalendar | None) -> None:
    """Every placed time carries its canonical name."""
    for mention in find_periods(text, 0, anchor, fiscal):
        assert mention.when is not None
        assert mention.attrs.get("period", "") == canonical_period(mention.when, fiscal)


@given(SPEECH, DATES, FISCALS)
def test_same_period_goes_back_one_year(text: str, anchor: date, fiscal: FiscalCalendar | None) -> None:
    """The counterpart a year earlier ends 365 or 366 days earlier, give or take a leap day."""
    for mention in find_periods(text, 0, anchor, fiscal):
        assert mention.when is not None
        moved = same_period(mention.when, "-1")
        if mention.when.end and moved.end:
            assert 364 <= (mention.when.end - moved.end).days <= 367


@given(st.text(max_size=80))
def test_learning_never_fails(text: str) -> None:
    """Any text teaches a month of the year or nothing."""
    learned = learn_fiscal(text)
    assert learned is None or 1 <= learned.end_month <= 12


def _seconds(text: str) -> float:
    """The best of five searches, in seconds of the processor: neighbours do not count."""
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        find_periods(text, 0, date(2025, 6, 15), None)
        best = min(best, time.process_time() - began)
    return best


def test_time_grows_with_the_text_only() -> None:
    """Eight times the text, made of nothing but time words, takes nowhere near sixty-four times as long."""
    for piece in ("2025 and ", "in the third quarter of 2025 and ", "June 11-14, ", "early to mid-", "by the end of "):
        short, long = _seconds(piece * 500), _seconds(piece * 4000)
        assert long <= 32 * short + 0.05, piece
