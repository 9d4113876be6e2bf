"""Who issued which release: under the name that facts use for that company, and as one company under all its names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from triplewire import vocab
from triplewire.groups import Groups
from triplewire.lexicon import resolve, short_name
from triplewire.model import ORGANIZATION_ARGUMENTS, Fact, Release

Named = tuple[str, frozenset[str]]
"""An organization of a fact: the name that it shows, and all its names as slugs."""


def heads(releases: Iterable[Release], facts: Iterable[Fact]) -> dict[str, Release]:
    """The releases by id, each with its issuer as its own facts name it, else as those of others do, else without its legal form, as
    facts name a company: so that all releases of a company have one issuer. Where that was settled before (`Release.shown`), it stays.
    """
    own: defaultdict[str, list[Named]] = defaultdict(list)
    for fact in facts:
        own[fact.release] += organizations([fact])
    everywhere = votes(own.values())
    return {r.id: replace(r, issuer=r.shown or issuer(r, own.get(r.id, ()), everywhere)) for r in releases}


def organizations(facts: Iterable[Fact]) -> Iterator[Named]:
    """The organizations that facts name, as often as they do."""
    for fact in facts:
        for argument in ORGANIZATION_ARGUMENTS:
            if shown := fact.arg(argument):
                yield shown, frozenset(vocab.slug(name) for name in (shown, *fact.aliases.get(argument, ())) if name)


def votes(told: Iterable[Iterable[Named]]) -> dict[str, Counter[str]]:
    """By slug of a name, the names that facts show for who is called so."""
    everywhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for named in told:
        for shown, slugs in named:
            for slug in slugs:
                everywhere[slug][shown] += 1
    return everywhere


def issuer(release: Release, own: Iterable[Named], everywhere: Mapping[str, Counter[str]]) -> str:
    """The name that facts have for the issuer of a release: its `own`, else those of all; "" where the issuer is not known."""
    if not release.issuer:
        return ""
    known, short = {vocab.slug(n) for n in (release.issuer, *release.aliases)}, short_name(release.issuer)
    said = Counter(shown for shown, slugs in own if known & slugs)
    return _most(said or everywhere.get(vocab.slug(short), Counter())) or short


def parties(releases: Iterable[Release]) -> Mapping[str, str]:
    """Release id -> a key that two releases share when one company issued them, also when it was renamed between them; "" where the
    issuer is not known. The names of a company are its name without legal form, those that a release gives besides, and those of
    the lexicon.
    """
    known, names = [r for r in releases if r.issuer], Groups()
    for release in known:
        for name in release.aliases:
            names.join(_key(release.issuer), _key(name))
    return {r.id: names.of(_key(r.issuer)) for r in known}


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> str:
    term = resolve("organization", name) or resolve("organization", short_name(name))
    return vocab.slug(term.name if term else short_name(name))


def companies(releases: Iterable[Release]) -> dict[str, str]:
    """Release id -> a key that two releases share when they are of one party, or when facts know their issuers by one name; "" where
    the issuer is not known. What a company told before is in no other company's releases.
    """
    given = list(releases)
    party, names = parties(given), Groups()
    for release in given:
        if release.issuer:
            names.join(f"party {party[release.id]}", f"shown {release.shown or short_name(release.issuer)}")
    return {r.id: names.of(f"party {party[r.id]}") if r.issuer else "" for r in given}


def last_days(releases: Iterable[Release]) -> dict[str, date]:
    """Release id -> the day of the last release of its company; releases of companies without a dated release are left out."""
    given = list(releases)
    company, last = companies(given), dict[str, date]()
    for release in given:
        if release.date:
            last[company[release.id]] = max(release.date, last.get(company[release.id], date.min))
    return {r.id: last[company[r.id]] for r in given if company[r.id] in last}


def _most(said: Counter[str]) -> str:
    """The name with most votes, of several the first in the alphabet; "" of none."""
    return min(said, key=lambda n: (-said[n], n), default="")
