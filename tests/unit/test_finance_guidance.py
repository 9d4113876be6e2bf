"""Guidance: what is expected of a metric for a period to come."""

from __future__ import annotations

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
