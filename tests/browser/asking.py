"""A server of live pages for the tests: the same functions that `triplewire serve` calls, over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from triplewire import query
from triplewire.draw import Site, ask
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader

TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css", "csv": "text/csv", "json": "application/json", "ttl": "text/turtle"}
RESULTS = {"turtle": "text/turtle"}


class Live:
    """What a live site answers by path and parameters."""

    def __init__(self, site: Site) -> None:
        self.site, self.reader = site, site.reader

    def around(self, file: str) -> Around:
        """Where a page stands that is no file of the site."""
        return Around("", self.site._nav, self.site._pages, "", True, True).at(file)

    def answer(self, path: str, given: dict[str, str]) -> tuple[str, str]:
        """The body and its media type."""
        if path == "sparql":
            return self._sparql(given)
        folder, _, file = path.partition("/")
        name, _, ending = file.rpartition(".")
        if folder == "questions" and given:
            return self._question(name, ending, given), TYPES[ending]
        return self.site.page(path), TYPES[path.rpartition(".")[2]]

    def _question(self, name: str, ending: str, given: dict[str, str]) -> str:
        asked = query.named(name.removesuffix("-drawn"))
        outcome = ask.ask(self.reader.store, asked, given)
        if ending != "html":
            return ask.download(outcome, ending)
        return ask.question_page(self.reader, self.around(f"questions/{name}.html"), asked, outcome, given)

    def _sparql(self, given: dict[str, str]) -> tuple[str, str]:
        around, text = self.around("sparql"), given.get("query", "")
        if not text:
            return ask.sparql_page(self.reader, around, ask.example(given["example"]) if "example" in given else ""), "text/html"
        outcome = ask.ask(self.reader.store, query.parse(text))
        if outcome.answer is not None and given.get("format"):
            return query.formats.render(outcome.answer, given["format"]), "text/plain"
        if "draw" in given:
            return ask.drawn_answer(self.reader, around, outcome), "text/html"
        return ask.sparql_page(self.reader, around, text, outcome), "text/html"


@contextmanager
def serving(reader: Reader, site: Site) -> Iterator[str]:
    """The address of a server that answers until the block ends."""
    live = Live(site)
    assert live.reader is reader

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
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
