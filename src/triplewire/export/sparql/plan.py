"""What is to be done so that a store holds exactly a build."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from triplewire.export.sparql.content import Content
from triplewire.export.sparql.records import COMING, NOTHING, Record, Records

Why = Literal["new", "changed", "not whole", "of another size", "no longer in the build"]


@dataclass(frozen=True, slots=True)
class Change:
    """A graph to put (`content` is there) or to drop, and why; `recorded` is what the store says of it now."""

    graph: str
    why: Why
    content: Content | None
    recorded: tuple[Record, ...] = ()

    @property
    def mark(self) -> Record:
        """What is recorded of it while it is changed: the version that comes, or that none will."""
        return COMING, self.content.digest if self.content else NOTHING

    @property
    def triples(self) -> int:
        """How many triples are sent for it."""
        return self.content.triples if self.content else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The graphs to put and then those to drop, both in their order, and what stays as it is."""

    puts: tuple[Change, ...]
    drops: tuple[Change, ...]
    unchanged: tuple[Content, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.puts or self.drops)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of it, in its order."""
        return (*self.puts, *self.drops)

    @property
    def triples(self) -> int:
        """How many triples are sent."""
        return sum(change.triples for change in self.puts)


def plan(build: Iterable[Content], held: Records) -> Plan:
    """What brings a store that holds `held` to `build`. A graph without a record that is not in the build is somebody else's."""
    puts, kept = [], []
    for content in build:
        if why := _why(content, held):
            puts.append(Change(content.graph, why, content, held.of(content.graph)))
        else:
            kept.append(content)
    known = {change.graph for change in puts} | {content.graph for content in kept}
    drops = (Change(graph, "no longer in the build", None, held.of(graph)) for graph in sorted(held.said) if graph not in known)
    return Plan(tuple(puts), tuple(drops), tuple(kept))


def _why(content: Content, held: Records) -> Why | None:
    """Why a graph must be sent; None when it is there."""
    if content.graph not in held.said:
        return "new"
    version = held.version(content.graph)
    if not version:
        return "not whole"
    if version != content.digest:
        return "changed"
    # A record outlives a graph that somebody dropped or added to, or that a server lost in a crash.
    return None if held.triples.get(content.graph, 0) == content.triples else "of another size"
