"""Payload facts that no sentence states but a name implies; they say so in their basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triplewire.ground.stems import Stem, stem_of
from triplewire.lexicon import fold, load
from triplewire.model import Evidence, Fact

CONFIDENCE = 0.7
"""Below what a sentence earns: stems are conventions, and a code's suffix is the sponsor's choice."""

ARGUMENTS = ("compound", "other_drug")


def _evidence(name: str, quotes: Iterable[tuple[str, Evidence]]) -> Evidence | None:
    """Of the evidence of a release, with folded quotes, the narrowest in which the name itself can be read, then the first; None
    when the release does not write the name.
    """
    sought = fold(name)
    readable = [evidence for quote, evidence in quotes if sought in quote]
    return min(readable, key=lambda e: (e.end - e.start, e.start), default=None)


def _named(fact: Fact) -> Iterator[tuple[str, str, Stem]]:
    """(compound, name, stem) for each name of the fact's compounds, also those that a lexicon knows, that carries a stem."""
    for argument in ARGUMENTS:
        if argument not in fact.args and argument not in fact.aliases:
            continue
        compound = fact.arg(argument)
        known = (term.form for term in load().forms("compound", compound))
        for name in (compound, *known, *fact.aliases.get(argument, ()), *_alias_values(fact, argument)):
            if name and (stem := stem_of(name)):
                yield compound, name, stem


def _alias_values(fact: Fact, argument: str) -> tuple[str, ...]:
    """The other name that an alias fact gives its compound."""
    return (fact.arg("alias"),) if fact.family == "alias" and argument == "compound" else ()


def nomenclature(facts: Iterable[Fact]) -> list[Fact]:
    """The has_payload facts that names imply, one for each release, compound and payload.

    The evidence is the narrowest of the release's evidence in which the name can be read; a name that the release does not write
    implies nothing. Basis is `nomenclature`, rule `nomenclature.<stem>`. A payload
    that the release states for the compound, or denies it, is not derived again. Sorted by release, place, compound. The new
    facts are not grounded.
    """
    releases: dict[str, list[Fact]] = {}
    for fact in facts:
        releases.setdefault(fact.digest, []).append(fact)
    found = [derived for group in releases.values() for derived in _of_release(group)]
    return sorted(found, key=lambda f: (f.release, f.evidence[0], f.arg("compound"), f.arg("payload")))


def _of_release(facts: list[Fact]) -> Iterator[Fact]:
    """The facts that the names of one release imply, each compound and payload once."""
    done = {(f.arg("compound"), f.arg("payload")) for f in facts if f.family == "has_payload"}
    named = sorted({found for fact in facts for found in _named(fact)}, key=lambda f: (f[0], f[1], f[2].form))
    quotes = sorted({(fold(e.quote), e) for fact in facts for e in fact.evidence}) if named else []
    for compound, name, stem in named:
        evidence = _evidence(name, quotes)
        if evidence and (compound, stem.payload) not in done:
            done.add((compound, stem.payload))
            yield _fact(facts[0], compound, stem, evidence)


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
