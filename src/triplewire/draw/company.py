"""The pages of companies: who they are, what they promised and kept, their compounds and partners, what contradicts, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from triplewire import vocab
from triplewire.draw import page, story
from triplewire.draw.ledger import promise_lines
from triplewire.draw.model import Dossier, Entity, Statement, numbered
from triplewire.draw.names import Row, without_subject
from triplewire.draw.network import foot
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.record import LEAST, Record, records
from triplewire.draw.views import VIEWS

MEASURE = vocab.ID + "measure/"
DEVELOPED_BY, PARTNER_OF, DEVELOPED_UNDER = (vocab.term(name) for name in ("developedBy", "partnerOf", "developedUnder"))


class Companies:
    """All companies of a graph: what their pages share is looked up once."""

    def __init__(self, reader: Reader, dossier: Dossier) -> None:
        self.reader, self.dossier = reader, dossier

    @cached_property
    def records(self) -> dict[str, Record]:
        """Name -> promise record."""
        return records(self.reader)

    @cached_property
    def entities(self) -> list[Entity]:
        """The companies that issued a release or promise something, by name; of each how many claims it is part of."""
        known = {e.id: e for e in self.reader.names.entities if e.type == "organization"}
        silent = {e.id: e for e in silent_companies(self.reader)}
        wanted = {*self.reader.issuers, *self.promises}
        return sorted((e for iri, e in {**silent, **known}.items() if iri in wanted), key=lambda e: (e.label.lower(), e.id))

    @cached_property
    def promises(self) -> dict[str, list[str]]:
        """IRI of a company -> its promises: those in its releases, and what it promises, or what is forecast of it, in those of others."""
        out: defaultdict[str, list[str]] = defaultdict(list)
        for iri, s in self.reader.statements(self.reader.ledger).items():
            maker = s.about[0] if is_forecast(s) else self.reader.names.part(s.about[-1], "actor") if s.about else ""
            for company in sorted({self.issuer(s), maker} - {""}):
                out[company].append(iri)
        return dict(out)

    @cached_property
    def _issuers(self) -> dict[str, str]:
        return {r.iri: iri for iri, found in self.reader.issuers.items() for r in found}

    def issuer(self, s: Statement) -> str:
        """IRI of the company whose release says a statement, "" when none does."""
        return self._issuers.get(s.release.iri, "") if s.release else ""

    @cached_property
    def told_of(self) -> dict[str, set[str]]:
        """IRI of a company -> the compounds that its releases tell of."""
        out: defaultdict[str, set[str]] = defaultdict(set)
        for compound in (iri for iri, kind in self.reader.names.types.items() if kind == "compound"):
            for s in self.reader.profile(compound)[0].values():
                if own := self.issuer(s):
                    out[own].add(compound)
        return dict(out)

    @cached_property
    def links(self) -> list[Row]:
        """Who develops what, and who is whose partner on what: no denials, and what is inferred only where no release says it."""
        rows = [row for row in self.reader.rows("partners") if row["status"] != "denied"]
        said = {_link(row) for row in rows if row["status"] != "inferred"}
        return [row for row in rows if row["status"] != "inferred" or _link(row) not in said]

    @cached_property
    def developers(self) -> dict[str, dict[str, str]]:
        """IRI of a compound -> IRI of a statement -> IRI of the company that it says develops it."""
        out: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in self.links:
            if row["relation"] == DEVELOPED_BY:
                out[row["source"]][row["statement"]] = row["target"]
        return dict(out)

    @cached_property
    def successors(self) -> list[tuple[str, str]]:
        """Companies and what they became."""
        return [(row["node"], row["next"]) for row in self.reader.rows("successors")]


def _link(row: Row) -> tuple[str, frozenset[str]]:
    """What a row links and how; a partnership is one from either side."""
    return (row["relation"], frozenset((row["source"], row["target"])))


def is_forecast(s: Statement) -> bool:
    """Whether a promise is a forecast figure."""
    return len(s.about) > 1 and s.about[1].startswith(MEASURE)


def silent_companies(reader: Reader) -> list[Entity]:
    """The companies that issued a release and that no claim is about."""
    counted = {e.id for e in reader.names.entities}
    names = reader.names
    return [
        Entity(iri, names.label(iri), "organization", names.aliases.get(iri, ())) for iri in sorted(reader.issuers) if iri not in counted
    ]


def company_page(
    reader: Reader, entity: Entity, around: Around = ALONE, dossier: Dossier | None = None, companies: Companies | None = None
) -> str:
    """The page of one company; `companies` when many pages are made."""
    folk = companies or Companies(reader, dossier or Dossier())
    roles, partners = _roles(folk, entity), _partners(folk, entity)
    owed = reader.statements(folk.promises.get(entity.id, ()))
    compounds = {c: story.stages(reader, c) for c in sorted({*roles, *folk.told_of.get(entity.id, ())})}
    shown = [*owed, *reader.deciding(owed)]
    shown += [i for found in (*roles.values(), *partners.values()) for i in found]
    shown += [s.id for found in compounds.values() for s, _ in found[:1]]
    listed = numbered(reader.statements(shown).values())
    ids = {s.id: fid for fid, s in listed}
    releases = folk.reader.issuers.get(entity.id, [])
    return page.render(
        "company.html",
        title=entity.label,
        lede=VIEWS["company"].description,
        foot=foot(reader),
        around=around,
        sheets=("base.css", "ledger.css", "company.css"),
        scripts=[page.asset("page.js")],
        claims=listed,
        summary=_summary(folk, entity, around),
        record=folk.records.get(entity.label, Record()),
        least=LEAST,
        elsewhere=sum(folk.issuer(s) != entity.id for s in owed.values() if not is_forecast(s)),
        promises_rows=promise_lines([(reader.ledger[i], s) for i, s in owed.items() if not is_forecast(s)], ids, around),
        forecasts=[_forecast(reader, s, ids) for s in sorted(owed.values(), key=_newest, reverse=True) if is_forecast(s)],
        compounds=[_compound(reader, c, compounds[c], roles.get(c, {}), ids, around) for c in sorted(compounds, key=_by_name(reader))],
        partners=[_partner(reader, p, found, ids, around) for p, found in sorted(partners.items(), key=lambda kv: _by_name(reader)(kv[0]))],
        releases=list(reversed(releases)),
        **story.findings(folk.dossier, {r.iri.rsplit("/", 1)[-1] for r in releases}),
        **story.changes(folk.dossier.companies, entity, "company"),
    )


def _by_name(reader: Reader) -> Any:
    return lambda iri: (reader.names.label(iri).lower(), iri)


def _newest(s: Statement) -> tuple[str, str, str]:
    return (s.date, s.ends, s.id)


def _summary(folk: Companies, entity: Entity, around: Around) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a reader wants to know first, as label and (name, href) pairs: other, former and later names, identifiers."""

    def named(found: Iterable[str]) -> list[tuple[str, str]]:
        return [(folk.reader.names.label(i), around.href(i)) for i in sorted(set(found))]

    matches = folk.reader.names.identifiers.get(entity.id, ())
    lines = (
        ("Also called", [(name, "") for name in entity.also]),
        ("Formerly", named(a for a, b in folk.successors if b == entity.id)),
        ("Now", named(b for a, b in folk.successors if a == entity.id)),
        ("Identifiers", [(vocab.curie(m), page.safe_href(m)) for m in matches]),
    )
    return [(label, values) for label, values in lines if values]


def _roles(folk: Companies, entity: Entity) -> dict[str, dict[str, str]]:
    """IRI of a compound -> IRI of a statement -> what it says that the company is to it."""
    out: defaultdict[str, dict[str, str]] = defaultdict(dict)
    label = folk.reader.names.label
    together = {r["statement"]: (r["source"], r["target"]) for r in folk.links if r["relation"] == PARTNER_OF}
    for row in folk.links:
        if row["relation"] == DEVELOPED_UNDER and entity.id in together.get(row["statement"], ()):
            others = [i for i in together[row["statement"]] if i != entity.id]
            out[row["source"]][row["statement"]] = f"partner of {', '.join(label(i) for i in others)}"
    own = {c for c, found in folk.developers.items() if entity.id in found.values()}
    for compound in own | set(out) | folk.told_of.get(entity.id, set()):
        for statement, developer in folk.developers.get(compound, {}).items():
            out[compound][statement] = "develops it" if developer == entity.id else f"developed by {label(developer)}"
    return dict(out)


def _partners(folk: Companies, entity: Entity) -> dict[str, dict[str, str]]:
    """IRI of a partner -> IRI of a statement -> the compound that it is about, "" when none."""
    about = {r["statement"]: r["source"] for r in folk.links if r["relation"] == DEVELOPED_UNDER}
    out: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in folk.links:
        ends = {row["source"], row["target"]}
        if row["relation"] == PARTNER_OF and entity.id in ends and len(ends) == 2:
            (other,) = ends - {entity.id}
            out[other][row["statement"]] = about.get(row["statement"], "")
    return dict(out)


def _claims(found: Iterable[str], ids: Mapping[str, str]) -> list[str]:
    return sorted({ids[i] for i in found if i in ids}, key=lambda f: int(f[1:]))


def _forecast(reader: Reader, s: Statement, ids: Mapping[str, str]) -> dict[str, Any]:
    """One forecast with the figure told since."""
    row = reader.ledger[s.id]
    deciding = reader.statements([row["deciding"]]).get(row["deciding"]) if row["deciding"] else None
    (line,) = promise_lines([(row, s)], ids, ALONE)
    return {**line, "actual": without_subject(deciding) if deciding else ""}


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
        "claims": _claims([furthest[0].id], ids) if furthest else [],
        "roles": [
            (role, _claims((i for i, r in roles.items() if r == role), ids))
            for role in sorted(set(roles.values()), key=lambda r: (r != "develops it", r))
        ],
    }


def _partner(reader: Reader, iri: str, found: Mapping[str, str], ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    compounds = sorted({c for c in found.values() if c}, key=_by_name(reader))
    return {
        "label": reader.names.label(iri),
        "href": around.href(iri),
        "compounds": [(reader.names.label(c), around.href(c)) for c in compounds],
        "claims": _claims(found, ids),
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
    return page.render(
        "companies.html",
        title=VIEWS["company"].plural,
        lede="Who issues releases, how many promises they hold, and how many of these were kept in time.",
        foot=foot(reader),
        around=around,
        sheets=("base.css", "ledger.css", "company.css"),
        scripts=[page.asset("page.js")],
        rows=rows,
        least=LEAST,
    )
