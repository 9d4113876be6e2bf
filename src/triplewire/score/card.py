"""The score card: figures by family, by group of families and by release, with intervals and a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from triplewire.score.baseline import PAIRS
from triplewire.score.interval import Interval, bootstrap
from triplewire.score.tally import Tally, macro, total
from triplewire.score.verdicts import Judged, count

SECONDARY = ("deal", "financial", "guidance", "person_role")
CORE = (
    *("uses_technology", "has_payload", "has_target", "has_indication", "developed_by", "partnered_with", "orphan_designation"),
    *("designation", "stage", "trial", "milestone", "combination", "alias"),
)
GROUPS: Mapping[str, tuple[str, ...]] = {"core": CORE, "secondary": SECONDARY}


@dataclass(frozen=True)
class Scored:
    """One release: the id of its gold, the verdicts on its facts, and the tallies of what co-occurrence alone would say."""

    release: str
    judged: tuple[Judged, ...]
    chance: Mapping[str, Tally]

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """The tally of each family."""
        return count(self.judged)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card: what it is of, its counts, the 95 % interval of F1 (None for a single release), and the counts of
    co-occurrence on the same (None where it says nothing).
    """

    name: str
    tally: Tally
    interval: Interval | None = None
    chance: Tally | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Some families together: each, all (micro), the mean F1 (macro), and those that co-occurrence also speaks of."""

    name: str
    families: tuple[Line, ...]
    micro: Line
    macro: float
    compared: Line | None


@dataclass(frozen=True)
class Card:
    """The figures of several releases, sorted by their ids."""

    releases: tuple[Scored, ...]

    @classmethod
    def of(cls, scored: Iterable[Scored]) -> Card:
        """The card of scored releases; their order does not matter."""
        return cls(tuple(sorted(scored, key=lambda one: one.release)))

    def group(self, name: str) -> Group:
        """The figures of `core` or `secondary`."""
        families = GROUPS[name]
        lines = tuple(self._line(family, [family]) for family in families)
        compared = [family for family in families if family in PAIRS]
        beside = self._line(f"{name}, pairs", compared) if compared else None
        return Group(name, lines, self._line(f"{name}, micro", families), macro(line.tally for line in lines), beside)

    def _line(self, name: str, families: Sequence[str]) -> Line:
        own = [total(one.tallies[family] for family in families) for one in self.releases]
        known = all(family in PAIRS for family in families)
        chance = total(one.chance[family] for one in self.releases for family in families) if known else None
        return Line(name, total(own), bootstrap(own), chance)

    def by_release(self, group: str) -> list[Line]:
        """One line for each release, over the families of a group."""
        return [Line(one.release, total(one.tallies[family] for family in GROUPS[group])) for one in self.releases]

    def judged(self) -> list[tuple[str, Judged]]:
        """Every verdict with the release it belongs to, in order."""
        return [(one.release, judged) for one in self.releases for judged in one.judged]
