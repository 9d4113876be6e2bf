"""RDF terms by short name, and literals that every parser reads back the same."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from triplewire import vocab

Node = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Node]

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@cache
def name(curie: str) -> NamedNode:
    """The node of a CURIE such as `tw:targets`. Raises KeyError for a prefix that `data/prefixes.json` lacks."""
    return NamedNode(vocab.curie_to_iri(curie))


TYPE = name("rdf:type")
LABEL = name("rdfs:label")
ALT_LABEL = name("skos:altLabel")
EXACT_MATCH = name("skos:exactMatch")
TRUE = Literal("true", datatype=name("xsd:boolean"))
BROAD_MATCH = name("skos:broadMatch")


def graph(path: str) -> NamedNode:
    """The named graph at `path` below the graph namespace, e.g. `graph("background")`."""
    return NamedNode(vocab.GRAPH + path)


def clean(text: str) -> str:
    """`text` with each control character and lone surrogate turned into U+FFFD, one for one, so that offsets still fit."""
    return CONTROL.sub("\ufffd", text)


def text(value: str) -> Literal:
    """A plain string."""
    return Literal(clean(value))


def day(value: date) -> Literal:
    """An `xsd:date`."""
    return Literal(value.isoformat(), datatype=name("xsd:date"))


def index(value: int) -> Literal:
    """An offset. As `xsd:integer`: the store turns every narrower integer type into it, and all artefacts must say the same."""
    return Literal(str(value), datatype=name("xsd:integer"))


def number(value: str | float) -> Decimal | None:
    """The number that `value` is, or None when it is none."""
    try:
        out = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return out if out.is_finite() else None


def decimal(value: Decimal) -> Literal:
    """An `xsd:decimal` in canonical form: no exponent, no needless zeros."""
    form = f"{value:f}"
    if "." in form:
        form = form.rstrip("0").rstrip(".")
    return Literal("0" if form in {"-0", ""} else form, datatype=name("xsd:decimal"))


def integer(value: Decimal) -> Literal:
    """An `xsd:integer`; what follows the point is cut off."""
    return Literal(str(int(value)), datatype=name("xsd:integer"))


def safe(part: str) -> str:
    """`part` fit for the last step of an IRI: anything unusual percent-encoded."""
    return quote(clean(part).encode("utf-8"), safe="-._~")
