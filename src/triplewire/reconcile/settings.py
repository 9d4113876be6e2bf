"""The words and numbers of `data/reconcile.toml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.lexicon import Expression

NONE = "none"
"""The policy under which nobody is preferred."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Which claim of an open conflict is preferred: the criteria in the order in which they are asked."""

    name: str
    title: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A total and the lists of parts that may make it; `proof` tells when a sum that fails is a fault (`sum`: only with damage)."""

    name: str
    title: str
    total: str
    parts: tuple[tuple[str, ...], ...]
    proof: str


@cache
def _data() -> dict[str, Any]:
    return resources.toml("data", "reconcile.toml")


@cache
def policies() -> Mapping[str, Policy]:
    """The policies by name; `none` is not among them."""
    return {name: Policy(name, row["title"], tuple(row["by"])) for name, row in _data()["policies"].items()}


def default_policy() -> str:
    """The policy of a build that is not told one."""
    return str(_data()["policy"])


@cache
def identities() -> tuple[Identity, ...]:
    """The sums that statements must obey, in the order in which they are told."""
    rows = _data()["identity"]
    return tuple(Identity(r["name"], r["title"], r["total"], tuple(map(tuple, r["parts"])), r["proof"]) for r in rows)


@cache
def words(section: str, key: str) -> frozenset[str]:
    """A list of words of one section."""
    return frozenset(_data()[section].get(key, ()))


@cache
def starts(section: str, key: str) -> tuple[str, ...]:
    """A list of beginnings of one section."""
    return tuple(_data()[section][key])


def number(section: str, key: str) -> int:
    """A number of one section."""
    return int(_data()[section][key])


@cache
def shape(section: str, key: str) -> Expression:
    """An expression of one section, in any case of letters."""
    return Expression(_data()[section][key], re.IGNORECASE)


@cache
def shapes(section: str, key: str) -> tuple[Expression, ...]:
    """A list of expressions of one section."""
    return tuple(Expression(one, re.IGNORECASE) for one in _data()[section][key])


@cache
def labels() -> tuple[tuple[str, Expression], ...]:
    """The measures that only the label of a row tells, each with the shape of its label."""
    return tuple((metric, Expression(one, re.IGNORECASE)) for metric, one in _data()["labels"].items())


@cache
def results() -> Mapping[str, str]:
    """The common name of a measure that has one name for a gain and one for a loss."""
    return {metric: name for name, both in _data()["results"].items() for metric in both}


def title(section: str) -> str:
    """The title of a section, for people."""
    return str(_data()[section]["title"])
