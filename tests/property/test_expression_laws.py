"""Laws of expressions that are tried only where a word of theirs stands: they find what the bare expression finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triplewire import api, resources
from triplewire.extract.issuer.data import metrics, prose_words
from triplewire.extract.issuer.deals.words import words as deal_words
from triplewire.extract.wording import wording
from triplewire.lexicon import Expression
from triplewire.lexicon.expression import words_of
from triplewire.read import read
from triplewire.recognize.plain import plain_text
from triplewire.recognize.shapes import shape

PIECES = st.recursive(
    st.sampled_from(
        ["abcd", "bcda", "a", "[ab]bcd", "dose", "dosis", "k", ".", "[^a]", r"\b", "(?<!b)", "(?=a)", "(?i:Dose)", "ſ", "é", "$", "^"]
    ),
    lambda inner: st.one_of(
        inner.map(lambda p: f"(?:{p})?"),
        inner.map(lambda p: f"(?:{p}){{1,2}}"),
        inner.map(lambda p: f"({p})"),
        inner.map(lambda p: f"(?:{p}){{0,3}}?"),
        st.lists(inner, min_size=2, max_size=3).map(lambda ps: f"(?:{'|'.join(ps)})"),
    ),
    max_leaves=6,
)
TEXTS = st.lists(
    st.sampled_from(["abcd", "bcd", "a", "b", "ABCD", "dose", "DOSIS", "doſe", "doſıs", "İ", "K", "é", " ", "-"]), max_size=10
).map("".join)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(PIECES, min_size=1, max_size=4).map("".join), TEXTS, st.sampled_from([0, re.IGNORECASE]), st.integers(0, 5), st.integers(0, 30)
)
def test_an_expression_finds_what_re_finds(source: str, text: str, flags: int, start: int, end: int) -> None:
    """The words of an expression hide none of its matches and invent none, in a whole text and in a stretch of one."""
    ours, bare = Expression(source, flags), re.compile(source, flags)
    assert [m.span() for m in ours.finditer(text)] == [m.span() for m in bare.finditer(text)]
    assert [m.span() for m in ours.finditer(text, start, end)] == [m.span() for m in bare.finditer(text, start, end)]
    first, wanted = ours.search(text, start, end), bare.search(text, start, end)
    assert (first and first.span()) == (wanted and wanted.span())


def shipped() -> Iterator[tuple[str, Expression]]:
    """The expressions of the data files by their places."""
    for name in ("binding.toml", "studies.toml", "grants.toml"):
        for section, entries in resources.toml("data", name).items():
            for key in entries if isinstance(entries, dict) else ():
                if isinstance(entries[key], str):
                    yield f"{name} {section} {key}", wording(section, key, name)
    for section, entries in resources.toml("data", "recognizers.toml").items():
        for key, entry in entries.items():
            if isinstance(entry, str) or (isinstance(entry, dict) and "shape" in entry):
                yield f"recognizers {section} {key}", shape(section, key)
    for group in (deal_words(), metrics(), prose_words()):
        for key in type(group).__slots__:
            if isinstance(getattr(group, key), Expression):
                yield f"{type(group).__name__} {key}", getattr(group, key)


@cache
def samples() -> list[str]:
    """The text of each sample release."""
    return [plain_text(read(path).view) for path in api.samples()]


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_shipped_expressions_lose_nothing(name: str) -> None:
    """Each expression of the data files finds in the samples what it finds without its words."""
    ours = dict(shipped())[name]
    for text in samples():
        assert [m.span() for m in ours.finditer(text)] == [m.span() for m in ours.regex.finditer(text)]


def test_words_are_read_from_the_expression() -> None:
    """What may stand at the beginning is what is looked for; else the longest word that every match holds."""
    assert words_of(r"\b(?:licen[cs]e[ds]?|rights?)\b") == (("licence", "license", "right"), ())
    assert words_of(r"[A-Z]\w+ is a (?:vaccine|drug)")[0] == ()
    assert words_of(r"[A-Z]\w+ is a (?:vaccine|drug)")[1] == (" is a dr", " is a va")
    assert words_of(r"\w+") == ((), ())
