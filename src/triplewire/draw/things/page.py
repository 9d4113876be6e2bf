"""The page of one thing: its names, who works on it, what is said of it by what it says, and apart what rules and the background add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from triplewire import vocab
from triplewire.draw import linked, page, story
from triplewire.draw.model import Dossier, Statement, numbered
from triplewire.draw.network import foot
from triplewire.draw.page import Around
from triplewire.draw.things import apart
from triplewire.draw.things.groups import groups, told_of
from triplewire.draw.things.kinds import Kind, kinds
from triplewire.draw.things.known import Thing, Things

SHOWN = 400
"""How many claims a page shows with their words; of a thing that is told of more often, the newest."""
WORKERS = 60
"""How many compounds a page lists."""
Pairs = list[tuple[str, list[tuple[str, str]]]]


def thing_page(things: Things, thing: Thing, dossier: Dossier, around: Around) -> str:
    """The page of one thing."""
    told = told_of(things, thing.id)
    said = [(t, s) for t, s in told if s.status != "inferred"]
    shown = _newest([s for _, s in said])
    fresh, mirrored = apart.listed(things, thing.id)
    work, narrower = _ties(things, thing)
    stages = [things.furthest[i].statement for i in (*work, *narrower) if i in things.furthest]
    claims = numbered(things.reader.statements([*(s.id for s in shown), *apart.premises(fresh.values()), *stages]).values())
    ids = {s.id: fid for fid, s in claims}
    return _render(
        things,
        thing,
        around,
        lede=_lede(kinds()[thing.kind], [s for _, s in said]),
        work=[_worker(things, i, how, ids, around) for i, how in work.items()],
        narrower=[_worker(things, i, how, ids, around) for i, how in narrower.items()],
        groups=groups(things, thing.id, said, {s.id: ids[s.id] for s in shown}, around),
        left=len(said) - len(shown),
        inferred=apart.inferred(fresh, mirrored, ids, around),
        background=apart.background(things, thing.id, [(t, s) for t, s in told if s.status == "inferred"], around),
        claims=claims,
        **story.of_thing(things.reader, dossier, (thing.id, thing.label), (s.id for _, s in said)),
    )


def _render(things: Things, thing: Thing, around: Around, **values: Any) -> str:
    kind = kinds()[thing.kind]
    return page.render(
        "thing.html",
        title=thing.label,
        foot=foot(things.reader),
        around=around,
        sheets=("base.css", "company.css", "thing.css"),
        linked=linked.thing(things, thing, kind.schema),
        alternates=linked.alternates(around),
        kind=kind,
        summary=summary(things, thing, around),
        most=WORKERS,
        **values,
    )


def _newest(found: Sequence[Statement]) -> Sequence[Statement]:
    return sorted(found, key=lambda s: (s.date, s.id), reverse=True)[:SHOWN]


def _lede(kind: Kind, said: Sequence[Statement]) -> str:
    """What the thing is, and how often and when it is told of."""
    releases = {s.release.iri for s in said if s.release}
    days = sorted({s.date for s in said if s.date})
    if not said:
        return f"{kind.label}. No release speaks of it; what is here comes from the background and from rules."
    facts, told = _count(len(said), "fact"), _count(len(releases), "release")
    when = f", {days[0]} to {days[-1]}" if len(days) > 1 else f", {days[0]}" if days else ""
    return f"{kind.label}. {facts} in {told}{when}."


def _count(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"


def summary(things: Things, thing: Thing, around: Around) -> Pairs:
    """Names, identifiers, classes, what is known of a trial, wider and narrower terms: label and (name, href) pairs."""
    names = things.reader.names

    def linked_names(iris: Iterable[str]) -> list[tuple[str, str]]:
        return [(names.word(i), around.href(i)) for i in iris]

    part = {name: names.part(thing.id, name) for name in ("phase", "status", "indication", "setting", "enrolment")}
    lines: Pairs = [
        ("Also called", [(name, "") for name in thing.also]),
        ("Identifiers", identifiers(things, thing.id)),
        ("Phase", linked_names([part["phase"]] if part["phase"] else [])),
        ("Status", linked_names([part["status"]] if part["status"] else [])),
        ("In", linked_names([part["indication"]] if part["indication"] else [])),
        ("Setting", [(part["setting"], "")] if part["setting"] else []),
        ("Planned patients", [(part["enrolment"], "")] if part["enrolment"] else []),
        ("Wider", linked_names(things.wider.get(thing.id, ()))),
        ("Narrower", linked_names(things.narrower.get(thing.id, ()))),
        ("Class", [(kinds()[thing.kind].label, around.href(kinds()[thing.kind].cls))] if around.nav else []),
    ]
    return [(label, values) for label, values in lines if values]


def identifiers(things: Things, iri: str) -> list[tuple[str, str]]:
    """Public identifiers as CURIEs, with their addresses where these are web addresses."""
    return [(vocab.curie(m), page.safe_href(m)) for m in things.reader.names.identifiers.get(iri, ())]


def _ties(things: Things, thing: Thing) -> tuple[dict[str, str], dict[str, str]]:
    """The compounds that have to do with a thing, and those that have to do with what is narrower only; the furthest first."""
    here = things.compounds(thing.id)
    below = {i: how for narrow in things.narrower.get(thing.id, ()) for i, how in things.compounds(narrow).items()}
    return _furthest(things, here), _furthest(things, {i: how for i, how in below.items() if i not in here})


def _furthest(things: Things, compounds: Mapping[str, str]) -> dict[str, str]:
    names = things.reader.names

    def far(iri: str) -> tuple[float, str, str]:
        stage = things.furthest.get(iri)
        return (-stage.order if stage else 1.0, names.label(iri).lower(), iri)

    return {i: compounds[i] for i in sorted(compounds, key=far)[:WORKERS]}


def _worker(things: Things, iri: str, how: str, ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    """A compound with its furthest stage, its developers, and how surely it belongs here."""
    names = things.reader.names
    stage = things.furthest.get(iri)
    return {
        "label": names.label(iri),
        "href": around.href(iri),
        "how": how,
        "stage": stage.word if stage else "",
        "day": stage.date if stage else "",
        "claims": [ids[stage.statement]] if stage else [],
        "by": [(names.label(c), around.href(c)) for c in things.developers.get(iri, ())],
    }
