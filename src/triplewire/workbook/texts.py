"""The text files of a graph and its facts, read off the blocks that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from triplewire import vocab
from triplewire.store import Census, described, turtle
from triplewire.store.terms import Terms
from triplewire.store.writer import head
from triplewire.workbook.book import Book, unpacked_text
from triplewire.workbook.counts import Counts
from triplewire.workbook.drawn import INDENT, heading_of
from triplewire.workbook.stretches import CONTINUED, FACTS, PARTED, TURTLE, Block, Rewriting


def write_texts(book: Book, folder: Path, base: Path | None) -> None:
    """Writes into a folder `facts.jsonl`, fact by fact, `graph.ttl`, the triples of all graphs, and `graph.trig`, graph by graph. What has
    not changed is copied from the files in `base`, the folder for which that was done last; None is everything anew. Raises OSError.
    """
    with Rewriting(book, folder / "facts.jsonl", base, _Facts(book)) as file:
        file.tell(FACTS)
    with Rewriting(book, folder / "graph.ttl", base, _Graph(book, "")) as file:
        top = head(Counts.of(book).turtle)
        file.say(f"{top}\n" if top else "")
        file.tell(TURTLE)
    terms = Terms(vocab.prefixes())
    graphs = [(terms.iri(graph), number) for graph, number in book.rows("SELECT name, number FROM graph ORDER BY name")]
    with Rewriting(book, folder / "graph.trig", base, _Graph(book, INDENT)) as file:
        top = head({*Counts.of(book).trig, *terms.used})
        file.say(top)
        for place, (name, number) in enumerate(graphs):
            file.say(("\n" if top or place else "") + name + " {\n")
            file.tell(number)
            file.say("}\n")


def void_text(book: Book) -> str:
    """The file `void.ttl`: what there is how many of."""
    return turtle(described(census(book), dict(book.rows("SELECT name, size FROM graph"))).quads)


def census(book: Book) -> Census:
    """How many there are of what."""
    return Counts.of(book).census


@dataclass(frozen=True, slots=True)
class _Facts:
    """The lines of `facts.jsonl`, release by release."""

    book: Book

    def blocks(self, _graph: int, since: bytes, until: bytes | None, /) -> Iterator[Block]:
        """The lines of the releases from one id on, and before another."""
        rows = self.book.rows("SELECT id, lines FROM release WHERE id >= ? ORDER BY id", since.decode())
        return _before(until, ((release.encode(), unpacked_text(lines)) for release, lines in rows))

    def heading(self, _key: bytes, /) -> str:
        """None."""
        return ""

    def text(self, _heading: str, _opened: int, blocks: Sequence[Block], /) -> str:
        """The lines."""
        return "".join(text for _, text in blocks)


@dataclass(frozen=True, slots=True)
class _Graph:
    """The subjects of a graph under their headings, an empty line between them."""

    book: Book
    indent: str

    def blocks(self, graph: int, since: bytes, until: bytes | None, /) -> Iterator[Block]:
        """The blocks of the subjects from one key on, and before another."""
        return _before(until, self.book.rows("SELECT key, text FROM block WHERE graph = ? AND key >= ? ORDER BY key", graph, since))

    def heading(self, key: bytes, /) -> str:
        """The heading under which a subject is."""
        return heading_of(key)

    def text(self, heading: str, opened: int, blocks: Sequence[Block], /) -> str:
        """The blocks, each behind an empty line."""
        top = "" if opened == CONTINUED else f"{self.indent}# {heading}\n"
        return ("\n" if opened == PARTED else "") + top + "".join(f"\n{text}" for _, text in blocks)


def _before(until: bytes | None, blocks: Iterator[Block]) -> Iterator[Block]:
    return blocks if until is None else takewhile(lambda block: block[0] < until, blocks)
