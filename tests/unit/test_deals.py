"""Deals and counts: who pays whom for what, and how many there are."""

from __future__ import annotations

import pytest
from tests.reading_helper import reading, said

from triplewire.extract.issuer import extract_issuer

OWN = "Norvane Therapeutics"
NAMES = ("Norvane", "Velmora", "Hale Ventures", "Ostrand Institute")


def deals(text: str) -> set[tuple[str, ...]]:
    """Payer, payee, kind and amount of the deals."""
    facts = [f for f in extract_issuer(reading(text, organizations=NAMES)) if f.family == "deal"]
    return said(facts, "payer", "payee", "kind", "amount")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norvane will pay Velmora an upfront payment of $20 million and milestone payments of up to $300 million.",
            {(OWN, "Velmora", "upfront", "20000000"), (OWN, "Velmora", "milestone", "300000000")},
        ),
        (
            "Velmora licensed Norvane's lead compound for $35 million upfront and up to $470 million in milestones.",
            {("Velmora", OWN, "upfront", "35000000"), ("Velmora", OWN, "milestone", "470000000")},
        ),
        ("Norvane received a $5 million milestone payment from Velmora.", {("Velmora", OWN, "milestone", "5000000")}),
        ("Norvane secured a $25 million investment from Hale Ventures to fund its trial.", {("Hale Ventures", OWN, "equity", "25000000")}),
        (
            "The study was funded by a $14 million award from the Ostrand Institute.",
            {("Ostrand Institute", OWN, "research_support", "14000000")},
        ),
        ("Norvane announced the closing of a $40 million private placement.", {("investors", OWN, "equity", "40000000")}),
        ("Norvane announced the completion of $6.1 million in financing.", {("investors", OWN, "equity", "6100000")}),
    ],
)
def test_who_pays_whom(text: str, expected: set[tuple[str, ...]]) -> None:
    """Payer, payee, kind and amount come from the words."""
    assert deals(text) == expected


def test_terms_without_amount_need_both_parties() -> None:
    """Undisclosed payments are told without an amount, where payer and payee are named."""
    text = "Norvane will pay Velmora an up-front payment of 600,000 shares as well as future milestone payments and royalties."
    assert deals(text) == {(OWN, "Velmora", "upfront", ""), (OWN, "Velmora", "milestone", ""), (OWN, "Velmora", "royalty", "")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Upfront: Norvane issues 41,250 shares of its common stock to Velmora.", {(OWN, "Velmora", "upfront", "")}),
        ("Upfront payment: Norvane will issue 41,250 shares to Velmora.", {(OWN, "Velmora", "upfront", "")}),
        ("Later: Norvane may owe Velmora milestone payments, in cash or in stock.", {(OWN, "Velmora", "milestone", "")}),
        ("Norvane could also owe Velmora royalties on sales.", {(OWN, "Velmora", "royalty", "")}),
        ("Milestone payments may become due to Velmora from Norvane.", {(OWN, "Velmora", "milestone", "")}),
        ("As an upfront payment, Norvane issued 41,250 shares to Velmora.", {(OWN, "Velmora", "upfront", "")}),
        ("Norvane may earn up to $90 million in milestones from Velmora.", {("Velmora", OWN, "milestone", "90000000")}),
        ("Recent milestones: Norvane received clearance from Velmora.", set()),
        ("Upfront: nothing was paid.", set()),
        ("Norvane issued 41,250 shares to Velmora.", set()),
    ],
)
def test_terms_without_amount_in_other_words(text: str, expected: set[tuple[str, ...]]) -> None:
    """A label before a colon names the kind; what one may owe another is a term between them."""
    assert deals(text) == expected


def test_the_counterparty_of_the_paragraph_pays() -> None:
    """`we will receive` is from the one other company that the paragraph names."""
    text = "Norvane made a license agreement with Velmora. Under it, Norvane is eligible to receive $90 million in milestone payments."
    assert deals(text) == {("Velmora", OWN, "milestone", "90000000")}


def test_a_contrasting_clause_has_its_own_parties() -> None:
    """What follows "while" is not part of the deal before it."""
    text = "Velmora's 2021 deal with Norvane included $700 million upfront, while others paid $560 million upfront."
    assert deals(text) == {("Velmora", OWN, "upfront", "700000000")}


@pytest.mark.parametrize(
    "text", ["The milestone was reached in 2024.", "Royalties matter to investors.", "The contract is worth $5 million to hospitals."]
)
def test_words_without_parties_are_no_deals(text: str) -> None:
    """A term alone is no deal."""
    assert deals(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are currently seven NVT compounds in the clinic, with data to come.", {("NVT compounds in the clinic", "7")}),
        ("The company has 12 product candidates in clinical development.", {("product candidates in clinical development", "12")}),
        ("There are many compounds in the clinic.", set()),
        ("As many as 12 compounds are to be in the clinic by 2027.", set()),
    ],
)
def test_counts(text: str, expected: set[tuple[str, ...]]) -> None:
    """Number words and figures count what stands in a known place."""
    facts = [f for f in extract_issuer(reading(text)) if f.family == "count"]
    assert said(facts, "what", "value") == expected
