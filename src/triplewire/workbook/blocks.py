"""The text files of a graph, kept block by block: what a subject has in a graph is written anew only when that changes.

Of the whole graph only what changes is in memory: a graph that is new to the book is taken in subject by subject, as its store has them.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from heapq import merge
from itertools import groupby, islice
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from triplewire import vocab
from triplewire.children import Crew
from triplewire.lookup import having
from triplewire.store import Census, described, is_entity, turtle
from triplewire.store.disk import batched
from triplewire.store.terms import Terms
from triplewire.store.writer import HASHED, Place, block, head, lay, place_of, sections, subject_of
from triplewire.workbook.book import Book
from triplewire.workbook.look import Look
from triplewire.workbook.pieces import Delta

TURTLE = 0
"""The number of the default graph, of which `graph.ttl` is made; those of named graphs follow."""
INDENT = "  "
DEFAULT = DefaultGraph()
NOTE = "texts"
ROOM = 1 << 18
"""So many objects are counted at once."""
RELEASES = vocab.GRAPH + "release/"
GRAPHS, SUBJECTS = 10, 1_000
"""So many graphs of releases, and so many subjects of others, are drawn at once."""


def write(book: Book, look: Look, delta: Delta, crew: Crew | None = None) -> None:
    """Notes the blocks of what has changed of a store, and what that changes of its census."""
    if delta.whole:
        _Writing(book, look, _Counts()).whole(crew or Crew())
    elif delta.named:
        _Writing(book, look, _Counts.of(book.note(NOTE))).some(delta)


def are_kept(book: Book) -> bool:
    """Whether the book has blocks."""
    return book.note(NOTE) is not None


def turtle_text(book: Book) -> Iterator[str]:
    """The file `graph.ttl`: the triples of all graphs."""
    yield from _glued(head(_Counts.of(book.note(NOTE)).turtle), _blocks(book, TURTLE, ""))


def trig_text(book: Book) -> Iterator[str]:
    """The file `graph.trig`: graph by graph."""
    terms = Terms(vocab.prefixes())
    graphs = [(terms.iri(graph), number) for graph, number in book.rows("SELECT name, number FROM graph ORDER BY name")]
    yield from _glued(head({*_Counts.of(book.note(NOTE)).trig, *terms.used}), _graphs(book, graphs))


def void_text(book: Book) -> str:
    """The file `void.ttl`: what there is how many of."""
    return turtle(described(census(book), dict(book.rows("SELECT name, size FROM graph"))).quads)


def census(book: Book) -> Census:
    """How many there are of what."""
    return _Counts.of(book.note(NOTE)).census


def _graphs(book: Book, graphs: Iterable[tuple[str, int]]) -> Iterator[str]:
    for place, (name, number) in enumerate(graphs):
        yield ("\n" if place else "") + name + " {\n"
        yield from _blocks(book, number, INDENT)
        yield "}\n"


def _blocks(book: Book, graph: int, indent: str) -> Iterator[str]:
    rows = book.rows("SELECT key, text FROM block WHERE graph = ? ORDER BY key", graph)
    return (text for text, _ in sections(((_heading(key), (text, 0)) for key, text in rows), indent))


def _glued(top: str, body: Iterable[str]) -> Iterator[str]:
    """The head, an empty line where both are there, and the body."""
    yield top
    for number, text in enumerate(body):
        yield "\n" + text if top and not number else text


def _key(place: Place) -> bytes:
    """What sorts as a place does; no text of RDF holds the character that parts its members."""
    (rank, heading), (about, subject) = place
    return "\0".join((f"{rank:03}{heading}", *about, subject)).encode()


def _heading(key: bytes) -> str:
    return key[3 : key.index(b"\0")].decode()


@dataclass(slots=True)
class _Counts:
    """What is counted of a graph: how many blocks of either file use which prefix, and the census of the triples."""

    turtle: Counter[str] = field(default_factory=Counter)
    trig: Counter[str] = field(default_factory=Counter)
    census: Census = field(default_factory=Census)

    @classmethod
    def of(cls, noted: dict[str, Any] | None) -> _Counts:
        """The counts that `noted` gave."""
        if noted is None:
            return cls()
        told = noted["census"]
        counted = {name: Counter(told[name]) for name in ("properties", "classes", "kinds")}
        census = Census(**{**told, **counted, "digests": set(told["digests"])})
        return cls(Counter(noted["turtle"]), Counter(noted["trig"]), census)

    def noted(self) -> dict[str, object]:
        """The counts as plain data."""
        census = {f.name: getattr(self.census, f.name) for f in fields(Census)} | {"digests": sorted(self.census.digests)}
        return {"turtle": +self.turtle, "trig": +self.trig, "census": census}


@dataclass(frozen=True, slots=True)
class Share:
    """Some named graphs of a store, or some subjects of all of them."""

    look: Look
    names: tuple[str, ...]


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


def graphs_drawn(share: Share) -> Drawn:
    """The blocks of some graphs, subject by subject as the store has them."""
    drawn, terms = Drawn(), Terms(vocab.prefixes())
    for graph in share.names:
        for subject, quads in _of_graph(share.look, graph):
            _draw(drawn, terms, graph, subject, quads)
    return drawn


def _of_graph(look: Look, graph: str) -> Iterator[tuple[str, list[Quad]]]:
    """The subjects of a graph with their quads, in the order of the store, which has those of a subject together."""
    quads = look.store.quads_for_pattern(None, None, None, NamedNode(graph))
    return ((subject, list(own)) for subject, own in groupby(quads, subject_of))


def _large(look: Look, graphs: Iterable[str]) -> Iterator[Drawn]:
    """The blocks of graphs that many releases make together, some at a time."""
    terms = Terms(vocab.prefixes())
    for graph in graphs:
        for some in batched(_of_graph(look, graph), SUBJECTS):
            drawn = Drawn()
            for subject, quads in some:
                _draw(drawn, terms, graph, subject, quads)
            yield drawn


def subjects_drawn(share: Share) -> Drawn:
    """The blocks that subjects of several graphs have in all of them together; what was counted of them graph by graph is taken back."""
    drawn, terms = Drawn(), Terms(vocab.prefixes())
    for subject in share.names:
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
    drawn.rows.append(_row(terms, graph, subject, quads))


def _row(terms: Terms, graph: str, subject: str, quads: Sequence[Quad]) -> Row:
    terms.used.clear()
    laid = lay(terms, quads)
    alone = block(terms, subject, laid, "")
    text = block(terms, subject, laid, INDENT) if graph else ""
    return Row(graph, subject, _key(place_of(subject, quads)), " ".join(sorted(terms.used)), text, alone)


class _Writing:
    """One run through what has changed."""

    def __init__(self, book: Book, look: Look, counts: _Counts) -> None:
        self.book, self.look, self.counts = book, look, counts
        self.numbers: dict[str, int] = dict(book.rows("SELECT name, number FROM graph"))

    def whole(self, crew: Crew) -> None:
        """Everything anew, graph by graph. A subject is taken to be in one graph until it is met in another one."""
        for table in ("block", "graph"):
            self.book.do(f"DELETE FROM {table}")  # noqa: S608 - one of these two
        self.numbers, sizes, seen, several = {}, Counter[str](), _Distinct(), set[str]()
        census = self.counts.census
        for drawn in self._drawn(crew):
            self._count(drawn.census)
            sizes.update(drawn.sizes)
            seen.add(drawn.objects)
            for row in drawn.rows:
                self._insert(self._number(row.graph), row, row.text)
                if self._insert(TURTLE, row, row.alone):
                    census.subjects += 1
                    census.entities += is_entity(f"<{row.subject}>")
                else:
                    several.add(row.subject)
        todo = sorted(several)
        shares = (Share(self.look, tuple(todo[at : at + SUBJECTS])) for at in range(0, len(todo), SUBJECTS))
        for drawn in crew.each(subjects_drawn, shares, few=10):
            self._count(drawn.census)
            for row in drawn.rows:
                self._drop(row.subject, TURTLE)
                self._insert(TURTLE, row, row.alone)
        census.objects = seen.count()
        self._end(sizes)

    def _drawn(self, crew: Crew) -> Iterator[Drawn]:
        """The blocks of all named graphs: of releases by the crew, of the others meanwhile here."""
        names = sorted(graph.value for graph in self.look.store.named_graphs() if isinstance(graph, NamedNode))
        single = list(filter(is_of_release, names))
        shares = (Share(self.look, tuple(single[at : at + GRAPHS])) for at in range(0, len(single), GRAPHS))
        own = _large(self.look, [name for name in names if not is_of_release(name)])
        for drawn in crew.each(graphs_drawn, shares, few=20):
            yield drawn
            yield from islice(own, 1)
        yield from own

    def _count(self, census: Census) -> None:
        """Takes in what was counted of some quads."""
        whole = self.counts.census
        whole.properties.update(census.properties)
        whole.classes.update(census.classes)
        whole.kinds.update(census.kinds)
        whole.digests |= census.digests

    def some(self, delta: Delta) -> None:
        """What a delta names."""
        changes = {triple: times for triple, times in delta.triples.items() if times}
        for triple, times in changes.items():
            self.counts.census.count(triple, times)
        self._count_ends(changes)
        store, terms, of = self.look.store, Terms(vocab.prefixes()), defaultdict[str, set[str]](set)
        for graph, subject in delta.named:
            of[subject].add(graph)
        for subject, graphs in sorted(of.items()):
            for graph in ("", *sorted(graphs)):
                number = self._number(graph)
                self._drop(subject, number)
                where = NamedNode(graph) if graph else DEFAULT
                if quads := list(store.quads_for_pattern(NamedNode(subject), None, None, where)):
                    row = _row(terms, graph, subject, quads)
                    self._insert(number, row, row.text if graph else row.alone)
        self._end(delta.sizes)

    def _insert(self, number: int, row: Row, text: str) -> bool:
        """Notes a block; whether there was none of that subject."""
        claim = row.subject if row.subject.startswith(HASHED) else None
        new = self.book.added("INSERT OR IGNORE INTO block VALUES (?, ?, ?, ?, ?)", number, row.key, claim, row.used, text)
        if new:
            self._use(number, row.used, 1)
        return new

    def _drop(self, subject: str, number: int) -> None:
        """Takes out the block of a subject in a graph, if there is one."""
        hashed = subject.startswith(HASHED)
        where, value = ("claim", subject) if hashed else ("key", _key(place_of(subject, ())))
        used = self.book.one(f"SELECT used FROM block WHERE graph = ? AND {where} = ?", number, value)  # noqa: S608 - one of two words
        if used is not None:
            self.book.do(f"DELETE FROM block WHERE graph = ? AND {where} = ?", number, value)  # noqa: S608
            self._use(number, used, -1)

    def _use(self, number: int, used: str, times: int) -> None:
        counted = self.counts.trig if number else self.counts.turtle
        for prefix in used.split():
            counted[prefix] += times

    def _number(self, graph: str) -> int:
        if not graph:
            return TURTLE
        if graph not in self.numbers:
            self.numbers[graph] = max(self.numbers.values(), default=TURTLE) + 1
            self.book.do("INSERT INTO graph VALUES (?, ?, 0)", graph, self.numbers[graph])
        return self.numbers[graph]

    def _count_ends(self, changes: Mapping[Triple, int]) -> None:
        """How many terms are subjects or objects that were none, and the other way round."""
        census = self.counts.census
        for term, change in _changes(changes, lambda t: t.subject, lambda s: self.look.store.quads_for_pattern(s, None, None, DEFAULT)):
            census.subjects += change
            census.entities += change * is_entity(str(term))
        for _, change in _changes(changes, lambda t: t.object, lambda o: having(self.look.store, None, None, o, DEFAULT)):
            census.objects += change

    def _end(self, sizes: Counter[str]) -> None:
        """Notes the counts, and forgets graphs in which nothing is left."""
        self.book.each("UPDATE graph SET size = size + ? WHERE name = ?", [(n, graph) for graph, n in sorted(sizes.items())])
        self.book.do("DELETE FROM graph WHERE size = 0")
        self.book.write(NOTE, self.counts.noted())


def _changes(
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


def is_of_release(graph: str) -> bool:
    """Whether a graph is that of one release."""
    return graph.startswith(RELEASES)


class _Distinct:
    """Counts how many different terms there are, by hashes of 64 bits, in little memory."""

    def __init__(self) -> None:
        self._known, self._new = array("q"), set[int]()

    def add(self, hashes: set[int]) -> None:
        """More terms."""
        self._new |= hashes
        if len(self._new) >= ROOM:
            self.count()

    def count(self) -> int:
        """How many different ones there were."""
        self._known = array("q", (one for one, _ in groupby(merge(self._known, sorted(self._new)))))
        self._new = set()
        return len(self._known)
