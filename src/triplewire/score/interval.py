"""How sure a figure is: what it would have been had other releases been annotated."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from triplewire.score.tally import Tally

ROUNDS, SEED, TAIL = 1000, 0, 0.025

Interval = tuple[float, float]


@lru_cache(8)
def _draws(size: int) -> tuple[tuple[int, ...], ...]:
    """Which of `size` releases each round draws, with replacement; the same in every run."""
    random = Random(SEED)  # noqa: S311 - a bootstrap keeps no secrets
    return tuple(tuple(random.choices(range(size), k=size)) for _ in range(ROUNDS))


def bootstrap(tallies: Sequence[Tally]) -> Interval | None:
    """The interval in which the F1 of the sum lies in 95 % of the rounds that draw as many releases anew; `tallies` are those of one
    release each, in an order that does not depend on how they were given. None for less than two releases with something to count.
    """
    if sum(map(bool, tallies)) < 2:
        return None
    figures = sorted(f1 for draw in _draws(len(tallies)) if (f1 := _f1([tallies[i] for i in draw])) is not None)
    return figures[round(TAIL * (len(figures) - 1))], figures[round((1 - TAIL) * (len(figures) - 1))]


def _f1(drawn: Sequence[Tally]) -> float | None:
    """F1 of the sum, None when nothing of the kind was drawn."""
    right = sum(t.right for t in drawn)
    both = 2 * right + sum(t.wrong + t.missed for t in drawn)
    return 2 * right / both if both else None
