"""Updates, in a process of their own: each makes a new state beside the one it started from, or nothing at all.

The writer has a store that nobody else sees. After each update a snapshot of it (hard links, some milliseconds) becomes the next state;
readers open only snapshots. A writer that is killed loses its own store, and the next one starts from the last state.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from triplewire import vocab
from triplewire.errors import BuildError, QueryError
from triplewire.query import guard
from triplewire.query.engine import explained
from triplewire.serve.refusal import RefusalError
from triplewire.serve.using import with_dataset
from triplewire.serve.wire import Header, Reply
from triplewire.store import fill_default, open_store

OWN = ".writing-"


class Writer:
    """Runs updates on the store of one state after the other."""

    def __init__(self, _: dict[str, Any]) -> None:
        self._state = ""
        self._store: ox.Store | None = None

    def update(self, header: Header, body: bytes) -> Reply:
        """Runs an update on the state `header["store"]` and writes the new state into the folder `header["to"]`.

        Raises RefusalError for what is no update, not allowed, or fails; then the folder is not there and nothing has changed.
        """
        text, to = body.decode(), Path(header["to"])
        try:
            guard.check_update(text)
            text = with_dataset(text, header["default"], header["named"])
            store = self._at(header["store"], to.parent, first=header["revision"] == 0)
            with explained(text):
                store.update(text, base_iri=header["base"], prefixes=vocab.prefixes())
        except QueryError as error:
            raise RefusalError(400, str(error)) from error
        except BuildError as error:
            raise RefusalError(503, str(error)) from error
        self._state = ""  # until the snapshot is there
        _snapshot(store, to)
        self._state = str(to)
        return Reply(204)

    def _at(self, state: str, folder: Path, *, first: bool) -> ox.Store:
        """The writer's own store, holding that state; `first` when no update has been made in it."""
        if self._store is None or self._state != state:
            self._store = None  # closes it
            for left in folder.glob(f"{OWN}*"):
                shutil.rmtree(left, ignore_errors=True)
            own = folder / f"{OWN}{os.getpid()}"
            _snapshot(open_store(Path(state)), own)
            self._store = ox.Store(str(own))
            if first:
                fill_default(self._store)
            self._state = state
        return self._store


def _snapshot(store: ox.Store, to: Path) -> None:
    """A copy of a store in a new folder. Raises RefusalError when the disk refuses."""
    shutil.rmtree(to, ignore_errors=True)
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        store.backup(str(to))
    except OSError as error:
        shutil.rmtree(to, ignore_errors=True)
        raise RefusalError(503, f"the update was not kept, since the disk refuses: {error}") from error
