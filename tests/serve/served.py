"""A server in a process of its own, asked over HTTP on loopback."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

TOKEN = "a-token-for-tests-only"
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LONGEST = 60


@dataclass(frozen=True)
class Answer:
    """A response that has been read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON; raises ValueError for one that is not whole."""
        return json.loads(self.body)

    def rows(self) -> list[dict[str, str]]:
        """The rows of a SELECT, each cell as its characters."""
        return [{name: cell["value"] for name, cell in row.items()} for row in self.json()["results"]["bindings"]]


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    home: str
    directory: Path
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"{self.home}sparql"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.split(":")[2].split("/")[0])

    def processes(self) -> list[int]:
        """The process ids of all its workers."""
        return sorted(int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("utf-8").split())

    def workers(self) -> list[int]:
        """Those that are not kept for pages."""
        return [pid for pid in self.processes() if '"work": "pages"' not in _command_line(pid)]

    def client(self) -> Client:
        """A client with a connection of its own."""
        return Client(self.port)

    def ask(self, query: str, **headers: str) -> Answer:
        """The answer of a query by POST, on a fresh connection."""
        with self.client() as client:
            return client.post(query, {**QUERY, **headers})

    def update(self, text: str) -> Answer:
        """The outcome of an update with the token."""
        with self.client() as client:
            return client.post(text, UPDATE)


class Client:
    """One connection, kept open from request to request."""

    def __init__(self, port: int, timeout: float = LONGEST) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | str | Iterator[bytes] | None = None
    ) -> Answer:
        """The answer of any request; a body of pieces is sent in chunks."""
        data = body.encode() if isinstance(body, str) else body
        self._connection.request(method, path, data, dict(headers or {}), encode_chunked=isinstance(data, Iterator))
        with self._connection.getresponse() as response:
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def get(self, query: str, headers: Mapping[str, str] | None = None, parameters: Mapping[str, str] | None = None) -> Answer:
        """The answer of a query by GET, with more parameters of the protocol."""
        return self.request("GET", f"/sparql?{urlencode({'query': query, **(parameters or {})})}", headers)

    def post(self, text: str, headers: Mapping[str, str], path: str = "/sparql") -> Answer:
        """The answer of a text sent as it is."""
        return self.request("POST", path, headers, text)


def environment(**more: str) -> dict[str, str]:
    """The environment of a server under test."""
    return {**os.environ, "PYTHONWARNINGS": "error", "TRIPLEWIRE_TOKEN": TOKEN, **more}


def command(directory: Path, *words: object) -> list[str]:
    """The command line that serves a build on any free port."""
    return [sys.executable, "-m", "triplewire", "serve", "--graph", str(directory), "--port", "0", *map(str, words)]


@contextmanager
def serving(directory: Path, *words: object) -> Iterator[Served]:
    """A server while it runs; it is ended by its own process id."""
    with subprocess.Popen(
        command(directory, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        impatience = threading.Timer(LONGEST, process.kill)
        impatience.start()
        home = process.stdout.readline().strip()
        impatience.cancel()
        if not home:
            raise RuntimeError(f"the server did not come up: {process.stderr.read()}")
        served = Served(process, home, directory)
        listener = threading.Thread(target=lambda: served.said.extend(process.stderr or []))
        listener.start()
        try:
            yield served
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
            listener.join(timeout=10)


def copy_of(out: Path, to: Path) -> Path:
    """A copy of a build's folder that a test may change."""
    shutil.copytree(out, to, symlinks=True, ignore=shutil.ignore_patterns("cache"))
    return to


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Any, seconds: float, every: float = 0.02) -> float:
    """Seconds until a condition holds; raises AssertionError when it does not hold in time."""
    began = time.monotonic()
    while not condition():
        waited = time.monotonic() - began
        assert waited < seconds, f"not so after {waited:.1f} s"
        time.sleep(every)
    return time.monotonic() - began


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> float:
    """Seconds from a signal to the end of a process."""
    began = time.monotonic()
    process.send_signal(number)
    process.wait(timeout=20)
    return time.monotonic() - began
