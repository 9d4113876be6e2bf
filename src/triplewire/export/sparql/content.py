"""What a build holds: its named graphs with their sizes and digests, in the order in which a store gets them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire import vocab

FIRST = ("ontology", "background", "mappings")
LAST = ("corrections", "inferred", "ledger")
"""What releases rest on goes before them, what follows from them after: no reader meets a release without its background."""


@dataclass(frozen=True, slots=True)
class Content:
    """A named graph: its IRI, its number of triples, and the digest of its sorted N-Triples lines as an IRI of RFC 6920."""

    graph: str
    triples: int
    digest: str


def contents(store: ox.Store) -> list[Content]:
    """The named graphs of a store, in loading order."""
    names = [name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    return [_content(name, lines(store, name)) for name in sorted(names, key=_place)]


def lines(store: ox.Store, graph: str) -> list[str]:
    """The triples of a graph as N-Triples lines without their ends, sorted; each is also a line of Turtle and of INSERT DATA."""
    return sorted(f"{quad.triple} ." for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _content(graph: str, found: Sequence[str]) -> Content:
    digest = hashlib.sha256()
    for line in found:
        digest.update(f"{line}\n".encode())
    short = base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    return Content(graph, len(found), f"ni:///sha-256;{short}")


def _place(graph: str) -> tuple[int, int, str]:
    name = graph.removeprefix(vocab.GRAPH)
    if name in FIRST:
        return 0, FIRST.index(name), name
    return (2, LAST.index(name), name) if name in LAST else (1, 0, name)
