"""The change log of companies as plain values: what each release tells otherwise than the company's releases before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from triplewire.model import COMPOUND_ARGUMENTS, Fact, Release, ReportedChange
from triplewire.reconcile.changes.compare import Change
from triplewire.reconcile.changes.log import Entry, company_log


def reported(releases: Iterable[Release], facts: Sequence[Fact]) -> list[ReportedChange]:
    """The changes of all companies, by company and day, the newest first. What a company's first releases tell is no change, and what
    has no date comes before all else. A change of a compound as a whole that is one in a disease, told by the same facts, is told once:
    of the disease.
    """
    found = {
        (one := _reported(company, entry, change)).id: one
        for company, entries in company_log(releases, facts).items()
        for entry in entries
        if not entry.first
        for change in entry.changes
    }
    return list(found.values())


def _reported(company: str, entry: Entry, change: Change) -> ReportedChange:
    before, after = change.before, change.after
    assert entry.day is not None
    assert after is not None
    return ReportedChange(
        change.change,
        change.key.family,
        change.what,
        _about(company, change),
        entry.day,
        before.words if before else "",
        after.words,
        before.facts if before else (),
        after.facts,
        tuple(sorted({c.release for c in before.cited})) if before else (),
        tuple(sorted({c.release for c in after.cited})),
    )


def _about(company: str, change: Change) -> tuple[tuple[str, str], ...]:
    """What a change is about: its compounds, else its person, else its companies, else the company that tells it."""
    parts = dict(change.key.parts)
    if found := tuple(("compound", parts[name]) for name in COMPOUND_ARGUMENTS if name in parts):
        return found
    if "person" in parts:
        return (("person", parts["person"]),)
    return tuple(("organization", name) for name in change.key.companies or (company,))


__all__ = ["reported"]
