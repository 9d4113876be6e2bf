"""Laws of what the recognizers are built on: word lists as expressions, words found in one pass, surroundings instead of whole texts."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triplewire import resources
from triplewire.errors import DataError
from triplewire.lexicon import Finder, any_of, lowered, short_name, source, windows
from triplewire.lexicon.finder import FEW
from triplewire.model import Span
from triplewire.read import read
from triplewire.recognize.plain import Taken, plain_text
from triplewire.recognize.shapes import matches, shape

words = st.lists(st.text("abAB.-( ", min_size=1, max_size=5), max_size=6)
texts = st.text("abAB.-( _’", max_size=40)
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=8)


def plain(found: list[str]) -> str:
    """The words as a plain alternation, longest first."""
    return "|".join(re.escape(w) for w in sorted(set(found), key=lambda w: (-len(w), w)))


@given(words.filter(bool), texts)
def test_any_of_matches_what_the_plain_alternation_matches(found: list[str], text: str) -> None:
    """Sharing beginnings changes what a miss costs, and nothing else."""
    wanted = [m.span() for m in re.finditer(plain(found), text)]
    assert [m.span() for m in re.finditer(any_of(found), text)] == wanted


@given(words, texts)
def test_whole_words_are_those_of_the_expression(found: list[str], text: str) -> None:
    """One pass finds what an expression with borders finds: leftmost, longest, apart."""
    wanted = [m.span() for m in re.finditer(rf"(?<![\w’-])(?:{plain(found)})(?![\w-])", text)] if found else []
    assert [(s.start, s.end) for s in Finder(found).whole(text, before="’-", after="-")] == wanted


@given(words, texts)
def test_few_words_are_found_like_many(found: list[str], text: str) -> None:
    """What is found of some words does not depend on how many others are looked for."""
    others = [f"{i}#" for i in range(FEW + 1)]
    assert Finder(found).ends(text) == Finder([*found, *others]).ends(text)


@given(spans, spans)
def test_taken_knows_each_character(covered: list[Span], asked: list[Span]) -> None:
    """A span touches what is covered when one of its characters is, and is at its ends when the first or last is."""
    taken, places = Taken(spans=covered), {i for s in covered for i in range(s.start, s.end)}
    for span in asked:
        assert taken.touches(span) == any(i in places for i in range(span.start, span.end))
        assert taken.at_ends(span) == (span.start in places or span.end - 1 in places)


@given(st.text(max_size=60))
def test_lower_case_keeps_places(text: str) -> None:
    """Each character of a lowered text stands where it stood, also those whose lower case is longer."""
    assert len(lowered(text)) == len(text)
    assert len(plain_text(text)) == len(text)


@given(st.lists(st.integers(0, 200), max_size=12), st.integers(0, 20), st.integers(0, 20))
def test_windows_cover_the_surroundings_and_stay_apart(places: list[int], before: int, after: int) -> None:
    """Each place lies in one window with all its surroundings; windows are in order and do not touch."""
    found = list(windows(places, before, after, 250))
    for place in places:
        assert any(start <= max(0, place - before) and min(250, place + after) <= end for start, end in found)
    assert all(a[1] < b[0] for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Norvane Therapeutics, Inc.", "Norvane Therapeutics"),
        ("Quorin Pharma ApS", "Quorin Pharma"),
        ("Belzer Co., Ltd.", "Belzer"),
        ("Norvane & Co., Inc.", "Norvane & Co"),
        ("Norvane", "Norvane"),
    ],
)
def test_a_short_name_has_no_legal_form(name: str, short: str) -> None:
    """Every legal form at the end of a company's name goes."""
    assert short_name(name) == short
    assert short_name(short) == short


def test_an_unknown_piece_is_refused_by_name() -> None:
    """A shape that uses a piece nobody knows says where and which."""
    with pytest.raises(DataError, match=r"here: %nowhere%"):
        source({}, "%nowhere%", "here")


def sections() -> list[tuple[str, str]]:
    """The shapes that are looked for only near some words, or where they may begin."""
    table = resources.toml("data", "recognizers.toml")
    entries = ((section, key, entry) for section, named in table.items() for key, entry in named.items())
    near = [(section, key) for section, key, entry in entries if isinstance(entry, dict) and "near" in entry]
    return near + [(section, key) for section, named in table["begins"].items() for key in named]


@pytest.mark.parametrize(("section", "key"), sections())
def test_nothing_is_missed_by_looking_near_words_only(section: str, key: str) -> None:
    """In the samples, the surroundings of its words hold every match that a shape has in the whole text."""
    for path in samples():
        text = plain_text(read(path).view)
        text = lowered(text) if (section, key) == ("disease", "shared") else text
        assert [m.span() for m in matches(text, section, key)] == [m.span() for m in shape(section, key).finditer(text)]


def samples() -> list[Path]:
    """The sample releases."""
    return [p for p in resources.files("data/releases", "*") if p.suffix in {".txt", ".md", ".html"} and p.name != "README.md"]
