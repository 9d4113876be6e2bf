"""What others say that bears on a company: of the compounds that it speaks of, and of itself as a partner.

A drug that very many companies speak of, as of an old one that new ones are studied beside, is nobody's own: were each of them held against
all others, a build would cost the square of their number, and an approval of somebody's copy would keep the promise of somebody else's. So
of such a drug only the words of partners count (`[crowd]` in `data/reconcile.toml`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from triplewire.model import Finding, Release
from triplewire.reconcile.settings import number
from triplewire.workbook.names import COMPOUND, partner


@dataclass(frozen=True, slots=True)
class Near:
    """The ids of releases near a company, sorted; the keys by which facts count in those of `partners`, and in those of `others`."""

    releases: tuple[str, ...]
    partners: frozenset[str]
    wanted: frozenset[str]
    others: frozenset[str]

    def counts(self, release: str) -> frozenset[str]:
        """The keys by which facts of a release count."""
        return self.wanted if release in self.partners else self.others

    @property
    def crowded(self) -> frozenset[str]:
        """The keys that count in releases of partners alone."""
        return self.wanted - self.others


class Nearby:
    """Who speaks of what: of each release its keys and the company that issued it."""

    def __init__(self, releases: Mapping[str, Release], keys: Mapping[str, Collection[str]], company: Mapping[str, str]) -> None:
        self._releases, self._keys = releases, keys
        speaking, issued = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for release, told in keys.items():
            for key in told:
                speaking[key].append(release)
            if issuer := releases[release].issuer:
                issued[partner(issuer)].append(release)
        self._speaking, self._issued = dict(speaking), dict(issued)
        self.crowds = dict(_crowds(speaking, company, number("crowd", "companies")))

    def of(self, mine: Iterable[str]) -> Near:
        """What is near the releases of a company."""
        own = frozenset(mine)
        told = {key for release in own for key in self._keys[release]}
        named = {partner(issuer) for release in own if (issuer := self._releases[release].issuer)}
        compounds = {key for key in told if key.startswith(COMPOUND)}
        crowded = compounds & self.crowds.keys()
        partners = self._of(named)
        if crowded:
            partners |= {r for key in told - compounds for r in self._issued.get(key, ()) if not crowded.isdisjoint(self._keys[r])}
        near, wanted = (partners | self._of(compounds - crowded)) - own, frozenset(compounds | named)
        return Near(tuple(sorted(near)), frozenset(partners), wanted, wanted - crowded)

    def _of(self, keys: Iterable[str]) -> set[str]:
        return {release for key in keys for release in self._speaking.get(key, ())}

    def findings(self) -> Iterator[Finding]:
        """A note for each compound that is nobody's own."""
        most = number("crowd", "companies")
        for key, companies in sorted(self.crowds.items()):
            name = key.removeprefix(COMPOUND)
            why = f"{companies:,} companies speak of it, more than {most}; what one says counts for another only where they are partners"
            yield Finding("compound-of-many", "info", name, f"{name}: {why}")


def _crowds(speaking: Mapping[str, Collection[str]], company: Mapping[str, str], most: int) -> Iterator[tuple[str, int]]:
    """The compounds of which more than so many companies speak, each with their number."""
    for key, releases in speaking.items():
        if key.startswith(COMPOUND) and len(releases) > most and (companies := len({company[r] for r in releases})) > most:
            yield key, companies
