"""Laws of the whole text half: any text is read, every fact shows its words, and time grows with the length alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text_half import release

from triplewire import pipeline
from triplewire.extract.families import families
from triplewire.read import read_text

PIECES = [
    *"()[]{}|<>&%$€#*•-–—.,:;!?'\"“”’®™+/\\\t\n\u00a0\u00ad\u200b\ue000\ue001\ue002",
    *("\n\n", "\n- ", "\r\n", "  ", "# ", "**", "1. ", "| ", "--", "…", "\U0001f9ec", "é", "ß", "İ", "ſ", "α"),
    *("NVT-101 ", "NVT-102, ", "NVT-101 (norvatide) ", "Norvane ", "Norvane Therapeutics, Inc. ", "Quorin Pharma AG ", "CD37 ", "DM4 "),
    *(
        "gastric cancer ",
        "ovarian, breast and lung cancers ",
        "solid tumors ",
        "(QCC) ",
        "Phase 2 ",
        "Phase I/IIa ",
        "Phase lll ",
        "NCT01234567 ",
    ),
    *(
        "trial ",
        "in patients with ",
        "for the treatment of ",
        "targets ",
        "targeting ",
        "is in ",
        "testing ",
        "non-TAP compound ",
        "TAP technology ",
    ),
    *("has been granted orphan drug status for ", "in the US and Europe ", "Fast Track designation ", "in combination with ", "docetaxel "),
    *(
        "expects to ",
        "submit a BLA ",
        "plans to start ",
        "did not ",
        "data will be presented at ASH ",
        "in June 2027 ",
        "in the second half of 2026 ",
        "2H2O26 ",
    ),
    *(
        "$12.5 million ",
        "revenue of ",
        "net loss ",
        "$ (1,234) ",
        "upfront payment ",
        "Ada Moor, M.D., Chief Medical Officer ",
        "About NVT-101\n\n",
    ),
    *(
        "Forward-Looking Statements\n\n",
        "Highlights\n",
        "seven compounds in the clinic ",
        "collaboration with ",
        "we ",
        "our ",
        "it ",
        "and ",
        "or ",
    ),
]
messy = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


@settings(max_examples=120, deadline=None)
@given(messy)
def test_any_text_is_read_and_every_quote_is_the_raw_text(text: str) -> None:
    """Whatever stands in a release: it is read, each quote is the raw text at its span, each fact is whole, and facts are in text order."""
    document = read_text(release(text))
    found = pipeline.facts_of(document)
    for fact in found:
        assert fact.evidence
        assert all(e.quote == document.raw[e.start : e.end] for e in fact.evidence)
        assert {a.name for a in families()[fact.family].arguments if a.required} <= set(fact.args)
    places = [(f.evidence[0].start, f.evidence[0].end) for f in found]
    assert places == sorted(places)
    assert len({f.id for f in found}) == len(found)


@settings(max_examples=60, deadline=None)
@given(messy)
def test_sentences_and_names_keep_their_places(text: str) -> None:
    """Blocks, sentences and names are sorted; sentences lie in their blocks and names in one sentence each."""
    reading = pipeline.reading_of(read_text(release(text)))
    spans = [b.span for b in reading.blocks]
    assert spans == sorted(spans)
    assert all(reading.blocks[s.block].span.covers(s.span) for s in reading.sentences)
    assert all(s.text.split() == s.span.of(reading.document.view).split() for s in reading.sentences)
    assert [m.span.start for m in reading.mentions] == sorted(m.span.start for m in reading.mentions)
    assert sum(map(len, reading.by_sentence)) == len(reading.mentions)


@settings(max_examples=30, deadline=None)
@given(messy)
def test_reading_twice_gives_the_same_lines(text: str) -> None:
    """Reading depends on the text alone."""
    once, again = (pipeline.facts_of(read_text(release(text))) for _ in range(2))
    assert [f.to_line() for f in once] == [f.to_line() for f in again]


SHAPES: dict[str, Callable[[int], str]] = {
    "sentences": lambda n: "NVT-101 targets CD37 and is in Phase 2 testing for gastric cancer in 2027. " * n,
    "no stop": lambda n: "a potent agent " * (6 * n),
    "open brackets": lambda n: "(" * (60 * n),
    "figures": lambda n: "1,234.5 " * (12 * n),
    "dashes": lambda n: "a - b – c — " * (8 * n),
    "half phrases": lambda n: "in the treatment of patients with " * (4 * n),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length_alone(shape: str) -> None:
    """Twice the text takes about twice the time, also for texts made to be awkward."""
    short, long = (_seconds(release(SHAPES[shape](n))) for n in (150, 300))
    assert long / short < 3.2


def _seconds(text: str) -> float:
    """The processor time of the best of three readings of a text."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        pipeline.facts_of(read_text(text))
        best = min(best, time.process_time() - start)
    return best
