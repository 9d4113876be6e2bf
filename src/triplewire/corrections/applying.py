"""Corrections at work: on the facts of many releases, before and while these are brought under one set of names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from triplewire.assemble import assemble, in_order
from triplewire.assemble.naming import Naming
from triplewire.corrections.entries import Corrections, Entry
from triplewire.corrections.facts import Orders, applied, chosen, orders
from triplewire.corrections.names import Named, named
from triplewire.corrections.traced import Touch, Traced
from triplewire.ground import ground, nomenclature
from triplewire.model import Change, Correction, CorrectionState, Document, Fact, Finding

DERIVED = "nomenclature"
"""The basis of facts that follow from the names in other facts of their release."""


@dataclass(frozen=True)
class Outcome:
    """What corrections came to: documents and facts, these under one set of names as `assemble` gives them, and a record of each entry."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    records: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class _Run:
    """One way through: what was ordered, what came of the facts, what came of the names."""

    ordered: Orders
    named: Named
    touches: tuple[Touch, ...]


def corrected(corrections: Corrections, documents: Sequence[Document], facts: Sequence[Fact]) -> Outcome:
    """The facts as the entries about facts and names would have them; without such entries as `assemble` gives them.

    A fact may be chosen as it was read, as it is under the names of all releases, or as it is after other corrections. The order of
    the entries is of no matter.
    """
    if not (corrections.facts or corrections.names):
        return Outcome(tuple(documents), tuple(assemble(facts)))
    naming = Naming.of(facts)
    versions = {f.id: [f, naming.applied(f)] for f in facts}
    means = chosen(corrections.facts, versions)
    led: list[Touch] = []
    while True:
        run = _run(corrections, documents, facts, orders(corrections.facts, means, versions))
        for one in run.named.facts:
            versions.setdefault(one.origin, []).append(one.fact)
        waiting = [e for e in corrections.facts if not means[e.id]]
        found = {name: facts for name, facts in chosen(waiting, versions).items() if facts}
        if not found:
            run = replace(run, touches=(*run.touches, *_before(led, run.touches)))
            return Outcome(run.named.documents, tuple(_once(run.named.facts)), tuple(_records(corrections, run, versions)))
        by_others = frozenset[str]().union(*found.values())
        led += [t for t in run.touches if t.key and t.origin in by_others]
        means |= found


def _before(led: Iterable[Touch], touches: Iterable[Touch]) -> list[Touch]:
    """What made facts fit other entries and is undone by these, as a rejection undoes it: without it they would not be found."""
    done = {(t.entry, t.origin) for t in touches}
    return [t for t in dict.fromkeys(led) if (t.entry, t.origin) not in done]


def _run(corrections: Corrections, documents: Sequence[Document], facts: Sequence[Fact], ordered: Orders) -> _Run:
    stated, touches = applied((Traced(f.id, f) for f in facts if f.basis != DERIVED), ordered)
    touched = _by_release(facts, touches)
    follows = _derived(facts, stated, touched.keys())
    derived, more = applied((Traced(f.id, f) for f in follows), ordered)
    lost = {f.id: f.release for f in facts if f.basis == DERIVED} | {f.id: "" for f in follows}
    more += [Touch(entry, origin) for origin, release in lost.items() for entry in sorted(touched.get(release, ()))]
    done = named([*stated, *derived], documents, corrections.names)
    return _Run(ordered, done, (*touches, *more, *done.touches))


def _by_release(facts: Iterable[Fact], touches: Iterable[Touch]) -> dict[str, set[str]]:
    """The entries that have changed facts of a release, for each release that has such facts."""
    release = {f.id: f.release for f in facts}
    out: dict[str, set[str]] = {}
    for touch in touches:
        out.setdefault(release[touch.origin], set()).add(touch.entry)
    return out


def _derived(facts: Iterable[Fact], stated: Iterable[Traced], releases: Collection[str]) -> list[Fact]:
    """What follows from names: as it was read, but for the `releases` whose facts have been corrected."""
    kept = [f for f in facts if f.basis == DERIVED and f.release not in releases]
    return [*kept, *ground(nomenclature(t.fact for t in stated if t.fact.release in releases))]


def _once(facts: Iterable[Traced]) -> list[Fact]:
    """The facts in order; one that a correction has made the same as another is told once, with the flags of both."""
    told = [t.fact for t in facts]
    kept = [f for f in told if not _is_corrected(f)]
    first = {f.id: n for n, f in reversed(list(enumerate(kept)))}
    for fact in sorted((f for f in told if _is_corrected(f)), key=Fact.to_line):
        if fact.id in first:
            kept[first[fact.id]] = _both(kept[first[fact.id]], fact)
        else:
            first[fact.id] = len(kept)
            kept.append(fact)
    return in_order(kept)


def _both(one: Fact, other: Fact) -> Fact:
    """One fact of two that say the same from the same words."""
    flags = tuple(sorted({*one.flags, *other.flags}))
    more = tuple(e for e in other.evidence if e not in one.evidence)
    return replace(one, flags=flags, was={**other.was, **one.was}, evidence=(*one.evidence, *more))


def _is_corrected(fact: Fact) -> bool:
    return any(flag.startswith("corrected:") for flag in fact.flags)


# -- the record ----------------------------------------------------------------------------------------------------------

Versions = Mapping[str, Sequence[Fact]]


def _records(corrections: Corrections, run: _Run, versions: Versions) -> Iterable[Correction]:
    """What became of each entry about facts and names."""
    now = {t.origin: t.fact for t in run.named.facts}
    touched: dict[str, dict[str, list[Touch]]] = {}
    for touch in run.touches:
        touched.setdefault(touch.entry, {}).setdefault(touch.origin, []).append(touch)
    for entry in (*corrections.facts, *corrections.names):
        own = touched.get(entry.id, {})
        changes = [_change(versions[origin], now.get(origin), touches) for origin, touches in own.items()]
        changes += run.named.issued.get(entry.id, ())
        yield _record(entry, run, sorted(changes, key=lambda c: (c.release, c.fact)))


def _record(entry: Entry, run: _Run, changes: Sequence[Change]) -> Correction:
    if why := {**run.ordered.contrary, **run.named.contrary}.get(entry.id):
        return entry.told("conflict", why)
    if changes:
        return entry.told("applied", changes=changes)
    why = {**run.ordered.idle, **run.named.idle}.get(entry.id, "other corrections have taken away what it would change")
    return entry.told("stale", why)


def _change(versions: Sequence[Fact], now: Fact | None, touches: Sequence[Touch]) -> Change:
    """What an entry changed of a fact; before all corrections it was known by the id that it has under the names of all releases."""
    before = versions[min(1, len(versions) - 1)]
    if any(not t.key for t in touches):
        return Change(before.release, before.to_json(), None, before.id)
    after: dict[str, Any] = {t.key: t.after for t in touches}
    ids = (before.id, now.id if now else "")
    same = ids[0] == ids[1] or not now
    old: dict[str, Any] = {t.key: t.before for t in touches}
    return Change(before.release, old if same else {**old, "id": ids[0]}, after if same else {**after, "id": ids[1]}, ids[1] or ids[0])


def findings(records: Iterable[Correction]) -> list[Finding]:
    """A warning for each entry that changes nothing, or that another one contradicts, with the place where it stands."""
    kinds = {"stale": "stale-correction", "conflict": "correction-conflict"}
    advice = "correct the entry, or remove it"
    return [Finding(kinds[r.state], "warning", r.id, f"{r.place}: {r.words}: {r.note}; {advice}") for r in records if r.state in kinds]


def dated(records: Sequence[Correction], anyhow: Callable[[], Sequence[Correction]], since: date | None = None) -> list[Correction]:
    """The records of a build of some days only: an entry that bears on what is told on others is no stale one, but `later`, or `outside`
    where the days begin with `since`. `anyhow` are the records without the days.
    """
    if not any(r.state == "stale" for r in records):
        return list(records)
    states = {r.id: r.state for r in anyhow()}
    state: CorrectionState = "outside" if since else "later"
    note = "bears on nothing that is told " + ("in the days of the build" if since else "by that day")
    return [replace(r, state=state, note=note) if r.state == "stale" and states.get(r.id) == "applied" else r for r in records]
