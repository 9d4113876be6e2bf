"""Lists nearby: a status of several diseases, given in several places; a study of each of several diseases."""

from __future__ import annotations

from triplewire.extract.drafts import Draft
from triplewire.extract.line import Line
from triplewire.extract.matching import Hit
from triplewire.extract.nearby import ends_between, nearest
from triplewire.extract.scene import Scene
from triplewire.extract.wording import wording
from triplewire.model import Mention

LISTS = {"regions": "region", "indications": "indication", "studied_in": "indication"}
"""What a pattern may want a list of, and the argument that each of the list fills."""

REACH_INDICATION = 140
CARRIED_DOUBT = 0.08


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
        return ends_between(hit.line, hit.span.end, mention.span.start)
    return mention.span.end <= hit.span.start and ends_between(hit.line, mention.span.end, hit.span.start)


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


def carry_indication(scene: Scene, line: Line, draft: Draft) -> list[Draft]:
    """The draft with the one disease of the sentence before, in the same block, for a status said without one ("it has orphan
    status"); with each of its diseases when the words speak of all ("for each of these").
    """
    before = scene.previous(line)
    found = {m.name: m for m in before.of_type("indication")} if before else {}
    if not found or (len(found) > 1 and not wording("granted_lists", "all", "grants.toml").search(line.sentence.text)):
        return [draft]
    out = [draft.copy() for _ in found]
    further = wording("granted_lists", "further", "grants.toml").search(line.sentence.text)
    for each, mention in zip(out, found.values(), strict=True):
        each.borrow(scene, "indication", mention, "indication-further" if further else "indication-carried", CARRIED_DOUBT)
    return out
