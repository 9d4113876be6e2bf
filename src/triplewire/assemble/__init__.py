"""Facts of many releases under one set of names: a compound renamed between releases is one compound, a short company name the long one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triplewire.assemble.naming import Naming
from triplewire.model import Fact


def assemble(facts: Sequence[Fact]) -> list[Fact]:
    """The facts with canonical names across all releases, sorted by release, first evidence, family and id; none is dropped.

    The names that a fact's own release uses stay among its aliases.
    """
    naming = Naming.of(facts)
    return in_order(naming.applied(f) for f in facts)


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by release, first evidence, family and id."""
    return sorted(facts, key=lambda f: (f.release, f.evidence[0].start, f.evidence[0].end, f.family, f.id))


__all__ = ["assemble", "in_order"]
