"""The facts of a page by what they say: one line a fact, with its tellings in the order of their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from triplewire import vocab
from triplewire.draw.model import STATUSES, Statement
from triplewire.draw.page import Around
from triplewire.draw.things.kinds import OBJECT, SUBJECT, Heading, heading
from triplewire.draw.things.known import PARTS, Things, Touch

LINES = 100
"""How many facts of one kind a page lists."""
MILESTONE, POSITION, DESIGNATION = (vocab.ID + f"{kind}/" for kind in ("milestone", "position", "designation"))
Told = Sequence[tuple[Touch, Statement]]


def groups(things: Things, own: str, told: Told, ids: Mapping[str, str], around: Around, without: Collection[str] = ()) -> list[Any]:
    """The claims about the thing `own` under their headings, for the template. `ids` are those of the statements on the page; the
    relations (local names) `without` are left to the rest of the page.
    """
    found: defaultdict[Heading, list[tuple[Touch, Statement]]] = defaultdict(list)
    for touch, s in told:
        if s.id in ids and touch.relation.rsplit("#", 1)[-1] not in without:
            found[heading(touch.relation, touch.role)].append((touch, s))
    return [_group(things, own, h, found[h], ids, around) for h in sorted(found, key=lambda h: (h.place, h.text))]


def told_of(things: Things, iri: str) -> list[tuple[Touch, Statement]]:
    """The claims that releases make about a thing, and those that they do not make themselves, apart by `status`."""
    touches = things.touches.get(iri, ())
    statements = things.reader.statements(t.statement for t in touches)
    return [(t, statements[t.statement]) for t in touches if t.statement in statements]


def _group(things: Things, own: str, head: Heading, told: Told, ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    lines: defaultdict[tuple[str, str, str, bool], list[tuple[Touch, Statement]]] = defaultdict(list)
    for touch, s in told:
        subject, target = s.about
        # Designations for two indications are called alike: "Orphan, EU".
        lines[subject, _what(things, s), target if target.startswith(DESIGNATION) else "", s.denied].append((touch, s))
    made = [_line(things, own, found, ids, around) for found in lines.values()]
    made.sort(key=lambda line: (line["rank"], line["sort"]))
    if head.newest:
        made.sort(key=lambda line: line["last"], reverse=True)
    return {"label": head.text, "count": len(made), "lines": made[:LINES], "more": max(0, len(made) - LINES)}


def _line(things: Things, own: str, told: Told, ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    """One fact: the ends that are not the thing of the page, and its tellings, the oldest first."""
    ordered = sorted(told, key=lambda f: (f[1].date or "0", f[1].id))
    touch, s = ordered[0]
    subject, target = s.about
    what = _what(things, s)
    days = [t.date for _, t in ordered if t.date]
    rank = min(STATUSES.index(t.status) for _, t in ordered)
    return {
        "who": (s.subject, around.href(subject)) if touch.role != SUBJECT else None,
        "what": (what, around.href(target)) if touch.role != OBJECT else None,
        "also": [(name, href) for name, href in _also(things, own, target, around) if name.lower() not in what.lower()],
        "status": STATUSES[rank],
        "denied": s.denied,
        "first": min(days, default=""),
        "last": max(days, default=""),
        "times": len(ordered),
        "releases": len({t.release.iri for _, t in ordered if t.release}),
        "claims": [ids[t.id] for _, t in ordered],
        "rank": (s.denied, rank),
        "sort": (s.subject.lower() if touch.role != SUBJECT else "", what.lower(), ids[s.id]),
    }


def _what(things: Things, s: Statement) -> str:
    """The object in words that fit into a line; a promise with its time, so that two promises of a kind are two lines."""
    target, names = s.about[1], things.reader.names
    if target.startswith(MILESTONE):
        return f"{names.short(target) or s.object}, {s.window}" if s.window else names.short(target) or s.object
    if target.startswith(POSITION):
        return names.part(target, "role") or s.object
    payee = names.label(names.part(target, "payee"))
    return (names.short(target) if target.startswith(DESIGNATION) else "") or s.object.removeprefix(f"to {payee}: ")


def _also(things: Things, own: str, target: str, around: Around) -> list[tuple[str, str]]:
    """The things beside subject and object that a claim speaks of, where the object does not name them itself."""
    if target.startswith(MILESTONE):
        return []
    names = things.reader.names
    parts: Iterable[str] = dict.fromkeys(names.part(target, part) for part in PARTS)
    return [(names.label(i), around.href(i)) for i in parts if ":" in i and i != own]
