"""Processes of this machine, each for one release at a time, so that it is known which release one of them did not survive."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Generator, Iterator
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from pathlib import Path

from triplewire.builds.reading import Read, Reader, killed, read_file
from triplewire.children import Spawning, end_with_parent
from triplewire.errors import BuildError, TriplewireError

_READY = "ready"


class _DiedError(Exception):
    """A process ended before it had done what it was given."""


class _Desk:
    """A process that reads the releases that it is given. It has two at a time at most: while one is read, the next is at hand."""

    def __init__(self, folder: Path, reader: Reader) -> None:
        context = Spawning()
        self.pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, folder, reader), daemon=True)
        self._process.start()
        far.close()
        self._up = False
        self.given: deque[Path] = deque()

    def give(self, path: Path) -> None:
        """One more file to read. Does not wait."""
        self.given.append(path)
        # A process that is no more is found out when its answer is taken.
        try:
            self.pipe.send(path)
        except OSError:
            return

    def take(self) -> Read | None:
        """What came of the file that was given first; None when the process has only said that it is there. Waits. Raises what
        reading raises, _DiedError, and BuildError when the process has never come up.
        """
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError) as error:
            how = self.ended()
            if not self._up:
                raise BuildError(f"a process that reads releases does not come up ({how}); nothing was replaced; try one worker") from error
            raise _DiedError(how) from error
        if answer == _READY:
            self._up = True
            return None
        if isinstance(answer, TriplewireError):
            raise answer
        self.given.popleft()
        return answer  # type: ignore[no-any-return]

    def ended(self) -> str:
        """Ends the process, if it has not done so itself, and says how it ended."""
        self.pipe.close()
        self._process.join(0 if self.given else 1)  # one that is idle ends by itself
        self._process.kill()
        self._process.join()
        code = self._process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def read_files(files: Iterator[Path], folder: Path, reader: Reader, workers: int) -> Generator[Read, None, None]:
    """Each file through `reader` in one of so many processes. A file whose process dies is read again when all else is done, alone,
    and set aside when that dies too (`reader-killed`). Raises DataError, and BuildError when processes do not come up.
    """
    suspects: list[Path] = []
    yield from _shared(files, suspects, workers, folder, reader)
    for path in suspects:
        yield from _alone(path, folder, reader)


def _shared(waiting: Iterator[Path], suspects: list[Path], workers: int, folder: Path, reader: Reader) -> Generator[Read, None, None]:
    desks: set[_Desk] = set()
    try:
        # It takes a process a second to come up: each is started as soon as there is a file for it, while others are looked for.
        for path in islice(waiting, workers):
            desks.add(_begun(path, folder, reader))
        for desk in desks:
            _supply(desk, waiting)
        while busy := {desk.pipe: desk for desk in desks if desk.given}:
            for desk in (busy[pipe] for pipe in wait(list(busy)) if isinstance(pipe, Connection)):
                try:
                    if read := desk.take():
                        yield read
                        _supply(desk, waiting)
                except _DiedError:
                    suspects.append(desk.given.popleft())
                    desks.remove(desk)
                    waiting = chain(desk.given, waiting)
                    for path in islice(waiting, 1):
                        desks.add(fresh := _begun(path, folder, reader))
                        _supply(fresh, waiting)
    finally:
        for desk in desks:
            desk.ended()


def _begun(path: Path, folder: Path, reader: Reader) -> _Desk:
    """A new process, with a file to read."""
    desk = _Desk(folder, reader)
    desk.give(path)
    return desk


def _supply(desk: _Desk, waiting: Iterator[Path]) -> None:
    for path in islice(waiting, 1):
        desk.give(path)


def _alone(path: Path, folder: Path, reader: Reader) -> Iterator[Read]:
    desk = _begun(path, folder, reader)
    try:
        yield desk.take() or desk.take() or killed(path, "no answer")
    except _DiedError as died:
        yield killed(path, str(died))
    finally:
        desk.ended()


def _serve(pipe: Connection, folder: Path, reader: Reader) -> None:
    """Reads what comes through the pipe until it is closed."""
    end_with_parent()
    try:
        pipe.send(_READY)
        while True:
            pipe.send(_answer(folder, reader, pipe.recv()))
    except (EOFError, OSError):
        return


def _answer(folder: Path, reader: Reader, path: Path) -> Read | TriplewireError:
    try:
        return read_file(folder, reader, path)
    except TriplewireError as error:
        return error
