"""Reference knowledge that no release states: `data/background/*.tsv`, what names themselves say, and the identifiers of both, for the
things that a graph is about. Each triple has a record of where it is from; none is attributed to a release.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from triplewire.lexicon import subset_of
from triplewire.triplify import identity, reference
from triplewire.triplify.called import write_classes, write_renames
from triplewire.triplify.rdf import ALT_LABEL, LABEL, TYPE, Node, name, text
from triplewire.triplify.records import BACKGROUND, Origin, write_recorded
from triplewire.triplify.register import write_entry
from triplewire.triplify.sheet import Sheet, used
from triplewire.triplify.statement import write_identifiers
from triplewire.triplify.tables import PLAIN, REGISTER, RELATION, Row, registered, relations, rows

NAMED = ("tw:Compound", "tw:Indication", "tw:Target")
"""The classes of things whose names say something of them."""
BY_NAME = Origin("the name itself, taken apart by data/subsets.toml")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a graph is about: its node, its class where names of that class say something, and its name."""

    node: NamedNode
    cls: str = ""
    words: str = ""


def background(quads: Iterable[Quad] = (), *, everything: bool = False) -> list[Quad]:
    """Reference triples about the things that `quads` mention, and about what those bring in; all rows with `everything`.

    Sorted, in the graph `background` (identifiers in `mappings`), and never attributed to a release. A disease that its name says
    to be part of another gets that one as its broader indication, and the targets that mark its patients. A register only adds to
    designations that `quads` already have. Raises DataError when a file is wrong.
    """
    relations(), registered()  # a file that is wrong is told of, whatever the quads mention
    quads = list(quads)
    names = _names(quads)
    targets = frozenset(words for cls, words in names.values() if cls == "tw:Target")
    present = {t for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode)}
    if everything:
        present |= set(relations()) | set(registered())
    things = [Thing(node, *names.get(node, ("", ""))) for node in present if node in names or is_known(node)]
    if everything:
        things += [Thing(node, "tw:Compound", words) for node, words in _all_compounds().items() if node not in names]
    sheets = [about(thing, targets, present) for thing in things]
    labelled = {q.subject for q in quads if q.predicate == LABEL}
    found = {q for sheet in sheets for q in sheet.quads}
    found.update(background_labels((node, words) for sheet in sheets for (node, _), words in sheet.called.items() if node not in labelled))
    return sorted({*found, *reference.described(used(found))}, key=_order)


def is_known(node: NamedNode) -> bool:
    """Whether files of the background speak of a node, whatever it is called."""
    return node in relations() or node in registered()


def about(thing: Thing, targets: Collection[str], present: Container[NamedNode]) -> Sheet:
    """What is known of one thing that no release states, and of what that brings in; but for labels. `targets` are the names of all
    targets of the graph, `present` its nodes.
    """
    sheet = Sheet()
    brought = _write_subset(sheet, thing, targets) if thing.cls == "tw:Indication" else ()
    for node in (thing.node, *brought):
        _write_relations(sheet, node)
    if thing.cls == "tw:Compound":
        write_renames(sheet, [(thing.node, thing.words)])
        write_classes(sheet, [(thing.node, thing.words)])
    for row in registered().get(thing.node, ()):
        write_entry(sheet, row, present)
    return sheet


def background_labels(called: Iterable[tuple[NamedNode, Iterable[str]]]) -> Iterator[Quad]:
    """The labels of things that only the background names: of each the first of its names in the alphabet."""
    names: dict[NamedNode, set[str]] = {}
    for node, words in called:
        names.setdefault(node, set()).update(words)
    return (Quad(node, LABEL, text(min(words)), BACKGROUND) for node, words in names.items())


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _names(quads: Iterable[Quad]) -> dict[NamedNode, tuple[str, str]]:
    """The nodes of the classes that names are looked at of, each with its class and its label, else the first of its other names."""
    classes = {name(c): c for c in NAMED}
    words: dict[NamedNode, tuple[bool, str]] = {}
    typed: dict[NamedNode, str] = {}
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode) and quad.object in classes:
            typed[quad.subject] = classes[quad.object]
        elif quad.predicate in {LABEL, ALT_LABEL} and isinstance(quad.object, Literal):
            key = (quad.predicate != LABEL, quad.object.value)
            words[quad.subject] = min(words.get(quad.subject, key), key)
    return {node: (cls, words[node][1]) for node, cls in typed.items() if node in words}


def _all_compounds() -> dict[NamedNode, str]:
    """The compounds of all background files."""
    told = {row["subject"] for row in rows(RELATION) if row["subject_kind"] == "compound"} | {row["compound"] for row in rows(REGISTER)}
    return {identity.node_of("compound", words): words for words in sorted(told)}


def _write_subset(sheet: Sheet, thing: Thing, targets: Collection[str]) -> set[NamedNode]:
    """What the name of a disease says itself; the nodes that this brings in."""
    subset, brought = subset_of(thing.words, targets), set[NamedNode]()
    if not subset:
        return brought
    parts = [("indication", "tw:broaderIndication", subset.broader), *(("target", "tw:biomarkerTarget", t) for t in subset.targets)]
    for kind, predicate, other in parts:
        value = _entity(sheet, kind, other)
        if value != thing.node:
            brought.add(value)
            write_recorded(sheet, (thing.node, name(predicate), value), BY_NAME)
    return brought


def _entity(sheet: Sheet, kind: str, words: str) -> NamedNode:
    """The node of a thing of the background, with its identifiers."""
    node = sheet.entity(kind, words, BACKGROUND)
    write_identifiers(sheet, node, kind, words)
    return node


def _write_relations(sheet: Sheet, node: NamedNode) -> None:
    """What is told of a node, and of the things that it is told to be related to."""
    todo, seen = [node], {node}
    while todo:
        subject = todo.pop()
        for row in relations().get(subject, ()):
            _entity(sheet, row["subject_kind"], row["subject"])
            value = _value(sheet, row)
            origin = Origin(row["origin"], row["recorded"], row.get("date", ""), row.get("note", ""))
            write_recorded(sheet, (subject, name(f"tw:{row['predicate']}"), value), origin)
            if isinstance(value, NamedNode) and value not in seen:
                seen.add(value)
                todo.append(value)


def _value(sheet: Sheet, row: Row) -> Node:
    return text(row["object"]) if row["object_kind"] == PLAIN else _entity(sheet, row["object_kind"], row["object"])
