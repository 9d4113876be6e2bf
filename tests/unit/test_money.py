"""Amounts of money: signs, codes, scales, ranges, shared scales."""

from __future__ import annotations

import pytest

from triplewire.recognize.money import find_money


def amounts(text: str) -> list[tuple[float | None, str]]:
    """Value and currency of each amount."""
    return [(m.value, m.attrs.get("currency", "")) for m in find_money(text, 0)]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$12.9 million", 12.9e6, "USD"),
        ("$1.8\nmillion", 1.8e6, "USD"),
        ("$0.19 per share", 0.19, "USD"),
        ("$94,942", 94942, "USD"),
        ("US$5 million", 5e6, "USD"),
        ("USD $1.16", 1.16, "USD"),
        ("C$3.5M", 3.5e6, "CAD"),
        ("A$2 billion", 2e9, "AUD"),
        ("€10 million", 10e6, "EUR"),
        ("£3bn", 3e9, "GBP"),
        ("¥300 million", 300e6, "JPY"),
        ("EUR 5 million", 5e6, "EUR"),
        ("NIS 20 million", 20e6, "ILS"),
        ("5 million euros", 5e6, "EUR"),
        ("€1,5 million", 1.5e6, "EUR"),
        ("$10 million USD", 10e6, "USD"),
        ("$9 Million", 9e6, "USD"),
        ("US$337.5 MILLION", 337.5e6, "USD"),
        ("4.2 billion yen", 4.2e9, "JPY"),
        ("45 million Swiss francs", 45e6, "CHF"),
        ("Euro 15 million", 15e6, "EUR"),
    ],
)
def test_one_amount(text: str, value: float, currency: str) -> None:
    """Each way to write an amount gives its value in plain units and its currency."""
    ((found, code),) = amounts(text)
    assert found == pytest.approx(value)
    assert code == currency


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("$60-64 million", "60000000", "64000000"),
        ("between $60 and $64 million", "60000000", "64000000"),
        ("$178 million to $182 million", "178000000", "182000000"),
        ("ranging from $5 million to $7 million", "5000000", "7000000"),
        ("between $0–4 million", "0", "4000000"),
    ],
)
def test_a_range_has_two_ends(text: str, low: str, high: str) -> None:
    """A range is one mention with its low and its high end."""
    found = find_money(text, 0)
    assert [(m.attrs["low"], m.attrs["high"]) for m in found] == [(low, high)]


def test_two_amounts_share_a_scale() -> None:
    """`$0.3 and $0.6 million` are both in millions."""
    assert [v for v, _ in amounts("were $0.3 and $0.6 million for")] == [pytest.approx(0.3e6), pytest.approx(0.6e6)]


@pytest.mark.parametrize(
    "text", ["rose from $3 million to $4 million", "grew by $3 million to $4 million", "increased $3 million to $4 million"]
)
def test_a_change_is_no_range(text: str) -> None:
    """`from … to …` and `by … to …` name two amounts."""
    assert [v for v, _ in amounts(text)] == [3e6, 4e6]


def test_a_bracket_after_the_sign() -> None:
    """`$(0.31)` is an amount in brackets."""
    assert [(m.name, m.value, m.attrs["parens"]) for m in find_money("or $(0.31) per share", 0)] == [("$(0.31)", 0.31, "yes")]


@pytest.mark.parametrize("text", ["300 patients", "Phase 2", "in 2025", "1.5 million shares", "12 mg"])
def test_numbers_without_currency_are_no_money(text: str) -> None:
    """A number alone is not an amount of money."""
    assert find_money(text, 0) == []


def test_patients_beside_money_are_not_money() -> None:
    """A second number joined by "and" counts only with a currency or a shared scale."""
    assert [v for v, _ in amounts("$5 million and 300 patients, $40 million and 2.5 million shares")] == [5e6, 40e6]


def test_a_qualifier_is_kept() -> None:
    """`up to` and "approximately" are told."""
    assert [m.attrs["qualifier"] for m in find_money("up to $1 billion, approximately $2 million", 0)] == ["up to", "about"]


def test_no_debt_is_nothing() -> None:
    """`no debt` is an amount of zero."""
    assert [(m.value, m.attrs["nothing"]) for m in find_money("had no debt outstanding", 0)] == [(0.0, "yes")]


def test_spans_point_at_the_words() -> None:
    """A mention's span, less the base, is its words."""
    text = "It paid ($0.82) per share and $5 million."
    assert [text[m.span.start - 100 : m.span.end - 100] for m in find_money(text, 100)] == ["($0.82)", "$5 million"]


@pytest.mark.parametrize("text", ["lost 35 pounds on average", "the study has 20 won comparisons"])
def test_pounds_of_weight_are_no_money(text: str) -> None:
    """A word that means a currency among other things counts only with a scale before it."""
    assert amounts(text) == []
