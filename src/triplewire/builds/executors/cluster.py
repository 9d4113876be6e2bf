"""A Dask cluster: releases travel as bytes and come back as readings, so that its machines need no file of this one."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue

from triplewire import resources
from triplewire.builds import cache
from triplewire.builds.reading import Read, Reader, keep, killed, packed
from triplewire.errors import BuildError, InputError, TriplewireError
from triplewire.read import Original, original

try:
    import distributed
except ImportError as missing:
    raise TriplewireError("--scheduler needs Dask, which is not installed: pip install 'triplewire[dask]'") from missing

PATIENCE = 60.0
"""Seconds without any worker after which the build ends."""
_CONNECT = 10.0
_IN_FLIGHT = 1 << 25
"""Bytes of releases that are with the cluster at one time."""
_READING = threading.Lock()
_AGAIN = "what was read is kept, and the same command goes on from there"

Identity = tuple[str, str]
"""The version of the program, and a digest of all of it, of the user's own lexicons and rules too."""


def identity() -> Identity:
    """What this process would read with."""
    return resources.version(), cache.program_digest()[:16]


def read_here(reader: Reader, given: Original, wanted: Identity) -> str | InputError:
    """The work of a worker: a packed reading, or why there is none. Raises BuildError in a process that reads otherwise than `wanted`."""
    if (own := identity()) != wanted:
        raise BuildError(_differs("a worker", own, wanted))
    with _READING:  # a process reads one release at a time, however many threads a worker has
        try:
            return packed(reader, given)
        except InputError as error:
            return error


def read_files(files: Iterator[Path], folder: Path, reader: Reader, address: str) -> Generator[Read, None, None]:
    """Each file through `reader` on the cluster, named by its content, so that what is lost is made again and is the same.

    A file that costs the cluster as many workers as it allows (`distributed.scheduler.allowed-failures`) is read again when all else
    is done, alone, and set aside when that ends in the same way (`reader-killed`). Raises BuildError when the cluster cannot be
    reached, goes away, has no workers, or has another version or other data than this process, and DataError.
    """
    if (first := next(files, None)) is None:
        return
    with _connected(address) as client:
        _same_everywhere(client, address)
        cluster = _Cluster(client, address, folder, reader)
        for path in chain([first], files):
            yield from cluster.room()
            yield from cluster.give(path)
        yield from cluster.rest()
        for path in cluster.suspects:
            yield from cluster.give(path, alone=True)
            yield from cluster.rest()


class _Cluster:
    """What is with the cluster and comes back from it."""

    def __init__(self, client: distributed.Client, address: str, folder: Path, reader: Reader) -> None:
        self._client, self._address, self._folder, self._reader = client, address, folder, reader
        self._wanted = identity()
        self._away: dict[str, tuple[Path, str, int, bool]] = {}
        self._back: SimpleQueue[distributed.Future[str | InputError]] = SimpleQueue()
        self.suspects: deque[Path] = deque()

    def give(self, path: Path, *, alone: bool = False) -> Iterator[Read]:
        """Sends a file; what is wrong with it already is told at once."""
        try:
            given = original(path)
        except InputError as error:
            yield Read(path, error)
            return
        key = cache.key_of(given)
        name = f"triplewire-{cache.reader_digest()[:16]}-{key}{'-alone' if alone else ''}"
        self._away[name] = (path, key, len(given.data), alone)
        future = self._client.submit(read_here, self._reader, given, self._wanted, key=name)
        future.add_done_callback(self._back.put)

    def room(self) -> Iterator[Read]:
        """Waits until more can be sent."""
        while sum(size for _, _, size, _ in self._away.values()) > _IN_FLIGHT:
            yield from self._next()

    def rest(self) -> Iterator[Read]:
        """Waits for all that was sent."""
        while self._away:
            yield from self._next()

    def _next(self) -> Iterator[Read]:
        future = self._come_back()
        path, key, _, alone = self._away.pop(str(future.key))
        try:
            came = future.result()
        except distributed.scheduler.KilledWorker as error:
            if alone:
                yield killed(path, f"{error.allowed_failures + 1} workers")
            else:
                self.suspects.append(path)
            return
        except TriplewireError:
            raise
        except (CancelledError, OSError) as error:
            raise BuildError(f"the Dask scheduler at {self._address} went away; {_AGAIN}") from error
        except Exception as error:
            raise BuildError(f"a worker of {self._address} failed with {type(error).__name__}: {error}; {_AGAIN}") from error
        yield Read(path, came) if isinstance(came, InputError) else keep(self._folder, path, key, came)

    def _come_back(self) -> distributed.Future[str | InputError]:
        waited = 0.0
        while True:
            try:
                return self._back.get(timeout=_CONNECT / 4)
            except Empty:
                waited = 0.0 if self._client.scheduler_info()["workers"] else waited + _CONNECT / 4
            if waited >= PATIENCE:
                raise BuildError(f"the Dask cluster at {self._address} has had no worker for {PATIENCE:g} seconds; {_AGAIN}")


@contextmanager
def _connected(address: str) -> Iterator[distributed.Client]:
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what ends the build is told once, by the build
    try:
        client = distributed.Client(address, timeout=_CONNECT, set_as_default=False, name="triplewire")
    except (OSError, ValueError) as error:
        log.setLevel(level)
        raise BuildError(f"no Dask scheduler answers at {address} ({error}); start one with: dask scheduler") from error
    try:
        yield client
    finally:
        client.close(timeout=_CONNECT)
        log.setLevel(level)


def _same_everywhere(client: distributed.Client, address: str) -> None:
    """Raises BuildError, naming each worker that would read otherwise than this process, or when there is none at all."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise BuildError(f"the Dask cluster at {address} has no worker; start some with: dask worker {address}") from error
    wanted = identity()
    faults = []
    for worker, own in sorted(client.run(identity, on_error="return").items()):
        if isinstance(own, BaseException):
            faults.append(f"{worker}: cannot read releases: {type(own).__name__}: {own}; install triplewire {wanted[0]} there")
        elif tuple(own) != wanted:
            faults.append(_differs(worker, own, wanted))
    if faults:
        raise BuildError("\n".join(faults))


def _differs(worker: str, own: Identity, wanted: Identity) -> str:
    return (
        f"{worker} has triplewire {own[0]} ({own[1]}), and here it is {wanted[0]} ({wanted[1]}); "
        "install the same version there, with the same lexicons and rules, and start the workers anew"
    )
