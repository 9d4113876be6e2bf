"""What a graph knows of companies: their promises, compounds and partners, looked up once for all of their pages."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from triplewire import vocab
from triplewire.draw.model import Dossier, Entity, Statement
from triplewire.draw.names import Row
from triplewire.draw.reader import Reader
from triplewire.draw.record import Record, records
from triplewire.draw.things import Things

MEASURE = vocab.ID + "measure/"
DEVELOPED_BY, PARTNER_OF, DEVELOPED_UNDER = (vocab.term(name) for name in ("developedBy", "partnerOf", "developedUnder"))
OWN = "develops it"
"""What a company is to its own compounds."""


class Companies:
    """All companies of a graph: what their pages share is looked up once."""

    def __init__(self, things: Things, dossier: Dossier) -> None:
        self.things, self.reader, self.dossier = things, things.reader, dossier

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
            for row in self.reader.claims.get(compound, ()):
                if own := self._issuers.get(row["release"], ""):
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
    def partnerships(self) -> dict[str, tuple[str, str]]:
        """IRI of a statement -> the two companies that it says are partners."""
        return {row["statement"]: (row["source"], row["target"]) for row in self.links if row["relation"] == PARTNER_OF}

    @cached_property
    def covered(self) -> dict[str, str]:
        """IRI of a statement that says two companies are partners -> the compound that it is about."""
        return {row["statement"]: row["source"] for row in self.links if row["relation"] == DEVELOPED_UNDER}

    def roles(self, company: str) -> dict[str, dict[str, str]]:
        """IRI of a compound -> IRI of a statement -> what it says that a company is to it."""
        out: defaultdict[str, dict[str, str]] = defaultdict(dict)
        label = self.reader.names.label
        for statement, compound in self.covered.items():
            if company in (ends := self.partnerships.get(statement, ())):
                out[compound][statement] = f"partner of {', '.join(label(i) for i in ends if i != company)}"
        own = {c for c, found in self.developers.items() if company in found.values()}
        for compound in own | set(out) | self.told_of.get(company, set()):
            for statement, developer in self.developers.get(compound, {}).items():
                out[compound][statement] = OWN if developer == company else f"developed by {label(developer)}"
        return dict(out)

    def partners(self, company: str) -> dict[str, dict[str, str]]:
        """IRI of a partner -> IRI of a statement -> the compound that it is about, "" when none."""
        out: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for statement, ends in self.partnerships.items():
            if company in ends and len(set(ends)) == 2:
                (other,) = set(ends) - {company}
                out[other][statement] = self.covered.get(statement, "")
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
