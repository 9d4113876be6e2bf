"""A worker as the server sees it: a process that is asked, and killed when it takes too long or nobody waits for it any more."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from triplewire.serve import wire

START = 30.0
"""Seconds that a worker has to come up."""


class DiedError(Exception):
    """A worker ended in the middle of a job; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the worker ended with {code}")
        self.code = code


class Process(asyncio.Protocol):
    """One worker and the line to it. `lost` is called once it has ended, whatever the reason."""

    def __init__(self, lost: Callable[[Process], None]) -> None:
        self.jobs = 0
        self.resident = 0
        self.network = ""
        self.alive = True
        self._lost = lost
        self._data = bytearray()
        self._answer: asyncio.Future[tuple[wire.Header, bytes]] | None = None
        self._line: asyncio.Transport | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._ended: asyncio.Future[int] | None = None

    @classmethod
    async def start(cls, options: Mapping[str, Any], lost: Callable[[Process], None], *, verbose: bool = False) -> Process:
        """A worker that is ready. Raises DiedError, or TimeoutError, when it does not come up."""
        process = cls(lost)
        ours, theirs = socket.socketpair()
        loop = asyncio.get_running_loop()
        with theirs:
            process._child = _spawn(options, theirs.fileno(), verbose=verbose)
        process._line, _ = await loop.create_unix_connection(lambda: process, sock=ours)
        ready, _ = await process._receive(START)
        process.network = ready["network"]
        return process

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._child is not None
        return self._child.pid

    async def ask(self, header: Mapping[str, Any], body: bytes, seconds: float) -> tuple[wire.Header, bytes]:
        """What the worker answers. Raises TimeoutError when it takes longer, DiedError when it ends; it is killed when nobody waits."""
        if not self.alive or self._line is None:
            raise DiedError(await self.ended())
        self.jobs += 1
        self._line.writelines(wire.packed(header, body))
        answer, data = await self._receive(seconds)
        self.resident = answer.get("resident", 0)
        return answer, data

    async def _receive(self, seconds: float) -> tuple[wire.Header, bytes]:
        self._answer = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                return await self._answer
        except ConnectionError:
            raise DiedError(await self.ended()) from None
        except BaseException:
            self.kill()
            raise
        finally:
            self._answer = None

    def data_received(self, data: bytes) -> None:
        """Called with what the worker sends."""
        self._data += data
        if self._answer and not self._answer.done() and (message := wire.unpacked(self._data)):
            self._answer.set_result(message)

    def connection_lost(self, error: Exception | None) -> None:
        """Called when the worker has ended, or is about to."""
        self._end(_reaped)
        if self._answer and not self._answer.done():
            self._answer.set_exception(error if isinstance(error, ConnectionError) else ConnectionResetError())
        self._lost(self)

    def kill(self) -> None:
        """Ends the worker at once."""
        self._end(_killed)

    def _end(self, how: Callable[[subprocess.Popen[bytes]], int]) -> None:
        self.alive = False
        assert self._child is not None
        if self._ended is None:
            self._ended = asyncio.get_running_loop().run_in_executor(None, how, self._child)
            if self._line is not None:
                self._line.close()

    async def ended(self) -> int:
        """Its exit code, once it has ended; it is killed if need be."""
        self.kill()
        assert self._ended is not None
        return await asyncio.shield(self._ended)


def _spawn(options: Mapping[str, Any], channel: int, *, verbose: bool) -> subprocess.Popen[bytes]:
    told = json.dumps({**options, "channel": channel, "parent": os.getpid()})
    return subprocess.Popen(
        [sys.executable, "-m", "triplewire.serve.worker", told],
        pass_fds=[channel],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if verbose else subprocess.DEVNULL,
        start_new_session=True,  # so that Ctrl-C in a terminal is for the server alone
    )


def _killed(child: subprocess.Popen[bytes]) -> int:
    child.kill()
    return child.wait()


def _reaped(child: subprocess.Popen[bytes]) -> int:
    # One that ends by itself, as on a lack of memory, is given the moment to do so: its exit code says why.
    try:
        return child.wait(1)
    except subprocess.TimeoutExpired:
        return _killed(child)
