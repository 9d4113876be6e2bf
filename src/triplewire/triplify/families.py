"""What each family of facts claims: one small function a family, a table for the plain relations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pyoxigraph import NamedNode

from triplewire import vocab
from triplewire.triplify import reference
from triplewire.triplify.rdf import EXACT_MATCH, TRUE, Triple, name, text
from triplewire.triplify.sheet import Claim, Desk, composed

RELATIONS: Mapping[str, tuple[str, str, str]] = {
    "uses_technology": ("tw:usesTechnology", "technology", "technology"),
    "has_payload": ("tw:hasPayload", "payload", "payload"),
    "has_target": ("tw:targets", "target", "target"),
    "has_indication": ("tw:inDevelopmentFor", "indication", "indication"),
    "developed_by": ("tw:developedBy", "organization", "organization"),
    "combination": ("tw:combinedWith", "other_drug", "compound"),
}
"""Family: predicate, argument and kind of the object; the subject is the compound."""

NCT = re.compile(r"NCT\d{8}")


def relation(desk: Desk) -> Claim:
    """A compound and one other thing."""
    predicate, argument, kind = RELATIONS[desk.fact.family]
    return Claim(desk.node("compound", "compound"), name(predicate), desk.node(argument, kind))


def alias(desk: Desk) -> Claim:
    """Another name of a compound."""
    return Claim(desk.node("compound", "compound"), name("skos:altLabel"), text(desk.word("alias") or "unnamed"))


def partnered_with(desk: Desk) -> Claim:
    """Two organizations, the agreement between them, and what it covers."""
    a, b = desk.node("organization_a", "organization"), desk.node("organization_b", "organization")
    compound, technology = desk.maybe("compound", "compound"), desk.maybe("technology", "technology")
    names = sorted((desk.word("organization_a"), desk.word("organization_b")), key=lambda n: (vocab.slug(n), n))
    deal = composed("agreement", tuple(names))
    along: list[Triple] = [(deal, name("rdf:type"), name("tw:Agreement")), (deal, name("tw:hasParty"), a), (deal, name("tw:hasParty"), b)]
    along.append((deal, name("rdfs:label"), text(f"agreement of {' and '.join(names)}")))
    about = [(name("tw:aboutAgreement"), deal)]
    if compound:
        along.append((compound, name("tw:developedUnder"), deal))
        about.append((name("tw:aboutCompound"), compound))
    if technology:
        along.append((deal, name("tw:coversTechnology"), technology))
        about.append((name("tw:aboutTechnology"), technology))
    return Claim(a, name("tw:partnerOf"), b, tuple(along), tuple(about))


def _designation(desk: Desk, kind: str, cls: str, predicate: str) -> Claim:
    compound, indication = desk.node("compound", "compound"), desk.maybe("indication", "indication")
    region, of = desk.maybe("region", "jurisdiction"), desk.sheet.entity("designation-type", kind, desk.where)
    parts = (desk.key("compound", "compound"), kind, desk.key("indication", "indication"), desk.word("region"))
    words = [desk.word(argument) for argument in ("compound", "indication", "region")]
    label = f"{kind} designation of {words[0]}{f' for {words[1]}' if words[1] else ''}{f' ({words[2]})' if words[2] else ''}"
    node = desk.made("designation", parts, (cls,), label)
    desk.write(node, "tw:designationType", of)
    desk.write(node, "tw:forIndication", indication)
    desk.write(node, "tw:inJurisdiction", region)
    return Claim(compound, name(predicate), node)


def orphan_designation(desk: Desk) -> Claim:
    """An orphan status: compound, indication, region."""
    return _designation(desk, "orphan", "tw:OrphanDesignation", "tw:hasOrphanDesignation")


def designation(desk: Desk) -> Claim:
    """Any other regulatory status."""
    return _designation(desk, desk.word("type") or "unnamed", "tw:RegulatoryDesignation", "tw:hasDesignation")


def stage(desk: Desk) -> Claim:
    """How far a compound is, in an indication where that is said."""
    return Claim(desk.node("compound", "compound"), name("tw:reachedStage"), desk.node("stage", "stage"))


def trial_parts(desk: Desk) -> tuple[str, ...]:
    """What a trial is known by: its registry number, its acronym, else what it tests in whom."""
    number, words = desk.word("nct").upper(), desk.word("name")
    if number:
        return (number,)
    if words and re.fullmatch(r"[A-Za-z][\w.-]{2,}", words) and sum(c.isupper() for c in words) >= 3:
        return (words,)
    if words:
        return (desk.word("compound"), words)
    return (desk.word("compound"), desk.word("phase"), desk.word("indication"), desk.word("setting"))


def trial(desk: Desk) -> Claim:
    """A clinical trial: what it tests, in which phase, in whom, and how far it is."""
    compound, indication = desk.maybe("compound", "compound"), desk.maybe("indication", "indication")
    parts = trial_parts(desk)
    title = desk.word("name") or " ".join(p for p in (desk.word("compound"), desk.word("phase"), "trial", desk.word("nct")) if p)
    if not desk.word("name") and indication:
        title = f"{title}, {desk.word('indication')}"
    node = desk.made("trial", parts if any(parts) else ("unnamed", desk.fact.id), ("tw:ClinicalTrial",), title)
    desk.nodes["name"] = node
    desk.write(node, "tw:hasPhase", desk.maybe("phase", "stage"))
    desk.write(node, "tw:studiesIndication", indication)
    desk.text(node, "tw:setting", "setting")
    for words in desk.word("setting").split(", "):
        desk.write(node, "tw:lineOfTherapy", reference.find("line-of-therapy", words))
        desk.write(node, "tw:inSetting", reference.find("line-of-therapy", words) or reference.find("treatment-setting", words))
    desk.number(node, "tw:plannedEnrolment", "enrolment", whole=True)
    status = desk.maybe("trial_status", "trial-status")
    desk.write(node, "tw:trialStatus", status)
    number = desk.word("nct").upper()
    desk.write(node, "tw:registryId", text(number) if number else None)
    if NCT.fullmatch(number):
        desk.sheet.add(node, EXACT_MATCH, name(f"nct:{number}"), desk.where)
    about = [(name(p), n) for p, n in (("tw:reportedStatus", status), ("tw:aboutIndication", indication)) if n]
    subject, predicate = (compound, "tw:testedIn") if compound else (desk.issuer or desk.release, "tw:reportsTrial")
    return Claim(subject, name(predicate), node, about=tuple(about))


def milestone(desk: Desk) -> Claim:
    """A step in the development of a compound, else of whoever takes it."""
    compound, actor = desk.maybe("compound", "compound"), desk.maybe("actor", "organization")
    kind, venue = desk.node("kind", "milestone-kind"), desk.maybe("venue", "conference")
    subject = compound or actor or desk.issuer or desk.release
    who, what = desk.word("compound") or desk.word("actor"), desk.word("kind")
    when = desk.fact.when.text if desk.fact.when else ""
    label = f"{f'{who}: ' if who else ''}{reference.title(kind) or what.replace('_', ' ')}"
    label += (f" at {desk.word('venue')}" if venue else "") + (f" ({when})" if when else "")
    types = ("tw:Milestone", "tw:Presentation") if kind == name("tw:dataPresentation") else ("tw:Milestone",)
    node = desk.made("milestone", (who, what, desk.fact.id), types, label)
    desk.write(node, "tw:milestoneKind", kind)
    desk.write(node, "tw:atConference", venue)
    desk.write(node, "tw:actor", actor)
    return Claim(subject, name("tw:hasMilestone"), node, about=((name("tw:aboutOrganization"), actor),) if actor else ())


def deal(desk: Desk) -> Claim:
    """One payment, stake or royalty that a payer owes a payee."""
    payer, payee = desk.node("payer", "organization"), desk.maybe("payee", "organization")
    words = tuple(desk.word(a) for a in ("payer", "payee", "kind", "amount", "currency"))
    node = desk.made("deal", words, ("tw:DealTerm",), f"{words[0]} to {words[1]}: {' '.join(w for w in words[2:] if w)}".replace("_", " "))
    desk.write(node, "tw:dealKind", desk.maybe("kind", "deal-kind"))
    desk.write(node, "tw:payer", payer)
    desk.write(node, "tw:payee", payee)
    desk.taken.discard("amount")
    desk.number(node, "tw:amount", "amount")
    desk.text(node, "tw:currency", "currency")
    return Claim(payer, name("tw:hasDealTerm"), node)


def _measure(desk: Desk, cls: str, amounts: tuple[tuple[str, str], ...]) -> tuple[NamedNode, NamedNode]:
    organization = desk.node("organization", "organization")
    values = tuple(desk.fact.arg(argument) for _, argument in amounts)
    parts = (desk.word("organization"), desk.word("metric"), desk.word("period"), *values, desk.word("currency"))
    label = f"{parts[0]}: {parts[1].replace('_', ' ')} {parts[2]}, {' to '.join(v for v in values if v)} {parts[-1]}".strip()
    node = desk.made("measure", parts, (cls,), label)
    desk.write(node, "tw:measureOf", organization)
    for argument in ("metric", "period", "currency"):
        desk.text(node, f"tw:{argument}", argument)
    if parts[1].endswith("_per_share"):
        desk.write(node, "tw:perShare", TRUE)
    for predicate, argument in amounts:
        desk.number(node, predicate, argument)
        desk.taken.add(f"{argument}_usd")
    return organization, node


def financial(desk: Desk) -> Claim:
    """An amount that an organization reports for a period or a day."""
    organization, node = _measure(desk, "tw:ReportedMeasure", (("tw:amount", "value"),))
    return Claim(organization, name("tw:reportsMeasure"), node)


def guidance(desk: Desk) -> Claim:
    """A range that an organization expects."""
    # What is taken back is no range, and may be all guidance: nothing to hold against the shape of one.
    cls = "tw:FinancialMeasure" if desk.fact.polarity == "negated" else "tw:GuidanceMeasure"
    organization, node = _measure(desk, cls, (("tw:low", "low"), ("tw:high", "high")))
    return Claim(organization, name("tw:expectsMeasure"), node)


def person_role(desk: Desk) -> Claim:
    """A person's role, at an organization where that is said."""
    person, organization = desk.node("person", "person"), desk.maybe("organization", "organization")
    parts = (desk.word("person"), desk.word("role"), desk.word("organization"))
    label = f"{parts[0]}, {parts[1]}{f' of {parts[2]}' if parts[2] else ''}"
    node = desk.made("position", parts, ("tw:Position",), label)
    desk.text(node, "tw:roleTitle", "role")
    desk.write(node, "tw:atOrganization", organization)
    return Claim(person, name("tw:holdsPosition"), node)


def count(desk: Desk) -> Claim:
    """How many of something an organization says there are."""
    organization = desk.node("organization", "organization")
    parts = (desk.word("organization"), desk.word("what"), desk.fact.arg("value"))
    node = desk.made("count", parts, ("tw:Count",), f"{parts[0]}: {parts[2]} {parts[1]}")
    desk.write(node, "tw:measureOf", organization)
    desk.text(node, "tw:countedThing", "what")
    desk.number(node, "tw:countValue", "value", whole=True)
    return Claim(organization, name("tw:reportsCount"), node)


FAMILIES: Mapping[str, Callable[[Desk], Claim]] = {
    **dict.fromkeys(RELATIONS, relation),
    "alias": alias,
    "count": count,
    "deal": deal,
    "designation": designation,
    "financial": financial,
    "guidance": guidance,
    "milestone": milestone,
    "orphan_designation": orphan_designation,
    "partnered_with": partnered_with,
    "person_role": person_role,
    "stage": stage,
    "trial": trial,
}
