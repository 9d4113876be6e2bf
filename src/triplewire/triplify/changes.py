"""What releases tell otherwise than those before them, as triples of the graph `ledger`: a `tw:Change` for each."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.model import ReportedChange
from triplewire.triplify import identity
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.ledger import LEDGER
from triplewire.triplify.rdf import TYPE, day, name
from triplewire.triplify.sheet import Sheet, release_node, statement_node


def changes(found: Iterable[ReportedChange]) -> list[Quad]:
    """The quads of the changes of facts that are in the graph, sorted, with the statements and releases of either side."""
    sheet = Sheet()
    for change in found:
        if change.family in FAMILIES:
            _write(sheet, change)
    return sorted(sheet.quads, key=str)


def _write(sheet: Sheet, change: ReportedChange) -> None:
    node = NamedNode(f"{vocab.ID}change/{change.id}")
    sheet.add(node, TYPE, name("tw:Change"), LEDGER)
    texts = {"rdfs:label": change.what, "tw:changeKind": change.kind, "tw:changeFamily": change.family}
    sheet.tell(node, texts | {"tw:toldBefore": change.before, "tw:toldAfter": change.after}, LEDGER)
    sheet.add(node, "tw:changedOn", day(change.day), LEDGER)
    for kind, words in change.about:
        sheet.add(node, "tw:about", identity.node_of(kind, words), LEDGER)
    for predicate, facts in (("tw:statementBefore", change.facts_before), ("tw:statementAfter", change.facts_after)):
        for fact in facts:
            sheet.add(node, predicate, statement_node(fact), LEDGER)
    for predicate, releases in (("tw:releaseBefore", change.releases_before), ("tw:releaseAfter", change.releases_after)):
        for release in releases:
            sheet.add(node, predicate, release_node(release), LEDGER)
