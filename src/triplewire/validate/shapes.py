"""The shapes of `ontology/shapes/*.ttl`, in two halves: what pyshacl checks, and the SPARQL constraints, each run once over all nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from triplewire import resources
from triplewire.errors import DataError
from triplewire.model import Severity

SEVERITIES: dict[str, Severity] = {str(SH.Violation): "violation", str(SH.Warning): "warning", str(SH.Info): "info"}


@dataclass(frozen=True, slots=True)
class SparqlShape:
    """A SPARQL constraint that finds its own focus nodes: `select` binds `?this`, and `?value` where the message shows one."""

    iri: str
    select: str
    message: str
    severity: Severity


@cache
def shapes() -> Graph:
    """All shapes as one graph. Raises DataError naming every file that does not parse."""
    graph, faults = Graph(), []
    for file in resources.files("ontology/shapes", "*.ttl"):
        try:
            graph.parse(file, format="turtle")
        except Exception as error:  # noqa: BLE001 - rdflib's parser raises what it likes
            faults.append(f"{file}: {error}")
    if faults:
        raise DataError(faults)
    return graph


@cache
def core_shapes() -> Graph:
    """The shapes without their SPARQL constraints: what pyshacl checks."""
    graph = Graph()
    for triple in shapes():
        if triple[1] != SH.sparql:
            graph.add(triple)
    return graph


@cache
def sparql_shapes() -> tuple[SparqlShape, ...]:
    """The SPARQL constraints, sorted by the IRI of their shape; their queries carry the prefixes that the shapes declare."""
    return tuple(sorted(_sparql_shapes(shapes()), key=lambda s: s.iri))


def _sparql_shapes(graph: Graph) -> Iterator[SparqlShape]:
    head = "".join(
        sorted(f"PREFIX {graph.value(d, SH.prefix)}: <{graph.value(d, SH.namespace)}>\n" for d in graph.objects(None, SH.declare))
    )
    for shape, constraint in graph.subject_objects(SH.sparql):
        select, message = graph.value(constraint, SH.select), graph.value(constraint, SH.message)
        if (constraint, RDF.type, SH.SPARQLConstraint) in graph and isinstance(shape, URIRef):
            severity = SEVERITIES[str(graph.value(shape, SH.severity, default=SH.Violation))]
            yield SparqlShape(str(shape), head + str(select).replace("$this", "?this"), str(message), severity)
