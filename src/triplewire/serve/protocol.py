"""The SPARQL 1.1 protocol: what a request asks, and what is wrong with one that asks it the wrong way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Literal
from urllib.parse import parse_qsl

from triplewire.serve.refusal import RefusalError

FORM = "application/x-www-form-urlencoded"
DIRECT: Mapping[str, Literal["query", "update"]] = {"application/sparql-query": "query", "application/sparql-update": "update"}
GRAPHS = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}
METHODS = "GET, HEAD, POST, OPTIONS"


@dataclass(frozen=True)
class Asked:
    """A query or an update as the protocol carries it: its text, the graphs that the request names, and the wanted format if it says."""

    kind: Literal["query", "update"]
    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = ""


Fields = list[tuple[str, str]]


def asked(method: str, url_query: bytes, content_type: str, body: bytes) -> Asked | None:
    """What a request asks; None for a GET that asks nothing, which is for the description of the service.

    Raises RefusalError: 400 for a request that says too much, too little or no UTF-8, 405 for other methods, 415 for other contents.
    """
    if method in ("GET", "HEAD"):
        return _by_get(_fields(url_query, "the URL"))
    if method != "POST":
        raise RefusalError(405, f"{method} is not for this address; it answers {METHODS}", {"Allow": METHODS})
    media = _media(content_type)
    if media == FORM:
        return _by_form(_fields(url_query, "the URL") + _fields(body, "the body"))
    return _direct(DIRECT[media], _fields(url_query, "the URL"), _decoded(body, "the body"))


def _by_get(fields: Fields) -> Asked | None:
    if any(name == "update" for name, _ in fields):
        raise RefusalError(400, "an update is sent by POST, so that no link can start one")
    return _asked("query", _one(fields, "query"), fields) if any(name == "query" for name, _ in fields) else None


def _by_form(fields: Fields) -> Asked:
    there = {name for name, _ in fields} & {"query", "update"}
    if len(there) != 1:
        said = "both query and update" if there else "neither query nor update"
        raise RefusalError(400, f"the request has {said}; expected one of them")
    kind: Literal["query", "update"] = "query" if "query" in there else "update"
    return _asked(kind, _one(fields, kind), fields)


def _direct(kind: Literal["query", "update"], fields: Fields, text: str) -> Asked:
    if twice := {name for name, _ in fields} & {"query", "update"}:
        raise RefusalError(400, f"the {kind} is in the body, and the URL has {min(twice)}= too; expected one of them")
    return _asked(kind, text, fields)


def _asked(kind: Literal["query", "update"], text: str, fields: Fields) -> Asked:
    other = GRAPHS["update" if kind == "query" else "query"]
    if wrong := next((name for name, _ in fields if name in other), ""):
        raise RefusalError(400, f"{wrong} is no parameter of this operation; an operation {kind} has {' and '.join(GRAPHS[kind])}")
    default, named = (tuple(dict.fromkeys(value for name, value in fields if name == wanted and value)) for wanted in GRAPHS[kind])
    wanted = next((value for name, value in fields if name in ("format", "output") and value), "")
    return Asked(kind, text, default, named, wanted)


def _one(fields: Fields, name: str) -> str:
    values = [value for field, value in fields if field == name]
    if len(values) > 1:
        raise RefusalError(400, f"the request has {len(values)} of {name}=; expected one")
    return values[0]


def _media(content_type: str) -> str:
    if not content_type:
        raise RefusalError(400, f"the request has no Content-Type; expected {FORM} or {' or '.join(DIRECT)}")
    message = Message()
    message["content-type"] = content_type
    media, charset = message.get_content_type(), message.get_content_charset("utf-8")
    if media not in (FORM, *DIRECT):
        raise RefusalError(415, f"{media} is not read here; expected {FORM} or {' or '.join(DIRECT)}")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise RefusalError(415, f"the text is said to be {charset}; SPARQL is sent as UTF-8")
    return media


def _fields(data: bytes, where: str) -> Fields:
    try:
        return parse_qsl(_decoded(data, where), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise _no_utf8(where) from error
    except ValueError as error:
        raise RefusalError(400, f"{where} has more than 1000 parameters") from error


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _no_utf8(where) from error


def _no_utf8(where: str) -> RefusalError:
    return RefusalError(400, f"{where} is not UTF-8")
