"""Fills the identifiers of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from triplewire.ground.names import broader, grounding
from triplewire.model import Fact, Ungrounded

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "actor": "organization",
        "compound": "compound",
        "indication": "indication",
        "organization": "organization",
        "organization_a": "organization",
        "organization_b": "organization",
        "other_drug": "compound",
        "payee": "organization",
        "payer": "organization",
        "payload": "payload",
        "target": "target",
    }
)
"""Argument of a fact -> type of name, for the arguments that have public identifiers."""


def _named(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """(argument, type, name) for each argument that may be grounded."""
    args = fact.args
    for argument in TYPES.keys() & args.keys():
        value = args[argument]
        if isinstance(value, str) and value:
            yield argument, TYPES[argument], value


def _ground(fact: Fact, known: dict[tuple[str, str, tuple[str, ...]], str]) -> Fact:
    found = {a: curie for a, kind, name in _named(fact) if (curie := _curie(kind, name, fact.aliases.get(a, ()), known))}
    ids = {**found, **fact.ids}
    return replace(fact, ids=MappingProxyType(dict(sorted(ids.items())))) if ids != fact.ids else fact


def _curie(kind: str, name: str, aliases: tuple[str, ...], known: dict[tuple[str, str, tuple[str, ...]], str]) -> str:
    """The identifier of a name, "" when it has none; what was found once is `known`, since facts name the same things again and again."""
    key = (kind, name, aliases)
    curie = known.get(key)
    if curie is None:
        found = grounding(kind, name, aliases)
        curie = known[key] = found.curie if found else ""
    return curie


def ground(facts: Iterable[Fact]) -> list[Fact]:
    """The same facts in the same order, with `ids` filled for compounds, payloads, targets, indications and organizations that a
    lexicon knows by name or by an alias of the release. Identifiers already there are kept.
    """
    known: dict[tuple[str, str, tuple[str, ...]], str] = {}
    return [_ground(fact, known) for fact in facts]


def reground(fact: Fact, arguments: Iterable[str]) -> Fact:
    """The fact with the identifiers of some arguments looked up anew, by what these arguments are called now and by nothing else."""
    changed = frozenset(arguments)
    ids = {argument: curie for argument, curie in fact.ids.items() if argument not in changed}
    for argument, kind, name in _named(fact):
        found = grounding(kind, name) if argument in changed else None
        ids |= {argument: found.curie} if found else {}
    return replace(fact, ids=MappingProxyType(dict(sorted(ids.items()))))


Use = tuple[str, str, int, bool]
"""A type and name that facts use, how often, and whether it has an identifier in one of them."""


def uses(facts: Iterable[Fact]) -> list[Use]:
    """What facts name that may have an identifier, sorted by type and name."""
    found: dict[tuple[str, str], tuple[int, bool]] = {}
    for fact in facts:
        for argument, kind, name in _named(fact):
            times, grounded = found.get((kind, name), (0, False))
            found[(kind, name)] = (times + 1, grounded or argument in fact.ids)
    return [(*key, *use) for key, use in sorted(found.items())]


def ungrounded(used: Iterable[tuple[str, Iterable[Use]]]) -> list[Ungrounded]:
    """Everything named by the facts of releases, given by their ids with what these use, that has an identifier in none of them, sorted
    by type and name, once each, with what is known instead.
    """
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    grounded: set[tuple[str, str]] = set()
    for release, uses in used:
        for kind, name, times, known in uses:
            if known:
                grounded.add((kind, name))
            else:
                found.setdefault((kind, name), []).append((release, times))
    return [_ungrounded(*key, told) for key, told in sorted(found.items()) if key not in grounded]


def _ungrounded(kind: str, name: str, told: list[tuple[str, int]]) -> Ungrounded:
    wider, curie = broader(kind, name) or ("", "")
    return Ungrounded(kind, name, sum(n for _, n in told), tuple(sorted({r for r, _ in told})), wider, curie)
