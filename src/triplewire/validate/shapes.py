"""The shapes of `ontology/shapes/*.ttl` as one graph."""

from __future__ import annotations

from functools import cache

from rdflib import Graph

from triplewire import resources
from triplewire.errors import DataError


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
