"""Updates as the server sees them: one after the other, each the next state of the current build, or nothing."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from pathlib import Path
from typing import Any

from triplewire.errors import BuildError
from triplewire.serve.place import Place
from triplewire.serve.places import WORKING, Places
from triplewire.serve.pool import asked, newest, options, reply_of, to_its_end
from triplewire.serve.process import DiedError, Process
from triplewire.serve.refusal import later
from triplewire.serve.settings import MAX_WAITING, Settings
from triplewire.serve.wire import Reply


class Updates:
    """Runs updates in a writer process of its own.

    `DIR/working/<build>/store` is a link to the newest state, `DIR/working/<build>/<number>`; it is moved when all of a state is there,
    and only then is an update done.
    """

    def __init__(self, settings: Settings, places: Places) -> None:
        self._settings, self._places = settings, places
        self._writer: Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._lock = -1

    def open(self) -> None:
        """Makes this the only server that updates the folder. Raises BuildError when another one does, or it cannot be written."""
        folder = self._places.directory / WORKING
        try:
            folder.mkdir(exist_ok=True)
            self._lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError(f"{folder}: another server with --allow-update is at work here; stop it, or serve without updates") from None
        except OSError as error:
            raise BuildError(f"{folder}: cannot be written: {error.strerror}; mend that, or serve without --allow-update") from error

    async def close(self) -> None:
        """Ends the writer, in the middle of an update too."""
        if self._writer:
            await self._writer.ended()
        if self._lock >= 0:
            os.close(self._lock)

    async def run(self, text: str, **arguments: Any) -> Reply:
        """Runs an update; when this returns, every query sees what it did. Raises RefusalError, and then nothing has changed."""
        if self._waiting >= MAX_WAITING:
            raise later(503, "too many updates wait already; try again")
        self._waiting += 1
        try:
            await self._turn.acquire()
            return await to_its_end(self._run_in_turn(text, arguments))
        finally:
            self._waiting -= 1

    async def _run_in_turn(self, text: str, arguments: dict[str, Any]) -> Reply:
        try:
            return await self._run(text, arguments)
        finally:
            self._turn.release()

    async def _run(self, text: str, arguments: dict[str, Any]) -> Reply:
        before = newest(self._places)
        folder = self._places.working(before.build)
        target = folder / str(before.revision + 1)
        header = {"kind": "update", **arguments, "store": before.store, "revision": before.revision, "to": str(target)}
        answer, data = await asked(await self._process(), header, text.encode(), self._settings)
        reply = reply_of(answer, data, Place(before.build, before.revision + 1, before.folder, str(target)))
        _move_link(folder / "store", target.name)
        _sweep(folder, before.revision)
        return reply

    async def _process(self) -> Process:
        """The writer, started anew when the last one has ended. Raises RefusalError when it does not come up."""
        if self._writer is None or not self._writer.alive:
            try:
                told = {**options(self._settings), "writes": True}
                self._writer = await Process.start(told, lambda _: None, verbose=self._settings.verbose)
            except (DiedError, TimeoutError, OSError) as error:
                raise later(503, f"the process for updates does not come up ({error}); try again") from error
        return self._writer


def _move_link(link: Path, target: str) -> None:
    """Points the link at another folder in one step, and makes that last through a power cut."""
    fresh = link.with_name(".store-new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
    handle = os.open(link.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, before: int) -> None:
    """Removes the states that nobody opens any more: all but the newest and the one before it."""
    for old in folder.iterdir():
        if old.name.isdecimal() and int(old.name) < before:
            shutil.rmtree(old, ignore_errors=True)
