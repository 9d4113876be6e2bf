"""The gate: who may ask, how much, and how fast, before anything else looks at a request; and the headers that every response has."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from triplewire.serve.refusal import RefusalError
from triplewire.serve.settings import LOOPBACK, MAX_BODY, MAX_URL, Settings

POLICY = "Content-Security-Policy"
NOT_MODIFIED = 304
"""Has no policy: its headers take the place of those that a browser has kept with the page, whose own policy names its scripts."""
GUARDED = {
    POLICY: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every response that does not say otherwise itself: data, which nobody runs, frames or reads from another site."""

DRAINED = 8 * MAX_BODY
"""Bytes of a body that are taken off the line at most, once the response is sent."""
LINGER = 5
"""Seconds for which they are, as long as something comes in each of them."""

Refuse = Callable[[Scope, RefusalError], Awaitable[Response]]


class Gate:
    """An ASGI application around another one. `refuse` makes the response to a request that does not come through."""

    def __init__(self, app: ASGIApp, *, settings: Settings, port: Callable[[], int], refuse: Refuse, log: Callable[[str], None]) -> None:
        self._app, self._settings, self._refuse = app, settings, refuse
        self._port, self._log = port, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        body = _Body(scope, receive, self._settings.timeout)

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._guard(MutableHeaders(scope=message), scope, status)
            elif not message.get("more_body") and not body.whole:
                await send({**message, "more_body": True})
                await body.drain()
                message = {"type": message["type"]}
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, body.receive, guarded)
        except RefusalError as refusal:
            await (await self._refuse(scope, refusal))(scope, receive, guarded)
        finally:
            self._log(f"{scope['method']} {scope['path']} {status or 'left'} {(time.perf_counter() - began) * 1000:.0f} ms")

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > MAX_URL:
            raise RefusalError(414, f"the address is longer than {MAX_URL} bytes; send the query by POST")
        host = headers.get("host", "")
        if not self._known(host):
            raise RefusalError(421, f"the host {host[:100]!r} is not served here; if it should be, start with --allow-host NAME")
        origin = headers.get("origin")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and origin is not None and not self._may_post(origin):
            raise RefusalError(403, f"pages of {origin[:100]} may not send requests here; if they should, start with --cors ORIGIN")
        if _length(headers) > MAX_BODY:
            raise _too_large()

    def _known(self, host: str) -> bool:
        """Whether a Host header (or the host of an Origin) is one of ours; what is allowed by name may have any port."""
        name, port = _split(host.lower())
        if name in {allowed.lower() for allowed in self._settings.allow_hosts}:
            return True
        return name in {*LOOPBACK, self._settings.host} - {"", "0.0.0.0", "::"} and port == self._port()  # noqa: S104

    def _may_post(self, origin: str) -> bool:
        scheme, _, host = origin.partition("://")
        return origin == self._settings.cors or (scheme in ("http", "https") and self._known(host))

    def _guard(self, headers: MutableHeaders, scope: Scope, status: int) -> None:
        for name, value in GUARDED.items():
            if name != POLICY or status != NOT_MODIFIED:
                headers.setdefault(name, value)
        cors, origin = self._settings.cors, Headers(scope=scope).get("origin")
        if cors:
            headers.add_vary_header("Origin")
            if cors in ("*", origin):
                headers["Access-Control-Allow-Origin"] = cors
                headers["Access-Control-Expose-Headers"] = "Triplewire-Build, Triplewire-Revision, Triplewire-Truncated, ETag"
                if scope["method"] == "OPTIONS":
                    headers["Access-Control-Allow-Methods"] = "GET, POST"
                    headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, Authorization"


def _split(host: str) -> tuple[str, int]:
    """Name and port of `name`, `name:port` or `[address]:port`; port 80 when none is named, -1 when it is no number."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        name, port = host, "80"
    bare = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    return bare, int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else -1


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdecimal() else 0


class _Body:
    """The body of a request as it comes in."""

    def __init__(self, scope: Scope, receive: Receive, seconds: float) -> None:
        self._receive, self._seconds = receive, seconds
        self._deadline = time.monotonic() + seconds
        self._size = 0
        self.whole = scope["method"] in ("GET", "HEAD", "OPTIONS")

    async def receive(self) -> Message:
        """The next piece. Raises RefusalError when the body is too large (413), or not all there in time (408)."""
        if self.whole:  # what comes now is only the client's leaving
            return await self._receive()
        try:
            async with asyncio.timeout(max(self._deadline - time.monotonic(), 0)):
                message = await self._next()
        except TimeoutError:
            raise RefusalError(408, f"the body was not all here after {self._seconds:g} s", {"Connection": "close"}) from None
        if self._size > MAX_BODY:
            raise _too_large()
        return message

    async def drain(self) -> None:
        """Takes what nobody has read off the line, as far as is bearable: a client that still sends would meet a broken connection, and
        not the response that it was sent.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while not self.whole and self._size <= DRAINED:
                    await asyncio.wait_for(self._next(), 1)

    async def _next(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        self.whole = not message.get("more_body", False)
        return message


def _too_large() -> RefusalError:
    return RefusalError(413, f"the body has more than {MAX_BODY} bytes; ask in smaller pieces", {"Connection": "close"})
