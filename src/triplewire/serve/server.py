"""The server itself: a socket on loopback, the application behind it, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from triplewire.errors import BuildError
from triplewire.serve import app
from triplewire.serve.plug import Plug
from triplewire.serve.settings import MAX_URL, Settings

PATIENCE = 1
"""Seconds that running requests have to end once the server is told to stop."""
MAX_CONNECTIONS = 400


def run(settings: Settings, *, ready: Callable[[str, str], None], log: Callable[[str], None], plug: Plug | None = None) -> None:
    """Serves until SIGINT or SIGTERM. `ready` is called with the address, and what keeps the workers from the network, as soon as
    requests are answered; `log` with a line for each request.

    Raises BuildError when there is no build, or the address cannot be had.
    """
    parts = app.serving(settings, plug)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    with bound(settings.host, settings.port) as listening:
        parts.port = listening.getsockname()[1]
        asyncio.run(_serve(parts, listening, ready, log))


async def _serve(parts: app.Serving, listening: socket.socket, ready: Callable[[str, str], None], log: Callable[[str], None]) -> None:
    warming = None
    try:
        if parts.settings.updates:
            parts.updates.open()
        network = await parts.pool.start()
        if parts.plug.routes:
            await parts.pages.start()
        if parts.plug.warm:
            warming = asyncio.create_task(parts.plug.warm(parts.pages))
        await _answer(parts, listening, network, ready, log)
    finally:
        if warming:
            warming.cancel()
        await asyncio.gather(parts.pool.close(), parts.pages.close(), parts.updates.close())


async def _answer(
    parts: app.Serving, listening: socket.socket, network: str, ready: Callable[[str, str], None], log: Callable[[str], None]
) -> None:
    config = uvicorn.Config(
        app.create(parts, log),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=MAX_CONNECTIONS,
        h11_max_incomplete_event_size=2 * MAX_URL,
        http="h11",
        ws="none",
        timeout_graceful_shutdown=PATIENCE,
    )
    await _Server(config, lambda: ready(address(parts.settings.host, parts.port), network)).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it is ready and does not raise the signal that ended it once more."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket at that address, any free port for 0. Raises BuildError when it cannot be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BuildError(f"--host {host}: is no address of this machine ({error.strerror}); the usual one is 127.0.0.1") from error
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(place)
        except OSError as error:
            hint = "choose another with --port, or 0 for any that is free"
            raise BuildError(f"{address(host, port)}: cannot be had ({error.strerror}); {hint}") from error
        yield listening


def address(host: str, port: int) -> str:
    """The URL of the server."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
