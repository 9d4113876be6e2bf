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


def ungrounded(facts: Iterable[Fact]) -> list[Ungrounded]:
    """Everything named by grounded facts that has an identifier in none of them, sorted by type and name, once each, with what is
    known instead.
    """
    found: dict[tuple[str, str], list[Fact]] = {}
    grounded: set[tuple[str, str]] = set()
    for fact in facts:
        for argument, kind, name in _named(fact):
            found.setdefault((kind, name), []).append(fact)
            grounded |= {(kind, name)} if argument in fact.ids else set()
    return [_ungrounded(kind, name, told) for (kind, name), told in sorted(found.items()) if (kind, name) not in grounded]


def _ungrounded(kind: str, name: str, facts: list[Fact]) -> Ungrounded:
    wider, curie = broader(kind, name) or ("", "")
    return Ungrounded(kind, name, len(facts), tuple(sorted({f.release for f in facts})), wider, curie)
