"""What an import took in and what it left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from triplewire.lexicon.term import Term, attributes


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was left out: where it stands, the form or identifier (which may be ""), and why."""

    where: str
    form: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took in and left out. `entries` is how many things the list holds, `xrefs` how many references to other
    registers it makes, which are never taken; `known` are the names there were before, `repeated` the rows that are written again
    as they were, so that the folder stands by itself; `file` is what was written, if anything.
    """

    terms: tuple[Term, ...]
    skipped: tuple[Skipped, ...] = ()
    entries: int = 0
    xrefs: int = 0
    known: frozenset[str] = frozenset()
    repeated: frozenset[Term] = frozenset()
    version: str = ""
    file: Path | None = None

    @property
    def names(self) -> int:
        """How many names came in, or gained forms."""
        return len({t.name for t in self.terms})

    @property
    def extended(self) -> int:
        """How many of the names were known before."""
        return len({t.name for t in self.terms} & self.known)

    @property
    def forms(self) -> int:
        """How many forms came in, names included, without those that were known before."""
        return sum(not (t.canonical and t.name in self.known) for t in self.terms if t not in self.repeated)

    @property
    def identifiers(self) -> int:
        """How many identifiers came in."""
        return sum(t.canonical and bool(t.curie) for t in self.terms if t not in self.repeated)

    @property
    def ambiguous(self) -> int:
        """How many of the forms count only where a longer form of the same name stands in the same text."""
        return sum("ambiguous" in attributes(t.note) for t in self.terms if t not in self.repeated)

    def reasons(self) -> list[tuple[str, int, Skipped]]:
        """Each reason why something was left out, how often, and the first case; the most frequent first."""
        counts = Counter(s.reason for s in self.skipped)
        first = {s.reason: s for s in reversed(self.skipped)}
        return [(reason, n, first[reason]) for reason, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]

    def summary(self) -> str:
        """One line of counts for people."""
        left = "; ".join(f"{n} {reason}" for reason, n, _ in self.reasons())
        return f"{self.names} names in {self.forms} forms, {self.identifiers} identifiers; left out: {left or 'nothing'}"
