"""Who owns or develops a compound, told so that both cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triplewire.lexicon import short_name
from triplewire.model import Fact
from triplewire.reconcile.conflict import Conflict, sides_of
from triplewire.reconcile.corpus import Corpus, by_release, grouped, names_itself, overlapping, squeezed
from triplewire.reconcile.settings import shape
from triplewire.reconcile.stages import is_sure

TIES = {"partnered_with": ("organization_a", "organization_b"), "deal": ("payer", "payee")}
"""Families that tie two companies to each other, with their arguments."""


def partner_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each compound that a release says to be one company's alone and another's too, when nothing in it ties the two; and
    for each partnership or owner that a release both states and denies. Partners change, so releases are not held against each other.
    """
    for facts in by_release(corpus.facts):
        yield from _exclusive(facts)
        yield from _denied(facts)


def _exclusive(facts: Sequence[Fact]) -> Iterator[Conflict]:
    developed = [f for f in facts if f.family == "developed_by" and f.polarity == "positive" and is_sure(f)]
    ties = list(dict.fromkeys(tuple(f.arg(a) for a in TIES[f.family]) for f in facts if f.family in TIES))
    for (compound,), group in grouped(developed, lambda f: (f.arg("compound"),)):
        alone = next((f for f in group if _is_alone(f)), None)
        others = [f for f in group if alone and _is_other(alone, f)]
        free = [f for f in others if alone and not _tied(ties, alone.arg("organization"), f.arg("organization"))]
        if alone and free:
            yield _conflict(compound, [alone, *free], f"{alone.arg('organization')} alone")


def _is_alone(fact: Fact) -> bool:
    """Whether the words say that a compound is one company's alone, and name both."""
    said = shape("partners", "exclusive").search(fact.evidence[0].quote) is not None
    return said and names_itself(fact) and names_itself(fact, "organization")


def _is_other(one: Fact, two: Fact) -> bool:
    return names_itself(two) and not _one_company(one.arg("organization"), two.arg("organization")) and not overlapping(one, two)


def _one_company(one: str, two: str) -> bool:
    """Whether two names are of one company: one goes on where the other ends."""
    a, b = (squeezed(short_name(name)) for name in (one, two))
    return a.startswith(b) or b.startswith(a)


def _tied(ties: Sequence[tuple[str, ...]], one: str, two: str) -> bool:
    """Whether a partnership or a deal of two companies is among those told."""
    return any(all(any(_one_company(name, other) for other in tie if other) for name in (one, two)) for tie in ties)


def _denied(facts: Sequence[Fact]) -> Iterator[Conflict]:
    told = [f for f in facts if f.family in ("developed_by", "partnered_with") and f.status == "actual" and is_sure(f)]
    for (_, compound, *companies), group in grouped(told, _tie):
        denied = [f for f in group if f.polarity == "negated"]
        stated = [f for f in group if f.polarity == "positive" and not overlapping(f, denied[0])] if denied else []
        if stated:
            yield _conflict(compound or companies[0], [*stated, *denied], " and ".join(companies))


def _tie(fact: Fact) -> tuple[str, ...]:
    names = sorted(fact.arg(a) for a in ("organization", "organization_a", "organization_b") if fact.arg(a))
    return (fact.family, fact.arg("compound"), *names)


def _conflict(focus: str, facts: Sequence[Fact], first: str) -> Conflict:
    sides = sides_of(facts, lambda f: _says(f, f is facts[0], first))
    lead = f"{focus} is told to be with {' and with '.join(s.says for s in sides)} in the same release"
    return Conflict("partner-conflict", focus, lead, sides)


def _says(fact: Fact, is_first: bool, first: str) -> str:
    if fact.polarity == "negated":
        return "not with " + " and ".join(_tie(fact)[2:])
    return first if is_first else " and ".join(_tie(fact)[2:])
