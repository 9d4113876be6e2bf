"""Finance prose: each amount gets its metric, its period and its comparison."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.reading_helper import reading, said

from triplewire.extract.issuer import extract_issuer
from triplewire.model import FiscalCalendar

JUNE = FiscalCalendar(6)


def rows(text: str, **options: Any) -> set[tuple[str, ...]]:
    """Metric, period and value of the financial facts."""
    facts = [f for f in extract_issuer(reading(text, **options)) if f.family == "financial"]
    return said(facts, "metric", "period", "value")


def test_the_value_follows_the_metric() -> None:
    """`M were $V for P` binds all three."""
    assert rows("Revenues were $4.4 million for the second quarter of 2025.") == {("revenue", "2025Q2", "4400000")}


def test_the_value_precedes_the_metric() -> None:
    """`$V in M as of D` binds all three."""
    text = "Norvane held $83.1 million in cash and investments as of June 30, 2025."
    assert rows(text) == {("cash", "2025-06-30", "83100000")}


def test_the_comparison_takes_the_metric_and_last_year() -> None:
    """The value after "compared to" is of the same metric, a year before."""
    text = "Operating expenses for the second quarter of 2025 were $17.2 million, compared to $14.9 million in the same period last year."
    assert rows(text) == {("operating_expenses", "2025Q2", "17200000"), ("operating_expenses", "2024Q2", "14900000")}


def test_loss_per_share_follows_the_loss() -> None:
    """`or $V per share` is the loss per share, on both sides of the comparison."""
    text = (
        "For the second quarter of 2025 the net loss was $11.3 million, or $0.17 per basic and diluted share, "
        "compared to a net loss of $10.6 million, or $0.16 per share, for the same quarter last year."
    )
    assert rows(text) == {
        ("net_loss", "2025Q2", "11300000"),
        ("net_loss", "2024Q2", "10600000"),
        ("net_loss_per_share", "2025Q2", "0.17"),
        ("net_loss_per_share", "2024Q2", "0.16"),
    }


def test_respectively_keeps_the_order_of_metrics() -> None:
    """Two compared values take the two metrics in their order."""
    text = (
        "Revenues in the second quarter of 2025 include $1.5 million of collaboration revenue and $0.1 million of grant revenue, "
        "compared to $0.7 million and $0.4 million, respectively, for the same quarter last year."
    )
    assert rows(text) == {
        ("collaboration_revenue", "2025Q2", "1500000"),
        ("collaboration_revenue", "2024Q2", "700000"),
        ("grant_revenue", "2025Q2", "100000"),
        ("grant_revenue", "2024Q2", "400000"),
    }


def test_respectively_keeps_the_order_of_periods() -> None:
    """Two values of one metric take the two periods in their order."""
    text = "Capital expenditures were $0.4 and $0.7 million in the first three months of fiscal years 2026 and 2025, respectively."
    found = rows(text, fiscal=JUNE, released=date(2025, 10, 30))
    assert found == {("capital_expenditures", "1QFY26", "400000"), ("capital_expenditures", "1QFY25", "700000")}


def test_both_periods_are_the_two_of_the_sentence_before() -> None:
    """`Both periods include` tells one value for two periods."""
    text = (
        "Revenues were $4.4 million for the second quarter of 2025, compared to $4.1 million in the prior-year period. "
        "Both periods include $1.2 million of grant revenue."
    )
    assert {r for r in rows(text) if r[0] == "grant_revenue"} == {
        ("grant_revenue", "2025Q2", "1200000"),
        ("grant_revenue", "2024Q2", "1200000"),
    }


def test_two_lengths_of_time_take_their_values_in_order() -> None:
    """Three and six months, now and a year before: four values, four periods."""
    text = (
        "G&A expenses for the three and six months ended June 30, 2025 were $8 million and $16 million, respectively, "
        "compared to $7 million and $14 million for the same periods in 2024."
    )
    assert {r[1:] for r in rows(text)} == {("2025Q2", "8000000"), ("2025H1", "16000000"), ("2024Q2", "7000000"), ("2024H1", "14000000")}


def test_the_size_of_a_change_is_no_value() -> None:
    """`increased by $V to $W` tells W."""
    text = "Collaboration revenue increased by $2 million to $5 million in Q2 2025 from $3 million in Q2 2024."
    assert rows(text) == {("collaboration_revenue", "2025Q2", "5000000"), ("collaboration_revenue", "2024Q2", "3000000")}


def test_what_a_value_includes_is_not_compared() -> None:
    """A part named after the comparison is neither side of it."""
    text = "G&A expenses for Q2 2025 totaled $5 million versus $4 million for Q2 2024, including $1 million of stock-based compensation."
    assert {v for _, _, v in rows(text)} == {"5000000", "4000000"}


def test_what_a_result_contains_is_not_the_result() -> None:
    """A charge inside a loss is not the loss."""
    assert rows("Net loss for the second quarter of 2025 included a non-cash charge of $12 million.") == set()


@pytest.mark.parametrize("bracket", ["(H1 2024: £3.9m)", "(2024: £3.9m)", "(first half of 2024: £3.9m)"])
def test_a_bracket_compares(bracket: str) -> None:
    """`(H1 2024: $V)` is the value of that period, a bare year that of the same stretch of it."""
    text = f"Operating loss for the six months ended June 30, 2025 was £4.2m {bracket}."
    assert rows(text) == {("loss_from_operations", "2025H1", "4200000"), ("loss_from_operations", "2024H1", "3900000")}


def test_an_aside_holds_no_metric() -> None:
    """What an item consists of does not take the item's value."""
    text = "Other income, net, consisting primarily of gains and interest income, was $0.5 million in the second quarter of 2025."
    assert rows(text) == {("other_income", "2025Q2", "500000")}


def test_a_verb_of_change_leads_from_the_old_to_the_new() -> None:
    """`rose to $V from $W` and "increased from $W to $V" say the same."""
    first = rows("Q2 2025 R&D expenses grew to $1.6 million from $1.5 million on trial costs.")
    second = rows("Q2 2025 R&D expenses increased from $1.5 million to $1.6 million on trial costs.")
    assert (
        first
        == second
        == {
            ("research_and_development_expenses", "2025Q2", "1600000"),
            ("research_and_development_expenses", "2024Q2", "1500000"),
        }
    )


def test_a_bare_quarter_is_the_reported_one() -> None:
    """`Q2` and "the quarter" mean the quarter that the release reports on."""
    text = (
        "Norvane reported Q2 2025 results. Q2 net loss widened to $2.7 million. The company ended the quarter with $13.7 million in cash."
    )
    assert rows(text) == {("net_loss", "2025Q2", "2700000"), ("cash", "2025-06-30", "13700000")}


def test_no_debt_is_zero() -> None:
    """A company without debt has a debt of zero."""
    assert ("debt", "2025-06-30", "0") in rows("Norvane had $5 million in cash as of June 30, 2025 and had no debt outstanding.")


@pytest.mark.parametrize(
    "text",
    [
        "The market is estimated to reach revenue of $5 billion in 2024.",
        "Each share may be bought for $1.16 in cash.",
        "Peak sales in the market were estimated at $80 million to $200 million in 2024.",
        "Its revenue could be $5 million to $6 million in 2024.",
    ],
)
def test_markets_and_prices_are_no_results(text: str) -> None:
    """Amounts of markets, prices and conjecture are not figures of the issuer."""
    assert rows(text) == set()


def test_figures_of_another_company_are_its_own() -> None:
    """A sentence that another organization opens and reports in is about that organization."""
    facts = extract_issuer(reading("Velmora reported a net loss of $9 million for the second quarter of 2025.", organizations=("Velmora",)))
    assert said(facts, "organization", "metric") == {("Velmora", "net_loss")}


def test_a_boilerplate_figure_is_left_out() -> None:
    """The safe harbour restates figures and is not read."""
    assert rows("Revenues were $4.4 million for the second quarter of 2025.", roles={0: "safe_harbor"}) == set()


def test_the_evidence_holds_value_metric_and_period() -> None:
    """The quote of a fact shows what it was read from."""
    text = "In the second quarter of 2025, cash used in operations was $13.3 million."
    (fact,) = extract_issuer(reading(text))
    quote = fact.evidence[0].quote
    assert all(words in quote for words in ("second quarter of 2025", "cash used in operations", "$13.3 million"))


def test_a_period_named_elsewhere_is_its_own_evidence() -> None:
    """Where the period stands in another sentence, a second evidence shows it."""
    text = "Norvane reported results for the second quarter of 2025. Net loss was $2.7 million."
    (fact,) = extract_issuer(reading(text))
    assert [e.role for e in fact.evidence] == ["", "period"]
    assert "second quarter of 2025" in fact.evidence[1].quote


def test_other_currencies_stay_what_they_are() -> None:
    """Only dollars are told as dollars."""
    (fact,) = extract_issuer(reading("Revenues were €3.4 million for the second quarter of 2025."))
    assert fact.args["currency"] == "EUR"
    assert "value_usd" not in fact.args
