"""What becomes of promises: one short story of invented releases for each state, and for what must not be taken for it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from tests.claims_helper import NORVANE, claim
from tests.claims_helper import release as issued
from tests.story import release, rows, states

from triplewire import resources
from triplewire.errors import DataError
from triplewire.model import Promise
from triplewire.reconcile import ledger
from triplewire.reconcile.promises.settings import settings

START = "Norvane expects to start a Phase 2 trial of NVT-101 in glioma in the second half of 2027."
QUIET = "Norvane has appointed a new auditor, and NVT-205 is in preclinical testing."


def first(*texts: str, as_of: str | None = None) -> tuple[str, int | None]:
    """State and days of the first promise."""
    return states(*texts, as_of=as_of)[0]


def test_a_promise_is_open_until_something_decides_it() -> None:
    """One release alone decides nothing."""
    row = rows(release("2027-03-04", START))[0]
    assert (row.state, row.decided_by, row.days) == ("open", (), None)
    assert row.details["phase"] == ("Phase 2",)


@pytest.mark.parametrize(
    ("day", "words", "days"),
    [
        ("2027-09-01", "Norvane today began a Phase 2 trial of NVT-101 in glioma.", 0),
        ("2028-01-10", "A first patient was dosed in the Phase 2 trial of NVT-101 in glioma.", 10),
        ("2027-05-31", "Norvane has initiated a Phase 2 trial of NVT-101 in glioma.", -31),
        ("2027-11-01", "The Phase 2 trial of NVT-101 in glioma began in October 2027.", 0),
        ("2027-11-01", "The Phase 2 trial of NVT-101 in glioma is enrolling patients.", None),
        ("2028-03-01", "The Phase 2 trial of NVT-101 in glioma is enrolling patients.", None),
    ],
)
def test_what_has_happened_is_kept_early_inside_or_late(day: str, words: str, days: int | None) -> None:
    """News is of the day of its release unless it names another; of a state of things only the latest day is known."""
    assert first(release("2027-03-04", START), release(day, words)) == ("kept", days)


@pytest.mark.parametrize(
    "words",
    [
        "Norvane has initiated a Phase 3 trial of NVT-101 in glioma.",
        "Norvane has initiated a Phase 2 trial of NVT-101 in asthma.",
        "Norvane has initiated a Phase 2 trial of NVT-110 in glioma.",
        "An ethics committee gave its consent, allowing initiation of the Phase 2 trial of NVT-101 in glioma.",
        "Norvane has begun preparations for studies of NVT-101 in monkeys.",
        "Norvane continues to prepare for a Phase 2 trial of NVT-101.",
        QUIET,
    ],
)
def test_another_event_keeps_no_promise(words: str) -> None:
    """Another phase, disease or compound, a permission, a preparation and silence leave it open."""
    assert first(release("2027-03-04", START), release("2027-09-01", words)) == ("open", None)


def test_an_event_of_before_the_promise_does_not_keep_it() -> None:
    """What is told later of an earlier time is another event."""
    later = release("2027-09-01", "In May 2026 Norvane initiated a Phase 2 trial of NVT-101.")
    assert first(release("2027-03-04", START), later) == ("open", None)


def test_a_later_window_is_a_slip_with_its_days() -> None:
    """Both rows stand and are linked, and the days are those between the two ends."""
    anew = release("2027-09-01", "Norvane now expects to start the Phase 2 trial of NVT-101 in glioma in the second quarter of 2028.")
    one, two = rows(release("2027-03-04", START), anew)
    assert (one.state, one.days, one.next, two.previous, two.state) == ("slipped", 182, two.id, one.id, "open")
    assert one.decided_by == (two.fact.release,)


def test_slips_form_a_chain() -> None:
    """Each telling is held against the next."""
    texts = [
        release("2027-03-04", START),
        release("2027-09-01", "The Phase 2 trial of NVT-101 in glioma is now expected to start in the first half of 2028."),
        release("2028-05-01", "The Phase 2 trial of NVT-101 in glioma is now expected to start in the fourth quarter of 2028."),
        release("2028-11-15", "Norvane has initiated the Phase 2 trial of NVT-101 in glioma."),
    ]
    assert states(*texts) == [("slipped", 182), ("slipped", 184), ("kept", 0)]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Norvane expects to start the Phase 2 trial of NVT-101 in glioma in October 2027.", "narrowed"),
        ("Norvane expects to start the Phase 2 trial of NVT-101 in glioma in 2H2027.", "open"),
        ("Norvane expects to start the Phase 2 trial of NVT-101 in glioma in 2027.", "open"),
        ("Norvane expects to start the Phase 2 trial of NVT-101 in glioma in the second quarter of 2027.", "advanced"),
        ("Norvane expects to start the Phase 2 trial of NVT-101 in glioma by the end of 2028.", "slipped"),
    ],
)
def test_a_window_told_anew(words: str, state: str) -> None:
    """Inside the old one it is narrower, before it earlier; the same window in other words, or a coarser one around it, changes nothing."""
    assert first(release("2027-03-04", START), release("2027-04-01", words))[0] == state


@pytest.mark.parametrize(
    "words",
    [
        "Norvane has discontinued the development of NVT-101.",
        "Norvane no longer plans to start a Phase 2 trial of NVT-101 in glioma.",
        "Norvane has decided not to proceed with the Phase 2 study of NVT-101.",
    ],
)
def test_what_is_given_up_is_withdrawn(words: str) -> None:
    """By the end of the compound, or by a word on the plan itself."""
    assert first(release("2027-03-04", START), release("2027-09-01", words))[0] == "withdrawn"


def test_a_stopped_study_withdraws_its_data() -> None:
    """And no other study's."""
    promise = release(
        "2027-03-04",
        "Topline data of the Phase 2 trial of NVT-101 in glioma are expected in the first half of 2028.",
        "Topline data of the Phase 3 trial of NVT-205 in asthma are expected in the first half of 2028.",
    )
    later = release("2027-09-01", "The Phase 2 trial of NVT-101 in glioma was terminated for futility.")
    assert [state for state, _ in states(promise, later)] == ["withdrawn", "open"]


def test_overdue_needs_a_release_after_the_window() -> None:
    """Silence of a company that says nothing at all decides nothing; another company's release neither."""
    quiet, other = release("2028-02-01", QUIET), release("2028-02-01", "HAL-7 is in Phase 1.", company="Halcyra Biosciences, Inc.")
    assert first(release("2027-03-04", START), release("2027-09-01", QUIET), as_of="2028-06-30") == ("open", None)
    assert first(release("2027-03-04", START), other) == ("open", None)
    row = rows(release("2027-03-04", START), quiet)[0]
    assert (row.state, len(row.decided_by)) == ("overdue", 1)


def test_copied_paragraphs_count_from_the_day_they_were_written() -> None:
    """A closing text that goes on saying "this month" after the filing does not promise anew."""
    about = "Norvane's priority is to submit an NDA for NVT-101 in glioma this month."
    texts = [
        release("2027-10-04", about),
        release("2027-10-20", "Norvane has submitted an NDA for NVT-101 in glioma."),
        release("2027-12-01", QUIET, about),
        release("2028-03-01", QUIET, about),
    ]
    assert [state for state, _ in states(*texts)] == ["kept", "kept", "kept"]


def test_a_filing_that_is_only_begun_is_not_sent() -> None:
    """A rolling submission keeps no promise to complete it."""
    promise = release("2027-03-04", "Norvane expects to complete the NDA for NVT-101 in the third quarter of 2027.")
    begun = release("2027-05-01", "Norvane has initiated a New Drug Application filing for NVT-101.")
    done = release("2027-09-10", "Norvane completed its NDA submission for NVT-101.")
    assert first(promise, begun) == ("open", None)
    assert first(promise, begun, done) == ("kept", 0)


def test_renamed_compounds_and_companies_are_followed() -> None:
    """A code, its name, and a company under its new name."""
    texts = [
        release("2027-03-04", START),
        release("2027-05-01", "NVT-101 (norvatamab) was granted orphan drug designation for glioma by the FDA."),
        release("2027-10-01", "Norvane has initiated a Phase 2 trial of norvatamab in glioma."),
    ]
    assert first(*texts) == ("kept", 0)


def test_data_are_those_of_their_meeting() -> None:
    """Data at another meeting keep no promise; the meeting may be spelt in two ways."""
    promise = release("2027-03-04", "Data of the Phase 1 trial of NVT-101 will be presented at the ASH Annual Meeting in December 2027.")
    other = release("2027-06-08", "Data of the Phase 1 trial of NVT-101 were presented at the ASCO Annual Meeting.")
    same = release(
        "2027-12-09", "Data of the Phase 1 trial of NVT-101 were presented at the annual meeting of the American Society of Hematology."
    )
    assert first(promise, other) == ("open", None)
    assert first(promise, other, same) == ("kept", 0)


@pytest.mark.parametrize(
    ("day", "words", "state"),
    [
        ("2028-02-20", "Net loss for fiscal year 2027 was $62.5 million.", "inside"),
        ("2028-02-20", "Net loss for fiscal year 2027 was $71.0 million.", "above"),
        ("2028-02-20", "Net loss for fiscal year 2027 was $41.0 million.", "below"),
        ("2027-09-01", "Norvane has withdrawn its guidance for 2027.", "withdrawn"),
        ("2027-09-01", "Norvane expects a net loss of $61 million to $63 million in fiscal year 2027.", "narrowed"),
        ("2027-09-01", "Norvane now expects a net loss of $70 million to $74 million in fiscal year 2027.", "raised"),
        ("2027-09-01", "Norvane now expects a net loss of $50 million to $54 million in fiscal year 2027.", "lowered"),
    ],
)
def test_forecasts_are_held_against_figures(day: str, words: str, state: str) -> None:
    """A range is inside, above or below the figure that is told later, or is given anew."""
    promise = release("2027-03-04", "Norvane expects a net loss of $60 million to $64 million in fiscal year 2027.")
    assert first(promise, release(day, words))[0] == state


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ({"high": 60e6}, {"high": 70e6}, "raised"),
        ({"high": 60e6}, {"high": 50e6}, "narrowed"),
        ({"low": 60e6}, {"low": 50e6}, "lowered"),
        ({"high": 60e6}, {"low": 65e6, "high": 70e6}, "raised"),
    ],
)
def test_a_forecast_with_one_end_is_given_anew(old: dict[str, float], new: dict[str, float], state: str) -> None:
    """More at most is raised, less at least is lowered."""
    assert forecasts_of(old, new)[0].state == state


def forecasts_of(*ends: dict[str, float]) -> tuple[Promise, ...]:
    """The ledger of forecasts of one net loss, one a release."""
    days = [f"2027-0{number}-10" for number in range(1, len(ends) + 1)]
    what: dict[str, Any] = {"organization": NORVANE, "metric": "net_loss", "period": "FY2027", "currency": "USD", "status": "expected"}
    facts = [claim("guidance", day, f"a loss of {end}", **(what | end)) for day, end in zip(days, ends, strict=True)]
    return ledger([issued(day, day).release for day in days], facts)


def test_as_of_a_day_later_releases_count_for_nothing() -> None:
    """The same corpus at three days."""
    texts = [
        release("2027-03-04", START),
        release("2027-09-01", "The Phase 2 trial of NVT-101 in glioma is now expected to start in the first half of 2028."),
        release("2028-05-01", "Norvane has initiated the Phase 2 trial of NVT-101 in glioma."),
    ]
    found = [[state for state, _ in states(*texts, as_of=day)] for day in ("2027-03-04", "2027-12-31", "2028-12-31")]
    assert found == [["open"], ["slipped", "open"], ["slipped", "kept"]]


def test_a_promise_of_an_undated_release_is_open() -> None:
    """Nobody knows what came after it."""
    text = f"Norvane Therapeutics Gives Update\n\n{START}\n\nMore will follow.\n"
    assert first(text, release("2028-09-01", "Norvane has initiated a Phase 2 trial of NVT-101 in glioma.")) == ("open", None)


def test_a_fault_of_the_settings_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file and what is wrong in it."""
    broken = deepcopy(resources.toml("data", "promises.toml"))
    broken["kinds"]["approval"]["stages"] = ["Phase 9"]
    monkeypatch.setattr(resources, "toml", lambda *_: broken)
    settings.cache_clear()
    with pytest.raises(DataError, match=r"promises\.toml: kinds\.approval: Phase 9 is no stage") as told:
        settings()
    assert len(told.value.faults) == 1


APPROVAL = "Norvane expects approval of NVT-101 in Japan by the end of 2027."


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("The MHLW approved NVT-101 on October 4, 2027.", "kept"),
        ("The FDA approved NVT-101 on October 4, 2027.", "open"),
        ("NVT-101 is approved in the United States for glioma.", "open"),
        ("NVT-101 is approved in Japan for glioma.", "kept"),
        ("Norvane has dropped plans to obtain approval of NVT-101 in the European Union.", "open"),
    ],
)
def test_an_event_in_one_region_decides_none_elsewhere(words: str, state: str) -> None:
    """The authority says where; a state of things shows it only where its words do."""
    assert first(release("2027-03-04", APPROVAL), release("2027-11-05", words))[0] == state


def test_an_event_that_is_told_once_with_its_region_has_it() -> None:
    """Also where the first telling says no region, as a headline does."""
    told = ("NVT-101 has received marketing approval.", "The FDA has approved NVT-101.")
    assert first(release("2027-03-04", APPROVAL), release("2027-11-05", *told))[0] == "open"


def test_two_filings_of_one_day_in_two_regions_are_two() -> None:
    """Each keeps its own promise."""
    promise = release(
        "2027-03-04",
        "Norvane expects to submit a BLA for NVT-101 to the FDA in the third quarter of 2027.",
        "Norvane expects to submit an MAA for NVT-101 to the EMA in the third quarter of 2027.",
    )
    both = release("2027-09-10", "Norvane has submitted a BLA for NVT-101 to the FDA.", "We submitted an MAA for NVT-101 to the EMA.")
    one = release("2027-09-10", "Norvane has submitted a BLA for NVT-101 to the FDA.")
    assert states(promise, both) == [("kept", 0), ("kept", 0)]
    assert sorted(state for state, _ in states(promise, one)) == ["kept", "open"]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Norvane has submitted a JNDA for NVT-101.", "open"),
        ("Norvane has submitted a Canadian new drug application for NVT-101.", "open"),
        ("Norvane has submitted an NDA for NVT-101 to the FDA.", "kept"),
    ],
)
def test_an_application_says_where_it_is_made(words: str, state: str) -> None:
    """By the name of its document, or an adjective."""
    promise = release("2027-03-04", "Norvane expects to submit an NDA for NVT-101 to the FDA in the third quarter of 2027.")
    assert first(promise, release("2027-09-10", words))[0] == state


def test_interim_data_are_not_the_final_ones() -> None:
    """Also where a telling in between does not say which data are meant."""
    texts = [
        release("2027-03-04", "Topline data of the Phase 3 trial of NVT-101 in glioma are expected in 2028."),
        release("2027-06-04", "Data of the Phase 3 trial of NVT-101 in glioma are expected in 2028."),
        release(
            "2027-10-04", "The Phase 3 trial of NVT-101 in glioma has an interim efficacy analysis planned for the first half of 2028."
        ),
    ]
    assert {state for state, _ in states(*texts)} == {"open"}


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("by the end of 2027", "in the fourth quarter of 2027", "narrowed"),
        ("by the end of 2027", "by year-end 2027", "open"),
        ("by Q4 2027", "in Q4 2027", "open"),
    ],
)
def test_a_limit_that_is_a_day_can_be_narrowed(old: str, new: str, state: str) -> None:
    """A quarter that is told with "by" or with "in" is one window; a year's end leaves a whole year."""
    texts = [
        release(day, f"Norvane expects to start a Phase 2 trial of NVT-101 in glioma {w}.")
        for day, w in (("2027-01-14", old), ("2027-05-04", new))
    ]
    assert first(*texts)[0] == state


@pytest.mark.parametrize(
    "words",
    [
        "The start of the Phase 2 trial of NVT-101 in glioma has moved from the second half of 2027 to the first half of 2028.",
        "Norvane has shifted its guidance for the start of the Phase 2 trial of NVT-101 in glioma to the first half of 2028.",
    ],
)
@pytest.mark.parametrize("day", ["2027-09-01", "2028-02-01"])
def test_a_window_that_takes_the_place_of_another_is_a_promise(day: str, words: str) -> None:
    """Also on a day inside the new window, on which a window without such words would tell of what has happened."""
    assert first(release("2027-03-04", START), release(day, words))[0] == "slipped"


def test_a_first_patient_who_is_to_be_dosed_shows_no_running_study() -> None:
    """The words of the promise say nothing of the state of its study."""
    promise = release("2027-03-04", START)
    again = release("2027-08-02", "Norvane expects to dose the first patient in a Phase 2 trial of NVT-101 in glioma in December 2027.")
    assert first(promise, again)[0] == "narrowed"


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("NVT-101 has been launched in Japan.", "kept"),
        ("Sales of NVT-101 in Japan are growing.", "kept"),
        ("Sales of NVT-101 in Germany are growing.", "open"),
        ("NVT-101 is approved in Japan.", "open"),
    ],
)
def test_what_is_sold_was_launched(words: str, state: str) -> None:
    """In the region of the promise; an approval alone launches nothing."""
    promise = release("2027-03-04", "Norvane expects to launch NVT-101 in Japan in the second half of 2027.")
    assert first(promise, release("2027-11-05", words))[0] == state


def test_a_plan_to_decide_is_the_company_s_own() -> None:
    """Two tellings of one decision are of the company where no authority is named, in whatever words."""
    texts = [
        release("2027-03-04", "Norvane is preparing to decide whether to move NVT-101 into late-stage development in July 2027."),
        release("2027-06-04", "A decision on whether to advance NVT-101, previously guided to July 2027, is now expected in early 2028."),
    ]
    assert first(*texts)[0] == "slipped"


def test_a_planned_study_is_not_begun_by_the_end_of_the_one_before_it() -> None:
    """Words that speak of two studies leave each its own phase, and nobody is in a study that is only planned."""
    planned = "Norvane is finishing its NVT-101 Phase 1a trial in glioma and is preparing a Phase 1/2 trial of NVT-101 in glioma."
    done = "Norvane completed enrollment in its NVT-101 Phase 1a trial in glioma and plans a Phase 1/2 trial of NVT-101 in glioma."
    found = [row for row in rows(release("2027-03-04", planned), release("2027-09-01", done)) if "Phase 1/2" in row.details["phase"]]
    assert {(row.details["phase"], row.state) for row in found} == {(("Phase 1/2",), "open")}


@pytest.mark.parametrize(
    "words",
    [
        "In October 2027, Norvane received a complete response letter for NVT-101.",
        "In October 2027, Swissmedic accepted the IND for NVT-101.",
        "The IND for NVT-101 became effective on October 12, 2027.",
    ],
)
def test_an_authority_decides_also_where_none_is_named(words: str) -> None:
    """What only an authority does tells so, or its name in the lexicon."""
    promise = release("2027-03-04", "The goal date of the agency for NVT-101 is October 15, 2027.")
    assert first(promise, release("2027-11-05", words))[0] == "kept"


def test_every_authority_of_the_lexicon_is_one() -> None:
    """A promise of its decision is none of the company's."""
    (row,) = rows(release("2027-03-04", "A decision of Swissmedic on NVT-101 is expected in December 2027."))
    assert row.details["decider"] == ("authority",)
