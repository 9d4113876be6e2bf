"""What a release says is to come, gathered: the statements of one release about one event are one telling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from triplewire.model import Fact, When
from triplewire.reconcile.promises.about import Details, agreements, contradict, details, kind_of
from triplewire.reconcile.promises.windows import Window, relation, touch, window
from triplewire.reconcile.standing import is_planned
from triplewire.vocab import slug

Group = tuple[str, str, str]
"""The key of the issuer, that of the compound ("" for none) and the kind: promises of one event share it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, what it is about, and the day and the window of its words: of the first release of the issuer that has them, for
    a paragraph copied from release to release means by "this month" the month in which it was written.
    """

    fact: Fact
    details: Details
    said: date
    when: When | None

    @property
    def window(self) -> Window:
        """The days of the promise."""
        return window(self.when)


@dataclass(frozen=True, slots=True)
class Telling:
    """Statements of one release about one event to come, the most precise first. `said` is the day from which they count."""

    release: str
    day: date
    kind: str
    told: tuple[Told, ...]
    details: Details

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The statements."""
        return tuple(t.fact for t in self.told)

    @property
    def said(self) -> date:
        """The day on which its first statement was first said in these words."""
        return self.told[0].said

    @property
    def rows(self) -> tuple[Told, ...]:
        """The statements that are rows of the ledger: the milestones, or the one plan of a study that no milestone speaks of."""
        return tuple(t for t in self.told if t.fact.family == "milestone") or self.told[:1]

    @property
    def window(self) -> Window:
        """The narrowest window that the release gives."""
        return self.told[0].window


def is_promise(fact: Fact) -> bool:
    """Whether a fact promises an event: a milestone to come, or a study that is only planned."""
    if fact.polarity != "positive" or fact.basis != "stated":
        return False
    return (fact.family == "milestone" and fact.status != "actual") or is_planned(fact)


def beside(facts: Iterable[Fact]) -> Mapping[tuple[str, str], list[Fact]]:
    """Studies by release and compound: what tells which event a milestone in the same words is about."""
    found: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.family in {"trial", "has_indication", "designation"} and fact.polarity == "positive":
            found[fact.release, fact.arg("compound")].append(fact)
    return found


def tellings(facts: Sequence[Fact], days: Mapping[str, date], issuers: Mapping[str, str]) -> dict[Group, list[Telling]]:
    """The tellings of each group in order of time; promises of releases without a date are left out, for nobody knows their order."""
    near = beside(facts)
    promises = sorted((f for f in facts if is_promise(f) and f.release in days), key=lambda f: (days[f.release], f.release, f.id))
    first: dict[tuple[str, str, str], Fact] = {}
    found: defaultdict[tuple[Group, str], list[Told]] = defaultdict(list)
    for fact in promises:
        issuer, compound = issuers.get(fact.release, ""), slug(fact.arg("compound")) if fact.arg("compound") else ""
        same = first.setdefault((issuer, compound, _words(fact)), fact)
        about = details(fact, near.get((fact.release, fact.arg("compound")), ()))
        found[(issuer, compound, kind_of(fact)), fact.release].append(Told(fact, about, days[same.release], same.when))
    out: defaultdict[Group, list[Telling]] = defaultdict(list)
    for (group, release), told in found.items():
        out[group] += (_telling(release, days[release], group[2], members) for members in _events(told))
    return {group: sorted(all_, key=_order) for group, all_ in sorted(out.items())}


def _words(fact: Fact) -> str:
    return " ".join(fact.evidence[0].quote.split()).casefold()


def _order(telling: Telling) -> tuple[date, str, str]:
    return (telling.day, telling.release, telling.facts[0].id)


def _events(told: Iterable[Told]) -> Iterator[list[Told]]:
    """Statements of one release and group, each event's together: windows that touch, details that do not contradict."""
    events: list[list[Told]] = []
    for new in sorted(told, key=_precision):
        fits = [e for e in events if all(_one_event(new, member) for member in e)]
        if fits:
            max(fits, key=lambda e: agreements(new.details, e[0].details)).append(new)
        else:
            events.append([new])
    yield from events


def _precision(told: Told) -> tuple[bool, bool, int, str]:
    """Milestones before plans of studies, those with a window first, short windows before long ones."""
    first, last = told.window
    size = (last - first).days if first and last else 10_000
    return (told.fact.family == "trial", first is None and last is None, size, told.fact.id)


def _one_event(one: Told, two: Told) -> bool:
    if contradict(one.details, two.details):
        return False
    meet = touch(one.window, two.window)
    return meet and (relation(one.window, two.window) != "later" or agreements(one.details, two.details) > 0)


def _telling(release: str, day: date, kind: str, members: Sequence[Told]) -> Telling:
    together: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        for axis, values in member.details.items():
            together[axis] |= set(values)
    return Telling(release, day, kind, tuple(members), {axis: tuple(sorted(v)) for axis, v in sorted(together.items())})
