"""Which fact that was read is which claim that a person found: one to one, as many as can be, the closest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triplewire.score.gold import Claim
from triplewire.score.rules import grade
from triplewire.score.synonyms import Synonyms


def pair_up(read: Sequence[Claim], found: Sequence[Claim], names: Synonyms) -> dict[int, int]:
    """Place of a fact -> place of the claim that it is. No other pairing has more pairs; of equally close ones the first is taken."""
    fits = {(i, j): g for i, fact in enumerate(read) for j, claim in enumerate(found) if (g := grade(fact, claim, names))}
    closest = sorted(fits, key=lambda pair: (-fits[pair], pair))
    choices: dict[int, list[int]] = {}
    owner: dict[int, int] = {}
    for fact, claim in closest:
        choices.setdefault(fact, []).append(claim)
        if fact not in owner.values():
            owner.setdefault(claim, fact)
    for fact in sorted(choices):
        if fact not in owner.values():
            _place(fact, choices, owner, set())
    return {fact: claim for claim, fact in sorted(owner.items(), key=lambda pair: pair[1])}


def _place(fact: int, choices: Mapping[int, Sequence[int]], owner: dict[int, int], tried: set[int]) -> bool:
    """Give the fact a claim, moving others to claims that fit them too; False, and nothing changed, when that cannot be."""
    for claim in choices[fact]:
        if claim not in tried:
            tried.add(claim)
            if claim not in owner or _place(owner[claim], choices, owner, tried):
                owner[claim] = fact
                return True
    return False
