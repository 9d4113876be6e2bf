"""People and their roles in many wordings: who holds what where, and what was held before."""

from __future__ import annotations

import pytest

from triplewire.extract.issuer import extract_issuer
from triplewire.pipeline import reading_of
from triplewire.read import read_text

OWN = "Norvane Therapeutics"
HEAD = """# Norvane Therapeutics Provides Corporate Update

BOSTON, June 1, 2015 (GLOBE NEWSWIRE) -- Norvane Therapeutics, Inc. (Nasdaq: NRVN), a biotechnology company, today gave an update.

"""
Held = tuple[str, str, str]


def held(text: str) -> set[Held]:
    """Person, role and organization of the roles that a paragraph tells."""
    found = extract_issuer(reading_of(read_text(f"{HEAD}{text}\n")))
    return {(f.arg("person"), f.arg("role"), f.arg("organization")) for f in found if f.family == "person_role"}


WORDINGS: list[tuple[str, set[Held]]] = [
    (
        ("Anita Vale joined as Chief Commercial Officer on January 4, from Larkin Oncology, where she was Vice President, Marketing."),
        {("Anita Vale", "Chief Commercial Officer", OWN)},
    ),
    (
        (
            "Thomas Reinholt, Ph.D., Chief Scientific Officer since 2005, will retire in March and "
            "Mei-Ling Hsu, Ph.D., Senior Vice President, Discovery, will succeed him."
        ),
        {("Mei-Ling Hsu", "Senior Vice President, Discovery", OWN), ("Thomas Reinholt", "Chief Scientific Officer", OWN)},
    ),
    ("Its chief executive, Deborah Lind, told a conference that data are coming.", {("Deborah Lind", "chief executive", OWN)}),
    (
        ('"This is good," said Zeina Hamze, Postdoctoral Researcher at Ostrand University and Norvane.'),
        {("Zeina Hamze", "Postdoctoral Researcher", OWN), ("Zeina Hamze", "Postdoctoral Researcher", "Ostrand University")},
    ),
    ('"We are pleased," said Jane Doe, Ph.D., President and CEO of Norvane.', {("Jane Doe", "President and CEO", OWN)}),
    (
        ('Jane Doe, Ph.D., Norvane\'s President and Chief Executive Officer, commented, "We are pleased."'),
        {("Jane Doe", "President and Chief Executive Officer", OWN)},
    ),
    (
        ("Norvane today named John A. Smith as its Chief Financial Officer, succeeding Mary Major, who is leaving the company."),
        {("John A. Smith", "Chief Financial Officer", OWN)},
    ),
    (
        "Norvane announced the appointment of John Smith, M.D., to its Board of Directors.",
        {("John Smith", "member of the Board of Directors", OWN)},
    ),
    ("John Smith, M.D., has been elected to the Board of Directors of Norvane.", {("John Smith", "member of the Board of Directors", OWN)}),
    (
        "John Smith has been promoted to Executive Vice President and Chief Operating Officer.",
        {("John Smith", "Executive Vice President and Chief Operating Officer", OWN)},
    ),
    (
        ("John Smith will become Chief Executive Officer on July 1; Mary Major will remain Chairman of the Board."),
        {("John Smith", "Chief Executive Officer", OWN), ("Mary Major", "Chairman of the Board", OWN)},
    ),
    (
        (
            "Mary Major, formerly Chief Medical Officer of Velmora Pharma AG, joined "
            "Norvane as Senior Vice President of Clinical Development."
        ),
        {("Mary Major", "Senior Vice President of Clinical Development", OWN)},
    ),
    ("Prior to joining Norvane, Ms. Major was Vice President of Finance at Velmora Pharma AG.", set()),
    ("Mary Major has resigned as Chief Financial Officer.", set()),
    (
        (
            '"The results are impressive," said Ann Lee, M.D., Professor of Medicine at '
            "Harvard Medical School and principal investigator of the study."
        ),
        {("Ann Lee", "Professor of Medicine", "Harvard Medical School"), ("Ann Lee", "principal investigator", "")},
    ),
    (
        ("Ann Lee, MD, of Dana-Farber Cancer Institute, the lead investigator of the trial, presented the data."),
        {("Ann Lee", "lead investigator", "Dana-Farber Cancer Institute")},
    ),
    ('Dr Miles Trevan, CEO of Norvane, said: "The appetite has grown."', {("Miles Trevan", "CEO", OWN)}),
    (
        ('Leticia Barros, PhD, Executive Vice President of Research at Velmora Pharma AG, added: "We looked hard."'),
        {("Leticia Barros", "Executive Vice President of Research", "Velmora Pharma")},
    ),
    (
        ('"We look forward," added Hideo Tachi, Managing Director, Research & Development, of Velmora Pharma AG.'),
        {("Hideo Tachi", "Managing Director, Research & Development", "Velmora Pharma")},
    ),
    ("Norvane's Chief Medical Officer, Dr. Ana Ruiz, will present.", {("Ana Ruiz", "Chief Medical Officer", OWN)}),
    ("Chief Executive Officer Ana Ruiz will host a call.", {("Ana Ruiz", "Chief Executive Officer", OWN)}),
    ("John Smith will succeed Mary Major as Chief Executive Officer.", {("John Smith", "Chief Executive Officer", OWN)}),
    ("Mary Major, who has led the company since 2009 as President, will step down.", {("Mary Major", "President", OWN)}),
    (
        ("Norvane has appointed Peter Holm, MBA, Vice President, Business Development, and Lisa Brandt, J.D., General Counsel."),
        {("Lisa Brandt", "General Counsel", OWN), ("Peter Holm", "Vice President, Business Development", OWN)},
    ),
    ("Peter Holm, co-founder and chairman of Norvane, bought shares.", {("Peter Holm", "co-founder and chairman", OWN)}),
    (
        '"A milestone," according to Peter Holm, Head of Oncology at Velmora Pharma AG.',
        {("Peter Holm", "Head of Oncology", "Velmora Pharma")},
    ),
    ("Peter Holm assumes the role of interim CEO effective immediately.", {("Peter Holm", "interim CEO", OWN)}),
    ("Norvane Appoints Peter Holm as Chief Business Officer", {("Peter Holm", "Chief Business Officer", OWN)}),
    ("Mr. Zurf and Adele Nicolet, CFO, will host a call today.", {("Adele Nicolet", "CFO", OWN)}),
    (
        ("Anil Desh, Ph.D., Vice President, Process Development, has been promoted to Senior Vice President, Technical Operations."),
        {("Anil Desh", "Senior Vice President, Technical Operations", OWN), ("Anil Desh", "Vice President, Process Development", OWN)},
    ),
]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_roles_are_read_in_this_wording(text: str, expected: set[Held]) -> None:
    """The sentence tells these roles of these people, and no others."""
    assert held(text) == expected


def test_the_wordings_are_many() -> None:
    """The list of wordings is not cut short by accident."""
    assert len(WORDINGS) >= 28
