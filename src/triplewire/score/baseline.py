"""What co-occurrence alone would say: what stands in one sentence belongs together. A reader that does no better has read nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from types import MappingProxyType

from triplewire.model import Mention, Reading
from triplewire.score.gold import Claim

PAIRS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = MappingProxyType(
    {
        "uses_technology": (("compound", "compound"), ("technology", "technology")),
        "has_payload": (("compound", "compound"), ("payload", "payload")),
        "has_target": (("compound", "compound"), ("target", "target")),
        "has_indication": (("compound", "compound"), ("indication", "indication")),
        "developed_by": (("compound", "compound"), ("organization", "organization")),
        "partnered_with": (("organization_a", "organization"), ("organization_b", "organization")),
        "designation": (("compound", "compound"), ("type", "designation")),
        "stage": (("compound", "compound"), ("stage", "phase")),
        "trial": (("compound", "compound"), ("phase", "phase")),
        "combination": (("compound", "compound"), ("other_drug", "compound")),
    }
)
"""Family -> its two arguments, each with the type of name that it is taken from. Other families need more than two names."""


def co_occurring(reading: Reading) -> list[Claim]:
    """Every pair of names of one sentence whose types fit a family, as claims of that family, each once."""
    found = {(family, *pair): None for mentions in reading.by_sentence for family in PAIRS for pair in _pairs(family, mentions)}
    return [_claim(*key) for key in found]


def _pairs(family: str, mentions: tuple[Mention, ...]) -> Iterator[tuple[str, str]]:
    (_, one), (_, two) = PAIRS[family]
    ones, twos = (sorted({m.name for m in mentions if m.type == kind}) for kind in (one, two))
    yield from combinations(ones, 2) if one == two else product(ones, twos)


def _claim(family: str, one: str, two: str) -> Claim:
    (first, _), (second, _) = PAIRS[family]
    return {"family": family, first: one, second: two}
