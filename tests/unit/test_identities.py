"""A release's own sums: those that hold are listed with their parts, those that fail are told, and what was read wrong is suspected."""

from __future__ import annotations

import pytest
from tests.statements import BALANCE
from tests.text_half import release

from triplewire import pipeline
from triplewire.assemble import assemble
from triplewire.model import Document, Fact, Finding
from triplewire.read import read_text
from triplewire.reconcile import reconcile
from triplewire.reconcile.rows import lines_of

OPERATIONS = """CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS
(in thousands, except per share amounts)
Three Months Ended
June 30,
2025 2024
Revenues:
License and milestone fees $ 1,710 $1,731
Research and development support 1,495 782
Sublicenses of old patents 300 200
Total revenues 3,505 2,713
Expenses:
Research and development 13,425 12,000
General and administrative 3,364 3,000
Total operating expenses 16,789 15,000
Loss from operations (13,284) (12,287)
Other income, net 490 87
Loss before income taxes (12,794) (12,200)
Provision for income taxes 6 -
Net loss $ (12,800) $ (12,200)
Net loss per share, basic and diluted $ (0.19) $ (0.18)
Weighted average common shares outstanding 68,000 67,000
"""

FOUR_COLUMNS = """CONSOLIDATED STATEMENTS OF OPERATIONS
(in thousands, except share and per share data)
Three Months Ended September 30, Nine Months Ended September 30,
2025 2024 2025 2024
Revenues:
Product revenue, net $ 21,300 $ 11,100 $ 55,000 $ 30,100
License revenue 500 1,000 1,500 3,000
Total revenues 21,800 12,100 56,500 33,100
Cost of product sales 2,100 1,200 5,600 3,300
Gross profit 19,700 10,900 50,900 29,800
Operating expenses:
Research and development 30,000 25,000 88,000 70,000
Selling, general and administrative 22,000 20,000 66,000 60,000
Change in fair value of a loan 400 (200) 900 100
Total operating expenses 52,400 44,800 154,900 130,100
Loss from operations (32,700) (33,900) (104,000) (100,300)
Interest income 3,000 3,500 9,000 9,900
Other income (expense), net (1,150) (1,110) (3,400) (3,180)
Total other income, net 1,850 2,390 5,600 6,720
Loss before income taxes (30,850) (31,510) (98,400) (93,580)
Provision for income taxes 40 - 90 20
Net loss (30,890) (31,510) (98,490) (93,600)
Accretion of preferred stock (400) (400) (1,200) (1,200)
Net loss attributable to common stockholders $ (31,290) $ (31,910) $ (99,690) $ (94,800)
Net loss per share attributable to common stockholders, basic and diluted $ (0.52) $ (0.60) $ (1.70) $ (1.85)
Weighted-average common shares outstanding, basic and diluted 60,100,200 53,000,100 58,600,000 51,200,000
"""


def read(*parts: str) -> tuple[Document, list[Fact], list[Finding]]:
    """A small release through the text half."""
    reading = pipeline.reading_of(read_text(release(*parts)))
    return reading.document, *reconcile([reading.document], assemble(pipeline.stated(reading)))


RESULTS = ("total revenue", "operating expenses", "the result from", "the result before", "the net result", "the result per share")
"""How the sums of a statement of operations are called."""


def sums(kind: str, *parts: str) -> list[str]:
    """The messages of one kind."""
    return [f.message for f in read(*parts)[2] if f.kind == f"identity-{kind}"]


def said(words: str, messages: list[str]) -> bool:
    """Whether one of the messages has some words."""
    return any(words in m for m in messages)


def test_the_sums_of_two_statements_hold() -> None:
    """Assets, liabilities, revenue, expenses, results and the result per share hold in both columns, rows that are no facts included."""
    holds = sums("holds", OPERATIONS, BALANCE)
    assert sums("broken", OPERATIONS, BALANCE) == []
    for period in ("2025Q2", "2024Q2"):
        own = [m for m in holds if period in m]
        for start in RESULTS:
            assert said(f"(table): {start}", own), (period, start)
    for period in ("2025-06-30", "2024-12-31"):
        own = [m for m in holds if period in m]
        for start in ("total assets are liabilities", "total assets are the sum", "total liabilities and equity"):
            assert said(f"(table): {start}", own), (period, start)


def test_the_sums_of_a_long_statement_hold() -> None:
    """Gross profit, gains among the expenses, two net losses and shares written out are seen for what they are, in four columns."""
    findings = [f for f in read(FOUR_COLUMNS)[2] if f.severity != "info"]
    assert findings == []
    holds = sums("holds", FOUR_COLUMNS)
    assert len(holds) == 4 * len(RESULTS)
    assert said("= net loss -31,290,000 / average shares 60,100,200", holds)
    assert said("= gross profit 19,700,000 - operating expenses 52,400,000", holds)


def test_a_sum_is_written_out_with_the_words_of_its_parts() -> None:
    """The message has each figure, the evidence each row, quoted from the text."""
    document, _, findings = read(OPERATIONS)
    found = next(f for f in findings if "total revenue" in f.message and "2025Q2" in f.message)
    assert "revenue 3,505,000 = license and milestone fees 1,710,000 + research and development support 1,495,000" in found.message
    assert "+ Sublicenses of old patents 300,000 USD" in found.message
    assert len(found.evidence) == 4
    assert all(c.quote == document.raw[c.start : c.end] for c in found.evidence)


@pytest.mark.parametrize(
    ("before", "after", "title", "why"),
    [
        ("Total operating expenses 16,789", "Total operating expenses 18,789", "operating expenses are", "a 6 read as 8"),
        ("Other assets 36,000", "Other assets 3,600", "total assets are the sum", "may be misread"),
        ("Loss from operations (13,284)", "Loss from operations (13,004)", "the result from operations", ""),
        ("General and administrative 3,364", "General and administrative 4,444", "operating expenses are", ""),
        ("equity $ 120,942", "equity $ 120,000", "total assets are liabilities", ""),
        ("diluted $ (0.19)", "diluted $ (0.25)", "the result per share", ""),
        ("of old patents 300", "of old patents 900", "total revenue", ""),
    ],
)
def test_a_sum_that_fails_is_told(before: str, after: str, title: str, why: str) -> None:
    """A planted fault breaks its sum, and damage that would explain it is named."""
    text = f"{OPERATIONS}\n{BALANCE}"
    assert before in text
    if "equity $" in before:  # else its lines still make up the assets
        text = text.replace("Current liabilities $ 9,700", "Current liabilities $ 8,758")
    broken = [m for m in sums("broken", text.replace(before, after)) if title in m]
    assert broken
    assert said(why, broken)


def test_the_misread_figure_is_suspected() -> None:
    """The figure that breaks the sums is flagged, not one that other sums vouch for."""
    _, facts, _ = read(OPERATIONS.replace("expenses 16,789", "expenses 18,789"))
    suspected = [f for f in facts if "suspect:ocr" in f.flags]
    assert [(f.arg("metric"), f.arg("value")) for f in suspected] == [("operating_expenses", "18789000")]
    assert "conflict:identity" in suspected[0].flags


def test_lines_that_are_left_out_break_nothing() -> None:
    """A condensed table need not list all that makes up a total."""
    condensed = OPERATIONS.replace("Revenues:\n", "").replace("Sublicenses of old patents 300 200\n", "").replace("Expenses:\n", "")
    assert sums("broken", condensed) == []
    assert sums("broken", OPERATIONS.replace("General and administrative 3,364 3,000\n", "").replace("Expenses:\n", "")) == []


def test_expenses_in_prose() -> None:
    """Research and administration make the expenses, to within rounding; more than the whole they cannot be."""
    prose = (
        "Operating expenses for the quarter ended June 30, 2025 were ${} million. Research and development expenses for the quarter ended "
        "June 30, 2025 were $13.4 million. General and administrative expenses for the quarter ended June 30, 2025 were $3.4 million."
    )
    assert said("operating expenses 16,900,000 = ", sums("holds", prose.format("16.9")))
    assert sums("broken", prose.format("16.9")) == []
    assert said("operating expenses 15,800,000 is not", sums("broken", prose.format("15.8")))
    assert sums("broken", prose.format("19.9")) == []


def test_rounding_breaks_no_sum() -> None:
    """Figures rounded one by one may miss their total by a unit, and the finding says so."""
    off = OPERATIONS.replace("Research and development 13,425", "Research and development 13,426")
    assert sums("broken", off) == []
    assert said("within rounding", sums("holds", off))


def test_rows_between_pipes() -> None:
    """Cells of a piped table are numbered by their place, with signs and dashes."""
    raw = "| Net loss | | $(12.5) | – |\nWords alone\nPlain row (3) 4\n"
    piped, words, plain = lines_of(raw, 0, len(raw))
    assert [(c.column, c.value, c.unit) for c in piped.cells] == [(3, -12.5, 0.1), (4, 0.0, 1.0)]
    assert (piped.label, words.cells) == ("Net loss", ())
    assert [(c.column, c.value) for c in plain.cells] == [(0, -3.0), (1, 4.0)]
