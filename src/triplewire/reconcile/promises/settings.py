"""`data/promises.toml`, read: axes that tell events apart, and what shows that an event has come."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.errors import DataError
from triplewire.lexicon import authorities, regions
from triplewire.vocab import STAGES

Heard = Callable[[str], Collection[str]]

OPTIONS = frozenset({"kinds", "lexicon", "milestones_only"})
"""The keys of an axis that are none of its values."""


def _authority(words: str) -> Collection[str]:
    return ("authority",) if authorities(words) else ()


HEARD: Mapping[str, Heard] = {"": lambda _: (), "region": regions, "authority": _authority}
"""What the names of the lexicon say, by the `lexicon` of an axis."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What shows that an event of a kind has come: reports of itself, and what cannot be without it. Of a `recurrent` kind a compound
    has many events.
    """

    milestones: frozenset[str]
    implied_by: frozenset[str]
    studies: frozenset[str]
    stages: tuple[str, ...]
    recurrent: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Words that tell events of some kinds apart: value -> expression, what is `heard` in the names of the lexicon, and the value that
    is meant where none is said.
    """

    kinds: frozenset[str]
    values: Mapping[str, re.Pattern[str]]
    default: str
    heard: Heard
    milestones_only: bool

    def said(self, words: str) -> set[str]:
        """The values that the words say, else the default."""
        found = {value for value, said in self.values.items() if said.search(words)} | {*self.heard(words)}
        return found or ({self.default} - {""})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the ledger."""

    same_days: int
    near_days: int
    vague: re.Pattern[str]
    last_day: re.Pattern[str]
    axes: Mapping[str, Axis]
    kinds: Mapping[str, Kind]


@cache
def settings() -> Settings:
    """The shipped settings. Raises DataError naming the file and the fault."""
    raw = resources.toml("data", "promises.toml")
    try:
        return _settings(raw)
    except (KeyError, TypeError, ValueError, re.error) as fault:
        file = resources.path("data", "promises.toml")
        raise DataError([f"{file}: {fault}; see docs/explanation/ledger.md for what the file holds"]) from None


def _settings(raw: Mapping[str, Any]) -> Settings:
    axes = {name: _axis(row) for name, row in raw["axes"].items()}
    kinds = {name: _kind(name, row) for name, row in raw["kinds"].items()}
    if unknown := set().union(*(axis.kinds for axis in axes.values())) - kinds.keys():
        raise ValueError(f"axes: {', '.join(sorted(unknown))} is no kind of event")
    return Settings(raw["same_days"], raw["near_days"], _words(raw["vague"]), _words(raw["last_day"]), axes, kinds)


def _axis(row: Mapping[str, Any]) -> Axis:
    values = {value: words for value, words in row.items() if value not in OPTIONS}
    default = next((value for value, words in values.items() if not words), "")
    said = {value: _words(words) for value, words in values.items() if words}
    return Axis(frozenset(row["kinds"]), said, default, HEARD[row.get("lexicon", "")], row.get("milestones_only", False))


def _words(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{expression})(?![\w-])", re.IGNORECASE)


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    stages = tuple(row.get("stages", ()))
    if unknown := set(stages) - {"phase", *STAGES}:
        raise ValueError(f"kinds.{name}: {', '.join(sorted(unknown))} is no stage")
    implied_by, studies = (frozenset(row.get(shown, ())) for shown in ("implied_by", "studies"))
    return Kind(frozenset(row["milestones"]), implied_by, studies, stages, row.get("recurrent", False))
