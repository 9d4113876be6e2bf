"""Laws of folding and finding."""

from __future__ import annotations

import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from triplewire.lexicon import Lexicon, Term, fold, load
from triplewire.lexicon.fold import APOSTROPHES, HYPHENS, TWINS, level

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = st.lists(st.sampled_from(["norva", "small", "cell", "NVT", "101", "β", "T", "lung"]), min_size=1, max_size=4)
JOINS = st.sampled_from([" ", "-", "\u2011", "\n", "\u00a0"])


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    """Folded and levelled texts have a character for each character."""
    assert len(fold(text)) == len(level(text)) == len(text)


def test_every_character_is_folded_by_itself() -> None:
    """Each character of Unicode becomes one character: small, a blank for white space and hyphens, itself when small is longer."""
    for char in map(chr, range(sys.maxunicode + 1)):
        small = char.lower() if len(char.lower()) == 1 else char
        assert fold(char) == (" " if char.isspace() or char in HYPHENS else "'" if char in APOSTROPHES else TWINS.get(char, small))


@given(TEXTS)
def test_folding_is_done_once(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)
    assert level(level(text)) == level(text)


@given(TEXTS, TEXTS)
def test_folding_looks_at_one_character_at_a_time(left: str, right: str) -> None:
    """Two texts folded apart are the joined text folded."""
    assert fold(left) + fold(right) == fold(left + right)


@given(WORDS, JOINS, st.sampled_from([str, str.upper, str.title]))
def test_a_form_is_found_however_it_is_joined(words: list[str], join: str, case: type[str]) -> None:
    """A fold form is found with any hyphen, space or case, and the hit is equal to the form after folding."""
    form = " ".join(words)
    text = f"The {case(join.join(words))}, then"
    hits = Lexicon([Term("indication", form, form, "fold")]).find(text)
    assert [fold(text[h.start : h.end]) for h in hits] == [fold(form)]


@settings(deadline=None)
@given(TEXTS)
def test_hits_are_whole_sorted_and_apart(text: str) -> None:
    """Hits lie in the text, come in order, show a form of their term, and do not overlap within a type."""
    hits = load().find(f"{text} T-DM1 {text}")
    shown = f"{text} T-DM1 {text}"
    assert [(h.start, -h.end) for h in hits] == sorted((h.start, -h.end) for h in hits)
    ends: dict[str, int] = {}
    for hit in hits:
        assert fold(shown[hit.start : hit.end]).removesuffix("s").startswith(fold(hit.term.form)[:2])
        assert ends.get(hit.term.type, 0) <= hit.start < hit.end <= len(shown)
        ends[hit.term.type] = hit.end
