"""Scanning noise put into a real release costs little: the official scorer's count of the core families before and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import mean

import pytest
from tests.noise import SWAPS, damaged, places
from tests.shared import need_shared
from tests.unit.test_seed import f1, scored

from triplewire import pipeline
from triplewire.model import Document, Span
from triplewire.read import read, read_text

SEEDS = range(40)
BAR = 0.02
"""One glyph in a hundred of names, codes, phases and periods misread: F1 of the core families falls by two points at most."""
TEXT = "NVT-101 targets CD56 in Phase II trials."


def test_noise_strikes_only_where_it_is_told() -> None:
    """Outside the given places not a character changes; inside, one seed does the same damage at each call."""
    where = [Span(0, 7), Span(16, 20)]
    assert damaged(TEXT, where, 1, 0.3) == damaged(TEXT, where, 1, 0.3) != TEXT
    assert damaged(TEXT, where, 1, 0.0) == TEXT
    for seed in range(50):
        noisy = damaged(TEXT, where, seed, 0.3)
        assert " targets " in noisy
        assert noisy.endswith(" in Phase II trials.")


def test_swaps_are_look_alikes_both_ways() -> None:
    """What a glyph is read as is also read as it."""
    assert all(glyph in SWAPS[other] for glyph, others in SWAPS.items() for other in others)


def test_the_places_are_names_codes_phases_and_periods() -> None:
    """The places of a small text are its compound, its target and its phase."""
    document = read_text(f"Norvane Reports\n\nNorvane Therapeutics, Inc. said: {TEXT}")
    found = [s.of(document.raw) for s in places(document)]
    assert found[-3:] == ["NVT-101", "CD56", "Phase II"]


@pytest.fixture(scope="module")
def seed() -> Document:
    """The first real release, as it is."""
    return read(next((need_shared() / "releases" / "seed").glob("*.txt")))


@pytest.fixture(scope="module")
def scores(seed: Document, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, float]:
    """F1 of the core families for the release as it is (`clean`) and for each noisy copy of it."""
    folder = tmp_path_factory.mktemp("noise")
    gold = json.loads((need_shared() / "gold" / "seed.json").read_text("utf-8"))
    for name, document in copies(seed):
        (folder / f"{name}.json").write_text(json.dumps({**gold, "id": name}), "utf-8")
        (folder / f"{name}.jsonl").write_text("".join(f"{f.to_line()}\n" for f in pipeline.facts_of(document)), "utf-8")
    return {name: f1(Counter(counts)) for name, counts in scored(folder, gold=folder)["docs"].items()}


def copies(document: Document) -> Iterator[tuple[str, Document]]:
    """The release under the name `clean`, then a noisy copy of it for each seed."""
    yield "clean", document
    where = places(document)
    for number in SEEDS:
        # The name carries the date, as that of the file does.
        yield f"noise{number:02}", read_text(damaged(document.raw, where, number), f"noise-{document.release.date}")


@pytest.mark.shared
@pytest.mark.slow
def test_noise_costs_two_points_at_most(scores: Mapping[str, float]) -> None:
    """At one glyph in a hundred the mean loss of F1 over forty noisy copies stays within the bar."""
    noisy = [value for name, value in scores.items() if name != "clean"]
    assert len(noisy) == len(SEEDS)
    assert scores["clean"] - mean(noisy) <= BAR, sorted(noisy)


@pytest.mark.shared
def test_noise_is_real(seed: Document) -> None:
    """A noisy copy differs from the release in a score of places or so; else the test above shows little."""
    where = places(seed)
    glyphs = sum(c.isalnum() for s in where for c in s.of(seed.raw))
    noisy = damaged(seed.raw, where, 0)
    assert glyphs > 1000
    assert len(noisy) - len(seed.raw) < 10
    assert sum(a != b for a, b in zip(noisy.split(), seed.raw.split(), strict=False)) >= glyphs // 150
