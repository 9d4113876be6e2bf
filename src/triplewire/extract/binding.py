"""From a pattern that fired to facts: arguments from slots, subjects, times, places and partners from nearby."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from triplewire.extract import context, studies
from triplewire.extract.attach import attach, attach_issuer
from triplewire.extract.authorities import is_authority, is_regulator
from triplewire.extract.drafts import Draft
from triplewire.extract.families import families
from triplewire.extract.matching import Hit
from triplewire.extract.scene import Scene
from triplewire.extract.spread import spread
from triplewire.extract.subjects import OF_A_KIND, find_subject, with_subject
from triplewire.extract.wording import wording
from triplewire.model import Fact, Mention
from triplewire.model.fact import Status

ABOUT_ONE = frozenset({
    "has_indication", "stage", "trial", "designation", "orphan_designation", "milestone", "has_target", "uses_technology",
})  # fmt: skip
BETWEEN_COMPANIES = frozenset({"partnered_with", "developed_by"})
DOUBTFUL = frozenset({"may", "might", "could", "if", "whether"})
LEAST_IN_STEP, PRETREATED_REACH, MARKED = 2, 160, 24
NEED_TIME = frozenset({"trial_start", "phase_entry", "data_presentation", "decision", "enrollment_complete"})
"""The kinds of event that are promised only with a time."""

LEAST = 0.3
"""The lowest confidence of a fact, however much of it was carried from elsewhere."""


def facts_of(scene: Scene, hit: Hit) -> Iterator[Fact]:
    """The facts that a hit states: one for each combination of the values in its lists. Nothing when an argument that the
    family needs cannot be bound.
    """
    pattern = hit.pattern
    if pattern.family == "has_indication" and hit.line.says("patient"):
        return
    if pattern.family == "has_target" and (_of_other_drugs(hit) or _is_marker(hit)):
        return
    if pattern.subject == "sole" and all("modality" in m.attrs for values in hit.slots.values() for value in values for m in value[:1]):
        return
    for combination in product(*hit.slots.values()):
        draft = Draft(dict(pattern.constants or {}), spans=[hit.span])
        for name, value in zip(hit.slots, combination, strict=True):
            # A partner drug beside the trigger is not what the sentence is about.
            if name != "compound" or pattern.family not in ABOUT_ONE or not scene.is_bystander(hit.line, value[0]):
                draft.put(scene, name, value)
        for bound in with_subject(scene, hit, draft):
            if not _in_step(scene, hit, combination, bound):
                continue
            for each in spread(scene, hit, bound):
                fact = _finish(scene, hit, each)
                if fact:
                    yield fact


def _of_other_drugs(hit: Hit) -> bool:
    """Whether the target of a hit is that of drugs which patients have had before or have beside the compound."""
    target = next((value[0] for value in hit.slots.get("target", ())), None)
    if target is None:
        return False
    line, start = hit.line, target.span.start
    compounds = [m.span.end for m in line.starting_in("compound", start - PRETREATED_REACH, start) if m.span.end <= start]
    return bool(wording("pretreated").search(line.between(max([start - PRETREATED_REACH, *compounds]), start)))


def _is_marker(hit: Hit) -> bool:
    """Whether a target beside the only compound of a sentence is a mark of its patients ("with an EGFR mutation")."""
    return hit.pattern.subject == "sole" and bool(wording("marker").match(hit.line.between(hit.span.end, hit.span.end + MARKED)))


def _in_step(scene: Scene, hit: Hit, combination: tuple[tuple[Mention, ...], ...], draft: Draft) -> bool:
    """Whether a combination may stand: where a sentence says "respectively", the first name of a list belongs to the first compound,
    the second to the second.
    """
    if "compound" not in draft.args or not hit.line.says("respectively"):
        return True
    listed = hit.slots.get("compound")
    found = [value[0] for value in listed] if listed else find_subject(scene, hit)
    names = [scene.canonical(m) for m in found]
    if len(names) < LEAST_IN_STEP or draft.args["compound"] not in names:
        return True
    place = names.index(str(draft.args["compound"]))
    lists = [(values, value) for (name, values), value in zip(hit.slots.items(), combination, strict=True) if name != "compound"]
    return all(values[place] is value for values, value in lists if len(values) == len(names))


def _finish(scene: Scene, hit: Hit, draft: Draft) -> Fact | None:
    """The fact of a draft whose subject is bound, or None when it lacks what it needs or the text denies it."""
    pattern, line = hit.pattern, hit.line
    _complete(scene, hit, draft)
    if not _is_whole(hit, draft):
        return None
    status, hedge = _status(scene, hit, draft)
    denied = pattern.polarity == "positive" and context.negated(line.masked, line.cues, hit.start)
    if pattern.family == "trial":
        # A study that is denied is no study; results that are not good are results of one.
        if denied and status == "planned":
            return None
        denied = False
    if _is_idle(hit, draft, status, hedge, denied=denied):
        return None
    return Fact(
        family=pattern.family,
        args=draft.args,
        evidence=draft.evidence(scene),
        release=scene.release.id,
        digest=scene.release.sha256,
        rule=pattern.id,
        status=status,
        polarity="negated" if denied or pattern.polarity == "negated" else "positive",
        when=draft.when,
        confidence=max(LEAST, pattern.confidence - draft.doubt),
        aliases={k: v for k, v in draft.aliases.items() if v},
        flags=tuple(sorted(draft.flags)),
        hedge=hedge,
    )


def _is_idle(hit: Hit, draft: Draft, status: Status, hedge: str, *, denied: bool) -> bool:
    """Whether a fact would say nothing: an event that is denied, doubtful or promised for no time, a stage that is not reached, a disease
    of which a sentence that speaks of no compound says that there is nothing for it.
    """
    pattern = hit.pattern
    if denied and pattern.family in OF_A_KIND and "subject-by-topic" in draft.flags:
        return True
    if pattern.promised and status == "actual":
        return True
    if pattern.family == "stage":
        return denied or status != "actual"
    if pattern.family != "milestone":
        return False
    vague = status != "actual" and draft.args.get("kind") in NEED_TIME and not draft.args.get("venue")
    return denied or (not draft.when and (vague or hedge in DOUBTFUL))


def _complete(scene: Scene, hit: Hit, draft: Draft) -> None:
    """Fill what the phrase lacks, and drop what the family has no argument for."""
    spec = families()[hit.pattern.family]
    attach(scene, hit, draft)
    attach_issuer(scene, hit, draft)
    if any(spec.argument(name) is None for name in draft.args):
        draft.args = {k: v for k, v in draft.args.items() if spec.argument(k)}


def _is_whole(hit: Hit, draft: Draft) -> bool:
    """Whether a draft has every argument that its family and its pattern need, and says something of two different things."""
    pattern = hit.pattern
    spec = families()[pattern.family]
    if any(a.required and not draft.has(a.name) for a in spec.arguments) or not all(map(draft.has, pattern.needs)):
        return False
    if draft.says_nothing():
        return False
    return pattern.family not in BETWEEN_COMPANIES or not _with_regulator(hit, draft)


def _with_regulator(hit: Hit, draft: Draft) -> bool:
    """Whether a regulator would be somebody's partner or developer."""
    barred = is_authority if hit.pattern.family == "partnered_with" else is_regulator
    named = {m.name for m in hit.line.of_type("organization") if barred(m)}
    return any(draft.args.get(a) in named for a in ("organization", "organization_a", "organization_b"))


def _status(scene: Scene, hit: Hit, draft: Draft) -> tuple[Status, str]:
    """The status of a fact and the words that hedge it; what a study's words say of it goes to its arguments."""
    pattern, line = hit.pattern, hit.line
    status: Status
    if pattern.status == "auto":
        ahead = draft.renewed or bool(wording("reporting", "agenda").search(pattern.id))
        status, hedge = context.status_of(line.masked, line.cues, hit.start, hit.end, draft.when, scene.release.date, ahead=ahead)
    else:
        status, hedge = pattern.status, ""
    if pattern.family == "trial":
        studies.describe(line, hit.start, hit.end, status, draft.args, draft.flags)
        status = "planned" if draft.args["trial_status"] == "planned" else "actual"
    return status, hedge
