"""Blocks of text files: what a subject has in a graph, as the store tells it, and what is counted on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import DefaultGraph, NamedNode, Quad

from triplewire import vocab
from triplewire.store import Census
from triplewire.store.disk import batched
from triplewire.store.terms import Terms
from triplewire.store.writer import Place, block, lay, place_of, subject_of
from triplewire.workbook.look import Look, Share

INDENT = "  "
"""What stands before the lines of a named graph."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a subject has in a graph: its place, the prefixes in use, and how it is written in `graph.trig` and in `graph.ttl`."""

    graph: str
    subject: str
    key: bytes
    used: str
    text: str
    alone: str


@dataclass(slots=True)
class Drawn:
    """The blocks of some graphs or subjects, how many quads graphs have, and what is counted of all; `objects` are hashes of the different
    ones.
    """

    rows: list[Row] = field(default_factory=list)
    sizes: Counter[str] = field(default_factory=Counter)
    census: Census = field(default_factory=Census)
    objects: set[int] = field(default_factory=set)


def key_of(place: Place) -> bytes:
    """What sorts as a place does; no text of RDF holds the character that parts its members."""
    (rank, heading), (about, subject) = place
    return "\0".join((f"{rank:03}{heading}", *about, subject)).encode()


def heading_of(key: bytes) -> str:
    """The heading under which a place is."""
    return key[3 : key.index(b"\0")].decode()


def graphs_drawn(share: Share[str]) -> Drawn:
    """The blocks of some graphs, subject by subject as the store has them."""
    drawn, terms = Drawn(), Terms(vocab.prefixes())
    for graph in share.items:
        for subject, quads in _of_graph(share.look, graph):
            _draw(drawn, terms, graph, subject, quads)
    return drawn


def _of_graph(look: Look, graph: str) -> Iterator[tuple[str, list[Quad]]]:
    """The subjects of a graph with their quads, in the order of the store."""
    return ((subject, list(own)) for subject, own in groupby(look.of_graph(graph), subject_of))


def large_drawn(look: Look, graphs: Iterable[str], size: int) -> Iterator[Drawn]:
    """The blocks of graphs that many releases make together, so many subjects at a time."""
    terms = Terms(vocab.prefixes())
    for graph in graphs:
        for some in batched(_of_graph(look, graph), size):
            drawn = Drawn()
            for subject, quads in some:
                _draw(drawn, terms, graph, subject, quads)
            yield drawn


def subjects_drawn(share: Share[str]) -> Drawn:
    """The blocks that subjects of several graphs have in all of them together; what was counted of them graph by graph is taken back."""
    drawn, terms = Drawn(), Terms(vocab.prefixes())
    for subject in share.items:
        apart: list[Quad] = []
        together: list[Quad] = []
        for quad in share.look.store.quads_for_pattern(NamedNode(subject), None, None, None):
            (together if isinstance(quad.graph_name, DefaultGraph) else apart).append(quad)
        for quad in apart:
            drawn.census.count(quad.triple, -1)
        _draw(drawn, terms, "", subject, together)
    return drawn


def _draw(drawn: Drawn, terms: Terms, graph: str, subject: str, quads: list[Quad]) -> None:
    for quad in quads:
        drawn.census.count(quad.triple)
        drawn.objects.add(hash(quad.object))
    drawn.sizes[graph] += len(quads)
    drawn.rows.append(row_of(terms, graph, subject, quads))


def row_of(terms: Terms, graph: str, subject: str, quads: Sequence[Quad]) -> Row:
    """What a subject has in a graph, "" for all of them together."""
    terms.used.clear()
    laid = lay(terms, quads)
    alone = block(terms, subject, laid, "")
    text = block(terms, subject, laid, INDENT) if graph else ""
    return Row(graph, subject, key_of(place_of(subject, quads)), " ".join(sorted(terms.used)), text, alone)
