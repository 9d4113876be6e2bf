"""The promise record of companies: the numbers that `triplewire query promise-record` and its like give, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from triplewire.draw.names import Row
from triplewire.draw.reader import Reader

COUNTED = ("open", "kept", "in_time", "late", "slipped", "narrowed", "withdrawn", "overdue")
"""What `promise-record` counts beside `promises`; kept with an unknown day is neither in time nor late."""
LEAST = 5
"""No rate is told of fewer decided promises."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of how many decided promises how many were kept in time, and the share in whole percent as the query has it."""

    decided: int = 0
    in_time: int = 0
    percent: int = 0

    @property
    def enough(self) -> bool:
        """Whether the share says anything."""
        return self.decided >= LEAST


@dataclass(frozen=True, slots=True)
class Kind:
    """The record of one kind of event."""

    name: str
    rate: Rate = Rate()
    slips: tuple[int, ...] = ()

    @property
    def median(self) -> float | None:
        """The middle of the days by which its promises slipped; None when none did."""
        return median(self.slips) if self.slips else None


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one company: how many promises in which state, how many in time, and both by kind of event."""

    promises: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    rate: Rate = Rate()
    kinds: tuple[Kind, ...] = ()

    @property
    def slips(self) -> tuple[int, ...]:
        """The days by which its promises slipped, the fewest first."""
        return tuple(sorted(days for kind in self.kinds for days in kind.slips))

    @property
    def median(self) -> float | None:
        """The middle of these days; None when none slipped."""
        return median(self.slips) if self.slips else None

    def count(self, word: str) -> int:
        """One of COUNTED."""
        return dict(self.counts).get(word, 0)


def records(reader: Reader) -> dict[str, Record]:
    """Name of a company -> its record, of all companies with promises."""
    totals = {row["company"]: row for row in reader.answer("promise-record")}
    rates = {row["company"]: _rate(row) for row in reader.answer("on-time-by-company")}
    kinds: dict[str, dict[str, Rate]] = {}
    for row in reader.answer("on-time-by-company-and-kind"):
        kinds.setdefault(row["company"], {})[row["kind"]] = _rate(row)
    slips: dict[str, dict[str, list[int]]] = {}
    for row in reader.answer("slip-days"):
        slips.setdefault(row["company"], {}).setdefault(row["kind"], []).append(int(row["days"]))
    out = {}
    for name, row in totals.items():
        own, late = kinds.get(name, {}), slips.get(name, {})
        made = tuple(Kind(k, own.get(k, Rate()), tuple(late.get(k, ()))) for k in sorted({*own, *late}))
        out[name] = Record(int(row["promises"]), tuple((word, int(row[word])) for word in COUNTED), rates.get(name, Rate()), made)
    return out


def _rate(row: Row) -> Rate:
    return Rate(int(row["decided"]), int(row["in_time"]), int(row["percent"]))
