"""What an expression can begin with, read from the expression: the characters that a search skips to."""

from __future__ import annotations

import re

import pytest

from triplewire.lexicon import Expression
from triplewire.lexicon.scout import scout


def test_a_scout_stands_where_the_expression_matches() -> None:
    """A scout finds the first character of a match and no other place with such a character."""
    found = scout(r"(?<!\w)[A-Z]{2,4}-\d+")
    assert found
    assert [m.start() for m in found.finditer("A code, NVT-101, xNVT-102, and QR-7")] == [8, 31]


@pytest.mark.parametrize("source", [r"\w+ trial", r"[^a-z]x", r".x", r"(?:[a-z]+|[A-Z]) of"])
def test_what_may_begin_with_nearly_anything_has_no_scout(source: str) -> None:
    """An expression whose first character hardly says anything is searched for as it is."""
    assert scout(source) is None


@pytest.mark.parametrize("source", [r"X?", r"(?=X)", r"\b"])
def test_an_expression_that_may_match_nothing_has_no_scout(source: str) -> None:
    """Where a match may be empty no character shows it."""
    assert scout(source) is None


def test_a_look_back_to_a_group_has_no_scout() -> None:
    """What refers to a group cannot stand in a look behind, and is searched for as it is."""
    assert scout(r"(?P<mark>[*_])\w+(?P=mark)") is None


@pytest.mark.parametrize("word", ["initiated", "INITIATED", "ınıtıated", "İnitiated", "Kind", "\u212aind"])
def test_letters_of_any_case_are_found_with_all_that_they_match(word: str) -> None:
    """Where case does not matter, a scout knows the letters that are only taken for an ASCII letter."""
    source = r"(?<![\w-])(?:initiat|kind)"
    ours, plain = scout(source, re.IGNORECASE), re.compile(source, re.IGNORECASE)
    assert ours
    assert [m.start() for m in ours.finditer(f"was {word}")] == [m.start() for m in plain.finditer(f"was {word}")]


def test_an_expression_with_a_scout_finds_what_re_finds() -> None:
    """Matches are those of `re`, in order and without overlap, also in a part of the text."""
    source, text = r"(?<![\w-])(?:\d+|Q\d)(?:-\d+)*", "1-2 3, a-4, Q4-5-6 7"
    assert [m.span() for m in Expression(source).scan(text, 0, len(text))] == [m.span() for m in re.finditer(source, text)]
    assert [m.span() for m in Expression(source).finditer(text, 2, 14)] == [m.span() for m in re.compile(source).finditer(text, 2, 14)]
