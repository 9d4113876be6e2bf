"""What the endpoint says of itself, in the vocabulary of SPARQL 1.1 Service Description, without blank nodes."""

from __future__ import annotations

import pyoxigraph as ox

from triplewire import vocab
from triplewire.serve.graphing import written
from triplewire.serve.held import Held
from triplewire.serve.media import GRAPHS, ROWS, choose
from triplewire.serve.wire import Reply

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def describe(held: Held, *, accept: str, word: str, url: str, updates: bool) -> Reply:
    """The description of the endpoint at `url`, in the RDF format that the client likes best. Raises RefusalError (406)."""
    media, name = choose(accept, word, GRAPHS)
    assert isinstance(media.format, ox.RdfFormat)
    data = written(sorted(_triples(held, url, updates=updates), key=str), media.format)
    return Reply(200, {"Content-Type": media.header(name)}, data)


def _triples(held: Held, url: str, *, updates: bool) -> list[ox.Triple]:
    service, dataset, default = (ox.NamedNode(f"{url}#{part}") for part in ("service", "dataset", "default-graph"))
    out = [
        _triple(service, A, _sd("Service")),
        _triple(service, SD + "endpoint", ox.NamedNode(url)),
        _triple(service, SD + "defaultDataset", dataset),
        *(_triple(service, SD + "supportedLanguage", _sd(name)) for name in ("SPARQL10Query", "SPARQL11Query")),
        *(_triple(service, SD + "resultFormat", ox.NamedNode(media.iri)) for media in (*ROWS, *GRAPHS)),
        *([_triple(service, SD + "supportedLanguage", _sd("SPARQL11Update"))] if updates else _read_only(service)),
        _triple(dataset, A, _sd("Dataset")),
        _triple(dataset, SD + "defaultGraph", default),
    ]
    for iri, count in held.sizes.items():
        graph = ox.NamedNode(f"{url}#graph-{vocab.slug(iri.removeprefix(vocab.GRAPH))}") if iri else default
        out += [_triple(graph, A, _sd("Graph")), _triple(graph, VOID + "triples", ox.Literal(str(count), datatype=INTEGER))]
        if iri:
            entry = ox.NamedNode(f"{graph.value}-entry")
            out += [
                _triple(dataset, SD + "namedGraph", entry),
                _triple(entry, A, _sd("NamedGraph")),
                _triple(entry, SD + "name", ox.NamedNode(iri)),
                _triple(entry, SD + "graph", graph),
            ]
    return out


def _read_only(service: ox.NamedNode) -> list[ox.Triple]:
    """What holds only while nobody changes the graphs: the default graph is all of them as one."""
    return [_triple(service, SD + "feature", _sd("UnionDefaultGraph"))]


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
