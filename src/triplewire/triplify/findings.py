"""What reconciling found, as triples of the graph `ledger`: a finding for each, its sides, and the statements that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.issuers import last_days
from triplewire.model import COMPOUND_ARGUMENTS, ORGANIZATION_ARGUMENTS, Cited, Evidence, Fact, Finding, FindingSide, Release
from triplewire.triplify import identity
from triplewire.triplify.families import FAMILIES
from triplewire.triplify.ledger import LEDGER
from triplewire.triplify.rdf import TYPE, day, index, name
from triplewire.triplify.sheet import Sheet, release_node, statement_node
from triplewire.triplify.statement import write_span

NAMED = {"compound": COMPOUND_ARGUMENTS, "organization": ORGANIZATION_ARGUMENTS}
"""Kinds of things that a finding may be about, and the arguments that name them."""


def findings(found: Iterable[Finding], facts: Iterable[Fact], releases: Iterable[Release]) -> list[Quad]:
    """The quads of those findings that have sides, sorted: a `tw:Finding` for each, and a `tw:FindingSide` for each side, with the
    statements of its facts. Each holds as of the day of the last of those of the `releases` that the company issued in whose release it
    was found.
    """
    known, until, sheet = {f.id: f for f in facts if f.family in FAMILIES}, last_days(releases), Sheet()
    for finding in found:
        if finding.sides:
            _write(sheet, finding, known, until.get(finding.release))
    return sorted(sheet.quads, key=str)


def finding_node(finding: Finding) -> NamedNode:
    """The node of a finding, by its stable id."""
    return NamedNode(f"{vocab.ID}finding/{finding.id}")


def _write(sheet: Sheet, finding: Finding, facts: Mapping[str, Fact], until: date | None) -> None:
    node, told = finding_node(finding), [facts[i] for side in finding.sides for i in side.facts if i in facts]
    for cls in ("tw:Finding", *_narrower(finding)):
        sheet.add(node, TYPE, name(cls), LEDGER)
    sheet.tell(node, _texts(finding), LEDGER)
    sheet.add(node, "tw:asOfDate", day(until) if until else None, LEDGER)
    for thing in about(finding.focus, told):
        sheet.add(node, "tw:about", thing, LEDGER)
    for release in {finding.release, *(f.release for f in told)}:
        sheet.add(node, "tw:foundIn", release_node(release), LEDGER)
    for fact in finding.suspects:
        sheet.add(node, "tw:suspects", statement_node(fact), LEDGER)
    for place, side in enumerate(finding.sides, 1):
        _write_side(sheet, node, side, place, facts)


def _texts(finding: Finding) -> dict[str, str]:
    return {
        "rdfs:label": f"{finding.focus}: {finding.kind.replace('-', ' ')}",
        "tw:findingKind": finding.kind,
        "tw:standing": finding.standing,
        "tw:severity": finding.severity,
        "tw:message": finding.message,
        "tw:policy": finding.policy,
    }


def _narrower(finding: Finding) -> Iterator[str]:
    """The narrower class of a finding: a contradiction or a check that holds; none for a remark."""
    if finding.is_conflict:
        yield "tw:Conflict"
    elif finding.standing == "agreed":
        yield "tw:HoldingIdentity"


def about(focus: str, facts: Iterable[Fact]) -> set[NamedNode]:
    """What a finding is about: the compound or organization that its focus names; else the first that each of its facts names."""
    named = [[(kind, words) for kind, arguments in NAMED.items() for a in arguments if (words := fact.arg(a))] for fact in facts]
    exact = [thing for things in named for thing in things if thing[1] == focus]
    return {identity.node_of(*thing) for thing in exact[:1] or (things[0] for things in named if things)}


def _write_side(sheet: Sheet, finding: NamedNode, side: FindingSide, place: int, facts: Mapping[str, Fact]) -> None:
    node = NamedNode(f"{vocab.ID}side/{finding.value.rpartition('/')[2]}-{place}")
    sheet.add(finding, "tw:hasSide", node, LEDGER)
    sheet.add(node, TYPE, name("tw:FindingSide"), LEDGER)
    sheet.tell(node, {"rdfs:label": side.says, "tw:sideRole": side.role}, LEDGER)
    sheet.add(node, "tw:sidePlace", index(place), LEDGER)
    for fact in side.facts:
        sheet.add(node, "tw:sideStatement", statement_node(fact) if fact in facts else None, LEDGER)
    for words in side.words:
        sheet.add(node, "tw:hasEvidence", _span(sheet, words), LEDGER)
    if side.preferred:
        sheet.add(finding, "tw:prefers", node, LEDGER)


def _span(sheet: Sheet, words: Cited) -> NamedNode:
    return write_span(sheet, words.release, Evidence(words.start, words.end, words.quote), LEDGER)


__all__ = ["about", "finding_node", "findings"]
