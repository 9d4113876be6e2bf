"""Laws of the ledger, on the generated corpus: order, unrelated releases, days, linear time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.promises import compare, make_corpus, noisy
from tests.promises.corpus import Corpus

from triplewire.assemble import assemble
from triplewire.model import Evidence, Fact, Promise, Release, When
from triplewire.pipeline import reading_of, stated
from triplewire.read import read_text
from triplewire.reconcile import ledger

SEED = 7
SEEDS = (SEED, 8, 9)
"""The corpora of which the states are counted together."""

FOUND, RIGHT, NOISY_RIGHT = 0.92, 0.95, 0.88


@cache
def corpus() -> Corpus:
    """Five hundred promises of invented companies."""
    return make_corpus(SEED)


def read(texts: Corpus) -> tuple[tuple[Release, ...], tuple[Fact, ...]]:
    """Releases and assembled facts of a corpus."""
    readings = [reading_of(read_text(r.text, name=r.id)) for r in texts.releases]
    return tuple(r.document.release for r in readings), tuple(assemble([f for r in readings for f in stated(r)]))


@cache
def known() -> tuple[tuple[Release, ...], tuple[Fact, ...]]:
    """The corpus as it is read."""
    return read(corpus())


def told(rows: Sequence[Promise]) -> dict[str, tuple[object, ...]]:
    """By row, what must not change."""
    return {r.id: (r.state, r.days, r.decided_by, r.previous, r.next) for r in rows}


@pytest.mark.slow
def test_states_of_the_generated_corpus_are_right() -> None:
    """Known outcomes: slips, renames, withdrawals, silence, restatements; fifteen hundred promises of three corpora."""
    readings = [(corpus(), known()), *((c, read(c)) for c in map(make_corpus, SEEDS[1:]))]
    counted = [compare(c, [row.to_json() for row in ledger(*heard)]) for c, heard in readings]
    found, right = sum(c.found for c in counted), sum(c.state for c in counted)
    assert found >= FOUND * sum(c.expected for c in counted), [str(c) for c in counted]
    assert right >= RIGHT * found, [str(c) for c in counted]


@pytest.mark.slow
def test_scanning_noise_costs_little() -> None:
    """The same corpus with one letter in a hundred damaged."""
    damaged = noisy(corpus(), SEED)
    found = compare(damaged, [row.to_json() for row in ledger(*read(damaged))])
    assert found.state >= NOISY_RIGHT * found.found, str(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_order_of_arrival_changes_nothing(seed: int) -> None:
    """Releases and facts in any order."""
    random, (releases, facts) = Random(seed), known()
    assert ledger(random.sample(releases, len(releases)), random.sample(facts, len(facts))) == ledger(releases, facts)


@pytest.mark.slow
def test_releases_of_others_change_no_state() -> None:
    """The promises of a company are the same without all releases that tell of none of its compounds."""
    releases, facts = known()
    whole = ledger(releases, facts)
    for company in sorted({r.id.rsplit("-", 3)[0] for r in releases}):
        own = {r.id for r in releases if r.id.startswith(company)}
        compounds = {f.arg("compound") for f in facts if f.release in own and f.arg("compound")}
        kept = own | {f.release for f in facts if f.arg("compound") in compounds}
        assert len(kept) < len(releases) / 2
        alone = ledger([r for r in releases if r.id in kept], [f for f in facts if f.release in kept])
        assert of_releases(alone, own) == of_releases(whole, own)


def of_releases(rows: Sequence[Promise], releases: set[str]) -> dict[str, tuple[object, ...]]:
    """What must not change of the rows of some releases."""
    return told([row for row in rows if row.fact.release in releases])


@pytest.mark.slow
@given(st.integers(0, 40))
@examples(max_examples=8)
def test_as_of_a_day_is_the_ledger_of_the_releases_up_to_it(part: int) -> None:
    """As if the later ones did not exist."""
    releases, facts = known()
    days = sorted(r.date for r in releases if r.date)
    day = days[part * (len(days) - 1) // 40]
    kept = [r for r in releases if r.date and r.date <= day]
    ids = {r.id for r in kept}
    assert told(ledger(releases, facts, day)) == told(ledger(kept, [f for f in facts if f.release in ids], day))


@pytest.mark.slow
def test_rows_of_a_chain_are_linked_both_ways() -> None:
    """What is next of one has it as previous, or stands in one release with one that has."""
    rows = ledger(*known())
    by_id = {row.id: row for row in rows}
    for row in rows:
        if row.next:
            assert by_id[row.next].previous
            assert (by_id[row.next].day or date.max) > (row.day or date.max)
        if row.previous:
            assert by_id[row.previous].next


def promises(count: int) -> tuple[list[Release], list[Fact]]:
    """So many promises, five a release, each of a compound of its own; each release of a company also tells that the five of its last
    release but one have come.
    """
    releases: list[Release] = []
    facts: list[Fact] = []
    when = When("2030", date(2030, 1, 1), date(2030, 12, 31), "year")
    for number in range(count // 5):
        company, turn = number % 200, number // 200
        release = Release(f"company-{company}-{turn}", f"{number:064}", issuer=f"Company{company} Therapeutics")
        release = replace(release, date=date(2010, 1, 1) + timedelta(days=number))
        releases.append(release)
        facts += (replace(start(release, f"CMP-{turn}{company}{n}", 100 * n), status="expected", when=when) for n in range(5))
        facts += (start(release, f"CMP-{turn - 2}{company}{n}", 100 * n + 50) for n in range(5) if turn > 1)
    return releases, facts


def start(release: Release, compound: str, at: int) -> Fact:
    """That a trial of a compound has started."""
    args = {"compound": compound, "kind": "trial_start"}
    return Fact("milestone", args, (Evidence(at, at + 10, f"words {at:04}"),), release.id, release.sha256, "rule")


@pytest.mark.slow
def test_ten_thousand_promises_resolve_in_linear_time() -> None:
    """Over two thousand releases; twice the promises take about twice the time."""
    small, large = promises(5_000), promises(10_000)
    assert Counter(row.state for row in ledger(*large)) == {"kept": 8_000, "open": 2_000}

    def seconds(given: tuple[list[Release], list[Fact]]) -> float:
        began = time.process_time()
        assert len(ledger(*given)) == 5 * len(given[0])
        return time.process_time() - began

    tries = [(seconds(small), seconds(large)) for _ in range(3)]
    once, twice = map(min, zip(*tries, strict=True))
    assert twice <= 2.6 * once
