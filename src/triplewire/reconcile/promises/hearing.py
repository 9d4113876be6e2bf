"""Whose reports count for whose promises: everybody's of the same compound, and of one that very many speak of those of partners alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from triplewire.model import Fact, Release
from triplewire.reconcile.nearby import Nearby, compound, is_few
from triplewire.reconcile.promises.reports import Report


class Hearing:
    """What each issuer hears of each compound: `shown` are the reports by the compound's slug, `party` the keys of issuers by release."""

    def __init__(
        self, releases: Sequence[Release], facts: Iterable[Fact], party: Mapping[str, str], shown: Mapping[str, Sequence[Report]]
    ) -> None:
        self._shown = shown
        self._near = None if is_few(releases) else Nearby.among(releases, facts)
        self._by_release = {name: _by_release(told) for name, told in shown.items() if self._near and compound(name) in self._near.crowds}
        company = self._near.company if self._near else {}
        self._of = {issuer: company[release] for release, issuer in party.items()} if company else {}
        self._own = defaultdict[str, list[str]](list)
        for release, name in company.items():
            self._own[name].append(release)
        self._heard = cache(self._releases)

    def of(self, name: str, issuer: str) -> Sequence[Report]:
        """The reports of a compound, given by its slug, that count for an issuer's promises; in order of time."""
        if name not in self._by_release:
            return self._shown.get(name, ())
        told = self._by_release[name]
        return sorted((report for release in self._heard(issuer) & told.keys() for report in told[release]), key=lambda r: r.at)

    def _releases(self, issuer: str) -> frozenset[str]:
        """The releases of an issuer and of its partners."""
        own = self._own[self._of.get(issuer, "")]
        return self._near.of(own).partners.union(own) if self._near else frozenset()


def _by_release(told: Iterable[Report]) -> dict[str, list[Report]]:
    found = defaultdict[str, list[Report]](list)
    for report in told:
        found[report.fact.release].append(report)
    return dict(found)
