"""Our scorer and the one beside the real releases give the same verdicts. Both lie beside the checkout."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from tests.shared import need_shared

from triplewire import lexicon, pipeline
from triplewire.read import read
from triplewire.score import Gold, load_gold, tallies
from triplewire.score.verdicts import BESIDE, claims_of

pytestmark = [pytest.mark.shared, pytest.mark.slow]

Claims = Mapping[str, list[Mapping[str, Any]]]
Counts = Counter[tuple[str, str, str]]


@pytest.fixture(scope="module")
def other() -> ModuleType:
    """The scorer beside the real releases."""
    spec = importlib.util.spec_from_file_location("other_scorer", need_shared() / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def golds() -> dict[str, Gold]:
    """The annotated real releases."""
    return load_gold(need_shared() / "gold")


def texts() -> Iterator[tuple[str, Path]]:
    """The ids of the gold with the files of their releases."""
    releases = need_shared() / "releases"
    yield from ((path.name.split("-")[0], path) for path in sorted((releases / "dev").glob("d*.md")))
    yield "seed", next((releases / "seed").glob("*.txt"))


def ours(claims: Claims, golds: Mapping[str, Gold]) -> Counts:
    """Our counts by release, family and verdict."""
    found = ((i, family, tally) for i, own in claims.items() for family, tally in tallies(own, golds[i]).items())
    return Counter({(i, family, word): getattr(t, word) for i, family, t in found for word in ("right", "wrong", "missed")})


def theirs(claims: Claims, other: ModuleType) -> Counts:
    """The other scorer's counts by release, family and verdict."""
    gold, out = other.load_gold(str(need_shared() / "gold")), Counter[tuple[str, str, str]]()
    for i, own in claims.items():
        for family, found in other.score_doc(gold[i], [other.as_gold_names(dict(claim)) for claim in own]).items():
            out.update(dict(zip(((i, family, w) for w in ("right", "wrong", "missed")), counted(found), strict=True)))
    return out


def counted(found: Mapping[str, Any]) -> tuple[int, int, int]:
    """Right, wrong and missed of one family."""
    return found["tp"], len(found["fp"]), len(found["fn"])


@pytest.mark.parametrize("left_out", [(), ("compounds", "organizations", "technologies")])
def test_what_is_read_gets_the_same_verdicts(left_out: tuple[str, ...], other: ModuleType, golds: dict[str, Gold]) -> None:
    """Right, wrong and missed are as many for each family of each release, also where much is read wrongly."""
    with lexicon.without(left_out):
        claims = {i: claims_of(pipeline.facts_of(read(path))) for i, path in texts()}
    assert len(claims) == 35
    assert sum(map(len, claims.values())) > 500
    assert ours(claims, golds) == theirs(claims, other)


def test_damaged_gold_gets_the_same_verdicts(other: ModuleType, golds: dict[str, Gold]) -> None:
    """So do the gold's own claims with arguments lost, misspelt and taken from each other, in which there is something of each verdict."""
    claims = {i: list(damaged([*gold.required, *gold.optional], Random(i))) for i, gold in golds.items()}
    found = ours(claims, golds)
    assert min(sum(n for (*_, verdict), n in found.items() if verdict == word) for word in ("right", "wrong", "missed")) > 100
    assert found == theirs(claims, other)


def damaged(claims: Iterable[Mapping[str, Any]], random: Random) -> Iterator[Mapping[str, Any]]:
    """Claims as somebody might read them who reads badly."""
    given = list(claims)
    for claim in given:
        peers = [peer for peer in given if peer["family"] == claim["family"]]
        names = {k: v for k, v in claim.items() if k not in BESIDE and isinstance(v, str)}
        bad = {k: spoilt(k, v, random, random.choice(peers)) for k, v in names.items()}
        yield {**{k: v for k, v in claim.items() if k not in ("evidence", "optional")}, **{k: v for k, v in bad.items() if v}}


def spoilt(argument: str, value: str, random: Random, peer: Mapping[str, Any]) -> str:
    """An argument as it is, in other letters, cut, grown, or that of another claim."""
    ways = [value, value, value, value.upper(), value.replace("-", " "), f"{value}s", f"advanced {value}", f"{value} Inc.", f"X9 ({value})"]
    return str(random.choice([*ways, " ".join(value.split()[1:]) or value, peer.get(argument) or value]))
