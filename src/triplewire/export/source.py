"""What exporters read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from triplewire.model import Fact
from triplewire.store import is_merged, named_quads


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

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad of the named graphs in the order of its text; the names of subjects and the quads of one are in memory at once."""
        for subject in sorted({quad.subject for quad in named_quads(self.store)}, key=str):
            found = self.store.quads_for_pattern(subject, None, None, None)
            yield from sorted((quad for quad in found if not isinstance(quad.graph_name, ox.DefaultGraph)), key=str)

    def graph(self, name: str) -> Iterator[list[ox.Triple]]:
        """The triples of one named graph, subject by subject, both in the order of their text."""
        return self._subjects(ox.NamedNode(name))

    def triples(self) -> Iterator[ox.Triple]:
        """Every triple once, in the order of its text; what is in memory is as for `quads`."""
        return (triple for found in self.subjects() for triple in found)

    def subjects(self) -> Iterator[list[ox.Triple]]:
        """Every triple once, subject by subject, both in the order of their text."""
        return self._subjects(ox.DefaultGraph() if is_merged(self.store) else None)

    def _subjects(self, graph: ox.NamedNode | ox.DefaultGraph | None) -> Iterator[list[ox.Triple]]:
        for subject in sorted({quad.subject for quad in self.store.quads_for_pattern(None, None, None, graph)}, key=str):
            found = self.store.quads_for_pattern(subject, None, None, graph)
            yield sorted({quad.triple for quad in found}, key=str)
