"""The text files of a graph, kept block by block: what a subject has in a graph is written anew only when that changes.

Of the whole graph only what changes is in memory: a graph that is new to the book is taken in subject by subject, as its store has them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from pyoxigraph import DefaultGraph, NamedNode, Triple

from triplewire import vocab
from triplewire.builds import Progress
from triplewire.children import Crew
from triplewire.lookup import having
from triplewire.store import is_entity
from triplewire.store.terms import Terms
from triplewire.store.writer import HASHED, place_of
from triplewire.workbook.book import CLAIMS, Book
from triplewire.workbook.counts import NOTE, Counts, Distinct, ends_changed
from triplewire.workbook.drawn import Drawn, Row, graphs_drawn, key_of, large_drawn, row_of, subjects_drawn
from triplewire.workbook.look import Look, shares
from triplewire.workbook.pieces import Delta
from triplewire.workbook.stretches import TURTLE, mark

DEFAULT = DefaultGraph()
GRAPHS, SUBJECTS = 10, 1_000
"""So many graphs of releases, and so many subjects of others, are drawn at once."""
ANOTHER = "INSERT INTO block VALUES (?, ?, ?, ?, ?)"


def write(book: Book, look: Look, delta: Delta, crew: Crew, tell: Progress) -> None:
    """Notes the blocks of what has changed of a store, and what that changes of its census."""
    if delta.whole:
        _Writing(book, look, Counts()).whole(crew, tell)
    elif delta.named:
        _Writing(book, look, Counts.of(book)).some(delta, tell)


def are_kept(book: Book) -> bool:
    """Whether the book has blocks."""
    return book.note(NOTE) is not None


class _Writing:
    """One run through what has changed."""

    def __init__(self, book: Book, look: Look, counts: Counts) -> None:
        self.book, self.look, self.counts = book, look, counts
        self.numbers: dict[str, int] = dict(book.rows("SELECT name, number FROM graph"))
        self.last = max(self.numbers.values(), default=TURTLE)

    def whole(self, crew: Crew, tell: Progress) -> None:
        """Everything anew, graph by graph. Rows go in sorted, and are found by their claims at the end only: to put one at its place takes
        longer the more there are.
        """
        for table in ("block", "graph", "stretch", "opening"):
            self.book.do(f"DELETE FROM {table}")  # noqa: S608 - one of these
        self.numbers, self.last = {}, TURTLE
        self.book.do("DROP INDEX block_claim")
        self.book.do("CREATE TEMP TABLE alone (key BLOB, subject TEXT, used TEXT, text TEXT)")
        sizes, seen = Counter[str](), Distinct(self.book)
        for drawn in self._drawn(crew, tell):
            self.counts.add(drawn.census)
            sizes.update(drawn.sizes)
            seen.add(drawn.objects)
            for row in drawn.rows:
                self._insert(self._number(row.graph), row, row.text)
            self.book.each("INSERT INTO alone VALUES (?, ?, ?, ?)", [(r.key, r.subject, r.used, r.alone) for r in drawn.rows])
        several = {row[0] for row in self.book.rows("SELECT subject FROM alone GROUP BY subject HAVING count(*) > 1")}
        for subject in several:
            self._count_subject(subject)
        self.book.each(ANOTHER, self._single(several))
        self.book.do("DROP TABLE alone")
        self.book.do(CLAIMS)
        for drawn in crew.each(subjects_drawn, shares(self.look, sorted(several), SUBJECTS), few=10):
            self.counts.add(drawn.census)
            for row in drawn.rows:
                self._insert(TURTLE, row, row.alone)
        self.counts.census.objects = seen.count()
        self._end(sizes)

    def _single(self, several: Collection[str]) -> Iterator[Sequence[object]]:
        """The rows of the default graph in their order, counted on the way, without subjects of which several graphs tell: those are drawn
        anew.
        """
        for key, subject, used, text in self.book.rows("SELECT key, subject, used, text FROM alone ORDER BY key"):
            if subject not in several:
                self._count_subject(subject)
                self._use(TURTLE, used, 1)
                yield TURTLE, key, _claim(subject), used, text

    def _count_subject(self, subject: str) -> None:
        self.counts.census.subjects += 1
        self.counts.census.entities += is_entity(f"<{subject}>")

    def _drawn(self, crew: Crew, tell: Progress) -> Iterator[Drawn]:
        """The blocks of all named graphs: of releases by the crew, of the others meanwhile here."""
        single, large = self.look.graphs()
        own, done = large_drawn(self.look, large, SUBJECTS), 0
        for drawn in crew.each(graphs_drawn, shares(self.look, single, GRAPHS), few=20):
            done += len(drawn.sizes)
            tell("texts", done, len(single), "")
            yield drawn
            yield from islice(own, 1)
        yield from own

    def some(self, delta: Delta, tell: Progress) -> None:
        """What a delta names."""
        changes = {triple: times for triple, times in delta.triples.items() if times}
        for triple, times in changes.items():
            self.counts.census.count(triple, times)
        self._count_ends(changes)
        store, terms, of = self.look.store, Terms(vocab.prefixes()), defaultdict[str, set[str]](set)
        for graph, subject in delta.named:
            of[subject].add(graph)
        for done, (subject, graphs) in enumerate(sorted(of.items()), 1):
            tell("texts", done, len(of), "")
            for graph in ("", *sorted(graphs)):
                number, now = self._number(graph), None
                before = self._drop(subject, number)
                where = NamedNode(graph) if graph else DEFAULT
                if quads := list(store.quads_for_pattern(NamedNode(subject), None, None, where)):
                    new = row_of(terms, graph, subject, quads)
                    now = (new.key, new.text if graph else new.alone)
                    self._insert(number, new, now[1])
                if now != before:
                    mark(self.book, number, (key for key, _ in filter(None, (before, now))))
        self._end(delta.sizes)

    def _insert(self, number: int, row: Row, text: str) -> None:
        """Notes a block of a subject that has none in the graph."""
        self.book.do(ANOTHER, number, row.key, _claim(row.subject), row.used, text)
        self._use(number, row.used, 1)

    def _drop(self, subject: str, number: int) -> tuple[bytes, str] | None:
        """Takes out the block of a subject in a graph, if there is one: its key and its text."""
        hashed = subject.startswith(HASHED)
        where, value = ("claim", subject) if hashed else ("key", key_of(place_of(subject, ())))
        query = f"SELECT key, text, used FROM block WHERE graph = ? AND {where} = ?"  # noqa: S608 - one of two words
        if (row := next(self.book.rows(query, number, value), None)) is None:
            return None
        key, text, used = row
        self.book.do("DELETE FROM block WHERE graph = ? AND key = ?", number, key)
        self._use(number, used, -1)
        return key, text

    def _use(self, number: int, used: str, times: int) -> None:
        counted = self.counts.trig if number else self.counts.turtle
        for prefix in used.split():
            counted[prefix] += times

    def _number(self, graph: str) -> int:
        if not graph:
            return TURTLE
        if graph not in self.numbers:
            self.last += 1
            self.numbers[graph] = self.last
            self.book.do("INSERT INTO graph VALUES (?, ?, 0)", graph, self.last)
        return self.numbers[graph]

    def _count_ends(self, changes: Mapping[Triple, int]) -> None:
        """How many terms are subjects or objects that were none, and the other way round."""
        census = self.counts.census
        for term, change in ends_changed(changes, lambda t: t.subject, lambda s: self.look.store.quads_for_pattern(s, None, None, DEFAULT)):
            census.subjects += change
            census.entities += change * is_entity(str(term))
        for _, change in ends_changed(changes, lambda t: t.object, lambda o: having(self.look.store, None, None, o, DEFAULT)):
            census.objects += change

    def _end(self, sizes: Counter[str]) -> None:
        """Notes the counts, and forgets graphs in which nothing is left."""
        self.book.each("UPDATE graph SET size = size + ? WHERE name = ?", [(n, graph) for graph, n in sorted(sizes.items())])
        for table in ("stretch", "opening"):
            self.book.do(f"DELETE FROM {table} WHERE graph IN (SELECT number FROM graph WHERE size = 0)")  # noqa: S608 - one of these
        self.book.do("DELETE FROM graph WHERE size = 0")
        self.counts.keep(self.book)


def _claim(subject: str) -> str | None:
    """The subject of a block that is found by it, since its place may change."""
    return subject if subject.startswith(HASHED) else None
