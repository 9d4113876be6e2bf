"""Results in the wordings of releases of many years: each sentence with the figures it tells."""

from __future__ import annotations

import pytest

from triplewire.extract.issuer import extract_issuer
from triplewire.model import Fact
from triplewire.pipeline import reading_of
from triplewire.read import read_text

HEAD = """# Norvane Therapeutics Reports Third Quarter 2008 Financial Results

BOSTON, November 6, 2008 (PRNewswire) -- Norvane Therapeutics, Inc. (NRVN) today
reported results for the third quarter ended September 30, 2008.

"""
Figure = tuple[str, str, float, float]


def figures(text: str) -> set[Figure]:
    """Metric, period and value (low and high of guidance, twice the value of a result) of a paragraph below a headline."""
    found = extract_issuer(reading_of(read_text(f"{HEAD}{text}\n")))
    told = [f for f in found if f.family in ("financial", "guidance")]
    return {_figure(f) for f in told}


def _figure(fact: Fact) -> Figure:
    low, high = ("low", "high") if fact.family == "guidance" else ("value", "value")
    return fact.arg("metric"), fact.arg("period"), float(fact.args[low]), float(fact.args[high])


WORDINGS: list[tuple[str, set[Figure]]] = [
    (
        ("For the quarter ended September 30, 2008, revenues were $9.9 million compared to $6.2 million for the same period in 2007."),
        {("revenue", "2007Q3", 6200000, 6200000), ("revenue", "2008Q3", 9900000, 9900000)},
    ),
    (
        (
            "Revenues for the third quarter and nine months of 2008 were $9.9 million and $25.5 million, "
            "respectively, compared to $6.2 million and $15.9 million for the same periods in 2007."
        ),
        {
            ("revenue", "2007-01-01/2007-09-30", 15900000, 15900000),
            ("revenue", "2007Q3", 6200000, 6200000),
            ("revenue", "2008-01-01/2008-09-30", 25500000, 25500000),
            ("revenue", "2008Q3", 9900000, 9900000),
        },
    ),
    (
        (
            "Net loss was $24.3 million, or $0.30 per share, for the third quarter of 2008, compared to a "
            "net loss of $14.3 million, or $0.21 per share, for the third quarter of 2007."
        ),
        {
            ("net_loss", "2007Q3", 14300000, 14300000),
            ("net_loss", "2008Q3", 24300000, 24300000),
            ("net_loss_per_share", "2007Q3", 0.21, 0.21),
            ("net_loss_per_share", "2008Q3", 0.3, 0.3),
        },
    ),
    (
        ("Total costs and expenses for the third quarter of 2008 were $34.9 million, up from $21.7 million in the third quarter of 2007."),
        {("operating_expenses", "2007Q3", 21700000, 21700000), ("operating_expenses", "2008Q3", 34900000, 34900000)},
    ),
    (
        (
            "As of September 30, 2008, Norvane had $174.5 million in cash, cash equivalents and "
            "investment securities, compared to $129.1 million at December 31, 2007."
        ),
        {("cash", "2007-12-31", 129100000, 129100000), ("cash", "2008-09-30", 174500000, 174500000)},
    ),
    ("Norvane ended the quarter with cash and marketable securities of $58.1 million.", {("cash", "2008-09-30", 58100000, 58100000)}),
    (
        (
            "Research and development expenses increased to $12.4 million in the third "
            "quarter of 2008 from $10.1 million in the third quarter of 2007."
        ),
        {
            ("research_and_development_expenses", "2007Q3", 10100000, 10100000),
            ("research_and_development_expenses", "2008Q3", 12400000, 12400000),
        },
    ),
    (
        ("Third quarter research and development expense was $12.4 million versus $10.1 million a year ago."),
        {
            ("research_and_development_expenses", "2007Q3", 10100000, 10100000),
            ("research_and_development_expenses", "2008Q3", 12400000, 12400000),
        },
    ),
    (
        "General and administrative expenses decreased 5% to $3.1 million.",
        {("general_and_administrative_expenses", "2008Q3", 3100000, 3100000)},
    ),
    (
        "Norvane reported a net loss of $5.2 million, or $0.12 per basic and diluted share.",
        {("net_loss", "2008Q3", 5200000, 5200000), ("net_loss_per_share", "2008Q3", 0.12, 0.12)},
    ),
    (
        "Cash used in operations was $21.3 million for the nine months ended September 30, 2008.",
        {("cash_used_in_operations", "2008-01-01/2008-09-30", 21300000, 21300000)},
    ),
    (
        "License and milestone fees $2.8 million (2007: $1.9 million)",
        {("license_and_milestone_fees", "2007Q3", 1900000, 1900000), ("license_and_milestone_fees", "2008Q3", 2800000, 2800000)},
    ),
    (
        "Net loss $2.8 million (Q3 2007: $17.3 million)",
        {("net_loss", "2007Q3", 17300000, 17300000), ("net_loss", "2008Q3", 2800000, 2800000)},
    ),
    (
        "Net loss for the quarter widened to $7.7 million from $5.4 million.",
        {("net_loss", "2007Q3", 5400000, 5400000), ("net_loss", "2008Q3", 7700000, 7700000)},
    ),
    ("Norvane had a net loss of $24.3 million for the third quarter.", {("net_loss", "2008Q3", 24300000, 24300000)}),
    ("The Company's cash position at September 30, 2008 was $44 million.", {("cash", "2008-09-30", 44000000, 44000000)}),
    ("Norvane expects its 2008 net loss to be between $30 million and $33 million.", {("net_loss", "FY2008", 30000000, 33000000)}),
    (
        (
            "For 2008, Norvane continues to expect revenues in the range of $25 million to $28 "
            "million, and operating expenses of $110 million to $120 million."
        ),
        {("operating_expenses", "FY2008", 110000000, 120000000), ("revenue", "FY2008", 25000000, 28000000)},
    ),
    (
        "Norvane expects to end 2008 with more than $150 million in cash and marketable securities.",
        {("cash", "2008-12-31", 150000000, 150000000)},
    ),
    (
        ("Norvane now anticipates cash used in operations of $24-27 million in 2008, compared with earlier guidance of $30-33 million."),
        {("cash_used_in_operations", "FY2008", 24000000, 27000000)},
    ),
    (
        ("Capital expenditures are expected to be approximately $4 million for the year ending December 31, 2008."),
        {("capital_expenditures", "FY2008", 4000000, 4000000)},
    ),
    ("Norvane believes that its cash is sufficient to fund operations into 2010.", set()),
    ("Norvane's cash runway extends into the second half of 2010.", set()),
    (("The market for NVT-101 is estimated at $2 billion, and sales of competing drugs were $1.1 billion in 2007."), set()),
    ("Velmora Pharma AG reported net sales of $150 million of NVT-101 in 2007.", {("product_sales", "FY2007", 150000000, 150000000)}),
    (
        "Basic and diluted net loss per share was $0.30 compared with $0.21.",
        {("net_loss_per_share", "2007Q3", 0.21, 0.21), ("net_loss_per_share", "2008Q3", 0.3, 0.3)},
    ),
    (
        (
            "Total revenue was $9.9 million, including $3.1 million of research and development support and $5.0 "
            "million in license and milestone fees, compared with $6.2 million in the prior year period."
        ),
        {
            ("license_and_milestone_fees", "2008Q3", 5000000, 5000000),
            ("research_and_development_support", "2008Q3", 3100000, 3100000),
            ("revenue", "2007Q3", 6200000, 6200000),
            ("revenue", "2008Q3", 9900000, 9900000),
        },
    ),
    (
        ("Interest income was $1.2 million in the 2008 third quarter as against $1.9 million in the 2007 quarter."),
        {("interest_income", "2007Q3", 1900000, 1900000), ("interest_income", "2008Q3", 1200000, 1200000)},
    ),
    (
        (
            "The net loss for the first nine months of 2008 amounted to $61.0 million ($0.77 per share), "
            "against $33.4 million ($0.50 per share) in the corresponding period of 2007."
        ),
        {
            ("net_loss", "2007-01-01/2007-09-30", 33400000, 33400000),
            ("net_loss", "2008-01-01/2008-09-30", 61000000, 61000000),
            ("net_loss_per_share", "2007-01-01/2007-09-30", 0.5, 0.5),
            ("net_loss_per_share", "2008-01-01/2008-09-30", 0.77, 0.77),
        },
    ),
    ("R&D expense rose by $2.3 million to $12.4 million.", {("research_and_development_expenses", "2008Q3", 12400000, 12400000)}),
    (
        "Norvane's operating loss narrowed to $8.0 million (Q3 2007: $9.5 million).",
        {("loss_from_operations", "2007Q3", 9500000, 9500000), ("loss_from_operations", "2008Q3", 8000000, 8000000)},
    ),
    (
        ("At September 30, 2008, cash, cash equivalents and marketable securities totaled $71.9 million and the Company had no debt."),
        {("cash", "2008-09-30", 71900000, 71900000), ("debt", "2008-09-30", 0, 0)},
    ),
    (
        ("Royalty revenue of $1.1 million was recorded in the quarter, up from $0.4 million a year earlier."),
        {("royalty_revenue", "2007Q3", 400000, 400000), ("royalty_revenue", "2008Q3", 1100000, 1100000)},
    ),
    (
        "Norvane lost $5.2 million, or 12 cents per share, in the quarter.",
        {("net_loss", "2008Q3", 5200000, 5200000), ("net_loss_per_share", "2008Q3", 0.12, 0.12)},
    ),
    (
        ("Net loss for the three-month period ended September 30, 2008 was $(5.2) million or $(0.12) per share."),
        {("net_loss", "2008Q3", 5200000, 5200000), ("net_loss_per_share", "2008Q3", 0.12, 0.12)},
    ),
    (
        "Revenues totalled €4.4 million and the loss for the period was €3.2 million.",
        {("net_loss", "2008Q3", 3200000, 3200000), ("revenue", "2008Q3", 4400000, 4400000)},
    ),
    (
        "Expectations for R&D expenses are unchanged at $40 million to $44 million in 2008.",
        {("research_and_development_expenses", "FY2008", 40000000, 44000000)},
    ),
    (
        ("Norvane reiterates its 2008 guidance: revenue of $25-28 million and net loss of $60-65 million."),
        {("net_loss", "FY2008", 60000000, 65000000), ("revenue", "FY2008", 25000000, 28000000)},
    ),
    (
        ("Cash and cash equivalents as of September 30, 2008 were $44.0 million, as compared to $60.2 million as of June 30, 2008."),
        {("cash", "2008-06-30", 60200000, 60200000), ("cash", "2008-09-30", 44000000, 44000000)},
    ),
    ("Third quarter 2008 net cash burn was $7.5 million.", {("cash_used_in_operations", "2008Q3", 7500000, 7500000)}),
    (
        "Net product sales grew 20 percent to $48.7 million from $40.6 million.",
        {("product_sales", "2007Q3", 40600000, 40600000), ("product_sales", "2008Q3", 48700000, 48700000)},
    ),
    ("Norvane recorded stock-based compensation of $1.2 million.", set()),
    (
        (
            "Velmora reported cash of $88.2 million at September 30, 2008, and a net loss of $14.9 "
            "million for the third quarter, compared with $11.2 million a year earlier."
        ),
        {
            ("cash", "2008-09-30", 88200000, 88200000),
            ("net_loss", "2007Q3", 11200000, 11200000),
            ("net_loss", "2008Q3", 14900000, 14900000),
        },
    ),
    (
        ("Collaboration revenue was $3.5 million in the current quarter and $2.0 million in the prior-year quarter."),
        {("collaboration_revenue", "2007Q3", 2000000, 2000000), ("collaboration_revenue", "2008Q3", 3500000, 3500000)},
    ),
    ("Shareholders' equity stood at $60.1 million on September 30, 2008.", {("shareholders_equity", "2008-09-30", 60100000, 60100000)}),
    (
        (
            "In the third quarter, Norvane spent $12.4 million on research and "
            "development, compared to $10.1 million in the third quarter of 2007."
        ),
        {
            ("research_and_development_expenses", "2007Q3", 10100000, 10100000),
            ("research_and_development_expenses", "2008Q3", 12400000, 12400000),
        },
    ),
]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_figures_are_read_in_this_wording(text: str, expected: set[Figure]) -> None:
    """The sentence tells these figures of these periods, and no others."""
    assert figures(text) == expected


def test_the_wordings_are_many() -> None:
    """The list of wordings is not cut short by accident."""
    assert len(WORDINGS) >= 40
