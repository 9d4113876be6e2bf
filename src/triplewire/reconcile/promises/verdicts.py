"""What became of each statement of a chain."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from triplewire.model import State, When
from triplewire.reconcile.promises.chains import Chain
from triplewire.reconcile.promises.reports import Outcome
from triplewire.reconcile.promises.tellings import Telling, Told
from triplewire.reconcile.promises.windows import Relation, Window, lateness, restated, window

MOVED: Mapping[Relation, State] = {"later": "slipped", "earlier": "advanced", "narrower": "narrowed"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state with what decides it: releases, facts, days, how surely, and why in words."""

    state: State = "open"
    decided_by: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    days: int | None = None
    sure: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ends:
    """By `id` of a telling, the first report that it has come, and the first that it will not."""

    kept: Mapping[int, Outcome]
    withdrawn: Mapping[int, Outcome]


Published = Sequence[tuple[date, str]]
"""Day and id of the releases of one issuer, in order."""


def verdict(chain: Chain, place: int, told: Told, ends: Ends, published: Published) -> Verdict:
    """What became of a statement of the telling at a place of its chain: the first thing that decides it, in order of time."""
    telling, own = chain.tellings[place], told.window
    found: list[tuple[date, int, Verdict]] = []
    if kept := ends.kept.get(id(telling)):
        found.append((kept.report.day, 0, _kept(kept, own)))
    if ended := ends.withdrawn.get(id(telling)):
        found.append((ended.report.day, 1, _withdrawn(ended)))
    if moved := _moved(chain.tellings[place + 1 :], told.when):
        found.append((moved[0].day, 2, moved[1]))
    return min(found, key=lambda f: f[:2])[2] if found else waiting(own, told.said, published)


def _kept(outcome: Outcome, own: Window) -> Verdict:
    report, days = outcome.report, lateness(own, outcome.window)
    how = "" if days is None else " in its window" if days == 0 else f" {abs(days)} days {'after' if days > 0 else 'before'} its window"
    why = f"{report.fact.release} of {report.day} tells that it has come{how}"
    return Verdict("kept", (report.fact.release,), (report.fact.id,), days, outcome.sure * report.fact.confidence, why)


def _withdrawn(outcome: Outcome) -> Verdict:
    report = outcome.report
    why = f"{report.fact.release} of {report.day} tells that it will not come"
    return Verdict("withdrawn", (report.fact.release,), (report.fact.id,), None, outcome.sure * report.fact.confidence, why)


def _moved(later: Sequence[Telling], own: When | None) -> tuple[Telling, Verdict] | None:
    """The first telling after it that gives another window, and what that makes of it."""
    for telling in later:
        new = telling.told[0]
        if state := MOVED.get(restated(own, new.when, new.said)):
            days = _days_moved(window(own), telling.window) if state != "narrowed" else None
            words = f"promised anew in {telling.release} of {telling.day} for {new.when.text if new.when else 'no time'}"
            return telling, Verdict(state, (telling.release,), (new.fact.id,), days, new.fact.confidence, words)
    return None


def _days_moved(old: Window, new: Window) -> int | None:
    if old[1] and new[1]:
        return (new[1] - old[1]).days
    return (new[0] - old[0]).days if old[0] and new[0] else None


def waiting(own: Window, said: date, published: Published) -> Verdict:
    """Open, or overdue when the issuer has published since, after the window ended."""
    last = own[1]
    if last is None:
        return Verdict(why="nothing was told of it since" if own == (None, None) else "its window has no end")
    after = bisect_right(published, (max(last, said), "\U0010ffff"))
    if after == len(published):
        return Verdict(why="no release of its company is later than its window")
    day, release = published[after]
    return Verdict("overdue", (release,), (), None, 1.0, f"its window is over since {last}, and {release} of {day} does not tell of it")
