"""The authorities that words name, the regions that they speak of, and which region is part of which."""

from __future__ import annotations

from functools import lru_cache

from triplewire.lexicon.loading import load
from triplewire.lexicon.resolving import resolve


@lru_cache(maxsize=1 << 14)
def regions(words: str) -> frozenset[str]:
    """The regions named in words, and those of the authorities named there, by the names of the lexicon.

    >>> sorted(regions("approved by the FDA, and filed in Japan"))
    ['Japan', 'US']
    """
    terms = [hit.term for hit in load(("region", "organization")).find(words)]
    return frozenset(t.name if t.type == "region" else t.attrs.get("region", "") for t in terms) - {""}


@lru_cache(maxsize=1 << 14)
def authorities(words: str) -> frozenset[str]:
    """The authorities named in words that approve and allow, by the names of the lexicon.

    >>> sorted(authorities("approved by the FDA, with a grant of the NIH"))
    ['FDA']
    """
    return frozenset(hit.term.name for hit in load(("organization",)).find(words) if "regulator" in hit.term.attrs)


def part_of(region: str) -> str:
    """The jurisdiction that a country belongs to, "" for none.

    >>> part_of("Belgium")
    'EU'
    """
    term = resolve("region", region)
    return term.attrs.get("part", "") if term else ""
