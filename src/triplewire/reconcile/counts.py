"""A release's own totals against what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from triplewire.model import Fact, Finding
from triplewire.vocab import PHASES

CLINICAL = ("Clinical", *PHASES)
LATER = PHASES[PHASES.index("Phase 2") :]
"""Phases that only a compound already in the clinic can be about to enter."""

IN_CLINIC = re.compile(r"\b(?:clinic|clinical)\b", re.IGNORECASE)


def count_checks(facts: Sequence[Fact]) -> Iterator[Finding]:
    """For each stated number of compounds in the clinic: does the release name as many? Compounds denied the technology are not counted."""
    for count in facts:
        if count.family == "count" and IN_CLINIC.search(count.arg("what")):
            yield _check(count, [f for f in facts if f.release == count.release])


def _check(count: Fact, facts: list[Fact]) -> Finding:
    """What the release lists against one number: the compounds in the clinic, without those said not to use the technology counted."""
    uses = [f for f in facts if f.family == "uses_technology"]
    technology = next((t for t in (f.arg("technology") for f in uses) if t in count.arg("what").split()), "")
    denied = {f.arg("compound") for f in uses if technology and f.polarity == "negated" and f.arg("technology") == technology}
    listed = sorted({f.arg("compound") for f in facts if in_clinic(f)} - denied)
    agrees = len(listed) == int(float(count.arg("value")))
    left_out = f" (without {', '.join(sorted(denied))}, said not to use {technology})" if denied else ""
    return _finding(count, agrees, f"{len(listed)}{left_out}: {', '.join(listed) or 'none'}")


def _finding(count: Fact, agrees: bool, listed: str) -> Finding:
    stated = f"{count.arg('organization')} states {int(float(count.arg('value')))} {count.arg('what')}; the release lists {listed}."
    focus, facts = count.arg("organization"), (count.id,)
    if agrees:
        return Finding("count-agrees", "info", focus, stated, facts, count.release)
    doubt = "The numbers differ: a compound may be unnamed, or a stage may have been misread."
    return Finding("count-conflict", "warning", focus, f"{stated} {doubt}", facts, count.release)


def in_clinic(fact: Fact) -> bool:
    """Whether a fact puts its compound in the clinic now: a clinical stage, a study not merely planned, an entry that happened, or
    a later phase still to come.
    """
    if fact.polarity != "positive" or not fact.arg("compound"):
        return False
    if fact.family == "stage":
        return fact.arg("stage") in CLINICAL
    if fact.family == "trial":
        return fact.arg("trial_status") != "planned" or fact.arg("phase") in LATER
    return fact.family == "milestone" and fact.arg("kind") == "phase_entry" and fact.status == "actual"
