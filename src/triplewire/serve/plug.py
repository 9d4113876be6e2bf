"""Where pages for people are plugged in: more routes, a page at `/sparql` for browsers, and errors as pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from triplewire.serve.pool import Pool
from triplewire.serve.protocol import Asked

SparqlPage = Callable[[Request, Asked | None], Awaitable[Response]]
"""Makes the page at `/sparql`: about what was asked, or with an empty form."""
ErrorPage = Callable[[Request, int, str], Awaitable[Response]]
"""Makes the page for a request that ends with an HTTP status and a message."""


@dataclass(frozen=True)
class Plug:
    """What is added to the endpoint.

    A handler finds the `Serving` at `request.app.state.serving`: `serving.pages.page(function, arguments)` has a worker make a page, and
    `endpoint.response` makes a response of it. `error_page` is used for requests that prefer HTML. `warm` is begun when the workers are up.
    """

    routes: tuple[BaseRoute, ...] = ()
    sparql_page: SparqlPage | None = None
    error_page: ErrorPage | None = None
    warm: Callable[[Pool], Coroutine[Any, Any, None]] | None = None
