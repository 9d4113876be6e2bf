"""Who issues which release, under the name that facts use for that company."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from triplewire import vocab
from triplewire.lexicon import short_name
from triplewire.model import Fact, Release

ORGANIZATIONS = ("organization", "organization_a", "organization_b", "actor", "payer", "payee")


def heads(releases: Iterable[Release], facts: Sequence[Fact]) -> dict[str, Release]:
    """The releases by id, each with its issuer as its own facts name it, else as others do, else without its legal form: so that all
    releases of a company have one issuer, the one of the graph.
    """
    own: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    everywhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in facts:
        for argument in ORGANIZATIONS:
            if shown := fact.arg(argument):
                for slug in {vocab.slug(n) for n in (shown, *fact.aliases.get(argument, ()))}:
                    own[fact.release][slug, shown] += 1
                    everywhere[slug][shown] += 1
    return {r.id: replace(r, issuer=_issuer(r, own[r.id], everywhere)) for r in releases}


def _issuer(release: Release, own: Counter[tuple[str, str]], everywhere: defaultdict[str, Counter[str]]) -> str:
    if not release.issuer:
        return ""
    known, short = {vocab.slug(n) for n in (release.issuer, *release.aliases)}, short_name(release.issuer)
    votes = Counter[str]()
    for (slug, shown), number in own.items():
        if slug in known:
            votes[shown] += number
    return _most(votes) or _most(everywhere.get(vocab.slug(short), Counter())) or short


def _most(votes: Counter[str]) -> str:
    """The name with most votes, of several the first in the alphabet; "" of none."""
    return min(votes, key=lambda n: (-votes[n], n), default="")
