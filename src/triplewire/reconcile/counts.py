"""A release's own totals against what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from triplewire.model import Fact, Finding

CLINICAL = frozenset({"Clinical", "Phase 1", "Phase 1/2", "Phase 2", "Phase 2/3", "Phase 3", "Phase 4"})
IN_CLINIC = re.compile(r"\b(?:clinic|clinical)\b", re.IGNORECASE)


def count_checks(facts: Sequence[Fact]) -> Iterator[Finding]:
    """For each stated number of compounds in the clinic: does the release name as many? Compounds denied the technology are not counted."""
    for count in facts:
        if count.family == "count" and IN_CLINIC.search(count.arg("what")):
            yield _check(count, [f for f in facts if f.release == count.release])


def _check(count: Fact, facts: list[Fact]) -> Finding:
    technology = next((f.arg("technology") for f in facts if f.family == "uses_technology" and f.arg("technology") in count.arg("what").split()), "")
    denied = {f.arg("compound") for f in facts if f.family == "uses_technology" and f.polarity == "negated" and f.arg("technology") == technology}
    listed = sorted({f.arg("compound") for f in facts if in_clinic(f)} - (denied if technology else set()))
    stated = int(float(count.arg("value")))
    left_out = f" (without {', '.join(sorted(denied))}, said not to use {technology})" if technology and denied else ""
    agrees = len(listed) == stated
    message = (
        f"{count.arg('organization')} states {stated} {count.arg('what')}; the release lists {len(listed)}{left_out}: {', '.join(listed) or 'none'}."
        + ("" if agrees else " The numbers differ: a compound may be unnamed, or a stage may have been misread.")
    )
    return Finding("count-agrees" if agrees else "count-conflict", "info" if agrees else "warning", count.arg("organization"), message, (count.id,), count.release)


def in_clinic(fact: Fact) -> bool:
    """Whether a fact puts its compound in the clinic now: a clinical stage, a study not merely planned, an entry that happened, or
    a later phase still to come.
    """
    if fact.polarity != "positive" or not fact.arg("compound"):
        return False
    if fact.family == "stage":
        return fact.arg("stage") in CLINICAL
    if fact.family == "trial":
        return fact.arg("trial_status") != "planned" or fact.arg("phase") in ("Phase 2", "Phase 2/3", "Phase 3", "Phase 4")
    return fact.family == "milestone" and fact.arg("kind") == "phase_entry" and fact.status == "actual"
