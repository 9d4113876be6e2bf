"""What exporters read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from triplewire.model import Fact
from triplewire.store import named_quads, triples


@dataclass(frozen=True)
class Source:
    """The store of a build, and its facts in the order of `facts.jsonl`, which are read when a format asks for them."""

    store: ox.Store
    read_facts: Callable[[], Sequence[Fact]]

    @cached_property
    def facts(self) -> Sequence[Fact]:
        """The facts of the build."""
        return self.read_facts()

    @cached_property
    def sizes(self) -> Counter[str]:
        """How many quads each named graph holds, by its IRI."""
        return Counter(quad.graph_name.value for quad in named_quads(self.store) if isinstance(quad.graph_name, ox.NamedNode))

    def quads(self) -> list[ox.Quad]:
        """Every quad, sorted by its text: all in memory."""
        return sorted(named_quads(self.store), key=str)

    def triples(self) -> list[ox.Triple]:
        """Every triple once, sorted by its text: all in memory."""
        return sorted(triples(self.store), key=str)
