"""The statement node of a fact: who said what, where, when for, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.lexicon import curies
from triplewire.model import Evidence, Fact, Release, When
from triplewire.triplify import identity
from triplewire.triplify.rdf import BROAD_MATCH, EXACT_MATCH, TYPE, day, decimal, graph, index, name, safe, text
from triplewire.triplify.sheet import Claim, Desk, Sheet, release_node, statement_node

ABOUT: Mapping[str, tuple[str, str]] = {
    "compound": ("tw:aboutCompound", "compound"),
    "indication": ("tw:aboutIndication", "indication"),
    "technology": ("tw:aboutTechnology", "technology"),
    "trial": ("tw:aboutTrial", "trial"),
    "region": ("tw:aboutRegion", "jurisdiction"),
    "organization": ("tw:aboutOrganization", "organization"),
}

TIMELESS = frozenset({"uses_technology", "has_payload", "has_target"})
"""Families whose denial contradicts every assertion: a collaboration may end, but what a compound is made of stays."""


def is_forward(fact: Fact) -> bool:
    """Whether a fact speaks of what is still to come."""
    return fact.status != "actual" or fact.family == "guidance" or (fact.family == "trial" and fact.arg("trial_status") == "planned")


def holds(fact: Fact) -> bool:
    """Whether a fact is a direct triple: it has come about and is not denied."""
    return fact.polarity == "positive" and not is_forward(fact)


def statement_class(fact: Fact) -> str:
    """The one class of a fact's statement node."""
    if fact.basis != "stated":
        return "tw:DerivedStatement"
    if fact.polarity == "negated":
        return "tw:NegativeStatement"
    return "tw:ForwardLookingStatement" if is_forward(fact) else "tw:FactualStatement"


def write_statement(desk: Desk, claim: Claim, release: Release | None) -> NamedNode:
    """Write the statement node of the fact on the desk, and say which it is."""
    fact, node = desk.fact, statement_node(desk.fact.id)
    desk.write(node, "rdf:type", name(statement_class(fact)))
    desk.write(node, "tw:factFamily", text(fact.family))
    desk.write(node, "tw:stmtSubject", claim.subject)
    desk.write(node, "tw:stmtPredicate", claim.predicate)
    desk.write(node, "tw:stmtObject", claim.object)
    if fact.basis == "stated":
        desk.write(node, "tw:statedIn", desk.release)
        if release and release.date:
            desk.write(node, "dcterms:issued", day(release.date))
    desk.write(node, "tw:confidence", decimal(Decimal(str(round(fact.confidence, 3)))))
    desk.write(node, "tw:extractionRule", text(fact.rule))
    desk.write(node, "tw:basis", text(fact.basis))
    _write_modality(desk, node)
    _write_time(desk, node)
    _write_evidence(desk, node)
    for predicate, value in claim.about:
        desk.sheet.add(node, predicate, value, desk.where)
    _write_leftovers(desk, node)
    for flag in fact.flags:
        desk.write(node, "tw:flag", text(flag))
    return node


def _write_modality(desk: Desk, node: NamedNode) -> None:
    if is_forward(desk.fact) and desk.fact.polarity == "positive":
        desk.write(node, "tw:modality", text("planned" if desk.fact.status == "planned" else "expected"))
    if desk.fact.hedge:
        desk.write(node, "tw:hedge", text(desk.fact.hedge))


def _write_time(desk: Desk, node: NamedNode) -> None:
    when = desk.fact.when
    if not when:
        return
    window = write_window(desk.sheet, when, desk.where)
    desk.write(node, "tw:expectedWindow" if is_forward(desk.fact) else "tw:occurredIn", window)
    desk.write(node, "tw:windowText", text(when.text))
    desk.write(node, "tw:precision", text(when.precision))
    desk.write(node, "tw:calendar", text(when.calendar))


def write_window(sheet: Sheet, when: When, where: NamedNode) -> NamedNode | None:
    """The node of a time expression's interval; None when the words could not be placed."""
    if not when.start and not when.end:
        return None
    first, last = (d.isoformat() if d else ".." for d in (when.start, when.end))
    node = NamedNode(f"{vocab.ID}window/{first}--{last}")
    sheet.add(node, TYPE, name("tw:TimeWindow"), where)
    sheet.add(node, TYPE, name("time:ProperInterval"), where)
    label = f"{first} to {last}" if when.start and when.end else f"until {last}" if when.end else f"from {first}"
    sheet.add(node, "rdfs:label", text(label), where)
    for value, own, borrowed in ((when.start, "tw:windowStart", "time:hasBeginning"), (when.end, "tw:windowEnd", "time:hasEnd")):
        if value:
            instant = NamedNode(f"{vocab.ID}instant/{value.isoformat()}")
            sheet.add(node, own, day(value), where)
            sheet.add(node, borrowed, instant, where)
            sheet.add(instant, TYPE, name("time:Instant"), where)
            sheet.add(instant, "time:inXSDDate", day(value), where)
    return node


def _write_evidence(desk: Desk, node: NamedNode) -> None:
    whole = [e for e in desk.fact.evidence if not e.role] or list(desk.fact.evidence)
    for evidence in desk.fact.evidence:
        predicate = "tw:hasEvidence" if evidence in whole else "tw:hasMention"
        desk.write(node, predicate, write_span(desk.sheet, desk.fact.release, evidence, desk.where))


def write_span(sheet: Sheet, release: str, evidence: Evidence, where: NamedNode) -> NamedNode:
    """The node of an evidence span with its two selectors."""
    iri = f"{vocab.ID}span/{safe(release)}-{evidence.start}-{evidence.end}"
    node, position, words = NamedNode(iri), NamedNode(f"{iri}-position"), NamedNode(f"{iri}-quote")
    for cls in ("tw:EvidenceSpan", "oa:SpecificResource"):
        sheet.add(node, TYPE, name(cls), where)
    sheet.add(node, "oa:hasSource", release_node(release), where)
    sheet.add(node, "oa:hasSelector", position, where)
    sheet.add(node, "oa:hasSelector", words, where)
    sheet.add(position, TYPE, name("oa:TextPositionSelector"), where)
    sheet.add(position, "oa:start", index(evidence.start), where)
    sheet.add(position, "oa:end", index(evidence.end), where)
    sheet.add(words, TYPE, name("oa:TextQuoteSelector"), where)
    sheet.add(words, "oa:exact", text(evidence.quote), where)
    return node


def _write_leftovers(desk: Desk, node: NamedNode) -> None:
    for argument in sorted(set(desk.fact.args) - desk.taken):
        if argument in ABOUT and desk.fact.arg(argument):
            predicate, kind = ABOUT[argument]
            desk.write(node, predicate, desk.maybe(argument, kind))
        elif desk.fact.arg(argument):
            desk.write(node, "tw:qualifier", text(f"{argument}={desk.fact.arg(argument)}"))


def write_direct(desk: Desk, claim: Claim) -> None:
    """Write the claimed triple and what goes along with it."""
    for subject, predicate, value in ((claim.subject, claim.predicate, claim.object), *claim.along):
        desk.sheet.add(subject, predicate, value, desk.where)


def write_denial(desk: Desk, claim: Claim) -> None:
    """Write the negative assertion of a denied triple for reasoners, where what is denied does not change with time."""
    if desk.fact.family not in TIMELESS or not isinstance(claim.object, NamedNode):
        return
    node = NamedNode(f"{vocab.ID}denial/{desk.fact.id}")
    desk.write(node, "rdf:type", name("owl:NegativePropertyAssertion"))
    desk.write(node, "owl:sourceIndividual", claim.subject)
    desk.write(node, "owl:assertionProperty", claim.predicate)
    desk.write(node, "owl:targetIndividual", claim.object)


def write_names(desk: Desk) -> None:
    """Write down the other names and the public identifiers of the fact's arguments."""
    for argument, names in desk.fact.aliases.items():
        if argument in desk.nodes:
            for words in names:
                desk.sheet.call(desk.nodes[argument], words, desk.where, weight=0)
    for argument, curie in desk.fact.ids.items():
        if argument in desk.nodes:
            write_match(desk.sheet, desk.nodes[argument], curie)
            write_identifiers(desk.sheet, desk.nodes[argument], desk.kinds.get(argument, ""), desk.fact.arg(argument))


def write_identifiers(sheet: Sheet, node: NamedNode, kind: str, words: str) -> None:
    """Write every identifier that the lexicon has for the thing called `words`: exact matches, or broad ones where it says so."""
    term = identity.term_of(kind, words)
    for curie in curies(term) if term else ():
        write_match(sheet, node, curie, broad=bool(term and term.attrs.get("match") == "broad"))


def write_match(sheet: Sheet, node: NamedNode, curie: str, *, broad: bool = False) -> None:
    """Write a public identifier as a match, or as it stands when its prefix is not known."""
    prefix, _, local = curie.partition(":")
    if prefix in vocab.prefixes() and local:
        sheet.add(node, BROAD_MATCH if broad else EXACT_MATCH, NamedNode(vocab.prefixes()[prefix] + safe(local)), graph("mappings"))
    else:
        sheet.add(node, "dcterms:identifier", text(curie), graph("mappings"))
