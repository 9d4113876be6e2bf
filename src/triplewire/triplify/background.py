"""Reference knowledge that no release states: `data/background/*.tsv`, for the things that a graph is about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from triplewire import resources, vocab
from triplewire.errors import DataError
from triplewire.triplify import reference
from triplewire.triplify.rdf import LABEL, Node, graph, integer, name, number, text
from triplewire.triplify.sheet import CLASSES, Sheet

COLUMNS = ("subject_kind", "subject", "predicate", "object_kind", "object", "source")
PLAIN: Mapping[str, str] = {"string": "", "integer": ""}
CLASS = "class"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a background file: a thing, an ontology property by local name, another thing or a plain value, and the source."""

    subject_kind: str
    subject: str
    predicate: str
    object_kind: str
    object: str
    source: str
    at: str


@cache
def rows() -> tuple[Row, ...]:
    """All rows of `data/background/*.tsv`. Raises DataError with every faulty line."""
    found = [row for file in resources.files("data/background", "*.tsv") for row in _read(file)]
    faults = [f for row in found for f in _faults(row)]
    if faults:
        raise DataError(faults)
    return tuple(found)


def _read(file: Path) -> list[Row]:
    lines = [(i, line) for i, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        return []
    header = lines[0][1].split("\t")
    missing = [c for c in COLUMNS if c not in header]
    if missing:
        raise DataError(
            [f"{file}:{lines[0][0]}: the columns {', '.join(missing)} are missing; the first line must name {', '.join(COLUMNS)}"]
        )
    out = []
    for i, line in lines[1:]:
        cells = dict(zip(header, next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE)), strict=False))
        a, b, c, d, e, f = (cells.get(column, "").strip() for column in COLUMNS)
        out.append(Row(a, b, c, d, e, f, f"{file.name}:{i}"))
    return out


def _faults(row: Row) -> list[str]:
    known = {str(s.value).removeprefix(vocab.TW) for s, _, _ in reference.ontology()}
    out = []
    if row.subject_kind not in CLASSES:
        out.append(f"{row.at}: unknown subject_kind {row.subject_kind!r}; known: {', '.join(CLASSES)}")
    if row.object_kind not in {*CLASSES, *PLAIN, CLASS}:
        out.append(f"{row.at}: unknown object_kind {row.object_kind!r}; known: {', '.join([*CLASSES, *PLAIN, CLASS])}")
    if row.predicate != "type" and row.predicate not in known:
        out.append(f"{row.at}: the ontology has no property {row.predicate!r}; give the local name of a tw: property")
    if not row.subject or not row.object or not row.source:
        out.append(f"{row.at}: subject, object and source must not be empty")
    return out


def background(quads: Iterable[Quad] = (), *, everything: bool = False) -> list[Quad]:
    """Reference triples about the things that `quads` mention, and about what those bring in; all rows with `everything`.

    They lie in the graph `background`, sorted, and are never attributed to a release. Raises DataError when a file is wrong.
    """
    present = {t for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode)}
    sheet, where, todo = Sheet(), graph("background"), list(rows())
    while todo:
        now = [r for r in todo if everything or node_of(r.subject_kind, r.subject) in present]
        if not now:
            break
        todo = [r for r in todo if r not in set(now)]
        for row in now:
            subject = sheet.entity(row.subject_kind, row.subject, where)
            value = _value(sheet, row, where)
            sheet.add(subject, "rdf:type" if row.predicate == "type" else f"tw:{row.predicate}", value, where)
            present |= {value} if isinstance(value, NamedNode) else set()
    labelled = {q.subject for q in quads if q.predicate == LABEL}
    for node, names in sheet.names.items():
        if node not in labelled:
            sheet.add(node, LABEL, text(min(names, key=lambda n: (-names[n], n))), where)
    used = {t for q in sheet.quads for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}
    return sorted(
        {*sheet.quads, *reference.described(used)}, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
    )


def node_of(kind: str, words: str) -> NamedNode:
    """The node that a thing of `kind` called `words` has."""
    return reference.find(kind, words) or NamedNode(vocab.entity(kind, words))


def _value(sheet: Sheet, row: Row, where: NamedNode) -> Node:
    if row.object_kind == CLASS:
        return name(f"tw:{row.object}")
    if row.object_kind == "integer":
        value = number(row.object)
        return integer(value) if value is not None else text(row.object)
    return text(row.object) if row.object_kind == "string" else sheet.entity(row.object_kind, row.object, where)
