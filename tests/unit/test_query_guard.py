"""What a query may not do."""

from __future__ import annotations

import pytest

from triplewire import vocab
from triplewire.errors import QueryError
from triplewire.query.guard import check

REACHING_OUT = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "select * { service<http://127.0.0.1/>{?s ?p ?o} }",
    "SELECT * { SERVICE#c\n<http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT obo:x { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<1)SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1/> { } } } } }",
    "SELECT * FROM <http://127.0.0.1/x.ttl> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
    "PREFIX x: <http://127.0.0.1/> SELECT * FROM x:y { ?s ?p ?o }",
    "SELECT * { S\\u0045RVICE <http://127.0.0.1/> { } }",
]
CHANGING = [
    "INSERT DATA { <a:b> <a:c> <a:d> }",
    "PREFIX x: <a:> DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/>",
    "BASE <a:b> DROP ALL",
    "SELECT * { ?s ?p ?o } ; CLEAR ALL",
]
HARMLESS = [
    'SELECT ("SERVICE <http://x/>" AS ?service) { }',
    "SELECT ?load ?from { ?load rdfs:label ?from } # SERVICE <http://x/>",
    "ASK { <http://x/SERVICE> ?p '''INSERT DATA { }''' }",
    "SELECT * FROM <https://w3id.org/triplewire/graph/background> { ?s ?p ?o }",
    "DESCRIBE compound:nvt-101",
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_a_query_cannot_reach_out(text: str) -> None:
    """No spelling of SERVICE, nor a foreign FROM, comes through."""
    with pytest.raises(QueryError):
        check(text, vocab.prefixes())


@pytest.mark.parametrize("text", CHANGING)
def test_a_query_cannot_change_the_graph(text: str) -> None:
    """Update forms are refused with a word of why."""
    with pytest.raises(QueryError, match="read only"):
        check(text, vocab.prefixes())


@pytest.mark.parametrize("text", HARMLESS)
def test_words_in_strings_comments_names_and_iris_are_harmless(text: str) -> None:
    """Only keywords count."""
    check(text, vocab.prefixes())


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 5000 + "}" * 5000,
        f"SELECT * {{ FILTER({'(' * 8000}1{')' * 8000}) }}",
        f"SELECT * {{ FILTER({'!' * 10000}true) }}",
        "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 8000) + " }",
        f"SELECT * {{ ?s {'/'.join(['rdfs:label'] * 3000)} ?o }}",
        "SELECT * { ?s ?p '" + "x" * 300_000 + "' }",
    ],
)
def test_a_query_that_would_kill_the_engine_is_refused(text: str) -> None:
    """The engine ends the process on deep nesting; such texts never reach it."""
    with pytest.raises(QueryError):
        check(text, vocab.prefixes())


def test_a_refusal_says_where() -> None:
    """Line and column, counted from 1, of what is not allowed."""
    with pytest.raises(QueryError, match="line 2, column 3"):
        check("SELECT * {\n  SERVICE <http://x/> { } }", vocab.prefixes())
