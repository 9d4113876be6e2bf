"""The shapes of `ontology/shapes/*.ttl` as one graph."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import Graph

from triplewire import resources


@cache
def shapes() -> Graph:
    """All shapes as one graph. Raises DataError naming every file that does not parse."""
    graph = Graph()

    def read(file: Path) -> None:
        try:
            graph.parse(file, format="turtle")
        except Exception as error:
            raise ValueError(str(error)) from error  # rdflib's parser raises what it likes

    resources.each("ontology/shapes", "*.ttl", read)
    return graph
