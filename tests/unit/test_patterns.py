"""The pattern language: what each construct matches, what it refuses, and that the look-up keys never lose a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triplewire.extract.families import patterns
from triplewire.extract.rules import LETTERS, Index, Masked, PatternError, Program, compile_pattern, mask
from triplewire.extract.rules.mask import LONGEST_RUN, PADDING, tamed
from triplewire.model import Mention, Sentence, Span

MARKS = {name: f"\ue000{letter}\ue001" for name, letter in LETTERS.items()}


def masked(text: str) -> str:
    """A sentence with `<type>` or `<type/type>` as masked names."""
    return re.sub(r"<([a-z_/]+)>", lambda m: "\ue000" + "".join(sorted(LETTERS[t] for t in m[1].split("/"))) + "\ue001", text)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches somewhere in a sentence."""
    return compile_pattern(pattern).regex.search(masked(text)) is not None


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("has been granted", "It has been granted.", "It has granted."),
        ("Has Been", "it HAS BEEN", "it hasbeens"),
        ("grant*", "It was granted.", "It was a migrant."),
        ("grant", "a grant came", "it was granted"),
        ("a [new] drug", "a new drug", "a novel drug"),
        ("a [new] drug", "a drug", "the drug"),
        ("(one|two) drugs", "two drugs", "three drugs"),
        ("one drug|two drugs", "two drugs", "two drug"),
        ("from ...{2} to", "from here right to", "from here and there to"),
        ("from ... to", "from a b c d to", "from a b c d e to"),
        ("from ...{2} to", "from to", "from hereto"),
        ("^ in [the] end", "In the end it did.", "It did in the end."),
        ("end $", "This is the end.", "The end is near."),
        ("%company% said", "the company said", "a company said"),
        ("drug \\(new\\)", "a drug (new)", "a drug new"),
        ("{compound} works", "<compound> works", "<target> works"),
        ("{compound/target} works", "<target> works", "<indication> works"),
        ("{compound} works", "<compound/target> works", "it works"),
        ("{other:compound} works", "<compound> works", "<money> works"),
        ("in {region+} now", "in <region> now", "in it now"),
        ("in {region+} now", "in <region> and <region> now", "in <region> <region> now"),
        ("in {region+} now", "in <region>, <region>, and several other <region> now", "in <region>. <region> now"),
        ("X's drug", "X's drug", "X drug"),
    ],
)
def test_what_each_construct_matches(pattern: str, yes: str, no: str) -> None:
    """Words, endings, options, choices, gaps, anchors, macros, brackets and names match what the grammar file says."""
    assert matches(pattern, yes)
    assert not matches(pattern, no)


def test_blanks_of_a_pattern_match_any_blanks() -> None:
    """One blank of a pattern is any number of blanks of the text."""
    assert matches("has been granted", "has  been   granted")


def test_words_match_whole() -> None:
    """A word matches neither the beginning nor the end of a longer one."""
    assert not matches("drug", "drugs")
    assert not matches("drug", "antidrug")


def test_slots_say_argument_and_types() -> None:
    """A slot knows the argument it fills and the types it takes."""
    slots = list(compile_pattern("{compound} with {other_drug:compound/payload+}").slots.values())
    assert [(s.argument, s.types) for s in slots] == [
        ("compound", frozenset({"compound"})),
        ("other_drug", frozenset({"compound", "payload"})),
    ]


def test_a_name_takes_the_names_in_brackets_behind_it() -> None:
    """A second name in brackets belongs to the slot of the first."""
    match = compile_pattern("{compound} works").regex.search(masked("<compound> (<compound>) works"))
    assert match is not None
    assert match["s0"].count("\ue000") == 2


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("in [the", "column"),
        ("{Compound} works", "column 2"),
        ("a | ", "column"),
        ("works }", "column 7"),
        ("{colour} works", "no name type 'colour'"),
        ("%colour% works", "no macro %colour%"),
        ("works ...{40} well", "at most 14"),
        ("[maybe]", "at least one word or name"),
        ("...", "at least one word or name"),
    ],
)
def test_refusals_say_where_and_why(pattern: str, words: str) -> None:
    """A pattern that cannot be read or can never be looked up is refused with the column or the reason."""
    with pytest.raises(PatternError, match=re.escape(words)):
        compile_pattern(pattern)


def test_unknown_names_list_the_known_ones() -> None:
    """The refusal of an unknown type or macro lists those that there are."""
    with pytest.raises(PatternError, match="compound"):
        compile_pattern("{colour} works")
    with pytest.raises(PatternError, match="trial"):
        compile_pattern("%colour% works")


def as_masked(text: str) -> Masked:
    """A masked sentence by its text alone."""
    tokens = list(re.finditer("\ue000[A-Z]+\ue001", text))
    return Masked(text, 0, tuple(m.start() for m in tokens), tuple(m.end() for m in tokens), ())


def found_by_index(program: Program, text: str) -> list[tuple[int, int]]:
    """The matches of a program that is one of an index."""
    index, sentence = Index([compile_pattern("never"), program, compile_pattern("{compound} never")]), as_masked(text)
    places = index.places(sentence)
    return [m.span() for m in program.matches(text, places)] if 1 in index.candidates(places, 0b111) else []


WORDS = (
    "has",
    "been",
    "granted",
    "in",
    "the",
    "a",
    "for",
    "trial",
    "of",
    "with",
    "testing",
    "(IND)",
    "non-TAP",
    "Phase",
    "or",
    "'s",
    "-targeting",
    "antibody",
    ",",
    ".",
    "(",
    "”",
)
TOKENS = st.one_of(st.sampled_from(WORDS), st.sampled_from(sorted(MARKS.values())))
PIECES = st.recursive(
    st.one_of(
        st.sampled_from(
            [
                "has",
                "been",
                "grant*",
                "in",
                "trial",
                "of",
                "-targeting",
                "a*",
                "tes*",
                "non-",
                ",",
                "{compound}",
                "{region+}",
                "{target/indication}",
                "...{2}",
                "%have%",
            ]
        ),
    ),
    lambda inner: st.one_of(
        inner.map(lambda p: f"[{p}]"),
        st.lists(inner, min_size=1, max_size=3).map(lambda ps: f"({'|'.join(ps)})"),
        st.lists(inner, min_size=2, max_size=3).map(" ".join).map(lambda p: f"({p})"),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=4).map(" ".join), st.lists(TOKENS, max_size=14).map(" ".join))
def test_keys_lose_no_match(pattern: str, text: str) -> None:
    """A pattern that is looked for by its words is found where its expression matches, and nowhere else."""
    try:
        program = compile_pattern(pattern)
    except PatternError:
        return
    assert found_by_index(program, text) == [m.span() for m in program.regex.finditer(text)]


def test_a_letter_that_is_longer_in_small_letters_moves_nothing() -> None:
    """A dotted capital I before the words of a pattern hides no match."""
    program = compile_pattern("was granted")
    assert found_by_index(program, "İt was granted") == [(3, 14)]


@pytest.mark.parametrize("pattern", ["[the] trial", "([the] trial|study)", "[the] [a] (trial|study)"])
def test_a_match_keeps_the_blanks_before_it(pattern: str) -> None:
    """What may be left out at the beginning of a pattern leaves its blanks to the match, with the index as without."""
    text, program = "of  the “trial of (a trial, the study trial", compile_pattern(pattern)
    assert found_by_index(program, text) == [m.span() for m in program.regex.finditer(text)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_keys_of_shipped_patterns_lose_no_match(data: st.DataObject) -> None:
    """The same holds for shipped patterns, on sentences made of their own words and names."""
    pattern = data.draw(st.sampled_from(patterns()))
    own = [w for w in re.findall(r"[A-Za-z]+", pattern.text) if len(w) > 1][:40]
    slots = [MARKS[t] for s in pattern.program.slots.values() for t in sorted(s.types)]
    text = " ".join(data.draw(st.lists(st.sampled_from([*own, *slots, *slots, "x", ","]), max_size=16)))
    assert found_by_index(pattern.program, text) == [m.span() for m in pattern.program.regex.finditer(text)]


def test_every_shipped_example_text_is_reached_by_its_keys() -> None:
    """A shipped pattern has needs, and no key of them is empty."""
    assert all(p.program.needs and all(map(all, p.program.needs)) for p in patterns())


# -- masked text ---------------------------------------------------------------------------------------------------------


def sentence(text: str, at: int = 100) -> Sentence:
    """A sentence that begins at `at` of its view."""
    return Sentence(Span(at, at + len(text)), text, 0, 0)


def name(kind: str, words: str, text: str, at: int = 100) -> Mention:
    """A name of the sentence by its words."""
    start = at + text.index(words)
    return Mention(kind, Span(start, start + len(words)), words)


TEXT = "The drug NVT-101 treats gastric cancer today."


def test_masked_text_hides_spelling() -> None:
    """A masked sentence shows each name as a token of its types and everything else as it is."""
    found = mask(sentence(TEXT), (name("compound", "NVT-101", TEXT), name("indication", "gastric cancer", TEXT)))
    assert found.text == masked("The drug <compound> treats <indication> today.")


def test_names_of_one_span_share_a_token() -> None:
    """Two types of the same words make one token with both letters; the mention of the wanted type comes back."""
    found = mask(sentence(TEXT), (name("target", "NVT-101", TEXT), name("compound", "NVT-101", TEXT)))
    at = found.tokens[0]
    assert found.text[at:].startswith(masked("<compound/target>"))
    assert [m.type for m in found.mentions(at, at + 4, frozenset({"compound"}))] == ["compound"]


def test_the_longest_name_wins() -> None:
    """A name inside a longer one is hidden by it."""
    found = mask(sentence(TEXT), (name("target", "gastric", TEXT), name("indication", "gastric cancer", TEXT)))
    assert found.text == masked("The drug NVT-101 treats <indication> today.")


def test_types_without_a_letter_are_not_masked() -> None:
    """A mention of a type that patterns do not know stays as words."""
    assert mask(sentence(TEXT), (name("colour", "drug", TEXT),)).text == TEXT


@given(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=8).map(sorted), st.integers(0, 60), st.integers(0, 60))
def test_masked_spans_map_back(cuts: list[int], start: int, length: int) -> None:
    """Any stretch of masked text maps to a span inside the sentence; a token maps to its whole name."""
    names = [Mention("compound", Span(100 + a, 100 + b), TEXT[a:b]) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    found = mask(sentence(TEXT), tuple(names))
    start = min(start, len(found.text))
    end = min(start + length, len(found.text))
    span = found.to_view(start, end)
    assert Span(100, 100 + len(TEXT)).covers(span)
    for token, stop, cover in zip(found.tokens, found.ends, found.covers, strict=True):
        if start <= token and stop <= end:
            assert span.covers(cover[0].span)
    plain = found.to_view(0, len(found.text))
    assert plain == Span(100, 100 + len(TEXT))


@pytest.mark.parametrize(("text", "runs"), [("a" + " " * 16 + "b", 0), ("a" + " " * 17 + "b", 1), ('a (" ' + " (" * 400 + "b", 1), ("a  b ( c", 0)])
def test_long_runs_of_padding_part_words(text: str, runs: int) -> None:
    """A text keeps its length, and no run of blanks and brackets in it is longer than what patterns may try to share out."""
    told = tamed(text)
    assert len(told) == len(text)
    assert len(re.findall("\x01+", told)) == runs
    assert max(map(len, re.findall(f"[{PADDING}]+", told))) <= LONGEST_RUN
