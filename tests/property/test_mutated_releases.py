"""Releases damaged at random: whatever is done to a sample, it is read or refused with a reason, and every fact shows its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from triplewire import api, pipeline
from triplewire.errors import InputError
from triplewire.model import Document, Fact
from triplewire.read import read_text

SAMPLES: Mapping[str, tuple[str, str]] = {p.name: (p.read_text("utf-8"), p.suffix) for p in api.samples() if p.stat().st_size < 5_000}
JUNK = (
    *("\x00", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffd", "\ufffe", "\U0010ffff"),
    *("\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\u00ad", "\u0301", "e\u0301\u0301\u0301", "\u0130", "ſ", "ß", "ﬁ"),
    *("\ud800", "\udfff", "\udce9", "\ue000", "\ue000C\ue001", "\ue002", "\U0001f9ec", "α", "中文", "עברית", "١٢٣", "１２", "²", "½", "Ⅲ"),
    *("9" * 400, "$" + "9" * 60 + " million", "-0", "0.0.0.0", "1,,2,,3", "1e999", "$0", "€-1.5 billion", "%%%", "$.5 million", "$1.2.3"),
    *(
        "(" * 60,
        ")" * 60,
        "[" * 30 + "]" * 29,
        "(((NVT-101)))",
        "{" * 9,
        "<b",
        "<!--",
        "</p>",
        "&#0;",
        "&#xd800;",
        "&amp;amp;",
        "<![CDATA[",
    ),
    *("â€™", "Ã©", "Â®", "ï»¿", "Ãƒâ€š", "“", "”", "«", "'", '"', "``", "’s", "®", "™", "(R)", "© ®™", "* ", "**", "__", "# ", "|", "||"),
    *(
        "\r",
        "\r\n",
        "\n\r",
        "\n\n\n",
        "\t",
        "   ",
        "\n| a | b |\n| --- |\n| 1 |\n",
        "\n|||\n",
        "\nRevenues   1   \n",
        " ... ",
        "…",
        " -- ",
        "—",
    ),
    *("Phase 0 ", "Phase IIII/IV ", "Phase 99 ", "Phase ", "February 30, 2025 ", "June 0, 2025 ", "Q9 2025 ", "FY99 ", "in the year 0000 "),
    *(
        "September 31 2010 ",
        "2025-13-45 ",
        "1H2H2025 ",
        "in the next 999999 months ",
        "by the end of ",
        "between 2027 and 2020 ",
        "24/7/365 ",
    ),
    *(
        "NCT00000000 ",
        "NVT-" + "1" * 90 + " ",
        "A-B-C-D-E-F-G-H-1 ",
        "CD",
        "anti-",
        "-targeting ",
        "non-",
        "Inc. Inc. Ltd. ",
        "About \n",
        "SOURCE: \n",
    ),
    *(
        "non-TAP ",
        "did not ",
        "expects to ",
        "no longer ",
        "we ",
        "$1 million in upfront payments and ",
        "net loss of ",
        "three months ended ",
    ),
)
"""What is put in: characters that are no text, numbers that are no numbers, beginnings without an end, dates that never were."""

ENDS = ("\n", "\r\n", "\r", "\n\r", "\u2028", "\x0b")
CASES: Mapping[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower, "title": str.title, "swapped": str.swapcase}


@dataclass(frozen=True, slots=True)
class Step:
    """One damage: what is done, where (a share of the text, or of its lines or words), to how many, and with what."""

    kind: str
    place: float
    times: int
    other: float
    junk: str

    def done_to(self, text: str) -> str:
        """The text with the damage."""
        return STEPS[self.kind](self, text)


def _pieces(pattern: str, change: Callable[[Step, list[str], int, int], list[str]]) -> Callable[[Step, str], str]:
    """A damage to the pieces of a text: lines, or words with the blanks between them."""

    def damage(step: Step, text: str) -> str:
        parts = re.split(pattern, text)
        return "".join(change(step, parts, _at(step.place, len(parts)), _at(step.other, len(parts))))

    return damage


def _at(share: float, size: int) -> int:
    return min(int(share * size), max(0, size - 1))


def _without(step: Step, parts: list[str], i: int, j: int) -> list[str]:
    return [*parts[:i], *parts[i + step.times :]]


def _doubled(step: Step, parts: list[str], i: int, j: int) -> list[str]:
    return [*parts[: i + step.times], *parts[i : i + step.times], *parts[i + step.times :]]


def _swapped(step: Step, parts: list[str], i: int, j: int) -> list[str]:
    out = list(parts)
    out[i], out[j] = out[j], out[i]
    return out


def _cut(step: Step, text: str) -> str:
    return text[: _at(step.place, len(text))] if step.times % 2 else text[_at(step.place, len(text)) :]


def _inserted(step: Step, text: str) -> str:
    at = _at(step.place, len(text))
    return text[:at] + step.junk * min(step.times, 3) + text[at:]


def _struck(step: Step, text: str) -> str:
    at = _at(step.place, len(text))
    return text[:at] + step.junk + text[at + step.times :]


def _sprinkled(step: Step, text: str) -> str:
    gap = 20 + int(step.place * 200)
    return step.junk.join(text[i : i + gap] for i in range(0, len(text), gap))


def _ended(step: Step, text: str) -> str:
    """The text with other line ends, from a place on: mixed."""
    at = _at(step.place, len(text))
    return text[:at] + text[at:].replace("\n", ENDS[step.times % len(ENDS)])


def _recased(step: Step, text: str) -> str:
    i, j = sorted((_at(step.place, len(text)), _at(step.other, len(text))))
    return text[:i] + list(CASES.values())[step.times % len(CASES)](text[i:j]) + text[j:]


def _mangled(step: Step, text: str) -> str:
    """UTF-8 read as another encoding, from a place on."""
    at = _at(step.place, len(text))
    return text[:at] + text[at:].encode("utf-8", "replace").decode("cp1252" if step.times % 2 else "latin-1", "replace")


def _joined(step: Step, text: str) -> str:
    """Some lines run together."""
    at = _at(step.place, len(text))
    return text[:at] + text[at:].replace("\n", " " if step.times % 2 else "", step.times)


LINES, WORDS = r"(?<=\n)", r"(?<= )"
STEPS: Mapping[str, Callable[[Step, str], str]] = {
    **{f"{name} lines": _pieces(LINES, c) for name, c in (("no", _without), ("double", _doubled), ("swapped", _swapped))},
    **{f"{name} words": _pieces(WORDS, c) for name, c in (("no", _without), ("double", _doubled), ("swapped", _swapped))},
    "cut": _cut,
    "inserted": _inserted,
    "struck": _struck,
    "sprinkled": _sprinkled,
    "line ends": _ended,
    "case": _recased,
    "mangled": _mangled,
    "joined": _joined,
}
share = st.floats(0, 1, exclude_max=True, allow_nan=False, width=32)
# What is put in is what breaks readers: it is done as often as everything else together.
kind = st.sampled_from((*STEPS, *("inserted", "struck") * 6))
steps = st.lists(st.builds(Step, kind, share, st.integers(1, 6), share, st.sampled_from(JUNK)), min_size=1, max_size=6)
damaged = st.tuples(st.sampled_from(sorted(SAMPLES)), steps)


def read_damaged(name: str, damage: list[Step]) -> Document | None:
    """The sample with the damage as it is read; None when it is refused with a reason."""
    text, suffix = SAMPLES[name]
    for step in damage:
        text = step.done_to(text)
    try:
        return read_text(text, name, suffix)
    except InputError:
        return None


def check(document: Document, facts: list[Fact]) -> None:
    """Every fact quotes the raw text at its place, has a name of its own, and can be written down."""
    for fact in facts:
        assert fact.evidence
        assert all(e.quote == document.raw[e.start : e.end] for e in fact.evidence)
        fact.to_line().encode("utf-8")
    assert len({f.id for f in facts}) == len(facts)


def test_there_are_samples_and_kinds_of_damage() -> None:
    """A score of samples, a hundred pieces of junk, each step able to change a text."""
    assert len(SAMPLES) >= 20
    assert len(set(JUNK)) == len(JUNK) >= 100
    text = "One two.\nThree é four.\nFive six seven.\n" * 9
    assert {k for k in STEPS if all(Step(k, 0.3, n, 0.8, "#").done_to(text) == text for n in range(1, 7))} == set()


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None, phases=(Phase.explicit, Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))
@given(damaged)
def test_a_damaged_release_is_read_or_refused(case: tuple[str, list[Step]]) -> None:
    """Five thousand damaged samples: no error but a refusal with a reason; quotes are verbatim and names of facts unique."""
    document = read_damaged(*case)
    if document:
        check(document, pipeline.facts_of(document))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged)
def test_a_damaged_release_is_read_the_same_twice(case: tuple[str, list[Step]]) -> None:
    """Names of facts are stable: the same damage gives the same lines."""
    once, again = read_damaged(*case), read_damaged(*case)
    if once and again:
        facts = pipeline.facts_of(once)
        check(once, facts)
        assert [f.to_line() for f in facts] == [f.to_line() for f in pipeline.facts_of(again)]
