"""The corrections that a build was made with: a node for each that changed something, in a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.model import Change, Correction
from triplewire.triplify.rdf import TYPE, day, graph, name, text
from triplewire.triplify.sheet import Sheet, release_node, statement_node

CORRECTIONS = graph("corrections")


def corrections(records: Iterable[Correction]) -> list[Quad]:
    """The quads of the applied ones; the others are findings and change nothing."""
    sheet = Sheet()
    for record in records:
        if record.state == "applied":
            _write(sheet, record)
    return sorted(sheet.quads, key=str)


def _write(sheet: Sheet, record: Correction) -> None:
    node = NamedNode(f"{vocab.ID}correction/{record.id}")
    sheet.add(node, TYPE, name("tw:Correction"), CORRECTIONS)
    texts = {"rdfs:label": record.words, "tw:correctionKind": record.kind, "tw:correctedBy": record.author}
    sheet.tell(node, texts | {"tw:correctionReason": record.reason, "dcterms:source": record.file}, CORRECTIONS)
    sheet.add(node, "tw:correctedOn", day(record.date), CORRECTIONS)
    for change in record.changes:
        _write_change(sheet, node, change)


def _write_change(sheet: Sheet, node: NamedNode, change: Change) -> None:
    thing = statement_node(change.fact) if change.fact else release_node(change.release)
    sheet.add(node, "tw:corrects", thing, CORRECTIONS)
    for predicate, values in (("tw:oldValue", change.before), ("tw:newValue", change.after or {})):
        for key, value in values.items():
            if isinstance(value, str | int | float) and key != "confidence":
                sheet.add(node, predicate, text(f"{key}={value}"), CORRECTIONS)
