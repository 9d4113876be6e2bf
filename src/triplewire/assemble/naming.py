"""Which names of a corpus are names of one thing, and which of them is shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, takewhile

from triplewire import lexicon
from triplewire.groups import Groups
from triplewire.model import COMPOUND_ARGUMENTS, ORGANIZATION_ARGUMENTS, Fact

PLAIN_ARGUMENTS = ("indication", "target", "technology", "venue", "payload")

_CODE = re.compile(r"([A-Za-z]{2,})[- ]?(\d{2,}[A-Za-z]?)")
"""A code of a sponsor's letters and a number; with parts behind that, hyphens may tell two compounds apart."""


@dataclass(frozen=True)
class Naming:
    """Name -> shown name, per kind of argument."""

    compounds: Mapping[str, str]
    organizations: Mapping[str, str]
    spellings: Mapping[str, str]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Naming:
        """The naming that a corpus supports: aliases for compounds, short forms for companies, spelling for the rest."""
        names = Names()
        names.add(facts)
        return cls.by(names)

    @classmethod
    def by(cls, names: Names) -> Naming:
        """The naming that the names in use support."""
        return cls(_compounds(names), _organizations(names.organizations), _spellings(names.others))

    def applied(self, fact: Fact) -> Fact:
        """The fact under the shown names; a name that had to give way is kept as an alias of its argument."""
        args, aliases = dict(fact.args), dict(fact.aliases)
        for argument, table in self._tables:
            old = fact.arg(argument) if argument in args else ""
            new = table.get(old, old)
            if old and new != old:
                args[argument] = new
                aliases[argument] = tuple(sorted({*aliases.get(argument, ()), old} - {new}))
        if fact.family == "alias" and args["compound"] == args["alias"]:
            args["alias"] = fact.arg("compound")
        same = args == fact.args and aliases == fact.aliases
        return fact if same else replace(fact, args=args, aliases=aliases)

    def shown(self, argument: str, name: str) -> str:
        """The name under which a thing that is called `name` in that argument is shown."""
        return next((table for a, table in self._tables if a == argument), {}).get(name, name)

    @cached_property
    def _tables(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """The arguments that some name is changed in, each with the names that are."""
        tables = [(a, self.compounds) for a in COMPOUND_ARGUMENTS] + [(a, self.organizations) for a in ORGANIZATION_ARGUMENTS]
        return tuple((a, table) for a, table in [*tables, *((a, self.spellings) for a in PLAIN_ARGUMENTS)] if table)


@dataclass
class Names:
    """The names that facts use: how often each, and which two stand for one compound. What is known of many releases is the sum of what
    is known of each.
    """

    compounds: Counter[str] = field(default_factory=Counter)
    organizations: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, facts: Iterable[Fact]) -> None:
        """Counts in the names of some facts."""
        for fact in facts:
            for argument in fact.args:
                if (counter := self._counter(argument)) is not None and (name := fact.arg(argument)):
                    counter[name] += 1
            if fact.family == "alias" and fact.polarity == "positive":
                self.pairs.add((fact.arg("compound"), fact.arg("alias")))
            self.pairs.update((fact.arg(a), other) for a in COMPOUND_ARGUMENTS for other in fact.aliases.get(a, ()))

    def merge(self, other: Names) -> None:
        """Counts in what is known of other facts."""
        self.compounds.update(other.compounds)
        self.organizations.update(other.organizations)
        self.others.update(other.others)
        self.pairs |= other.pairs

    def _counter(self, argument: str) -> Counter[str] | None:
        if argument in COMPOUND_ARGUMENTS:
            return self.compounds
        if argument in ORGANIZATION_ARGUMENTS:
            return self.organizations
        return self.others if argument in PLAIN_ARGUMENTS else None


def _compounds(names: Names) -> dict[str, str]:
    """Names joined by alias facts, by the lexicon, or that are one code, shown as the one that most facts use, then the first in the
    alphabet.
    """
    joined = Groups()
    for pair in (*names.pairs, *_one_substance(names.compounds)):
        joined.join(*pair)
    counts = names.compounds
    groups: dict[str, list[str]] = {}
    for name in sorted(joined):
        groups.setdefault(joined.of(name), []).append(name)
    best = {root: min(group, key=lambda n: (-counts[n], n)) for root, group in groups.items()}
    return {name: best[root] for root, group in groups.items() for name in group}


def _one_substance(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that the lexicon knows as names of one substance, and of one code with and without its hyphen."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        term = lexicon.resolve("compound", name)
        code = _CODE.fullmatch(name)
        key = f"={term.name}" if term else "".join(code.groups()).casefold() if code else ""
        if key and seen.setdefault(key, name) != name:
            yield seen[key], name


def _organizations(told: Iterable[str]) -> dict[str, str]:
    """A name that one other name goes on with nothing but company words ("Norvane" beside "Norvane Therapeutics") is that one."""
    names = sorted(told)
    heads = frozenset(t.form.casefold() for t in lexicon.word_list("org_head"))
    out = {}
    for name in names:
        longer = [n for n in _going_on(names, f"{name} ") if all(w.casefold() in heads for w in n[len(name) :].split())]
        if len(longer) == 1:
            out[name] = longer[0]
    return out


def _going_on(names: Sequence[str], start: str) -> Iterator[str]:
    """Of sorted names, those that begin with some words."""
    return takewhile(lambda n: n.startswith(start), islice(names, bisect_left(names, start), None))


def _spellings(counts: Counter[str]) -> dict[str, str]:
    """Names that differ only in case or hyphens are shown as the most frequent of them."""
    groups: dict[str, list[str]] = {}
    for name in sorted(counts):
        groups.setdefault(" ".join(name.casefold().replace("-", " ").split()), []).append(name)
    return {name: min(names, key=lambda n: (-counts[n], n)) for names in groups.values() for name in names if len(names) > 1}
