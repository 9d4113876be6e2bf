"""The application: the endpoint, what is plugged into it, and the gate around both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from triplewire.serve.endpoint import sparql
from triplewire.serve.gate import Gate
from triplewire.serve.media import prefers_html
from triplewire.serve.places import Places
from triplewire.serve.plug import Plug
from triplewire.serve.pool import Pool
from triplewire.serve.refusal import RefusalError
from triplewire.serve.settings import Settings
from triplewire.serve.updates import Updates

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All of them reach the endpoint, which says itself what it does not do."""
PAGE_WORKERS, PAGE_TIMEOUT = 2, 60.0
"""Pages have workers of their own, so that queries never wait for them, and more time: what pages share is looked up by the first."""


@dataclass
class Serving:
    """What a request handler finds at `request.app.state.serving`. `port` is set when the server has one."""

    settings: Settings
    places: Places
    pool: Pool
    pages: Pool
    updates: Updates
    plug: Plug = field(default_factory=Plug)
    port: int = 0


def serving(settings: Settings, plug: Plug | None = None) -> Serving:
    """The parts of a server, not yet started. Raises BuildError when there is no build."""
    places = Places(settings.directory, updates=settings.updates)
    places.now()
    slow = replace(settings, workers=min(settings.workers, PAGE_WORKERS), timeout=max(settings.timeout, PAGE_TIMEOUT))
    return Serving(
        settings, places, Pool(settings, places), Pool(slow, places, "pages"), Updates(settings, places), plug or Plug(), settings.port
    )


def create(parts: Serving, log: Callable[[str], None] = lambda _: None) -> ASGIApp:
    """The ASGI application of parts that have been started. `log` is told one line for each request."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusalError)
        return await _refuse(parts, request, error)

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = "there is nothing at this address; the endpoint is /sparql" if error.status_code == 404 else error.detail
        return await _refuse(parts, request, RefusalError(error.status_code, words, dict(error.headers or {})))

    async def left(_: Request, __: Exception) -> Response:
        return Response(status_code=499)  # nobody is there to read it

    app = Starlette(
        routes=[*(Route(path, sparql, methods=METHODS) for path in ("/sparql", "/sparql/")), *parts.plug.routes],
        exception_handlers={RefusalError: refused, HTTPException: http_error, ClientDisconnect: left},
    )
    app.router.redirect_slashes = False
    app.state.serving = parts

    async def at_the_gate(scope: Scope, error: RefusalError) -> Response:
        return await _refuse(parts, Request({**scope, "app": app}), error)

    return Gate(app, settings=parts.settings, port=lambda: parts.port, refuse=at_the_gate, log=log)


async def _refuse(parts: Serving, request: Request, error: RefusalError) -> Response:
    """The one place where errors become responses: a page for who prefers HTML, if there is one, else a line of text."""
    if parts.plug.error_page and prefers_html(request.headers.get("accept", "")):
        response = await parts.plug.error_page(request, error.status, error.message)
    else:
        response = PlainTextResponse(error.message + "\n", error.status)
    response.headers.update({**error.headers, "Vary": "Accept"})
    return response
