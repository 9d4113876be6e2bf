"""Conflicts of each kind, within a release and from one to the next: what is one, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests import story
from tests.claims_helper import HALCYRA, NORVANE, claim, days, found, kinds, money, release, repaired, stage

from triplewire.issuers import parties
from triplewire.model import Document, Evidence, Fact
from triplewire.reconcile import reconcile
from triplewire.reconcile.figures import damage, unit_in
from triplewire.reconcile.stages import below

JANUARY, MARCH = release("january", "2027-01-10"), release("march", "2027-03-10")
TWO = (JANUARY, MARCH)


def test_a_stage_that_falls_is_a_conflict() -> None:
    """A later release of the same issuer that names a lower stage contradicts the earlier one; both are cited, and the later one has it."""
    high, low = stage("january", "Phase 3"), stage("march", "Phase 2")
    conflict = found(TWO, high, low)[0]
    assert (conflict.kind, conflict.focus, conflict.release) == ("stage-conflict", "NVT-101", "march")
    assert set(conflict.facts) == {high.id, low.id}
    assert [c.quote for c in conflict.evidence] == ["NVT-101 is in Phase 3", "NVT-101 is in Phase 2"]
    assert "2027-01-10" in conflict.message


@pytest.mark.parametrize(
    "facts",
    [
        [stage("january", "Phase 2"), stage("march", "Phase 3")],
        [stage("january", "Phase 2"), stage("march", "Phase 1/2")],
        [stage("january", "Phase 3", indication="gastric cancer"), stage("march", "Phase 1", indication="asthma")],
        [stage("january", "Phase 3"), stage("march", "Phase 2", compound="NVT-102")],
        [stage("january", "Phase 3"), stage("march", "Discontinued", at=90), stage("march", "Phase 2")],
        [stage("january", "Phase 3"), stage("march", "Phase 1", quote="a new formulation of NVT-101 is in Phase 1")],
        [stage("january", "Phase 3"), stage("march", "Phase 2", rule="stage.highest-trial")],
        [stage("january", "Phase 3"), stage("march", "Phase 2", flags=("subject-carried",))],
        [stage("january", "Approved"), stage("march", "Phase 3")],
        [stage("january", "Phase 3"), stage("elsewhere", "Phase 2")],
        [stage("january", "Phase 3"), stage("undated", "Phase 2")],
    ],
)
def test_what_is_progress_or_another_programme(facts: list[Fact]) -> None:
    """A higher or overlapping stage, another disease, compound or issuer, an end, a new beginning, a weak claim, no day: no conflict."""
    others = [release("elsewhere", "2027-03-10", HALCYRA), release("undated", None)]
    assert kinds([*TWO, *others], *facts) == []


def test_two_stages_at_two_places_of_a_release_are_a_conflict() -> None:
    """One release that says two stages of one compound contradicts itself, unless one sentence says both."""
    assert kinds(TWO, stage("march", "Phase 1"), stage("march", "Phase 3", at=200)) == ["stage-conflict"]
    both = "NVT-101 is in Phase 1 and Phase 3"
    assert kinds(TWO, stage("march", "Phase 1", quote=both), stage("march", "Phase 3", quote=both)) == []


def trial(where: str, **more: Any) -> Fact:
    """A study of NVT-101 that runs in Phase 3."""
    more = {"compound": "NVT-101", "phase": "Phase 3", "trial_status": "ongoing", **more}
    return claim("trial", where, "NVT-101 is in a Phase 3 study", 200, **more)


@pytest.mark.parametrize(("more", "kind"), [({}, ["stage-conflict"]), ({"trial_status": "planned"}, []), ({"polarity": "negated"}, [])])
def test_a_stage_below_a_running_study_is_a_conflict(more: dict[str, str], kind: list[str]) -> None:
    """A study that is planned, or that there is not, is above nothing."""
    assert kinds(TWO, stage("march", "Phase 1"), trial("march", **more)) == kind


def test_a_denied_end_is_no_end() -> None:
    """A stage that falls is explained by an end in between, and not by a word that there is none."""
    fall = [stage("january", "Phase 3"), stage("march", "Phase 2")]
    assert kinds(TWO, *fall, stage("march", "Discontinued", 90)) == []
    assert kinds(TWO, *fall, stage("march", "Discontinued", 90, polarity="negated")) == ["stage-conflict"]


def test_a_partner_that_is_behind_is_a_conflict() -> None:
    """What a partner's release says of a compound is held against what the owner said before, and only a partner's."""
    documents = [JANUARY, release("partner", "2027-03-10", HALCYRA)]
    claims = [stage("january", "Phase 3"), stage("partner", "Phase 1")]
    tie = claim("partnered_with", "january", "Norvane works with Halcyra", 300, organization_a=NORVANE, organization_b=HALCYRA)
    assert kinds(documents, *claims) == []
    assert kinds(documents, *claims, tie) == ["stage-conflict"]


def test_a_damaged_numeral_is_suspected() -> None:
    """Where the words of the lower stage were repaired, the finding says so and that fact alone is flagged."""
    low, high = stage("march", "Phase 2"), stage("march", "Phase 3", at=200)
    facts, findings = reconcile([release("march", edits=repaired(3, 4))], [low, high])
    assert "lost stroke" in findings[0].message
    assert [f.flags for f in facts] == [("conflict:stage", "suspect:ocr"), ("conflict:stage",)]


@pytest.mark.parametrize(
    ("low", "high", "is_below"),
    [("Phase 1", "Phase 2", True), ("Phase 1/2", "Phase 2", False), ("Phase 2", "Phase 2/3", False), ("Phase 3", "Filed", True)],
)
def test_stages_of_two_phases(low: str, high: str, *, is_below: bool) -> None:
    """A study of two phases is in both."""
    assert below(low, high) is is_below


def test_a_table_against_prose() -> None:
    """A figure that a table and the text tell differently is told with both places."""
    text = money("march", 3_400_000, "Revenues were $3.4 million")
    table = money("march", 3_911_000, "Total revenues 3,911", 90, rule="table.revenue")
    conflict = found(TWO, text, table)[0]
    assert conflict.kind == "amount-conflict"
    assert "3,400,000: 2027-03-10, text" in conflict.message
    assert "3,911,000: 2027-03-10, table" in conflict.message


def test_a_restated_figure_is_named_as_such() -> None:
    """A figure of an earlier period that a later release gives anew beside its own is a restated one."""
    own = money("march", 9_000_000, "revenue of $9.0 million", 50, period="2026Q4", when=days("2026-10-01", "2026-12-31"))
    before = money("january", 5_000_000, "revenue of $5.0 million", when=days("2026-07-01", "2026-09-30"))
    after = money("march", 5_300_000, "compared to $5.3 million", when=days("2026-07-01", "2026-09-30"))
    assert "restated" in found(TWO, own, before, after)[0].message
    assert "restated" not in found(TWO, before, after)[0].message


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (money("march", 3_400_000, "of $3.4 million"), money("march", 3_411_000, "3,411", 90)),
        (money("march", 3_000_000, "approximately $3 million"), money("march", 3_900_000, "$3.9 million", 90)),
        (
            money("march", 12e6, "cash of $12.0 million", metric="cash"),
            money("march", 5e7, "cash and securities of $50.0 million", 90, metric="cash"),
        ),
        (money("january", 5e6, "$5.0 million", period="2026Q2"), money("march", 6e6, "$6.0 million")),
        (money("january", 5e6, "net loss of $5.0 million"), money("march", 6e6, "adjusted net loss of $6.0 million")),
    ],
)
def test_what_is_one_amount_or_two_measures(one: Fact, two: Fact) -> None:
    """Rounding to the last digit told, words of rounding, other periods and other measures are no conflict."""
    assert kinds(TWO, one, two) == []


def test_two_rows_of_one_table_are_two_lines_of_a_statement() -> None:
    """Rows that the lexicon calls alike are no conflict, also when prose tells one of them; a third figure is one."""
    head = (Evidence(0, 4, "2026", "period"),)
    one, two = (money("march", v, f"{v // 1000:,}", at, rule="table.other_income") for v, at in ((50_000, 90), (1_850_000, 180)))
    rows = [replace(f, evidence=f.evidence + head) for f in (one, two)]
    assert kinds(TWO, *rows) == []
    assert kinds(TWO, *rows, money("march", 1_850_000, "$1.85 million", 300)) == []
    assert kinds(TWO, *rows, money("march", 2_400_000, "$2.4 million", 300)) == ["amount-conflict"]


def test_the_precision_of_words_counts() -> None:
    """Five million told to the last hundred thousand are not five and a half."""
    assert kinds(TWO, money("march", 5e6, "$5.0 million"), money("march", 5_400_000, "$5.4 million", 90)) == ["amount-conflict"]
    assert unit_in("$5.0 million", 5e6) == 1e5
    assert unit_in("nothing", 5e6) is None


def test_guidance_may_change_but_not_within_a_release() -> None:
    """Two ranges in one release contradict each other; those of two releases do not."""

    def guidance(name: str, low: float, at: int = 0) -> Fact:
        more = {"organization": NORVANE, "metric": "net_loss", "period": "FY2027", "low": low, "high": low + 4e6, "currency": "USD"}
        return claim("guidance", name, f"between ${low / 1e6:.0f} and ${low / 1e6 + 4:.0f} million", at, status="expected", **more)

    assert kinds(TWO, guidance("january", 60e6), guidance("march", 50e6)) == []
    assert kinds(TWO, guidance("march", 60e6), guidance("march", 50e6, 90)) == ["amount-conflict"]
    assert kinds(TWO, claim("guidance", "march", "at most $60 million", organization=NORVANE, metric="net_loss", high=60e6)) == []


def test_an_amount_that_damage_explains_is_suspected() -> None:
    """A lost point is named and the greater figure flagged; a digit that may be either leaves both suspected."""
    facts, findings = reconcile([MARCH], [money("march", 34e6, "$34 million"), money("march", 3_411_000, "3,411", 90)])
    assert "lost decimal point" in findings[0].message
    assert [("suspect:ocr" in f.flags) for f in facts] == [True, False]
    table = money("march", 16_800_000, "16,800", 90)
    facts, _ = reconcile([MARCH], [money("march", 18_800_000, "$18.8 million"), table])
    assert all("suspect:ocr" in f.flags for f in facts)


@pytest.mark.parametrize(
    ("seen", "true", "why"),
    [
        (2_817, 25_817, "a dropped digit"),
        (255_817, 25_817, "a doubled digit"),
        (28_817, 25_817, "a 5 read as 8"),
        (26_817, 25_817, "a 5 read as 6"),
        (24_817, 25_817, ""),
        (25_817, 25_817, ""),
        (258_170, 25_817, "a lost decimal point"),
        (71_111, 25_817, ""),
        (5, 8, ""),
    ],
)
def test_typical_damage(seen: float, true: float, why: str) -> None:
    """Look-alike, dropped and doubled digits and lost points explain a figure; other differences do not."""
    assert damage(seen, true) == why


def event(name: str, when: Any, quote: str = "the first patient received NVT-101 in the Phase 2 study", at: int = 0, **more: Any) -> Fact:
    """A study's start that has happened."""
    more = {"kind": "trial_start", "compound": "NVT-101", **more}
    return claim("milestone", name, quote, at, when=when, **more)


def test_one_event_at_two_times_is_a_conflict() -> None:
    """A past event that two releases date to windows that do not meet."""
    conflict = found(TWO, event("january", days("2026-09-03")), event("march", days("2026-11-01", "2026-11-30")))[0]
    assert conflict.kind == "date-conflict"
    assert "2026-09-03 and 2026-11-01 to 2026-11-30" in conflict.message


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (event("january", days("2026-09-03")), event("march", days("2026-07-01", "2026-09-30"))),
        (event("january", days("2026-09-03")), event("march", days("2026-09-08"))),
        (
            event("january", days("2026-09-03")),
            event("march", days("2026-11-03"), "the first patient received NVT-101 in the Phase 3 study"),
        ),
        (
            event("january", days("2026-09-03")),
            event("march", days("2026-11-03"), "the last patient received NVT-101 in the Phase 2 study"),
        ),
        (event("january", days("2026-09-03")), event("march", days("2026-11-03"), status="expected")),
        (event("january", days("2026-09-03")), event("march", days("2024-11-03"))),
        (event("january", days("2026-09-03")), event("march", days("2026-11-03"), kind="other")),
        (event("january", days("2026-09-03")), event("march", days("2026-11-03"), compound="NVT-102")),
        (event("january", days("2026-09-03")), event("march", days("2026-11-03"), flags=("subject-carried",))),
    ],
)
def test_what_is_one_time_or_two_events(one: Fact, two: Fact) -> None:
    """Windows that meet, days of announcement, other details, plans, years between, vague events and other compounds: no conflict."""
    assert kinds(TWO, one, two) == []


def developed(name: str, organization: str, quote: str, at: int = 0) -> Fact:
    """Who has a compound."""
    return claim("developed_by", name, quote, at, compound="NVT-101", organization=organization)


ALONE = developed("march", "Norvane", "NVT-101 is wholly owned by Norvane")
OTHER = developed("march", "Halcyra", "Halcyra's NVT-101", 200)


def test_an_owner_alone_and_another_are_a_conflict() -> None:
    """A compound that is one company's alone cannot be another's in the same release."""
    conflict = found(TWO, ALONE, OTHER)[0]
    assert conflict.kind == "partner-conflict"
    assert "Norvane alone and with Halcyra" in conflict.message


@pytest.mark.parametrize(
    "others",
    [
        [developed("january", "Halcyra", "Halcyra's NVT-101")],
        [developed("march", "Norvane Therapeutics", "Norvane Therapeutics' NVT-101", 200)],
        [OTHER, claim("deal", "march", "Norvane pays Halcyra", 400, payer="Norvane", payee="Halcyra", kind="upfront")],
        [OTHER, claim("partnered_with", "march", "with Halcyra", 400, organization_a="Norvane Therapeutics", organization_b="Halcyra")],
        [developed("march", "Halcyra", "its compound", 200)],
    ],
)
def test_partners_that_can_both_be(others: list[Fact]) -> None:
    """Other releases, longer names of one company, companies with a deal, and words that name nobody are no conflict."""
    assert kinds(TWO, ALONE, *others) == []


def test_a_partnership_stated_and_denied_is_a_conflict() -> None:
    """A release that both states and denies one partnership contradicts itself."""
    tie: dict[str, Any] = {"organization_a": "Norvane", "organization_b": "Halcyra"}
    stated = claim("partnered_with", "march", "Norvane works with Halcyra", **tie)
    denied = claim("partnered_with", "march", "Norvane no longer works with Halcyra", 300, polarity="negated", **tie)
    assert kinds(TWO, stated, denied) == ["partner-conflict"]
    assert kinds(TWO, stated) == []


def study(name: str, indication: str, identifier: str, at: int = 0, quote: str = "", **more: Any) -> Fact:
    """A study that names its disease."""
    words = quote or f"BEACON, of NVT-101 in {indication}"
    ids = {"indication": identifier}
    return claim("trial", name, words, at, compound="NVT-101", name="BEACON", indication=indication, ids=ids, **more)


def test_one_study_in_two_diseases_is_a_conflict() -> None:
    """A study that two releases place in diseases that have nothing to do with each other."""
    conflict = found(TWO, study("january", "asthma", "mondo:1"), study("march", "gastric cancer", "mondo:2"))[0]
    assert (conflict.kind, conflict.focus) == ("indication-conflict", "BEACON")
    assert "asthma and in gastric cancer" in conflict.message


@pytest.mark.parametrize(
    "facts",
    [
        [study("january", "gastric cancer", "mondo:1"), study("march", "HER2-overexpressing gastric cancer", "mondo:2")],
        [study("january", "severe asthma", "mondo:1"), study("march", "asthma", "mondo:2")],
        [study("january", "solid tumors", "mondo:1"), study("march", "asthma", "mondo:2")],
        [
            study("january", "asthma", "mondo:1"),
            claim("trial", "march", "BEACON in gout", name="BEACON", compound="NVT-101", indication="gout"),
        ],
        [study("january", "asthma", "mondo:1"), study("march", "gastric cancer", "mondo:2", quote="BEACON goes on")],
        [study("january", "asthma", "mondo:1"), study("march", "gout", "mondo:2"), study("march", "asthma", "mondo:1", at=200)],
    ],
)
def test_diseases_that_go_together(facts: list[Fact]) -> None:
    """A part of a disease, a wide or unknown name, a disease that is not in the words, a study of several: no conflict."""
    assert kinds(TWO, *facts) == []


def test_words_that_were_read_in_two_ways_prove_nothing() -> None:
    """One sentence about two diseases does not say which of them a study is in."""
    both = "BEACON, of NVT-101 in asthma, and a study in gout"
    assert kinds(TWO, study("march", "asthma", "mondo:1", quote=both), study("march", "gout", "mondo:2", quote=both)) == []


def count(name: str, value: int, what: str = "patents", at: int = 0) -> Fact:
    """A number of things."""
    return claim("count", name, f"{value} {what}", at, organization=NORVANE, what=what, value=value)


def test_two_numbers_of_one_thing_are_a_conflict() -> None:
    """A release that counts one thing twice differently; another release may have another number."""
    assert kinds(TWO, count("march", 9), count("march", 11, "Patents", 50)) == ["count-conflict"]
    assert kinds(TWO, count("january", 9), count("march", 11)) == []
    assert kinds(TWO, count("march", 9), count("march", 9, at=50), count("march", 2, "plants", 90)) == []


def test_a_count_shows_what_it_was_held_against() -> None:
    """The evidence of a checked number has the number and each compound listed."""
    listed = [stage("march", "Phase 1", at=100), stage("march", "Phase 2", at=200, compound="NVT-102")]
    findings = reconcile([MARCH], [count("march", 3, "compounds in the clinic"), *listed])[1]
    assert [f.kind for f in findings] == ["count-conflict"]
    assert [c.start for c in findings[0].evidence] == [0, 100, 200]


def documents_of(*names: str) -> list[Document]:
    """Releases of one day."""
    return [release(name) for name in names]


def test_releases_of_one_day_do_not_fall() -> None:
    """Without an order of time no stage is lower than before."""
    assert kinds(documents_of("one", "two"), stage("one", "Phase 3"), stage("two", "Phase 2")) == []


def test_a_company_that_was_renamed_is_held_against_what_it_said_before() -> None:
    """The claims of one company are compared under all its names, as its promises are followed."""
    before = story.release("2027-03-04", "NVT-101 is in Phase 3 for glioma.")
    renamed = "Halden Therapeutics, formerly Norvane Therapeutics, is a company of the clinic."
    after = story.release("2027-09-06", "NVT-101 is in Phase 2 for glioma.", renamed, company="Halden Therapeutics, Inc.")
    documents, claims = story.told(before, after)
    assert "Norvane Therapeutics" in documents[1].release.aliases
    assert [f.kind for f in reconcile(documents, claims)[1] if f.kind == "stage-conflict"] == ["stage-conflict"]


def test_a_company_that_was_renamed_three_times_is_one_company() -> None:
    """Each release knows only the name before its own; the first and the last are of one company all the same."""
    names = ["Zelvane", "Yorvane", "Xenvane", "Welvane"]
    heads = [replace(release(n, f"2027-0{i}-10", n).release, aliases=tuple(names[i - 2 : i - 1])) for i, n in enumerate(names, 1)]
    assert len(set(parties(heads).values())) == 1
