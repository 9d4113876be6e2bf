"""Each guard is taken out of a copy of the program, and the copy is asked what the guard is for: it must show."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.guards import Guard
from tests.serve.served import FORM, LONGEST, QUERY, UPDATE, Served, alive, environment, until
from tests.serve.test_evil import LONG
from tests.serve.test_rebuilds import put

SOURCE = Path(__file__).resolve().parents[2] / "src" / "triplewire"
ASK = "/sparql?query=ASK%7B%7D"


def status(
    served: Served, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | str | Iterator[bytes] | None = None
) -> int:
    """The status of one request."""
    with served.client() as client:
        return client.request(method, path, headers, body).status


def too_large(served: Served) -> bool:
    """Whether a body that does not say its length is refused; a machine that is too busy to send it in a second tries again."""
    for _ in range(5):
        answer = status(served, "POST", "/sparql", {**QUERY, "Transfer-Encoding": "chunked"}, (b" " * 65536 for _ in range(20)))
        if answer != 408:
            break
    return answer == 413


def says(words: str, text: str, headers: dict[str, str] | None = None) -> Callable[[Served], bool]:
    """Whether a text is refused with these words."""

    def probe(served: Served) -> bool:
        with served.client() as client:
            answer = client.post(text, headers or QUERY)
        return answer.status == 400 and words in answer.text

    return probe


def sent(served: Served, text: str, length: int) -> socket.socket:
    """A connection on which a query was sent, and so much of it announced."""
    connection = socket.create_connection(("127.0.0.1", served.port), timeout=3)
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{served.port}\r\nContent-Type: {QUERY['Content-Type']}\r\n"
    connection.sendall(f"{head}Content-Length: {length}\r\n\r\n{text}".encode())
    return connection


def slow_body(served: Served) -> bool:
    """Whether a body that does not come is given up."""
    with sent(served, "ASK", 9) as slow:
        try:
            return b" 408 " in slow.recv(100)
        except TimeoutError:
            return False


def in_time(served: Served) -> bool:
    """Whether a query that takes for ever is ended."""
    began = time.monotonic()
    try:
        with served.client() as client:
            client._connection.timeout = 4
            return client.post(LONG["product of three"], QUERY).status == 504 and time.monotonic() - began < 3
    except OSError:
        return False


def no_orphan(served: Served) -> bool:
    """Whether a busy worker ends with a server that is killed."""
    workers = served.workers()
    with sent(served, LONG["product of three"], len(LONG["product of three"])):
        time.sleep(0.4)  # long enough for the query to run, and not to have run out of time
        served.process.kill()
        served.process.wait()
        try:
            until(lambda: not any(map(alive, workers)), 1)
        except AssertionError:
            for worker in filter(alive, workers):
                os.kill(worker, 9)
            return False
    return True


def limited(served: Served) -> bool:
    """Whether the system limits the memory of a worker."""
    limits = Path(f"/proc/{served.workers()[0]}/limits").read_text("utf-8")
    return next(line.split()[3] for line in limits.splitlines() if line.startswith("Max data size")) == str(512 * 1024 * 1024)


def no_network(served: Served) -> bool:
    """Whether a worker has a network of its own."""
    return Path(f"/proc/{served.workers()[0]}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()


def cut(served: Served) -> bool:
    """Whether an answer stops after fifty rows and says so."""
    answer = served.ask("SELECT * { ?s ?p ?o }")
    return len(answer.rows()) == 50 and "triplewire-truncated" in answer.headers


def parses(served: Served) -> bool:
    """Whether XML with a control character is XML."""
    try:
        ET.fromstring(served.ask("SELECT ('\\u0001' AS ?x) {}", Accept="application/sparql-results+xml").body)
    except ET.ParseError:
        return False
    return True


@dataclass(frozen=True)
class ServerGuard(Guard[Served]):
    """A guard of a server; of one that takes `updates`, or of one that does not."""

    updates: bool = False


GUARDS = {
    "host": ServerGuard(
        "serve/gate.py", "if not self._known(host):", "if False:", lambda s: status(s, "GET", ASK, {"Host": "evil"}) == 421
    ),
    "origin": ServerGuard(
        "serve/gate.py",
        "and not self._may_post(origin)",
        "and False",
        lambda s: status(s, "POST", "/sparql", {**QUERY, "Origin": "null"}, "ASK {}") == 403,
    ),
    "long address": ServerGuard(
        "serve/gate.py",
        "> MAX_URL:\n            raise",
        "> MAX_URL * 9:\n            raise",
        lambda s: status(s, "GET", ASK + "%20" * 13_000) == 414,
    ),
    "large body": ServerGuard(
        "serve/gate.py",
        "if self._size > MAX_BODY:",
        "if False:",
        too_large,
    ),
    "slow body": ServerGuard(
        "serve/gate.py", "asyncio.timeout(max(self._deadline - time.monotonic(), 0))", "asyncio.timeout(None)", slow_body
    ),
    "headers": ServerGuard(
        "serve/gate.py",
        "headers.setdefault(name, value)",
        "pass",
        lambda s: s.ask("ASK {}").headers.get("x-content-type-options") == "nosniff",
    ),
    "read only": ServerGuard(
        "serve/endpoint.py", "    if not token:\n", "    if not token:\n        return\n", lambda s: s.update("CLEAR ALL").status == 403
    ),
    "token": ServerGuard(
        "serve/endpoint.py",
        "or not hmac.compare_digest",
        "or None is hmac.compare_digest",
        lambda s: status(s, "POST", "/sparql", {**UPDATE, "Authorization": "Bearer x"}, "CLEAR ALL") == 401,
        updates=True,
    ),
    "one query": ServerGuard(
        "serve/protocol.py", "if len(values) > 1:", "if False:", lambda s: status(s, "GET", f"{ASK}&query=ASK%7B%7D") == 400
    ),
    "UTF-8": ServerGuard(
        "serve/protocol.py",
        'errors="strict"',
        'errors="replace"',
        lambda s: status(s, "POST", "/sparql", FORM, "query=ASK%7B%3Fs%20%3Fp%20'%FF'%7D") == 400,
    ),
    "charset": ServerGuard(
        "serve/protocol.py",
        "if charset not in",
        "if charset and charset not in (charset,) and charset not in",
        lambda s: status(s, "POST", "/sparql", {"Content-Type": "application/sparql-query; charset=utf-16"}, "ASK {}") == 415,
    ),
    "no calls": ServerGuard(
        "query/guard.py",
        '    _calls_nobody(text, found, "SERVICE")\n    if not',
        "    if not",
        says("another server", "ASK { SERVICE <urn:x> {} }"),
    ),
    "no hidden calls": ServerGuard(
        "query/guard.py", "readings.call(text, keyword)", "None", says("another server", "ASK { FILTER(1<2)SERVICE#>\n<urn:x>{} }")
    ),
    "no loads": ServerGuard(
        "query/guard.py",
        'for keyword in ("SERVICE", "LOAD"):',
        'for keyword in ("SERVICE",):',
        says("would fetch", "LOAD <urn:x>", UPDATE),
        updates=True,
    ),
    "depth": ServerGuard("query/guard.py", "depth > MAX_DEPTH or", "", says("too involved", "ASK " + "{" * 500 + "}" * 500)),
    "length": ServerGuard(
        "query/guard.py", "if len(found) - listed > MAX_TOKENS:", "if False:", says("too involved", "DESCRIBE " + "<urn:a> " * 5000)
    ),
    "own graphs": ServerGuard(
        "serve/asking.py", "held.need_graph(iri)", "pass", lambda s: status(s, "GET", f"{ASK}&default-graph-uri={quote('urn:x')}") == 400
    ),
    "time": ServerGuard("serve/process.py", "async with asyncio.timeout(seconds):", "async with asyncio.timeout(None):", in_time),
    "memory": ServerGuard("serve/cage.py", "resource.setrlimit(resource.RLIMIT_DATA, (size, size))", "pass", limited),
    "network": ServerGuard("serve/worker.py", "cage.leave_network()", '""', no_network),
    "life": ServerGuard("serve/cage.py", "_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)", "pass", no_orphan),
    "rows": ServerGuard("serve/asking.py", 'int(options["max_rows"])', "10**9", cut),
    "XML": ServerGuard("serve/cutting.py", "if _NO_XML.search(data):", "if False:", parses),
}


def copied(to: Path, guard: ServerGuard | None) -> Path:
    """The source with a guard taken out; what no guard stands in is only linked."""
    package = to / "triplewire"
    package.mkdir(parents=True)
    for entry in SOURCE.iterdir():
        if entry.name in ("serve", "query"):
            (package / entry.name).mkdir()
            for file in entry.glob("*.py"):
                (package / entry.name / file.name).write_bytes(file.read_bytes())
        elif entry.name != "__pycache__":
            (package / entry.name).symlink_to(entry)
    if guard:
        file = package / guard.file
        text = file.read_text("utf-8")
        assert text.count(guard.text) == 1, f"{guard.file} has {text.count(guard.text)} times {guard.text!r}"
        file.write_text(text.replace(guard.text, guard.instead), "utf-8")
    return to


@contextmanager
def copy_serving(source: Path, build: Path, *, updates: bool) -> Iterator[Served]:
    """A server of a copy of the program."""
    words = ["--timeout", "1", "--memory", "512", "--max-rows", "50", "--workers", "1", *(["--allow-update"] if updates else [])]
    command = [sys.executable, "-m", "triplewire", "serve", "--graph", str(build), "--port", "0", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(PYTHONPATH=str(source))
    ) as process:
        assert process.stdout is not None
        try:
            yield Served(process, process.stdout.readline().strip(), build)
        finally:
            process.terminate()
            process.wait(timeout=LONGEST)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small build."""
    out = tmp_path_factory.mktemp("guarded") / "out"
    put(out, 1)
    return out


@pytest.fixture(scope="module")
def guarded(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Served]]:
    """Servers of a copy with all its guards: one that takes updates, and one that does not."""
    whole = copied(tmp_path_factory.mktemp("whole"), None)
    with copy_serving(whole, build, updates=False) as reading, copy_serving(whole, build, updates=True) as updating:
        yield {False: reading, True: updating}


def test_there_are_guards_enough() -> None:
    """Twenty were promised."""
    assert len(GUARDS) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_that_is_taken_out_is_missed(name: str, build: Path, guarded: dict[bool, Served], tmp_path: Path) -> None:
    """With it the probe holds; without it the probe does not, so the tests of the server would fail."""
    guard = GUARDS[name]
    if name != "life":  # which ends the server; `test_lifecycle.py` has it for the program as it is
        held = guard.holds(guarded[guard.updates])
        if name == "network" and not held:
            pytest.skip("this system lets nobody make a network of his own")
        assert held
    if guard.updates:  # one server at a time updates a folder
        build = tmp_path / "out"
        put(build, 1)
    with copy_serving(copied(tmp_path / "source", guard), build, updates=guard.updates) as served:
        assert not guard.holds(served)
