"""What a person's corrections say, as frozen values: which facts, names and releases, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any

from triplewire.model import COMPOUND_ARGUMENTS, ORGANIZATION_ARGUMENTS, Change, Correction, CorrectionState, Fact, When

NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "compound": COMPOUND_ARGUMENTS,
        "conference": ("venue",),
        "indication": ("indication",),
        "organization": ORGANIZATION_ARGUMENTS,
        "payload": ("payload",),
        "person": ("person",),
        "target": ("target",),
        "technology": ("technology",),
    }
)
"""Kind of name -> the arguments of facts that hold such names."""

BESIDE = ("status", "polarity", "when")
"""What a fix may set besides arguments."""


@dataclass(frozen=True)
class Selection:
    """Which facts are meant: one by its id, or those of a family with some arguments, of a release, whose words hold a quote."""

    fact: str = ""
    family: str = ""
    arguments: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    release: str = ""
    quote: str = ""

    def fits(self, fact: Fact) -> bool:
        """Whether the fact is one of those."""
        if self.fact:
            return fact.id == self.fact
        return (
            fact.family == self.family
            and self.release in ("", fact.release, fact.digest)
            and all(same_value(fact.args.get(name, ""), value) for name, value in self.arguments.items())
            and any(_plain(self.quote) in _plain(e.quote) for e in fact.evidence)
        )


@dataclass(frozen=True)
class Entry:
    """What every entry says, and where it stands (`file:line:column`): see `Correction`."""

    record: Correction

    @property
    def id(self) -> str:
        """The stable name of the entry: a hash of what it does."""
        return self.record.id

    def told(self, state: CorrectionState, note: str = "", changes: Iterable[Change] = ()) -> Correction:
        """The record of what became of it."""
        return replace(self.record, state=state, note=note, changes=tuple(changes))


@dataclass(frozen=True)
class FactEntry(Entry):
    """A fact is rejected (nothing to `put`), or some of what it says is put right; `was` is what it is expected to say before."""

    selection: Selection
    put: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    was: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class NameEntry(Entry):
    """A name of a kind becomes another one: everywhere (merge), or in some releases or those of a company only (split)."""

    kind: str
    name: str
    into: str
    releases: tuple[str, ...] = ()
    company: str = ""


@dataclass(frozen=True)
class ReleaseEntry(Entry):
    """A release is withdrawn, or replaced `by` another one, from a day on."""

    release: str
    since: date
    by: str = ""


@dataclass(frozen=True)
class Corrections:
    """All corrections of a build, each sort in order of ids: the order of files and of entries is of no matter."""

    facts: tuple[FactEntry, ...] = ()
    names: tuple[NameEntry, ...] = ()
    releases: tuple[ReleaseEntry, ...] = ()
    digest: str = ""

    def __bool__(self) -> bool:
        return bool(self.facts or self.names or self.releases)


def _plain(words: str) -> str:
    return " ".join(words.split())


def same_value(one: Any, other: Any) -> bool:
    """Whether two values of an argument are the same: as numbers where one is a number, else as words."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    numbers = number(one), number(other)
    return numbers[0] is not None and numbers[0] == numbers[1]


def number(value: Any) -> float | None:
    """The number that a value is or spells, None when it is none."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if isfinite(found) else None


def value_of(fact: Fact, key: str) -> str:
    """What a fact says under a key of `put` or `was`, "" when it says nothing."""
    if key == "status":
        return fact.status
    if key == "polarity":
        return fact.polarity
    if key == "when":
        return interval(fact.when) if fact.when else ""
    return fact.arg(key)


def interval(when: When) -> str:
    """The days of a time as START/END, `..` where it is open."""
    return spelled(when.start, when.end)


def spelled(start: date | None, end: date | None) -> str:
    """START/END, `..` where it is open."""
    return "/".join(day.isoformat() if day else ".." for day in (start, end))


def days(text: str) -> tuple[date | None, date | None]:
    """Start and end of START/END, where `..` is open, or of one day. Raises ValueError when it is neither, or ends before it starts."""
    first, slash, last = text.partition("/")
    start, end = (None if part == ".." else date.fromisoformat(part) for part in (first, last if slash else first))
    if (start is None and end is None) or (start and end and end < start):
        raise ValueError(text)
    return start, end
