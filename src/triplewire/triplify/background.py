"""Reference knowledge that no release states: `data/background/*.tsv`, what names themselves say, and the identifiers of both, for the
things that a graph is about. Each triple has a record of where it is from; none is attributed to a release.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from triplewire.lexicon import subset_of
from triplewire.triplify import identity, reference
from triplewire.triplify.called import write_classes, write_renames
from triplewire.triplify.rdf import ALT_LABEL, LABEL, TYPE, Node, name, text
from triplewire.triplify.records import BACKGROUND, Origin, write_recorded
from triplewire.triplify.register import write_entry
from triplewire.triplify.sheet import Sheet, commonest
from triplewire.triplify.statement import write_identifiers
from triplewire.triplify.tables import PLAIN, REGISTER, RELATION, Row, rows

BY_NAME = Origin("the name itself, taken apart by data/subsets.toml")


def background(quads: Iterable[Quad] = (), *, everything: bool = False) -> list[Quad]:
    """Reference triples about the things that `quads` mention, and about what those bring in; all rows with `everything`.

    Sorted, in the graph `background` (identifiers in `mappings`), and never attributed to a release. A disease that its name says
    to be part of another gets that one as its broader indication, and the targets that mark its patients. A register only adds to
    designations that `quads` already have. Raises DataError when a file is wrong.
    """
    quads = list(quads)
    present = {t for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode)}
    sheet, names = Sheet(), _names(quads)
    present |= _write_subsets(sheet, names)
    _write_relations(sheet, present, everything)
    compounds = names.get("tw:Compound", {}) | (_all_compounds() if everything else {})
    called = sorted(compounds.items(), key=str)
    write_renames(sheet, called)
    write_classes(sheet, called)
    present |= compounds.keys()
    for row in rows(REGISTER):
        write_entry(sheet, row, present)
    _write_labels(sheet, {q.subject for q in quads if q.predicate == LABEL})
    used = {t for q in sheet.quads for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}
    found = {*sheet.quads, *reference.described(used)}
    return sorted(found, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _names(quads: Iterable[Quad]) -> dict[str, dict[NamedNode, str]]:
    """By class, the nodes of the classes that names are looked at of, each with its label, else with the first of its other names."""
    classes = {name(c): c for c in ("tw:Compound", "tw:Indication", "tw:Target")}
    found: dict[str, dict[NamedNode, str]] = {}
    words: dict[NamedNode, tuple[bool, str]] = {}
    typed: set[tuple[NamedNode, str]] = set()
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode) and quad.object in classes:
            typed.add((quad.subject, classes[quad.object]))
        elif quad.predicate in {LABEL, ALT_LABEL} and isinstance(quad.object, Literal):
            key = (quad.predicate != LABEL, quad.object.value)
            words[quad.subject] = min(words.get(quad.subject, key), key)
    for node, cls in typed:
        if node in words:
            found.setdefault(cls, {})[node] = words[node][1]
    return found


def _all_compounds() -> dict[NamedNode, str]:
    """The compounds of all background files."""
    told = {row["subject"] for row in rows(RELATION) if row["subject_kind"] == "compound"} | {row["compound"] for row in rows(REGISTER)}
    return {identity.node_of("compound", words): words for words in told}


def _write_subsets(sheet: Sheet, names: dict[str, dict[NamedNode, str]]) -> set[NamedNode]:
    """What the names of diseases say themselves; the nodes that this brings in."""
    known = frozenset(names.get("tw:Target", {}).values())
    brought: set[NamedNode] = set()
    for node, words in sorted(names.get("tw:Indication", {}).items(), key=str):
        subset = subset_of(words, known)
        if not subset:
            continue
        parts = [("indication", "tw:broaderIndication", subset.broader), *(("target", "tw:biomarkerTarget", t) for t in subset.targets)]
        for kind, predicate, other in parts:
            value = _entity(sheet, kind, other)
            if value != node:
                brought.add(value)
                write_recorded(sheet, (node, name(predicate), value), BY_NAME)
    return brought


def _entity(sheet: Sheet, kind: str, words: str) -> NamedNode:
    """The node of a thing of the background, with its identifiers."""
    node = sheet.entity(kind, words, BACKGROUND)
    write_identifiers(sheet, node, kind, words)
    return node


def _write_relations(sheet: Sheet, present: set[NamedNode], everything: bool) -> None:
    by_subject: dict[NamedNode, list[Row]] = {}
    for row in rows(RELATION):
        by_subject.setdefault(identity.node_of(row["subject_kind"], row["subject"]), []).append(row)
    todo = sorted(by_subject if everything else present & set(by_subject), key=str)
    seen = set(todo)
    while todo:
        subject = todo.pop()
        for row in by_subject[subject]:
            _entity(sheet, row["subject_kind"], row["subject"])
            value = _value(sheet, row)
            origin = Origin(row["origin"], row["recorded"], row.get("date", ""), row.get("note", ""))
            write_recorded(sheet, (subject, name(f"tw:{row['predicate']}"), value), origin)
            if isinstance(value, NamedNode) and value in by_subject and value not in seen:
                seen.add(value)
                todo.append(value)


def _value(sheet: Sheet, row: Row) -> Node:
    return text(row["object"]) if row["object_kind"] == PLAIN else _entity(sheet, row["object_kind"], row["object"])


def _write_labels(sheet: Sheet, labelled: set[object]) -> None:
    for node, words in commonest(sheet.called).items():
        if node not in labelled:
            sheet.add(node, LABEL, text(words), BACKGROUND)
