"""Laws of reconciling: order changes nothing, twice is once, strangers change nothing, evidence has both sides, ids are stable."""

from __future__ import annotations

import random
import time

import pytest
from tests.claims_helper import HALCYRA, STAGES, claim, money, release, some_claims, stage

from triplewire.reconcile import policy_names, reconcile

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_order_changes_nothing(seed: int) -> None:
    """Documents and facts in any order give the same findings, words and evidence included, and each fact the same flags."""
    rng = random.Random(seed)
    documents, facts = some_claims(rng)
    policy = rng.choice(policy_names())
    once, findings = reconcile(documents, facts, policy)
    rng.shuffle(documents)
    shuffled = rng.sample(facts, len(facts))
    again, same = reconcile(documents, shuffled, policy)
    assert same == findings
    assert {f.id: f.flags for f in again} == {f.id: f.flags for f in once}
    assert [f.id for f in again] == [f.id for f in shuffled]


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_is_once(seed: int) -> None:
    """What is reconciled stays as it is when it is reconciled again."""
    documents, facts = some_claims(random.Random(seed))
    for policy in policy_names():
        once = reconcile(documents, facts, policy)
        assert reconcile(documents, once[0], policy) == once


@pytest.mark.parametrize("seed", SEEDS)
def test_strangers_change_nothing(seed: int) -> None:
    """Releases of another company, even about the same compounds, leave every finding and flag as it was."""
    documents, facts = some_claims(random.Random(seed))
    others, more = some_claims(random.Random(seed + 1000), HALCYRA, "other")
    alone, findings = reconcile(documents, facts)
    together, all_findings = reconcile([*documents, *others], [*facts, *more])
    own = {d.release.id for d in documents}
    assert [f for f in all_findings if f.release in own] == findings
    assert together[: len(facts)] == alone


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conflict_shows_all_its_sides(seed: int) -> None:
    """Each conflict has two facts or more, all of the corpus, flagged by its kind, each with its words in the evidence."""
    documents, facts = some_claims(random.Random(seed))
    marked, findings = reconcile(documents, facts)
    known = {f.id: f for f in marked}
    conflicts = [f for f in findings if f.kind.endswith("-conflict")]
    assert len({f.id for f in findings}) == len(findings)
    for conflict in conflicts:
        assert len(conflict.facts) >= 2
        sides = [known[i] for i in conflict.facts]
        assert all(f"conflict:{conflict.kind.removesuffix('-conflict')}" in f.flags for f in sides)
        cited = {(c.release, c.start, c.quote) for c in conflict.evidence}
        assert {(f.release, f.evidence[0].start, f.evidence[0].quote) for f in sides} == cited


def test_the_claims_of_these_tests_are_at_odds() -> None:
    """Laws over nothing hold by themselves: the invented claims conflict in several ways."""
    found = [f.kind for seed in SEEDS for f in reconcile(*some_claims(random.Random(seed)))[1]]
    assert set(found) >= {"stage-conflict", "amount-conflict", "date-conflict", "count-conflict"}
    assert len(found) > 200


def test_many_claims_take_time_in_proportion() -> None:
    """Ten times the claims of one release, all at odds, take far less than a hundred times as long."""

    def seconds(n: int) -> float:
        facts = [stage("r", STAGES[i % 5], i * 90) for i in range(n)]
        facts += [money("r", 1000.0 + i, f"{1000 + i}", i * 90) for i in range(n)]
        facts += [claim("trial", "r", f"BEACON of NVT-101 in asthma {i}", i * 90, compound="NVT-101", name="BEACON") for i in range(n)]
        start = time.process_time()
        reconcile([release("r")], facts)
        return time.process_time() - start

    seconds(100)
    assert seconds(4000) < 30 * max(seconds(400), 0.02)
