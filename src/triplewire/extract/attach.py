"""Arguments from nearby: times, studies, places, partners, and what a status is said of."""

from __future__ import annotations

from collections.abc import Iterable

from triplewire.extract.drafts import Draft, is_regulator
from triplewire.extract.matching import Hit
from triplewire.extract.scene import Line, Scene
from triplewire.extract.wording import listed, wording
from triplewire.model import Mention, Span

ARGUMENT_TYPES = {"venue": "venue", "region": "region", "indication": "indication", "phase": "phase"}
LISTS = {"regions": "region", "indications": "indication", "studied_in": "indication"}
REACH, REACH_TIME, REACH_TRIAL, REACH_INDICATION = 110, 150, 120, 140
LONGEST = 200
"""No name is longer: how far before its end a name is looked for."""

CARRIED_DOUBT = 0.08
MEETING_GAP = 3


def attach(scene: Scene, hit: Hit, draft: Draft) -> None:
    """Fill the arguments that the pattern wants from nearby and that its phrase has not named."""
    for wanted in hit.pattern.binds:
        if wanted == "when":
            _attach_time(hit, draft)
        elif wanted == "trial":
            _attach_trial(hit, draft)
        elif wanted in draft.args or wanted in LISTS:
            continue
        elif wanted in ("organization", "actor"):
            _attach_organization(scene, hit, draft, wanted)
        elif wanted == "region":
            _attach_region(hit, draft)
        else:
            reach = REACH_INDICATION if wanted == "indication" else REACH
            if mention := nearest(hit, ARGUMENT_TYPES[wanted], behind_first=True, reach=reach):
                draft.cite(scene, wanted, mention)


def spread(scene: Scene, hit: Hit, draft: Draft) -> list[Draft]:
    """The draft with each combination of the diseases and places of a list nearby that its pattern wants; itself when it wants none."""
    out = [draft]
    for wanted in hit.pattern.binds:
        name = LISTS.get(wanted, "")
        if name and name not in draft.args:
            found = _found(scene, hit, wanted)
            out = [_with(scene, hit, each, name, mention) for each in out for mention in found] if found else out
            if wanted == "indications" and not found:
                out = [carried for each in out for carried in carry_indication(scene, hit.line, each)]
    return out


def _found(scene: Scene, hit: Hit, wanted: str) -> list[Mention]:
    if wanted == "regions":
        return _places(hit) or _places_before(scene, hit)
    if wanted == "studied_in":
        near = nearest(hit, "indication", behind_first=True, reach=REACH_INDICATION)
        return _listed_with(hit, near, "each_in")
    return _listed_with(hit, _first_disease(hit), "indication")


def _with(scene: Scene, hit: Hit, draft: Draft, name: str, mention: Mention) -> Draft:
    filled = draft.copy()
    if hit.line.sentence.span.covers(mention.span):
        filled.cite(scene, name, mention)
    else:
        filled.borrow(scene, name, mention, f"{name}-carried", CARRIED_DOUBT)
    filled.args[name] = mention.attrs.get("region", filled.args[name]) if name == "region" else filled.args[name]
    return filled


def _first_disease(hit: Hit) -> Mention | None:
    """The disease nearest to a status in its clause, else the first one behind it, else the one of the sentence; no word of a status."""
    statuses = [d.span for d in hit.line.of_type("designation")]
    other = frozenset(m.span for m in hit.line.of_type("indication") if any(m.span.overlaps(s) for s in statuses))
    found = [m for m in hit.line.of_type("indication") if m.span not in other]
    if near := nearest(hit, "indication", behind_first=True, reach=REACH_INDICATION, but=other):
        return near
    behind = next((m for m in found if m.span.start >= hit.span.end), None)
    return behind or (found[0] if len({m.name for m in found}) == 1 else None)


def _places(hit: Hit) -> list[Mention]:
    """The places, or the authorities of places, that give a status, one mention for each place; of a status that only one authority
    gives the name of the status itself.
    """
    line = hit.line
    if only := [v[0] for v in hit.slots.get("type", ()) if v[0].attrs.get("region")]:
        return only[:1]
    for found in (_authorities(hit), line.of_type("region"), [m for m in line.of_type("organization") if "region" in m.attrs]):
        if found:
            near = _nearest_of(hit, found)
            named = {m.attrs.get("region", m.name): m for m in reversed(_listed(hit, near, found, "region"))}
            return list(named.values())
    return []


def _places_before(scene: Scene, hit: Hit) -> list[Mention]:
    """The one authority of the sentence before, in the same block, for a status said without one."""
    before = scene.previous(hit.line)
    found = [m for m in before.of_type("organization") if "region" in m.attrs] if before else []
    return found[:1] if len({m.attrs["region"] for m in found}) == 1 else []


def _authorities(hit: Hit) -> list[Mention]:
    """The places and authorities of the clause of a hit, in order."""
    found = [m for kind in ("region", "organization") for m in hit.line.of_type(kind) if kind == "region" or "region" in m.attrs]
    inside = (m for m in found if not _apart(hit, m))
    return sorted(inside, key=lambda m: (m.span.start, -m.span.end))


def _apart(hit: Hit, mention: Mention) -> bool:
    """Whether a clause ends between a hit and a name."""
    if mention.span.start >= hit.span.end:
        return _border(hit.line, hit.span.end, mention.span.start)
    return mention.span.end <= hit.span.start and _border(hit.line, mention.span.end, hit.span.start)


def _nearest_of(hit: Hit, found: list[Mention]) -> Mention:
    """The name nearest to a hit; of two that are as near, the one behind it."""
    span = hit.span
    return min(found, key=lambda m: (max(m.span.start - span.end, span.start - m.span.end, 0), m.span.start < span.start))


def _listed_with(hit: Hit, first: Mention | None, kind: str) -> list[Mention]:
    return _listed(hit, first, hit.line.of_type("indication"), kind) if first else []


def _listed(hit: Hit, first: Mention, found: list[Mention], kind: str) -> list[Mention]:
    """A name and those of its list, before and behind it, in order."""
    out = [first]
    for mention in (m for m in found if m.span.start >= first.span.end):
        if not _continues(hit, out[-1], mention, kind):
            break
        out.append(mention)
    for mention in (m for m in reversed(found) if m.span.end <= first.span.start):
        if not _continues(hit, mention, out[0], kind):
            break
        out.insert(0, mention)
    return out


def _continues(hit: Hit, one: Mention, two: Mention, kind: str) -> bool:
    """Whether only what joins the names of a list stands between two names; a name inside another is passed over."""
    between = hit.line.between(one.span.end, two.span.start)
    if two.span.start < one.span.end or (one.name == two.name and between.strip() == "("):
        return True
    return bool(wording("granted_lists", kind, "grants.toml").fullmatch(between))


def nearest(hit: Hit, kind: str, *, behind_first: bool, reach: int, but: frozenset[Span] = frozenset()) -> Mention | None:
    """The name of a type inside the hit, else the nearest behind it, else the nearest before it, within `reach` code points and
    without a clause border between.
    """
    span, line = hit.span, hit.line
    near = line.starting_in(kind, span.start - reach - LONGEST, span.end + reach)
    found = [m for m in near if m.span not in but and not line.is_inner(m)]
    inside = next((m for m in found if span.covers(m.span)), None)
    if inside:
        return inside
    behind = next((m for m in found if span.end <= m.span.start and not _border(line, span.end, m.span.start)), None)
    before = next((m for m in reversed(found) if _ends_in(m, span.start, reach) and not _border(line, m.span.end, span.start)), None)
    return (behind or before) if behind_first else (before or behind)


def _ends_in(mention: Mention, start: int, reach: int) -> bool:
    return start - reach <= mention.span.end <= start


def _border(line: Line, start: int, end: int) -> bool:
    """Whether a clause ends between two places of the view."""
    base = line.sentence.span.start
    return bool(wording("border", "argument").search(line.sentence.text, start - base, end - base))


# -- times ---------------------------------------------------------------------------------------------------------------


def _attach_time(hit: Hit, draft: Draft) -> None:
    if draft.when:
        return
    mention = nearest(hit, "time", behind_first=True, reach=REACH_TIME, but=_reporting(hit))
    if mention:
        if _names_the_meeting(hit.line, mention):
            draft.flags.append("time-from-venue")
        draft.when = mention.when
        draft.spans.append(mention.span)


def _reporting(hit: Hit) -> frozenset[Span]:
    """The times nearby that tell when something is said, not when it happens ("today announced")."""
    line, span = hit.line, hit.span
    near = line.starting_in("time", span.start - REACH_TIME - LONGEST, span.end + REACH_TIME)
    return frozenset(m.span for m in near if m.name.lower() in listed("reporting", "times") and _is_reporting(line, m.span))


def _is_reporting(line: Line, span: Span) -> bool:
    if wording("reporting", "before").search(line.between(span.start - 30, span.start).rstrip()):
        return True
    return bool(wording("reporting", "after").match(line.between(span.end, span.end + 16)))


def _names_the_meeting(line: Line, mention: Mention) -> bool:
    """Whether a year only belongs to the name of a meeting ("… Congress 2025", "the 2025 … Congress")."""
    if mention.when is None or mention.when.precision != "year":
        return False
    start, end = mention.span.start, mention.span.end
    venues = [m.span for m in line.starting_in("venue", start - 2 * LONGEST, end + MEETING_GAP)]
    return any(v.covers(mention.span) or v.start >= end or (v.end <= start and _tails(line, v.end, start)) for v in venues)


def _tails(line: Line, start: int, end: int) -> bool:
    return bool(wording("meeting", "tail").fullmatch(line.between(start, end)))


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


def _attach_organization(scene: Scene, hit: Hit, draft: Draft, name: str) -> None:
    mention = nearest(hit, "organization", behind_first=False, reach=REACH)
    if mention and not is_regulator(mention) and not (name == "actor" and mention.span.start > hit.span.start):
        draft.cite(scene, name, mention)


def attach_issuer(scene: Scene, hit: Hit, draft: Draft) -> None:
    """The one who speaks as the argument that a pattern says it is ("we", "the Company", or nobody named); when it is the other
    partner already, the first other company of the sentence takes its place.
    """
    name, speaker = hit.pattern.issuer, scene.speaker(hit.line)
    if not name or name in draft.args or not speaker:
        return
    draft.args[name] = speaker
    if name == "organization_a" and str(draft.args.get("organization_b")).casefold() == speaker.casefold() and (other := _other_company(scene, hit.line, speaker)):
        draft.args[name] = scene.canonical(other)
        draft.spans.append(other.span)


def _other_company(scene: Scene, line: Line, speaker: str) -> Mention | None:
    found: Iterable[Mention] = (m for m in line.of_type("organization") if "agency" not in m.attrs.get("kind", ""))
    return next((m for m in found if scene.canonical(m).casefold() != speaker.casefold()), None)


def carry_indication(scene: Scene, line: Line, draft: Draft) -> list[Draft]:
    """The draft with the one disease of the sentence before, in the same block, for a status said without one ("it has orphan
    status"); with each of its diseases when the words speak of all ("for each of these").
    """
    before = scene.previous(line)
    found = {m.name: m for m in before.of_type("indication")} if before else {}
    if not found or (len(found) > 1 and not wording("granted_lists", "all", "grants.toml").search(line.sentence.text)):
        return [draft]
    out = [draft.copy() for _ in found]
    for each, mention in zip(out, found.values(), strict=True):
        each.borrow(scene, "indication", mention, "indication-carried", CARRIED_DOUBT)
    return out
