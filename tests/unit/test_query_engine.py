"""Running queries: prefixes, union of graphs, errors that help, W3C formats."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import pytest

from triplewire import query
from triplewire.errors import NotFoundError, QueryError
from triplewire.query import formats, remote

S, P = ox.NamedNode("https://w3id.org/triplewire/id/compound/nvt-101"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
GRAPHS = [ox.NamedNode(f"https://w3id.org/triplewire/graph/release/{name}") for name in "ab"]

HALF = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x"'


def store() -> ox.Store:
    """One label in each of two graphs."""
    out = ox.Store()
    out.extend([ox.Quad(S, P, ox.Literal("NVT-101"), GRAPHS[0]), ox.Quad(S, P, ox.Literal('a, "b"\n|c', language="en"), GRAPHS[1])])
    return out


def table(text: str) -> query.Table:
    """The rows of a SELECT on the two graphs."""
    answer = query.run(store(), text)
    assert isinstance(answer, query.Table)
    return answer


def test_the_default_graph_is_the_union_of_all() -> None:
    """A query that names no graph sees every graph, with prefixes declared."""
    assert len(table("SELECT ?l { compound:nvt-101 rdfs:label ?l } ORDER BY ?l")) == 2


def test_from_narrows_to_a_graph_of_the_build() -> None:
    """FROM with a graph's IRI is obeyed."""
    assert table("SELECT ?l FROM <https://w3id.org/triplewire/graph/release/a> { ?s rdfs:label ?l }").plain() == [("NVT-101",)]


def test_rows_can_be_read_by_name() -> None:
    """Iterating a table gives one mapping a row."""
    (row,) = table("SELECT ?s { ?s rdfs:label 'NVT-101' }")
    assert row["s"] == S


def test_an_unknown_prefix_is_told_with_its_place_and_near_ones() -> None:
    """The parser's own message names neither."""
    with pytest.raises(QueryError, match=r"line 2, column \d+: there is no prefix called 'compund'.*compound"):
        query.run(store(), "SELECT * {\n compund:x ?p ?o }")


def test_a_text_that_ends_too_early_is_told_so() -> None:
    """The most common slip has words of its own."""
    with pytest.raises(QueryError, match="ends too early"):
        query.run(store(), "SELECT * { ?s ?p ?o")


def test_an_unknown_name_is_told_with_the_near_one() -> None:
    """One word is a name, not a text."""
    with pytest.raises(NotFoundError, match="orphan-designations"):
        query.run(store(), "orphan-designation")


def test_a_query_that_takes_too_long_is_given_up() -> None:
    """The time limit holds although the engine cannot be interrupted."""
    big = ox.Store()
    big.extend(ox.Quad(ox.NamedNode(f"a:{i}"), P, ox.Literal(i)) for i in range(400))
    with pytest.raises(QueryError, match=r"no answer within 0\.3 s"):
        query.run(big, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.3)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?l ?none { ?s rdfs:label ?l } ORDER BY ?l",
        "SELECT ?g ?s ?two ?same { GRAPH ?g { ?s rdfs:label ?l } BIND(1+1 AS ?two) BIND(?two AS ?same) } ORDER BY ?g",
        "SELECT * { VALUES (?a ?b) { (2 2.0) ('2' '2'@en) (UNDEF <urn:2>) (2 '2') } } ORDER BY ?b",
        "SELECT ?t { ?s ?p ?o BIND(TRIPLE(?s, ?p, ?o) AS ?t) } ORDER BY ?o",
        "SELECT ?nothing { ?s a ?nothing }",
    ],
)
def test_the_w3c_formats_are_those_of_the_engine(form: str, text: str) -> None:
    """Each text is the one that pyoxigraph writes itself, up to the last line break and the layout of JSON."""
    solutions = store().query(text, prefixes={"rdfs": P.value.rsplit("#", 1)[0] + "#"}, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    theirs = (solutions.serialize(format=formats._W3C[form]) or b"").decode()
    ours = formats.render(table(text), form)
    assert json.loads(ours) == json.loads(theirs) if form == "json" else ours.rstrip("\n") == theirs.rstrip("\n")


def test_a_yes_has_its_own_shape_in_each_format() -> None:
    """ASK answers yes or no to a person and true or false to a machine."""
    assert formats.render(True) == "yes\n"
    assert json.loads(formats.render(False, "json")) == {"head": {}, "boolean": False}
    assert "<boolean>true</boolean>" in formats.render(True, "xml")


def test_markdown_cells_cannot_break_the_table() -> None:
    """Bars are escaped and line breaks become spaces."""
    assert formats.render(table("SELECT ?l { ?s rdfs:label ?l FILTER(LANG(?l) = 'en') }"), "md").splitlines()[2] == '| a, "b" \\|c |'


def test_a_construct_is_written_as_turtle_with_our_prefixes() -> None:
    """Sorted, each triple once."""
    answer = query.run(store(), "CONSTRUCT { ?s a tw:Compound } WHERE { ?s rdfs:label ?l }")
    assert isinstance(answer, query.Triples)
    assert len(answer) == 1
    assert re.search(r"^compound:nvt-101\s+a tw:Compound", formats.render(answer, "turtle"), re.MULTILINE)


def test_rows_cannot_be_written_as_turtle() -> None:
    """The message says what to use."""
    with pytest.raises(QueryError, match="CONSTRUCT"):
        formats.render(table("SELECT ?s { ?s ?p ?o }"), "turtle")


@contextmanager
def endpoint(status: int, media: str, body: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback that gives one answer, and what it was asked: the form, and on a line of its own what it may answer with."""
    asked: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])) + b"\n" + self.headers["Accept"].encode())
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        finally:
            server.shutdown()
            thread.join()


def test_another_endpoint_is_asked_with_prefixes_declared() -> None:
    """Our prefixes are not known there, so those that are used go along."""
    body = formats.render(table("SELECT ?l { ?s rdfs:label ?l } ORDER BY ?l"), "json").encode()
    with endpoint(200, "application/sparql-results+json", body) as (url, asked):
        answer = remote.ask(url, "SELECT ?l { ?s rdfs:label ?l }")
    assert isinstance(answer, query.Table)
    assert len(answer) == 2
    assert b"PREFIX+rdfs%3A" in asked[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT ?s { ?s ?p ?o }", b"application/sparql-results+json"),
        ("ASK { ?s ?p ?o }", b"application/sparql-results+json"),
        ("PREFIX x: <urn:x> CONSTRUCT { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }", b"application/n-triples, text/turtle;q=0.8"),
        ("DESCRIBE <urn:x>", b"application/n-triples, text/turtle;q=0.8"),
    ],
)
def test_another_endpoint_is_asked_for_the_kind_of_answer_of_the_query(text: str, kind: bytes) -> None:
    """Rows for SELECT and ASK, triples for CONSTRUCT and DESCRIBE: a server that may choose can choose wrongly."""
    body = b"" if b"triples" in kind else b'{"head": {"vars": []}, "results": {"bindings": []}}'
    with endpoint(200, kind.split(b",")[0].decode(), body) as (url, asked):
        remote.ask(url, text)
    assert asked[0].endswith(b"\n" + kind)


@pytest.mark.parametrize(("word", "rows"), [("DISTINCT ", 1), ("", 2)])
def test_rows_of_a_distinct_come_once_whatever_is_sent(word: str, rows: int) -> None:
    """A row that a server repeats against the query's word is dropped; where the query allows repeats they stay."""
    row = {"l": {"type": "literal", "value": "NVT-101"}}
    body = json.dumps({"head": {"vars": ["l", "day"]}, "results": {"bindings": [row, row]}}).encode()
    with endpoint(200, "application/sparql-results+json", body) as (url, _):
        answer = remote.ask(url, f"PREFIX x: <urn:x> SELECT {word}?l ?day {{ ?s rdfs:label ?l }}")
    assert isinstance(answer, query.Table)
    assert answer.plain() == [("NVT-101", "")] * rows


@pytest.mark.parametrize(("values", "answer"), [(["1"], True), (["0"], False), ([], False)])
def test_a_row_for_an_ask_is_a_yes_or_a_no(values: list[str], answer: bool) -> None:
    """Virtuoso answers ASK with a row of 1, 0 or with no row; the caller gets what ASK gives everywhere."""
    rows = [{"__ASK_RETVAL": {"type": "literal", "value": v}} for v in values]
    body = json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": rows}}).encode()
    with endpoint(200, "application/sparql-results+json", body) as (url, _):
        assert remote.ask(url, "ASK { ?s ?p ?o }") is answer


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(200, HALF, "not a whole answer"), (503, b"too busy", "503")],
)
def test_a_broken_answer_of_another_endpoint_is_an_error(status: int, body: bytes, said: str) -> None:
    """Half an answer with status 200 is not a shorter answer."""
    with endpoint(status, "application/sparql-results+json", body) as (url, _), pytest.raises(QueryError, match=said):
        remote.ask(url, "SELECT ?x { }")


def test_a_page_is_no_answer() -> None:
    """The address of a web page is found out, and the message shows how the page begins."""
    with (
        endpoint(200, "text/html", b"<html>\n<h1>Welcome</h1>") as (url, _),
        pytest.raises(QueryError, match=r"is a page .*Welcome.*check the address"),
    ):
        remote.ask(url, "SELECT ?x { }")


def test_an_endpoint_is_an_http_address() -> None:
    """A file is not asked."""
    with pytest.raises(QueryError, match="http"):
        remote.ask("file:///etc/passwd", "ASK { }")


def test_a_table_never_runs_over_its_width() -> None:
    """Nine columns of long words still fit, and no cell loses its end."""
    rows = [["2027-01-01", "NVT-101", f"word-{'x' * 20}", "two short ones", "", "expected", "expects to", "Norvane Therapeutics", "y" * 30]]
    text = formats.text_table([f"column{i} name" for i in range(9)], rows, width=90)
    assert max(map(len, text.splitlines())) <= 90
    assert (text.count("x"), text.count("y")) == (21 + 1, 30)
