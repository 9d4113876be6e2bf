"""Parameters into query text: as typed terms in place of `$name`, never as pasted text, so that no value can become syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox

from triplewire import vocab
from triplewire.errors import QueryError, no_such
from triplewire.query.library import NamedQuery, ParamType
from triplewire.tokens import tokens

Term = ox.NamedNode | ox.Literal
XSD = "http://www.w3.org/2001/XMLSchema#"


def bind(text: str, terms: Mapping[str, Term]) -> str:
    """The text with every `$name` of `terms` replaced by its term. Strings, IRIs, comments and `?name` stay as they are."""
    out, at = [], 0
    for token in tokens(text):
        if token.kind == "variable" and token.text[0] == "$" and token.text[1:] in terms:
            out += [text[at : token.start], str(terms[token.text[1:]])]
            at = token.end
    return "".join([*out, text[at:]])


def terms(query: NamedQuery, values: Mapping[str, Any]) -> dict[str, Term]:
    """The term of every parameter, from `values` or its default.

    Raises QueryError for a missing or misfit value, NotFoundError for a name that is no parameter.
    """
    if query.params:
        known = {param.name for param in query.params}
        for name in values:
            if name not in known:
                raise no_such(f"parameter of {query.name}", name, known)
    else:
        return {name: guess(value) for name, value in values.items()}
    out = {}
    for param in query.params:
        value = values.get(param.name, param.default)
        if value == "" and param.required:
            raise QueryError(f"{query.name} needs {param.name} ({param.description}): -p {param.name}=…")
        out[param.name] = term(value, param.type, param.name)
    return out


def takes(query: NamedQuery, name: str) -> bool:
    """Whether a value for `name` has a place in a query: as a parameter that it declares, or as `$name` in a text that declares none."""
    if query.params:
        return any(param.name == name for param in query.params)
    return any(token.kind == "variable" and token.text == f"${name}" for token in tokens(query.text))


def day(value: Any, name: str) -> date:
    """The day that a value means. Raises QueryError that says how it is written."""
    return date.fromisoformat(term(value, "date", name).value)


def term(value: Any, kind: ParamType, name: str = "value") -> Term:
    """The RDF term for a value as a user types it. Raises QueryError that says what was expected."""
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value
    make = {"string": ox.Literal, "iri": _iri, "date": _date, "number": _number}[kind]
    try:
        return make(value.isoformat() if isinstance(value, date) else str(value))
    except ValueError as error:
        raise QueryError(f"{name}={value!s}: {error}") from error


def guess(value: Any) -> Term:
    """A term for a value of a query that declares no parameters: numbers and dates by their type, `<…>` as IRI, the rest as string."""
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    if isinstance(value, date):
        return _date(value.isoformat())
    return _iri(value) if re.fullmatch(r"<[^<>\s]+>", str(value)) else ox.Literal(str(value))


def _iri(value: str) -> Term:
    """Accepts `<iri>`, `iri` and `prefix:local` with a known prefix."""
    prefix, colon, local = value.partition(":")
    if colon and not local.startswith("//") and prefix in vocab.prefixes():
        return ox.NamedNode(vocab.prefixes()[prefix] + local)
    try:
        return ox.NamedNode(value.removeprefix("<").removesuffix(">"))
    except ValueError:
        raise ValueError("expected an IRI or a name with a known prefix, such as compound:nvt-101") from None


def _date(value: str) -> Term:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError("expected a date as YYYY-MM-DD") from None
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))


def _number(value: str) -> Term:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        raise ValueError("expected a number, such as 12 or 0.95")
    return ox.Literal(value, datatype=ox.NamedNode(XSD + ("decimal" if "." in value else "integer")))
