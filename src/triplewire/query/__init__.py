"""Questions to the graph: `run(store, "orphan-designations")`, or any SPARQL text, answered with frozen values."""

from triplewire.query.bind import day, takes
from triplewire.query.describe import Description, describe, graph
from triplewire.query.engine import Answer, Table, Triples, prepare, resolve, run
from triplewire.query.library import NamedQuery, Param, listing, load, named, parse
from triplewire.query.showing import Chart, Draw

__all__ = [
    "Answer",
    "Chart",
    "Description",
    "Draw",
    "NamedQuery",
    "Param",
    "Table",
    "Triples",
    "day",
    "describe",
    "graph",
    "listing",
    "load",
    "named",
    "parse",
    "prepare",
    "resolve",
    "run",
    "takes",
]
