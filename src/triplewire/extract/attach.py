"""Arguments from nearby: studies, places, partners, and what a status is said of."""

from __future__ import annotations

from collections.abc import Iterable

from triplewire.extract.authorities import is_regulator
from triplewire.extract.drafts import Draft
from triplewire.extract.line import Line
from triplewire.extract.matching import Hit
from triplewire.extract.nearby import nearest
from triplewire.extract.scene import Scene
from triplewire.extract.spread import LISTS
from triplewire.extract.timing import attach_time
from triplewire.extract.wording import wording
from triplewire.model import Mention, Span

ARGUMENT_TYPES = {"venue": "venue", "region": "region", "indication": "indication", "phase": "phase"}
REACH, REACH_TRIAL, REACH_INDICATION = 110, 120, 140


def attach(scene: Scene, hit: Hit, draft: Draft) -> None:
    """Fill the arguments that the pattern wants from nearby and that its phrase has not named."""
    if draft.when or "when" in hit.pattern.binds:
        attach_time(scene, hit, draft)
    for wanted in hit.pattern.binds:
        if wanted == "when":
            continue
        if wanted == "trial":
            _attach_trial(hit, draft)
        elif wanted in draft.args or wanted in LISTS:
            continue
        elif wanted in ("organization", "actor"):
            _attach_organization(scene, hit, draft, wanted)
        elif wanted == "region":
            _attach_region(hit, draft)
        elif wanted == "place":
            _cite_place(hit, draft)
        elif wanted == "measure":
            _cite_measure(hit, draft)
        else:
            reach = REACH_INDICATION if wanted == "indication" else REACH
            but = _of_another(hit) if wanted == "indication" else frozenset[Span]()
            if mention := nearest(hit, ARGUMENT_TYPES[wanted], behind_first=True, reach=reach, but=but):
                draft.cite(scene, wanted, mention)


def _of_another(hit: Hit) -> frozenset[Span]:
    """The diseases behind a phrase with a compound of its own that are the cause of something, or come behind another compound."""
    if "compound" not in hit.slots:
        return frozenset()
    line, end = hit.line, hit.span.end
    behind = line.starting_in("indication", end, end + REACH_INDICATION)
    other = next((m.span.end for m in line.starting_in("compound", end, end + REACH_INDICATION)), line.sentence.span.end)
    told = (m for m in behind if m.span.start >= other or wording("cause").search(line.between(hit.span.end, m.span.start)))
    return frozenset(m.span for m in told)


# -- studies, places, organizations --------------------------------------------------------------------------------------


def _attach_trial(hit: Hit, draft: Draft) -> None:
    """The acronym and the registry number of a study, from anywhere in its clause."""
    for kind, argument in (("trial_name", "name"), ("nct", "nct")):
        mention = nearest(hit, kind, behind_first=True, reach=REACH_TRIAL)
        if mention and argument not in draft.args:
            draft.args[argument] = mention.name
            draft.spans.append(mention.span)


def _attach_region(hit: Hit, draft: Draft) -> None:
    """The region said, else that of the authority said: near the hit, then anywhere in the sentence."""
    agencies = (m for m in hit.line.of_type("organization") if "region" in m.attrs)
    mention = nearest(hit, "region", behind_first=True, reach=REACH) or next(agencies, None)
    if mention:
        draft.args["region"] = mention.attrs.get("region", mention.name)
        draft.spans.append(mention.span)


def _cite_place(hit: Hit, draft: Draft) -> None:
    """The words that say where, right before or right behind what is cited already: no argument, yet they tell two such events apart."""
    line, cited = hit.line, [*draft.spans, hit.span]
    first, last = min(s.start for s in cited), max(s.end for s in cited)
    near = (*line.starting_in("region", first - REACH, last + REACH), *line.starting_in("organization", first - REACH, last + REACH))
    places = [m.span for m in near if m.type == "region" or "region" in m.attrs]
    before = (s for s in places if s.end <= first and wording("place", "before").fullmatch(line.between(s.end, first)))
    behind = (s for s in places if s.start >= last and wording("place", "behind").fullmatch(line.between(last, s.start)))
    draft.spans += [*list(before)[-1:], *list(behind)[:1]]


def _cite_measure(hit: Hit, draft: Draft) -> None:
    """The words right before that say which data: interim ones, final ones, of safety."""
    first = min(s.start for s in (*draft.spans, hit.span))
    if said := wording("measure").search(hit.line.between(first - REACH, first)):
        draft.spans.append(Span(first - len(said[0]), first))


def _attach_organization(scene: Scene, hit: Hit, draft: Draft, name: str) -> None:
    mention = nearest(hit, "organization", behind_first=False, reach=REACH)
    if mention and not is_regulator(mention) and not (name == "actor" and mention.span.start > hit.span.start):
        draft.cite(scene, name, mention)


def attach_issuer(scene: Scene, hit: Hit, draft: Draft) -> None:
    """The one who speaks as the argument that a pattern says it is ("we", "the Company", or nobody named), unless another company is
    the subject of the phrase; when it is the other partner already, the first other company of the sentence takes its place.
    """
    name, speaker = hit.pattern.issuer, scene.speaker(hit.line)
    if not name or name in draft.args:
        return
    if name == "organization_a" and (subject := _subject_company(hit)):
        draft.cite(scene, name, subject)
        return
    if not speaker:
        return
    draft.args[name] = speaker
    if (
        name == "organization_a"
        and str(draft.args.get("organization_b")).casefold() == speaker.casefold()
        and (other := _other_company(scene, hit.line, speaker))
    ):
        draft.args[name] = scene.canonical(other)
        draft.spans.append(other.span)


def _subject_company(hit: Hit) -> Mention | None:
    """The company right before a phrase ("Norvane has licensed …"), which is what it is said of."""
    before = (m for m in hit.line.of_type("organization") if m.span.end <= hit.span.start)
    near = max(before, key=lambda m: m.span.end, default=None)
    if near is None or is_regulator(near):
        return None
    return near if wording("subject", "behind").fullmatch(hit.line.between(near.span.end, hit.span.start)) else None


def _other_company(scene: Scene, line: Line, speaker: str) -> Mention | None:
    found: Iterable[Mention] = (m for m in line.of_type("organization") if "agency" not in m.attrs.get("kind", ""))
    return next((m for m in found if scene.canonical(m).casefold() != speaker.casefold()), None)
