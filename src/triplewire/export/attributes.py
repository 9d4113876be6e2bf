"""Things and edges as flat rows of typed attributes, for formats that have no more than that."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import Literal

import pyoxigraph as ox

from triplewire import vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import Edge, Thing, local
from triplewire.model import Fact

Value = str | int | float | bool
Kind = Literal["string", "long", "double", "boolean", "date"]

FURTHER = Limit("further values", "an attribute has one value; the others that releases give are left out")
DIGITS = Limit("digits", "an amount is a double, of 15 to 17 digits")
LIMITS = (FURTHER, DIGITS)
"""What rows of attributes cannot carry."""

EDGE_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "id": "string",
        "predicate": "string",
        "claim": "string",
        "basis": "string",
        "family": "string",
        "status": "string",
        "polarity": "string",
        "release": "string",
        "date": "date",
        "quote": "string",
        "start": "long",
        "end": "long",
        "evidence": "string",
        "confidence": "double",
        "rule": "string",
        "hedge": "string",
        "when_text": "string",
        "when_start": "date",
        "when_end": "date",
        "when_precision": "string",
        "when_calendar": "string",
        "about": "string",
        "flags": "string",
        "source": "string",
        "recorded_on": "date",
    }
)
"""The attributes of an edge, in order. `evidence`, `about` and `flags` are JSON."""
OWN_KINDS: Mapping[str, Kind] = MappingProxyType(
    dict.fromkeys(("id", "iri", "label", "kind", "classes", "names", "identifiers", "broader_identifiers"), "string")
)
"""The attributes that every thing may have, in order. `classes` and the identifiers are split by spaces; `names` is JSON."""


def edge_row(edge: Edge) -> dict[str, Value]:
    """An edge as attributes, those that it has, in the order of EDGE_KINDS."""
    row: dict[str, Value] = {"id": edge.id, "predicate": vocab.curie(edge.predicate), "claim": edge.claim, "basis": edge.basis}
    row |= {"release": edge.release, "date": edge.date, "rule": edge.rule, "source": edge.source, "recorded_on": edge.recorded}
    if edge.about:
        row["about"] = as_json({name: [vocab.curie(value) for value in values] for name, values in edge.about.items()})
    if edge.fact:
        row |= _fact_row(edge.fact)
    return {name: row[name] for name in EDGE_KINDS if row.get(name, "") != ""}


def _fact_row(fact: Fact) -> dict[str, Value]:
    first = fact.evidence[0]
    row: dict[str, Value] = {"family": fact.family, "status": fact.status, "polarity": fact.polarity, "hedge": fact.hedge}
    row |= {"quote": first.quote, "start": first.start, "end": first.end, "confidence": round(fact.confidence, 3)}
    row["evidence"] = as_json([e.to_json() for e in fact.evidence])
    if fact.flags:
        row["flags"] = as_json(list(fact.flags))
    if fact.when:
        row |= {f"when_{name}": "" if value is None else str(value) for name, value in fact.when.to_json().items()}
    return row


def thing_row(thing: Thing, kinds: Mapping[str, Kind], tally: Tally) -> dict[str, Value]:
    """A thing as attributes of these kinds, those that it has; counts the values that there is no place for."""
    row: dict[str, Value] = {"id": vocab.curie(thing.iri), "iri": thing.iri, "label": thing.label, "kind": thing.kind}
    row |= {"classes": " ".join(thing.classes), "names": as_json(list(thing.names)) if thing.names else ""}
    row |= {"identifiers": " ".join(map(vocab.curie, thing.exact)), "broader_identifiers": " ".join(map(vocab.curie, thing.broad))}
    for key, values in thing.literals.items():
        row[key] = _value(values[0], kinds[key], row["id"], tally)
        for value in values[1:]:
            tally.lose(FURTHER.what, f"{row['id']} {key} {value.value}")
    return {name: value for name, value in row.items() if value != ""}


def _value(literal: ox.Literal, kind: Kind, where: Value, tally: Tally) -> Value:
    if kind == "double":
        if Decimal(repr(float(literal.value))) != Decimal(literal.value):
            tally.lose(DIGITS.what, f"{where} {literal.value}")
        return float(literal.value)
    if kind == "boolean":
        return literal.value in {"true", "1"}
    return int(literal.value) if kind == "long" else literal.value


XSD_KINDS: Mapping[str, Kind] = MappingProxyType(
    {"decimal": "double", "double": "double", "integer": "long", "boolean": "boolean", "date": "date"}
)
FORMS: Mapping[Kind, re.Pattern[str]] = MappingProxyType(
    {
        "double": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII),
        "long": re.compile(r"[+-]?\d+", re.ASCII),
        "boolean": re.compile("true|false|1|0"),
        "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII),
    }
)
LONG = 2**63


def kinds(things: Iterable[Thing]) -> dict[str, Kind]:
    """The kind of each attribute that these things have, own ones first, then by name; text where values are of several kinds."""
    found: dict[str, set[Kind]] = defaultdict(set)
    for thing in things:
        for key, values in thing.literals.items():
            found[key].update(map(_kind, values))
    more: dict[str, Kind] = {}
    for name, seen in sorted(found.items()):
        more[name] = next(iter(seen)) if len(seen) == 1 else "double" if seen == {"long", "double"} else "string"
    return {**OWN_KINDS, **more}


def _kind(literal: ox.Literal) -> Kind:
    """The kind of a value; text where its words are none of its datatype."""
    kind = XSD_KINDS.get(local(literal.datatype.value), "string")
    return kind if kind != "string" and _is(kind, literal.value) else "string"


def _is(kind: Kind, words: str) -> bool:
    if not FORMS[kind].fullmatch(words):
        return False
    return isfinite(float(words)) if kind == "double" else -LONG <= int(words) < LONG if kind == "long" else True


def as_json(value: object) -> str:
    """JSON in one line, as it is written everywhere in the product."""
    return json.dumps(value, ensure_ascii=False)
