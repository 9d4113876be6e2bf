"""The quads of a graph by who gives rise to them, and what changes of the graph when one of them tells otherwise than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from pyoxigraph import NamedNode, Quad, Store, Triple

from triplewire import vocab
from triplewire.memory import give_back
from triplewire.reason import INFERRED
from triplewire.store.disk import AT_ONCE, FEW, change, quads_in
from triplewire.workbook.book import Book, packed, unpacked

_SHARED = tuple(f" <{vocab.GRAPH}{name}>" for name in ("background", "mappings"))
_NAMED = f" <{vocab.curie_to_iri('skos:altLabel')}> "


MANY = 200_000
"""Of so many changed triples it is quicker to look at the whole graph, and no more memory is spent on them."""


class Delta:
    """What a store loses and gains, each quad by its N-Quads text without the dot. The store is changed now and then, so that what waits
    is never much; `tell` is then told which triples went and which came, by their texts.

    Unless it is `whole`, which it becomes when it has much to tell, it knows what came and went in the end: of the default graph
    `triples` with 1 or -1, of the named ones the `sizes` and the subjects, each `named` with its graph.
    """

    def __init__(self, store: Store, tell: Callable[[Sequence[str]], None] | None = None, *, whole: bool = False) -> None:
        self.store, self.tell, self.whole = store, tell, whole
        self._loader: Executor | None = None
        self._loading: Future[None] | None = None
        self.lost = self.gained = 0
        self.triples, self.sizes, self.named = Counter[Triple](), Counter[str](), set[tuple[str, str]]()
        self._removed: set[str] = set()
        self._added: dict[str, None] = {}

    def drop(self, line: str) -> None:
        """Notes that a quad goes; one that has just come never was."""
        if line in self._added:
            del self._added[line]
        else:
            self._removed.add(line)

    def add(self, line: str) -> None:
        """Notes that a quad comes; one that has just gone stays."""
        if line in self._removed:
            self._removed.remove(line)
        else:
            self._added[line] = None
        if len(self._added) >= AT_ONCE:
            self._bring()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Meanwhile the store of a `whole` delta is changed by a thread of its own, which needs Python for little of that. Nobody may look
        into it meanwhile, nor may `tell`. Raises OSError as the disk does.
        """
        with ThreadPoolExecutor(1) as self._loader:
            try:
                yield
                self._wait()
            finally:
                self._loader = None

    def settle(self) -> None:
        """Brings the store to what it holds now. Raises OSError as the disk does."""
        self._bring()
        self._wait()

    def _bring(self) -> None:
        removed, added = sorted(self._removed), list(self._added)
        self._removed, self._added = set(), {}
        if not (removed or added):
            return
        self.lost += len(removed)
        self.gained += len(added)
        if self.whole:
            self._wait()
            if self._loader:
                self._loading = self._loader.submit(_loaded, self.store, removed, added)
            else:
                _loaded(self.store, removed, added)
            if self.tell:
                self.tell([*removed, *added])
            return
        told = change(self.store, removed, added, watched=True)
        for triple, times in told:
            self.triples[triple] += times
        if len(added) > FEW:
            give_back()
        out, new = quads_in(removed), quads_in(added)
        if self.tell:
            # What another graph says as well is no news; but what followed until now, and is told from now on, is.
            followed = (str(q) for q in new if Quad(q.subject, q.predicate, q.object, INFERRED) in self.store)
            self.tell([*(str(triple) for triple, _ in told), *followed])
        self._know(out, -1)
        self._know(new, 1)

    def _wait(self) -> None:
        loading, self._loading = self._loading, None
        if loading:
            loading.result()

    def _know(self, quads: Iterable[Quad], times: int) -> None:
        if self.whole or len(self.triples) > MANY:
            self.whole = True
            self.triples, self.sizes, self.named = Counter(), Counter(), set()
            return
        for quad in quads:
            if isinstance(quad.graph_name, NamedNode) and isinstance(quad.subject, NamedNode):
                self.sizes[quad.graph_name.value] += times
                self.named.add((quad.graph_name.value, quad.subject.value))


def _loaded(store: Store, removed: Iterable[str], added: Sequence[str]) -> None:
    change(store, removed, added)
    if len(added) > FEW:
        give_back()


def put(book: Book, owner: str, part: str, now: Iterable[str], delta: Delta, kept: bytes = b"") -> None:
    """Notes the quads that a part of an owner gives rise to now, and what that changes; `kept` are these, sorted and packed, if whoever
    made them has done that.
    """
    before, after = set(lines_of(book, owner, part)), set(now)
    if before == after:
        return
    for line in sorted(before - after):
        if not _is_shared(line) or _left(book, line, f"{owner} {part}"):
            delta.drop(line)
    for line in sorted(after - before):
        if not _is_shared(line) or _joined(book, line, f"{owner} {part}"):
            delta.add(line)
    if after:
        book.do("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", owner, part, kept or packed(sorted(after)))
    else:
        book.do("DELETE FROM piece WHERE owner = ? AND part = ?", owner, part)


def lines(quads: Iterable[Quad]) -> list[str]:
    """Quads by their texts, sorted."""
    return sorted({str(quad) for quad in quads})


def lines_of(book: Book, owner: str, part: str) -> list[str]:
    """The quads that were noted for a part of an owner, sorted by their text."""
    found: list[str] = unpacked(book.one("SELECT quads FROM piece WHERE owner = ? AND part = ?", owner, part))
    return found


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
