"""`/sparql`: a request in, a job for a worker, its reply out."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive

from triplewire.serve import protocol
from triplewire.serve.media import prefers_html
from triplewire.serve.protocol import Asked
from triplewire.serve.refusal import RefusalError
from triplewire.serve.wire import Reply

if TYPE_CHECKING:
    from triplewire.serve.app import Serving

T = TypeVar("T")
VARY = {"Vary": "Accept"}


async def sparql(request: Request) -> Response:
    """Answers a request of the SPARQL 1.1 protocol. Raises RefusalError."""
    serving: Serving = request.app.state.serving
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": protocol.METHODS})
    body = await request.body() if request.method not in ("GET", "HEAD") else b""
    asked = protocol.asked(request.method, request.scope["query_string"], request.headers.get("content-type", ""), body)
    if asked is None:
        return await _description(request, serving)
    if asked.kind == "update":
        _check_token(request, serving.settings.token)
    elif serving.plug.sparql_page and not asked.format and prefers_html(request.headers.get("accept", "")):
        return await serving.plug.sparql_page(request, asked)
    return response(await while_wanted(request.receive, _job(request, serving, asked)))


def response(reply: Reply) -> Response:
    """A worker's reply as a response."""
    data = 200 <= reply.status < 300 and reply.body
    return Response(reply.body, reply.status, {**reply.headers, **VARY, **({"Cache-Control": "no-cache"} if data else {})})


async def while_wanted(receive: Receive, job: Coroutine[Any, Any, T]) -> T:
    """What a job gives, unless the client leaves first: then the job is given up. Raises ClientDisconnect."""
    doing, leaving = asyncio.ensure_future(job), asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait([doing, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise ClientDisconnect
        return doing.result()
    finally:
        for task in (doing, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError, RefusalError, ClientDisconnect):
                await task


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _job(request: Request, serving: Serving, asked: Asked) -> Coroutine[None, None, Reply]:
    base = address(request)
    if asked.kind == "update":
        return serving.updates.run(asked.text, base=base, default=asked.default, named=asked.named)
    return serving.pool.query(
        asked.text,
        base=base,
        default=asked.default,
        named=asked.named,
        format=asked.format,
        accept=request.headers.get("accept", ""),
        if_none_match=request.headers.get("if-none-match", "") if request.method == "GET" else "",
    )


def address(request: Request) -> str:
    """The address of the endpoint as the client has it, without its query."""
    return str(request.url.replace(query="", fragment=""))


def _check_token(request: Request, token: str) -> None:
    """Raises RefusalError: 403 when updates are not allowed, 401 without the right token."""
    if not token:
        raise RefusalError(403, "the graph is read only here; updates need a server that was started with --allow-update")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise RefusalError(
            401, "an update needs the header `Authorization: Bearer TOKEN`", {"WWW-Authenticate": 'Bearer realm="triplewire"'}
        )


async def _description(request: Request, serving: Serving) -> Response:
    """The page about the endpoint for browsers, when there is one; else the service description, for browsers in Turtle."""
    accept = request.headers.get("accept", "")
    if prefers_html(accept):
        if serving.plug.sparql_page:
            return await serving.plug.sparql_page(request, None)
        accept = ""
    words = {"accept": accept, "word": request.query_params.get("format", ""), "url": address(request)}
    job = serving.pool.page("triplewire.serve.description.describe", {**words, "updates": serving.settings.updates})
    return response(await while_wanted(request.receive, job))
