"""The pages of companies: who they are, what they promised and kept, their compounds and partners, what contradicts, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from triplewire import vocab
from triplewire.draw import linked, page, story
from triplewire.draw.company.known import OWN, Companies, is_forecast
from triplewire.draw.ledger import promise_lines
from triplewire.draw.model import Entity, Statement, numbered, on_page
from triplewire.draw.network import foot
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.record import LEAST, Record
from triplewire.draw.things import Thing, apart
from triplewire.draw.things.groups import groups, told_of
from triplewire.draw.things.page import identifiers
from triplewire.draw.views import VIEWS

ORGANIZATION = vocab.term("Organization")
SHOWN = frozenset({"developedBy", "partnerOf", "hasMilestone", "expectsMeasure"})
"""The relations whose claims have tables of their own on the page."""


def company_page(folk: Companies, entity: Entity, around: Around = ALONE) -> str:
    """The page of one company."""
    reader = folk.reader
    roles, partners = folk.roles(entity.id), folk.partners(entity.id)
    owed = reader.statements(folk.promises.get(entity.id, ()))
    compounds = {c: story.stages(reader, c) for c in sorted({*roles, *folk.told_of.get(entity.id, ())}, key=_by_name(reader))}
    links = [i for found in (*roles.values(), *partners.values()) for i in found]
    furthest = [found[0][0].id for found in compounds.values() if found]
    said, (fresh, mirrored) = told_of(folk.things, entity.id), apart.listed(folk.things, entity.id)
    rest = [s.id for t, s in said if s.status != "inferred" and t.relation.rsplit("#", 1)[-1] not in SHOWN]
    premises = apart.premises(fresh.values())
    listed = numbered(reader.statements([*owed, *reader.deciding(owed), *links, *furthest, *rest, *premises]).values())
    about = folk.things.all.get(entity.id, Thing(entity.id, entity.label, "organization", entity.also))
    ids = {s.id: fid for fid, s in listed}
    releases = reader.issuers.get(entity.id, [])
    return _render(
        "company.html",
        reader,
        around,
        title=entity.label,
        lede=VIEWS["company"].description,
        claims=listed,
        summary=_summary(folk, entity, around),
        record=folk.records.get(entity.label, Record()),
        **_promised(folk, entity, owed, listed, around),
        compounds=[_compound(reader, c, stages, roles.get(c, {}), ids, around) for c, stages in compounds.items()],
        partners=[_partner(reader, p, partners[p], ids, around) for p in sorted(partners, key=_by_name(reader))],
        releases=list(reversed(releases)),
        groups=groups(folk.things, entity.id, said, ids, around, SHOWN),
        inferred=apart.inferred(fresh, mirrored, ids, around),
        background=apart.background(folk.things, entity.id, [(t, s) for t, s in said if s.status == "inferred"], around),
        linked=linked.thing(folk.things, about, "Organization"),
        alternates=linked.alternates(around),
        **story.of_releases(reader, folk.dossier, (r.iri for r in releases)),
        **story.changes(reader, folk.dossier.companies, entity, "company"),
    )


def _render(template: str, reader: Reader, around: Around, **values: Any) -> str:
    sheets = ("base.css", "ledger.css", "company.css", "thing.css")
    return page.render(template, foot=foot(reader), around=around, sheets=sheets, least=LEAST, **values)


def _by_name(reader: Reader) -> Callable[[str], tuple[str, str]]:
    return lambda iri: (reader.names.label(iri).lower(), iri)


def _promised(
    folk: Companies, entity: Entity, owed: Mapping[str, Statement], listed: Sequence[tuple[str, Statement]], around: Around
) -> dict[str, Any]:
    """What became of the promises of a company, how many of them others tell, and its forecasts with the figures told since."""
    told, ids = dict(listed), {s.id: fid for fid, s in listed}
    events, forecasts = ([(folk.reader.ledger[i], s) for i, s in owed.items() if is_forecast(s) == wanted] for wanted in (False, True))
    figures = promise_lines(forecasts, ids, around)
    return {
        "promises_rows": promise_lines(events, ids, around),
        "elsewhere": sum(folk.issuer(s) != entity.id for _, s in events),
        "forecasts": [{**f, "actual": told[f["deciding"][0]].object if f["deciding"] else ""} for f in figures],
    }


def _summary(folk: Companies, entity: Entity, around: Around) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a reader wants to know first, as label and (name, href) pairs: other, former and later names, identifiers."""

    def named(found: Iterable[str]) -> list[tuple[str, str]]:
        return [(folk.reader.names.label(i), around.href(i)) for i in sorted(set(found))]

    lines = (
        ("Also called", [(name, "") for name in entity.also]),
        ("Formerly", named(a for a, b in folk.successors if b == entity.id)),
        ("Now", named(b for a, b in folk.successors if a == entity.id)),
        ("Identifiers", identifiers(folk.things, entity.id)),
        ("Class", [("Organization", around.href(ORGANIZATION))] if around.nav else []),
    )
    return [(label, values) for label, values in lines if values]


def _compound(
    reader: Reader,
    iri: str,
    stages: Sequence[tuple[Statement, str]],
    roles: Mapping[str, str],
    ids: Mapping[str, str],
    around: Around,
) -> dict[str, Any]:
    """A compound with its furthest stage and what the company is to it."""
    furthest = stages[0] if stages else None
    return {
        "label": reader.names.label(iri),
        "href": around.href(iri),
        "stage": furthest[1] if furthest else "",
        "day": furthest[0].date if furthest else "",
        "claims": on_page([furthest[0].id], ids) if furthest else [],
        "roles": [
            (role, on_page((i for i, r in roles.items() if r == role), ids))
            for role in sorted(set(roles.values()), key=lambda r: (r != OWN, r))
        ],
    }


def _partner(reader: Reader, iri: str, found: Mapping[str, str], ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    compounds = sorted({c for c in found.values() if c}, key=_by_name(reader))
    return {
        "label": reader.names.label(iri),
        "href": around.href(iri),
        "compounds": [(reader.names.label(c), around.href(c)) for c in compounds],
        "claims": on_page(found, ids),
    }


def companies_page(folk: Companies, around: Around) -> str:
    """All companies with their records side by side."""
    reader = folk.reader
    rows = [
        {
            "label": e.label,
            "href": around.href(e.id),
            "releases": len(reader.issuers.get(e.id, ())),
            "compounds": len(folk.told_of.get(e.id, ())),
            "record": folk.records.get(e.label, Record()),
        }
        for e in folk.entities
    ]
    return _render(
        "companies.html",
        reader,
        around,
        title=VIEWS["company"].plural,
        lede="Who issues releases, how many promises they hold, and how many of these were kept in time.",
        rows=rows,
    )
