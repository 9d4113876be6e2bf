"""What contradicts what: claims held against each other, within a release and from one to the next, and releases against their own totals.

Both sides are always kept; a policy may say which of them it would rather believe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from triplewire.errors import no_such
from triplewire.model import Document, Fact, Finding
from triplewire.reconcile.amounts import amount_conflicts
from triplewire.reconcile.changes import silence
from triplewire.reconcile.conflict import SUSPECT, Conflict, flags, judged, told
from triplewire.reconcile.corpus import Corpus
from triplewire.reconcile.counts import count_checks, count_conflicts
from triplewire.reconcile.dates import date_conflicts
from triplewire.reconcile.identities import identity_checks
from triplewire.reconcile.indications import indication_conflicts
from triplewire.reconcile.nearby import Nearby, crowd_notes, is_few
from triplewire.reconcile.partners import partner_conflicts
from triplewire.reconcile.promises import ledger
from triplewire.reconcile.settings import NONE, default_policy, policies
from triplewire.reconcile.stages import stage_conflicts

FINDERS: tuple[Callable[[Corpus], Iterator[Conflict]], ...] = (
    stage_conflicts,
    amount_conflicts,
    date_conflicts,
    partner_conflicts,
    indication_conflicts,
    count_conflicts,
)
OWN = ("conflict:", "preferred:", "outvoted:", "suspect:")
"""How flags begin that are set here, and only here."""


def reconcile(
    documents: Sequence[Document], facts: Sequence[Fact], policy: str = "", sums: Iterable[Finding] | None = None
) -> tuple[list[Fact], list[Finding]]:
    """The facts, those in a conflict flagged `conflict:<kind>`, and the findings sorted by release and id.

    A conflict names the claims, what speaks for either, and where they stand. Without a `policy` ("" is that of
    `data/reconcile.toml`) it picks no winner; with one the preferred claim is named and flagged `preferred:<policy>`, the others
    `outvoted:<policy>`, and all stay. Facts that scanning may have damaged are flagged `suspect:ocr`. The order of documents and
    facts changes nothing. Where the documents have no texts, `sums` are the findings about sums that were made when they had; the
    others need no text. Raises NotFoundError for an unknown policy.
    """
    corpus, chosen = Corpus.of(documents, facts), policies().get(checked_policy(policy))
    checks, added = list(count_checks(corpus)), list(identity_checks(corpus) if sums is None else sums)
    broken = {i for s in added if s.severity != "info" for i in s.facts}
    sound = {i for s in added for i in s.facts} - broken
    releases = [d.release for d in documents]
    silent, crowds = silence(releases, facts), {} if is_few(releases) else Nearby.among(releases, facts).crowds
    verdicts = [judged(c, corpus, chosen, sound, broken) for find in FINDERS for c in find(corpus)]
    marks = flags(verdicts, chosen)
    _add(marks, [i for f in checks if f.severity != "info" for i in f.facts], "conflict:count")
    _add(marks, broken, "conflict:identity")
    _add(marks, [i for s in added for i in s.suspects], SUSPECT)
    findings = [*(told(v, corpus, chosen) for v in verdicts), *checks, *added, *silent, *crowd_notes(crowds)]
    return [_marked(f, marks.get(f.id, set())) for f in facts], _once(findings)


def _add(marks: dict[str, set[str]], facts: Iterable[str], flag: str) -> None:
    for fact in facts:
        marks.setdefault(fact, set()).add(flag)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, by release, kind and id."""
    by_id: dict[str, Finding] = {}
    for finding in findings:
        by_id.setdefault(finding.id, finding)
    return sorted(by_id.values(), key=lambda f: (f.release, f.kind, f.id))


def policy_names() -> tuple[str, ...]:
    """What a build may be told: the policies of `data/reconcile.toml`, and `none`."""
    return (NONE, *sorted(policies()))


def checked_policy(name: str) -> str:
    """The name of a policy; "" is that of `data/reconcile.toml`. Raises NotFoundError when there is none of that name."""
    name = name or default_policy()
    if name not in policy_names():
        raise no_such("policy", name, policy_names())
    return name


def _marked(fact: Fact, marks: set[str]) -> Fact:
    """The fact with the flags that are due, and without those of an earlier reconciling."""
    others = {f for f in fact.flags if not f.startswith(OWN)}
    if len(others) == len(fact.flags) and not marks:
        return fact
    return replace(fact, flags=tuple(sorted(others | marks)))


__all__ = ["checked_policy", "ledger", "policy_names", "reconcile"]
