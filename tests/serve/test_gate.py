"""Who may ask, how, how much and how fast; and what every response says to a browser."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.serve.served import FORM, QUERY, TOKEN, UPDATE, Answer, Served, serving

ASK = "/sparql?query=ASK%7B%7D"
UPDATES = {
    "direct": (UPDATE, "/sparql", "INSERT DATA { <urn:a> <urn:b> 1 }"),
    "direct, no token": ({"Content-Type": UPDATE["Content-Type"]}, "/sparql", "INSERT DATA { <urn:a> <urn:b> 1 }"),
    "form": ({**FORM, "Authorization": f"Bearer {TOKEN}"}, "/sparql", "update=CLEAR%20ALL"),
    "form, graph in the body": (FORM, "/sparql", "update=CLEAR%20ALL&using-graph-uri=urn%3Ag"),
    "using-graph-uri": (UPDATE, "/sparql?using-graph-uri=urn%3Ag", "DELETE WHERE { ?s ?p ?o }"),
    "delete data": (UPDATE, "/sparql", "DELETE DATA { <urn:a> <urn:b> 1 }"),
    "drop": (UPDATE, "/sparql", "DROP ALL"),
    "create": (UPDATE, "/sparql", "CREATE GRAPH <urn:g>"),
    "copy": (UPDATE, "/sparql", "COPY DEFAULT TO <urn:g>"),
    "with": (UPDATE, "/sparql", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    "slash": (UPDATE, "/sparql/", "CLEAR DEFAULT"),
    "empty": (UPDATE, "/sparql", ""),
}


def state(out: Path) -> dict[str, bytes]:
    """Every file of the current build's store."""
    return {path.name: path.read_bytes() for path in sorted((out / "current" / "store").iterdir())}


@pytest.mark.parametrize("name", sorted(UPDATES))
def test_a_read_only_server_takes_no_update(read_only: Served, name: str) -> None:
    """403, with or without a token, and not a byte of the store is another one."""
    before = state(read_only.directory)
    headers, path, body = UPDATES[name]
    with read_only.client() as client:
        answer = client.post(body, headers, path)
    assert (answer.status, "--allow-update" in answer.text) == (403, True)
    assert state(read_only.directory) == before
    assert not (read_only.directory / "working").exists()


@pytest.mark.parametrize("words", ["", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer ü"])
def test_an_update_needs_the_right_token(updatable: Served, words: str) -> None:
    """401 with the way to prove oneself; nothing changes."""
    headers = {"Content-Type": UPDATE["Content-Type"], **({"Authorization": words.encode("latin-1").decode("latin-1")} if words else {})}
    with updatable.client() as client:
        answer = client.post("INSERT DATA { <urn:no> <urn:no> 1 }", headers)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Bearer realm="triplewire"')
    assert not updatable.ask("ASK { <urn:no> ?p ?o }").json()["boolean"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_for_the_endpoint(read_only: Served, method: str) -> None:
    """405, with those that are."""
    with read_only.client() as client:
        answer = client.request(method, "/sparql", QUERY, "ASK {}")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_head_and_options_are_sensible(read_only: Served) -> None:
    """HEAD is GET without the body; OPTIONS names the methods."""
    with read_only.client() as client:
        head, get, options = client.request("HEAD", ASK), client.request("GET", ASK), client.request("OPTIONS", "/sparql")
    assert (head.status, head.body, head.media) == (200, b"", get.media)
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert "access-control-allow-origin" not in options.headers


def ask_as(served: Served, **headers: str) -> Answer:
    """A query by POST with headers that a browser sends."""
    return served.ask("ASK {}", **{name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "127.0.0.1:{port}.evil",
        "[::2]:{port}",
        "",
        "localhost:{port}@evil",
    ],
)
def test_a_foreign_host_is_turned_away(read_only: Served, host: str) -> None:
    """421 for any name that is not ours with our port: a page that has its name point here learns nothing."""
    with read_only.client() as client:
        answer = client.request("GET", ASK, {"Host": host.format(port=read_only.port)})
    assert (answer.status, "boolean" in answer.text) == (421, False)


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_our_own_names_are_let_in(read_only: Served, host: str) -> None:
    """Loopback by each of its names."""
    with read_only.client() as client:
        assert client.request("GET", ASK, {"Host": host.format(port=read_only.port)}).status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://localhost.evil:{port}", "ftp://localhost:{port}"]
)
def test_a_page_of_another_site_may_not_post(read_only: Served, origin: str) -> None:
    """403, and no word that would let its script read the answer."""
    answer = ask_as(read_only, Origin=origin.format(port=read_only.port))
    assert (answer.status, "access-control-allow-origin" in answer.headers) == (403, False)


def test_our_own_pages_may_post(read_only: Served) -> None:
    """The origin of the server itself is let in; others may GET but not read."""
    assert ask_as(read_only, Origin=f"http://localhost:{read_only.port}").status == 200
    with read_only.client() as client:
        answer = client.request("GET", ASK, {"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.fixture(scope="module")
def open_one(sample_out: Path) -> Iterator[Served]:
    """A server with another name, and an origin that may read; requests may take a second."""
    with serving(sample_out, "--allow-host", "graph.example", "--cors", "https://pages.example", "--timeout", 1) as served:
        yield served


def test_another_name_can_be_allowed(open_one: Served) -> None:
    """As behind a proxy: with any port, and only that name."""
    for host, status in (("graph.example", 200), ("graph.example:443", 200), ("Graph.Example", 200), ("x.graph.example", 421)):
        with open_one.client() as client:
            assert client.request("GET", ASK, {"Host": host}).status == status


def test_one_origin_can_be_allowed(open_one: Served) -> None:
    """Its pages may post and read, and learn so beforehand; others may not."""
    answer = ask_as(open_one, Origin="https://pages.example")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "https://pages.example")
    assert "Origin" in answer.headers["vary"]
    with open_one.client() as client:
        asked = client.request("OPTIONS", "/sparql", {"Origin": "https://pages.example", "Access-Control-Request-Method": "POST"})
    assert asked.headers["access-control-allow-methods"] == "GET, POST"
    assert ask_as(open_one, Origin="https://other.example").status == 403


GUARDED: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", ASK, {}),
        ("GET", "/sparql", {}),
        ("GET", "/nothing", {}),
        ("PUT", "/sparql", {}),
        ("GET", ASK, {"Host": "evil"}),
        ("GET", "/sparql?query=x", {}),
    ],
)
def test_every_response_is_guarded(read_only: Served, method: str, path: str, headers: dict[str, str]) -> None:
    """Errors too: no sniffing, no framing, no scripts, no word of what program answers."""
    with read_only.client() as client:
        answer = client.request(method, path, headers)
    assert {name: answer.headers[name] for name in GUARDED} == GUARDED
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; frame-ancestors 'none'")
    assert "server" not in answer.headers
    assert "Accept" in answer.headers["vary"]


def test_a_large_body_is_not_read(read_only: Served) -> None:
    """413, by its length or while it comes in; a body just as large as is allowed is read."""
    with read_only.client() as client:
        assert client.request("POST", "/sparql", QUERY, b"x" * (1024 * 1024 + 1)).status == 413
    with read_only.client() as client:
        chunks = (b"x" * 65536 for _ in range(40))
        assert client.request("POST", "/sparql", {**QUERY, "Transfer-Encoding": "chunked"}, chunks).status == 413
    assert read_only.ask("ASK {}" + " " * (200 * 1024)).status == 200
    with read_only.client() as client:
        assert client.post("x" * (1024 * 1024), QUERY).status == 400


def test_a_long_address_is_not_read(read_only: Served) -> None:
    """414, and 400 for one that is longer still; a long query that fits is answered."""
    for length, status in ((20_000, 200), (40_000, 414)):
        with read_only.client() as client:
            assert client.request("GET", f"{ASK}%20{'%20' * (length // 3)}").status == status
    with socket.create_connection(("127.0.0.1", read_only.port), timeout=10) as endless:
        endless.sendall(b"GET /" + b"x" * 70_000)
        assert endless.recv(100).startswith(b"HTTP/1.1 400")


def test_a_slow_body_is_not_waited_for(open_one: Served) -> None:
    """408 once the time of a request is over, and the connection ends."""
    with socket.create_connection(("127.0.0.1", open_one.port), timeout=10) as slow:
        host = f"Host: localhost:{open_one.port}"
        slow.sendall(
            f"POST /sparql HTTP/1.1\r\n{host}\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK".encode()
        )
        began = time.monotonic()
        with http.client.HTTPResponse(slow) as response:
            response.begin()
            assert (response.status, response.headers["connection"]) == (408, "close")
        assert 0.8 < time.monotonic() - began < 3


def test_whoever_sends_too_slowly_is_told_so(open_one: Served) -> None:
    """Pieces that come for longer than a request may take meet the refusal, not a broken connection."""

    def pieces() -> Iterator[bytes]:
        for _ in range(16):
            yield b" " * 65536
            time.sleep(0.15)

    with open_one.client() as client:
        assert client.request("POST", "/sparql", {**QUERY, "Transfer-Encoding": "chunked"}, pieces()).status == 408


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_an_error(read_only: Served, raw: bytes) -> None:
    """A 4xx at most, and the server goes on."""
    with socket.create_connection(("127.0.0.1", read_only.port), timeout=10) as odd:
        odd.sendall(raw)
        assert odd.recv(100).split(b" ")[1].startswith(b"4")
    assert read_only.ask("ASK {}").status == 200
