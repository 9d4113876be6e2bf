"""The explorer: routes for pages, things, graphs and files beside `/sparql`, plugged into the endpoint."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from triplewire import draw as drawing
from triplewire import resources
from triplewire.draw import page as pages
from triplewire.serve.asking import TRUNCATED
from triplewire.serve.endpoint import address, response, while_wanted
from triplewire.serve.making import TEXTS, html
from triplewire.serve.media import GRAPHS, HTML, choose
from triplewire.serve.plug import Plug
from triplewire.serve.pool import Pool, newest
from triplewire.serve.protocol import Asked
from triplewire.serve.refusal import RefusalError
from triplewire.serve.wire import Reply

if TYPE_CHECKING:
    from triplewire.serve.app import Serving

MAKING = "triplewire.serve.making."
FILES = {
    "graph.ttl": "text/turtle",
    "graph.trig": "application/trig",
    "facts.jsonl": "application/jsonl",
    "quarantine.jsonl": "application/jsonl",
    "report.json": "application/json",
}
"""Files of a build that are sent as they are, with their media types."""
OK = 200
READ = "application/sparql-results+json, text/turtle"
"""In which form the SPARQL page takes an answer: rows in the one, triples in the other."""
MOST_ROWS = 1000
"""How many rows the page shows; all are a download away."""
KEPT = 16 * 1024 * 1024
"""Bytes of pages that are kept once made: those of a build are the same until the next."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M4 5 16 3M4 5l7 11M16 3l-5 13" fill="none" stroke="#767676" '
    'stroke-width="1.4"/><circle cx="4" cy="5" r="3" fill="#0072B2"/><circle cx="16" cy="3.6" r="2.6" fill="#E69F00"/>'
    '<circle cx="11" cy="16" r="3" fill="#009E73"/></svg>'
)
ROBOTS = "User-agent: *\nDisallow: /sparql\n"


class Explorer:
    """Answers requests for pages and data, and keeps what it has made of the newest build."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Reply] = OrderedDict()
        self._size = 0

    def plug(self) -> Plug:
        """What is added to the endpoint."""
        routes = (
            Route("/favicon.ico", _icon),
            Route("/robots.txt", _robots),
            Route("/.well-known/void", _void),
            Route("/void.ttl", self.void),
            Route("/assets/{name}", self.asset),
            Route("/id/{path:path}", self.thing),
            Route("/graph/{path:path}", self.graph),
            Route("/ontology", self.ontology),
            *(Route(f"/{name}", _file) for name in FILES),
            Route("/{file:path}", self.page),
        )
        return Plug(routes=routes, sparql_page=sparql_page, error_page=error_page, warm=warm)

    async def page(self, request: Request) -> Response:
        """A page of the site; the root is the home page."""
        file = request.path_params["file"] or "index.html"
        return await self._made(request, "page", file=file, asked=dict(request.query_params))

    async def asset(self, request: Request) -> Response:
        """A script or sheet that pages share: part of the program, but for what is made of the build."""
        name = request.path_params["name"]
        text = pages.assets().get(f"{pages.ASSETS}/{name}")
        if text is None:
            return await self._made(request, "page", file=f"{pages.ASSETS}/{name}", asked={})
        tag = f'"{resources.version()}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return Response(text, media_type=TEXTS[name.rpartition(".")[2]], headers={"ETag": tag, "Cache-Control": "no-cache"})

    async def thing(self, request: Request) -> Response:
        """A thing by its IRI: as a page or as data, of now or of a day."""
        wanted = {"accept": request.headers.get("accept", ""), "as_of": request.query_params.get("as_of", "")}
        return await self._made(request, "thing", path=_written(request, "/id/"), **wanted)

    async def graph(self, request: Request) -> Response:
        """A named graph by its IRI."""
        return await self._made(request, "graph", path=_written(request, "/graph/"), accept=request.headers.get("accept", ""))

    async def void(self, request: Request) -> Response:
        """The description of the data set, with the addresses of this server."""
        return await self._made(request, "void", base=str(request.base_url))

    async def ontology(self, request: Request) -> Response:
        """The ontology by its IRI: its pages, or its Turtle."""
        turtle = choose(request.headers.get("accept", ""), "", (HTML, _TURTLE))[0] is _TURTLE
        return RedirectResponse("/ontology/triplewire.ttl" if turtle else "/ontology/index.html", 303, {"Vary": "Accept"})

    async def _made(self, request: Request, what: str, **arguments: Any) -> Response:
        """What a worker makes, or has made before of the same build. Raises RefusalError."""
        serving: Serving = request.app.state.serving
        key = repr([resources.version(), newest(serving.places).header(), what, sorted(arguments.items())])
        tag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'
        if tag in [part.strip() for part in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            reply = await while_wanted(request.receive, serving.pages.page(MAKING + what, arguments))
            if reply.status != OK or len(reply.body) > KEPT // 4:
                return response(reply)
            self._keep(key, Reply(OK, {**reply.headers, "ETag": tag}, reply.body))
        return response(self._kept[key])

    def _keep(self, key: str, reply: Reply) -> None:
        self._kept[key] = reply
        self._size += len(reply.body)
        while self._size > KEPT:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old.body)


def _written(request: Request, above: str) -> str:
    """The path below another as the client wrote it: an IRI may hold what a path has to escape."""
    return str(request.scope["raw_path"], "ascii", "replace").removeprefix(above)


_TURTLE = next(media for media in GRAPHS if media.type == "text/turtle")


async def warm(workers: Pool) -> None:
    """Has each worker look up what all pages share, so that the first reader does not wait for it."""
    jobs = [workers.page(MAKING + "page", {"file": "index.html", "asked": {}}) for _ in workers.pids]
    await asyncio.gather(*jobs, return_exceptions=True)


async def sparql_page(request: Request, asked: Asked | None) -> Response:
    """The page at `/sparql` for a person: the query is answered by the workers of queries, within their limits, then shown."""
    serving: Serving = request.app.state.serving
    fields = request.query_params
    told = await while_wanted(request.receive, _told(request, asked)) if asked else None
    arguments = {"text": asked.text if asked else "", "told": told, "example": fields.get("example", ""), "drawn": bool(fields.get("draw"))}
    return response(await serving.pages.page(MAKING + "sparql", arguments))


async def _told(request: Request, asked: Asked) -> dict[str, Any]:
    """What came of a query, for the page: the answer as text, or why there is none."""
    serving: Serving = request.app.state.serving
    begun = time.perf_counter()
    out = {"data": "", "media": "", "error": "", "status": OK, "truncated": False}
    words = {"base": address(request), "default": asked.default, "named": asked.named, "format": "", "accept": READ, "if_none_match": ""}
    try:
        reply = await serving.pool.query(asked.text, **words, most=MOST_ROWS)
    except RefusalError as refusal:
        out |= {"error": refusal.message, "status": refusal.status}
    else:
        media = reply.headers["Content-Type"].partition(";")[0]
        out |= {"data": reply.body.decode(), "media": media, "truncated": TRUNCATED in reply.headers}
    return {**out, "seconds": time.perf_counter() - begun}


async def error_page(_: Request, status: int, message: str) -> Response:
    """The page for a person whose request ends with an error."""
    return response(html(drawing.error_page(status, message), status))


async def _icon(_: Request) -> Response:
    return Response(ICON, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


async def _robots(_: Request) -> Response:
    return Response(ROBOTS, media_type="text/plain")


async def _void(_: Request) -> Response:
    return RedirectResponse("/void.ttl", 303)


async def _file(request: Request) -> Response:
    """A file of the build as it is."""
    serving: Serving = request.app.state.serving
    place, name = newest(serving.places), request.url.path.removeprefix("/")
    path = Path(place.folder) / name
    if not path.is_file():
        raise RefusalError(404, f"{name}: the build has no such file")
    return FileResponse(path, media_type=FILES[name], headers=place.named())
