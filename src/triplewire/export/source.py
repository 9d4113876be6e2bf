"""What exporters read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire.model import Fact
from triplewire.store import named_quads, triples


@dataclass(frozen=True, slots=True)
class Source:
    """The store of a build and its facts in the order of `facts.jsonl`."""

    store: ox.Store
    facts: Sequence[Fact]

    def quads(self) -> list[ox.Quad]:
        """Every quad, sorted by its text."""
        return sorted(named_quads(self.store), key=str)

    def triples(self) -> list[ox.Triple]:
        """Every triple once, sorted by its text."""
        return sorted(triples(self.store), key=str)
