"""A look at the store of a build that is being made: for the process that makes it, and for those that help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from triplewire import vocab
from triplewire.lookup import having
from triplewire.reason import INFERRED
from triplewire.reason.about import TOLD, kind
from triplewire.store import discard, finish, open_store
from triplewire.store.disk import batched

RELEASES = vocab.GRAPH + "release/"
NEVER_INFERRED = TOLD - {"inference"}
"""Kinds of things of which every triple is told."""
T = TypeVar("T")


class Look:
    """What a store holds at a moment. Another process opens a snapshot, read only: files of the store itself come and go."""

    def __init__(self, store: Store, snapshot: Path | None = None) -> None:
        """`snapshot` is where one is made, None when no other process will look."""
        self._store: Store | None = store
        self._snapshot = snapshot
        if snapshot is not None:
            finish(store, snapshot)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs to look itself."""
        return {"_store": None, "_snapshot": self._snapshot}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A look from another process."""
        self._store, self._snapshot = state["_store"], state["_snapshot"]

    @property
    def store(self) -> Store:
        """The store."""
        if self._store is None:
            assert self._snapshot is not None, "nobody else looks where there is no snapshot"
            self._store = _opened(self._snapshot)
        return self._store

    def default(self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
        """The triples of all graphs, each once."""
        if value is None:
            return self.store.quads_for_pattern(subject, predicate, None, DefaultGraph())
        return having(self.store, subject, predicate, value, DefaultGraph())

    def close(self) -> None:
        """Removes the snapshot."""
        if self._snapshot is not None:
            discard(self._snapshot)

    def graphs(self) -> tuple[list[str], list[str]]:
        """The named graphs by their IRIs, sorted: those of single releases, and those that many releases make together."""
        names = sorted(graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode))
        single = [name for name in names if name.startswith(RELEASES)]
        return single, [name for name in names if not name.startswith(RELEASES)]

    def of_graph(self, graph: str) -> Iterator[Quad]:
        """The quads of a named graph, those of a subject together."""
        return self.store.quads_for_pattern(None, None, None, NamedNode(graph))

    def told(self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
        """The triples that are told, each once; not those that only follow."""
        return filter(self.tells, self.default(subject, predicate, value))

    def tells(self, quad: Quad) -> bool:
        """Whether a triple is told, and does not only follow."""
        triple = quad.triple
        if kind(triple.subject) in NEVER_INFERRED or Quad(triple.subject, triple.predicate, triple.object, INFERRED) not in self.store:
            return True
        graphs = {quad.graph_name for quad in having(self.store, *triple)}
        return bool(graphs - {INFERRED, DefaultGraph()})


@dataclass(frozen=True, slots=True)
class Share(Generic[T]):
    """Some of what is to be looked at, and where: a piece of work for a crew."""

    look: Look
    items: tuple[T, ...]


def shares(look: Look, items: Iterable[T], size: int) -> Iterator[Share[T]]:
    """What is to be looked at, so much at a time."""
    return (Share(look, tuple(some)) for some in batched(items, size))


@lru_cache(maxsize=1)
def _opened(snapshot: Path) -> Store:
    return open_store(snapshot)
