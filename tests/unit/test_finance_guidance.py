"""Guidance: what is expected of a metric for a period to come."""

from __future__ import annotations

import pytest
from tests.reading_helper import reading, said

from triplewire.extract.issuer import extract_issuer
from triplewire.model import FiscalCalendar


def rows(text: str, fiscal: FiscalCalendar | None = None) -> set[tuple[str, ...]]:
    """Metric, period, low and high of the guidance facts."""
    facts = [f for f in extract_issuer(reading(text, fiscal=fiscal)) if f.family == "guidance"]
    return said(facts, "metric", "period", "low", "high")


def test_each_metric_of_a_list_shares_the_year() -> None:
    """One fiscal year holds for the whole list of expectations."""
    text = (
        "Norvane expects a net loss for the fiscal year ending June 30, 2026 of between $71-75 million, capital "
        "expenditures to be between $2-4 million, and cash used in operations to be between $0-5 million."
    )
    assert rows(text, FiscalCalendar(6)) == {
        ("net_loss", "FY2026", "71000000", "75000000"),
        ("cash_used_in_operations", "FY2026", "0", "5000000"),
        ("capital_expenditures", "FY2026", "2000000", "4000000"),
    }


def test_a_balance_is_expected_at_a_day() -> None:
    """Expected cash holds at the day named."""
    text = "Cash and investments at December 31, 2025 are anticipated to be between $116-120 million."
    assert rows(text) == {("cash", "2025-12-31", "116000000", "120000000")}


def test_a_single_value_is_both_ends() -> None:
    """`approximately $V` is a range of no width."""
    assert rows("The Company expects revenue of approximately $25 million in 2026.") == {("revenue", "FY2026", "25000000", "25000000")}


def test_up_to_begins_at_nothing() -> None:
    """`up to $V` has a high end and begins at zero."""
    assert rows("We expect capital expenditures of up to $3 million in 2026.") == {("capital_expenditures", "FY2026", "0", "3000000")}


def test_guidance_is_expected_and_keeps_its_hedge() -> None:
    """Guidance never looks like a result."""
    (fact,) = extract_issuer(reading("The Company expects revenue of $20 million to $25 million in 2026."))
    assert (fact.status, fact.hedge) == ("expected", "expects")


def test_what_cash_is_expected_to_do_is_no_guidance() -> None:
    """A balance at a day that is over is a result, whatever it is expected to fund."""
    text = "Cash of $12 million as of June 30, 2025 is expected to fund operations into 2027."
    facts = extract_issuer(reading(text))
    assert [(f.family, f.arg("metric")) for f in facts] == [("financial", "cash")]


def test_a_market_forecast_is_no_guidance() -> None:
    """What analysts or markets expect is not the issuer's."""
    assert rows("Analysts expect revenue of $20 million in 2026.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Norvane has raised its guidance for operating expenses in 2026 to $100 million to $110 million.",
        "Norvane lowered its guidance for 2026 operating expenses to $100 million to $110 million.",
        "Norvane tightened its forecast for 2026 operating expenses to a range of $100 million to $110 million.",
        "Norvane lifts its 2026 guidance for operating expenses to between $100 million and $110 million.",
        "The range for 2026 operating expenses is now $100 million to $110 million.",
        "Norvane confirms its 2026 forecast of $100 million to $110 million for operating expenses.",
    ],
)
def test_guidance_that_moves_or_stands(text: str) -> None:
    """Guidance that is raised, lowered, narrowed or confirmed holds from then on."""
    assert rows(text) == {("operating_expenses", "FY2026", "100000000", "110000000")}


@pytest.mark.parametrize(
    ("text", "metric", "period"),
    [
        ("Norvane withdraws its guidance for 2026.", "", "FY2026"),
        ("Norvane is no longer providing guidance.", "", ""),
        ("The Company has suspended its full-year 2026 financial guidance.", "", "FY2026"),
        ("Norvane is withdrawing its guidance for 2026 operating expenses.", "operating_expenses", "FY2026"),
        ("2026 guidance for operating expenses should no longer be relied upon.", "operating_expenses", "FY2026"),
        ("Norvane withdraws its 2026 guidance of $10 million to $12 million for operating expenses.", "operating_expenses", "FY2026"),
        ("We will not give guidance on operating expenses for 2026 any more.", "operating_expenses", "FY2026"),
    ],
)
def test_guidance_taken_back_is_negated(text: str, metric: str, period: str) -> None:
    """Guidance that is no longer given is a negated fact, of the metric and the period that the words name, else of all."""
    found = [f for f in extract_issuer(reading(text)) if f.family == "guidance"]
    assert [(f.polarity, f.arg("metric"), f.arg("period")) for f in found] == [("negated", metric, period)]


@pytest.mark.parametrize(
    "text",
    [
        "Norvane may withdraw its guidance for 2026 at any time.",
        "Norvane will not withdraw its guidance for 2026.",
        "The FDA withdrew its draft guidance for 2026.",
    ],
)
def test_guidance_that_stands_is_not_negated(text: str) -> None:
    """What may be withdrawn, is not withdrawn or is somebody else's guidance takes nothing back."""
    assert [f for f in extract_issuer(reading(text)) if f.polarity == "negated"] == []
