"""Payload facts that no sentence states but a name implies; they say so in their basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triplewire.ground.stems import Stem, stem_of
from triplewire.lexicon import fold
from triplewire.model import Evidence, Fact

CONFIDENCE = 0.7
"""Below what a sentence earns: stems are conventions, and a code's suffix is the sponsor's choice."""

ARGUMENTS = ("compound", "other_drug")


def _evidence(fact: Fact, name: str) -> Evidence | None:
    """The evidence of the fact in which the name itself can be read, the narrowest first; None when the text has another name."""
    readable = [e for e in fact.evidence if fold(name) in fold(e.quote)]
    return min(readable, key=lambda e: (e.end - e.start, e.start), default=None)


def _readings(fact: Fact) -> Iterator[tuple[str, Stem, Evidence]]:
    """(compound, stem, evidence) for each name in the fact that carries a stem and stands in its evidence."""
    for argument in ARGUMENTS:
        compound = fact.arg(argument)
        for name in (compound, *fact.aliases.get(argument, ()), *_alias_values(fact, argument)):
            stem = stem_of(name) if name else None
            evidence = _evidence(fact, name) if stem else None
            if stem and evidence:
                yield compound, stem, evidence


def _alias_values(fact: Fact, argument: str) -> tuple[str, ...]:
    """The other name that an alias fact gives its compound."""
    return (fact.arg("alias"),) if fact.family == "alias" and argument == "compound" else ()


def nomenclature(facts: Iterable[Fact]) -> list[Fact]:
    """The has_payload facts that names imply, one for each release, compound and payload, at the first place the name is read.

    The evidence is that of the fact which names the compound; basis is `nomenclature`, rule `nomenclature.<stem>`. A payload
    that the release states for the compound, or denies it, is not derived again. Sorted by release, place, compound. The new
    facts are not grounded.
    """
    every = list(facts)
    said = {(f.digest, f.arg("compound"), f.arg("payload")) for f in every if f.family == "has_payload"}
    first: dict[tuple[str, str, str], Fact] = {}
    for fact in every:
        for compound, stem, evidence in _readings(fact):
            key = (fact.digest, compound, stem.payload)
            if key not in said and (key not in first or evidence < first[key].evidence[0]):
                first[key] = _fact(fact, compound, stem, evidence)
    return sorted(first.values(), key=lambda f: (f.release, f.evidence[0], f.arg("compound"), f.arg("payload")))


def _fact(source: Fact, compound: str, stem: Stem, evidence: Evidence) -> Fact:
    return Fact(
        family="has_payload",
        args={"compound": compound, "payload": stem.payload},
        evidence=(Evidence(evidence.start, evidence.end, evidence.quote),),
        release=source.release,
        digest=source.digest,
        rule=stem.rule,
        basis="nomenclature",
        confidence=CONFIDENCE,
    )
