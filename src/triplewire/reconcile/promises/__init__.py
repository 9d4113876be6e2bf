"""The promise ledger: every forward-looking statement, and what became of it (docs/explanation/ledger.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from triplewire.issuers import parties
from triplewire.lexicon import short_name
from triplewire.model import Fact, Promise, Release
from triplewire.reconcile.promises.chains import Chain, chains
from triplewire.reconcile.promises.forecasts import forecasts
from triplewire.reconcile.promises.hearing import Hearing
from triplewire.reconcile.promises.reports import Report, fulfilment, reports, withdrawal
from triplewire.reconcile.promises.tellings import Telling, is_promise, tellings
from triplewire.reconcile.promises.verdicts import Ends, Published, verdict


def ledger(releases: Iterable[Release], facts: Iterable[Fact], as_of: date | None = None) -> tuple[Promise, ...]:
    """A row for each forward-looking statement, by day, release and place in the text, with its state as of a day: releases after
    that day count for nothing, nor do releases without a date. Without a day all releases count, as of the day of the last, and a
    promise of a release without a date is open. Of a compound that very many companies speak of only words of partners count.
    """
    known = [r for r in releases if as_of is None or (r.date and r.date <= as_of)]
    ids = {r.id for r in known}
    told = [f for f in facts if f.release in ids]
    days = {r.id: r.date for r in known if r.date}
    party = parties(known)
    published = _published(days, party)
    hearing = Hearing(known, told, party, reports(told, days))
    rows: list[Promise] = []
    for (issuer, compound, _), all_ in tellings(told, days, party).items():
        rows += _rows(all_, hearing.of(compound, issuer) if compound else (), published.get(issuer, ()))
    rows += forecasts(told, days, party, published)
    rows += [Promise(f, None, "", why="its release has no date") for f in told if f.release not in days and _is_row(f)]
    names = {r.id: short_name(r.issuer) for r in known}
    until = as_of or max(days.values(), default=None)
    finished = (replace(row, organization=row.organization or names.get(row.fact.release, ""), as_of=until) for row in rows)
    return tuple(sorted(finished, key=lambda r: (r.day or date.min, r.fact.release, r.fact.evidence[0].start, r.id)))


def _is_row(fact: Fact) -> bool:
    return (fact.family == "guidance" and fact.polarity == "positive") or (fact.family == "milestone" and is_promise(fact))


def _published(days: Mapping[str, date], party: Mapping[str, str]) -> dict[str, Published]:
    found: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for release, day in days.items():
        found[party.get(release, "")].append((day, release))
    return {issuer: sorted(all_) for issuer, all_ in found.items()}


def _rows(told: Sequence[Telling], about: Sequence[Report], published: Published) -> Iterator[Promise]:
    kept = {id(t): o for t in told if (o := fulfilment(t, about))}
    withdrawn = {id(t): o for t in told if (o := withdrawal(t, about))}
    ends = Ends(kept, withdrawn)
    first = {k: min((e[k] for e in (kept, withdrawn) if k in e), key=lambda o: o.report.day) for k in kept.keys() | withdrawn.keys()}
    for chain in chains(told, first):
        for place in range(len(chain.tellings)):
            yield from _of_telling(chain, place, ends, published)


def _of_telling(chain: Chain, place: int, ends: Ends, published: Published) -> Iterator[Promise]:
    telling = chain.tellings[place]
    before = chain.tellings[place - 1].rows[0].fact.id if place else ""
    after = chain.tellings[place + 1].rows[0].fact.id if place + 1 < len(chain.tellings) else ""
    for told in telling.rows:
        fact, found = told.fact, verdict(chain, place, told, ends, published)
        yield Promise(
            fact,
            telling.day,
            fact.arg("actor"),
            telling.details,
            found.state,
            decided_by=found.decided_by,
            deciding=found.deciding,
            days=found.days,
            previous=before,
            next=after,
            confidence=fact.confidence * found.sure,
            why=found.why,
        )


__all__ = ["ledger"]
