"""W3C's protocol tests as values, read from the manifest beside the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import Namespace

from tests.shared import SHARED

FOLDER = SHARED / "suites" / "w3c" / "sparql" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
LABEL = rdflib.RDFS.label


@dataclass(frozen=True)
class Exchange:
    """A request, and what is expected of the response: the first digits that its status may have, and more where it is said."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str


@dataclass(frozen=True)
class Case:
    """A test: the graphs that must be there (IRI and N-Triples), and its requests in order."""

    name: str
    graphs: tuple[tuple[str, str], ...]
    exchanges: tuple[Exchange, ...]


def need(suite: str) -> Path:
    """The manifest of a suite; without it the test is skipped with a reason."""
    manifest = FOLDER / suite / "manifest.ttl"
    if not manifest.is_file():
        pytest.skip(f"no W3C tests at {manifest}; put them beside the checkout to run this test")
    return manifest


@cache
def cases() -> dict[str, Case]:
    """The protocol tests by name, in the order of the manifest."""
    manifest = need("protocol")
    graph = rdflib.Graph().parse(manifest)
    return {str(entry).rpartition("#")[2]: _case(graph, entry, manifest.parent) for entry in _entries(graph)}


def suite_names(suite: str) -> list[str]:
    """The names of the tests of a suite; without the suite one name, so that a test is there to be skipped."""
    manifest = FOLDER / suite / "manifest.ttl"
    if not manifest.is_file():
        return ["absent"]
    graph = rdflib.Graph().parse(manifest)
    return [str(entry).rpartition("#")[2] for entry in _entries(graph)]


def _entries(graph: rdflib.Graph) -> Collection:
    return Collection(graph, next(graph.objects(None, MF.entries)))


def _case(graph: rdflib.Graph, entry: rdflib.term.Node, folder: Path) -> Case:
    data = [
        (str(graph.value(one, LABEL)), (folder / str(graph.value(one, UT.graph)).rpartition("/")[2]).read_text("utf-8"))
        for one in graph.objects(entry, UT.graphData)
    ]
    requests = Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests))  # type: ignore[arg-type]
    return Case(str(graph.value(entry, MF.name)), tuple(sorted(data)), tuple(_exchange(graph, request) for request in requests))


def _exchange(graph: rdflib.Graph, request: rdflib.term.Node) -> Exchange:
    response, body = graph.value(request, HT.resp), graph.value(request, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path="/sparql" + str(graph.value(request, HT.absolutePath)).removeprefix("/sparql/"),
        headers=dict(_headers(graph, request)),
        body=str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding))) if body else None,
        statuses=frozenset(str(code)[-3] for code in graph.objects(response, MF.expectedStatus)),
        boolean=None if boolean is None else str(boolean) == "true",
        format=str(graph.value(response, MF.expectedFormat) or ""),
    )


def _headers(graph: rdflib.Graph, request: rdflib.term.Node) -> Iterator[tuple[str, str]]:
    listed = graph.value(request, HT.headers)
    for header in Collection(graph, listed) if listed else ():
        yield str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue))
