"""Facts that follow from several statements of one release: the stage from its trials, the developer from whose news it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from triplewire.extract.drafts import is_regulator
from triplewire.extract.scene import OWN, SILENT_ROLES, Line, Scene
from triplewire.extract.wording import wording
from triplewire.model import Fact, Mention, Span
from triplewire.model.fact import Value
from triplewire.vocab import STAGES

REACHED = {"regulatory_submission": "Filed", "approval": "Approved"}
WEAK = ("stage.preclinical-data", "stage.preclinical-candidate", "stage.ind-cleared", "stage.in-clinical")
OWN_WORK = frozenset({
    "has_indication", "stage", "trial", "milestone", "orphan_designation", "designation", "has_target", "uses_technology", "has_payload",
})  # fmt: skip
LESS_THAN_TRIAL, LESS_THAN_MILESTONE = 0.03, 0.05
"""How much less certain a stage is than the study or the step it follows from."""

REACH = 400
"""How many characters around a name in a very long sentence are quoted."""

SESSION_DAYS = 7
"""A time that is longer is no day of a session."""


def derived_facts(scene: Scene, facts: list[Fact]) -> list[Fact]:
    """Stages of compounds from their running or finished trials, and the issuer as developer of compounds that are its news."""
    stages = [*_stages(facts), *_filed(facts)]
    return [*stages, *_developers(scene, [*facts, *stages])]


# -- stages --------------------------------------------------------------------------------------------------------------


def _stages(facts: Iterable[Fact]) -> Iterator[Fact]:
    """For each compound the phase of its latest study that is not merely planned."""
    best: dict[str, Fact] = {}
    for fact in facts:
        if fact.family == "trial" and _counts(fact):
            held = best.setdefault(fact.arg("compound"), fact)
            if STAGES.index(fact.arg("phase")) > STAGES.index(held.arg("phase")):
                best[fact.arg("compound")] = fact
    for compound, trial in sorted(best.items()):
        args: dict[str, Value] = {"compound": compound, "stage": trial.arg("phase")}
        if indication := trial.arg("indication"):
            args["indication"] = indication
        yield _stage(trial, args, "stage.highest-trial", LESS_THAN_TRIAL)


def _counts(trial: Fact) -> bool:
    """Whether a study is more than planned and said to be of its compound, not only guessed."""
    return trial.arg("trial_status") != "planned" and trial.arg("phase") in STAGES and "subject-by-topic" not in trial.flags


def _filed(facts: Iterable[Fact]) -> Iterator[Fact]:
    """An application that was handed in makes its compound filed."""
    for fact in facts:
        stage = REACHED.get(fact.arg("kind")) if fact.family == "milestone" and fact.status == "actual" else None
        if stage and fact.arg("compound"):
            yield _stage(fact, {"compound": fact.arg("compound"), "stage": stage}, "stage.after-milestone", LESS_THAN_MILESTONE)


def _stage(fact: Fact, args: dict[str, Value], rule: str, less: float) -> Fact:
    return replace(fact, family="stage", args=args, rule=rule, status="actual", when=None, hedge="", confidence=fact.confidence - less)


def without_weak(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without stages that only preclinical data or an IND suggest, where the release tells of a later stage."""
    known = list(facts)
    later = {f.arg("compound") for f in known if f.family == "stage" and not f.rule.startswith(WEAK)}
    return [f for f in known if f.family != "stage" or not f.rule.startswith(WEAK) or f.arg("compound") not in later]


# -- days of presentations -----------------------------------------------------------------------------------------------


def sharpened(scene: Scene, facts: Iterable[Fact]) -> list[Fact]:
    """The facts, presentations that know only the year of their meeting dated by the day that the release gives for the session."""
    day = next(_session_days(scene), None)
    return [_dated(scene, f, day) if day and _wants_day(f) else f for f in facts]


def _session_days(scene: Scene) -> Iterator[Mention]:
    """The days and short stretches in sentences about a session, in order; the head of the release and its margins left out."""
    for line in scene.lines:
        if line.block.kind not in ("dateline", "title") and line.block.role not in SILENT_ROLES:
            times = [m for m in line.of_type("time") if _is_day(m)]
            if times and wording("session").search(line.sentence.text):
                yield from times


def _is_day(mention: Mention) -> bool:
    when = mention.when
    if when is None or when.start is None or when.end is None:
        return False
    return (when.end - when.start).days <= SESSION_DAYS and mention.name.lower() != "today"


def _wants_day(fact: Fact) -> bool:
    return fact.family == "milestone" and ("time-from-venue" in fact.flags or (fact.when is None and bool(fact.arg("venue"))))


def _dated(scene: Scene, fact: Fact, day: Mention) -> Fact:
    evidence = (*fact.evidence, scene.reading.evidence(day.span, "when"))
    return replace(fact, when=day.when, evidence=evidence, flags=tuple(f for f in fact.flags if f != "time-from-venue"))


# -- developers ----------------------------------------------------------------------------------------------------------


def _developers(scene: Scene, facts: list[Fact]) -> Iterator[Fact]:
    """The issuer develops what the release is about, unless another developer is named."""
    if not scene.issuer:
        return
    named = {f.arg("compound") for f in facts if f.family == "developed_by"}
    for compound, mention, company in _partner_leads(scene):
        if compound not in named:
            named.add(compound)
            joined = mention.span.join(company.span)
            together = any(line.sentence.span.covers(joined) for line in scene.lines)
            fact = _developed(scene, compound, scene.canonical(company), joined, "developed_by.partner-lead", confidence=0.74)
            apart = (scene.reading.evidence(mention.span), scene.reading.evidence(company.span, "organization"))
            yield fact if together else replace(fact, evidence=apart)
    subjects = {f.arg("compound") for f in facts if f.family in OWN_WORK and f.polarity == "positive"}
    subjects |= {name for name, places in scene.places.items() if any(m.source in OWN for _, m in places)}
    for compound in sorted(subjects - named - {""}):
        if places := scene.places.get(compound):
            yield _by_issuer(scene, compound, places)


def _partner_leads(scene: Scene) -> Iterator[tuple[str, Mention, Mention]]:
    """Compounds that a line puts beside one other company and that a list below it goes on about; with their names there."""
    leads = {b.heading_index for b in scene.reading.blocks if b.kind == "bullet"}
    for line in scene.lines:
        if line.sentence.block in leads:
            others = {scene.canonical(m): m for m in line.of_type("organization") if not is_regulator(m)}
            others.pop(scene.issuer, None)
            if len(others) == 1:
                company = next(iter(others.values()))
                own = list(scene.subjects(line))
                # A heading that names only the company ("Compounds of Norvane") speaks of what its bullets open with.
                below = own or (_opened_below(scene, line) if line.block.kind == "heading" else [])
                yield from ((scene.canonical(m), m, company) for m in below)


def _opened_below(scene: Scene, heading: Line) -> list[Mention]:
    """The compounds with which the bullets under a heading open."""
    under = {i for i, b in enumerate(scene.reading.blocks) if b.heading_index == heading.sentence.block and b.kind == "bullet"}
    return [mention for block in sorted(under) for mention in scene.opening(block)]


def _by_issuer(scene: Scene, compound: str, places: list[tuple[Line, Mention]]) -> Fact:
    """The issuer as developer, where the compound is first named beside it, else where it is first named."""
    line, mention = next(((line, m) for line, m in places if scene.issuer_in(line)), places[0])
    nearest = min(scene.issuer_in(line), key=lambda o: abs(o.span.start - mention.span.start), default=None)
    if nearest and len(mention.span.join(nearest.span)) > 2 * REACH:
        nearest = None
    span = mention.span.join(nearest.span) if nearest else _around(line.sentence.span, mention.span)
    fact = _developed(scene, compound, scene.issuer, span, "developed_by.issuer-news", confidence=0.8 if nearest else 0.7)
    others = scene.names.aliases(compound)
    return replace(fact, aliases={"compound": others} if others else {}, flags=("issuer-by-default",))


def _around(sentence: Span, name: Span) -> Span:
    """The sentence, or of a very long one what stands around a name: each name of an endless list would quote the whole list."""
    if len(sentence) <= 2 * REACH:
        return sentence
    return Span(max(sentence.start, name.start - REACH), min(sentence.end, name.end + REACH))


def _developed(scene: Scene, compound: str, organization: str, span: Span, rule: str, *, confidence: float) -> Fact:
    return Fact(
        family="developed_by",
        args={"compound": compound, "organization": organization},
        evidence=(scene.reading.evidence(span),),
        release=scene.release.id,
        digest=scene.release.sha256,
        rule=rule,
        confidence=confidence,
    )
