"""What a query may not do."""

from __future__ import annotations

import pytest

from triplewire import vocab
from triplewire.errors import QueryError
from triplewire.query.guard import check, check_update, sources

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
    # An IRI, a string or a name to a reader of tokens; a sign, and then a call, to one that reads letter by letter.
    "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1/>{ } }",
    "SELECT * { FILTER(?a<'>')SERVICE <http://127.0.0.1/>{ } FILTER('' = '') }",
    'SELECT * { FILTER(?a<">")SERVICE <http://127.0.0.1/>{ } FILTER("" = "") }',
    "SELECT * { ?s <p#q> ?o FILTER(?a<'>')SERVICE ?where { } FILTER('' = '') }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1/> { } }",
    "SELECT * { ?s ?p 1.0e1SERVICE SILENT a:b { } }",
    "SELECT * { ?s ?p a:.SERVICE # {\n ?x { } }",
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
    "ASK { ?s ?p 'x'@service ; ?q 'SERVICE <http://x/> { }' } # SERVICE <http://x/> { }",
    'ASK { ?s <http://x/service#service> """it\'s\nSERVICE <http://x/> { }""" }',
    "ASK { service:service ?p <http://x/service?x> . ?x a _:service FILTER(?service<?x) }",
    "ASK { <http://x/caf\\u00e9> ?p 'a \\u0022 SERVICE <http://x/> { }' }",
]
LOADING = [
    "LOAD <http://127.0.0.1/>",
    "INSERT DATA { <a:b> <a:c> 1 } ;LOAD SILENT a:b",
    "INSERT { } WHERE { FILTER(1<2)SERVICE#>\n<http://127.0.0.1/>{ } }",
    "INSERT { } WHERE { FILTER(?a<'>') } ; LOAD <http://127.0.0.1/> ; INSERT DATA { <a:b> <a:c> '' }",
    "INSERT DATA " + "{" * 200 + "}" * 200,
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
        "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 10_000 + "}",
        "SELECT * { " + "?s ?p ?o . " * 10_000 + "}",
        "SELECT * { FILTER(1 IN (EXISTS { " + "?s ?p ?o . " * 10_000 + "})) }",
        f"SELECT (1{'*1' * 10_000} AS ?x) {{ }}",
        f"DESCRIBE {'<a:b> ' * 10_000}",
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


@pytest.mark.parametrize("text", LOADING)
def test_an_update_cannot_reach_out_nor_nest_too_deep(text: str) -> None:
    """No spelling of LOAD and SERVICE comes through."""
    with pytest.raises(QueryError):
        check_update(text)


def test_an_update_may_be_long_and_say_load_in_a_string() -> None:
    """What it inserts is as much as it is."""
    check_update("INSERT DATA { " + "<a:b> <a:c> 'LOAD <http://x/>', -1 . " * 10_000 + "}")


@pytest.mark.parametrize("values", ["VALUES ?x { %s }", "VALUES (?x) { %s }", "FILTER(?x IN (%s))"])
def test_lists_of_values_may_be_long(values: str) -> None:
    """They are as deep as one of them."""
    one = {"VALUES (?x) { %s }": "(1) ", "FILTER(?x IN (%s))": "1, "}.get(values, "'one' ")
    check(f"SELECT * {{ ?s ?p ?x {values % (one * 10_000 + '1' * values.startswith('F'))} }}", vocab.prefixes())


def test_the_graphs_of_a_query_are_known_before_it_runs() -> None:
    """Those of FROM and FROM NAMED, with prefixes of ours or its own, relative ones against BASE or what is given."""
    text = "PREFIX x: <http://x/> SELECT * FROM <a> FROM NAMED twg:b FROM x:c FROM <http://\\u0064/> { ?s ?from ?o }"
    known = sources(check(text, vocab.prefixes(), any_graph=True), vocab.prefixes(), "http://here/sparql")
    assert known == ["http://here/a", f"{vocab.GRAPH}b", "http://x/c", "http://d/"]
    based = check("BASE <http://base/> ASK FROM <a> { }", {}, any_graph=True)
    assert sources(based, {}, "http://here/") == ["http://base/a"]


def test_a_query_may_name_any_graph_when_the_caller_looks() -> None:
    """The endpoint says which graphs it holds."""
    check("ASK FROM <http://x/> { }", vocab.prefixes(), any_graph=True)
