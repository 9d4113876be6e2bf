"""Who asks: the credentials for another server, and to which addresses they may be sent."""

from __future__ import annotations

import base64
import ipaddress
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit
from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm

from triplewire.errors import EndpointError


@dataclass(frozen=True, slots=True)
class Access:
    """A name with its password, or a token, or neither; `insecure` allows them to go over plain HTTP to another machine."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    insecure: bool = False

    @property
    def given(self) -> bool:
        """Whether there is anything to keep secret."""
        return bool(self.user or self.token)

    def header(self) -> str:
        """The Authorization header to begin with: a bearer token (RFC 6750) or Basic (RFC 7617); "" without credentials."""
        if self.token:
            return f"Bearer {self.token}"
        return f"Basic {base64.b64encode(f'{self.user}:{self.password}'.encode()).decode()}" if self.user else ""

    def check(self, url: str) -> None:
        """Raises EndpointError for what is no http or https address, has a password in it, or would show the credentials to others."""
        parts = _split(url)
        if not url.isascii() or not url.isprintable() or " " in url:
            raise EndpointError(f"{url}: has signs that no address has; write them as %XX")
        if not self.token.isascii() or not self.token.isprintable():
            raise EndpointError("the token has signs that no token has; expected ASCII letters, digits and punctuation")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointError(f"{url}: expected the http or https address of a SPARQL endpoint")
        if parts.username is not None or parts.password is not None:
            shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
            raise EndpointError(
                f"{shown}: the address has a name or password in it, which others can read; give --user and --password-file"
            )
        if self.given and parts.scheme == "http" and not self.insecure and not is_loopback(parts.hostname):
            raise EndpointError(
                f"{url}: credentials would go over plain HTTP, where anybody on the way can read them; "
                "give an https address, or --insecure if you mean it"
            )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is no number
    except ValueError as error:
        raise EndpointError(f"{url}: is no address ({error}); expected the http or https address of a SPARQL endpoint") from None
    return parts


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine itself, without asking a name server."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Digest:
    """HTTP Digest (RFC 7616, as far as Python's library goes: MD5 and SHA-1), begun by a server's challenge and then kept up, so that a
    long body is not sent twice.
    """

    def __init__(self, access: Access, challenge: str) -> None:
        keeper = HTTPPasswordMgrWithDefaultRealm()
        self._access, self._keeper = access, keeper
        self._maker = AbstractDigestAuthHandler(keeper)
        self._challenge: Mapping[str, str] = urllib.request.parse_keqv_list(
            [part for part in urllib.request.parse_http_list(challenge.partition(" ")[2]) if "=" in part]
        )

    def header(self, request: urllib.request.Request) -> str:
        """The Authorization header for a request. Raises EndpointError when the library cannot make the one that is wanted."""
        self._keeper.add_password(None, request.full_url, self._access.user, self._access.password)
        try:
            made = self._maker.get_authorization(request, self._challenge)
        except (ValueError, OSError) as error:  # another algorithm, letters outside ASCII
            raise EndpointError(f"{request.full_url}: asks for a login that cannot be made here: {error}") from error
        if made is None:
            raise EndpointError(f"{request.full_url}: asks for a Digest login without saying its realm and nonce")
        return f"Digest {made}"
