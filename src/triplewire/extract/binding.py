"""From a pattern that fired to facts: arguments from slots, subjects, times, places and partners from nearby."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from triplewire.extract import context, studies
from triplewire.extract.families import families
from triplewire.extract.matching import Hit
from triplewire.extract.scene import Line, Scene
from triplewire.model import Evidence, Fact, Mention, Span, When
from triplewire.model.fact import Value

CLAUSE = re.compile(r"; | - | – | — |, (?:and|but|while|which|with) |\. ")
ARGUMENT_TYPES = {"venue": "venue", "region": "region", "indication": "indication", "phase": "phase"}
MEETING_TAIL = re.compile(r"[\s)®™,]*(?:(?:[A-Z][\w-]*|annual|meeting|congress) ?){0,4}")
CARRIES_INDICATION = frozenset({"designation", "orphan_designation"})
ABOUT_ONE = frozenset({"has_indication", "stage", "trial", "designation", "orphan_designation", "milestone", "has_target", "uses_technology"})


@dataclass
class Draft:
    """A fact in the making: arguments, other names, the spans that support it."""

    args: dict[str, Value] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    extra: list[tuple[Span, str]] = field(default_factory=list)
    when: When | None = None
    flags: list[str] = field(default_factory=list)
    doubt: float = 0.0


def facts_of(scene: Scene, hit: Hit) -> Iterator[Fact]:
    """The facts that a hit states: one for each combination of the values in its lists. Nothing when an argument that the
    family needs cannot be bound.
    """
    spec = families()[hit.pattern.family]
    for combination in product(*hit.slots.values()):
        draft = Draft(dict(hit.pattern.constants or {}), spans=[hit.span])
        for name, value in zip(hit.slots, combination, strict=True):
            if name == "compound" and hit.pattern.family in ABOUT_ONE and scene.is_bystander(hit.line, value[0]):
                continue  # a partner drug beside the trigger is not what the sentence is about
            put(scene, draft, name, value)
        for subject in _subjects(scene, hit, draft):
            fact = _finish(scene, hit, subject, {a.name for a in spec.arguments if a.required})
            if fact:
                yield fact


def put(scene: Scene, draft: Draft, name: str, value: tuple[Mention, ...]) -> None:
    """Fill one argument from a slot's value: canonical name, other names, the time if it is one."""
    first, *others = value
    if first.type == "time":
        draft.when = first.when
        return
    shown = canonical(scene, first)
    draft.args[name] = shown
    names = {canonical_surface(scene, m) for m in value} | {m.name for m in value}
    if first.type == "compound":
        names |= set(scene.names.aliases(shown))
    draft.aliases[name] = tuple(sorted((names | set(draft.aliases.get(name, ()))) - {shown}))


def canonical(scene: Scene, mention: Mention) -> str:
    """The name that facts show for a mention."""
    if mention.type == "compound":
        return scene.names.compound(mention.name)
    if mention.type == "organization":
        return scene.names.organization(mention.name)
    return mention.name


def canonical_surface(scene: Scene, mention: Mention) -> str:
    """The words as they stand in the text, with single blanks and without trade marks."""
    return " ".join(re.sub(r"[®™]", "", mention.span.of(scene.reading.document.view)).split())


def _subjects(scene: Scene, hit: Hit, draft: Draft) -> list[Draft]:
    """The draft with its compound bound; several drafts when a heading names several compounds; the draft itself when none is needed."""
    spec = families()[hit.pattern.family]
    argument = spec.argument("compound")
    if argument is None or "compound" in draft.args or hit.pattern.subject == "none":
        return [draft]
    found = find_subject(scene, hit)
    if not found:
        return [] if argument.required or "compound" in hit.pattern.needs else [draft]
    out = []
    for mention in found:
        bound = replace(draft, args=dict(draft.args), aliases=dict(draft.aliases), spans=list(draft.spans), extra=list(draft.extra), flags=list(draft.flags))
        put(scene, bound, "compound", (mention,))
        if hit.line.sentence.span.covers(mention.span):
            bound.spans.append(mention.span)
        else:
            bound.extra.append((mention.span, "compound"))
            bound.doubt += 0.05
            bound.flags = [*bound.flags, "subject-by-topic" if mention in scene.topic() else "subject-carried"]
        out.append(bound)
    return out


def find_subject(scene: Scene, hit: Hit) -> list[Mention]:
    """The compounds a hit speaks of: by the pattern's `subject`, then of the sentence, then carried from above."""
    line, mode = hit.line, hit.pattern.subject
    if mode == "carry":
        return scene.carried(line)
    taken = {m.span for values in hit.slots.values() for value in values for m in value}
    found = [m for m in scene.subjects(line) if m.span not in taken]
    before = [m for m in found if m.span.end <= hit.span.start or hit.span.covers(m.span)]
    after = [m for m in found if m.span.start >= hit.span.start]
    if mode == "before":
        return _coordinated(scene, line, before) or scene.carried(line)
    if mode == "after":
        return after[:1] or before[-1:] or scene.carried(line)
    near = [m for m in after if _linked(line, hit.span, m)]
    return near[:1] or _coordinated(scene, line, before) or after[:1] or scene.carried(line)


def _linked(line: Line, span: Span, mention: Mention) -> bool:
    """Whether a compound right behind a trigger belongs to it ("an IND for X", "trial of X", "data with X")."""
    between = line.sentence.text[max(0, span.end - line.sentence.span.start) : mention.span.start - line.sentence.span.start]
    return mention.span.start < span.end or (len(between) < 60 and bool(re.match(r"^[^;,–—]*\b(?:for|of|with|on|from|assessing|evaluating|testing|studying|investigating|assess|evaluate|to evaluate|using) (?:\w+ ){0,3}$", between)))


def _coordinated(scene: Scene, line: Line, before: list[Mention]) -> list[Mention]:
    """The last compound before a trigger, with those it is coordinated with ("X and Y are in …")."""
    if not before:
        return []
    out = [before[-1]]
    for mention in reversed(before[:-1]):
        between = line.sentence.text[mention.span.end - line.sentence.span.start : out[0].span.start - line.sentence.span.start]
        if not re.fullmatch(r"[®™]? ?(?:\([^)]*\))?(?:,? and |, |,? or | & |/)", between):
            break
        out.insert(0, mention)
    del scene
    return out


def _finish(scene: Scene, hit: Hit, draft: Draft, required: set[str]) -> Fact | None:
    """The fact of a draft whose subject is bound, or None when it lacks what it needs or the text denies it."""
    pattern, line = hit.pattern, hit.line
    _attach(scene, hit, draft)
    _issuer(scene, hit, draft)
    draft.args = {k: v for k, v in draft.args.items() if families()[pattern.family].argument(k)}
    if pattern.family in CARRIES_INDICATION and "indication" not in draft.args:
        _carry_indication(scene, line, draft)
    if (required | (set(pattern.needs) - {"when"})) - set(draft.args) or ("when" in pattern.needs and not draft.when):
        return None
    if _same_twice(draft) or (pattern.family in ("partnered_with", "developed_by") and _agency(hit, draft)):
        return None
    status, hedge = ("actual", "")
    if pattern.status == "auto":
        status, hedge = context.status_of(line.masked, line.cues, hit.start, hit.end, draft.when, scene.release.date)
    elif pattern.status in ("expected", "planned"):
        status = pattern.status
    if pattern.family == "trial":
        studies.describe(line, hit.start, hit.end, status, draft.args)
        status = "planned" if draft.args["trial_status"] == "planned" else "actual"
    if pattern.family == "milestone" and not draft.when and hedge in ("may", "might", "could", "if", "whether"):
        return None
    denied = pattern.polarity == "positive" and pattern.family != "trial" and context.negated(line.masked, line.cues, hit.start)
    if denied and pattern.family == "milestone":
        return None
    return Fact(
        family=pattern.family,
        args=draft.args,
        evidence=evidence(scene, line, draft),
        release=scene.release.id,
        digest=scene.release.sha256,
        rule=pattern.id,
        status=status,
        polarity="negated" if denied or pattern.polarity == "negated" else "positive",
        when=draft.when,
        confidence=max(0.3, pattern.confidence - draft.doubt),
        aliases={k: v for k, v in draft.aliases.items() if v},
        flags=tuple(sorted(draft.flags)),
        hedge=hedge,
    )


def _same_twice(draft: Draft) -> bool:
    """Whether a relation would hold between a thing and itself."""
    pairs = (("organization_a", "organization_b"), ("compound", "other_drug"), ("compound", "alias"), ("payer", "payee"))
    return any(a in draft.args and draft.args.get(a) == draft.args.get(b) for a, b in pairs)


def _agency(hit: Hit, draft: Draft) -> bool:
    """Whether a regulator would be somebody's partner or developer."""
    named = {m.name for m in hit.line.mentions if m.type == "organization" and m.attrs.get("kind") in ("agency", "society")}
    return any(draft.args.get(a) in named for a in ("organization", "organization_a", "organization_b"))


def evidence(scene: Scene, line: Line, draft: Draft) -> tuple[Evidence, ...]:
    """The words behind a draft: one stretch of its sentence from the first to the last supporting name, then words from elsewhere."""
    del line
    main = draft.spans[0]
    for span in draft.spans[1:]:
        main = main.join(span)
    extra = [scene.reading.evidence(span, role) for span, role in draft.extra]
    return (scene.reading.evidence(main), *sorted(set(extra)))


# -- attachments ---------------------------------------------------------------------------------------------------------


def _attach(scene: Scene, hit: Hit, draft: Draft) -> None:
    for wanted in hit.pattern.binds:
        if wanted == "when":
            _attach_time(hit, draft)
        elif wanted == "trial":
            _attach_trial(hit, draft)
        elif wanted in ("organization", "actor"):
            _attach_organization(scene, hit, draft, wanted)
        elif wanted == "region":
            _attach_region(scene, hit, draft)
        elif wanted not in draft.args:
            mention = nearest(hit, ARGUMENT_TYPES[wanted], behind_first=True, reach=140 if wanted == "indication" else 110)
            if mention:
                put(scene, draft, wanted, (mention,))
                draft.spans.append(mention.span)


def _reporting(line: Line) -> frozenset[Span]:
    """The times that tell when something is said, not when it happens ("today announced")."""
    base, out = line.sentence.span.start, set()
    for m in line.mentions:
        if m.type == "time" and m.name.lower() in ("today", "yesterday", "this week"):
            before = line.sentence.text[max(0, m.span.start - base - 30) : m.span.start - base].rstrip()
            after = line.sentence.text[m.span.end - base : m.span.end - base + 16]
            if re.search(r"\b(?:announc\w+|said|report(?:s|ed)|stated|disclosed)$", before) or re.match(r" (?:announc|said|report|that\b|stated|disclos)", after):
                out.add(m.span)
    return frozenset(out)


def nearest(hit: Hit, kind: str, *, behind_first: bool, reach: int, but: frozenset[Span] = frozenset()) -> Mention | None:
    """The name of a type inside the hit, else the nearest behind it, else the nearest before it, within `reach` code points and
    without a clause border between.
    """
    span, line = hit.span, hit.line
    found = [m for m in line.mentions if m.type == kind and m.span not in but]
    inside = [m for m in found if span.covers(m.span)]
    behind = [m for m in found if span.end <= m.span.start <= span.end + reach and not _border(line, span.end, m.span.start)]
    before = [m for m in found if span.start - reach <= m.span.end <= span.start and not _border(line, m.span.end, span.start)]
    ranked = [*inside, *(behind[:1] if behind_first else before[-1:]), *(before[-1:] if behind_first else behind[:1])]
    return ranked[0] if ranked else None


def _border(line: Line, start: int, end: int) -> bool:
    base = line.sentence.span.start
    return bool(CLAUSE.search(line.sentence.text, start - base, end - base))


def _attach_time(hit: Hit, draft: Draft) -> None:
    if draft.when:
        return
    mention = nearest(hit, "time", behind_first=True, reach=150, but=_reporting(hit.line))
    if mention and _names_the_meeting(hit.line, mention):
        draft.flags.append("time-from-venue")
    if mention:
        draft.when = mention.when
        draft.spans.append(mention.span)


def _names_the_meeting(line: Line, mention: Mention) -> bool:
    """Whether a year only belongs to the name of a meeting ("… Congress 2025")."""
    if mention.when is None or mention.when.precision != "year":
        return False
    venues = [m.span for m in line.mentions if m.type == "venue"]
    base = line.sentence.span.start
    behind = (line.sentence.text[v.end - base : mention.span.start - base] for v in venues if v.end <= mention.span.start)
    return any(v.covers(mention.span) or 0 <= v.start - mention.span.end <= 3 for v in venues) or any(MEETING_TAIL.fullmatch(b) for b in behind)


def _carry_indication(scene: Scene, line: Line, draft: Draft) -> None:
    """The one disease of the sentence before, in the same block, for a status said without one ("it has orphan status")."""
    before = scene.previous(line)
    found = [m for m in before.mentions if m.type == "indication"] if before else []
    if found and len({m.name for m in found}) == 1:
        put(scene, draft, "indication", (found[0],))
        draft.extra.append((found[0].span, "indication"))
        draft.flags.append("indication-carried")
        draft.doubt += 0.08


def _attach_trial(hit: Hit, draft: Draft) -> None:
    """The acronym and the registry number of a study, from anywhere in its clause."""
    for kind, argument in (("trial_name", "name"), ("nct", "nct")):
        mention = nearest(hit, kind, behind_first=True, reach=120)
        if mention and argument not in draft.args:
            draft.args[argument] = mention.name
            draft.spans.append(mention.span)


def _attach_region(scene: Scene, hit: Hit, draft: Draft) -> None:
    """The region said, else that of the authority said: near the hit, then anywhere in the sentence."""
    if "region" in draft.args:
        return
    agencies = [m for m in hit.line.mentions if m.type == "organization" and "region" in m.attrs]
    mention = nearest(hit, "region", behind_first=True, reach=110) or (agencies or [None])[0]
    if mention:
        draft.args["region"] = mention.attrs.get("region", mention.name)
        draft.spans.append(mention.span)


def _attach_organization(scene: Scene, hit: Hit, draft: Draft, name: str) -> None:
    if name in draft.args:
        return
    mention = nearest(hit, "organization", behind_first=False, reach=110)
    if mention and name == "actor" and mention.span.start > hit.span.start:
        return
    if mention and mention.attrs.get("kind") in ("agency", "society"):
        return
    if mention:
        put(scene, draft, name, (mention,))
        draft.spans.append(mention.span)


def _issuer(scene: Scene, hit: Hit, draft: Draft) -> None:
    """The issuer as the argument that a pattern says it is ("we", "the Company", or nobody named)."""
    name = hit.pattern.issuer
    if not name or name in draft.args or not scene.issuer:
        return
    draft.args[name] = scene.issuer
    if name == "organization_a" and draft.args.get("organization_b") == scene.issuer:
        other = [m for m in hit.line.mentions if m.type == "organization" and canonical(scene, m) != scene.issuer and "agency" not in m.attrs.get("kind", "")]
        carried = other or _organization_above(scene, hit.line)
        if carried:
            draft.args["organization_a"] = canonical(scene, carried[0])
            if hit.line.sentence.span.covers(carried[0].span):
                draft.spans.append(carried[0].span)


def _organization_above(scene: Scene, line: Line) -> list[Mention]:
    del scene, line
    return []
