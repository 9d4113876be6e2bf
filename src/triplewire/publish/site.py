"""What the pages of a build tell beside its graph: of all that there is, or for the front page of the first and most of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import nlargest

from triplewire import issuers, resources, workbook
from triplewire.builds import Held
from triplewire.draw import Dossier, Front, SiteInfo, Text
from triplewire.draw.front import Company, Compound, Found, New
from triplewire.draw.front.told import ASIDE, NAMED, NEWEST, RANKED
from triplewire.model import Release
from triplewire.publish.product import Product, Tally, findings
from triplewire.reconcile.changes import company_log, compound_log


class HeldTexts(Mapping[str, Text]):
    """The texts of releases by their ids; each is read when it is first asked for, by whichever process that does."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._held, self._read = {h.id: h for h in held}, dict[str, Text]()

    def __getitem__(self, release: str) -> Text:
        if release not in self._read:
            document = self._held[release].document()
            self._read[release] = Text(document.raw, document.repairs)
        return self._read[release]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs to read them itself."""
        return {"_held": self._held, "_read": {}}


def site_info(product: Product, tally: Tally) -> SiteInfo:
    """All that pages of single things and releases show; all but the texts is in memory."""
    shown = workbook.shown(product.book)
    releases = [replace(held.release, shown=shown[held.id]) for held in product.held]
    told, facts = tuple(findings(product, tally.families)), list(workbook.facts(product.book))
    return SiteInfo(
        version=resources.version(),
        findings=tuple((f.severity, f.kind, f.message) for f in told),
        quarantine=tuple((q.file, q.reason, q.message) for q in product.quarantine),
        counts=tuple(tally.counts(product).items()),
        since=product.since,
        as_of=product.as_of,
        dossier=Dossier(told, company_log(releases, facts), compound_log(releases, facts), HeldTexts(product.held)),
    )


def front_info(product: Product, tally: Tally) -> Front:
    """What the front page shows of a build of any size."""
    shown = workbook.shown(product.book)
    releases = [replace(h.release, shown=shown[h.id]) for h in product.held]
    companies, compounds = _companies(releases), _compounds(product, releases)
    days = sorted(str(r.date) for r in releases if r.date)
    newest = nlargest(NEWEST, releases, key=lambda r: (str(r.date or ""), r.id))
    return Front(
        version=resources.version(),
        counts=tuple(tally.counts(product).items()),
        as_of=product.as_of,
        first=days[0] if days else "",
        last=days[-1] if days else "",
        findings=tuple(_found(product, tally)),
        quarantine=tuple((q.file, q.reason, q.message) for q in product.quarantine[:ASIDE]),
        promises=tuple(workbook.states(product.book).items()),
        families=tuple(tally.families.items()),
        companies=tuple(nlargest(RANKED, companies, key=lambda c: (c.releases, c.last, c.name))),
        companies_in_all=len(companies),
        compounds=tuple(nlargest(RANKED, compounds, key=lambda c: (c.releases, c.name))),
        compounds_in_all=len(compounds),
        newest=tuple(New(str(r.date or ""), r.shown, r.title, r.id) for r in newest),
    )


def _found(product: Product, tally: Tally) -> Iterator[Found]:
    """The findings by severity and kind, each with the first of them."""
    counted, first = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for finding in findings(product, tally.families):
        key = (finding.severity, finding.kind)
        counted[key] += 1
        first.setdefault(key, finding.message)
    return (Found(*key, n, first[key]) for key, n in sorted(counted.items()))


def _companies(releases: list[Release]) -> list[Company]:
    """The companies that issued releases, under the names that their newest ones show."""
    own: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    company = issuers.companies(releases)
    for release in releases:
        if company[release.id]:
            own[company[release.id]].append((str(release.date or ""), release.shown))
    return [Company(max(told)[1], len(told), min(day for day, _ in told), max(told)[0]) for _, told in sorted(own.items())]


def _compounds(product: Product, releases: list[Release]) -> list[Compound]:
    """The compounds that releases tell of."""
    issuer = {r.id: r.shown for r in releases}
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for release, tally in workbook.tallies(product.book):
        for name in {name for kind, name, *_ in tally["names"] if kind == "compound"}:
            told[name][issuer[release]] += 1
    return [_compound(name, by) for name, by in sorted(told.items())]


def _compound(name: str, by: Mapping[str, int]) -> Compound:
    companies = sorted((c for c in by if c), key=lambda c: (-by[c], c))
    return Compound(name, sum(by.values()), tuple(companies[:NAMED]), max(0, len(companies) - NAMED))
