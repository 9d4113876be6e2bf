"""The Oxigraph store: loaded in bulk into a new directory, then only read.

Its default graph holds every triple of its named graphs once, so that a query without GRAPH counts right. The union that the engine
makes of named graphs meets a triple once for each graph that has it, and takes two to three times as long.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, Triple, parse

from triplewire.errors import BuildError
from triplewire.lookup import having

T = TypeVar("T")

AT_ONCE = 50_000
"""How many quads are loaded at once: what the loader holds in memory grows with them."""
TRIES = 40
FEW = 5_000
"""So many quads are not worth files of their own."""


def write(quads: Iterable[Quad], directory: Path) -> None:
    """Load `quads` into a new Oxigraph directory, in good order for queries. Raises BuildError when `directory` exists and is not empty."""
    store = begin(directory)
    try:
        change(store, (), map(str, quads))
        store.optimize()  # which leaves the names of graphs where they are, so they are flushed
        store.flush()
    finally:
        del store  # closed also when it fails, so that the directory can be removed


def begin(directory: Path, base: Path | None = None) -> Store:
    """A store that can be written, in a new directory: empty, or with what the store in `base` holds, which stays as it is. Raises
    BuildError when `directory` exists and is not empty, or `base` cannot be opened.
    """
    if directory.exists() and any(directory.iterdir()):
        raise BuildError(f"{directory}: a store is written into a new directory, and this one is not empty; remove it or choose another")
    directory.mkdir(parents=True, exist_ok=True)
    if base is not None:
        directory.rmdir()  # a copy makes its own
        open_store(base).backup(str(directory))
    return Store(str(directory))


def finish(store: Store, directory: Path) -> None:
    """What a store that can be written holds now, in a directory that is made, for readers: its files never change, while those of the
    store itself come and go behind its back. Takes no room, since they are shared (hard links).
    """
    store.flush()
    store.backup(str(directory))


def discard(directory: Path) -> None:
    """Removes the directory of a store that was written. Raises OSError when it cannot be.

    There is no closing a store: as long as anything looks at it the engine may be tidying up there, and takes a file away, or makes one,
    before this does.
    """
    for _ in range(TRIES):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(0.05)
    shutil.rmtree(directory)


def change(store: Store, removed: Iterable[str], added: Iterable[str], *, watched: bool = False) -> list[tuple[Triple, int]]:
    """Takes quads out of the named graphs of a store and puts others in, each given by its N-Quads text without the dot, and its default
    graph along. When it is `watched`, says what that changes of the default graph: triples with 1 for those that come and -1 for those
    that go; else nothing.
    """
    out, told = quads_in(removed), list[tuple[Triple, int]]()
    for quad in out:
        store.remove(quad)
    for some in batched(added, AT_ONCE):
        if watched:
            told += [(t, 1) for t in dict.fromkeys(q.triple for q in quads_in(some)) if in_default(t) not in store]
        _load(store, some, RdfFormat.N_QUADS)
        _load(store, dict.fromkeys(line[: line.rindex(" <")] for line in some), RdfFormat.N_TRIPLES)
    for triple in dict.fromkeys(quad.triple for quad in out):
        if not any(map(_is_named, having(store, *triple))):
            store.remove(in_default(triple))
            told += [(triple, -1)] if watched else []
    return told


def quads_in(lines: Iterable[str]) -> list[Quad]:
    """Quads from their N-Quads texts without the dot."""
    return list(parse(_document(lines), format=RdfFormat.N_QUADS))


def _document(lines: Iterable[str]) -> str:
    return "".join(f"{line} .\n" for line in lines)


def _load(store: Store, lines: Collection[str], form: RdfFormat) -> None:
    """Puts quads into a store: in bulk where they are many, since each time makes files of its own."""
    if len(lines) > FEW:
        store.bulk_load(_document(lines), form)
    elif lines:
        store.load(_document(lines), form)


def in_default(triple: Triple) -> Quad:
    """A triple as a quad of the default graph."""
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())


def _is_named(quad: Quad) -> bool:
    return not isinstance(quad.graph_name, DefaultGraph)


def open_store(directory: Path) -> Store:
    """The store in `directory`, read-only: it never locks, and sees the state at opening. Raises BuildError when there is none."""
    if not (directory / "CURRENT").is_file():
        raise BuildError(f"{directory}: there is no store here; run `triplewire build` first, or point --graph at a build directory")
    try:
        return Store.read_only(str(directory))
    except OSError as error:
        raise BuildError(f"{directory}: the store cannot be opened ({error}); build it anew") from error


def memory(quads: Iterable[Quad]) -> Store:
    """A store in memory that holds `quads`."""
    store = Store()
    store.bulk_extend(_with_default(quads))
    return store


def is_merged(store: Store) -> bool:
    """Whether the default graph of a store holds what its named graphs hold; not so in builds before there was one."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def fill_default(store: Store) -> None:
    """Gives a store that can be written the default graph that it should have, if it has none."""
    if not is_merged(store):
        store.bulk_extend(map(in_default, triples(store)))


def named_quads(store: Store) -> Iterator[Quad]:
    """The quads of the named graphs, in no particular order."""
    return (q for q in store.quads_for_pattern(None, None, None, None) if _is_named(q))


def triples(store: Store) -> set[Triple]:
    """Every triple of a store."""
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph() if is_merged(store) else None)}


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of at most `size`."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _with_default(quads: Iterable[Quad]) -> list[Quad]:
    """Quads in order of their text, and their triples in the default graph."""
    given = sorted(set(quads), key=str)
    once = dict.fromkeys(quad.triple for quad in given)
    return [*given, *map(in_default, once)]
