"""What a query may not do: reach out to the network, change the graph, or nest so deep that the engine would die of it.

The engine follows SERVICE over HTTP by default, has no switch to stop it, and ends the whole process on deep nesting; so a text
is looked at before it is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urljoin

from triplewire import vocab
from triplewire.errors import QueryError
from triplewire.query import readings
from triplewire.tokens import Token, tokens

MAX_CHARACTERS = 256 * 1024
MAX_DEPTH = 128
MAX_UNIONS = 200
MAX_OPERATORS = 1000
MAX_TOKENS = 4000
"""Words and signs, those in lists of values not counted: to the engine, clauses beside each other are as deep as nested ones."""

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
OPERATORS = frozenset({"!", "||", "&&", "/", "|", "^", "-", "+"})
_CLOSES = {"{": "}", "(": ")"}
_LISTED = frozenset({"string", "iri", "lang", "pname", "word", ",", "(", ")", "^^", "+", "-"})
"""What a list of values is made of: kinds of tokens, and signs."""
_REFUSED = {
    "SERVICE": "would ask another server; copy the data here, or query there with --endpoint",
    "LOAD": "would fetch a file; send its triples with INSERT DATA",
}


def place(text: str, at: int) -> str:
    """`line L, column C` of an offset in `text`, both counted from 1."""
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - (text.rfind(chr(10), 0, at) + 1) + 1}"


def check(text: str, prefixes: Mapping[str, str], *, any_graph: bool = False) -> list[Token]:
    """The tokens of the text. Raises QueryError, with line and column, when it asks for something a query here may not do.

    A graph in FROM must have the name of one of a build's graphs, unless `any_graph`: then the caller looks at the `sources`.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"the query has {len(text)} characters; at most {MAX_CHARACTERS} are accepted")
    found = list(tokens(text))
    _no_hidden_letters(text, found)
    _only_reads(text, found)
    _stays_shallow(text, found)
    _stays_short(text, found)
    _calls_nobody(text, found, "SERVICE")
    if not any_graph:
        _only_own_graphs(text, found, prefixes)
    return found


def check_update(text: str) -> None:
    """Raises QueryError, with line and column, when an update would reach out or nest too deep. It may be long."""
    found = list(tokens(text))
    _no_hidden_letters(text, found)
    _stays_shallow(text, found, operators_too=False)
    for keyword in ("SERVICE", "LOAD"):
        _calls_nobody(text, found, keyword)


def sources(found: Sequence[Token], prefixes: Mapping[str, str], base: str = "") -> list[str]:
    """The IRIs of the graphs that FROM and FROM NAMED name, relative ones resolved against BASE, else `base`."""
    known, base = {**prefixes, **_declared(found)}, _base(found, base)
    return [urljoin(base, _iri(token, known)) for token in _named_in_from(found)]


def _no_hidden_letters(text: str, found: Sequence[Token]) -> None:
    # Some engines read an escaped letter as the letter itself, keywords included; there is no honest use of it out here.
    for token in found:
        if token.text == "\\" and text[token.end : token.end + 1] in ("u", "U"):
            raise QueryError(f"{place(text, token.start)}: a \\u escape may stand in strings and IRIs only; write the letter itself")


def form_of(found: Sequence[Token]) -> Token | None:
    """The word that says what kind of query it is, such as SELECT, after all declarations; None where nothing follows them."""
    at = 0
    while at < len(found) and found[at].keyword in ("PREFIX", "BASE"):
        at += 3 if found[at].keyword == "PREFIX" else 2
    return found[at] if at < len(found) else None


def _only_reads(text: str, found: Sequence[Token]) -> None:
    form = form_of(found)
    if form is None:
        raise QueryError("the query is empty; expected SELECT, ASK, CONSTRUCT or DESCRIBE")
    first = form if form.keyword in UPDATES else next((t for t in _commands(found) if t.keyword in UPDATES), None)
    if first:
        raise QueryError(f"{place(text, first.start)}: {first.keyword} would change the graph, and a build is read only; write a query")
    if form.keyword not in FORMS:
        raise QueryError(f"{place(text, form.start)}: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {form.text!r}")


def _commands(found: Sequence[Token]) -> Iterator[Token]:
    """The words behind a `;` outside all braces: the only way to hide an update behind a query."""
    depth = 0
    for before, token in pairwise(found):
        depth += {"{": 1, "}": -1}.get(before.text, 0)
        if depth == 0 and before.text == ";":
            yield token


def _calls_nobody(text: str, found: Sequence[Token], keyword: str) -> None:
    word = next((token.start for token in found if token.keyword == keyword), None)
    at = word if word is not None else readings.call(text, keyword)
    if at is not None:
        raise QueryError(f"{place(text, at)}: {keyword} {_REFUSED[keyword]}")


def _only_own_graphs(text: str, found: Sequence[Token], prefixes: Mapping[str, str]) -> None:
    known = {**prefixes, **_declared(found)}
    for token in _named_in_from(found):
        if not _iri(token, known).startswith(vocab.GRAPH):
            raise QueryError(f"{place(text, token.start)}: FROM {token.text} is no graph of a build; its graphs begin with {vocab.GRAPH}")


def _named_in_from(found: Sequence[Token]) -> list[Token]:
    out = []
    for at, token in enumerate(found):
        if token.keyword == "FROM":
            out += [after for after in found[at + 1 : at + 3] if after.keyword != "NAMED"][:1]
    return out


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    """The IRI that a token stands for, as it is written, perhaps relative; "" for none."""
    if token.kind == "iri":
        return re.sub(r"\\u(.{4})|\\U(.{8})", lambda m: chr(int(m[1] or m[2], 16)), token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, "") + local


def _base(found: Sequence[Token], base: str) -> str:
    declared = [b.text[1:-1] for a, b in pairwise(found) if a.keyword == "BASE" and b.kind == "iri"]
    return declared[-1] if declared else base


def _declared(found: Sequence[Token]) -> dict[str, str]:
    pairs = zip(found, found[1:], found[2:], strict=False)
    return {b.text.rstrip(":"): c.text[1:-1] for a, b, c in pairs if a.keyword == "PREFIX" and c.kind == "iri"}


def _stays_shallow(text: str, found: Sequence[Token], *, operators_too: bool = True) -> None:
    depth = unions = operators = 0
    for token in found:
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]")) if token.kind == "mark" else 0
        unions += token.keyword == "UNION"
        operators += operators_too and token.kind == "mark" and token.text in OPERATORS
        if depth > MAX_DEPTH or unions > MAX_UNIONS or operators > MAX_OPERATORS:
            raise QueryError(
                f"{place(text, token.start)}: the query is too involved (at most {MAX_DEPTH} levels of brackets, {MAX_UNIONS} UNIONs, "
                f"{MAX_OPERATORS} operators and path steps); use VALUES for long lists"
            )


def _stays_short(text: str, found: Sequence[Token]) -> None:
    if len(found) <= MAX_TOKENS:
        return
    listed = sum(token.kind in _LISTED or token.text in _LISTED for token in _in_lists(found))
    if len(found) - listed > MAX_TOKENS:
        raise QueryError(
            f"{place(text, found[MAX_TOKENS].start)}: the query is too involved (at most {MAX_TOKENS} words and signs, those in VALUES and "
            "IN lists not counted); use VALUES for long lists"
        )


def _in_lists(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens of the data of VALUES, `VALUES ?a { … }`, and of lists of alternatives, `IN (…)`."""
    values, opened, depth = False, "", 0
    for before, token in pairwise(found):
        if opened:
            depth += (token.text == opened) - (token.text == _CLOSES[opened])
            opened = opened if depth else ""
            yield token
        elif (values and token.text == "{") or (before.keyword == "IN" and token.text == "("):
            values, opened, depth = False, token.text, 1
        else:
            values = token.keyword == "VALUES" or (values and token.text != "}")
