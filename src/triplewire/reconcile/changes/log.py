"""What each release brought: the change log of a company, or of a compound, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from triplewire.issuers import heads
from triplewire.model import Fact, Release
from triplewire.reconcile.changes.compare import Change, in_order, step
from triplewire.reconcile.changes.state import Item, Key, by_day, news, with_whole


@dataclass(frozen=True)
class Entry:
    """What the releases of one day changed: the day (None when they have none), their ids, the changes, the first of all marked."""

    day: date | None
    releases: tuple[str, ...]
    changes: tuple[Change, ...]
    first: bool = False

    def to_json(self) -> dict[str, Any]:
        """The entry as data."""
        return {
            "changes": [c.to_json() for c in self.changes],
            "date": self.day.isoformat() if self.day else None,
            "first": self.first,
            "releases": list(self.releases),
        }


Log = Mapping[str, tuple[Entry, ...]]
"""By name of a company or compound its entries, newest first."""


def company_log(releases: Iterable[Release], facts: Sequence[Fact]) -> Log:
    """For each company that issues releases, what changed from one of its releases to the next; sorted by company."""
    groups: dict[str, list[Release]] = {}
    for release in heads(releases, facts).values():
        if release.issuer:
            groups.setdefault(release.issuer, []).append(release)
    own: dict[str, list[Fact]] = {}
    for fact in facts:
        own.setdefault(fact.release, []).append(fact)
    return {
        company: tuple(reversed([*history(groups[company], [f for r in groups[company] for f in own.get(r.id, ())])]))
        for company in sorted(groups)
    }


def compound_log(releases: Iterable[Release], facts: Sequence[Fact]) -> Log:
    """For each compound what was told of it from day to day, whoever told it; sorted by compound."""
    found: dict[str, list[Entry]] = {}
    for entry in history(releases, facts):
        split: dict[str, list[Change]] = {}
        for change in entry.changes:
            for compound in change.compounds:
                split.setdefault(compound, []).append(change)
        for compound, changes in split.items():
            tellers = sorted({c.release for change in changes for c in change.item.cited} & set(entry.releases))
            is_first = compound not in found
            found.setdefault(compound, []).append(Entry(entry.day, tuple(tellers), tuple(changes), is_first))
    return {compound: tuple(reversed(found[compound])) for compound in sorted(found)}


def history(releases: Iterable[Release], facts: Sequence[Fact]) -> Iterator[Entry]:
    """Day by day what the releases changed in what is known, the oldest first; days that change nothing are left out."""
    book, first = _Book(), True
    for day, told_then in by_day(releases, facts):
        changes = in_order(c for c in book.learn(told_then) if c.change)
        ids = tuple(sorted({c.release for item in told_then.values() for c in item.cited}))
        if changes:
            yield Entry(day if day > date.min else None, ids, changes, first)
        first = False


class _Book:
    """What is known so far: as told, by compound where a whole is made of parts, and as it is shown."""

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {}
        self.parts: dict[str, dict[Key, Item]] = {}
        self.shown: dict[Key, Item] = {}

    def learn(self, told_then: Mapping[Key, Item]) -> list[Change]:
        """Takes in what a day's releases tell; the steps that follow."""
        fresh = news(self.items, told_then)
        self.items |= fresh
        touched = {compound for key, item in fresh.items() if item.spec.whole for compound in key.compounds}
        for key, item in fresh.items():
            for compound in key.compounds if item.spec.whole else ():
                self.parts.setdefault(compound, {})[key] = item
        now = {**fresh, **with_whole({k: i for compound in touched for k, i in self.parts[compound].items()})}
        changes = [step(key, self.shown.get(key), item) for key, item in now.items() if self.shown.get(key) != item]
        self.shown |= now
        return changes


def since(log: Log, day: date) -> dict[str, tuple[Entry, ...]]:
    """The part of a log that is newer than a day; names without news are left out."""
    found = {name: tuple(e for e in entries if e.day and e.day > day) for name, entries in log.items()}
    return {name: entries for name, entries in found.items() if entries}
