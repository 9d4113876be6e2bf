"""Laws of repair: idempotent, over the raw text, linear, and blind to sound names."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from triplewire.lexicon import windows
from triplewire.read import read_text
from triplewire.repair import repair
from triplewire.repair.document import _ADDRESS, _MASK, _without_addresses
from triplewire.repair.rules import _FISCAL, _NUMBER_FIRST, _UNIT, _UNIT_AFTER, _UNIT_BEFORE, _UNIT_FIRST, _phase, _phases, _within
from triplewire.repair.style import _first, _pattern

CODES = ("NVT-101", "NVT-102", "NVT-250", "QRX7731", "T-NV1", "KLB-008", "PD-1", "PD-L1", "CD33", "CD38")
CLEAN = (
    "Norvane Therapeutics, Inc. said that NVT-101 is in a Phase II trial, and NVT-102 in a Phase I/II trial for 1st-line use.\n"
    "In 2H2021 it expects data on QRX7731 and NVT-250; T-NV1 targets CD33, not CD38. KLB-008 blocks PD-1 and PD-L1.\n"
    "NVT-101, QRX7731, T-NV1 and KLB-008 go on; NVT-102, NVT-250 and T-NV1 too. Norvane reports Q1 2022 in May, for FY2022.\n"
)
LOOKS = {"0": "OoQD", "1": "IlL|", "2": "Z", "5": "S", "6": "bG", "8": "B", "I": "l1|", "B": "8", "O": "0"}
GLYPHS = [*'PhaseIl1| QHFY20Oo-NVTb8B5S%"’“\u00a0\u00ad\r\n.,/', "Phase ", "line", "NVT-101", "http://a.b/"]
messy = st.lists(st.sampled_from(GLYPHS), min_size=1, max_size=80).map("".join)


@given(messy)
def test_repair_is_idempotent_and_cites_the_raw_text(text: str) -> None:
    """Whatever the text, edits are sorted, apart and quote the raw characters, and repairing twice is repairing once."""
    document = repair(read_text("x" + text))
    assert repair(document) == document
    assert [e.span.start for e in document.edits] == sorted(e.span.start for e in document.edits)
    assert all(document.quote(e.span) == e.old for e in document.edits)
    assert all(e.old != e.new for e in document.edits)


@given(
    messy
    | st.lists(st.sampled_from(["http://a.b/", "a.com", "x@y.org", " ", "\n", "www.", ".io", "e", "-", "@", "("]), max_size=20).map("".join)
)
def test_addresses_are_those_of_the_expression(text: str) -> None:
    """Looking around marks only masks what the expression finds in the whole text."""
    assert _without_addresses(text) == _ADDRESS.sub(lambda m: _MASK * len(m[0]), text)


@given(messy)
def test_looking_near_marks_misses_no_damage(text: str) -> None:
    """Phases, periods and typography are found as if the whole text were searched."""
    assert [m.span() for m in _phases(text)] == [m.span() for m in _phase().finditer(text)]
    around = list(windows((m.start() for m in _UNIT.finditer(text)), _UNIT_BEFORE, _UNIT_AFTER, len(text)))
    for pattern in (_NUMBER_FIRST, _UNIT_FIRST, _FISCAL):
        assert [m.span() for m in _within(pattern, text, around)] == [m.span() for m in pattern.finditer(text)]
    assert {m.start() for m in _pattern().finditer(text)} <= {m.start() for m in _first().finditer(text)}


def test_a_clean_text_is_clean() -> None:
    """The invented release itself needs no repair."""
    assert repair(read_text(CLEAN)).edits == ()


@given(st.integers(0, 10_000))
def test_noise_never_changes_a_sound_name(seed: int) -> None:
    """One misread glyph in a clean text is mended to what it was, or left; every other name stays as it is."""
    rng = random.Random(seed)
    at = rng.choice([i for i, c in enumerate(CLEAN) if c in LOOKS])
    noisy = CLEAN[:at] + rng.choice(LOOKS[CLEAN[at]]) + CLEAN[at + 1 :]
    document = repair(read_text(noisy))
    for edit in document.repairs:
        assert edit.span.start <= at < edit.span.end, edit
    if document.repairs:
        assert document.view == CLEAN or document.repairs[0].rule == "phase", document.repairs


def _seconds(text: str) -> float:
    document = read_text(text)
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        repair(document)
        best = min(best, time.process_time() - start)
    return best


def test_time_is_linear_in_the_length_of_the_text() -> None:
    """Twice the text takes at most about twice the time, on plain and on hostile text."""
    hostile = 'Phase I|Il1! 2"%"% line 1O1O1O1O1O NVT-1O1lB8B8 ' * 20 + "A-" * 400 + "\n"
    for block in (CLEAN * 4, hostile):
        short, long = _seconds(block * 8), _seconds(block * 32)
        assert long < 4 * 2.5 * short, (short, long)
