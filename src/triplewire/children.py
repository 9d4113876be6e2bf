"""Processes that this one starts: what they do when it ends, and how work is given to several of them."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import parent_process, resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Self, TypeVar

from triplewire.errors import BuildError

A = TypeVar("A")
B = TypeVar("B")

TRIES = 3
"""So many times a piece of work is begun whose process is killed."""
AT_HAND = 2
"""So many pieces of work a process has at one time: while it does one, the next is at hand."""


class Spawned(SpawnProcess):
    """A process that inherits nothing, so that what it makes never depends on what this one did before, and never hears an interrupt from
    the keyboard, from its first moment on: the one that began it does, and ends it.
    """

    def start(self) -> None:
        """Begins it."""
        resource_tracker.ensure_running()  # which unblocks the signal when it starts
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Spawning(SpawnContext):
    """What begins such processes."""

    Process = Spawned


def end_with_parent() -> None:
    """Ends this process when its parent has ended, however that was; else it would wait for work for ever."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Crew:
    """Several processes that do work which this one hands out, or with one worker this one alone. They are started when they are called,
    or with the first work that is enough for them, and end with `close`. What comes of work is the same, whoever does it.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def call(self) -> None:
        """Has them start, while this one still gathers what they are to do: it takes them a second or two."""
        if self.workers > 1:
            for _ in range(self.workers):
                self._given(_here, None)

    def each(self, work: Callable[[A], B], pieces: Iterable[A], *, few: int) -> Iterator[B]:
        """What comes of each piece, in their order. No more than `few` pieces are done here, unless the processes are there: these take a
        second or two to start. `work` is a function of a module, and pieces and outcomes can be pickled. When a process is killed, what
        it had at hand is done again by others. Raises what the work raises, BuildError when one is killed again and again.
        """
        if self.workers == 1:
            return map(work, pieces)
        rest = iter(pieces)
        first = list(islice(rest, few + 1)) if self._pool is None else []
        if self._pool is None and len(first) <= few:
            return map(work, first)
        return self._shared(work, chain(first, rest))

    def _shared(self, work: Callable[[A], B], pieces: Iterator[A]) -> Iterator[B]:
        running: deque[tuple[A, Future[B]]] = deque()
        try:
            for piece in pieces:
                running.append((piece, self._given(work, piece)))
                if len(running) >= AT_HAND * self.workers:
                    yield self._done(work, running)
            while running:
                yield self._done(work, running)
        finally:
            for _, future in running:
                future.cancel()

    def _given(self, work: Callable[[A], B], piece: A) -> Future[B]:
        """What will come of a piece; that no process is left to do it is told when it is asked for."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=Spawning(), initializer=end_with_parent)
        try:
            return self._pool.submit(work, piece)
        except BrokenProcessPool as error:
            lost: Future[B] = Future()
            lost.set_exception(error)
            return lost

    def _done(self, work: Callable[[A], B], running: deque[tuple[A, Future[B]]]) -> B:
        """What came of the first piece that runs; all that run are given anew when a process was killed."""
        for left in reversed(range(TRIES)):
            try:
                outcome = running[0][1].result()
            except BrokenProcessPool:
                self.close()
                if left:
                    lost = [piece for piece, _ in running]
                    running.clear()
                    running.extend((piece, self._given(work, piece)) for piece in lost)
            else:
                running.popleft()
                return outcome
        raise BuildError("a process that builds was killed (out of memory?); nothing was replaced; try fewer --workers")

    def close(self) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _here(_: None) -> None:
    """Done by a process that is there."""
