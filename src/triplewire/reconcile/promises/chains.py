"""Promises of one event, told again and again: which telling goes on which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from triplewire.reconcile.promises.about import Details, agreements, contradict
from triplewire.reconcile.promises.reports import Outcome
from triplewire.reconcile.promises.settings import settings
from triplewire.reconcile.promises.tellings import Telling
from triplewire.reconcile.promises.windows import relation

Ends = Mapping[int, Outcome]
"""By `id` of a telling, what ended it: the first report that it has come or will not."""


@dataclass(slots=True)
class Chain:
    """Tellings of one event, each of a later release than the one before; on each axis what was said of it last."""

    tellings: list[Telling] = field(default_factory=list)
    known: Details = field(default_factory=dict)

    @property
    def head(self) -> Telling:
        """The last telling so far."""
        return self.tellings[-1]

    def add(self, telling: Telling) -> Chain:
        """The chain with one more telling."""
        self.tellings.append(telling)
        self.known = {**self.known, **telling.details}
        return self


def chains(told: Sequence[Telling], ends: Ends) -> list[Chain]:
    """The chains of a group's tellings, which come in order of time: of the tellings of a release, the ones that fit best go first."""
    found: list[Chain] = []
    for _, together in groupby(told, key=lambda t: (t.day, t.release)):
        new = list(together)
        for chain, telling in tuple(_matches(found, new, ends)):
            chain.add(telling)
            new.remove(telling)
        found += (Chain().add(telling) for telling in new)
    return found


def _matches(known: Sequence[Chain], new: Sequence[Telling], ends: Ends) -> Iterator[tuple[Chain, Telling]]:
    """Pairs of a chain and the telling that goes on it, each used once."""
    scored = [
        (fit, -place, -number)
        for place, chain in enumerate(known)
        for number, telling in enumerate(new)
        if (fit := _fit(chain, telling, ends)) is not None
    ]
    chain_used: set[int] = set()
    telling_used: set[int] = set()
    for _, place, number in sorted(scored, reverse=True):
        if place not in chain_used and number not in telling_used:
            chain_used.add(place)
            telling_used.add(number)
            yield known[-place], new[-number]


def _fit(chain: Chain, new: Telling, ends: Ends) -> tuple[int, bool, date] | None:
    """How well a telling goes on a chain; None when they are of two events, or when the event was over before."""
    old, over = chain.head, ends.get(id(chain.head))
    if (over and over.report.day <= new.day) or old.day >= new.day or contradict(chain.known, new.details):
        return None
    agree, how = agreements(chain.known, new.details), relation(old.window, new.window)
    if settings().kinds[new.kind].recurrent and not agree and how != "same":
        return None  # of an event that a compound has many of, something must say that it is the same
    return agree, how == "same", old.day
