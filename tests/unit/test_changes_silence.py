"""Silence: programmes that a company no longer mentions, apart from those that it says are discontinued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.invented import FIRST, Corpus, corpus, fact, release

from triplewire.model import Fact, Finding, Release
from triplewire.reconcile import reconcile
from triplewire.reconcile.changes import limits, silence
from triplewire.reconcile.changes.silence import whole_months

QUARTER = timedelta(days=91)


def quarterly(number: int, issuer: str = "Norvane", start: date = FIRST) -> list[Release]:
    """So many releases of a company, one a quarter."""
    return [release(f"{issuer.lower()}-{n}", start + n * QUARTER, issuer) for n in range(number)]


def stage(of: Release, value: str = "Phase 1", indication: str = "") -> Fact:
    """A stage of NVT-205 told in a release."""
    args = {"indication": indication} if indication else {}
    return fact(of, "stage", 0, compound="NVT-205", stage=value, **args)


def found(releases: list[Release], *facts: Fact) -> list[Finding]:
    """The findings by the shipped limits."""
    return silence(releases, facts)


def test_a_programme_that_four_releases_leave_out_is_silent() -> None:
    """An info that says since when, by how many releases and months, with the words of the last mention."""
    releases = quarterly(5)
    told = stage(releases[0])
    [finding] = found(releases, told)
    assert (finding.kind, finding.severity, finding.focus, finding.release) == ("silent-programme", "info", "NVT-205", "norvane-0")
    assert "no development reported by Norvane since 2027-01-10 (4 releases, 11 months)" in finding.message
    assert finding.facts == (told.id,)
    assert [c.quote for c in finding.evidence] == ["stage NVT-205 Phase 1"]


@pytest.mark.parametrize(
    ("number", "limit", "silent"),
    [
        (4, {}, False),
        (5, {}, True),
        (5, {"releases": 0}, False),
        (6, {"releases": 0}, True),
        (6, {"releases": 0, "months": 0}, False),
        (3, {"releases": 0, "months": 5}, True),
        (2, {"releases": 0, "months": 2}, False),
        (2, {"releases": 0, "months": 2, "least": 1}, True),
        (1, {"releases": 1, "months": 1, "least": 0}, False),
    ],
)
def test_either_rule_is_enough_and_either_can_be_switched_off(number: int, limit: dict[str, int], silent: bool) -> None:
    """By releases, by months with enough releases; a company's newest mention is never silence, whatever the limits."""
    releases = quarterly(number)
    changed = replace(limits(), **limit)  # type: ignore[arg-type]
    assert bool(silence(releases, [stage(releases[0])], changed)) is silent


def test_what_is_said_to_be_discontinued_is_not_silent() -> None:
    """It is told as discontinued, with the words that say so, also when it is told of one indication."""
    releases = quarterly(8)
    end = stage(releases[1], value="Discontinued", indication="myeloma")
    [finding] = found(releases, stage(releases[0]), end)
    assert (finding.kind, finding.facts, finding.release) == ("discontinued", (end.id,), "norvane-1")
    assert "2027-04-11" in finding.message


def test_what_is_taken_up_again_may_fall_silent_again() -> None:
    """A stage told later, or of another indication in the same release, outweighs the end; an indication alone does not."""
    releases = quarterly(9)
    end = stage(releases[1], value="Discontinued", indication="myeloma")
    later, beside = stage(releases[2]), stage(releases[1], indication="sarcoma")
    boilerplate = fact(releases[2], "has_indication", compound="NVT-205", indication="myeloma")
    assert [f.kind for f in found(releases, stage(releases[0]), end, later)] == ["silent-programme"]
    assert [f.kind for f in found(releases, stage(releases[0]), end, beside)] == ["silent-programme"]
    assert [f.kind for f in found(releases, stage(releases[0]), end, boilerplate)] == ["discontinued"]


def test_any_mention_ends_the_silence() -> None:
    """A combination with it, or a denial about it, is a mention; what names imply is none."""
    releases = quarterly(5)
    told = stage(releases[0])
    combination = fact(releases[3], "combination", compound="NVT-101", other_drug="NVT-205")
    denial = fact(releases[3], "has_target", compound="NVT-205", target="CD38", polarity="negated")
    implied = fact(releases[3], "has_payload", compound="NVT-205", payload="DM1", basis="nomenclature")
    assert found(releases, told, combination) == []
    assert found(releases, told, denial) == []
    assert len(found(releases, told, implied)) == 1


def test_only_what_was_in_development_can_fall_silent() -> None:
    """A drug that others make and a release once names is no programme."""
    releases = quarterly(6)
    assert found(releases, fact(releases[0], "combination", compound="NVT-101", other_drug="lenalidomide")) == []


def test_other_companies_and_undated_releases_do_not_count() -> None:
    """Nobody is silent because others publish, or because a release has no date."""
    releases = [*quarterly(2), *quarterly(9, "Halcyra"), *(release(f"u{n}") for n in range(9))]
    assert found(releases, stage(releases[0])) == []


def test_each_company_has_programmes_of_its_own() -> None:
    """A partner that goes on telling does not speak for the company that does not."""
    own, others = quarterly(5), quarterly(5, "Halcyra")
    findings = found([*own, *others], stage(own[0]), *(stage(r) for r in others))
    assert [(f.kind, f.release) for f in findings] == [("silent-programme", "norvane-0")]


def test_silence_is_among_the_findings_of_a_corpus() -> None:
    """Reconciling tells it, and no fact is flagged for it."""
    releases = quarterly(5)
    one = corpus(releases, [stage(releases[0])])
    facts, findings = reconcile(one.documents(), one.facts)
    assert [f.kind for f in findings] == ["silent-programme"]
    assert facts == list(one.facts)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("2027-01-31", "2027-02-28", 0), ("2027-01-15", "2028-01-15", 12), ("2027-12-31", "2028-01-01", 0), ("2027-03-05", "2027-03-05", 0)],
)
def test_months_are_whole(first: str, last: str, months: int) -> None:
    """A month is over on the same day of the next one."""
    assert whole_months(date.fromisoformat(first), date.fromisoformat(last)) == months


def test_no_release_means_no_silence() -> None:
    """An empty corpus has no finding."""
    empty = Corpus((), ())
    assert silence(empty.releases, empty.facts) == []
