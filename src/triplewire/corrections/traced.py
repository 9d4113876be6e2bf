"""Facts on their way through corrections: which fact of the reading each comes from, and who has touched what of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from triplewire.ground import reground
from triplewire.model import Fact


@dataclass(frozen=True, slots=True)
class Traced:
    """A fact as it is now, and the id that it had as it was read."""

    origin: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Touch:
    """An entry has changed one value of a fact; one that is rejected has no value left (`key` is "")."""

    entry: str
    origin: str
    key: str = ""
    before: str = ""
    after: str = ""


def flagged(fact: Fact, touches: Iterable[Touch]) -> Fact:
    """The fact with a flag for each entry that has changed it, and the values that it had before any did."""
    touched = list(touches)
    flags = {*fact.flags, *(f"corrected:{t.entry}" for t in touched)}
    return replace(fact, flags=tuple(sorted(flags)), was={**{t.key: t.before for t in touched}, **fact.was})


def renamed(fact: Fact, names: Mapping[str, str], *, keep: bool = True) -> Fact:
    """The fact with other names in some arguments, grounded by these; with `keep` the old ones stay among the aliases, else all aliases
    of these arguments go.
    """
    args: dict[str, Any] = {**fact.args, **names}
    aliases = dict(fact.aliases)
    for argument, name in names.items():
        old = {*aliases.get(argument, ()), fact.arg(argument)} if keep else set()
        aliases[argument] = tuple(sorted(old - {name, ""}))
    if fact.family == "alias" and args.get("compound") == args.get("alias"):
        args["alias"] = fact.arg("compound")
    return reground(replace(fact, args=args, aliases={a: n for a, n in aliases.items() if n}), names)
