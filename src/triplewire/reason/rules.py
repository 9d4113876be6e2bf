"""The rules of `ontology/rules/*.rq`: what each concludes, and from which triples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, RdfFormat, parse
from rdflib import Literal as RdflibLiteral
from rdflib import URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node as RdflibNode

from triplewire import resources
from triplewire.errors import DataError

Node = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Node]
Pattern = tuple[RdflibNode, RdflibNode, RdflibNode]
HEADER = re.compile(r"^#\+\s*(\w+):\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A CONSTRUCT rule. `select` finds its matches; `concludes` and `premises` are triple patterns over their variables.

    `witness` names the variable whose value is the premise as a whole (a statement), where the rule says so; `last` rules run
    once, after all others have added what they can.
    """

    name: str
    title: str
    select: str
    concludes: tuple[Pattern, ...]
    premises: tuple[Pattern, ...]
    witness: str = ""
    last: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, sorted by name. Raises DataError with every file that is no rule."""
    found, faults = [], []
    for file in resources.files("ontology/rules", "*.rq"):
        try:
            found.append(_read(file))
        except (ValueError, KeyError) as error:
            faults.append(f"{file}: {error}")
    if faults:
        raise DataError(faults)
    return tuple(found)


def _read(file: Path) -> Rule:
    source = file.read_text("utf-8")
    header = {m[1]: m[2].strip() for m in HEADER.finditer(source)}
    try:
        algebra = prepareQuery(source).algebra
    except Exception as error:
        raise ValueError(f"this is no SPARQL query: {error}") from error
    if algebra.name != "ConstructQuery" or "title" not in header:
        raise ValueError("a rule is one CONSTRUCT query with a `#+ title:` line")
    select = re.sub(r"CONSTRUCT\s*\{[^}]*\}", "SELECT *", source, count=1)
    premises = tuple(dict.fromkeys(_patterns(algebra.p)))
    witness = header.get("premise", "").lstrip("?")
    return Rule(file.stem, header["title"], select, tuple(algebra.template), premises, witness, header.get("when") == "last")


def _patterns(part: object) -> Iterator[Pattern]:
    """The triple patterns of the graph pattern, filters left out."""
    if not isinstance(part, CompValue):
        return
    if part.name == "BGP":
        yield from part.triples
    for key in ("p", "p1", "p2"):
        yield from _patterns(part.get(key))


def filled(pattern: Pattern, match: QuerySolution, bound: Mapping[str, bool]) -> Triple | None:
    """The triple that a pattern stands for in a match; None when a variable of it is not bound there."""
    out: list[Node] = []
    for term in pattern:
        value = _value(term, match, bound)
        if value is None:
            return None
        out.append(value)
    subject, predicate, obj = out
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        return None
    return subject, predicate, obj


def _value(term: RdflibNode, match: QuerySolution, bound: Mapping[str, bool]) -> Node | None:
    if isinstance(term, Variable):
        found = match[str(term)] if bound.get(str(term)) else None
        return found if isinstance(found, NamedNode | Literal) else None
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    return Literal(str(term)) if isinstance(term, RdflibLiteral) else None


@cache
def ontology() -> tuple[Quad, ...]:
    """The triples of the ontology, as pyoxigraph reads them."""
    data = resources.path("ontology", "triplewire.ttl").read_bytes()
    return tuple(parse(input=data, format=RdfFormat.TURTLE))
