"""The Oxigraph store: loaded in bulk into a new directory, then only read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store

from triplewire.errors import BuildError

UNION = True
"""Value for `use_default_graph_as_union`: every query sees all named graphs as one default graph."""


def write(quads: Iterable[Quad], directory: Path) -> None:
    """Load `quads` into a new Oxigraph directory. Raises BuildError when `directory` exists and is not empty."""
    if directory.exists() and any(directory.iterdir()):
        raise BuildError(f"{directory}: a store is written into a new directory, and this one is not empty; remove it or choose another")
    directory.mkdir(parents=True, exist_ok=True)
    store = Store(str(directory))
    store.bulk_extend(sorted(set(quads), key=str))
    store.flush()


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
    store.extend(quads)
    return store
