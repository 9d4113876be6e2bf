"""The text files of a graph, read off the blocks that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triplewire import vocab
from triplewire.store import Census, described, turtle
from triplewire.store.terms import Terms
from triplewire.store.writer import head, sections
from triplewire.workbook.blocks import TURTLE
from triplewire.workbook.book import Book
from triplewire.workbook.counts import Counts
from triplewire.workbook.drawn import INDENT, heading_of


def turtle_text(book: Book) -> Iterator[str]:
    """The file `graph.ttl`: the triples of all graphs."""
    yield from _glued(head(Counts.of(book).turtle), _blocks(book, TURTLE, ""))


def trig_text(book: Book) -> Iterator[str]:
    """The file `graph.trig`: graph by graph."""
    terms = Terms(vocab.prefixes())
    graphs = [(terms.iri(graph), number) for graph, number in book.rows("SELECT name, number FROM graph ORDER BY name")]
    yield from _glued(head({*Counts.of(book).trig, *terms.used}), _graphs(book, graphs))


def void_text(book: Book) -> str:
    """The file `void.ttl`: what there is how many of."""
    return turtle(described(census(book), dict(book.rows("SELECT name, size FROM graph"))).quads)


def census(book: Book) -> Census:
    """How many there are of what."""
    return Counts.of(book).census


def _graphs(book: Book, graphs: Iterable[tuple[str, int]]) -> Iterator[str]:
    for place, (name, number) in enumerate(graphs):
        yield ("\n" if place else "") + name + " {\n"
        yield from _blocks(book, number, INDENT)
        yield "}\n"


def _blocks(book: Book, graph: int, indent: str) -> Iterator[str]:
    rows = book.rows("SELECT key, text FROM block WHERE graph = ? ORDER BY key", graph)
    return (text for text, _ in sections(((heading_of(key), (text, 0)) for key, text in rows), indent))


def _glued(top: str, body: Iterable[str]) -> Iterator[str]:
    """The head, an empty line where both are there, and the body."""
    yield top
    for number, text in enumerate(body):
        yield "\n" + text if top and not number else text
