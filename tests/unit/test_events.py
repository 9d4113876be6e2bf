"""Events in the life of a compound: statuses, studies, stages, milestones and their times, in the wordings of releases."""

from __future__ import annotations

import pytest
from tests.text_half import claims, facts

NVT = "NVT-101"
US_EU = {(NVT, "glioma", "US"), (NVT, "glioma", "EU")}


# -- times that are moved ------------------------------------------------------------------------------------------------

FIRST, SECOND = ("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31")


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("The start of a Phase 2 trial of NVT-101 has moved from the first half of 2026 to the second half of 2026.", SECOND),
        ("Norvane has pushed back its plan to initiate a Phase 2 trial of NVT-101 from 1H26 to 2H26.", SECOND),
        ("The start of a Phase 2 trial of NVT-101 has been brought forward from 2H 2026 to 1H 2026.", FIRST),
        ("The start of a Phase 2 trial of NVT-101, previously guided to the first half of 2026, is now expected in 2H26.", SECOND),
        ("The start of a Phase 2 trial of NVT-101, first guided to 2H26, is ahead of schedule and is now due in 1H26.", FIRST),
        ("While we had hoped to initiate a Phase 2 trial of NVT-101 in 1H26, we now believe that 2H26 is realistic.", SECOND),
        ("Norvane now expects to initiate a Phase 2 trial of NVT-101 in 2H26, versus prior guidance of 1H26.", SECOND),
        ("Norvane will initiate its previously planned Phase 2 trial of NVT-101 in the second half of 2026.", SECOND),
    ],
)
def test_the_new_time_of_a_move_counts(text: str, window: tuple[str, str]) -> None:
    """Where a sentence tells an old time and a new one, an event is promised for the new one."""
    found = [f.when for f in facts(text, family="milestone") if f.arg("kind") == "trial_start"]
    assert {(str(w.start), str(w.end)) if w else None for w in found} == {window}


# -- statuses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "NVT-101 holds orphan drug status in both the U.S. and EU for glioma.",
        "NVT-101 has been designated an orphan drug by the FDA and the European Medicines Agency (EMA) for glioma.",
        "NVT-101 received orphan drug designation for glioma from the FDA in 2009 and from the EMA in 2011.",
        "NVT-101 (orphan drug in the US and EU) is a conjugate for glioma.",
    ],
)
def test_orphan_status_of_two_authorities(text: str) -> None:
    """A status that two authorities give is one fact for each of their regions."""
    found = {(f.arg("compound"), f.arg("indication"), f.arg("region")) for f in facts(text, family="orphan_designation")}
    assert found == US_EU


def test_status_for_each_disease_of_a_list() -> None:
    """A status for several diseases is one fact for each of them."""
    text = "The FDA granted NVT-101 orphan drug designation for the treatment of glioma, neuroblastoma and gastric cancer."
    found = {f.arg("indication") for f in facts(text, family="orphan_designation")}
    assert found == {"glioma", "neuroblastoma", "gastric cancer"}


def test_statuses_of_a_list() -> None:
    """Statuses that share the word designation are told apart, orphan status in its own family."""
    text = "The FDA has granted Orphan Drug, Fast Track and Rare Pediatric Disease designations to NVT-101 for glioma."
    assert {f.arg("type") for f in facts(text, family="designation")} == {"Fast Track", "Rare Pediatric Disease"}
    assert len(facts(text, family="orphan_designation")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Norvane has requested Fast Track and orphan drug designation for NVT-101.",
        "A request for orphan designation of NVT-101 in the European Union is planned.",
        "NVT-101 may qualify for Priority Review and orphan drug status.",
        "Orphan drug designation is granted to drugs intended for rare diseases, such as NVT-101.",
        "The committee gave a positive opinion on orphan designation for NVT-101.",
        "The FDA declined to grant Breakthrough Therapy designation to NVT-101.",
    ],
)
def test_status_that_is_not_given(text: str) -> None:
    """A status that is asked for, hoped for, refused or only explained is no fact."""
    assert facts(text, family="designation") == []
    assert facts(text, family="orphan_designation") == []


# -- studies and stages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A Phase 2 trial of NVT-101 in glioma is underway.", "ongoing"),
        ("NVT-101 has completed a Phase 2 trial in glioma.", "completed"),
        ("The Phase 2 trial of NVT-101 in glioma was stopped.", "stopped"),
        ("Norvane is preparing a Phase 2 study of NVT-101 in glioma.", "planned"),
        ("Norvane Advances NVT-101 Toward Phase 2 Trial in Glioma", "planned"),
        ("NVT-101 is to enter Phase 2 for glioma next year.", "planned"),
        ("Norvane means to speak with regulators about a Phase 2 study of NVT-101 in glioma.", "planned"),
        ("Norvane met the agency to discuss the results of the Phase 2 study of NVT-101 in glioma.", "ongoing"),
        ("NVT-101 – an antibody, phase 2, glioma", "ongoing"),
    ],
)
def test_state_of_a_study(text: str, status: str) -> None:
    """What the words beside a study say of its state is its status; plans, ends and stops are told apart."""
    found = [(f.arg("phase"), f.arg("indication"), f.arg("trial_status")) for f in facts(text, family="trial")]
    assert found == [("Phase 2", "glioma", status)]


def test_planned_study_is_no_stage() -> None:
    """A compound whose only study is planned has no clinical stage."""
    assert claims("Norvane is preparing a Phase 2 study of NVT-101 in glioma.", family="stage") == set()


def test_phases_of_a_list_are_studies_of_their_own() -> None:
    """Numbers that follow the word phase in a list are phases too, and the highest is the stage."""
    text = "NVT-101 did well in phase 1, 2 and 3 studies of psoriasis."
    assert {f.arg("phase") for f in facts(text, family="trial")} == {"Phase 1", "Phase 2", "Phase 3"}
    assert claims(text, family="stage") == {(NVT, "Phase 3")}


def test_stage_in_each_disease() -> None:
    """A compound has a stage in each disease in which a study of it runs."""
    text = "NVT-101 is in a Phase 2 trial in glioma, a Phase 1b trial in melanoma and a Phase 1 trial in sarcoma."
    assert claims(text, family="stage") == {(NVT, "Phase 2"), (NVT, "Phase 1")}


@pytest.mark.parametrize(
    "text", ["The recommended Phase 2 dose of NVT-101 is 3 mg/kg.", "Norvane has funds to take NVT-101 through Phase 3."]
)
def test_phase_that_is_no_study(text: str) -> None:
    """The phase of a dose or of an aim is no study."""
    assert facts(text, family="trial") == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("NVT-101 is currently in lead optimisation for glioma.", "Preclinical"),
        ("Norvane has advanced NVT-101 into preclinical toxicology studies.", "Preclinical"),
        ("NVT-101 in glioma is no longer being pursued.", "Discontinued"),
        ("Development of NVT-101 was ended in December 2010.", "Discontinued"),
        ("NVT-101 is approved in 60 countries.", "Approved"),
        ("Norvane has filed an IND for NVT-101.", "IND"),
    ],
)
def test_stage_in_other_words(text: str, stage: str) -> None:
    """Compounds before the clinic, given up or on the market have the stage that the words mean."""
    assert claims(text, family="stage") == {(NVT, stage)}


def test_compounds_and_phases_respectively() -> None:
    """Of two compounds and two phases each has the one of its place."""
    found = {
        (f.arg("compound"), f.arg("phase")) for f in facts("NVT-101 and NVT-102 are in phase 2 and phase 1 respectively.", family="trial")
    }
    assert found == {("NVT-101", "Phase 2"), ("NVT-102", "Phase 1")}


def test_study_of_a_series_is_no_compound() -> None:
    """A word in capitals with a number beside the word trials names a study, not a compound."""
    text = "NVT-101 is being evaluated in two Phase 3 trials, QUORALIS-1 in psoriasis and QUORALIS-2 in gout."
    assert {(f.arg("name"), f.arg("indication")) for f in facts(text, family="trial")} == {
        ("QUORALIS-1", "psoriasis"),
        ("QUORALIS-2", "gout"),
    }
    assert {f.arg("compound") for f in facts(text)} == {NVT}


# -- milestones ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "status", "start"),
    [
        ("An IND for NVT-101 is planned for the second half of 2031.", "ind_submission", "expected", "2031-07-01"),
        ("Norvane will file an investigational new drug application for NVT-101 in 2031.", "ind_submission", "expected", "2031-01-01"),
        ("In May 2010 the EMA accepted for review the MAA for NVT-101.", "regulatory_submission", "actual", "2010-05-01"),
        ("An opinion of the CHMP on NVT-101 is expected in the second half of 2031.", "decision", "expected", "2031-07-01"),
        ("The FDA lifted the partial clinical hold on NVT-101 in May 2010.", "decision", "actual", "2010-05-01"),
        ("A Phase 2 of NVT-101 plus carboplatin will start in June 2031.", "trial_start", "expected", "2031-06-01"),
        ("Dosing of the first patient with NVT-101, in May 2010, brought a payment of $5 million.", "trial_start", "actual", "2010-05-01"),
        ("The NVT-101 study enrolled its last patient in May 2010.", "enrollment_complete", "actual", "2010-05-01"),
        ("Results for NVT-101 have been guided for the fourth quarter of 2031.", "data_presentation", "expected", "2031-10-01"),
    ],
)  # fmt: skip
def test_milestone_in_other_words(text: str, kind: str, status: str, start: str) -> None:
    """Each wording of an event is one milestone of its kind, with its status and its time."""
    found = [(f.arg("kind"), f.status, str(f.when.start if f.when else None)) for f in facts(text, family="milestone")]
    assert found == [(kind, status, start)]


@pytest.mark.parametrize(
    "text",
    [
        "Norvane sees no delay in the start of a Phase 2 trial of NVT-101, which is expected in 2H26.",
        "There is no change in the timing of the start of a Phase 2 trial of NVT-101, which is expected in 2H26.",
        "The fire has no effect on the start of a Phase 2 trial of NVT-101, expected in 2H26.",
    ],
)
def test_that_nothing_changes_denies_nothing(text: str) -> None:
    """What is to come as it was to come is promised, though a sentence says "no"."""
    found = [f.when for f in facts(text, family="milestone") if (f.arg("kind"), f.status) == ("trial_start", "expected")]
    assert {(str(w.start), str(w.end)) if w else None for w in found} == {SECOND}


def test_data_are_shown_on_the_day_that_they_are_reported() -> None:
    """For data the words that report are the event; for another event they only tell of it."""
    (shown,) = facts("Norvane today reported topline data of the Phase 2 trial of NVT-101.", family="milestone")
    (begun,) = facts("Norvane today reported that the Phase 2 trial of NVT-101 has begun.", family="milestone")
    assert shown.when
    assert shown.when.text == "today"
    assert begun.when is None


def test_target_date_is_not_the_day_of_the_submission() -> None:
    """The date that an authority sets for its answer is the time of the decision only."""
    found = {
        f.arg("kind"): f.when
        for f in facts("The FDA accepted the NDA for NVT-101 with a PDUFA goal date of July 1, 2031.", family="milestone")
    }
    assert found["regulatory_submission"] is None
    decision = found["decision"]
    assert decision is not None
    assert str(decision.start) == "2031-07-01"


def test_promise_of_no_time_is_no_milestone() -> None:
    """A study that will begin at no time that is said is no milestone."""
    assert facts("Norvane plans to initiate a Phase 2 trial of NVT-101.", family="milestone") == []


def test_payment_for_a_start_is_no_start() -> None:
    """A sum that is due on the start of a study tells of no start."""
    assert facts("Norvane will receive $5 million upon initiation of a Phase 3 trial of NVT-101.", family="trial") == []


def test_items_of_a_list_of_plans() -> None:
    """An item that opens with a plain verb is to be done, in the year that the heading of its list names."""
    text = [
        "Anticipated 2026 Milestones",
        "- Initiate Phase 2 trial of NVT-101 in glioma in the first quarter\n- File IND for NVT-102 in the third quarter",
    ]
    found = {(f.arg("compound"), f.arg("kind"), f.status, str(f.when.start if f.when else None)) for f in facts(*text, family="milestone")}
    assert found == {("NVT-101", "trial_start", "expected", "2026-01-01"), ("NVT-102", "ind_submission", "expected", "2026-07-01")}
    assert [f.arg("trial_status") for f in facts(*text, family="trial")] == ["planned"]
