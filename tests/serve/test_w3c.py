"""W3C's own tests of the SPARQL 1.1 protocol and of service descriptions."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from tests.serve import manifests
from tests.serve.served import TOKEN, Answer, Served

RDF = {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"}
ROWS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def _fill(updatable: Served, case: manifests.Case) -> None:
    for graph, triples in case.graphs:
        assert updatable.update(f"DROP SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} }}").status == 204


def _check(answer: Answer, expected: manifests.Exchange) -> None:
    assert str(answer.status)[0] in expected.statuses, (answer.status, answer.body)
    if expected.boolean is not None:
        assert answer.json()["boolean"] is expected.boolean
    if expected.format:
        assert answer.media in (RDF if expected.format == "RDF" else ROWS)


def test_the_suites_are_whole() -> None:
    """All 34 and 3 tests are found, so that none is passed over in silence."""
    manifests.need("protocol")
    assert (len(manifests.suite_names("protocol")), len(manifests.suite_names("service-description"))) == (34, 3)
    assert sum(len(case.exchanges) for case in manifests.cases().values()) == 39


@pytest.mark.parametrize("name", manifests.suite_names("protocol"))
def test_the_protocol_is_kept(updatable: Served, name: str) -> None:
    """Each request of W3C's test is answered with the status, the kind of answer and the yes or no that it expects."""
    manifests.need("protocol")
    case = manifests.cases()[name]
    _fill(updatable, case)
    with updatable.client() as client:
        for exchange in case.exchanges:
            headers = {**exchange.headers, "Authorization": f"Bearer {TOKEN}"}
            _check(client.request(exchange.method, exchange.path, headers, exchange.body), exchange)


def _described(served: Served) -> tuple[Answer, rdflib.Graph]:
    with served.client() as client:
        answer = client.request("GET", "/sparql")
    return answer, rdflib.Graph().parse(data=answer.body, format="turtle")


def test_returns_rdf(read_only: Served) -> None:
    """W3C's first test of descriptions: a GET of the endpoint gives RDF."""
    answer, graph = _described(read_only)
    assert (answer.status, answer.media) == (200, "text/turtle")
    assert len(graph) > 50


def test_has_endpoint_triple(read_only: Served) -> None:
    """W3C's second test of descriptions: it names the address that was asked."""
    _, graph = _described(read_only)
    assert list(graph.objects(None, SD.endpoint)) == [rdflib.URIRef(read_only.url)]


def test_conforms_to_schema(read_only: Served) -> None:
    """W3C's third test of descriptions: properties stand between the classes that the vocabulary gives them."""
    _, graph = _described(read_only)
    ends = {
        SD.endpoint: (SD.Service, None),
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: (SD.Dataset, SD.NamedGraph),
        SD.graph: (SD.NamedGraph, SD.Graph),
        SD.name: (SD.NamedGraph, None),
        SD.supportedLanguage: (SD.Service, None),
        SD.resultFormat: (SD.Service, None),
        SD.feature: (SD.Service, None),
    }
    used = {p for p in graph.predicates() if str(p).startswith(str(SD))}
    assert used == set(ends)
    for predicate, (domain, range_) in ends.items():
        for subject, value in graph.subject_objects(predicate):
            assert (subject, rdflib.RDF.type, domain) in graph
            assert range_ is None or (value, rdflib.RDF.type, range_) in graph
    assert not any(isinstance(node, rdflib.BNode) for triple in graph for node in triple)


def test_a_description_counts_what_is_there(read_only: Served) -> None:
    """Each named graph is listed with its triples, and the default graph has each triple once."""
    _, graph = _described(read_only)
    void = rdflib.URIRef("http://rdfs.org/ns/void#triples")
    counts = {
        str(graph.value(e, SD.name)): int(str(graph.value(graph.value(e, SD.graph), void))) for e in graph.objects(None, SD.namedGraph)
    }
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    assert counts == {row["g"]: int(row["n"]) for row in read_only.ask(query).rows()}
    all_of_it = graph.value(next(graph.objects(None, SD.defaultGraph)), void)
    assert str(all_of_it) == read_only.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()[0]["n"]


@pytest.mark.parametrize("media", sorted(RDF))
def test_a_description_comes_in_each_rdf_format(read_only: Served, media: str) -> None:
    """The same triples, whatever is asked for."""
    with read_only.client() as client:
        answer = client.request("GET", "/sparql", {"Accept": media})
        turtle = client.request("GET", "/sparql")
    assert answer.media == media
    form = ox.RdfFormat.from_media_type(media)
    assert {q.triple for q in ox.parse(answer.body, form)} == {q.triple for q in ox.parse(turtle.body, ox.RdfFormat.TURTLE)}


def test_only_a_read_only_server_says_that_its_default_graph_is_the_union(read_only: Served, updatable: Served) -> None:
    """With updates the graphs go ways of their own, and updates are a language that it speaks."""
    for served, union, update in ((read_only, True, False), (updatable, False, True)):
        _, graph = _described(served)
        assert ((None, SD.feature, SD.UnionDefaultGraph) in graph) is union
        assert ((None, SD.supportedLanguage, SD.SPARQL11Update) in graph) is update
