"""The parts of a rule: the triple patterns of a CONSTRUCT query, as rdflib's parser finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode
from rdflib import Literal as RdflibLiteral
from rdflib import URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node as RdflibNode

from triplewire.reason.rules import Node, Pattern


def parts_of(source: str) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """What a rule concludes and its premises, in the order of the query. Raises ValueError for a text that is no CONSTRUCT query of
    plain triple patterns.
    """
    try:
        algebra = prepareQuery(source).algebra
    except Exception as error:
        raise ValueError(f"this is no SPARQL query: {error}") from error
    if algebra.name != "ConstructQuery":
        raise ValueError("a rule is one CONSTRUCT query")
    premises = tuple(dict.fromkeys(_patterns(algebra.p)))
    return tuple(_pattern(triple) for triple in algebra.template), premises


def _pattern(triple: Iterable[RdflibNode]) -> Pattern:
    subject, predicate, value = map(_term, triple)
    return subject, predicate, value


def _term(term: RdflibNode) -> str | Node:
    """A term of a pattern as the store knows it. Raises ValueError for a property path, which has no premises to name."""
    if isinstance(term, Variable):
        return str(term)
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, RdflibLiteral):
        return Literal(str(term))
    raise ValueError(f"{term} is neither a name nor a variable; a rule is made of plain triple patterns")


def _patterns(part: object) -> Iterator[Pattern]:
    """The triple patterns of the graph pattern, filters left out."""
    if not isinstance(part, CompValue):
        return
    if part.name == "BGP":
        yield from map(_pattern, part.triples)
    for key in ("p", "p1", "p2"):
        yield from _patterns(part.get(key))
