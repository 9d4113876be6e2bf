"""Counts of right, wrong and missed facts, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, wrong and missed facts of a family, or of all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    def __bool__(self) -> bool:
        """Whether there was anything to find or anything was read."""
        return bool(self.right or self.wrong or self.missed)

    @property
    def gold(self) -> int:
        """How many facts there were to be found."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """Right among read; when nothing was read, 1 if nothing was to be found, else 0."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float(not self.missed)

    @property
    def recall(self) -> float:
        """Right among those to be found; 1 when there is nothing to find."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies: micro figures are those of the sum."""
    return sum(tallies, Tally())


def macro(tallies: Iterable[Tally]) -> float:
    """The mean F1 of the tallies that are not empty; 1 when all are."""
    figures = [t.f1 for t in tallies if t]
    return sum(figures) / len(figures) if figures else 1.0
