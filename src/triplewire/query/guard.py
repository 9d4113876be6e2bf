"""What a query may not do: reach out to the network, change the graph, or nest so deep that the engine would die of it.

The engine follows SERVICE over HTTP by default, has no switch to stop it, and ends the whole process on deep nesting; so a text
is looked at before it is run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triplewire import vocab
from triplewire.errors import QueryError
from triplewire.query.tokens import Token, tokens

MAX_CHARACTERS = 256 * 1024
MAX_DEPTH = 128
MAX_UNIONS = 200
MAX_OPERATORS = 1000

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
OPERATORS = frozenset({"!", "||", "&&", "/", "|", "^", "-", "+"})


def place(text: str, at: int) -> str:
    """`line L, column C` of an offset in `text`, both counted from 1."""
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - (text.rfind(chr(10), 0, at) + 1) + 1}"


def check(text: str, prefixes: Mapping[str, str]) -> None:
    """Raises QueryError, with line and column, when the text asks for something a query here may not do."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"the query has {len(text)} characters; at most {MAX_CHARACTERS} are accepted")
    found = list(tokens(text))
    _no_hidden_letters(text, found)
    _only_reads(text, found)
    _stays_here(text, found, prefixes)
    _stays_shallow(text, found)


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
    updates = [t for t in found if t.keyword in UPDATES and _is_command(t, found)]
    first = form if form.keyword in UPDATES else next(iter(updates), None)
    if first:
        raise QueryError(f"{place(text, first.start)}: {first.keyword} would change the graph, and a build is read only; write a query")
    if form.keyword not in FORMS:
        raise QueryError(f"{place(text, form.start)}: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {form.text!r}")


def _is_command(token: Token, found: Sequence[Token]) -> bool:
    """Whether an update word opens a command after a `;` outside all braces: the only way to hide one behind a query."""
    depth, before = 0, ""
    for other in found:
        if other is token:
            return depth == 0 and before == ";"
        depth += {"{": 1, "}": -1}.get(other.text, 0)
        before = other.text
    return False


def _stays_here(text: str, found: Sequence[Token], prefixes: Mapping[str, str]) -> None:
    known = {**prefixes, **_declared(found)}
    for at, token in enumerate(found):
        if token.keyword == "SERVICE":
            raise QueryError(
                f"{place(text, token.start)}: SERVICE would ask another server; copy the data here, or query there with --endpoint"
            )
        if token.keyword == "FROM":
            _check_from(text, found[at + 1 : at + 3], known)


def _declared(found: Sequence[Token]) -> dict[str, str]:
    pairs = zip(found, found[1:], found[2:], strict=False)
    return {b.text.rstrip(":"): c.text[1:-1] for a, b, c in pairs if a.keyword == "PREFIX" and c.kind == "iri"}


def _check_from(text: str, after: Sequence[Token], prefixes: Mapping[str, str]) -> None:
    named = [t for t in after if t.keyword != "NAMED"]
    if not named:
        return
    source = named[0]
    prefix, _, local = source.text.partition(":")
    iri = source.text[1:-1] if source.kind == "iri" else prefixes.get(prefix, "") + local
    if not iri.startswith(vocab.GRAPH):
        raise QueryError(f"{place(text, source.start)}: FROM {source.text} is no graph of a build; its graphs begin with {vocab.GRAPH}")


def _stays_shallow(text: str, found: Sequence[Token]) -> None:
    depth = unions = operators = 0
    for token in found:
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]")) if token.kind == "mark" else 0
        unions += token.keyword == "UNION"
        operators += token.kind == "mark" and token.text in OPERATORS
        if depth > MAX_DEPTH or unions > MAX_UNIONS or operators > MAX_OPERATORS:
            raise QueryError(
                f"{place(text, token.start)}: the query is too involved (at most {MAX_DEPTH} levels of brackets, {MAX_UNIONS} UNIONs, "
                f"{MAX_OPERATORS} operators and path steps); use VALUES for long lists"
            )
