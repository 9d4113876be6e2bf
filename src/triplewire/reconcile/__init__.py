"""What contradicts what: claims of a release held against each other and against its own totals. Both sides are always kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from triplewire.model import Document, Fact, Finding
from triplewire.reconcile.amounts import amount_conflicts
from triplewire.reconcile.changes import silence
from triplewire.reconcile.counts import count_checks
from triplewire.reconcile.promises import ledger
from triplewire.reconcile.stages import stage_conflicts


def reconcile(documents: Sequence[Document], facts: Sequence[Fact]) -> tuple[list[Fact], list[Finding]]:
    """The facts, those in a conflict flagged `conflict:<kind>`, and the findings sorted by release and id.

    A conflict never picks a winner: it names the claims, what speaks for either, and where they stand.
    """
    findings = [*stage_conflicts(documents, facts), *count_checks(facts), *amount_conflicts(facts)]
    findings += silence([d.release for d in documents], facts)
    flags: dict[str, set[str]] = {}
    for finding in findings:
        if finding.severity != "info":
            for fact_id in finding.facts:
                flags.setdefault(fact_id, set()).add(f"conflict:{finding.kind.removesuffix('-conflict')}")
    marked = [replace(f, flags=tuple(sorted({*f.flags, *flags[f.id]}))) if f.id in flags else f for f in facts]
    return marked, sorted(findings, key=lambda f: (f.release, f.kind, f.id))


__all__ = ["ledger", "reconcile"]
