"""Who issued which release, under the name that facts use for that company."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from triplewire import vocab
from triplewire.lexicon import short_name
from triplewire.model import ORGANIZATION_ARGUMENTS, Fact, Release

Named = tuple[str, frozenset[str]]
"""An organization of a fact: the name that it shows, and all its names as slugs."""


def heads(releases: Iterable[Release], facts: Iterable[Fact]) -> dict[str, Release]:
    """The releases by id, each with its issuer as its own facts name it, else as those of others do, else without its legal form, as
    facts name a company: so that all releases of a company have one issuer.
    """
    own: defaultdict[str, list[Named]] = defaultdict(list)
    everywhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in facts:
        for shown, slugs in _organizations(fact):
            own[fact.release].append((shown, slugs))
            for slug in slugs:
                everywhere[slug][shown] += 1
    return {r.id: replace(r, issuer=_issuer(r, own.get(r.id, ()), everywhere)) for r in releases}


def _organizations(fact: Fact) -> Iterator[Named]:
    for argument in ORGANIZATION_ARGUMENTS:
        if shown := fact.arg(argument):
            yield shown, frozenset(vocab.slug(name) for name in (shown, *fact.aliases.get(argument, ())) if name)


def _issuer(release: Release, own: Iterable[Named], everywhere: Mapping[str, Counter[str]]) -> str:
    if not release.issuer:
        return ""
    known, short = {vocab.slug(n) for n in (release.issuer, *release.aliases)}, short_name(release.issuer)
    votes = Counter(shown for shown, slugs in own if known & slugs)
    return _most(votes or everywhere.get(vocab.slug(short), Counter())) or short


def _most(votes: Counter[str]) -> str:
    """The name with most votes, of several the first in the alphabet; "" of none."""
    return min(votes, key=lambda n: (-votes[n], n), default="")
