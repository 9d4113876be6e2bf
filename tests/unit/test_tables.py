"""Financial tables: rows with a known label, columns bound by the head, arithmetic as a check."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.reading_helper import reading, said
from tests.statements import BALANCE

from triplewire.extract.issuer import extract_issuer
from triplewire.extract.issuer.cells import parse_line
from triplewire.extract.issuer.columns import Head, is_head, scale_in
from triplewire.model import Fact, FiscalCalendar

OPERATIONS = """CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS
(in thousands, except per share amounts)
Three Months Ended
June 30,
2025 2024
Revenues:
License and milestone fees $ 1,710 $1,731
Research and development support 1,495 782
Total revenues 3,205 2,513
Expenses:
Research and development 13,425 12,000
General and administrative 3,364 3,000
Total operating expenses 16,789 15,000
Loss from operations (13,584) (12,487)
Other income, net 490 87
Net loss $ (13,094) $ (12,400)
Net loss per share, basic and diluted $ (0.19) $ (0.18)
Weighted average common shares outstanding 68,000 67,000
"""


def table(text: str, **options: Any) -> list[Fact]:
    """The facts that come from tables."""
    return [f for f in extract_issuer(reading(text, **options)) if f.rule.startswith("table.")]


def rows(text: str, **options: Any) -> set[tuple[str, ...]]:
    """Metric, period and value of the facts from tables."""
    return said(table(text, **options), "metric", "period", "value")


def test_a_statement_of_operations_shows_periods() -> None:
    """Each row gives one value for each period, in plain units; losses are positive."""
    found = rows(OPERATIONS)
    assert {
        ("revenue", "2025Q2", "3205000"),
        ("revenue", "2024Q2", "2513000"),
        ("research_and_development_expenses", "2025Q2", "13425000"),
        ("research_and_development_support", "2024Q2", "782000"),
        ("loss_from_operations", "2025Q2", "13584000"),
        ("net_loss", "2024Q2", "12400000"),
    } <= found


def test_amounts_per_share_keep_their_scale() -> None:
    """`in thousands, except per share amounts` scales shares, not amounts per share."""
    found = rows(OPERATIONS)
    assert ("net_loss_per_share", "2025Q2", "0.19") in found
    assert ("shares_outstanding", "2025Q2", "68000000") in found


def test_share_counts_may_be_left_unscaled() -> None:
    """`except share and per share amounts` leaves the shares as they are printed."""
    text = OPERATIONS.replace("except per share amounts", "except share and per share amounts")
    assert ("shares_outstanding", "2025Q2", "68000") in rows(text)


def test_a_balance_sheet_shows_days() -> None:
    """A head split over two lines gives one day for each column."""
    assert {
        ("cash", "2025-06-30", "84942000"),
        ("cash", "2024-12-31", "100298000"),
        ("total_assets", "2024-12-31", "137298000"),
        ("shareholders_equity", "2025-06-30", "90704000"),
    } <= rows(BALANCE)


def test_fiscal_quarters_have_fiscal_names() -> None:
    """With another fiscal year the column is named by it."""
    found = rows(OPERATIONS.replace("June 30", "September 30"), fiscal=FiscalCalendar(6), released=date(2025, 10, 28))
    assert ("revenue", "1QFY26", "3205000") in found


def test_a_table_that_adds_up_has_no_flags() -> None:
    """Identities that hold leave no mark."""
    assert {f.flags for f in [*table(OPERATIONS), *table(BALANCE)]} == {()}


@pytest.mark.parametrize(
    ("text", "old", "new", "metric", "flag"),
    [
        (OPERATIONS, "Total revenues 3,205", "Total revenues 3,505", "revenue", "identity-fails:revenue"),
        (
            OPERATIONS,
            "Total operating expenses 16,789",
            "Total operating expenses 19,789",
            "operating_expenses",
            "identity-fails:operating_expenses",
        ),
        (OPERATIONS, "Loss from operations (13,584)", "Loss from operations (18,584)", "loss_from_operations", "identity-fails:operations"),
        (OPERATIONS, "$ (0.19)", "$ (0.79)", "net_loss_per_share", "identity-fails:per-share"),
        (BALANCE, "equity $ 120,942", "equity $ 120,142", "total_assets", "identity-fails:balance"),
        (BALANCE, "Other assets 36,000", "Other assets 37,817", "total_assets", "identity-fails:assets"),
    ],
)
def test_a_misread_cell_breaks_an_identity(text: str, old: str, new: str, metric: str, flag: str) -> None:
    """One wrong digit flags the figures that no longer fit."""
    assert old in text
    flagged = {(f.arg("metric"), f.when.end) for f in table(text.replace(old, new)) if f.when and flag in f.flags}
    assert (metric, date(2025, 6, 30)) in flagged
    assert all(day == date(2025, 6, 30) for _, day in flagged)


def test_a_clipped_column_tells_the_first_only() -> None:
    """Rows with fewer values than columns speak of the first column and say so."""
    text = OPERATIONS.replace(" $ (12,400)", "").replace("13,094)", "13,094")
    (fact,) = [f for f in table(text) if f.arg("metric") == "net_loss"]
    assert (fact.args["period"], fact.args["value"], fact.flags) == ("2025Q2", 13094000, ("clipped",))


def test_an_unclosed_bracket_is_negative() -> None:
    """`(12,994` is a loss as much as "(12,994)"."""
    assert [c.value for c in parse_line("Net loss $ (12,994", 0).cells] == [-12994]


def test_a_markdown_table_is_read() -> None:
    """Pipes part the cells; a row of dashes is none."""
    text = """(in millions)

| | Three Months Ended June 30, | |
|---|---|---|
| | 2025 | 2024 |
| Total revenues | $ 3.4 | $ 3.1 |
| Research and development | 12.0 | |
| General and administrative | | 3.6 |
| Net loss | $ (12.9 ) | $ (12.4 ) |
"""
    assert rows(text) == {
        ("revenue", "2025Q2", "3400000"),
        ("revenue", "2024Q2", "3100000"),
        ("research_and_development_expenses", "2025Q2", "12000000"),
        ("general_and_administrative_expenses", "2024Q2", "3600000"),
        ("net_loss", "2025Q2", "12900000"),
        ("net_loss", "2024Q2", "12400000"),
    }


def test_a_flattened_table_is_read() -> None:
    """A table that lost its rows, one value a line, is put together again."""
    lines = "(in thousands)|Three Months Ended|June 30,|2025|2024|Total revenues|$|3,305|$|2,613|Research and development|13,425|12,000"
    lines += "|Net loss|$|(12,994|)|$|(12,300|)"
    assert rows(lines.replace("|", "\n")) == {
        ("revenue", "2025Q2", "3305000"),
        ("revenue", "2024Q2", "2613000"),
        ("research_and_development_expenses", "2025Q2", "13425000"),
        ("research_and_development_expenses", "2024Q2", "12000000"),
        ("net_loss", "2025Q2", "12994000"),
        ("net_loss", "2024Q2", "12300000"),
    }


def test_two_lengths_of_time_stand_side_by_side() -> None:
    """Four columns of three and six months take their lengths in pairs."""
    text = """Three Months Ended June 30, Six Months Ended June 30,
2025 2024 2025 2024
Revenue 1,000 900 2,000 1,800
"""
    assert rows(text) == {
        ("revenue", "2025Q2", "1000"),
        ("revenue", "2024Q2", "900"),
        ("revenue", "2025H1", "2000"),
        ("revenue", "2024H1", "1800"),
    }


def test_a_label_broken_over_two_lines() -> None:
    """A caption that did not fit in one line is put together again."""
    text = "Three Months Ended June 30,\n2025 2024\nNet loss per share, basic\nand diluted $ (0.19) $ (0.18)\n"
    assert rows(text) == {("net_loss_per_share", "2025Q2", "0.19"), ("net_loss_per_share", "2024Q2", "0.18")}


def test_full_years() -> None:
    """Years ended on a day are fiscal years."""
    text = "Years Ended December 31,\n2024 2023\nTotal revenues 1,000 900\n"
    assert rows(text) == {("revenue", "FY2024", "1000"), ("revenue", "FY2023", "900")}


def test_quarters_by_name() -> None:
    """`Q2 2025` heads a column as well as a date does."""
    assert rows("Q2 2025 Q2 2024\nTotal revenues 1,000 900\n") == {("revenue", "2025Q2", "1000"), ("revenue", "2024Q2", "900")}


def test_a_column_for_each_day_and_length() -> None:
    """Lengths, days and years that stand in rows of their own are dealt over the columns."""
    text = """For the Three Months Ended For the Six Months Ended
June 30, June 30,
2025 2024 2025 2024
(unaudited)
Net loss $ (10) $ (9) $ (20) $ (18)
"""
    assert {r[1:] for r in rows(text)} == {("2025Q2", "10"), ("2024Q2", "9"), ("2025H1", "20"), ("2024H1", "18")}


def test_two_statements_keep_their_heads_apart() -> None:
    """The head of the second table does not bind the first."""
    found = rows(BALANCE + "\n" + OPERATIONS)
    assert ("cash", "2025-06-30", "84942000") in found
    assert ("revenue", "2024Q2", "2513000") in found


def test_a_column_of_changes_is_no_period() -> None:
    """Percentages beside the values are passed over."""
    assert rows("Three Months Ended June 30,\n2025 2024 Change\nRevenue 1,000 900 11%\n") == {
        ("revenue", "2025Q2", "1000"),
        ("revenue", "2024Q2", "900"),
    }


def test_a_dash_is_a_column_without_a_value() -> None:
    """A dash keeps its place but tells nothing."""
    assert rows("Three Months Ended June 30,\n2025 2024\nRevenue — 900\n") == {("revenue", "2024Q2", "900")}


def test_full_dates_in_one_line() -> None:
    """`June 30, 2025 December 31, 2024` heads two columns."""
    text = "BALANCE SHEET DATA\n(in thousands)\nJune 30, 2025 December 31, 2024\nCash and cash equivalents 500 700\n"
    assert rows(text) == {("cash", "2025-06-30", "500000"), ("cash", "2024-12-31", "700000")}


def test_unknown_rows_make_no_facts() -> None:
    """A label that no metric has is left alone."""
    assert rows("Three Months Ended June 30,\n2025 2024\nRevenue 1,000 900\nPatients treated 12 14\n") == {
        ("revenue", "2025Q2", "1000"),
        ("revenue", "2024Q2", "900"),
    }


def test_a_table_without_a_head_makes_no_facts() -> None:
    """A value whose period is unknown is not a fact."""
    assert rows("Revenue 1,000 900\nNet loss (50) (40)\n") == set()


def test_a_metric_of_a_day_is_not_read_from_a_column_of_months() -> None:
    """A balance in a statement of operations, or the other way round, is a misreading."""
    assert rows("Three Months Ended June 30,\n2025 2024\nTotal assets 1,000 900\n") == set()


def test_the_evidence_is_row_and_head() -> None:
    """A fact from a table cites its row up to the cell, and the lines that head the columns."""
    fact = next(f for f in table(OPERATIONS) if f.arg("metric") == "revenue" and f.arg("period") == "2024Q2")
    assert [(e.role, e.quote) for e in fact.evidence] == [
        ("", "Total revenues 3,205 2,513"),
        ("period", "Three Months Ended\nJune 30,\n2025 2024"),
    ]


def test_prose_and_table_are_both_kept() -> None:
    """The same figure at two precisions is two facts."""
    text = "Revenues were $3.2 million for the second quarter of 2025.\n\n" + OPERATIONS
    values = {f.arg("value") for f in extract_issuer(reading(text)) if f.arg("metric") == "revenue" and f.arg("period") == "2025Q2"}
    assert values == {"3200000", "3205000"}


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("2025 2024", True),
        ("Three Months Ended", True),
        ("September 30, June 30,", True),
        ("Six Months Ended June 30, (Unaudited)", True),
        ("Total revenues 3,411", False),
        ("Results for the three months ended June 30, 2025 were good", False),
    ],
)
def test_what_is_a_head(line: str, head: bool) -> None:
    """Dates and lengths of time head a table; a sentence with a date does not."""
    assert is_head(line) is head


@pytest.mark.parametrize(
    ("line", "factor", "shares"),
    [
        ("(in thousands, except per share amounts)", 1e3, True),
        ("(In thousands, except share and per share data)", 1e3, False),
        ("(in millions)", 1e6, True),
        ("(U.S. dollars in thousands)", 1e3, True),
        ("(unaudited, in thousands)", 1e3, True),
    ],
)
def test_scales(line: str, factor: float, shares: bool) -> None:
    """The scale of a table, and whether its share counts have it too."""
    scale = scale_in(line)
    assert scale is not None
    assert (scale.factor, scale.shares_too) == (factor, shares)


def test_a_head_that_does_not_divide_binds_nothing() -> None:
    """Two days over three years settle no column."""
    head = Head()
    head.read("June 30, December 31, 2025 2024 2023", 0)
    assert head.columns(None) == []


COLUMNS = """(in thousands)
                                   Three Months Ended June 30,
                                        2025        2024
Total revenues                         3,205       2,513
Research and development                           1,200
General and administrative               364
Net loss                             (13,094)    (12,400)
"""


def test_empty_columns_are_told_by_the_places_of_figures() -> None:
    """In a table set in columns a row with one figure is bound by where the figure stands, and nothing is clipped."""
    found = table(COLUMNS)
    assert {(f.arg("metric"), f.arg("period"), f.arg("value")) for f in found if "expenses" in f.arg("metric")} == {
        ("research_and_development_expenses", "2024Q2", "1200000"),
        ("general_and_administrative_expenses", "2025Q2", "364000"),
    }
    assert all("clipped" not in f.flags for f in found)


def test_small_losses_are_no_notes() -> None:
    """`(10)` beside `(9)` is a loss; `(2)` close behind a label and before a figure is the mark of a note."""
    found = rows("Three Months Ended June 30,\n2025 2024\nResearch and development (2) 500 400\nNet loss (10) (9)\n")
    assert {r for r in found if r[0] == "net_loss"} == {("net_loss", "2025Q2", "10"), ("net_loss", "2024Q2", "9")}
    assert ("research_and_development_expenses", "2025Q2", "500") in found


def test_a_label_that_cannot_end_goes_on_in_the_next_line() -> None:
    """A broken label is one label also when its second half alone would be another metric."""
    text = "BALANCE SHEETS\nJune 30, 2025 December 31, 2024\nTotal liabilities and\nstockholders' equity $ 120 $ 137\n"
    assert {r[0] for r in rows(text)} & {"shareholders_equity"} == set()


@pytest.mark.parametrize(
    ("head", "periods"),
    [
        ("30 June 2025 31 December 2024", ("2025-06-30", "2024-12-31")),
        ("As of 30 June 2025 As of 31 December 2024", ("2025-06-30", "2024-12-31")),
    ],
)
def test_days_may_come_before_months(head: str, periods: tuple[str, str]) -> None:
    """`30 June 2025` heads a column as well as `June 30, 2025`."""
    assert rows(f"BALANCE SHEETS\n{head}\nTotal assets 120 137\n") == {
        ("total_assets", p, v) for p, v in zip(periods, ("120", "137"), strict=True)
    }


@pytest.mark.parametrize(
    ("head", "periods"),
    [
        ("H1 2025 H1 2024", ("2025H1", "2024H1")),
        ("1H25 1H24", ("2025H1", "2024H1")),
        ("FY 2024 FY 2023", ("FY2024", "FY2023")),
    ],
)
def test_halves_and_years_by_name(head: str, periods: tuple[str, str]) -> None:
    """Halves and years have names as quarters do."""
    assert rows(f"{head}\nTotal revenues 1,000 900\n") == {("revenue", p, v) for p, v in zip(periods, ("1000", "900"), strict=True)}


def test_a_column_of_notes_is_passed_over() -> None:
    """The number of a note to the accounts is no amount."""
    text = "Note 30 June 2025 31 December 2024\n£'000 £'000\nCash and cash equivalents 12 84,942 100,298\nTotal assets 120,942 137,298\n"
    found = table("BALANCE SHEETS\n" + text)
    assert {(f.arg("metric"), f.arg("value"), f.arg("currency")) for f in found} == {
        ("cash", "84942000", "GBP"),
        ("cash", "100298000", "GBP"),
        ("total_assets", "120942000", "GBP"),
        ("total_assets", "137298000", "GBP"),
    }


@pytest.mark.parametrize(
    ("line", "factor", "currency"),
    [
        ("(in millions of euros)", 1e6, "EUR"),
        ("€ million", 1e6, "EUR"),
        ("£'000 £'000", 1e3, "GBP"),
        ("in kEUR", 1e3, "EUR"),
        ("(in thousands of U.S. dollars)", 1e3, "USD"),
        ("$000 $000", 1e3, ""),
    ],
)
def test_scales_name_their_currency(line: str, factor: float, currency: str) -> None:
    """A head may say in which currency its numbers are; a bare dollar sign does not say whose dollars."""
    scale = scale_in(line)
    assert scale is not None
    assert (scale.factor, scale.currency) == (factor, currency)
