"""What a store says that it holds: the graph `https://w3id.org/triplewire/graph/loads` of the store itself.

`GRAPH dcterms:hasVersion DIGEST` stands there once a graph has arrived. Before its first triple is touched, this gives way to
`GRAPH dcterms:isReplacedBy DIGEST`, or `rdf:nil` where the graph goes; so a graph that has a version is whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from triplewire import vocab
from triplewire.errors import EndpointError
from triplewire.query import Table, remote
from triplewire.query.client import Client

LOADS = f"{vocab.GRAPH}loads"
VERSION = "http://purl.org/dc/terms/hasVersion"
COMING = "http://purl.org/dc/terms/isReplacedBy"
NOTHING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
"""What comes in the place of a graph that is dropped."""
AT_ONCE = 200
"""Graphs that one question is about."""


Record = tuple[str, str]
"""What is recorded of a graph: VERSION or COMING, and a digest."""


@dataclass(frozen=True, slots=True)
class Records:
    """By graph what is recorded of it; and how many triples each graph has, of those asked about."""

    said: Mapping[str, frozenset[Record]] = field(default_factory=dict)
    triples: Mapping[str, int] = field(default_factory=dict)

    def of(self, graph: str) -> tuple[Record, ...]:
        """What is recorded of a graph, sorted."""
        return tuple(sorted(self.said.get(graph, ())))

    def version(self, graph: str) -> str:
        """The digest of a graph that has arrived whole; "" for one that has not, or that a run was at when it ended."""
        versions = [digest for which, digest in self.of(graph) if which == VERSION]
        return versions[0] if len(versions) == 1 else ""


def line(graph: str, which: str, digest: str) -> str:
    """One record as a line of N-Triples."""
    return f"<{graph}> <{which}> <{digest}> ."


def read(client: Client, endpoint: str, graphs: Sequence[str]) -> Records:
    """What a store records, and the sizes of those of these graphs that should be whole. Raises EndpointError when it does not tell all."""
    rows = _rows(client, endpoint, f"SELECT ?g ?p ?d {{ GRAPH <{LOADS}> {{ ?g ?p ?d }} }}")
    there = _rows(client, endpoint, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{LOADS}> {{ ?g ?p ?d }} }}")
    if len(rows) != int(there[0][0]):
        raise EndpointError(
            f"{endpoint} sent {len(rows)} of {there[0][0]} rows; let it send more at once (ResultSetMaxRows of virtuoso.ini, "
            "--max-rows of triplewire serve)"
        )
    said = defaultdict(set)
    for graph, which, digest in rows:
        said[graph].add((which, digest))
    found = Records({graph: frozenset(pairs) for graph, pairs in said.items()})
    # Of an empty store nothing is asked: Virtuoso would keep its plan for nothing, and scan all for each graph ever after.
    return replace(found, triples=dict(_sizes(client, endpoint, [graph for graph in graphs if found.version(graph)])))


def _sizes(client: Client, endpoint: str, graphs: Sequence[str]) -> Iterator[tuple[str, int]]:
    for start in range(0, len(graphs), AT_ONCE):
        listed = " ".join(f"<{graph}>" for graph in graphs[start : start + AT_ONCE])
        text = f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        yield from ((graph, int(number)) for graph, number in _rows(client, endpoint, text))


def _rows(client: Client, endpoint: str, text: str) -> list[tuple[str, ...]]:
    answer = remote.ask(endpoint, text, client=client)
    if not isinstance(answer, Table):
        raise EndpointError(f"{endpoint} answered a SELECT with something else; check the address of the endpoint")
    return [tuple(cell.value if isinstance(cell, (ox.NamedNode, ox.Literal)) else "" for cell in row) for row in answer.rows]
