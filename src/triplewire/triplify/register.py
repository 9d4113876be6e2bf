"""Entries of public registers of designations: for every compound of the graph, whether or not a release tells of them."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.triplify import identity, reference
from triplewire.triplify.rdf import TYPE, day, name, text
from triplewire.triplify.records import BACKGROUND, Origin, write_label, write_origin
from triplewire.triplify.sheet import Sheet, composed
from triplewire.triplify.statement import write_match
from triplewire.triplify.tables import Row

DAY = len("2010-06-09")


def write_entry(sheet: Sheet, row: Row, present: Container[NamedNode]) -> None:
    """Write one entry when its compound is there; a designation that a release states gets its number, day and status as well. An
    entry never makes a designation.
    """
    if identity.node_of("compound", row["compound"]) not in present:
        return
    entry = NamedNode(f"{vocab.ID}record/{vocab.slug(row['registry_id'])}")
    number = row["registry_id"].partition(":")[2]
    sheet.add(entry, TYPE, name("tw:RegisterEntry"), BACKGROUND)
    write_label(
        sheet, entry, f"{row['source']} {number}: orphan designation of {row['compound']} for {row['indication']} ({row['region']})"
    )
    for predicate, kind, column in (
        ("tw:aboutCompound", "compound", "compound"),
        ("tw:aboutIndication", "indication", "indication"),
        ("tw:aboutRegion", "jurisdiction", "region"),
    ):
        sheet.add(entry, predicate, sheet.entity(kind, row[column], BACKGROUND), BACKGROUND)
    sheet.add(entry, "tw:entryStatus", text(row["status"]) if row["status"] else None, BACKGROUND)
    write_match(sheet, entry, row["registry_id"])
    write_origin(sheet, entry, Origin(row["origin"], row["recorded"], row["date"], row.get("note", "")))
    _write_dated(sheet, entry, row, number)
    _write_designation(sheet, entry, row, number, present)


def _write_designation(sheet: Sheet, entry: NamedNode, row: Row, number: str, present: Container[NamedNode]) -> None:
    """What the register says of a designation that a release states."""
    names = (identity.key_of("compound", row["compound"]), "orphan", identity.key_of("indication", row["indication"]), row["region"])
    node = composed("designation", names)
    if node not in present:
        return
    sheet.add(entry, "tw:recordSubject", identity.node_of("compound", row["compound"]), BACKGROUND)
    sheet.add(entry, "tw:recordPredicate", name("tw:hasOrphanDesignation"), BACKGROUND)
    sheet.add(entry, "tw:recordObject", node, BACKGROUND)
    write_match(sheet, node, row["registry_id"])
    sheet.add(node, "tw:registerStatus", text(row["status"]) if row["status"] else None, BACKGROUND)
    sheet.add(node, "tw:designationStatus", reference.find("designation-status", row["status"]), BACKGROUND)
    _write_dated(sheet, node, row, number)


def _write_dated(sheet: Sheet, node: NamedNode, row: Row, number: str) -> None:
    """The number of an entry, and its day where the register gives the day."""
    sheet.add(node, "tw:registryId", text(number), BACKGROUND)
    if len(row["date"]) == DAY:
        sheet.add(node, "tw:validFrom", day(date.fromisoformat(row["date"])), BACKGROUND)
