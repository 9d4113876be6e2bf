"""What is counted of a graph, and what news changes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any

from pyoxigraph import Quad, Triple

from triplewire.store import Census
from triplewire.workbook.book import Book

NOTE = "counts"
ROOM = 1 << 16
"""So many objects are counted at once."""


@dataclass(slots=True)
class Counts:
    """What is counted of a graph: how many blocks of either file use which prefix, and the census of the triples."""

    turtle: Counter[str] = field(default_factory=Counter)
    trig: Counter[str] = field(default_factory=Counter)
    census: Census = field(default_factory=Census)

    @classmethod
    def of(cls, book: Book) -> Counts:
        """The counts that are noted in a book."""
        noted = book.note(NOTE)
        if noted is None:
            return cls()
        told = noted["census"]
        counted = {name: Counter(told[name]) for name in ("properties", "classes", "kinds")}
        census = Census(**{**told, **counted, "digests": set(told["digests"])})
        return cls(Counter(noted["turtle"]), Counter(noted["trig"]), census)

    def keep(self, book: Book) -> None:
        """Notes the counts in a book."""
        census = {f.name: getattr(self.census, f.name) for f in fields(Census)} | {"digests": sorted(self.census.digests)}
        book.write(NOTE, {"turtle": +self.turtle, "trig": +self.trig, "census": census})

    def add(self, census: Census) -> None:
        """Takes in what was counted of some quads."""
        whole = self.census
        whole.properties.update(census.properties)
        whole.classes.update(census.classes)
        whole.kinds.update(census.kinds)
        whole.digests |= census.digests


def ends_changed(
    changes: Mapping[Triple, int], end: Callable[[Triple], Any], find: Callable[[Any], Iterable[Quad]]
) -> Iterator[tuple[object, int]]:
    """The terms at one end of triples that came (1) or went (-1), with 1 for those that were not there before, and -1 for those that are
    there no more; `find` gives the triples that have a term there now.
    """
    came, went = Counter[object](), Counter[object]()
    for triple, times in changes.items():
        (came if times > 0 else went)[end(triple)] += 1
    for term in came.keys() | went.keys():
        there = sum(1 for _ in islice(find(term), came[term] + 1))
        was = went[term] > 0 or there > came[term]
        if was != (there > 0):
            yield term, 1 if there else -1


class Distinct:
    """Counts how many different terms there are, by hashes of 64 bits, which are in memory for a moment only."""

    def __init__(self, book: Book) -> None:
        self._book, self._new = book, set[int]()
        book.do("CREATE TEMP TABLE seen (hash INTEGER PRIMARY KEY)")

    def add(self, hashes: set[int]) -> None:
        """More terms."""
        self._new |= hashes
        if len(self._new) >= ROOM:
            self._settle()

    def count(self) -> int:
        """How many different ones there were; nothing can be added any more."""
        self._settle()
        found: int = self._book.one("SELECT COUNT(*) FROM seen")
        self._book.do("DROP TABLE seen")
        return found

    def _settle(self) -> None:
        # In order, so that each page of the table is met once.
        self._book.each("INSERT OR IGNORE INTO seen VALUES (?)", [(one,) for one in sorted(self._new)])
        self._new = set()
