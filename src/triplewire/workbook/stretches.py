"""Text files that are written again: what has not changed of one is copied from the file before, stretch by stretch.

A stretch is a few blocks that follow each other under one heading. Its length is noted when it is written, with a digest, so that a file
which somebody has changed since is not copied. `mark` says that a block of it is another now, or that one came or went where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, Self

from triplewire.workbook.book import Book

FACTS, TURTLE = -1, 0
"""The number under which the lines of `facts.jsonl` are noted, and that of the default graph, of which `graph.ttl` is made; those of the
named graphs of `graph.trig` follow.
"""
AT_ONCE = 128
"""So many blocks are a stretch, at most."""
BUFFER = 1 << 20
"""So many bytes are read and written at once."""
CONTINUED, OPENED, PARTED = range(3)
"""How a stretch begins: under the heading of the one before, with the first heading of its graph, or with a later one."""

Block = tuple[bytes, str]
"""The key of a block, by which blocks are in order, and its text."""


class Source(Protocol):
    """What a file is made of: its blocks, and how they are written."""

    def blocks(self, graph: int, since: bytes, until: bytes | None, /) -> Iterator[Block]:
        """The blocks of a graph from one key on, and before another, in order."""

    def heading(self, key: bytes, /) -> str:
        """The heading under which a block is; "" for none."""

    def text(self, heading: str, opened: int, blocks: Sequence[Block], /) -> str:
        """Blocks under a heading, which is written unless they continue what is under it already."""


class Stretch(NamedTuple):
    """The first key of a stretch, how many bytes of which digest it has in the file, and how it begins; no digest when it is another now.
    It stands behind the one before it.
    """

    first: bytes
    size: int
    digest: bytes | None
    opened: int


def mark(book: Book, graph: int, keys: Iterable[bytes]) -> None:
    """Notes that what is under these keys is other than it was written."""
    for key in keys:
        book.do(
            "UPDATE stretch SET digest = NULL WHERE graph = ?1 AND first = coalesce("
            "(SELECT max(first) FROM stretch WHERE graph = ?1 AND first <= ?2), (SELECT min(first) FROM stretch WHERE graph = ?1))",
            *(graph, key),
        )


class Rewriting:
    """A text file on its way into a folder, with the one of that name in the folder `base` to copy from."""

    def __init__(self, book: Book, path: Path, base: Path | None, source: Source) -> None:
        self.book, self.source = book, source
        self._stack = ExitStack()
        self._old = self._opened(base / path.name) if base else None
        self._out: BinaryIO = self._stack.enter_context(path.open("wb", BUFFER))
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _opened(self, before: Path) -> BinaryIO | None:
        with suppress(OSError):
            return self._stack.enter_context(before.open("rb", BUFFER))
        return None

    def say(self, text: str) -> None:
        """Writes a text of its own."""
        self._write(text.encode())

    def tell(self, graph: int) -> None:
        """Writes the blocks of a graph."""
        query = "SELECT first, size, digest, opened FROM stretch WHERE graph = ? ORDER BY first"
        known = [Stretch(*row) for row in self.book.rows(query, graph)]
        before, start = self.book.one("SELECT start FROM opening WHERE graph = ?", graph), self._at
        made = list(self._told(graph, known if self._old else (), before or 0))
        if start != before:
            self.book.do("INSERT OR REPLACE INTO opening VALUES (?, ?)", graph, start)
        if made != known:
            self.book.each("DELETE FROM stretch WHERE graph = ? AND first = ?", [(graph, s.first) for s in set(known).difference(made)])
            self.book.each("INSERT INTO stretch VALUES (?, ?, ?, ?, ?)", [(graph, *s) for s in sorted(set(made).difference(known))])

    def _told(self, graph: int, known: Sequence[Stretch], start: int) -> Iterator[Stretch]:
        last: str | None = None
        known = known or [Stretch(b"", 0, None, OPENED)]
        for place, stretch in enumerate(known):
            same = self._same(stretch, start, last)
            start += stretch.size
            if same is not None:
                self._write(same)
                last = self.source.heading(stretch.first)
                yield stretch
            else:
                # What comes before the first stretch belongs to it.
                until = known[place + 1].first if place + 1 < len(known) else None
                for under, one in self._drawn(graph, stretch.first if place else b"", until, last):
                    last = under
                    yield one

    def _same(self, stretch: Stretch, start: int, last: str | None) -> bytes | None:
        """The bytes of a stretch in the file before; None when it is another now or would not begin as it did behind what is under the
        `last` heading, or when the file is not as it was written.
        """
        if self._old is None or stretch.digest is None or stretch.opened != _opening(last, self.source.heading(stretch.first)):
            return None
        self._old.seek(start)
        found = self._old.read(stretch.size)
        return found if _digest(found) == stretch.digest else None

    def _write(self, data: bytes) -> None:
        self._at += self._out.write(data)

    def _drawn(self, graph: int, since: bytes, until: bytes | None, last: str | None) -> Iterator[tuple[str, Stretch]]:
        """The stretches of the blocks between two keys, each with its heading, behind what is under the last one."""
        for heading, some in self._shares(self.source.blocks(graph, since, until)):
            opened = _opening(last, heading)
            data = self.source.text(heading, opened, some).encode()
            self._write(data)
            yield heading, Stretch(some[0][0], len(data), _digest(data), opened)
            last = heading

    def _shares(self, blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
        """Blocks under one heading, a few at a time."""
        some: list[Block] = []
        under = ""
        for block in blocks:
            heading = self.source.heading(block[0])
            if some and (heading != under or len(some) == AT_ONCE):
                yield under, some
                some = []
            under = heading
            some.append(block)
        if some:
            yield under, some


def _opening(last: str | None, heading: str) -> int:
    if last is None:
        return OPENED
    return CONTINUED if heading == last else PARTED


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()[:8]
