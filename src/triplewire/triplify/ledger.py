"""What became of promises, as triples of the graph `ledger`: a resolution for each, and which statement replaces which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.model import Promise, Release
from triplewire.triplify.rdf import LABEL, TYPE, day, decimal, graph, index, name, number, text
from triplewire.triplify.sheet import release_node

LEDGER = graph("ledger")


def resolutions(rows: Iterable[Promise], releases: Iterable[Release]) -> list[Quad]:
    """The quads of the ledger's rows, sorted; one `tw:PromiseResolution` each, and `tw:supersedes` from a telling to the one before.
    They hold as of the day of the last of the `releases` that were looked at.
    """
    until = max((r.date for r in releases if r.date), default=None)
    return sorted({quad for row in rows for quad in _resolution(row, until)}, key=str)


def _resolution(row: Promise, until: date | None) -> Iterable[Quad]:
    node = NamedNode(f"{vocab.ID}resolution/{row.id}")
    confidence = number(round(row.confidence, 3))
    told: list[tuple[NamedNode, NamedNode | Literal | None]] = [
        (TYPE, name("tw:PromiseResolution")),
        (LABEL, text(f"{row.state}: {row.why}")),
        (name("tw:resolves"), _statement(row.id)),
        (name("tw:outcome"), text(row.state)),
        (name("tw:confidence"), decimal(confidence) if confidence is not None else None),
        (name("tw:asOfDate"), day(until) if until else None),
        (name("tw:daysLate"), index(row.days) if row.days is not None else None),
        *((name("tw:decidedBy"), release_node(release)) for release in row.decided_by),
        *((name("tw:decidingStatement"), _statement(fact)) for fact in row.deciding),
    ]
    yield from (Quad(node, predicate, value, LEDGER) for predicate, value in told if value is not None)
    if row.previous:
        yield Quad(_statement(row.id), name("tw:supersedes"), _statement(row.previous), LEDGER)


def _statement(fact: str) -> NamedNode:
    return NamedNode(f"{vocab.ID}statement/{fact}")
