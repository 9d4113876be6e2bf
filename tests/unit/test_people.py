"""People and roles: who holds what where, and what is no person and no role."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reading_helper import reading, said

from triplewire.extract.issuer import extract_issuer
from triplewire.recognize.people import find_people

OWN = "Norvane Therapeutics"


def found(text: str, kind: str) -> list[str]:
    """The names of one type of mention."""
    return [m.name for m in find_people(text, 0) if m.type == kind]


def roles(text: str, *organizations: str, part: str = "body") -> set[tuple[str, ...]]:
    """Person, role and organization of the facts."""
    facts = extract_issuer(reading(text, organizations=("Norvane", *organizations), roles={0: part}))
    return said([f for f in facts if f.family == "person_role"], "person", "role", "organization")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ana Vale, President and CEO", "President and CEO"),
        ("Ana Vale, President & Chief Executive Officer", "President & Chief Executive Officer"),
        ("Ana Vale, Co-Founder, President and CEO", "Co-Founder, President and CEO"),
        ("Ana Vale, Senior Vice President and CFO", "Senior Vice President and CFO"),
        ("Ana Vale, Executive Vice President, Commercial, said", "Executive Vice President, Commercial"),
        ("Ana Vale, Vice President of Clinical Development at X", "Vice President of Clinical Development"),
        ("Ana Vale, Vice President of Finance and Chief Financial Officer", "Vice President of Finance and Chief Financial Officer"),
        ("Ana Vale, Head of US Operations.", "Head of US Operations"),
        ("Ana Vale, Chairman of the Board", "Chairman of the Board"),
        ("Ana Vale, chief medical officer", "chief medical officer"),
        ("Ana Vale, Professor of Neurology at the", "Professor of Neurology"),
        ("Ana Vale, Chief Research and Development Officer", "Chief Research and Development Officer"),
    ],
)
def test_role_titles(text: str, role: str) -> None:
    """A title is read whole, with its field and what is coordinated with it."""
    assert found(text, "role") == [role]


@pytest.mark.parametrize(
    "text", ["head and neck cancer", "a leader in oncology", "the director of the film", "a clinical trial", "lead compound"]
)
def test_common_words_are_no_roles(text: str) -> None:
    """Small words that also name positions do not count alone."""
    assert found(text, "role") in ([], ["director of the film"])


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("said Ana Vale, Ph.D., President", "Ana Vale"),
        ("Dr. Ana M. Vale said", "Ana M. Vale"),
        ("CEO Ludwig van der Berg said", "Ludwig van der Berg"),
        ("CEO Rory O’Brien said", "Rory O’Brien"),
        ("María García-López, M.D., explained", "María García-López"),
        ("appointed David A Holt, MD, as", "David A Holt"),
        ("Statements from LeadershipAna Vale, PhD, CEO", "Ana Vale"),
    ],
)
def test_persons(text: str, person: str) -> None:
    """Names have initials, particles and accents, but no degrees and no salutations."""
    assert found(text, "person") == [person]


@pytest.mark.parametrize(
    "text",
    ["Norvane Pharma CEO said", "Fast Track designation", "Novel Analyst Report Highlighting Growth", "the Clinical Oncology Society"],
)
def test_other_capitals_are_no_persons(text: str) -> None:
    """Companies, titles and terms are not people."""
    assert found(text, "person") == []


@pytest.mark.parametrize(
    "text",
    [
        "“We are pleased,” said Ana Vale, Ph.D., CEO of Norvane.",
        "“We are pleased,” said Ana Vale, M.D., CEO.",
        "CEO Ana Vale said the study begins.",
        "Norvane CEO Dr. Ana Vale said the study begins.",
        "Norvane Therapeutics, Inc. (NASDAQ: NVT) CEO Ana Vale tells more.",
        "Ana Vale, Norvane’s CEO, said more.",
        "Ana Vale CEO of Norvane talks.",
        "Ana Vale was appointed CEO.",
        "Norvane announced the appointment of Ana Vale, MD, MBA as its new CEO.",
        "Ana Vale, the company's CEO, said more.",
    ],
)
def test_the_ways_to_name_a_chief(text: str) -> None:
    """However it is worded, person, role and company come out the same."""
    assert roles(text, "Norvane Therapeutics, Inc.") == {("Ana Vale", "CEO", OWN)}


def test_the_organization_after_the_role_wins() -> None:
    """`of`, "at" and "for" name whose role it is."""
    assert roles("said Tim Coe, Senior Vice President of Research at the Hale Association.") == {
        ("Tim Coe", "Senior Vice President of Research", "Hale Association")
    }


def test_one_person_with_two_employers() -> None:
    """Further titles of one person keep their own organizations."""
    text = "Jo Dwyer, MD, Associate Director at the University of Hale, Director of the Hale DCC, added."
    assert roles(text, "University of Hale", "Hale DCC") == {
        ("Jo Dwyer", "Associate Director", "University of Hale"),
        ("Jo Dwyer", "Director", "Hale DCC"),
    }


def test_one_role_at_two_companies() -> None:
    """`CEO of X and Y` is two positions."""
    assert roles("said Dr. Vin Tran, CEO of Velmora and Norvane.", "Velmora") == {("Vin Tran", "CEO", "Velmora"), ("Vin Tran", "CEO", OWN)}


def test_the_name_of_the_other_company_is_not_the_issuer() -> None:
    """A release of two companies may list the other one's name among the aliases; its chief stays its own."""
    one = reading("said Vin Tran, CEO of Velmora Royalty.", organizations=("Velmora Royalty",))
    both = replace(one, document=replace(one.document, release=replace(one.document.release, aliases=("Velmora Royalty", "NVT"))))
    assert said(extract_issuer(both), "organization") == {("Velmora Royalty",)}


def test_titles_in_a_row_share_the_last_organization() -> None:
    """What is coordinated before "at X" is all at X."""
    text = "said Craig Dove, M.D., chief of the Division of Hematology, and lead investigator at Hale Health."
    assert {o for _, _, o in roles(text, "Hale Health")} == {"Hale Health"}


def test_a_former_role_is_not_held() -> None:
    """Roles that someone held before, or hands on, make no facts."""
    text = "Phil Cole was named Chief Executive Officer, replacing Interim CEO Tom Fitch, who returns to his role as CFO."
    assert roles(text) == {("Phil Cole", "Chief Executive Officer", OWN), ("Tom Fitch", "CFO", OWN)}


def test_an_investigator_without_employer_is_nobodys() -> None:
    """The issuer does not employ the investigators of its trials."""
    assert roles("said Dr. Ana Vale, Principal Investigator.") == {("Ana Vale", "Principal Investigator", "")}


def test_an_employer_named_once_holds_everywhere() -> None:
    """A later title without organization is held where the release said before."""
    text = "said John D. Low, CEO of Velmora Capital. CEO John Low opened the day."
    assert {o for _, _, o in roles(text, "Velmora Capital")} == {"Velmora Capital"}


def test_contacts_are_no_positions() -> None:
    """Contact lines name people to call."""
    assert roles("Ana Vale, CEO of Norvane", part="contacts") == set()


def test_the_evidence_holds_person_role_and_organization() -> None:
    """The quote shows all that was read."""
    (fact,) = extract_issuer(reading("“Yes,” said Ana Vale, Ph.D., CEO of Velmora, today.", organizations=("Velmora",)))
    assert fact.evidence[0].quote == "Ana Vale, Ph.D., CEO of Velmora"
