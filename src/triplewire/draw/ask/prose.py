"""The sentences of query files as pages show them: what stands in backquotes is code, and leads on where it is a question."""

from __future__ import annotations

import re

from markupsafe import Markup

from triplewire import query
from triplewire.draw.page import Around

FOLDER = "questions"


def file_of(name: str, ending: str = "html") -> str:
    """The file of a question below the root of a site: its page, its answer as `csv`, `json` or `ttl`."""
    return f"{FOLDER}/{name}.{ending}"


def prose(text: str, around: Around) -> Markup:
    """A sentence with its code marked, and the names of questions linked to their pages in a site."""
    parts = re.split(r"`([^`]+)`", text)
    return Markup("").join(_code(part, around) if at % 2 else part for at, part in enumerate(parts))


def _code(word: str, around: Around) -> Markup:
    known = any(named.name == word and (around.live or named.folder == "competency") for named in query.listing())
    href = around.to(file_of(word)) if known else ""
    return Markup('<a href="{}"><code>{}</code></a>').format(href, word) if href else Markup("<code>{}</code>").format(word)
