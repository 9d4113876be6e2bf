"""Studies and the events of their own words, regions, and generic names that are the company's own."""

from __future__ import annotations

import pytest
from tests import story

from triplewire.extract.families import patterns
from triplewire.extract.wording import listed
from triplewire.lexicon import part_of, regions
from triplewire.model import Fact
from triplewire.reconcile.promises.settings import settings

BESIDE = "NVT-205 is in Phase 1 for gout."
"""A drug with a code: beside one, a generic name alone may be somebody else's."""


def told(*sentences: str, family: str) -> list[Fact]:
    """The facts of a family that a release of 2027-08-13 states."""
    return [f for f in story.told(story.release("2027-08-13", *sentences))[1] if f.family == family]


def study(sentence: str) -> str:
    """The state of the one study of NVT-101 in a sentence."""
    return next(f.arg("trial_status") for f in told(sentence, family="trial") if f.arg("compound") == "NVT-101")


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Dosing of the first patient in a Phase 2 trial of NVT-101 in glioma is expected in March 2028.", "planned"),
        ("Norvane will conclude recruitment for the Phase 2 trial of NVT-101 in glioma in March 2028.", "recruiting"),
        ("Norvane intends to report topline data from the Phase 2 trial of NVT-101 in glioma in March 2028.", "ongoing"),
        ("Thirty-one patients have been treated so far in the Phase 2 trial of NVT-101 in glioma.", "ongoing"),
        ("The Phase 2 trial of NVT-101 in glioma is under way.", "ongoing"),
        ("The first patient was dosed in a Phase 2 trial of NVT-101 in glioma.", "ongoing"),
        ("NVT-101 has moved forward into a Phase 2 trial in glioma.", "ongoing"),
        ("NVT-101 has moved ahead into a Phase 2 trial in glioma.", "ongoing"),
    ],
)
def test_a_study_is_in_step_with_the_event_of_its_words(sentence: str, state: str) -> None:
    """What is still to begin is planned, what is still to fill up recruits, what has data runs."""
    assert study(sentence) == state


def test_a_study_that_is_said_to_run_is_not_taken_for_running() -> None:
    """The words that say so leave no flag; a start that runs ahead is still to come."""
    said = told("The Phase 2 trial of NVT-101 in glioma is under way.", family="trial")[0]
    assert "status-by-default" not in said.flags
    assert study("The start of the Phase 2 trial of NVT-101 in glioma is running ahead of schedule.") == "planned"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("approved by the European Commission and the MHLW", {"EU", "Japan"}),
        ("filed in the United States", {"US"}),
        ("gives us hope", set()),
        ("sold in Belgium", {"Belgium"}),
    ],
)
def test_regions_are_named_by_themselves_or_by_their_authorities(words: str, found: set[str]) -> None:
    """And "us" is no region."""
    assert regions(words) == found


def test_a_country_is_part_of_its_jurisdiction() -> None:
    """Where the lexicon says so."""
    assert (part_of("Belgium"), part_of("Japan"), part_of("no such place")) == ("EU", "", "")


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Norvane today announced that it brought NVT-101 to market in Japan.", "in Japan"),
        ("The FDA has validated a Biologics License Application (BLA) for NVT-101.", "FDA"),
        ("Norvane has submitted an NDA for NVT-101 to the PMDA.", "PMDA"),
    ],
)
def test_a_milestone_cites_where_it_is(sentence: str, quote: str) -> None:
    """The place is part of the words that say so."""
    assert any(quote in e.quote for f in told(sentence, family="milestone") for e in f.evidence)


def test_kinds_of_milestones_have_places_everywhere_alike() -> None:
    """Those of which a release tells two regions apart are those of which the ledger does, and those whose patterns cite the place."""
    cited = {str((p.constants or {})["kind"]) for p in patterns() if p.family == "milestone" and "place" in p.binds}
    assert {*listed("place", "kinds")} == settings().axes["region"].kinds == cited


def test_words_that_join_data_to_what_stands_before_are_not_cited() -> None:
    """Only those that say which data."""
    found = told("NVT-101 is in Phase 2 for glioma, and data of the study of NVT-101 are expected in March 2028.", family="milestone")
    assert found[0].evidence[0].quote.startswith("data of the study")


def test_a_milestone_cites_which_data() -> None:
    """The words right before the data belong to it."""
    found = told(
        "The Phase 3 trial of NVT-101 has a blinded interim efficacy analysis planned for the first half of 2028.", family="milestone"
    )
    assert "interim efficacy analysis" in found[0].evidence[0].quote


@pytest.mark.parametrize(
    ("sentence", "family"),
    [
        ("Norvane Therapeutics introduced vatovketug in Japan.", "milestone"),
        ("The MHLW cleared vatovketug for marketing.", "milestone"),
        ("Norvane Therapeutics is discontinuing the vatovketug programme.", "stage"),
        ("Work on vatovketug has been shelved.", "stage"),
        ("In May 2027, vatovketug reached the market in Japan.", "milestone"),
    ],
)
def test_a_generic_name_with_which_the_company_does_something_is_its_drug(sentence: str, family: str) -> None:
    """Also beside drugs with codes."""
    assert {f.arg("compound").lower() for f in told(sentence, BESIDE, family=family)} - {"nvt-205"} == {"vatovketug"}


@pytest.mark.parametrize("sentence", ["Halcyra Biosciences introduced vatovketug in Japan.", "Patients had received vatovketug before."])
def test_a_generic_name_of_somebody_else_is_not(sentence: str) -> None:
    """Another company's product, and what patients had before."""
    assert [f for f in told(sentence, BESIDE, family="milestone") if f.arg("compound").lower() != "nvt-205"] == []


def test_a_phase_in_roman_numbers_is_no_part_of_the_name_of_its_study() -> None:
    """Phase III QUORALIS-5 is QUORALIS-5, in Phase 3."""
    found = told(
        "Today topline data from the Phase III QUORALIS-5 clinical study of NVT-101 in patients with gout were reported.", family="trial"
    )
    assert {(f.arg("phase"), f.arg("name")) for f in found} == {("Phase 3", "QUORALIS-5")}


def test_a_heading_such_as_other_news_ends_no_release_that_goes_on() -> None:
    """What tells the end of a release comes behind it."""
    parts = (
        "Other news",
        "- NVT-101 is in Phase 2 for glioma.",
        "Forward-Looking Statements",
        "What is said here of times to come may come otherwise.",
    )
    head = "Norvane Therapeutics today announced that its chemists have moved into a larger laboratory in the north of the city."
    assert [f.arg("stage") for f in told(head, *parts, family="stage")] == ["Phase 2"]
    assert told(head, "Other news", "- NVT-101 is in Phase 2 for glioma.", family="stage") == []


def test_a_brand_name_is_heard_where_it_is_approved() -> None:
    """In capitals, behind the verb."""
    found = told("As previously reported, the MHLW approved KORVIDRA on May 18, 2027.", BESIDE, family="milestone")
    assert [f.arg("compound") for f in found] == ["KORVIDRA"]


def test_what_is_cancelled_is_not_also_done() -> None:
    """A denial takes the same words along, whoever is named in it."""
    found = told("Norvane Therapeutics has cancelled regulatory submission of NVT-101 to the EMA.", family="milestone")
    assert {f.polarity for f in found} == {"negated"}
