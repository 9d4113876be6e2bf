"""Laws of what is read about the issuer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading_helper import reading

from triplewire.extract.issuer import extract_issuer

PIECES = (
    "Norvane ",
    "Velmora ",
    "net loss of ",
    "revenue was ",
    "$5 million ",
    "$1,000 ",
    "$(0.10) per share ",
    "compared to ",
    "from ",
    "to ",
    "and ",
    "in Q2 2025 ",
    "as of June 30, 2025 ",
    "for the same period last year ",
    "Ana Vale, Ph.D., ",
    "CEO ",
    "of ",
    "said ",
    "will pay ",
    "an upfront payment ",
    "expects ",
    "both periods ",
    "Three Months Ended June 30,\n",
    "2025 2024\n",
    "Total revenues 1,000 (900\n",
    "| Net loss | (5) | |\n",
    "(in thousands)\n",
    "; ",
    ". ",
    "\n\n",
    ": ",
    "(2024: ",
)
HARD = (
    "Chief Aa Bb Cc ",
    "Director of Aa and Bb & Cc ",
    "net loss of $5 million, ",
    "Norvane will pay Velmora ",
    "received $5 million from ",
    "Total revenues 1,000 900\n",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_quote_is_in_the_text(text: str) -> None:
    """Whatever the text, nothing breaks, each fact has a quote, and the quote is what stands at its place."""
    for fact in extract_issuer(reading(text, organizations=("Norvane", "Velmora"))):
        assert all(text[e.start : e.end] == e.quote != "" for e in fact.evidence)
        assert all(value != "" for value in fact.args.values())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_each_claim_comes_once_and_in_order(text: str) -> None:
    """No two facts have the same family, arguments, status and rule; facts come in text order."""
    facts = extract_issuer(reading(text, organizations=("Norvane", "Velmora")))
    keys = [(f.family, sorted((k, str(v)) for k, v in f.args.items()), f.status, f.rule) for f in facts]
    assert all(key not in keys[:i] for i, key in enumerate(keys))
    assert [f.evidence[0].start for f in facts] == sorted(f.evidence[0].start for f in facts)


@pytest.mark.parametrize("piece", HARD)
def test_time_is_linear(piece: str) -> None:
    """Eight times the text takes about eight times as long, also on text made to hurt."""

    def seconds(n: int) -> float:
        one = reading(piece * n, organizations=("Norvane", "Velmora"))
        start = time.perf_counter()
        extract_issuer(one)
        return time.perf_counter() - start

    seconds(10)
    assert min(seconds(800) for _ in range(2)) < 30 * min(seconds(100) for _ in range(3)) + 0.1
