"""Where a background triple is from: one record for each, with its source, the day it was written down, and when it came about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.triplify.rdf import LABEL, TYPE, Triple, day, graph, name, text
from triplewire.triplify.sheet import Sheet

BACKGROUND = graph("background")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of where a triple is from: the source in words; the day of the file; when the thing came about, as precise as the
    source has it; a remark.
    """

    source: str
    recorded: str = ""
    when: str = ""
    note: str = ""


def write_recorded(sheet: Sheet, triple: Triple, origin: Origin) -> NamedNode:
    """Write a triple into the background graph, and the record that says where it is from; the record's node."""
    subject, predicate, value = triple
    sheet.add(subject, predicate, value, BACKGROUND)
    digest = hashlib.sha256(" ".join(map(str, triple)).encode()).hexdigest()[:16]
    node = NamedNode(f"{vocab.ID}record/{digest}")
    sheet.add(node, TYPE, name("tw:ReferenceRecord"), BACKGROUND)
    sheet.add(node, "tw:recordSubject", subject, BACKGROUND)
    sheet.add(node, "tw:recordPredicate", predicate, BACKGROUND)
    sheet.add(node, "tw:recordObject", value, BACKGROUND)
    write_origin(sheet, node, origin)
    return node


def write_origin(sheet: Sheet, node: NamedNode, origin: Origin) -> None:
    """Write down where what a record says is from."""
    sheet.add(node, "dcterms:source", text(origin.source), BACKGROUND)
    sheet.add(node, "tw:recordedOn", day(date.fromisoformat(origin.recorded)) if origin.recorded else None, BACKGROUND)
    sheet.tell(node, {"tw:eventDate": origin.when, "rdfs:comment": origin.note}, BACKGROUND)


def write_label(sheet: Sheet, node: NamedNode, words: str) -> None:
    """Write the label of a record that is shown by itself."""
    sheet.add(node, LABEL, text(words), BACKGROUND)
