"""A release's own numbers against what it lists, and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from triplewire.model import Fact, Finding, FindingSide
from triplewire.model.finding import Severity
from triplewire.reconcile.conflict import Conflict, sides_of
from triplewire.reconcile.corpus import Corpus, by_release, cited, grouped
from triplewire.reconcile.standing import is_planned
from triplewire.vocab import PHASES

CLINICAL = ("Clinical", *PHASES)
LATER = PHASES[PHASES.index("Phase 2") :]
"""Phases that only a compound already in the clinic can be about to enter."""

IN_CLINIC = re.compile(r"\b(?:clinic|clinical)\b", re.IGNORECASE)


def count_checks(corpus: Corpus) -> Iterator[Finding]:
    """For each stated number of compounds in the clinic: does the release name as many? Compounds denied the technology are not counted."""
    for facts in by_release(corpus.facts):
        for count in facts:
            if count.family == "count" and IN_CLINIC.search(count.arg("what")):
                yield _check(count, facts)


def count_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each thing that one release counts twice with different numbers."""
    for facts in by_release(corpus.facts):
        counts = [f for f in facts if f.family == "count" and f.polarity == "positive" and f.status == "actual"]
        for (organization, _), group in grouped(counts, _counted):
            sides = sides_of(group, _number)
            if len(sides) > 1:
                lead = f"{organization} states {' and '.join(s.says for s in sides)} {group[0].arg('what')} in the same release"
                yield Conflict("count-conflict", organization, lead, sides)


def _counted(count: Fact) -> tuple[str, str]:
    return count.arg("organization"), " ".join(count.arg("what").casefold().replace("-", " ").split())


def _number(count: Fact) -> str:
    return f"{float(count.arg('value')):g}"


def _check(count: Fact, facts: Sequence[Fact]) -> Finding:
    """What the release lists against one number: the compounds in the clinic, without those said not to use the technology counted."""
    uses = [f for f in facts if f.family == "uses_technology"]
    technology = next((t for t in (f.arg("technology") for f in uses) if t in count.arg("what").split()), "")
    denials = [f for f in uses if technology and f.polarity == "negated" and f.arg("technology") == technology]
    denied = {f.arg("compound") for f in denials}
    counted: dict[str, Fact] = {}
    for fact in facts:
        if in_clinic(fact) and fact.arg("compound") not in denied:
            counted.setdefault(fact.arg("compound"), fact)
    left_out = f" (without {', '.join(sorted(denied))}, said not to use {technology})" if denied else ""
    listed = [counted[name] for name in sorted(counted)]
    return _finding(count, listed, denials, f"{len(listed)}{left_out}: {', '.join(sorted(counted)) or 'none'}")


def _finding(count: Fact, listed: Sequence[Fact], denials: Sequence[Fact], words: str) -> Finding:
    """What came of one check. A release that lists nothing at all is no contradiction: it only gives the number."""
    number = int(float(count.arg("value")))
    stated = f"{count.arg('organization')} states {number} {count.arg('what')}; the release lists {words}."
    kind, severity, more = _outcome(number, len(listed))
    evidence = cited([count, *listed, *denials])
    sides = (
        FindingSide("stated", f"{number} {count.arg('what')}", (count.id,)),
        *(FindingSide("listed", f.arg("compound"), (f.id,)) for f in listed),
        *(FindingSide("left-out", f.arg("compound"), (f.id,)) for f in denials),
    )
    return Finding(kind, severity, count.arg("organization"), stated + more, (count.id,), count.release, evidence, sides)


def _outcome(number: int, listed: int) -> tuple[str, Severity, str]:
    if number == listed:
        return "count-agrees", "info", ""
    if not listed:
        return "count-open", "info", " They cannot be compared."
    return "count-conflict", "warning", " The numbers differ: a compound may be unnamed, or a stage may have been misread."


def in_clinic(fact: Fact) -> bool:
    """Whether a fact puts its compound in the clinic now: a clinical stage, a study not merely planned, an entry that happened, or
    a later phase still to come.
    """
    if fact.polarity != "positive" or not fact.arg("compound"):
        return False
    if fact.family == "stage":
        return fact.arg("stage") in CLINICAL
    if fact.family == "trial":
        return not is_planned(fact) or fact.arg("phase") in LATER
    return fact.family == "milestone" and fact.arg("kind") == "phase_entry" and fact.status == "actual"
