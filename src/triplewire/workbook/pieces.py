"""The quads of a graph by who gives rise to them, and what changes of the graph when one of them tells otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Quad, RdfFormat, parse

from triplewire import vocab
from triplewire.store.disk import AT_ONCE, batched
from triplewire.workbook.book import Book, packed, unpacked

_SHARED = tuple(f" <{vocab.GRAPH}{name}>" for name in ("background", "mappings"))
_NAMED = f" <{vocab.curie_to_iri('skos:altLabel')}> "


@dataclass
class Delta:
    """What a graph loses and gains, each quad as its N-Quads text without the dot."""

    removed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)

    def drop(self, line: str) -> None:
        """Notes that a quad goes; one that has come in the same run never was."""
        if line in self.added:
            self.added.remove(line)
        else:
            self.removed.add(line)

    def add(self, line: str) -> None:
        """Notes that a quad comes; one that has gone in the same run stays."""
        if line in self.removed:
            self.removed.remove(line)
        else:
            self.added.add(line)


def put(book: Book, owner: str, part: str, quads: Iterable[Quad], delta: Delta) -> None:
    """Notes the quads that a part of an owner gives rise to now, and what that changes."""
    before = set(lines_of(book, owner, part))
    after = set(map(str, quads))
    if before == after:
        return
    for line in sorted(before - after):
        if not _is_shared(line) or _left(book, line, f"{owner} {part}"):
            delta.drop(line)
    for line in sorted(after - before):
        if not _is_shared(line) or _joined(book, line, f"{owner} {part}"):
            delta.add(line)
    if after:
        book.do("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", owner, part, packed(sorted(after)))
    else:
        book.do("DELETE FROM piece WHERE owner = ? AND part = ?", owner, part)


def lines_of(book: Book, owner: str, part: str) -> list[str]:
    """The quads that were noted for a part of an owner, sorted by their text."""
    found: list[str] = unpacked(book.one("SELECT quads FROM piece WHERE owner = ? AND part = ?", owner, part))
    return found


def quads_in(lines: Iterable[str]) -> Iterator[Quad]:
    """Quads from their texts."""
    for some in batched(lines, AT_ONCE):
        yield from parse("".join(f"{line} .\n" for line in some), format=RdfFormat.N_QUADS)


def _is_shared(line: str) -> bool:
    """Whether more than one owner may give rise to a quad."""
    return line.endswith(_SHARED) or _NAMED in line


def _joined(book: Book, line: str, owner: str) -> bool:
    """Notes one more who gives rise to a quad; whether it is the first."""
    first = book.one("SELECT 1 FROM share WHERE quad = ? LIMIT 1", line) is None
    book.do("INSERT OR IGNORE INTO share VALUES (?, ?)", line, owner)
    return first


def _left(book: Book, line: str, owner: str) -> bool:
    """Notes one less who gives rise to a quad; whether it was the last."""
    book.do("DELETE FROM share WHERE quad = ? AND owner = ?", line, owner)
    return book.one("SELECT 1 FROM share WHERE quad = ? LIMIT 1", line) is None
