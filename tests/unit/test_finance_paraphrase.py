"""Finance prose in other words: the same figures read the same however a release puts them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reading_helper import reading, said

from triplewire.extract.issuer import extract_issuer
from triplewire.model import FiscalCalendar

RD, GA = "research_and_development_expenses", "general_and_administrative_expenses"
USED, CAPEX, OPEX = "cash_used_in_operations", "capital_expenditures", "operating_expenses"
LOSS, EACH = "net_loss", "net_loss_per_share"
Rows = set[tuple[str, ...]]


def rows(text: str) -> Rows:
    """Metric, period and value of the financial facts."""
    return said([f for f in extract_issuer(reading(text)) if f.family == "financial"], "metric", "period", "value")


def expected(text: str, fiscal: FiscalCalendar | None = None) -> Rows:
    """Metric, period, low and high of the guidance under a heading, the first paragraph of the text."""
    whole = reading(text, fiscal=fiscal)
    heading, *body = whole.blocks
    headed = replace(whole, blocks=(replace(heading, kind="heading", heading_index=None), *body))
    return said([f for f in extract_issuer(headed) if f.family == "guidance"], "metric", "period", "low", "high")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (
            "The net loss for Q2 2025 came to $8.1 million, or $0.31 per share; in Q2 2024 it was $7.6 million, or $0.33 per share.",
            {(LOSS, "2025Q2", "8100000"), (EACH, "2025Q2", "0.31"), (LOSS, "2024Q2", "7600000"), (EACH, "2024Q2", "0.33")},
        ),
        (
            "Revenues for the second quarter of 2025 were $6.2 million; a year earlier they had been $5.5 million.",
            {("revenue", "2025Q2", "6200000"), ("revenue", "2024Q2", "5500000")},
        ),
        (
            "Operating expenses for Q2 2025 were $9.4 million, made up of R&D expenses ($7.1 million) and G&A expenses ($2.3 million).",
            {(OPEX, "2025Q2", "9400000"), (RD, "2025Q2", "7100000"), (GA, "2025Q2", "2300000")},
        ),
        ("In Q2 2025 Norvane had R&D of $7.1 million and G&A of $2.3 million.", {(RD, "2025Q2", "7100000"), (GA, "2025Q2", "2300000")}),
        ("Q2 2025: R&D expenses ($7.1 million) and G&A ($2.3 million).", {(RD, "2025Q2", "7100000"), (GA, "2025Q2", "2300000")}),
        (
            "Q2 2025 revenues rose to $3.9 million from $3.3 million in the prior-year quarter.",
            {("revenue", "2025Q2", "3900000"), ("revenue", "2024Q2", "3300000")},
        ),
        (
            "Net loss for Q2 2025 widened 9% to $8.1 million, against $7.4 million a year earlier.",
            {(LOSS, "2025Q2", "8100000"), (LOSS, "2024Q2", "7400000")},
        ),
        (
            "R&D spending in the second quarter of 2025 dropped by 12% to $7.1 million, down from $8.1 million.",
            {(RD, "2025Q2", "7100000"), (RD, "2024Q2", "8100000")},
        ),
        (
            "Q2 2025 revenue was up 18% to $3.9 million versus $3.3 million.",
            {("revenue", "2025Q2", "3900000"), ("revenue", "2024Q2", "3300000")},
        ),
        (
            "Revenue for Q2 2025 was $3.9 million, an increase of 18% over the $3.3 million of the year-ago quarter.",
            {("revenue", "2025Q2", "3900000"), ("revenue", "2024Q2", "3300000")},
        ),
        (
            "G&A for Q2 2025 was $2.3 million, $0.4 million lower than the $2.7 million of Q2 2024.",
            {(GA, "2025Q2", "2300000"), (GA, "2024Q2", "2700000")},
        ),
        ("Cash and cash equivalents amounted to $52.6 million on June 30, 2025.", {("cash", "2025-06-30", "52600000")}),
        ("At June 30, 2025, cash, cash equivalents and investments totalled $52.6 million.", {("cash", "2025-06-30", "52600000")}),
        ("Norvane closed Q2 2025 with $52.6 million of cash and marketable securities.", {("cash", "2025-06-30", "52600000")}),
        ("In Q2 2025 the company used $6.6 million of cash in operating activities.", {(USED, "2025Q2", "6600000")}),
        (
            "Operating activities used $6.6 million of cash in Q2 2025, compared with $5.9 million in Q2 2024.",
            {(USED, "2025Q2", "6600000"), (USED, "2024Q2", "5900000")},
        ),
        ("Norvane burned through $6.6 million in cash during the second quarter of 2025.", {(USED, "2025Q2", "6600000")}),
        (
            "Norvane reported a net loss attributable to common stockholders of $8.1 million, or $0.31 per share, for Q2 2025.",
            {(LOSS, "2025Q2", "8100000"), (EACH, "2025Q2", "0.31")},
        ),
        (
            "Net loss attributable to the shareholders of Norvane for Q2 2025 was $8.1 million ($0.31 per share).",
            {(LOSS, "2025Q2", "8100000"), (EACH, "2025Q2", "0.31")},
        ),
        (
            "In Q2 2025 Norvane lost $8.1 million, or $0.31 per share, against a loss of $7.6 million, or $0.33 per share, in Q2 2024.",
            {(LOSS, "2025Q2", "8100000"), (EACH, "2025Q2", "0.31"), (LOSS, "2024Q2", "7600000"), (EACH, "2024Q2", "0.33")},
        ),
        ("Norvane spent $7.1 million on research and development in Q2 2025.", {(RD, "2025Q2", "7100000")}),
        (
            "Norvane narrowed its net loss to $8.1 million in Q2 2025 from $9 million in Q2 2024.",
            {(LOSS, "2025Q2", "8100000"), (LOSS, "2024Q2", "9000000")},
        ),
        (
            "Revenues were $3.9 million in Q2 2025 and $3.3 million in Q2 2024.",
            {("revenue", "2025Q2", "3900000"), ("revenue", "2024Q2", "3300000")},
        ),
        ("In Q2 2025 the net loss was $8.1 million ($0.31/share).", {(LOSS, "2025Q2", "8100000"), (EACH, "2025Q2", "0.31")}),
        ("Norvane used cash of $6.6 million in operations in Q2 2025.", {(USED, "2025Q2", "6600000")}),
        ("Net income for Q2 2025 ($1.2 million) was the first.", {("net_income", "2025Q2", "1200000")}),
        ("Net income (loss) for Q2 2025 was ($1.2 million).", {(LOSS, "2025Q2", "1200000")}),
        ("Capital expenditures ran to $0.4 million in Q2 2025.", {(CAPEX, "2025Q2", "400000")}),
    ],
)
def test_figures_in_other_words(text: str, result: Rows) -> None:
    """Every figure of the sentence gets its metric and its period, and nothing else is read."""
    assert rows(text) == result


@pytest.mark.parametrize("words", ["A year earlier it was $7.6 million.", "This compares with $7.6 million in the prior-year quarter."])
def test_a_pronoun_stands_for_the_figure_of_the_sentence_before(words: str) -> None:
    """`A year earlier it was $V` tells the same metric of the year before."""
    assert rows(f"Net loss for Q2 2025 was $8.1 million. {words}") == {(LOSS, "2025Q2", "8100000"), (LOSS, "2024Q2", "7600000")}


@pytest.mark.parametrize(
    "text",
    [
        "R&D expenses for Q2 2025 rose on trial costs ($2 million of which is not cash).",
        "In Q2 2025 it was $5 million that the grant brought.",
        "In Q2 2025 Norvane used $6 million of its credit line in cash.",
        "Patients lost $4 million to the scheme in 2024.",
        "R&D expenses in Q2 2025 were $1.0 million lower than in Q2 2024.",
        "The decrease of $1.0 million in R&D expenses in Q2 2025 was due to trial costs.",
        "An increase in R&D expenses of $2.0 million in Q2 2025 reflects trial costs.",
        "Norvane reported on Q2 2025. It raised its revenue forecast to $15 million from $13 million.",
        "Norvane reported on Q2 2025. It expects a net loss of $30 million.",
    ],
)
def test_what_only_looks_like_a_figure(text: str) -> None:
    """Amounts whose metric or period the words do not tell are no results."""
    assert rows(text) == set()


GUIDED: Rows = {(LOSS, "FY2026", "60000000", "64000000"), (USED, "FY2026", "0", "4000000"), (CAPEX, "FY2026", "2000000", "3000000")}


@pytest.mark.parametrize(
    "verb",
    [
        "looks for",
        "projects",
        "forecasts",
        "guides to",
        "anticipates",
        "expects",
        "foresees",
        "is guiding to",
        "continues to expect",
        "budgets",
    ],
)
def test_the_heading_names_the_year_that_is_expected(verb: str) -> None:
    """Expectations without a period of their own are for the period that the heading of their section names."""
    text = (
        "Outlook for the Fiscal Year Ending June 30, 2026\n\n"
        f"Norvane now {verb} a net loss of $60-64 million, cash used in operations of $0-4 million and capex of $2-3 million."
    )
    assert expected(text, FiscalCalendar(6)) == GUIDED


def test_results_under_a_heading_of_a_year_to_come_stay_results() -> None:
    """A figure that is not expected is never placed in the year to come."""
    text = "Outlook for 2026\n\nNorvane ended the second quarter of 2025 with $20 million in cash. It expects revenue of $5 million."
    assert expected(text) == {("revenue", "FY2026", "5000000", "5000000")}
    assert rows(text) == {("cash", "2025-06-30", "20000000")}


def test_an_expectation_says_its_own_year_first() -> None:
    """A period in the sentence counts before that of the heading."""
    text = "Outlook for 2026\n\nFor 2025, Norvane projects revenue of $4 million to $5 million."
    assert expected(text) == {("revenue", "FY2025", "4000000", "5000000")}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Outlook for 2026\n\nNorvane guides to revenue of $5 million, up from $4 million.", ("revenue", "FY2026", "5000000", "5000000")),
        ("Outlook\n\nNorvane raised its 2025 revenue forecast to $9 million from $7 million.", ("revenue", "FY2025", "9000000", "9000000")),
        ("Outlook\n\nNorvane expects to use $20 million of cash in operations in 2026.", (USED, "FY2026", "20000000", "20000000")),
        ("Outlook\n\nIt now sees 2025 revenue between $15 million and $17 million.", ("revenue", "FY2025", "15000000", "17000000")),
        ("Outlook\n\nFull-year 2025 capex is forecast at $2 million to $3 million.", (CAPEX, "FY2025", "2000000", "3000000")),
    ],
)
def test_expectations_in_other_words(text: str, result: tuple[str, ...]) -> None:
    """What is expected is read with its period; the expectation it replaces is not."""
    assert expected(text) == {result}
    assert rows(text) == set()


def test_what_the_sentence_before_names_is_evidence() -> None:
    """A figure that a pronoun ties to the sentence before shows the metric's name there."""
    facts = extract_issuer(reading("Net loss for Q2 2025 was $8.1 million. A year earlier it was $7.6 million."))
    (quotes,) = ([(e.role, e.quote) for e in f.evidence] for f in facts if f.arg("period") == "2024Q2")
    assert ("metric", "Net loss") in quotes
