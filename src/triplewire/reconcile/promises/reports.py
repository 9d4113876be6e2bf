"""What shows that an event has come, or that it will not: reports of later releases, and states of things that cannot be without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from triplewire.model import Fact
from triplewire.reconcile.promises.about import Details, agreements, alike, contradict, details, kind_of
from triplewire.reconcile.promises.settings import settings
from triplewire.reconcile.promises.tellings import Telling, beside
from triplewire.reconcile.promises.windows import Window, lateness
from triplewire.reconcile.standing import is_discontinued, is_planned, is_stopped
from triplewire.vocab import PHASES, slug

NEWS, IMPLIED, STATE = 1.0, 0.9, 0.85
"""How surely a report shows an event: the report of itself, of a later event, a state of things."""


@dataclass(frozen=True, slots=True)
class Report:
    """A fact that tells what has happened, with the days on which it may have happened."""

    fact: Fact
    day: date
    details: Details
    window: Window

    @property
    def at(self) -> tuple[date, str, str]:
        """Its place in the order of what is known."""
        return (self.day, self.fact.release, self.fact.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report that decides a promise, how surely it does, and the days on which the event may have happened."""

    report: Report
    sure: float
    window: Window


def reports(facts: Sequence[Fact], days: Mapping[str, date]) -> dict[str, list[Report]]:
    """By the slug of the compound, what dated releases report of it as having happened, being so, or being denied; in order of time."""
    near = beside(facts)
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for fact in facts:
        if fact.release in days and fact.basis == "stated" and _tells(fact):
            known = details(fact, near.get((fact.release, fact.arg("compound")), ()) if fact.family == "milestone" else ())
            day = days[fact.release]
            found[slug(fact.arg("compound")) if fact.arg("compound") else ""].append(Report(fact, day, known, _when(fact, day)))
    return {compound: sorted(told, key=lambda r: r.at) for compound, told in found.items()}


def _tells(fact: Fact) -> bool:
    if fact.polarity == "negated" or fact.family == "milestone":
        return fact.family == "milestone" and (fact.status == "actual" or fact.polarity == "negated")
    if fact.family == "trial":
        return not is_planned(fact) and "status-by-default" not in fact.flags
    # A stage that follows from a study or a milestone shows no more than these do.
    return fact.family == "stage" and not fact.rule.startswith(("stage.highest", "stage.after"))


def _when(fact: Fact, day: date) -> Window:
    """When an event may have happened: in the time that is said, for news without one on the day of the release, else before that day."""
    if fact.when and fact.when.start:
        return fact.when.start, min(fact.when.end or day, day) if fact.when.start <= day else fact.when.end
    if fact.family == "milestone" and not (fact.when and fact.when.end):
        return day, day
    return None, min(fact.when.end, day) if fact.when and fact.when.end else day


def fulfilment(telling: Telling, told: Iterable[Report]) -> Outcome | None:
    """The first later report that the promised event has happened; of several on one day the one that shows it most surely."""
    earlier: list[Report] = []
    found: list[Outcome] = []
    for report in told:
        if report.day <= telling.said:
            earlier.append(report)
        elif found and report.day > found[0].report.day:
            break
        elif (sure := _shows(telling, report)) and not _old_news(telling, report, earlier):
            # What is so on some day, and was not when it was promised, has come about in between.
            found.append(Outcome(report, sure, (report.window[0] or telling.said, report.window[1])))
    return max(found, key=lambda o: o.sure, default=None)


def withdrawal(telling: Telling, told: Iterable[Report]) -> Outcome | None:
    """The first later report that the promised event will not come."""
    return next((Outcome(r, NEWS, r.window) for r in told if r.day > telling.said and _ends(telling, r)), None)


def _shows(telling: Telling, report: Report) -> float:
    """How surely a report shows the promised event; 0 when it does not."""
    fact, kind = report.fact, settings().kinds[telling.kind]
    if fact.polarity == "negated" or contradict(telling.details, report.details):
        return 0
    # A state of things, or a later step, does not show which document was meant, nor where.
    another = fact.family != "milestone" or kind_of(fact) != telling.kind
    if another and any(axis in telling.details and axis not in report.details for axis in ("document", "region")):
        return 0
    if fact.family == "milestone":
        if fact.arg("kind") in kind.implied_by:
            return IMPLIED if _same_study(telling, report) else 0
        return NEWS if fact.arg("kind") in kind.milestones and _is_that_one(telling, report) else 0
    if fact.family == "trial":
        return STATE if fact.arg("trial_status") in kind.studies and _same_study(telling, report) else 0
    if kind.recurrent and not _shared("event", telling, report):
        return 0
    return STATE if fact.arg("stage") in _stages(kind.stages, telling) else 0


def _is_that_one(telling: Telling, report: Report) -> bool:
    """Whether news is of the very event: data are shown often, so they agree in some detail or come near the window."""
    if not settings().kinds[telling.kind].recurrent or agreements(telling.details, report.details):
        return True
    late = lateness(telling.window, report.window)
    return telling.kind != "other" and late is not None and abs(late) <= settings().near_days


def _same_study(telling: Telling, report: Report) -> bool:
    """Whether a study is the one that was promised: by its name, or by its phase and disease; to be allowed, any first study shows."""
    if telling.kind == "ind_submission" or _shared("trial", telling, report):
        return True
    one_disease = "indication" not in telling.details or _shared("indication", telling, report)
    return one_disease and _shared("phase", telling, report)


def _shared(axis: str, telling: Telling, report: Report) -> bool:
    return any(alike(axis, a, b) for a in telling.details.get(axis, ()) for b in report.details.get(axis, ()))


def _stages(stages: Sequence[str], telling: Telling) -> Iterable[str]:
    """The stages that show an event; `phase` stands for the lowest phase promised and all later phases."""
    promised = [PHASES.index(p) for p in telling.details.get("phase", ()) if p in PHASES]
    above = PHASES[min(promised) :] if promised else ()
    return {s for stage in stages for s in (above if stage == "phase" else (stage,))}


def _old_news(telling: Telling, report: Report, earlier: Sequence[Report]) -> bool:
    """Whether a report tells nothing new: an event of before the promise, or a state of things that was told before it too."""
    if report.fact.family == "milestone":
        end = report.window[1]
        return end is not None and end < telling.said
    return any(r.fact.family == report.fact.family and _state(r) == _state(report) and _shows(telling, r) for r in earlier)


def _state(report: Report) -> str:
    """The state of a study, of which recruiting is the beginning of running; the stage of a compound."""
    said = report.fact.arg("trial_status") or report.fact.arg("stage")
    return "ongoing" if said == "recruiting" else said


def _ends(telling: Telling, report: Report) -> bool:
    """Whether a report says that the event will not come."""
    if contradict(telling.details, report.details):
        return False
    fact = report.fact
    if fact.family == "milestone":
        return fact.polarity == "negated" and kind_of(fact) == telling.kind
    if fact.family == "stage":
        return is_discontinued(fact)
    return is_stopped(fact) and any(_shared(axis, telling, report) for axis in ("trial", "phase", "indication"))
