"""Secrets on the way to other servers: where they may go, where they come from, and that nobody sees them."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Mapping
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from triplewire.cli import loading
from triplewire.cli.app import run
from triplewire.errors import EndpointError
from triplewire.query.access import Access
from triplewire.query.client import Client

SECRET = Access("ann", "s3cret")


@pytest.mark.parametrize(
    "url",
    [
        "https://store.example/sparql",
        "http://127.0.0.1:7878/",
        "http://127.9.9.9/",
        "http://[::1]:80/x",
        "http://localhost/",
        "HTTPS://X.example",
    ],
)
def test_secrets_go_where_nobody_listens(url: str) -> None:
    """Over HTTPS to anybody, over HTTP to this machine."""
    SECRET.check(url)
    Access(token="t").check(url)


@pytest.mark.parametrize(
    "url", ["http://store.example/", "http://10.0.0.1/", "http://localhost.example/", "http://127.0.0.1.example/", "http://0/"]
)
def test_secrets_do_not_go_over_the_wire_in_the_clear(url: str) -> None:
    """Over HTTP to another machine only when told so; without secrets anything goes."""
    for access in (SECRET, Access(token="t")):
        with pytest.raises(EndpointError, match="--insecure"):
            access.check(url)
    Access("ann", "s3cret", insecure=True).check(url)
    Access().check(url)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/", "x", "http://", "http:///x", "http://[::1", "http://x:port/", "https://ann:s3cret@x/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """Another scheme, no host, a port that is no number, a password in it; the message never shows that."""
    with pytest.raises(EndpointError, match="address") as caught:
        Client().send(url, b"", {})
    assert "s3cret" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    """Nor where a program prints what it has."""
    assert "s3cret" not in repr(SECRET)
    assert "t0ken" not in repr(Access(token="t0ken"))


def test_a_secret_comes_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks are part of it, the end of the line is not."""
    file = tmp_path / "password"
    file.write_bytes(b" pass word \r\n")
    assert loading.access("ann", file, None, False) == Access("ann", " pass word ")
    monkeypatch.setenv(loading.PASSWORD, "other")
    monkeypatch.setenv("MINE", "t0ken")
    assert loading.access("ann", None, None, False).password == "other"
    assert loading.access(None, None, "MINE", True) == Access(token="t0ken", insecure=True)
    assert loading.access(None, None, None, False) == Access()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--user", "ann"], "TRIPLEWIRE_PASSWORD is not set"),
        (["--user", "ann:s3cret"], "--password-file"),
        (["--user", "ann", "--password-file", "{none}"], "cannot be read"),
        (["--user", "ann", "--password-file", "{two}"], "one line"),
        (["--user", "ann", "--password-file", "{empty}"], "empty"),
        (["--password-file", "{two}"], "--user"),
        (["--token-env", "NOT_SET"], "NOT_SET is not set"),
        (["--user", "ann", "--token-env", "NOT_SET"], "give one"),
    ],
)
@pytest.mark.parametrize("verb", [["export", "sparql"], ["query", "ASK {}"]])
def test_a_login_that_is_not_whole_is_refused(
    verb: list[str], words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what to do; no server is asked."""
    monkeypatch.delenv(loading.PASSWORD, raising=False)
    files = {"none": tmp_path / "none", "two": tmp_path / "two", "empty": tmp_path / "empty"}
    files["two"].write_text("a\nb\n", "utf-8")
    files["empty"].write_text("\n", "utf-8")
    given = [word.format(**files) for word in words]
    assert run([*verb, "--endpoint", "http://127.0.0.1:9/", *given]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "s3cret" not in error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--endpoint"),
        (["--endpoint", "http://x/", "--update-endpoint", "http://x/", "--graph-store", "http://x/"], "two ways to write"),
    ],
)
def test_a_store_that_is_not_named_is_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is opened."""
    assert run(["export", "sparql", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("token", ["tökén", "a\r\nHost: b"])
def test_a_token_is_letters(token: str) -> None:
    """One that could not be sent, or would bring a header of its own, is not."""
    with pytest.raises(EndpointError, match="token"):
        Client(Access(token=token)).send("https://store.example/", b"", {})


class Forgetful(BaseHTTPRequestHandler):
    """Asks for a Digest login (RFC 7616) as ann with s3cret, and takes each of its challenges twice."""

    said: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Answers 200 to the right login, else 401 with a new challenge."""
        self.rfile.read(int(self.headers["Content-Length"]))
        given = self.headers.get("Authorization", "")
        self.said.append(given.partition(" ")[0])
        nonce = f"n{len(self.said) // 4}"
        parts = dict(re.findall(r'(\w+)="?([^",]*)', given)) if given.startswith("Digest ") else {}
        fresh = parts.get("nonce") == nonce
        good = fresh and parts["response"] == self._response(parts)
        self.send_response(200 if good else 401)
        if not good:
            stale = "false" if fresh or not parts else "true"
            self.send_header("WWW-Authenticate", f'Digest realm="r", nonce="{nonce}", qop="auth", algorithm=MD5, stale={stale}')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _response(self, parts: Mapping[str, str]) -> str:
        def digest(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        who, what = digest("ann:r:s3cret"), digest(f"POST:{self.path}")
        return digest(":".join([who, parts["nonce"], parts["nc"], parts["cnonce"], parts["qop"], what]))

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.mark.parametrize(("password", "taken"), [("s3cret", True), ("wrong", False)])
def test_a_challenge_that_is_too_old_is_answered_anew(password: str, taken: bool) -> None:
    """A login is kept up over many requests, also when the server wants a new beginning; a wrong one is tried once."""
    Forgetful.said.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Forgetful) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            client = Client(Access("ann", password))
            for _ in range(6 if taken else 1):
                with nullcontext() if taken else pytest.raises(EndpointError, match="401"):
                    client.send(f"http://127.0.0.1:{server.server_port}/sparql", b"x", {})
        finally:
            server.shutdown()
            thread.join()
    assert Forgetful.said[:2] == ["Basic", "Digest"]
    assert set(Forgetful.said[2:]) == ({"Digest"} if taken else set())


def test_nobody_home_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A server that never answered is not waited for."""
    waits: list[float] = []
    with pytest.raises(EndpointError, match=re.escape("is the server running")):
        Client(retries=4, pause=waits.append).send("http://127.0.0.1:9/", b"", {})
    assert waits == []
