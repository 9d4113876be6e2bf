"""The requests that carry out a plan, in two forms: SPARQL 1.1 Update, and the SPARQL 1.1 Graph Store HTTP Protocol.

In both, a graph is marked as coming before it is touched, and gets its version after its last triple; every request may be repeated.
So a run that ends anywhere leaves records that are true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from triplewire.export.sparql.plan import Change, Plan
from triplewire.export.sparql.records import LOADS, VERSION, Record, line

MOST_LINES = 2000
"""Triples of one INSERT DATA: the parser of Virtuoso 7 takes somewhat less than 5,000."""
UPDATE = "application/sparql-update; charset=utf-8"
TURTLE = "text/turtle; charset=utf-8"

Lines = Callable[[str], Sequence[str]]
"""The N-Triples lines of a graph of the build."""


@dataclass(frozen=True, slots=True)
class Step:
    """A request; how many triples of graphs go with it, and which graph it is at."""

    method: str
    url: str
    media: str = ""
    body: bytes | None = None
    triples: int = 0
    label: str = ""


class Form(Protocol):
    """A way to write into a store."""

    def marks(self, plan: Plan) -> Iterator[Step]:
        """The requests that say what is coming."""

    def changes(self, plan: Plan, lines: Lines) -> Iterator[Step]:
        """The requests that put and drop graphs, and record it."""


@dataclass(frozen=True, slots=True)
class _Operation:
    text: str
    triples: int = 0
    label: str = ""

    @property
    def size(self) -> int:
        return len(self.text.encode()) + len(SEPARATOR)


SEPARATOR = " ;\n"


@dataclass(frozen=True, slots=True)
class Updates:
    """SPARQL 1.1 Update at an address, in requests of at most `limit` bytes (unless one triple is longer)."""

    url: str
    limit: int

    def marks(self, plan: Plan) -> Iterator[Step]:
        """Marks first, then versions go: between the two a graph counts as not whole."""
        coming = [line(c.graph, *c.mark) for c in plan.changes]
        gone = [line(c.graph, *pair) for c in plan.changes for pair in c.recorded if pair != c.mark]
        return self._requests([[*self._data("INSERT", LOADS, coming), *self._data("DELETE", LOADS, gone)]])

    def changes(self, plan: Plan, lines: Lines) -> Iterator[Step]:
        """Small graphs share a request; one that does not fit into what is left of it begins the next."""
        return self._requests(self._operations(plan, lines))

    def _operations(self, plan: Plan, lines: Lines) -> Iterator[list[_Operation]]:
        """The operations of each graph. A version is there before its mark goes."""
        for change in plan.puts:
            yield [
                _Operation(f"DROP SILENT GRAPH <{change.graph}>"),
                *self._data("INSERT", change.graph, lines(change.graph), counted=True),
                *self._data("INSERT", LOADS, [line(change.graph, *_version(change))]),
                *self._data("DELETE", LOADS, [line(change.graph, *change.mark)]),
            ]
        for change in plan.drops:
            yield [
                _Operation(f"DROP SILENT GRAPH <{change.graph}>", label=change.graph),
                *self._data("DELETE", LOADS, [line(change.graph, *change.mark)]),
            ]

    def _data(self, verb: str, graph: str, lines: Iterable[str], *, counted: bool = False) -> Iterator[_Operation]:
        """`INSERT DATA` or `DELETE DATA` of these lines, in as many operations as the limits ask for."""
        head, tail = f"{verb} DATA {{ GRAPH <{graph}> {{\n", "\n} }"
        room = self.limit - len(head.encode()) - len(tail) - len(SEPARATOR)
        for some in _chunks(lines, room):
            yield _Operation(f"{head}{chr(10).join(some)}{tail}", len(some) if counted else 0, graph if counted else "")

    def _requests(self, groups: Iterable[list[_Operation]]) -> Iterator[Step]:
        held: list[_Operation] = []
        size = 0
        for group in groups:
            whole = sum(operation.size for operation in group)
            if held and size + whole > self.limit >= whole:
                yield self._step(held)
                held, size = [], 0
            for operation in group:
                if held and size + operation.size > self.limit:
                    yield self._step(held)
                    held, size = [], 0
                held.append(operation)
                size += operation.size
        if held:
            yield self._step(held)

    def _step(self, operations: Sequence[_Operation]) -> Step:
        body = SEPARATOR.join(operation.text for operation in operations).encode()
        label = next((operation.label for operation in reversed(operations) if operation.label), "")
        return Step("POST", self.url, UPDATE, body, sum(operation.triples for operation in operations), label)


def _version(change: Change) -> Record:
    assert change.content
    return VERSION, change.content.digest


def _chunks(lines: Iterable[str], room: int) -> Iterator[list[str]]:
    held: list[str] = []
    size = 0
    for one in lines:
        added = len(one.encode()) + 1
        if held and (size + added > room or len(held) == MOST_LINES):
            yield held
            held, size = [], 0
        held.append(one)
        size += added
    if held:
        yield held


@dataclass(frozen=True, slots=True)
class GraphStore:
    """The Graph Store Protocol at an address: a graph is one PUT, whatever its size."""

    url: str

    def marks(self, plan: Plan) -> Iterator[Step]:
        """The records as a whole: what stays, and what is coming or going."""
        yield self._put(LOADS, sorted([*_versions(plan, puts=False), *(line(c.graph, *c.mark) for c in plan.changes)]))

    def changes(self, plan: Plan, lines: Lines) -> Iterator[Step]:
        """Each graph, and its version behind it; in the end the records without the marks, which nothing but a PUT can take away."""
        for change in plan.puts:
            yield self._put(change.graph, lines(change.graph), change.triples)
            yield Step("POST", self._address(LOADS), TURTLE, f"{line(change.graph, *_version(change))}\n".encode())
        for change in plan.drops:
            yield Step("DELETE", self._address(change.graph), label=change.graph)
        yield self._put(LOADS, sorted(_versions(plan, puts=True)))

    def _put(self, graph: str, lines: Sequence[str], triples: int = 0) -> Step:
        body = "".join(f"{one}\n" for one in lines).encode()
        return Step("PUT", self._address(graph), TURTLE, body, triples, graph if triples else "")

    def _address(self, graph: str) -> str:
        return f"{self.url}{'&' if '?' in self.url else '?'}graph={quote(graph, safe='')}"


def _versions(plan: Plan, *, puts: bool) -> Iterator[str]:
    """The records of the graphs that stay, and with `puts` of those that are put."""
    there = [*plan.unchanged, *(c.content for c in plan.puts if puts and c.content)]
    return (line(content.graph, VERSION, content.digest) for content in there)
