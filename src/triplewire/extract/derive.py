"""Facts that follow from several statements of one release: the stage from its trials, the developer from whose news it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from triplewire.extract.scene import OWN, SILENT_ROLES, Line, Scene
from triplewire.model import Fact, Mention

ORDER = ("Preclinical", "IND", "Phase 1", "Phase 1/2", "Phase 2", "Phase 2/3", "Phase 3", "Phase 4", "Filed", "Approved")
REACHED = {"regulatory_submission": "Filed", "approval": "Approved"}
WEAK = ("stage.preclinical-data", "stage.preclinical-candidate", "stage.ind-cleared", "stage.in-clinical")
OWN_WORK = frozenset({"has_indication", "stage", "trial", "milestone", "orphan_designation", "designation", "has_target", "uses_technology", "has_payload"})


def derived_facts(scene: Scene, facts: list[Fact]) -> list[Fact]:
    """Stages of compounds from their running or finished trials, and the issuer as developer of compounds that are its news."""
    stages = [*_stages(facts), *_filed(facts)]
    return [*stages, *_developers(scene, [*facts, *stages])]


def _stages(facts: Iterable[Fact]) -> Iterable[Fact]:
    best: dict[str, Fact] = {}
    for fact in facts:
        if fact.family != "trial" or fact.arg("trial_status") == "planned" or "subject-by-topic" in fact.flags or fact.arg("phase") not in ORDER:
            continue
        held = best.get(fact.arg("compound"))
        if held is None or ORDER.index(fact.arg("phase")) > ORDER.index(held.arg("phase")):
            best[fact.arg("compound")] = fact
    for compound, trial in sorted(best.items()):
        args = {"compound": compound, "stage": trial.arg("phase")}
        if indication := trial.arg("indication"):
            args["indication"] = indication
        yield replace(trial, family="stage", args=args, rule="stage.highest-trial", status="actual", when=None, hedge="", confidence=trial.confidence - 0.03)


def _filed(facts: Iterable[Fact]) -> Iterable[Fact]:
    """An application that was handed in makes its compound filed."""
    for fact in facts:
        if fact.family == "milestone" and fact.status == "actual" and (stage := REACHED.get(fact.arg("kind"))) and fact.arg("compound"):
            args = {"compound": fact.arg("compound"), "stage": stage}
            yield replace(fact, family="stage", args=args, rule="stage.after-milestone", when=None, hedge="", confidence=fact.confidence - 0.05)


POSTER = re.compile(r"\b(?:poster|presentation|session|abstract|presenting|presented|held|takes? place|date)\b", re.IGNORECASE)


def sharpened(scene: Scene, facts: Iterable[Fact]) -> list[Fact]:
    """The facts, presentations that know only the year of their meeting dated by the day that the release gives for the session."""
    known = list(facts)
    days = [
        m
        for line in scene.lines
        if line.block.kind not in ("dateline", "title") and line.block.role not in SILENT_ROLES and POSTER.search(line.sentence.text)
        for m in line.mentions
        if m.type == "time" and m.when and m.when.start and m.when.end and (m.when.end - m.when.start).days <= 7 and m.name.lower() != "today"
    ]
    if not days:
        return known
    return [_dated(scene, f, days[0]) if _wants_day(f) else f for f in known]


def _wants_day(fact: Fact) -> bool:
    return fact.family == "milestone" and ("time-from-venue" in fact.flags or (fact.when is None and bool(fact.arg("venue"))))


def _dated(scene: Scene, fact: Fact, day: Mention) -> Fact:
    evidence = (*fact.evidence, scene.reading.evidence(day.span, "when"))
    return replace(fact, when=day.when, evidence=evidence, flags=tuple(f for f in fact.flags if f != "time-from-venue"))


def without_weak(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without stages that only preclinical data or an IND suggest, where the release tells of a later stage."""
    known = list(facts)
    weak = {f.id for f in known if f.family == "stage" and f.rule.startswith(WEAK)}
    later = {f.arg("compound") for f in known if f.family == "stage" and f.id not in weak}
    return [f for f in known if f.id not in weak or f.arg("compound") not in later]


def _developers(scene: Scene, facts: list[Fact]) -> Iterable[Fact]:
    """The issuer develops what the release is about, unless another developer is named."""
    if not scene.issuer:
        return
    named = {f.arg("compound") for f in facts if f.family == "developed_by"}
    for compound, line, mentions in _partner_leads(scene):
        if compound not in named:
            named.add(compound)
            yield _by_partner(scene, compound, line, mentions)
    subjects = {f.arg("compound") for f in facts if f.family in OWN_WORK and f.polarity == "positive"}
    subjects |= {name for name, places in scene.places.items() if any(m.source in OWN for _, m in places)}
    subjects -= named | {""}
    for compound in sorted(subjects):
        place = _best_place(scene, compound)
        if place:
            line, mention = place
            yield _developer(scene, compound, line, mention)


def _partner_leads(scene: Scene) -> Iterable[tuple[str, Line, tuple[Mention, Mention]]]:
    """Compounds that a line puts beside one other company and that a list below it goes on about."""
    leads = {b.heading_index for b in scene.reading.blocks if b.kind == "bullet"} - {None}
    for line in scene.lines:
        others = {scene.names.organization(m.name): m for m in line.mentions if m.type == "organization" and m.attrs.get("kind") not in ("agency", "society")}
        others.pop(scene.issuer, None)
        if line.sentence.block in leads and len(others) == 1:
            company = next(iter(others.values()))
            for mention in scene.subjects(line):
                yield scene.names.compound(mention.name), line, (mention, company)


def _by_partner(scene: Scene, compound: str, line: Line, mentions: tuple[Mention, Mention]) -> Fact:
    del line
    span = mentions[0].span.join(mentions[1].span)
    return Fact(
        family="developed_by",
        args={"compound": compound, "organization": scene.names.organization(mentions[1].name)},
        evidence=(scene.reading.evidence(span),),
        release=scene.release.id,
        digest=scene.release.sha256,
        rule="developed_by.partner-lead",
        confidence=0.74,
    )


def _best_place(scene: Scene, compound: str) -> tuple[Line, Mention] | None:
    """Where a compound is first named beside its issuer, else first named; None when it stands only in the margins."""
    found = scene.places.get(compound, [])
    beside = [(line, m) for line, m in found if any(o.type == "organization" and scene.names.organization(o.name) == scene.issuer for o in line.mentions)]
    return (beside or found or [None])[0]


def _developer(scene: Scene, compound: str, line: Line, mention: Mention) -> Fact:
    own = [o for o in line.mentions if o.type == "organization" and scene.names.organization(o.name) == scene.issuer]
    nearest = min(own, key=lambda o: abs(o.span.start - mention.span.start), default=None)
    span = mention.span.join(nearest.span) if nearest else line.sentence.span
    return Fact(
        family="developed_by",
        args={"compound": compound, "organization": scene.issuer},
        evidence=(scene.reading.evidence(span),),
        release=scene.release.id,
        digest=scene.release.sha256,
        rule="developed_by.issuer-news",
        confidence=0.8 if nearest else 0.7,
        aliases={"compound": scene.names.aliases(compound)} if scene.names.aliases(compound) else {},
        flags=("issuer-by-default",),
    )
