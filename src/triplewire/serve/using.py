"""The graphs that the protocol names for an update, written into it as USING clauses."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from triplewire.errors import QueryError
from triplewire.query.guard import place
from triplewire.tokens import Token, tokens


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with `USING` for each default graph and `USING NAMED` for each named one, before every WHERE of its operations.

    `DELETE WHERE { … }`, which may have none, becomes `DELETE { … } USING … WHERE { … }`. Raises QueryError when the update names its
    graphs itself (USING, WITH), as the protocol demands, or when a name is no IRI.
    """
    if not default and not named:
        return text
    found = list(tokens(text))
    outer = _outside(found)
    if own := next((found[at] for at in outer if found[at].keyword in ("USING", "WITH")), None):
        raise QueryError(f"{place(text, own.start)}: {own.keyword} and using-graph-uri both name the graphs; take one of them")
    clauses = "".join([*(f"USING {_term(iri)} " for iri in default), *(f"USING NAMED {_term(iri)} " for iri in named)])
    out, done = [], 0
    for at in outer:
        if found[at].keyword == "WHERE":
            start = found[at].start
            short = found[at - 1].keyword == "DELETE"
            out += [text[done:start], f"{_group(text, found, at + 1)} " if short else "", clauses]
            done = start
    return "".join([*out, text[done:]])


def _outside(found: Sequence[Token]) -> list[int]:
    """The places of the tokens that stand outside all braces."""
    depth, out = 0, []
    for at, token in enumerate(found):
        if depth == 0:
            out.append(at)
        depth += {"{": 1, "}": -1}.get(token.text, 0)
    return out


def _group(text: str, found: Sequence[Token], start: int) -> str:
    """The text of the group in braces that begins with the token at `start`."""
    depth = 0
    for token in found[start:]:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0:
            return text[found[start].start : token.end]
    raise QueryError(f"{place(text, found[-1].start)}: the text ends before its braces are closed")


def _term(iri: str) -> str:
    try:
        return str(ox.NamedNode(iri))
    except ValueError as error:
        raise QueryError(f"{iri[:200]!r} is no IRI of a graph: {error}") from None
