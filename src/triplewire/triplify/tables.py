"""The files of `data/background/`: relations (one triple a row) and registers of designations, told apart by their columns.

Lines that start with # are comments; the head of a file says what its short source words stand for, and the day it was written.
The column `record` says where in the source a row stands: an identifier there, a page, a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from triplewire import resources, vocab
from triplewire.errors import DataError
from triplewire.terms import plain
from triplewire.triplify import identity
from triplewire.triplify.rdf import TYPE, name
from triplewire.triplify.sheet import CLASSES

RELATION = ("subject_kind", "subject", "predicate", "object_kind", "object", "source")
REGISTER = ("compound", "indication", "region", "registry_id", "date", "status", "source")
PLAIN = "string"

Row = Mapping[str, str]
"""A row by column, with its place as `at`, the day of its file as `recorded`, and its source in full as `origin`."""

_DATE = re.compile(r"Date: (\d{4}-\d\d-\d\d)")
_SOURCES = re.compile(r"Sources?: (.*?)\.?$")
_PERIOD = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@cache
def rows(columns: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of all background files that have `columns`. Raises DataError with every fault of any file."""
    found: dict[tuple[str, ...], list[Row]] = {RELATION: [], REGISTER: []}
    faults: list[str] = []
    for file in resources.files("data/background", "*.tsv"):
        read = list(_read(file))
        shape = next((c for c in found if read and set(c) <= set(read[0])), None)
        if read and not shape:
            faults.append(f"{file.name}: the first line must name the columns {', '.join(RELATION)} or {', '.join(REGISTER)}")
        elif shape:
            found[shape] += read
    faults += [f for row in found[RELATION] for f in _faults(row)]
    faults += [f for row in found[REGISTER] for f in _register_faults(row)]
    if faults:
        raise DataError(faults)
    return tuple(found[columns])


@cache
def relations() -> Mapping[NamedNode, tuple[Row, ...]]:
    """By subject, what is told of it. Raises DataError."""
    return _by_thing((identity.node_of(row["subject_kind"], row["subject"]), row) for row in rows(RELATION))


@cache
def registered() -> Mapping[NamedNode, tuple[Row, ...]]:
    """By compound, its entries in registers. Raises DataError."""
    return _by_thing((identity.node_of("compound", row["compound"]), row) for row in rows(REGISTER))


def _by_thing(told: Iterable[tuple[NamedNode, Row]]) -> dict[NamedNode, tuple[Row, ...]]:
    found: dict[NamedNode, list[Row]] = {}
    for node, row in told:
        found.setdefault(node, []).append(row)
    return {node: tuple(own) for node, own in found.items()}


def _read(file: Path) -> Iterator[Row]:
    text = file.read_text("utf-8").splitlines()
    about = _about([line for line in text if line.startswith("#")])
    lines = [(i, line) for i, line in enumerate(text, 1) if line.strip() and not line.startswith("#")]
    header = lines[0][1].split("\t") if lines else []
    for i, line in lines[1:]:
        cells = [c.strip() for c in line.split("\t")]
        row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False))
        row = {k: v.replace("_", "-") if k.endswith("_kind") else v for k, v in row.items()}
        yield row | {
            "at": f"{file.name}:{i}",
            "recorded": about.get("", ""),
            "origin": "; ".join(filter(None, (about.get(row.get("source", ""), ""), row.get("record", "")))),
        }


def _about(comments: list[str]) -> dict[str, str]:
    """What the head of a file says: each short source word in full, and under "" the day of the file."""
    head = "\n".join(comments)
    found = {"": match[1]} if (match := _DATE.search(head)) else {}
    for line in comments:
        for part in match[1].split("; ") if (match := _SOURCES.search(line)) else ():
            word, equals, words = part.partition(" = ")
            if equals:
                found[word] = f"{word}: {words}"
    return found


@cache
def _properties() -> frozenset[str]:
    kinds = {name("owl:ObjectProperty"), name("owl:DatatypeProperty")}
    return frozenset(s.value.removeprefix(vocab.TW) for s, p, o in plain() if p == TYPE and o in kinds)


def _faults(row: Row) -> Iterator[str]:
    for column, known in (("subject_kind", {*CLASSES}), ("object_kind", {*CLASSES, PLAIN})):
        if row[column] not in known:
            yield f"{row['at']}: unknown {column} {row[column]!r}; known: {', '.join(sorted(known))}"
    if row["predicate"] not in _properties():
        yield f"{row['at']}: the ontology has no property {row['predicate']!r}; give the local name of a tw: property"
    for column in ("subject", "object", "source"):
        if not row[column]:
            yield f"{row['at']}: {column} is empty; every row needs one"
    yield from _source_faults(row)
    yield from _date_faults(row)


def _register_faults(row: Row) -> Iterator[str]:
    for column in ("compound", "indication", "region", "registry_id", "source"):
        if not row[column]:
            yield f"{row['at']}: {column} is empty; every entry of a register needs one"
    yield from _source_faults(row)
    yield from _date_faults(row)


def _source_faults(row: Row) -> Iterator[str]:
    if row["source"] and not row["origin"].startswith(f"{row['source']}: "):
        yield f"{row['at']}: the head of the file does not say what source {row['source']!r} is; add a line # Source: {row['source']} = ..."


def _date_faults(row: Row) -> Iterator[str]:
    if row.get("date") and not _PERIOD.fullmatch(row["date"]):
        yield f"{row['at']}: date is {row['date']!r}; give a year, a month or a day (2011, 2011-05, 2011-05-06), or leave it empty"
