"""A server of live pages for the tests: the same functions that `triplewire serve` calls, over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from triplewire import query
from triplewire.draw import Site, ask
from triplewire.draw.reader import Reader

TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "csv": "text/csv",
    "json": "application/json",
    "ttl": "text/turtle",
}


class Live:
    """What a live site answers by path and parameters."""

    def __init__(self, site: Site) -> None:
        self.site, self.reader = site, site.reader

    def answer(self, path: str, given: dict[str, str]) -> tuple[str, str]:
        """The body and its media type."""
        if path == "sparql":
            return self._sparql(given)
        media = TYPES[path.rpartition(".")[2]]
        return (self.site.question(path, given) if given else self.site.page(path)), media

    def _sparql(self, given: dict[str, str]) -> tuple[str, str]:
        text = given.get("query", "")
        if not text:
            return self.site.sparql(ask.example(given["example"]) if "example" in given else ""), "text/html"
        outcome = ask.ask(self.reader.store, query.parse(text))
        if outcome.answer is not None and given.get("format"):
            return query.formats.render(outcome.answer, given["format"]), "text/plain"
        if "draw" in given:
            return self.site.result(outcome, drawn=True), "text/html"
        return self.site.sparql(text, outcome), "text/html"


@contextmanager
def serving(reader: Reader, site: Site) -> Iterator[str]:
    """The address of a server that answers until the block ends."""
    live = Live(site)
    assert live.reader is reader

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            body, media = live.answer(url.path.lstrip("/") or "index.html", dict(parse_qsl(url.query, keep_blank_values=True)))
            self.send_response(200)
            self.send_header("Content-Type", f"{media}; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
