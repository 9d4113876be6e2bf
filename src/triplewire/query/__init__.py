"""Questions to the graph: `run(store, "orphan-designations")`, or any SPARQL text, answered with frozen values."""

from triplewire.query.bind import day, takes
from triplewire.query.engine import Answer, Table, Triples, prepare, resolve, run
from triplewire.query.library import NamedQuery, Param, listing, load, named, parse
from triplewire.query.showing import Chart, Draw

__all__ = [
    "Answer",
    "Chart",
    "Draw",
    "NamedQuery",
    "Param",
    "Table",
    "Triples",
    "day",
    "listing",
    "load",
    "named",
    "parse",
    "prepare",
    "resolve",
    "run",
    "takes",
]
