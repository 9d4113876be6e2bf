"""Time expressions: which words are found, which days they mean, and what is no time."""

from __future__ import annotations

import re
from datetime import date

import pytest

from triplewire import resources
from triplewire.errors import DataError
from triplewire.model.mention import Mention
from triplewire.model.when import FiscalCalendar, When, canonical_period
from triplewire.recognize.periods import find_periods, learn_fiscal, same_period
from triplewire.recognize.periods.settings import _terminals

ANCHOR = date(2025, 6, 15)
JUNE = FiscalCalendar(6)


def find(text: str, anchor: date | None = ANCHOR, fiscal: FiscalCalendar | None = None) -> list[Mention]:
    """The times of a text without an offset."""
    return find_periods(text, 0, anchor, fiscal)


def days(mention: Mention) -> str:
    """The interval of a mention as `start..end`, an open side left empty."""
    when = mention.when
    assert when is not None
    return f"{when.start or ''}..{when.end or ''}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dosing has moved from Q1 2026 to Q3 2026.", ["from Q1 2026", "Q3 2026"]),
        ("Dosing has been brought forward, from December 2026 to October 2026.", ["from December 2026", "October 2026"]),
        ("Norvane had to postpone dosing from Q1 2026 to Q3 2026.", ["from Q1 2026", "Q3 2026"]),
        ("Norvane is shifting and rescheduling dosing from Q1 2026 to Q3 2026.", ["from Q1 2026", "Q3 2026"]),
        ("Dosing will go on from Q1 2026 to Q3 2026.", ["Q1 2026 to Q3 2026"]),
        ("Patients with advanced disease are dosed from Q1 2026 to Q3 2026.", ["Q1 2026 to Q3 2026"]),
        ("Dosing is set to last from Q1 2026 to Q3 2026.", ["Q1 2026 to Q3 2026"]),
        ("Norvane has updated figures from Q1 2026 to Q3 2026.", ["Q1 2026 to Q3 2026"]),
        ("The site has moved; dosing goes on from Q1 2026 to Q3 2026.", ["Q1 2026 to Q3 2026"]),
    ],
)
def test_a_move_has_two_times(text: str, found: list[str]) -> None:
    """What is moved from one time to another has two; what lasts from one to another has one."""
    assert [m.name for m in find(text)] == found


# words | quoted | days | precision | bound
CIVIL = """
2H2026 | 2H2026 | 2026-07-01..2026-12-31 | half | in
2H 2026 | 2H 2026 | 2026-07-01..2026-12-31 | half | in
1H26 | 1H26 | 2026-01-01..2026-06-30 | half | in
H2 2025 | H2 2025 | 2025-07-01..2025-12-31 | half | in
the second half of 2026 | second half of 2026 | 2026-07-01..2026-12-31 | half | in
the latter half of 2026 | latter half of 2026 | 2026-07-01..2026-12-31 | half | in
the first half of next year | first half of next year | 2026-01-01..2026-06-30 | half | in
mid-2026 | mid-2026 | 2026-04-01..2026-09-30 | range | in
mid 2026 | mid 2026 | 2026-04-01..2026-09-30 | range | in
mid-year 2025 | mid-year 2025 | 2025-04-01..2025-09-30 | range | in
late 2025 | late 2025 | 2025-10-01..2025-12-31 | range | in
by late 2025 | late 2025 | 2025-10-01..2025-12-31 | range | in
early 2026 | early 2026 | 2026-01-01..2026-04-30 | range | in
early to mid-2027 | early to mid-2027 | 2027-01-01..2027-09-30 | range | in
early- to mid-2027 | early- to mid-2027 | 2027-01-01..2027-09-30 | range | in
late 2025 or early 2026 | late 2025 or early 2026 | 2025-10-01..2026-04-30 | range | in
2Q2026 | 2Q2026 | 2026-04-01..2026-06-30 | quarter | in
Q3 2026 | Q3 2026 | 2026-07-01..2026-09-30 | quarter | in
Q3'25 | Q3'25 | 2025-07-01..2025-09-30 | quarter | in
Q4-25 | Q4-25 | 2025-10-01..2025-12-31 | quarter | in
3Q25 | 3Q25 | 2025-07-01..2025-09-30 | quarter | in
third quarter of 2025 | third quarter of 2025 | 2025-07-01..2025-09-30 | quarter | in
in the third quarter | third quarter | 2025-07-01..2025-09-30 | quarter | in
fourth calendar quarter of 2025 | fourth calendar quarter of 2025 | 2025-10-01..2025-12-31 | quarter | in
early in the fourth quarter of 2025 | early in the fourth quarter of 2025 | 2025-10-01..2025-10-30 | range | in
first or second quarter of 2026 | first or second quarter of 2026 | 2026-01-01..2026-06-30 | range | in
as early as the first quarter of 2026 | first quarter of 2026 | 2026-01-01..2026-03-31 | quarter | in
starting in Q1 2026 | Q1 2026 | 2026-01-01..2026-03-31 | quarter | in
by Q4 2025 | by Q4 2025 | ..2025-12-31 | open | by
by the end of 2025 | by the end of 2025 | ..2025-12-31 | open | by
by year-end 2026 | by year-end 2026 | ..2026-12-31 | open | by
before year-end | before year-end | ..2025-12-31 | open | by
before the end of 2025 | before the end of 2025 | ..2025-12-31 | open | by
before June 2026 | before June 2026 | ..2026-05-31 | open | by
year end 2025 | year end 2025 | ..2025-12-31 | open | by
end of the year | end of the year | ..2025-12-31 | open | by
end of this quarter | end of this quarter | ..2025-06-30 | open | by
no later than March 2026 | no later than March 2026 | ..2026-03-31 | open | by
until 2027 | until 2027 | ..2027-12-31 | open | by
into 2027 | into 2027 | ..2027-12-31 | open | by
after 2026 | after 2026 | 2027-01-01.. | open | from
beyond early 2026 | beyond early 2026 | 2026-05-01.. | open | from
since 2019 | since 2019 | 2019-01-01.. | open | from
2026 and beyond | 2026 and beyond | 2026-01-01.. | open | from
during the coming year | during the coming year | 2025-06-15..2026-06-15 | range | in
in the next two months | in the next two months | 2025-06-15..2025-08-31 | range | in
within the next 12 months | within the next 12 months | 2025-06-15..2026-06-30 | range | in
over the next 12 to 18 months | over the next 12 to 18 months | 2025-06-15..2026-12-31 | range | in
over the next several weeks | over the next several weeks | 2025-06-15..2025-08-10 | range | in
in the coming weeks | in the coming weeks | 2025-06-15..2025-08-10 | range | in
in the coming months | in the coming months | 2025-06-15..2025-12-31 | range | in
the next few months | next few months | 2025-06-15..2025-10-31 | range | in
over the past two years | over the past two years | 2023-06-15..2025-06-15 | range | in
later this year | later this year | 2025-06-15..2025-12-31 | range | in
later in 2026 | later in 2026 | 2026-01-01..2026-12-31 | range | in
earlier this month | earlier this month | 2025-06-01..2025-06-15 | range | in
the rest of the year | rest of the year | 2025-06-15..2025-12-31 | range | in
this year | this year | 2025-01-01..2025-12-31 | year | in
next year | next year | 2026-01-01..2026-12-31 | year | in
early next year | early next year | 2026-01-01..2026-04-30 | range | in
this month | this month | 2025-06-01..2025-06-30 | month | in
last month | last month | 2025-05-01..2025-05-31 | month | in
next month | next month | 2025-07-01..2025-07-31 | month | in
last quarter | last quarter | 2025-01-01..2025-03-31 | quarter | in
last week | last week | 2025-06-02..2025-06-08 | range | in
four months ago | four months ago | 2025-02-01..2025-02-28 | month | in
today | today | 2025-06-15..2025-06-15 | day | in
tomorrow | tomorrow | 2025-06-16..2025-06-16 | day | in
yesterday | yesterday | 2025-06-14..2025-06-14 | day | in
summer 2026 | summer 2026 | 2026-06-01..2026-08-31 | season | in
this fall | this fall | 2025-09-01..2025-11-30 | season | in
winter 2025-2026 | winter 2025-2026 | 2025-12-01..2026-02-28 | season | in
the 2026 monsoon season | 2026 monsoon season | 2026-06-01..2026-09-30 | season | in
October 2026 | October 2026 | 2026-10-01..2026-10-31 | month | in
Oct. 2026 | Oct. 2026 | 2026-10-01..2026-10-31 | month | in
in March | March | 2025-03-01..2025-03-31 | month | in
mid-June | mid-June | 2025-06-11..2025-06-20 | range | in
October 28, 2026 | October 28, 2026 | 2026-10-28..2026-10-28 | day | in
28 October 2026 | 28 October 2026 | 2026-10-28..2026-10-28 | day | in
2026-10-28 | 2026-10-28 | 2026-10-28..2026-10-28 | day | in
10/28/2026 | 10/28/2026 | 2026-10-28..2026-10-28 | day | in
as of June 30, 2025 | June 30, 2025 | 2025-06-30..2025-06-30 | day | in
June 11-14, 2026 | June 11-14, 2026 | 2026-06-11..2026-06-14 | range | in
from May 31 to June 4, 2026 | May 31 to June 4, 2026 | 2026-05-31..2026-06-04 | range | in
June 11th | June 11th | 2025-06-11..2025-06-11 | day | in
December 4 to 7 | December 4 to 7 | 2025-12-04..2025-12-07 | range | in
the week of June 9 | week of June 9 | 2025-06-09..2025-06-15 | range | in
October to March 2026 | October to March 2026 | 2025-10-01..2026-03-31 | range | in
from 2026 to 2028 | 2026 to 2028 | 2026-01-01..2028-12-31 | range | in
between 2026 and 2028 | between 2026 and 2028 | 2026-01-01..2028-12-31 | range | in
2026-2028 | 2026-2028 | 2026-01-01..2028-12-31 | range | in
2012 | 2012 | 2012-01-01..2012-12-31 | year | in
first nine months of 2025 | first nine months of 2025 | 2025-01-01..2025-09-30 | range | in
three months ended September 30, 2025 | three months ended September 30, 2025 | 2025-07-01..2025-09-30 | quarter | in
"""
CASES = [tuple(cell.strip() for cell in line.split("|")) for line in CIVIL.strip().splitlines()]


@pytest.mark.parametrize(("words", "quoted", "interval", "precision", "bound"), CASES, ids=[case[0] for case in CASES])
def test_find_periods_places_expression(words: str, quoted: str, interval: str, precision: str, bound: str) -> None:
    """An expression inside a sentence is quoted, placed, and its open side left open."""
    (mention,) = find(f"Norvane expects data {words}.")
    assert mention.when is not None
    assert (mention.name, days(mention), mention.when.precision, mention.when.bound) == (quoted, interval, precision, bound)


def test_cases_are_all_collected() -> None:
    """The table above has not silently shrunk."""
    assert len(CASES) >= 90


FISCAL = [
    ("1QFY11", "2010-07-01..2010-09-30", "1QFY11"),
    ("first quarter of fiscal 2011", "2010-07-01..2010-09-30", "1QFY11"),
    ("third quarter of the Company's 2026 fiscal year", "2026-01-01..2026-03-31", "3QFY26"),
    ("fiscal second quarter of 2011", "2010-10-01..2010-12-31", "2QFY11"),
    ("fiscal 2011", "2010-07-01..2011-06-30", "FY2011"),
    ("FY2025", "2024-07-01..2025-06-30", "FY2025"),
    ("fiscal year ending June 30, 2011", "2010-07-01..2011-06-30", "FY2011"),
    ("three months ended September 30, 2010", "2010-07-01..2010-09-30", "1QFY11"),
    ("second half of fiscal year 2026", "2026-01-01..2026-06-30", "2HFY26"),
    ("quarter ended June 28, 2025", "2025-03-29..2025-06-28", "4QFY25"),
]


@pytest.mark.parametrize(("words", "interval", "period"), FISCAL, ids=[case[0] for case in FISCAL])
def test_find_periods_counts_fiscal_years(words: str, interval: str, period: str) -> None:
    """Fiscal expressions follow the company's calendar, and their `period` is its name."""
    (mention,) = find(words, fiscal=JUNE)
    assert mention.when is not None
    assert (days(mention), mention.attrs["period"], mention.when.calendar) == (interval, period, "fiscal")


LISTS = [
    ("first six months of fiscal years 2026 and 2025", ["2025-07-01..2025-12-31", "2024-07-01..2024-12-31"]),
    ("September 30, 2025 and 2024", ["2025-09-30..2025-09-30", "2024-09-30..2024-09-30"]),
    ("Q3 and Q4 2025", ["2025-07-01..2025-09-30", "2025-10-01..2025-12-31"]),
    ("fourth quarter and full year 2024", ["2024-10-01..2024-12-31", "2024-01-01..2024-12-31"]),
    ("2023, 2024 and 2025", ["2023-01-01..2023-12-31", "2024-01-01..2024-12-31", "2025-01-01..2025-12-31"]),
    ("June 30, 2025 compared to December 31, 2024", ["2025-06-30..2025-06-30", "2024-12-31..2024-12-31"]),
]


@pytest.mark.parametrize(("words", "intervals"), LISTS, ids=[case[0] for case in LISTS])
def test_find_periods_completes_lists(words: str, intervals: list[str]) -> None:
    """Members of a list are mentions of their own and lend each other the year or the day."""
    assert [days(mention) for mention in find(words, fiscal=JUNE)] == intervals


NOT_TIMES = [
    "24 weeks of treatment",
    "12 months of follow-up",
    "within 12 months",
    "three-year follow-up",
    "enrolled 2010 patients",
    "a dose of 2000 mg",
    "$2010 or 2,010 or 2010.5",
    "call 617-555-2019",
    "NVT-2010 and NVT2010",
    "the 1995 Private Securities Litigation Reform Act",
    "the Private Securities Litigation Reform Act of 1995",
    "2000 Market Street",
    "Suite 2010",
    "example.com/2025/06/nvt-2025",
    "on Form 10-K",
    "the drug may march on, it will fall",
    "H2 receptor, H1N1, Q3W dosing",
    "Q7 2025x",
    "at the Winter Park site",
    "in today's market",
    "half of patients in the first cohort",
]


@pytest.mark.parametrize("words", NOT_TIMES)
def test_find_periods_leaves_alone(words: str) -> None:
    """Durations, doses, codes, addresses, laws and verbs are no times."""
    assert find(words) == []


def test_find_periods_trims_what_is_no_part() -> None:
    """When the longest reading is a count, the shorter one stands."""
    assert [m.name for m in find("In May 30 patients were enrolled")] == ["May"]
    assert [m.name for m in find("to start Phase 2 May 2026")] == ["May 2026"]


def test_find_periods_without_date_keeps_relative_words() -> None:
    """A relative word in a release without a date has words and no days."""
    (mention,) = find("later this year", anchor=None)
    assert mention.when == When("later this year", precision="relative")


def test_find_periods_without_date_places_absolute_words() -> None:
    """Dates with a year need no release date."""
    (mention,) = find("mid-2026", anchor=None)
    assert days(mention) == "2026-04-01..2026-09-30"


def test_find_periods_marks_assumed_year() -> None:
    """A year that was not said is marked as assumed; a year that was said is not."""
    assert [m.attrs.get("year") for m in find("on June 11 and in June 2026")] == ["assumed", None]


def test_find_periods_says_which_preposition_was_left_out() -> None:
    """The preposition is an attribute, whether quoted or not."""
    assert [m.attrs.get("prep") for m in find("since 2019; as of June 30, 2025; in 2026")] == ["since", "as of", "in"]


def test_find_periods_frees_qualifying_time_of_preposition() -> None:
    """In "from the 2026 meeting" nothing begins in 2026."""
    (mention,) = find("data from the 2026 meeting")
    assert (mention.name, days(mention)) == ("2026", "2026-01-01..2026-12-31")


@pytest.mark.parametrize(("anchor", "year"), [(date(2025, 2, 20), 2024), (date(2025, 4, 2), 2025), (date(2025, 11, 5), 2025)])
def test_bare_fourth_quarter_is_last_years_while_annual_results_appear(anchor: date, year: int) -> None:
    """A fourth quarter without a year is that of the closed year only in its first months."""
    (mention,) = find("in the fourth quarter", anchor)
    assert mention.when is not None
    assert mention.when.start == date(year, 10, 1)


def test_bare_day_is_the_nearest() -> None:
    """A day without a year may lie in the year before or after."""
    assert days(find("on December 28", date(2025, 1, 6))[0]) == "2024-12-28..2024-12-28"
    assert days(find("on January 12", date(2025, 12, 20))[0]) == "2026-01-12..2026-01-12"


def test_two_lengths_give_a_second_period() -> None:
    """Three and nine months that end together are one mention with two periods."""
    (mention,) = find("three and nine months ended September 30, 2025")
    assert (mention.attrs["period"], mention.attrs["also"]) == ("2025Q3", "2025-01-01/2025-09-30")


SAME = [
    ("the same period last year", "-1"),
    ("the prior-year period", "-1"),
    ("the same quarter a year ago", "-1"),
    ("same period in fiscal 2010", "FY2010"),
    ("comparable period in 2024", "2024"),
]


@pytest.mark.parametrize(("words", "back"), SAME)
def test_same_period_points_to_another_year(words: str, back: str) -> None:
    """The counterpart of a period is marked with the year it lies in."""
    (mention,) = find(words)
    assert mention.attrs["same"] == back


@pytest.mark.parametrize("back", ["-1", "FY2010"])
def test_same_period_moves_the_reference(back: str) -> None:
    """The same period last year, or of a named fiscal year, is the reference one year earlier."""
    (mention,) = find("1QFY11", fiscal=JUNE)
    assert mention.when is not None
    assert canonical_period(same_period(mention.when, back, JUNE), JUNE) == "1QFY10"


def test_same_period_keeps_month_ends() -> None:
    """The last day of February stays the last day in a leap year."""
    (mention,) = find("as of February 28, 2025")
    assert mention.when is not None
    assert same_period(mention.when, "2024").end == date(2024, 2, 29)


PERIODS = [
    ("2Q2025", "2025Q2"),
    ("in 2025", "FY2025"),
    ("1H2025", "2025H1"),
    ("9M 2025", "2025-01-01/2025-09-30"),
    ("June 2025", "2025-06"),
    ("June 30, 2025", "2025-06-30"),
    ("at the end of 2025", "2025-12-31"),
    ("June 11-14, 2025", "2025-06-11/2025-06-14"),
    ("late 2025", "2025Q4"),
    ("year ended December 31, 2024", "FY2024"),
]


@pytest.mark.parametrize(("words", "name"), PERIODS, ids=[case[0] for case in PERIODS])
def test_canonical_period_names(words: str, name: str) -> None:
    """Periods have one short name, whatever the words."""
    (mention,) = find(words)
    assert mention.when is not None
    assert canonical_period(mention.when) == name == mention.attrs["period"]


def test_canonical_period_of_unplaced_time_is_empty() -> None:
    """A time without days has no name."""
    assert canonical_period(When("later this year", precision="relative")) == ""


LEARNED = [
    ("three-month period ended December 31, 2025 - the second quarter of our 2026 fiscal year", 6),
    ("spending in the fiscal year ending June 30, 2026", 6),
    ("Form 10-K for the fiscal year ended March 31", 3),
    ("for the year ended\nDecember 31, 2024", 12),
    ("second quarter of fiscal 2026, which ended December 31", 6),
    ("fiscal year ended October 3, 2025", 9),
]


@pytest.mark.parametrize(("words", "month"), LEARNED, ids=[case[0] for case in LEARNED])
def test_learn_fiscal_reads_the_closing_month(words: str, month: int) -> None:
    """The fiscal calendar follows from how a release names its periods."""
    assert learn_fiscal(words) == FiscalCalendar(month)


def test_learn_fiscal_without_statement_is_none() -> None:
    """A release that does not name its fiscal year teaches none."""
    assert learn_fiscal("Norvane reported results for the third quarter of 2025.") is None


def test_every_terminal_has_words_or_a_shape() -> None:
    """The grammar and the word lists name the same terminals."""
    grammar = resources.path("data", "grammars", "periods.lark").read_text("utf-8")
    declared = set(re.findall(r"\w+", " ".join(re.findall(r"^%declare (.*)$", grammar, re.MULTILINE))))
    shaped = {"YEAR", "YY", "QCODE", "HCODE", "MCODE", "NTH", "NUM", "ISO", "SLASHED", "TONUM", "COMMA", "DASH", "SLASH", "MONTH"}
    worded = set(resources.toml("data", "periods.toml")["words"]) - {"DET"}
    assert declared == shaped | worded


def test_settings_refuse_a_phrase_with_two_meanings() -> None:
    """A phrase under two terminals is an error that names both."""
    with pytest.raises(DataError, match="'soon' stands under A and B"):
        _terminals({"A": ["soon"], "B": ["soon"]})
