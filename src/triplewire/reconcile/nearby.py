"""What others say that bears on a company: of the compounds that it speaks of, and of itself as a partner.

A drug that very many companies speak of, as of an old one that new ones are studied beside, is nobody's own: were each of them held against
all others, a build would cost the square of their number, and an approval of somebody's copy would keep the promise of somebody else's. So
of such a drug only the words of partners count (`[crowd]` in `data/reconcile.toml`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass

from triplewire.issuers import companies
from triplewire.lexicon import short_name
from triplewire.model import Fact, Finding, Release
from triplewire.reconcile.settings import number
from triplewire.vocab import slug

COMPOUND = "compound "
"""How the keys of compounds begin; all others are of partners."""


def keys(facts: Iterable[Fact]) -> set[str]:
    """What releases of several companies may speak of: compounds, and companies that are said to be partners."""
    found: set[str] = set()
    for fact in facts:
        if name := fact.arg("compound"):
            found.add(compound(name))
        if fact.family == "partnered_with" and fact.polarity == "positive":
            found |= {partner(fact.arg(a)) for a in ("organization_a", "organization_b")}
    return found


def compound(name: str) -> str:
    """The key of a compound."""
    return f"{COMPOUND}{slug(name)}"


def partner(organization: str) -> str:
    """The key of a company as a partner."""
    return f"partner {slug(short_name(organization))}"


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
        self._releases, self._keys, self.company = releases, keys, company
        speaking, issued = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for release, told in keys.items():
            for key in told:
                speaking[key].append(release)
            if issuer := releases[release].issuer:
                issued[partner(issuer)].append(release)
        self._speaking, self._issued = dict(speaking), dict(issued)
        self.crowds = dict(_crowds(speaking, company, number("crowd", "companies")))

    @classmethod
    def among(cls, releases: Iterable[Release], facts: Iterable[Fact]) -> Nearby:
        """Who speaks of what in the facts of some releases."""
        known, told = {r.id: r for r in releases}, defaultdict[str, list[Fact]](list)
        for fact in facts:
            told[fact.release].append(fact)
        return cls(known, {r: keys(told[r]) for r in known}, companies(known.values()))

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


def is_few(releases: Sized) -> bool:
    """Whether releases are so few that there is no compound among them that is nobody's own."""
    return len(releases) <= number("crowd", "companies")


def crowd_notes(crowds: Mapping[str, int]) -> Iterator[Finding]:
    """A note for each compound that is nobody's own, given with the number of companies that speak of it."""
    most = number("crowd", "companies")
    for key, count in sorted(crowds.items()):
        name = key.removeprefix(COMPOUND)
        why = f"{count:,} companies speak of it, more than {most}; what one says counts for another only where they are partners"
        yield Finding("compound-of-many", "info", name, f"{name}: {why}")


def _crowds(speaking: Mapping[str, Collection[str]], company: Mapping[str, str], most: int) -> Iterator[tuple[str, int]]:
    """The compounds of which more than so many companies speak, each with their number."""
    for key, releases in speaking.items():
        if key.startswith(COMPOUND) and len(releases) > most and (companies := len({company[r] for r in releases})) > most:
            yield key, companies
