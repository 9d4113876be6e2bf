"""Laws of differences: nothing differs from itself, steps add up, order does not matter, and back is the reverse of forth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import FIRST, HALVES, Corpus, corpora, corpus, fact, pairs_and_more, release

import triplewire as tw
from triplewire.reconcile.changes import WORDS, Delta, State, company_log, compare, compose, compound_log, history, known, told

DAYS = st.integers(-5, 610).map(lambda n: FIRST + timedelta(days=n))
BACK = {
    "added": {"dropped"},
    "dropped": {"added"},
    "restated": {"restated", "advanced"},
    "moved": {"moved", "advanced"},
    "advanced": {"changed", "moved", "restated"},
    "changed": {"changed", "advanced", "moved"},
    "": {""},
}
"""What each word may become when the sides are changed about."""


def said(delta: Delta) -> list[object]:
    """What a difference says, without the words of releases."""
    return [step.said() for step in delta.steps]


def as_of(one: Corpus, *days: date) -> list[State]:
    """What was known on each day."""
    return [known(one.releases, one.facts, day) for day in days]


def of_releases(one: Corpus) -> list[State]:
    """What each release tells."""
    return [told(r, one.facts) for r in one.releases]


@given(corpora, DAYS)
def test_nothing_differs_from_itself(one: Corpus, day: date) -> None:
    """A release, a day and a whole corpus compared with themselves: no step at all."""
    states = [*of_releases(one), *as_of(one, day), known(one.releases, one.facts)]
    assert [compare(state, state).steps for state in states] == [()] * len(states)


@given(corpora, DAYS, DAYS, DAYS)
def test_differences_of_days_add_up(one: Corpus, a: date, b: date, c: date) -> None:
    """From a to b and on to c is from a to c, in whichever order the days come."""
    first, second, third = as_of(one, a, b, c)
    assert said(compose(compare(first, second), compare(second, third))) == said(compare(first, third))


@given(pairs_and_more)
def test_differences_of_releases_add_up(one: Corpus) -> None:
    """Also where a release need not tell again what an earlier one told."""
    for first, second, third in permutations(of_releases(one)[:3]):
        assert said(compose(compare(first, second), compare(second, third))) == said(compare(first, third))


@given(corpora, st.randoms(use_true_random=False), DAYS)
def test_the_order_of_releases_and_facts_does_not_matter(one: Corpus, random: object, day: date) -> None:
    """Files come in any order."""
    releases, facts = list(one.releases), list(one.facts)
    random.shuffle(releases)  # type: ignore[attr-defined]
    random.shuffle(facts)  # type: ignore[attr-defined]
    other = Corpus(tuple(releases), tuple(facts))
    for state, same in zip(as_of(one, day), as_of(other, day), strict=True):
        assert same.items == state.items
        assert {k: i.cited for k, i in same.items.items()} == {k: i.cited for k, i in state.items.items()}
    assert company_log(other.releases, other.facts) == company_log(one.releases, one.facts)


def test_a_step_that_had_come_is_restated_when_it_is_only_expected_and_has_come_the_other_way() -> None:
    """Done and expected without a time, then only expected in a half: the time is new; and back, what was expected is done."""
    early, late = release("early", "2027-01-10"), release("late", "2027-01-11")
    step: dict[str, Any] = {"compound": "NVT-101", "kind": "trial_start"}
    told_before = [fact(early, "milestone", 0, **step, status="expected"), fact(early, "milestone", 90, **step, status="actual")]
    one = corpus((early, late), [*told_before, fact(late, "milestone", **step, status="expected", when=HALVES[0])])
    first, second = as_of(one, FIRST, FIRST + timedelta(days=1))
    assert [[s.change for s in compare(*pair).steps] for pair in ((first, second), (second, first))] == [["restated"], ["advanced"]]


@given(corpora, DAYS, DAYS)
def test_back_is_the_reverse_of_forth(one: Corpus, a: date, b: date) -> None:
    """What is added one way is dropped the other; the sides change places, and so do their words."""
    first, second = as_of(one, a, b)
    forth = {step.key: step for step in compare(first, second).steps}
    back = {step.key: step for step in compare(second, first).steps}
    assert forth.keys() == back.keys()
    for key, step in forth.items():
        assert (back[key].before, back[key].after) == (step.after, step.before)
        assert back[key].change in BACK[step.change]


@given(corpora, DAYS, DAYS)
def test_what_is_known_is_not_forgotten(one: Corpus, a: date, b: date) -> None:
    """From a day to a later one only what is denied, stopped or discontinued is dropped."""
    first, second = as_of(one, min(a, b), max(a, b))
    dropped = [step for step in compare(first, second).changes if step.change == "dropped"]
    assert first.items.keys() <= second.items.keys()
    assert all(step.after and not step.after.holds for step in dropped)


@given(corpora, DAYS)
def test_a_day_is_all_that_is_dated_up_to_it(one: Corpus, day: date) -> None:
    """As of a day is the same as having only the releases up to it."""
    kept = one.until(day)
    assert known(one.releases, one.facts, day).items == known(kept.releases, kept.facts).items


@given(corpora)
def test_every_step_cites_the_words_of_each_side(one: Corpus) -> None:
    """Words for every side that there is, and one of the known words for what changed."""
    empty = corpus((), ())
    for step in compare(known(empty.releases, empty.facts), known(one.releases, one.facts)).steps:
        assert step.change in WORDS
        assert step.before is None
        assert step.after
        assert step.after.cited
        assert step.what
        assert step.after.words
    quotes = {(f.release, e.start, e.end, e.quote) for f in one.facts for e in f.evidence}
    items = known(one.releases, one.facts).items.values()
    assert {(c.release, c.start, c.end, c.quote) for item in items for c in item.cited} <= quotes


@given(corpora)
def test_the_steps_of_a_history_lead_to_what_is_known(one: Corpus) -> None:
    """Entry by entry the history of a corpus tells the last value of each thing that it shows."""
    last = {change.key: change.after for entry in history(one.releases, one.facts) for change in entry.changes}
    now = known(one.releases, one.facts).items
    assert last.keys() <= now.keys()
    assert {key for key, item in now.items() if key not in last} == set()


@given(corpora)
def test_logs_are_newest_first_and_leave_nothing_out(one: Corpus) -> None:
    """Days fall within each log; what the history of all tells of compounds is in their logs."""
    logs = compound_log(one.releases, one.facts)
    for entries in (*logs.values(), *company_log(one.releases, one.facts).values()):
        days = [entry.day or date.min for entry in entries]
        assert days == sorted(days, reverse=True)
        assert [entry.first for entry in entries[:-1]] == [False] * (len(entries) - 1)
    told_of = {(c.key, e.day) for e in history(one.releases, one.facts) for c in e.changes if c.compounds}
    assert {(c.key, e.day) for entries in logs.values() for e in entries for c in e.changes} == told_of


@cache
def days_of(graph: tw.Graph) -> Sequence[date]:
    """The days of the sample releases, and a day before all."""
    return [date(2000, 1, 1), *sorted({r.date for r in graph.releases() if r.date})]


@settings(max_examples=25)
@given(data=st.data())
def test_differences_of_the_samples_add_up(sample_graph: tw.Graph, data: st.DataObject) -> None:
    """The laws hold for what is really told: by day, and by release."""
    releases, facts = sample_graph.releases(), sample_graph.facts()
    day = st.sampled_from(days_of(sample_graph))
    states = [known(releases, facts, data.draw(day)) for _ in range(3)]
    if data.draw(st.booleans()):
        states = [told(data.draw(st.sampled_from(releases)), facts) for _ in range(3)]
    a, b, c = states
    assert said(compose(compare(a, b), compare(b, c))) == said(compare(a, c))
    assert compare(a, a).steps == ()


@pytest.mark.parametrize("by", ["company", "compound"])
def test_the_log_of_the_samples_is_that_of_their_facts(sample_graph: tw.Graph, by: str) -> None:
    """The API gives what the functions give, and more than a few names have a log."""
    function = company_log if by == "company" else compound_log
    log = sample_graph.log("company" if by == "company" else "compound")
    assert log == function(sample_graph.releases(), sample_graph.facts())
    assert len(log) >= 10
