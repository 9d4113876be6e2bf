"""Requests to another server, with credentials, patience and words for what went wrong. Nothing here knows SPARQL."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from triplewire.errors import EndpointError
from triplewire.query.access import Access, Digest

LIMIT = 256 * 1024 * 1024
"""Bytes of an answer that are read."""
AGAIN = frozenset({429, 502, 503, 504})
"""Statuses after which the same request may well succeed."""
LONGEST_WAIT = 60.0
SAID = 300
"""Characters of a refusal that are shown."""
ELSEWHERE = "this address does not take such requests; check it, and give --update-endpoint or --graph-store where updates have another"
NEXT = {
    401: "check the name and the password or token (--user with --password-file, or --token-env)",
    403: "this login may not do that: check its rights at the server, or give another (--user, --token-env)",
    404: "check the address; those of several stores are in docs/how-to/load-into-a-triple-store.md",
    405: ELSEWHERE,
    413: "the server takes only smaller requests; give a smaller --batch",
    415: ELSEWHERE,
}
"""What to do about a status."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response that is no refusal, read to its end."""

    status: int
    media: str
    body: bytes


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a POST would become a GET, and credentials go to somebody else."""

    def redirect_request(self, *_: object) -> None:
        return None


class Client:
    """Sends requests one after the other; each is tried again `retries` times where that makes sense, so it must bear being repeated.

    `timeout` is in seconds, for each wait on the network. `notice` is told of each new attempt. `tried` counts them.
    """

    def __init__(
        self,
        access: Access | None = None,
        *,
        timeout: float = 60,
        retries: int = 0,
        pause: Callable[[float], None] = time.sleep,
        notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.access, self.timeout, self.retries = access or Access(), timeout, retries
        self.tried = 0
        self._pause, self._notice = pause, notice
        self._opener = urllib.request.build_opener(_Stays)
        self._digests: dict[str, Digest] = {}
        self._answered = False

    def send(
        self, url: str, body: bytes | None, headers: Mapping[str, str], *, method: str = "POST", accepted: Collection[int] = ()
    ) -> Reply:
        """The reply with status 2xx, or one that is `accepted`. Raises EndpointError with what was said and what to do."""
        self.access.check(url)
        for attempt in range(self.retries + 1):
            last = attempt == self.retries
            try:
                return self._once(url, body, headers, method)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code in accepted:
                        return Reply(error.code, "", b"")
                    if last or error.code not in AGAIN:
                        raise EndpointError(_refusal(url, error, attempt)) from error
                    why, wait = f"{error.code} {error.reason}", _retry_after(error)
            except (OSError, http.client.HTTPException) as error:
                if last or not self._may_pass(error):
                    raise EndpointError(_unreached(url, error, self.timeout, attempt)) from error
                why, wait = str(_cause(error)), 0.0
            wait = max(wait, min(0.5 * 2**attempt, LONGEST_WAIT))
            self._notice(f"{url}: {why}; trying again in {wait:g} s")
            self._pause(wait)
        raise AssertionError

    def _once(self, url: str, body: bytes | None, headers: Mapping[str, str], method: str) -> Reply:
        """One attempt; a Digest challenge is answered within it."""
        self.tried += 1
        request = urllib.request.Request(url, body, dict(headers), method=method)  # noqa: S310 - the scheme is checked
        digest = self._digests.get(_place(url))
        if login := digest.header(request) if digest else self.access.header():
            request.add_unredirected_header("Authorization", login)
        try:
            return self._open(request)
        except urllib.error.HTTPError as error:
            challenge = self._challenge(error, login) if error.code == 401 and self.access.user else ""
            if not challenge:
                raise
            error.close()
        fresh = self._digests[_place(url)] = Digest(self.access, challenge)
        request.add_unredirected_header("Authorization", fresh.header(request))
        return self._open(request)

    def _challenge(self, error: urllib.error.HTTPError, login: str) -> str:
        """The Digest challenge to answer after a refusal; "" when there is none, or when it was answered already."""
        said = _digest_of(error)
        if login.startswith("Digest "):
            return said if "stale=true" in said.lower().replace('"', "") else ""
        # Virtuoso has no word for somebody who comes with Basic; to one who comes with nothing it says how to log in.
        return said or self._asked_for(error.url)

    def _asked_for(self, url: str) -> str:
        """The Digest challenge of an address to a reader without a login, whose answer is not read."""
        try:
            with self._opener.open(url, timeout=self.timeout):
                return ""
        except urllib.error.HTTPError as error:
            with error:
                return _digest_of(error)

    def _open(self, request: urllib.request.Request) -> Reply:
        with self._opener.open(request, timeout=self.timeout) as response:
            self._answered = True
            return Reply(response.status, response.headers.get_content_type(), response.read(LIMIT))

    def _may_pass(self, error: Exception) -> bool:
        """Whether a connection broke that may hold the next time; a server that never answered is not waited for."""
        cause = _cause(error)
        if isinstance(cause, ConnectionRefusedError):
            return self._answered
        return isinstance(cause, (ConnectionError, http.client.IncompleteRead, http.client.BadStatusLine))


def _cause(error: Exception) -> BaseException:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return reason if isinstance(reason, BaseException) else error


def _digest_of(error: urllib.error.HTTPError) -> str:
    said = str(error.headers.get("WWW-Authenticate", ""))
    return said if said.lower().startswith("digest ") else ""


def _place(url: str) -> str:
    """What a login is for: an address without its query."""
    return url.partition("?")[0]


def _retry_after(error: urllib.error.HTTPError) -> float:
    """Seconds that a server asks to wait; 0 when it names none, or a date."""
    said = error.headers.get("Retry-After", "").strip()
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdecimal() else 0.0


def _refusal(url: str, error: urllib.error.HTTPError, attempt: int) -> str:
    said = " ".join(error.read(4 * SAID).decode("utf-8", "replace").split())[:SAID]
    text = f"{url} answered {error.code} {error.reason}{f': {said}' if said else ''}"
    if 300 <= error.code < 400:
        return f"{text}; it has moved to {error.headers.get('Location', 'an address that it does not name')}: give that address"
    if error.code in AGAIN:
        return f"{text}; {_tries(attempt)}run it again later"
    return f"{text}; {NEXT[error.code]}" if error.code in NEXT else text


def _unreached(url: str, error: Exception, timeout: float, attempt: int) -> str:
    cause = _cause(error)
    if isinstance(cause, TimeoutError):
        return f"{url} cannot be asked: no answer within {timeout:g} s; give a longer --timeout"
    return f"{url} cannot be asked: {cause or type(cause).__name__}; {_tries(attempt)}is the server running, and the address right?"


def _tries(attempt: int) -> str:
    return f"tried {attempt + 1} times; " if attempt else ""
