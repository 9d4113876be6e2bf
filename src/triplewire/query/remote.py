"""Asking another SPARQL 1.1 endpoint: the protocol's POST form, nothing more."""

from __future__ import annotations

import urllib.parse
from itertools import pairwise

import pyoxigraph as ox

from triplewire import vocab
from triplewire.errors import EndpointError
from triplewire.query import guard
from triplewire.query.client import Client
from triplewire.query.engine import Answer, Table, Triples, value
from triplewire.tokens import tokens

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.8"
RDF = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE, "text/plain": ox.RdfFormat.N_TRIPLES}


def declare(text: str) -> str:
    """The text with a PREFIX line for each of our prefixes that it uses and does not declare: other servers do not know them."""
    found = list(tokens(text))
    declared = {b.text for a, b in pairwise(found) if a.keyword == "PREFIX"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "pname"}
    ours = vocab.prefixes()
    return "".join(f"PREFIX {p}: <{ours[p]}>\n" for p in sorted(used & ours.keys()) if f"{p}:" not in declared) + text


def ask(endpoint: str, text: str, *, timeout: float = 60, client: Client | None = None) -> Answer:
    """The answer of `endpoint` (http or https) to a prepared query text; rows of a SELECT DISTINCT come once, whatever is sent.

    `client` has the credentials, patience and timeout when given. Raises EndpointError with what the server said.
    """
    body = urllib.parse.urlencode({"query": declare(text)}).encode()
    form = _form(text)
    # Asked for either, Virtuoso sends the triples of a CONSTRUCT as rows.
    headers = {"Accept": ROWS if form[0] in ("SELECT", "ASK") else TRIPLES, "Content-Type": "application/x-www-form-urlencoded"}
    reply = (client or Client(timeout=timeout)).send(endpoint, body, headers)
    return _mended(read_answer(reply.body, reply.media, endpoint), form)


def _form(text: str) -> tuple[str, str]:
    """The first two words of the query itself, in capitals: `("SELECT", "DISTINCT")`."""
    found = list(tokens(text))
    start = guard.form_of(found)
    at = found.index(start) if start else 0
    first, second = [*(token.keyword for token in found[at : at + 2]), "", ""][:2]
    return first, second


def _mended(answer: Answer, form: tuple[str, str]) -> Answer:
    """The answer as the query's form demands it, where Virtuoso gives another: a DISTINCT without repeats, a yes or no for ASK.

    It repeats rows of a DISTINCT in which a number or a date is missing, and answers ASK with a row of 1, or with none.
    """
    if isinstance(answer, Table) and form[0] == "ASK":
        return any(cell is not None and value(cell) == "1" for row in answer.rows for cell in row)
    if isinstance(answer, Table) and form == ("SELECT", "DISTINCT"):
        return Table(answer.columns, tuple(dict.fromkeys(answer.rows)))
    return answer


def read_answer(data: bytes, media: str, endpoint: str) -> Answer:
    """The answer that `endpoint` has sent as SPARQL JSON, or as triples. Raises EndpointError when it is not whole."""
    try:
        if media in RDF:
            return Triples(tuple(sorted({q.triple for q in ox.parse(data, RDF[media])}, key=str)))
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        return Table(tuple(v.value for v in found.variables), tuple(tuple(row) for row in found))
    except (SyntaxError, ValueError) as error:
        # A server that gives up half-way sends a broken body with status 200: that is no shorter answer.
        raise EndpointError(f"{endpoint} sent {media} that is not a whole answer: {error}{_page(media, data)}") from error


def _page(media: str, data: bytes) -> str:
    """What to do when a page for people came: the address is that of another thing."""
    if media != "text/html":
        return ""
    return f"; it is a page ({' '.join(data[:300].decode('utf-8', 'replace').split())}), so check the address of the endpoint"
