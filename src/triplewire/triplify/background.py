"""Reference knowledge that no release states: `data/background/*.tsv`, for the things that a graph is about.

Two kinds of files, told apart by their columns: relations (one triple a row) and registers of designations. Lines that start
with # are comments; every row names its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from triplewire import resources, vocab
from triplewire.errors import DataError
from triplewire.triplify import reference
from triplewire.triplify.rdf import LABEL, TYPE, Node, day, graph, name, text
from triplewire.triplify.sheet import CLASSES, Sheet, composed
from triplewire.triplify.statement import write_match

RELATION = ("subject_kind", "subject", "predicate", "object_kind", "object", "source")
REGISTER = ("compound", "indication", "region", "registry_id", "date", "status", "source")
PLAIN = "string"
BACKGROUND = graph("background")

Row = Mapping[str, str]


@cache
def rows(columns: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of all background files that have `columns`, with their place as `at`. Raises DataError with every fault of any file."""
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
    if faults:
        raise DataError(faults)
    return tuple(found[columns])


def _read(file: Path) -> Iterator[Row]:
    lines = [(i, line) for i, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.strip() and not line.startswith("#")]
    header = lines[0][1].split("\t") if lines else []
    for i, line in lines[1:]:
        cells = [c.strip() for c in line.split("\t")]
        row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False))
        yield {k: v.replace("_", "-") if k.endswith("_kind") else v for k, v in row.items()} | {"at": f"{file.name}:{i}"}


@cache
def _properties() -> frozenset[str]:
    kinds = {name("owl:ObjectProperty"), name("owl:DatatypeProperty")}
    return frozenset(s.value.removeprefix(vocab.TW) for s, p, o in reference.ontology() if p == TYPE and o in kinds)


def _faults(row: Row) -> Iterator[str]:
    for column, known in (("subject_kind", {*CLASSES}), ("object_kind", {*CLASSES, PLAIN})):
        if row[column] not in known:
            yield f"{row['at']}: unknown {column} {row[column]!r}; known: {', '.join(sorted(known))}"
    if row["predicate"] not in _properties():
        yield f"{row['at']}: the ontology has no property {row['predicate']!r}; give the local name of a tw: property"
    for column in ("subject", "object", "source"):
        if not row[column]:
            yield f"{row['at']}: {column} is empty; every row needs one"


def node_of(kind: str, words: str) -> NamedNode:
    """The node that a thing of `kind` called `words` has."""
    return reference.find(kind, words) or NamedNode(vocab.entity(kind, words))


def background(quads: Iterable[Quad] = (), *, everything: bool = False) -> list[Quad]:
    """Reference triples about the things that `quads` mention, and about what those bring in; all rows with `everything`.

    Sorted, in the graph `background` (identifiers in `mappings`), and never attributed to a release. A register only adds its
    number, day and status to designations that `quads` already have. Raises DataError when a file is wrong.
    """
    quads = list(quads)
    present = {t for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode)}
    sheet = Sheet()
    _write_relations(sheet, present, everything)
    for row in rows(REGISTER):
        _write_register(sheet, row, present)
    _write_labels(sheet, {q.subject for q in quads if q.predicate == LABEL})
    used = {t for q in sheet.quads for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}
    found = {*sheet.quads, *reference.described(used)}
    return sorted(found, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _write_relations(sheet: Sheet, present: set[NamedNode], everything: bool) -> None:
    by_subject: dict[NamedNode, list[Row]] = {}
    for row in rows(RELATION):
        by_subject.setdefault(node_of(row["subject_kind"], row["subject"]), []).append(row)
    todo = sorted(by_subject if everything else present & set(by_subject), key=str)
    seen = set(todo)
    while todo:
        subject = todo.pop()
        for row in by_subject[subject]:
            sheet.entity(row["subject_kind"], row["subject"], BACKGROUND)
            value = _value(sheet, row)
            sheet.add(subject, f"tw:{row['predicate']}", value, BACKGROUND)
            if isinstance(value, NamedNode) and value in by_subject and value not in seen:
                seen.add(value)
                todo.append(value)


def _value(sheet: Sheet, row: Row) -> Node:
    return text(row["object"]) if row["object_kind"] == PLAIN else sheet.entity(row["object_kind"], row["object"], BACKGROUND)


def _write_register(sheet: Sheet, row: Row, present: set[NamedNode]) -> None:
    node = composed("designation", (row["compound"], "orphan", row["indication"], row["region"]))
    if node not in present:
        return
    write_match(sheet, node, row["registry_id"])
    sheet.add(node, "tw:registryId", text(row["registry_id"].partition(":")[2]), BACKGROUND)
    sheet.add(node, "tw:registerStatus", text(row["status"]) if row["status"] else None, BACKGROUND)
    sheet.add(node, "tw:designationStatus", reference.find("designation-status", row["status"]), BACKGROUND)
    if row["date"]:
        sheet.add(node, "tw:validFrom", day(date.fromisoformat(row["date"])), BACKGROUND)


def _write_labels(sheet: Sheet, labelled: set[object]) -> None:
    for node, names in sheet.names.items():
        if node not in labelled:
            sheet.add(node, LABEL, text(min(names, key=lambda n: (-names[n], n))), BACKGROUND)
