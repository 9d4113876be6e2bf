"""Facts that follow from several statements of one release: the stage from its trials, the developer from whose news it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from triplewire.extract.authorities import is_regulator
from triplewire.extract.line import Line
from triplewire.extract.scene import OWN, SILENT_ROLES, Scene
from triplewire.extract.wording import wording
from triplewire.model import Fact, Mention, Span
from triplewire.model.fact import Value
from triplewire.vocab import STAGES

REACHED = {"regulatory_submission": "Filed", "approval": "Approved", "ind_submission": "IND"}
RUNNING = ("ongoing", "recruiting")
HEAD = ("title", "subtitle", "dateline")
"""The blocks that tell what a release is about."""

WEAK = (
    "stage.preclinical-data",
    "stage.preclinical-candidate",
    "stage.before-clinic",
    "stage.ind-cleared",
    "stage.in-clinical",
    "stage.after-ind",
)
OWN_WORK = frozenset({
    "has_indication", "stage", "trial", "milestone", "orphan_designation", "designation", "has_target", "uses_technology", "has_payload",
})  # fmt: skip
STATUSES = frozenset({"designation", "orphan_designation"})
LESS_THAN_TRIAL, LESS_THAN_MILESTONE = 0.03, 0.05
"""How much less certain a stage is than the study or the step it follows from."""

UNDER_LICENCE = frozenset({"upfront", "milestone", "royalty", "option_exercise"})
NOBODY = frozenset({"investors", "counterparty"})
"""Parties of a deal that are no organization by name."""

LESS_THAN_DEAL = 0.05
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
    """For each compound the phase of its latest study that is not merely planned, and for each further disease that of the latest
    study that is running there; nothing for a compound that was given up. A study of which only the topic of the release tells whose
    it is counts where nothing else is told.
    """
    known = list(facts)
    staged = {f.arg("compound") for f in known if f.family == "stage" or _reached(f)}
    given_up = {f.arg("compound") for f in known if f.family == "stage" and f.arg("stage") == "Discontinued"}
    told: dict[str, list[Fact]] = {}
    for fact in known:
        if fact.family == "trial" and fact.arg("compound") not in given_up and _counts(fact):
            told.setdefault(fact.arg("compound"), []).append(fact)
    for compound, trials in sorted(told.items()):
        sure = [t for t in trials if "subject-by-topic" not in t.flags]
        for trial in _latest(sure or ([] if compound in staged else trials)):
            args: dict[str, Value] = {"compound": compound, "stage": trial.arg("phase")}
            if indication := trial.arg("indication"):
                args["indication"] = indication
            yield _stage(trial, args, "stage.highest-trial", LESS_THAN_TRIAL)


def _latest(trials: list[Fact]) -> list[Fact]:
    """The study of the highest phase, and of those still running the highest in each other disease."""
    ranked = sorted(trials, key=lambda f: -STAGES.index(f.arg("phase")))
    out = ranked[:1]
    for trial in ranked[1:]:
        running = trial.arg("trial_status") in RUNNING
        if running and trial.arg("indication") and all(_apart(trial, other) for other in out):
            out.append(trial)
    return out


def _apart(one: Fact, two: Fact) -> bool:
    """Whether two studies are of diseases of which neither is a kind of the other."""
    words = [set(re.findall(r"\w+", f.arg("indication").casefold())) for f in (one, two)]
    return bool(words[1]) and not words[0] <= words[1] and not words[1] <= words[0]


def _counts(trial: Fact) -> bool:
    """Whether a study is more than planned."""
    return trial.arg("trial_status") != "planned" and trial.arg("phase") in STAGES


def _filed(facts: Iterable[Fact]) -> Iterator[Fact]:
    """An application that was handed in makes its compound filed."""
    for fact in facts:
        if (stage := _reached(fact)) and fact.arg("compound"):
            rule = "stage.after-ind" if stage == "IND" else "stage.after-milestone"
            yield _stage(fact, {"compound": fact.arg("compound"), "stage": stage}, rule, LESS_THAN_MILESTONE)


def _reached(fact: Fact) -> str:
    """The stage that an event which has happened brings its compound to, "" when it brings it to none."""
    return REACHED.get(fact.arg("kind"), "") if fact.family == "milestone" and fact.status == "actual" else ""


def _stage(fact: Fact, args: dict[str, Value], rule: str, less: float) -> Fact:
    return replace(fact, family="stage", args=args, rule=rule, status="actual", when=None, hedge="", confidence=fact.confidence - less)


def without_weak(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without stages that only preclinical data or an IND suggest, where the release tells of a later stage."""
    known = list(facts)
    stages = [f for f in known if f.family == "stage"]
    firm = {f.arg("compound") for f in stages if not f.rule.startswith(WEAK)}
    highest: dict[str, int] = {}
    for fact in stages:
        highest[fact.arg("compound")] = max(_rank(fact), highest.get(fact.arg("compound"), 0))
    return [f for f in known if f.family != "stage" or not f.rule.startswith(WEAK) or not _outdone(f, firm, highest)]


def _rank(fact: Fact) -> int:
    """How far a stage is; "Clinical" is any phase, so more than an application to begin one."""
    stage = fact.arg("stage")
    return STAGES.index("Phase 1" if stage == "Clinical" else stage) if stage in (*STAGES, "Clinical") else 0


def _outdone(fact: Fact, firm: Collection[str], highest: Mapping[str, int]) -> bool:
    compound = fact.arg("compound")
    return compound in firm or _rank(fact) < highest[compound]


# -- diseases of statuses ------------------------------------------------------------------------------------------------


def with_disease(facts: Iterable[Fact]) -> list[Fact]:
    """The facts, a status without a disease with the one disease that the release tells of its compound."""
    known = list(facts)
    told: dict[str, dict[str, Fact]] = {}
    for fact in known:
        if fact.family == "has_indication" and fact.polarity == "positive":
            told.setdefault(fact.arg("compound"), {}).setdefault(fact.arg("indication"), fact)
    return [_with_disease(f, told.get(f.arg("compound"), {})) if f.family in STATUSES and not f.arg("indication") else f for f in known]


def _with_disease(fact: Fact, told: Mapping[str, Fact]) -> Fact:
    if len(told) != 1:
        return fact
    (name, source), lead = next(iter(told.items())), fact.evidence[0]
    evidence = (lead, *sorted({*fact.evidence[1:], replace(source.evidence[0], role="indication")} - {lead}))
    flags = tuple(sorted({*fact.flags, "indication-carried"}))
    less = fact.confidence - LESS_THAN_MILESTONE
    return replace(fact, args={**fact.args, "indication": name}, evidence=evidence, flags=flags, confidence=less)


# -- days of presentations -----------------------------------------------------------------------------------------------


def sharpened(scene: Scene, facts: Iterable[Fact]) -> list[Fact]:
    """The facts, presentations that know only the year of their meeting dated by the day that the release gives for the session."""
    day = next(_session_days(scene), None)
    named = {m.name for line in scene.lines if line.block.kind in HEAD for m in line.of_type("venue")}
    return [_dated(scene, f, day) if day and _wants_day(f, named) else f for f in facts]


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


def _wants_day(fact: Fact, named: Collection[str]) -> bool:
    """Whether a presentation lacks its day: one at a meeting that the head of the release names, or names with others only."""
    here = not named or fact.arg("venue") in named
    return fact.family == "milestone" and ("time-from-venue" in fact.flags or (fact.when is None and bool(fact.arg("venue")) and here))


def _dated(scene: Scene, fact: Fact, day: Mention) -> Fact:
    evidence = (*fact.evidence, scene.reading.evidence(day.span, "when"))
    return replace(fact, when=day.when, evidence=evidence, flags=tuple(f for f in fact.flags if f != "time-from-venue"))


# -- partners -----------------------------------------------------------------------------------------------------------


def partners(scene: Scene, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Who pays whom for milestones, licences or royalties works with the other, where nothing else says so."""
    known = list(facts)
    said = {_pair(f.arg("organization_a"), f.arg("organization_b")) for f in known if f.family == "partnered_with"}
    agencies = {m.name for m in scene.reading.mentions if m.type == "organization" and is_regulator(m)}
    for fact in known:
        payer, payee = fact.arg("payer"), fact.arg("payee")
        if fact.family != "deal" or fact.arg("kind") not in UNDER_LICENCE or fact.polarity == "negated":
            continue
        pair = _pair(payer, payee)
        if payer and payee and len(pair) == 2 and pair not in said and not {payer, payee} & (agencies | NOBODY):
            said.add(pair)
            args: dict[str, Value] = {"organization_a": payee, "organization_b": payer}
            rule, less = "partnered_with.who-pays", LESS_THAN_DEAL
            yield replace(
                fact, family="partnered_with", args=args, aliases={}, rule=rule, when=None, hedge="", confidence=fact.confidence - less
            )


def _pair(one: str, two: str) -> frozenset[str]:
    return frozenset({one.casefold(), two.casefold()} - {""})


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
            yield _by_default(scene, compound, places)


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


def _by_default(scene: Scene, compound: str, places: list[tuple[Line, Mention]]) -> Fact:
    """Who develops a compound of which no developer is told: a company that its code is named after, else the one who speaks where it
    is named, else the issuer; cited where the compound is first named beside it, else where it is first named.
    """
    speakers = {scene.speaker(line) for line, _ in places}
    owner = _namesake(scene, compound) or _possessor(scene, places) or (speakers.pop() if len(speakers) == 1 else scene.issuer)
    beside = [(line, m, [o for o in line.of_type("organization") if scene.canonical(o) == owner]) for line, m in places]
    line, mention, named = next((place for place in beside if place[2]), beside[0])
    nearest = min(named, key=lambda o: abs(o.span.start - mention.span.start), default=None)
    if nearest and len(mention.span.join(nearest.span)) > 2 * REACH:
        nearest = None
    span = mention.span.join(nearest.span) if nearest else _around(line.sentence.span, mention.span)
    fact = _developed(scene, compound, owner, span, "developed_by.issuer-news", confidence=0.8 if nearest else 0.7)
    others = scene.names.aliases(compound)
    return replace(fact, aliases={"compound": others} if others else {}, flags=("issuer-by-default",))


def _around(sentence: Span, name: Span) -> Span:
    """The sentence, or of a very long one what stands around a name: each name of an endless list would quote the whole list."""
    if len(sentence) <= 2 * REACH:
        return sentence
    return Span(max(sentence.start, name.start - REACH), min(sentence.end, name.end + REACH))


def _possessor(scene: Scene, places: list[tuple[Line, Mention]]) -> str:
    """The company whose things the sentences about a compound call by its name ("Norvane's library, from which NVT-101 came"), where
    none of them names the issuer; else "".
    """
    if any(scene.issuer_in(line) for line, _ in places):
        return ""
    owners = {
        scene.canonical(m) for line, _ in places for m in line.of_type("organization") if _is_possessive(line, m) and not is_regulator(m)
    }
    return owners.pop() if len(owners) == 1 else ""


def _is_possessive(line: Line, mention: Mention) -> bool:
    return line.between(mention.span.end, mention.span.end + 2) in ("'s", "’s")


def _namesake(scene: Scene, compound: str) -> str:
    """The company whose name begins with the word before the number of a code ("NORV-101" of Norv Therapeutics), else ""."""
    word = re.match(r"[A-Za-z]{3,}(?=[- ]?\d)", compound)
    return scene.by_first_word.get(word[0].lower(), "") if word else ""


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
