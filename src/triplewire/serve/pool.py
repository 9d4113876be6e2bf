"""The workers: as many as were asked for, started ahead, each for one job at a time; the next free one takes the next job."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from triplewire.errors import BuildError
from triplewire.serve.held import GONE
from triplewire.serve.place import Place
from triplewire.serve.places import Places
from triplewire.serve.process import DiedError, Process
from triplewire.serve.refusal import RefusalError, later
from triplewire.serve.settings import MAX_JOBS, MAX_WAITING, Settings
from triplewire.serve.wire import Reply

T = TypeVar("T")
GROWN = 512 * 1024 * 1024
"""Bytes of memory beyond which a worker, its job done, makes room for a fresh one."""
GRACE = 0.25
"""Seconds that a worker may go on when nobody waits for its answer any more: cheaper than a new worker."""
PAUSE = 1.0
"""Seconds before another try when workers do not come up."""


class Pool:
    """Does jobs in worker processes, within the limits of `settings`, on the newest state of `places`. `work` is what for, for people
    who look at the list of processes.
    """

    def __init__(self, settings: Settings, places: Places, work: str = "queries") -> None:
        self._settings, self._places, self._work = settings, places, work
        self._workers: set[Process] = set()
        self._idle: list[Process] = []
        self._waiting: deque[asyncio.Future[Process]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    async def start(self) -> str:
        """Starts the workers and says what keeps them from the network, "" for nothing. Raises BuildError when they do not come up."""
        options = self._options()
        try:
            started = [Process.start(options, self._lost, verbose=self._settings.verbose) for _ in range(self._settings.workers)]
            for process in await asyncio.gather(*started):
                self._workers.add(process)
                self._free(process)
        except (DiedError, TimeoutError) as error:
            await self.close()
            raise BuildError(f"the worker processes do not come up ({error}); more --memory may help, and --verbose says more") from error
        return next(iter(self._workers)).network

    async def close(self) -> None:
        """Ends all workers, busy ones too."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        for waiting in self._waiting:
            waiting.cancel()
        await asyncio.gather(*(process.ended() for process in list(self._workers)))

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(process.pid for process in self._workers)

    async def query(self, text: str, **arguments: Any) -> Reply:
        """The answer of a SPARQL query; `arguments` are those that `asking.Reader.query` reads. Raises RefusalError."""
        return await self._run({"kind": "query", **arguments}, text.encode())

    async def page(self, function: str, arguments: Mapping[str, Any] | None = None) -> Reply:
        """What a function of ours makes of the graph, in a worker: `function` is its dotted name, and it is called as
        `function(held, **arguments)` with the `held.Held` of the newest state and arguments that JSON can carry; it returns a
        `wire.Reply`. Raises RefusalError, also what the function raises as such.
        """
        return await self._run({"kind": "page", "function": function, "arguments": dict(arguments or {})}, b"")

    async def _run(self, header: Mapping[str, Any], body: bytes) -> Reply:
        for _ in range(5):
            place = newest(self._places)
            answer, data = await self._ask({**header, "place": place.header()}, body)
            if answer["status"] != GONE or "problem" not in answer:
                return reply_of(answer, data, place)
        raise later(503, "the build was replaced again and again while the request was answered; try again")

    async def _ask(self, header: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        return await to_its_end(self._job(await self._take(), header, body))

    async def _job(self, process: Process, header: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            return await asked(process, header, body, self._settings)
        finally:
            self._free(process)

    async def _take(self) -> Process:
        """A free worker. Raises RefusalError (503) when too many wait already, or none gets free in time."""
        while self._idle:
            if (process := self._idle.pop()).alive:
                return process
        if len(self._waiting) >= MAX_WAITING * self._settings.workers:
            raise later(503, "too many requests wait already; try again")
        waiting: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(self._settings.timeout):
                return await waiting
        except TimeoutError:
            raise later(503, f"no worker was free for {self._settings.timeout:g} s; try again") from None
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._free(waiting.result())
            raise
        finally:
            if waiting in self._waiting:
                self._waiting.remove(waiting)

    def _free(self, process: Process) -> None:
        """Gives a worker to who waits longest; one that has done its share, or has grown, makes room for a fresh one."""
        if not process.alive:
            return
        if process.jobs >= MAX_JOBS or process.resident > GROWN:
            process.kill()
            return
        while self._waiting:
            if not (waiting := self._waiting.popleft()).done():
                waiting.set_result(process)
                return
        self._idle.append(process)

    def _lost(self, process: Process) -> None:
        """A worker has ended: another one takes its place."""
        known = process in self._workers
        self._workers.discard(process)
        if known and not self._closing:
            task = asyncio.get_running_loop().create_task(self._replace())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _replace(self) -> None:
        while not self._closing:
            try:
                process = await Process.start(self._options(), self._lost, verbose=self._settings.verbose)
            except (DiedError, TimeoutError, BuildError, OSError):
                await asyncio.sleep(PAUSE)
                continue
            self._workers.add(process)
            self._free(process)
            return

    def _options(self) -> dict[str, Any]:
        return {**options(self._settings), "work": self._work, "writes": False, "place": self._places.now().header()}


async def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """What work that a process has begun comes to. When nobody waits for it any more it goes on for a moment, and is only then given up."""
    doing = asyncio.ensure_future(work)
    try:
        await asyncio.wait([doing])
    except asyncio.CancelledError:
        doing.add_done_callback(_heard)
        # In two steps: when the loop itself was busy for so long, an answer that came meanwhile is read before.
        loop = asyncio.get_running_loop()
        loop.call_later(GRACE, lambda: loop.call_soon(doing.cancel))
        raise
    return doing.result()


def _heard(done: asyncio.Future[Any]) -> None:
    # What came of work that nobody waits for is no news: asyncio is not to complain that an error was never looked at.
    if not done.cancelled():
        done.exception()


def newest(places: Places) -> Place:
    """The newest state. Raises RefusalError (503) when there is none."""
    try:
        return places.now()
    except BuildError as error:
        raise later(503, str(error)) from error


def options(settings: Settings) -> dict[str, Any]:
    """What every worker is told."""
    return {"memory": settings.memory, "max_rows": settings.max_rows, "updates": settings.updates}


async def asked(process: Process, header: Mapping[str, Any], body: bytes, settings: Settings) -> tuple[dict[str, Any], bytes]:
    """What a worker answers. Raises RefusalError when it takes too long (504), lacks memory (503) or ends (500)."""
    try:
        answer, data = await process.ask(header, body, settings.timeout)
    except TimeoutError:
        raise later(504, f"not answered within {settings.timeout:g} s; narrow it, or serve with a longer --timeout", 60) from None
    except DiedError as error:
        if error.code in (-signal.SIGABRT, -signal.SIGKILL):
            raise _memory(settings, sure=error.code == -signal.SIGABRT) from None
        raise RefusalError(500, "the engine broke down on this request; narrow it") from None
    if answer.get("memory_out"):
        process.kill()
        raise _memory(settings, sure=True)
    return answer, data


def _memory(settings: Settings, *, sure: bool) -> RefusalError:
    if sure:
        return later(503, f"the request needs more memory than {settings.memory} MB; narrow it, or serve with more --memory", 60)
    return later(503, "the worker was killed by somebody else, perhaps by the system for lack of memory; try again")


def reply_of(answer: Mapping[str, Any], data: bytes, place: Place) -> Reply:
    """The reply of a worker, with the state that it is of. Raises RefusalError when it is a refusal."""
    headers = {**answer["headers"], **place.named()}
    if "problem" in answer:
        raise RefusalError(answer["status"], answer["problem"], headers)
    return Reply(answer["status"], headers, data)
