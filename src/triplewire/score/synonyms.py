"""Which names a gold file holds to be names of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triplewire.score.gold import Claim, Gold
from triplewire.score.words import key, variants


class Synonyms:
    """The names of one annotated release: those that its `entity_aliases` and its alias facts hold equal."""

    def __init__(self, gold: Gold) -> None:
        self._group: dict[str, list[str]] = {}
        for names in _sets(gold):
            self._join([name for name in names if key(name)])

    def _join(self, names: list[str]) -> None:
        """Make one group of the names and of the groups they are in."""
        groups = [self._group[key(name)] for name in names if key(name) in self._group]
        merged = list(dict.fromkeys(name for group in [*groups, names] for name in group))
        self._group.update(dict.fromkeys(map(key, merged), merged))

    def same(self, one: str, two: str) -> bool:
        """Whether two names are equal but for spelling, or held equal; `X (Y)` is X, Y, or the whole."""
        keys = {self._key(form) for form in variants(one)}
        return any(self._key(form) in keys for form in variants(two))

    def _key(self, name: str) -> str:
        """One key for all names of a group."""
        return key(self._group[key(name)][0]) if key(name) in self._group else key(name)

    def forms(self, name: str) -> list[str]:
        """The name, its parts, and all names of their groups."""
        return [form for variant in variants(name) for form in (variant, *self._group.get(key(variant), ()))]


def _sets(gold: Gold) -> Iterator[tuple[str, ...]]:
    yield from ((name, *others) for name, others in gold.aliases.items())
    yield from _said([*gold.required, *gold.optional])


def _said(claims: Iterable[Claim]) -> Iterator[tuple[str, ...]]:
    """What alias facts of the release say."""
    for claim in claims:
        if claim["family"] == "alias" and claim.get("polarity", "positive") == "positive":
            yield (str(claim["compound"]), str(claim["alias"]))
