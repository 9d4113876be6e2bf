"""The text files of a graph, kept block by block: what a subject has in a graph is written anew only when that changes.

Of the whole graph only what changes is in memory: a graph that is new to the book is taken in subject by subject, as its store has them.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import groupby, islice
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from triplewire import vocab
from triplewire.lookup import having
from triplewire.store import Census, described, is_entity, turtle
from triplewire.store.terms import Terms
from triplewire.store.writer import HASHED, Place, block, head, lay, place_of, sections, subject_of
from triplewire.workbook.book import Book
from triplewire.workbook.pieces import Delta

TURTLE = 0
"""The number of the default graph, of which `graph.ttl` is made; those of named graphs follow."""
INDENT = "  "
DEFAULT = DefaultGraph()
NOTE = "texts"
ROOM = 1 << 20
"""So many objects are counted at once."""


def write(book: Book, store: Store, delta: Delta) -> None:
    """Notes the blocks of what has changed of a store, and what that changes of its census."""
    if delta.whole:
        _Writing(book, store, _Counts()).whole()
    elif delta.named:
        _Writing(book, store, _Counts.of(book.note(NOTE))).some(delta)


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


class _Writing:
    """One run through what has changed."""

    def __init__(self, book: Book, store: Store, counts: _Counts) -> None:
        self.book, self.store, self.counts = book, store, counts
        self.terms = Terms(vocab.prefixes())
        self.numbers: dict[str, int] = dict(book.rows("SELECT name, number FROM graph"))

    def whole(self) -> None:
        """Everything anew."""
        for table in ("block", "graph"):
            self.book.do(f"DELETE FROM {table}")  # noqa: S608 - one of these two
        self.numbers, sizes, seen = {}, Counter[str](), _Distinct()
        for subject, triples in groupby(self.store.quads_for_pattern(None, None, None, DEFAULT), subject_of):
            for quad in triples:
                self.counts.census.count(quad.triple)
                seen.add(quad.object)
            self.counts.census.subjects += 1
            self.counts.census.entities += is_entity(str(NamedNode(subject)))
            by_graph = self._by_graph(self.store.quads_for_pattern(NamedNode(subject), None, None, None))
            sizes.update({graph: len(quads) for graph, quads in by_graph.items() if graph})
            self._put(subject, by_graph)
        self.counts.census.objects = seen.count()
        self._end(sizes)

    def some(self, delta: Delta) -> None:
        """What a delta names."""
        changes = {triple: times for triple, times in delta.triples.items() if times}
        for triple, times in changes.items():
            self.counts.census.count(triple, times)
        self._count_ends(changes)
        of: defaultdict[str, set[str]] = defaultdict(set)
        for graph, subject in delta.named:
            of[subject].add(graph)
        for subject, graphs in sorted(of.items()):
            node = NamedNode(subject)
            by_graph = {"": list(self.store.quads_for_pattern(node, None, None, DEFAULT))}
            by_graph |= {g: list(self.store.quads_for_pattern(node, None, None, NamedNode(g))) for g in sorted(graphs)}
            for graph in by_graph:
                self._drop(subject, self._number(graph))
            self._put(subject, by_graph)
        self._end(delta.sizes)

    def _by_graph(self, quads: Iterable[Quad]) -> dict[str, list[Quad]]:
        found: dict[str, list[Quad]] = {}
        for quad in quads:
            found.setdefault(quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else "", []).append(quad)
        return found

    def _put(self, subject: str, by_graph: dict[str, list[Quad]]) -> None:
        """The blocks of a subject in some graphs, where it has none."""
        laid, used, claim = None, "", subject if subject.startswith(HASHED) else None
        for graph, quads in by_graph.items():
            number = self._number(graph)
            if not quads:
                continue
            if laid is None or len(by_graph) > 2 or len(quads) != len(by_graph[""]):  # else it is the same, laid out already
                self.terms.used.clear()
                laid = lay(self.terms, quads)
                self.terms.iri(subject)
                used = " ".join(sorted(self.terms.used))
            text = block(self.terms, subject, laid, INDENT if graph else "")
            self.book.do("INSERT INTO block VALUES (?, ?, ?, ?, ?)", number, _key(place_of(subject, quads)), claim, used, text)
            self._use(number, used, 1)

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
        for term, change in _changes(changes, lambda t: t.subject, lambda s: self.store.quads_for_pattern(s, None, None, DEFAULT)):
            census.subjects += change
            census.entities += change * is_entity(str(term))
        for _, change in _changes(changes, lambda t: t.object, lambda o: having(self.store, None, None, o, DEFAULT)):
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


class _Distinct:
    """Counts how many different terms there are, by hashes of 64 bits, in little memory."""

    def __init__(self) -> None:
        self._known, self._new = array("q"), set[int]()

    def add(self, term: object) -> None:
        """One more term."""
        self._new.add(hash(term))
        if len(self._new) >= ROOM:
            self.count()

    def count(self) -> int:
        """How many different ones there were."""
        self._known = array("q", sorted(self._new.union(self._known)))
        self._new = set()
        return len(self._known)
