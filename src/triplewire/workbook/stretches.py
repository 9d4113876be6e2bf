"""Text files that are written again: what has not changed of one is copied from the file before, stretch by stretch.

A stretch is a few blocks that follow each other under one heading. Where it stands is noted when it is written; `mark` says that a block of
it is another now, or that one came or went where it is, and then it is drawn anew.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from triplewire.workbook.book import Book

FACTS, TURTLE = -1, 0
"""The number under which the lines of `facts.jsonl` are noted, and that of the default graph, of which `graph.ttl` is made; those of the
named graphs of `graph.trig` follow.
"""
AT_ONCE = 128
"""So many blocks are a stretch, at most."""
ROOM = 1 << 20
"""So many bytes are copied at once."""
NOTE = "texts"
"""The size and the time of the last change, in nanoseconds, of each text file that was written last."""
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first key of a stretch, where in the file it stands, how many bytes it has, None when it is another now, and how it begins."""

    first: bytes
    start: int
    size: int | None
    opened: int


def mark(book: Book, graph: int, keys: Iterable[bytes]) -> None:
    """Notes that what is under these keys is other than it was written."""
    for key in keys:
        book.do(
            "UPDATE stretch SET size = NULL WHERE graph = ?1 AND first = coalesce("
            "(SELECT max(first) FROM stretch WHERE graph = ?1 AND first <= ?2), (SELECT min(first) FROM stretch WHERE graph = ?1))",
            *(graph, key),
        )


class Rewriting:
    """A text file on its way into a folder, with the one of that name in the folder `base`, if it is still as it was written."""

    def __init__(self, book: Book, path: Path, base: Path | None, source: Source) -> None:
        self.book, self.path, self.source = book, path, source
        self._stack = ExitStack()
        self._old = self._open(base / path.name) if base else None
        self._out: BinaryIO = self._stack.enter_context(path.open("wb"))
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()
        if error is None:
            self.book.write(NOTE, (self.book.note(NOTE) or {}) | {self.path.name: _as_written(self.path)})

    def _open(self, before: Path) -> BinaryIO | None:
        try:
            if _as_written(before) != (self.book.note(NOTE) or {}).get(before.name):
                return None
            return self._stack.enter_context(before.open("rb"))
        except OSError:
            return None

    def say(self, text: str) -> None:
        """Writes a text of its own."""
        self._at += self._out.write(text.encode())

    def tell(self, graph: int) -> None:
        """Writes the blocks of a graph."""
        query = "SELECT first, start, size, opened FROM stretch WHERE graph = ? ORDER BY first"
        known = [Stretch(*row) for row in self.book.rows(query, graph)] if self._old else []
        made = list(self._told(graph, known))
        if made != known or not self._old:
            self.book.do("DELETE FROM stretch WHERE graph = ?", graph)
            rows = [(graph, s.first, s.start, s.size, s.opened) for s in made]
            self.book.each("INSERT INTO stretch VALUES (?, ?, ?, ?, ?)", rows)

    def _told(self, graph: int, known: Sequence[Stretch]) -> Iterator[Stretch]:
        last: str | None = None
        known = known or [Stretch(b"", 0, None, OPENED)]
        for place, stretch in enumerate(known):
            if stretch.size is not None and stretch.opened == self._opening(last, stretch.first):
                made: Iterable[Stretch] = [self._copied(stretch, stretch.size)]
            else:
                # What comes before the first stretch belongs to it.
                until = known[place + 1].first if place + 1 < len(known) else None
                made = self._drawn(graph, stretch.first if place else b"", until, last)
            for one in made:
                yield one
                last = self.source.heading(one.first)

    def _opening(self, last: str | None, key: bytes) -> int:
        if last is None:
            return OPENED
        return CONTINUED if self.source.heading(key) == last else PARTED

    def _drawn(self, graph: int, since: bytes, until: bytes | None, last: str | None) -> Iterator[Stretch]:
        for heading, some in self._shares(self.source.blocks(graph, since, until)):
            opened, start = self._opening(last, some[0][0]), self._at
            self.say(self.source.text(heading, opened, some))
            yield Stretch(some[0][0], start, self._at - start, opened)
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

    def _copied(self, stretch: Stretch, size: int) -> Stretch:
        start, left = self._at, size
        assert self._old is not None
        self._old.seek(stretch.start)
        while left:
            piece = self._old.read(min(ROOM, left))
            if not piece:
                raise OSError(errno.EIO, f"the file of the build before ends at byte {stretch.start + size - left}", self.path.name)
            self._at += self._out.write(piece)
            left -= len(piece)
        return Stretch(stretch.first, start, size, stretch.opened)


def _as_written(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]
