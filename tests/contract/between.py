"""A place between a loader and a real server, on loopback, where a test can meddle: refuse, break off, or end one of the two."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

Told = tuple[int, dict[str, str], bytes]
"""A response: status, headers, body."""
When = Literal["before", "after"]
"""Whether the real server has had the request."""
PASSED_ON = ("Content-Type", "WWW-Authenticate")


@dataclass
class Between:
    """Where it listens, the writing requests that came (method, path and query, size), and what is done about each.

    `meddle` is called with the number of a writing request, from 1 on, before and after the real server has it; what it returns is the
    response, and with status 0 the connection is broken off.
    """

    home: str = ""
    meddle: Callable[[int, When], Told | None] = lambda _number, _when: None
    writes: list[tuple[str, str, int]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)


@contextmanager
def between(server: str) -> Iterator[Between]:
    """Passes everything on to a server and back."""
    state = Between()
    where = urlsplit(server)

    class Handler(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.logins.append(self.headers.get("Authorization", ""))
            writes = self.command in ("PUT", "DELETE") or self.headers.get("Content-Type", "").startswith(
                ("application/sparql-update", "text/turtle")
            )
            if writes:
                state.writes.append((self.command, self.path, len(body)))
            number = len(state.writes) if writes else 0
            told = state.meddle(number, "before") if writes else None
            told = told or self._there(body)
            told = (state.meddle(number, "after") if writes else None) or told
            self._tell(*told)

        def _there(self, body: bytes) -> Told:
            connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
            try:
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection", "accept-encoding")}
                connection.request(self.command, self.path, body or None, headers)
                with connection.getresponse() as answer:
                    return answer.status, {k: answer.headers[k] for k in PASSED_ON if k in answer.headers}, answer.read()
            except (OSError, http.client.HTTPException):
                return 0, {}, b""
            finally:
                connection.close()

        def _tell(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.close_connection = True
            if not status:
                return
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:  # the loader was ended
                return

        do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        state.home = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            listening.shutdown()
            thread.join()
