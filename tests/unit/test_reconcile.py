"""Reconciling: stages, counts and amounts inside one release; both sides are kept."""

from __future__ import annotations

import pytest

from triplewire.model import Document, Edit, Evidence, Fact, Finding, Release, Span
from triplewire.reconcile import reconcile
from triplewire.reconcile.figures import same_figure


def fact(family: str, release: str = "a", start: int = 0, polarity: str = "positive", rule: str = "", **args: str | float) -> Fact:
    """A fact of a release with one quote of seven characters, the name of its compound where it has one."""
    evidence = (Evidence(start, start + 7, str(args.get("compound", "xxxxxxx"))),)
    return Fact(family, args, evidence, release, "0" * 64, rule or f"{family}.test", polarity=polarity)  # type: ignore[arg-type]


def findings(*facts: Fact, edits: tuple[Edit, ...] = ()) -> list[Finding]:
    """The findings over facts of release `a`, a text with the given repairs."""
    return reconcile([Document("NVT-101" * 20, Release("a", "0" * 64), edits)], facts)[1]


def stage(value: str, start: int = 0, **more: str) -> Fact:
    """A stage of NVT-101."""
    return fact("stage", start=start, compound="NVT-101", stage=value, **more)


def trial(phase: str, start: int = 20, status: str = "ongoing", release: str = "a") -> Fact:
    """A study of NVT-101."""
    return fact("trial", release, start, compound="NVT-101", phase=phase, trial_status=status)


def test_a_stage_below_a_running_trial_is_a_conflict() -> None:
    """A stage below the phase of a running study is a finding that names both claims, and both are flagged and kept."""
    low, high = stage("Phase 1"), trial("Phase 2")
    facts, found = reconcile([], [low, high])
    assert [f.kind for f in found] == ["stage-conflict"]
    assert found[0].facts == (low.id, high.id)
    assert [f.flags for f in facts] == [("conflict:stage",), ("conflict:stage",)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (stage("Phase 2"), trial("Phase 2")),
        (stage("Phase 3"), trial("Phase 2")),
        (stage("Phase 1"), trial("Phase 2", status="planned")),
        (stage("Phase 1"), trial("Phase 2", status="stopped")),
        (stage("Phase 1", indication="gastric cancer"), trial("Phase 2")),
        (stage("Discontinued"), trial("Phase 2")),
        (stage("Phase 1", rule="stage.highest-trial"), trial("Phase 2")),
        (stage("Phase 1", rule="stage.preclinical-data"), trial("Phase 2")),
        (stage("Phase 1"), trial("Phase 1/2")),
        (stage("Phase 1"), trial("Phase 2", release="b")),
        (stage("Phase 1"), fact("trial", start=20, compound="NVT-102", phase="Phase 2", trial_status="ongoing")),
    ],
)
def test_what_is_no_stage_conflict(one: Fact, two: Fact) -> None:
    """Equal or lower phases, plans, stopped studies, one indication's stage, other releases and compounds are no conflict."""
    assert findings(one, two) == []


def test_a_repair_in_the_words_is_named_as_a_suspicion() -> None:
    """When the words of the lower stage were repaired, the finding says that a lost stroke may be the cause."""
    edit = Edit(Span(2, 3), "l", "I", "phase")
    assert "lost stroke" in findings(stage("Phase 1"), trial("Phase 2"), edits=(edit,))[0].message
    assert "older text" in findings(stage("Phase 1", 30), trial("Phase 2"), edits=(edit,))[0].message


def count(value: float, what: str = "TAP compounds in the clinic") -> Fact:
    """How many compounds Norvane says are in the clinic."""
    return fact("count", start=40, organization="Norvane", what=what, value=value)


def in_clinic(*names: str) -> list[Fact]:
    """A clinical stage for each compound."""
    return [fact("stage", start=i * 6, compound=n, stage="Phase 1") for i, n in enumerate(names)]


def test_a_total_that_its_parts_match() -> None:
    """A stated number that equals the compounds listed in the clinic is told as agreeing, and flags nothing."""
    facts, found = reconcile([], [count(2), *in_clinic("NVT-101", "NVT-102")])
    assert [(f.kind, f.severity) for f in found] == [("count-agrees", "info")]
    assert all(not f.flags for f in facts)


def test_a_total_that_its_parts_do_not_match() -> None:
    """A stated number that differs is a warning that lists what was counted."""
    found = findings(count(3), *in_clinic("NVT-101", "NVT-102"))
    assert [(f.kind, f.severity) for f in found] == [("count-conflict", "warning")]
    assert "NVT-101, NVT-102" in found[0].message


def test_compounds_denied_the_technology_are_not_counted() -> None:
    """A compound said not to use the technology is left out of the count of that technology's compounds, and named."""
    denied = fact("uses_technology", start=60, polarity="negated", compound="NVT-201", technology="TAP")
    found = findings(count(2), denied, *in_clinic("NVT-101", "NVT-102", "NVT-201"))
    assert [f.kind for f in found] == ["count-agrees"]
    assert "without NVT-201" in found[0].message


def test_a_total_without_any_part_is_left_open() -> None:
    """A release that lists nothing contradicts nothing: the number is told as one that cannot be compared, and flags nothing."""
    facts, found = reconcile([], [count(3)])
    assert [(f.kind, f.severity) for f in found] == [("count-open", "info")]
    assert not facts[0].flags


def test_counts_of_other_things_are_not_checked() -> None:
    """A number of patents or plants is held against nothing."""
    assert findings(count(9, "patents"), *in_clinic("NVT-101")) == []


def test_counts_are_checked_within_their_release() -> None:
    """Compounds of other releases do not count."""
    other = fact("stage", "b", compound="NVT-102", stage="Phase 1")
    assert [f.kind for f in findings(count(1), other, *in_clinic("NVT-101"))] == ["count-agrees"]


def money(value: float, start: int = 0, metric: str = "revenue", period: str = "2025Q2") -> Fact:
    """An amount of Norvane."""
    return fact("financial", start=start, organization="Norvane", metric=metric, period=period, value=value, currency="USD")


def test_two_amounts_for_one_measure_conflict() -> None:
    """One measure of one period with two amounts is a finding with both."""
    found = findings(money(12_900_000), money(11_400_000, 9))
    assert [f.kind for f in found] == ["amount-conflict"]
    assert "12,900,000" in found[0].message
    assert "11,400,000" in found[0].message


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (money(12_900_000), money(12_888_000, 9)),
        (money(5_000_000), money(4_000_000, 9, metric="net_loss")),
        (money(5_000_000), money(4_000_000, 9, period="2024Q2")),
    ],
)
def test_what_is_no_amount_conflict(one: Fact, two: Fact) -> None:
    """Rounding, other measures and other periods are no conflict."""
    assert findings(one, two) == []


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (12_900_000, 12_888_000, True),
        (12_900_000, 12_400_000, False),
        (0.23, 0.23, True),
        (0.23, 0.24, False),
        (1_000_000, 1_400_000, True),
        (1_000_000, 1_600_000, False),
        (-5_000_000, -5_040_000, True),
        (100.0, 140.0, True),
    ],
)
def test_rounding(one: float, two: float, *, same: bool) -> None:
    """An amount equals a rounder telling of itself, in either order, and no other."""
    a, b = money(one), money(two, 9)
    assert same_figure(a, b) is same
    assert same_figure(b, a) is same


def test_findings_are_the_same_in_any_order() -> None:
    """The order of the facts changes neither findings nor their ids."""
    given = [stage("Phase 1"), trial("Phase 2"), count(3), *in_clinic("NVT-101", "NVT-102"), money(5e6, 70), money(9e6, 80)]
    assert [f.id for f in findings(*given)] == [f.id for f in findings(*given[::-1])]


def test_no_facts_give_no_findings() -> None:
    """Nothing in, nothing found."""
    assert reconcile([], []) == ([], [])
