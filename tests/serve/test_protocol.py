"""The protocol where W3C's tests are silent: formats, parameters, graphs, errors, states."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib

from tests.serve.served import FORM, QUERY, Answer, Served
from triplewire import query

SELECT = "SELECT ?c ?l { ?c a tw:Compound ; rdfs:label ?l } ORDER BY ?c ?l LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a tw:Compound ; rdfs:label ?l }"
BACKGROUND = "https://w3id.org/triplewire/graph/background"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
TURTLE = "text/turtle"


@pytest.mark.parametrize(
    ("accept", "select", "construct"),
    [
        (None, JSON, TURTLE),
        ("*/*", JSON, TURTLE),
        ("", JSON, TURTLE),
        ("application/*", JSON, "application/n-triples"),
        ("text/*", "text/csv", TURTLE),
        (XML, XML, 406),
        (TURTLE, 406, TURTLE),
        ("application/json", "application/json", 406),
        ("text/xml", "text/xml", "text/xml"),
        ("text/html", "text/html", "text/html"),
        ("text/html;q=0.4, */*;q=0.5", JSON, TURTLE),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", XML, 406),
        ("text/csv;q=0, */*", JSON, TURTLE),
        ("application/sparql-results+json;q=0, */*;q=0.5", XML, TURTLE),
        ("TEXT/CSV", "text/csv", 406),
        ("text/csv; header=present; q=0.9, text/turtle ;q=0.8", "text/csv", TURTLE),
        ("nonsense", JSON, TURTLE),
        ("text/csv;q=x", "text/csv", 406),
        ("application/n-triples, application/ld+json;q=0.9, application/rdf+xml;q=0.8", 406, "application/n-triples"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', 406, "application/ld+json"),
    ],
)
def test_the_accept_header_decides(read_only: Served, accept: str | None, select: str | int, construct: str | int) -> None:
    """By q-value, then by how narrowly a type is named, then by what is liked best here; 406 lists what there is."""
    with read_only.client() as client:
        for text, wanted in ((SELECT, select), (CONSTRUCT, construct)):
            answer = client.get(text, {} if accept is None else {"Accept": accept})
            assert (answer.media if answer.status == 200 else answer.status) == wanted
            if wanted == 406:
                assert (TURTLE if text == CONSTRUCT else JSON) in answer.text


@pytest.mark.parametrize(
    ("word", "media"),
    [("json", JSON), ("xml", XML), ("csv", "text/csv"), ("tsv", "text/tab-separated-values"), (JSON, JSON), ("turtle", None), ("x", None)],
)
@pytest.mark.parametrize("name", ["format", "output"])
def test_a_parameter_may_name_the_format(read_only: Served, name: str, word: str, media: str | None) -> None:
    """As a courtesy to people with a browser's address line; it goes before the Accept header."""
    with read_only.client() as client:
        answer = client.get(SELECT, {"Accept": "text/html"}, {name: word})
    assert (answer.media if answer.status == 200 else None) == media


def rows_of(answer: Answer) -> list[tuple[str, ...]]:
    """The rows of an answer in any format, in order."""
    form = ox.QueryResultsFormat.from_media_type(answer.media)
    found = ox.parse_query_results(answer.body, form)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(query.engine.value(cell) for cell in row) for row in found]


def test_each_row_format_says_the_same(read_only: Served) -> None:
    """JSON, XML and TSV parse to the same rows; CSV has the same characters."""
    answers = [read_only.ask(SELECT, Accept=media) for media in (JSON, XML, "text/tab-separated-values")]
    assert rows_of(answers[0]) == rows_of(answers[1]) == rows_of(answers[2])
    lines = read_only.ask(SELECT, Accept="text/csv").text.split("\r\n")
    assert lines == ["c,l", *(",".join(row) for row in rows_of(answers[0])), ""]


@pytest.mark.parametrize(("media", "yes"), [("text/csv", "true"), ("text/tab-separated-values", "true")])
def test_a_yes_or_no_comes_in_text_formats_too(read_only: Served, media: str, yes: str) -> None:
    """One word."""
    assert read_only.ask("ASK {}", Accept=media).text == yes


RDF = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


@pytest.mark.parametrize("text", [CONSTRUCT, "DESCRIBE tw:phase2 compound:imgn901"])
def test_each_rdf_format_says_the_same(read_only: Served, text: str) -> None:
    """Turtle, N-Triples, JSON-LD and RDF/XML parse to the same triples, each line of N-Triples once; rdflib reads them too."""
    answers = {media: read_only.ask(text, Accept=media) for media in RDF}
    found = [{q.triple for q in ox.parse(a.body, ox.RdfFormat.from_media_type(media))} for media, a in answers.items()]
    assert all(triples == found[0] for triples in found)
    lines = answers["application/n-triples"].text.splitlines()
    assert (lines, len(lines)) == (sorted(set(lines)), len(found[0]))
    for media, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        assert len(rdflib.Graph().parse(data=answers[media].body, format=name)) == len(lines)


CONTROL = "SELECT ('a\\u0001b\\u0000c\\r\\nd<&>\\uFFFFe' AS ?x) {}"


def test_control_characters_break_no_xml(read_only: Served) -> None:
    """What XML cannot have becomes the replacement character; line ends stay."""
    result = ET.fromstring(read_only.ask(CONTROL, Accept=XML).body)
    assert "".join(result.itertext()) == "a\ufffdb\ufffdc\r\nd<&>\ufffde"
    rdf = read_only.ask("CONSTRUCT { <urn:s> rdfs:label ?x } { { " + CONTROL + " } }", Accept="application/rdf+xml")
    assert "".join(ET.fromstring(rdf.body).itertext()).strip() == "a\ufffdb\ufffdc\r\nd<&>\ufffde"
    assert json.loads(read_only.ask(CONTROL).body)["results"]["bindings"][0]["x"]["value"] == "a\x01b\x00c\r\nd<&>\uffffe"


def test_rdf_xml_says_what_it_cannot_write(read_only: Served) -> None:
    """406 for a predicate without a name at its end, with what to take instead."""
    answer = read_only.ask("CONSTRUCT { <urn:s> <http://example.org/1> 1 } {}", Accept="application/rdf+xml")
    assert (answer.status, "http://example.org/1" in answer.text, "text/turtle" in answer.text) == (406, True, True)


def test_our_prefixes_are_declared(read_only: Served) -> None:
    """As everywhere in the product; a query's own PREFIX goes first."""
    assert read_only.ask("ASK { ?c a tw:Compound }").json()["boolean"]
    assert not read_only.ask("PREFIX tw: <urn:x> ASK { ?c a tw:Compound }").json()["boolean"]


def test_relative_iris_are_those_of_the_endpoint(read_only: Served) -> None:
    """The base is the address that was asked."""
    answer = read_only.ask("SELECT (<here> AS ?a) (<#x> AS ?b) {}")
    assert answer.rows() == [{"a": read_only.url.replace("/sparql", "/here"), "b": f"{read_only.url}#x"}]


@pytest.mark.parametrize(
    "graph", ["https://w3id.org/triplewire/graph/backgroud", "https://w3id.org/triplewire/graph/release/none", "urn:x"]
)
def test_a_graph_that_is_not_there_is_named(read_only: Served, graph: str) -> None:
    """In FROM and in the protocol's parameters alike; near names are said."""
    with read_only.client() as client:
        answers = [client.get(f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}"), client.get("ASK {}", parameters={"default-graph-uri": graph})]
    for answer in answers:
        assert (answer.status, graph in answer.text) == (400, True)
        assert "did you mean" in answer.text or "known: " in answer.text


def test_from_and_the_protocol_choose_the_same_graphs(read_only: Served) -> None:
    """FROM, default-graph-uri in the address, and in a form."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with read_only.client() as client:
        answers = [
            client.get(count.replace("{", f"FROM <{BACKGROUND}> {{")),
            client.get(count, parameters={"default-graph-uri": BACKGROUND}),
            client.post(count, QUERY, f"/sparql?default-graph-uri={quote(BACKGROUND)}"),
            client.post(urlencode({"query": count, "default-graph-uri": BACKGROUND}), FORM),
        ]
    counts = {answer.rows()[0]["n"] for answer in answers}
    assert len(counts) == 1
    assert 0 < int(counts.pop()) < int(read_only.ask(count).rows()[0]["n"])


def test_a_named_graph_alone_leaves_the_default_graph_empty(read_only: Served) -> None:
    """As the protocol has it."""
    with read_only.client() as client:
        answer = client.get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", parameters={"named-graph-uri": BACKGROUND})
        named = client.get("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", parameters={"named-graph-uri": BACKGROUND})
    assert (answer.rows(), named.rows()) == ([{"n": "0"}], [{"g": BACKGROUND}])


BAD: list[tuple[str, str, dict[str, str], str | bytes | None, int]] = [
    ("POST", "/sparql", FORM, "query=ASK%7B%7D&update=CLEAR%20ALL", 400),
    ("POST", "/sparql", FORM, "", 400),
    ("POST", "/sparql?query=ASK%7B%7D", FORM, "query=ASK%7B%7D", 400),
    ("POST", "/sparql?query=ASK%7B%7D", QUERY, "ASK {}", 400),
    ("POST", "/sparql", {"Content-Type": "application/json"}, "{}", 415),
    ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, "--x--", 415),
    ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=latin-1"}, "ASK {}", 415),
    ("POST", "/sparql", QUERY, b"ASK { ?s ?p '\xff' }", 400),
    ("POST", "/sparql", FORM, "query=ASK%7B%3Fs%20%3Fp%20'%FF'%7D", 400),
    ("GET", "/sparql?query=%FF", {}, None, 400),
    ("GET", "/sparql?query=", {}, None, 400),
    ("GET", "/sparql?query=ASK%7B%7D&using-graph-uri=urn:g", {}, None, 400),
    ("GET", "/sparql?" + "&".join(f"a{i}=1" for i in range(1500)), {}, None, 400),
    ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", {}, None, 400),
    ("GET", "/sparql?query=CLEAR%20ALL", {}, None, 400),
    ("GET", "/sparql?query=SELECT%20%3Fx%20%7B%20nix%3Ay%20%3Fp%20%3Fx%20%7D", {}, None, 400),
    ("GET", "/elsewhere", {}, None, 404),
]


@pytest.mark.parametrize("at", range(len(BAD)))
def test_a_wrong_request_is_told_what_is_wrong(read_only: Served, at: int) -> None:
    """The status, and one line of plain text."""
    method, path, headers, body, status = BAD[at]
    with read_only.client() as client:
        answer = client.request(method, path, headers, body)
    assert (answer.status, answer.media, answer.text.count("\n")) == (status, "text/plain", 1)
    assert len(answer.text) > 15


def test_a_syntax_error_says_where(read_only: Served) -> None:
    """Line, column and what stands there."""
    answer = read_only.ask("SELECT *\n{ ?s ?p }")
    assert (answer.status, "line 2, column" in answer.text) == (400, True)


def test_each_answer_says_which_build_it_is_of(read_only: Served) -> None:
    """Errors too."""
    build = (read_only.directory / "current").resolve().name
    assert [read_only.ask(text).headers["triplewire-build"] for text in ("ASK {}", "ASK {", CONSTRUCT)] == [build] * 3


def test_an_answer_that_a_client_has_is_not_made_again(read_only: Served) -> None:
    """304 for its ETag; other queries, formats and varying functions have other ETags or none."""
    with read_only.client() as client:
        first = client.get(SELECT)
        again = client.get(SELECT, {"If-None-Match": f'"x", {first.headers["etag"]}'})
        others = [client.get(SELECT + " "), client.get(SELECT, {"Accept": XML}), client.get("SELECT (NOW() AS ?t) {}")]
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert len({first.headers["etag"], *(answer.headers.get("etag") for answer in others)}) == 4
    assert "etag" not in others[2].headers


def test_a_browser_that_asks_nothing_gets_a_page(read_only: Served) -> None:
    """The form for people, the description for programs; who wants neither page nor data is told what there is."""
    with read_only.client() as client:
        page = client.request("GET", "/sparql", {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
        answer = client.request("GET", "/sparql")
        refused = client.request("GET", "/sparql", {"Accept": "image/png"})
    assert (page.status, page.media) == (200, "text/html")
    assert (answer.status, answer.media) == (200, TURTLE)
    assert refused.status == 406
