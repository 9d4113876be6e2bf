"""Other people's clients, as they are: each asks what it asks, and gets what it can read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

import triplewire as tw
from tests.npm import installed
from tests.serve.served import TOKEN, Served

pytestmark = [
    # What clients do with their own sockets, and with their own dependencies, is theirs.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
COMUNICA = "@comunica/query-sparql@4"
TYPES = "SELECT ?c { ?c a tw:Compound } ORDER BY ?c"
LABELS = "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a tw:Compound ; rdfs:label ?l }"


def compounds(graph: tw.Graph) -> list[str]:
    """The compounds of the samples, as the Python API gives them."""
    answer = graph.query(TYPES)
    assert isinstance(answer, tw.api.query.Table)  # type: ignore[attr-defined]
    return [row[0] for row in answer.plain()]


def full(text: str) -> str:
    """The text with the prefixes that foreign parsers do not know."""
    return f"PREFIX tw: <https://w3id.org/triplewire/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {text}"


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(read_only: Served, sample_graph: tw.Graph, method: str, form: str) -> None:
    """By GET and POST, in all four formats."""
    client = SPARQLWrapper(read_only.url)
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(TYPES)
    found: Any = client.query().convert()
    text = json.dumps(found) if form == JSON else found.toxml() if form == XML else found.decode()
    assert [iri for iri in compounds(sample_graph) if iri not in text] == []


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(read_only: Served, sample_graph: tw.Graph, form: str) -> None:
    """A CONSTRUCT in all four formats."""
    client = SPARQLWrapper(read_only.url)
    client.setReturnFormat(form)
    client.setQuery(LABELS)
    found: Any = client.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert {str(subject) for subject in graph.subjects()} == set(compounds(sample_graph))


def test_sparqlwrapper_posts_directly(read_only: Served) -> None:
    """With the query as the body."""
    client = SPARQLWrapper(read_only.url)
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setReturnFormat(JSON)
    client.setQuery("ASK { ?c a tw:Compound }")
    found: Any = client.query().convert()
    assert found["boolean"] is True


def test_rdflib_reads_the_endpoint_as_a_graph(read_only: Served, sample_graph: tw.Graph) -> None:
    """Its length, its patterns, and a CONSTRUCT."""
    graph = rdflib.Graph(SPARQLStore(read_only.url))
    kind = rdflib.URIRef("https://w3id.org/triplewire/ontology#Compound")
    assert sorted(str(s) for s in graph.subjects(rdflib.RDF.type, kind)) == sorted(compounds(sample_graph))
    assert len(graph) == len({quad.triple for quad in sample_graph.store})
    constructed = graph.query(full(LABELS))
    assert {str(s) for s, _, _ in constructed} == set(compounds(sample_graph))  # type: ignore[misc]


def test_rdflib_updates_through_the_endpoint(updatable: Served) -> None:
    """Adds and removes triples of a graph, with the token as a header."""
    store = SPARQLUpdateStore(
        updatable.url, updatable.url, headers={"Authorization": f"Bearer {TOKEN}"}, context_aware=True, autocommit=True
    )
    graph = rdflib.Graph(store, identifier=rdflib.URIRef("urn:rdflib"))
    triple = (rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), rdflib.Literal("a 'quoted' \"text\"\n", lang="en"))
    graph.add(triple)
    assert list(graph) == [triple]
    assert updatable.ask("ASK { GRAPH <urn:rdflib> { <urn:s> <urn:p> ?o FILTER(LANG(?o) = 'en') } }").json()["boolean"]
    graph.remove(triple)
    assert list(graph) == []


def test_pyoxigraph_asks_the_endpoint_as_a_service(read_only: Served, sample_graph: tw.Graph) -> None:
    """A federated query of another engine."""
    found = ox.Store().query(full(f"SELECT ?c {{ SERVICE <{read_only.url}> {{ ?c a tw:Compound }} }}"))
    assert isinstance(found, ox.QuerySolutions)
    assert sorted(row["c"].value for row in found) == sorted(compounds(sample_graph))


def test_rdflib_asks_the_endpoint_as_a_service(read_only: Served, sample_graph: tw.Graph) -> None:
    """A federated query of a third engine."""
    kind = "<https://w3id.org/triplewire/ontology#Compound>"
    found = rdflib.Graph().query(f"SELECT ?c {{ SERVICE <{read_only.url}> {{ ?c a {kind} }} }}")
    assert sorted(str(row[0]) for row in found) == sorted(compounds(sample_graph))  # type: ignore[index]


@pytest.mark.parametrize("form", ["csv", "xml", "tsv"])
def test_roqet_asks_the_endpoint(read_only: Served, sample_graph: tw.Graph, form: str) -> None:
    """Debian's query program."""
    if not shutil.which("roqet"):
        pytest.skip("roqet is not installed (apt install rasqal-utils)")
    command = ["roqet", "-q", "-r", form, "-p", read_only.url, "-e", full(TYPES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, [iri for iri in compounds(sample_graph) if iri not in done.stdout]) == (0, [])


def test_our_own_command_line_asks_the_endpoint(read_only: Served) -> None:
    """`triplewire query --endpoint` gives what `--graph` gives, rows, a yes or no, and triples."""
    for words in (["partners"], ["orphan-designations", "--format", "json"], ["ASK { ?c a tw:Compound }"], [LABELS, "--format", "turtle"]):
        runs = []
        for where in (["--endpoint", read_only.url], ["--graph", str(read_only.directory)]):
            command = [sys.executable, "-m", "triplewire", "query", *words, *where]
            runs.append(subprocess.run(command, capture_output=True, text=True, check=False, timeout=60))
        assert (runs[0].returncode, runs[0].stdout) == (0, runs[1].stdout)
        assert len(runs[0].stdout) > 3


SCRIPT = """
const { QueryEngine } = require('@comunica/query-sparql');
const [url, kind, inline, types, labels] = process.argv.slice(1);
const engine = new QueryEngine();
const rows = async (query, sources) => (await (await engine.queryBindings(query, { sources })).toArray()).map(row => row.get('c').value);
(async () => ({
  typed: await rows(types, [{ type: 'sparql', value: url }]),
  detected: await rows(types, [url]),
  constructed: (await (await engine.queryQuads(labels, { sources: [{ type: 'sparql', value: url }] })).toArray()).map(q => q.subject.value),
  federated: await rows('SELECT ?c { ?c a <' + kind + '> . ?c <urn:chosen> true }', [
    { type: 'sparql', value: url }, { type: 'serialized', value: inline, mediaType: 'text/turtle', baseIRI: 'urn:x' }]),
}))().then(out => console.log(JSON.stringify(out)), error => { console.error(error); process.exit(1); });
"""


@pytest.mark.slow
def test_comunica_asks_the_endpoint(read_only: Served, sample_graph: tw.Graph) -> None:
    """As a SPARQL source, as an address that it finds out about itself, with a CONSTRUCT, and together with a graph of its own."""
    known = compounds(sample_graph)
    kind = "https://w3id.org/triplewire/ontology#Compound"
    words = [read_only.url, kind, f"<{known[3]}> <urn:chosen> true .", full(TYPES), full(LABELS)]
    done = subprocess.run(["node", "-e", SCRIPT, *words], cwd=installed(COMUNICA), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert (sorted(found["typed"]), sorted(found["detected"])) == (sorted(known), sorted(known))
    assert set(found["constructed"]) == set(known)
    assert found["federated"] == [known[3]]
