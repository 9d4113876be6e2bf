"""What is found about some nodes from what lies around them is what is found about them in the whole graph, and news touches enough."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.paths import AlternativePath, InvPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef
from rdflib.term import Node as RdflibNode
from tests.damage import core_damages, rule_damages, valid_graphs
from tests.graphs import renamed
from tests.property.test_shape_laws import faulty

import triplewire as tw
from triplewire import resources
from triplewire.lookup import Node
from triplewire.model import Finding
from triplewire.validate import Find, findings_at, focus_nodes, in_order, quotes_at, touched, validate
from triplewire.validate.data import data_checks
from triplewire.validate.engine import checks_of, flat
from triplewire.validate.outline import Group, Pattern, outline

DEFAULT = DefaultGraph()


def held(quads: Iterable[Quad]) -> Store:
    """A store whose default graph holds the triples of some quads."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object, DEFAULT) for q in quads)
    return store


def finder(store: Store) -> Find:
    """Looks into the default graph of a store."""
    return lambda s, p, o: store.quads_for_pattern(s, p, o, DEFAULT)


def told(foci: Iterable[Collection[Node]], find: Find) -> list[Finding]:
    """What is found about some nodes, some at a time."""
    kept: dict[str, list[Finding]] = {}
    for some in foci:
        kept.update(findings_at(some, find))
    return in_order(f for found in kept.values() for f in found)


def parts(nodes: Iterable[Node], size: int) -> list[list[Node]]:
    """Nodes in no order, some at a time."""
    rest = sorted(nodes, key=str)
    Random(size).shuffle(rest)
    return [rest[at : at + size] for at in range(0, len(rest), size)]


@cache
def examples() -> tuple[tuple[Quad, ...], ...]:
    """Every example of every shape, valid or not, and every damage to order, each about things of its own."""
    number = count()
    files = resources.files("ontology/examples", "*/*valid-*.ttl")
    graphs = [list(parse(path=file, format=RdfFormat.TURTLE)) for file in files]
    damaged = [list(d.quads) for d in {(d.kind, d.what): d for d in (*core_damages(), *rule_damages())}.values()]
    junk = [faulty(seed) for seed in range(150)]
    return tuple(tuple(renamed(quads, f"x{next(number)}")) for quads in (*graphs, *damaged, *junk))


@cache
def side_by_side() -> tuple[tuple[Quad, ...], list[Finding]]:
    """All examples as one graph, and what is found in it."""
    quads = tuple(q for graph in examples() for q in graph)
    return quads, validate(quads)
