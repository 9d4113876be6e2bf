"""What became of promises, as triples of the graph `ledger`: a resolution for each, and which statement replaces which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.issuers import last_days
from triplewire.model import Promise, Release
from triplewire.triplify.rdf import LABEL, TYPE, day, decimal, graph, index, name, number, text
from triplewire.triplify.sheet import Sheet, release_node, statement_node

LEDGER = graph("ledger")


def resolutions(rows: Iterable[Promise], releases: Iterable[Release]) -> list[Quad]:
    """The quads of the ledger's rows, sorted; one `tw:PromiseResolution` each, and `tw:supersedes` from a telling to the one before.
    Each holds as of the day of the last of those of the `releases` that the same company issued.
    """
    until, sheet = last_days(releases), Sheet()
    for row in rows:
        _write(sheet, row, until.get(row.fact.release))
    return sorted(sheet.quads, key=str)


def _write(sheet: Sheet, row: Promise, until: date | None) -> None:
    node = NamedNode(f"{vocab.ID}resolution/{row.id}")
    confidence = number(round(row.confidence, 3))
    sheet.add(node, TYPE, name("tw:PromiseResolution"), LEDGER)
    sheet.add(node, LABEL, text(f"{row.state}: {row.why}"), LEDGER)
    sheet.add(node, "tw:resolves", statement_node(row.id), LEDGER)
    sheet.add(node, "tw:outcome", text(row.state), LEDGER)
    sheet.add(node, "tw:confidence", decimal(confidence) if confidence is not None else None, LEDGER)
    sheet.add(node, "tw:asOfDate", day(until) if until else None, LEDGER)
    sheet.add(node, "tw:daysLate", index(row.days) if row.days is not None else None, LEDGER)
    for release in row.decided_by:
        sheet.add(node, "tw:decidedBy", release_node(release), LEDGER)
    for fact in row.deciding:
        sheet.add(node, "tw:decidingStatement", statement_node(fact), LEDGER)
    sheet.add(statement_node(row.id), "tw:supersedes", statement_node(row.previous) if row.previous else None, LEDGER)
