"""Studies in step with the events of their own words: what is still to begin has no patients, what is still to fill up is not over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from triplewire.extract.merging import same_words
from triplewire.extract.studies import ASSUMED
from triplewire.extract.wording import wording
from triplewire.model import Fact
from triplewire.model.fact import Status


def in_step(facts: Iterable[Fact]) -> list[Fact]:
    """The facts, each study that is alone in the words of an event with the state that the event leaves it: one that is to begin is
    planned, one whose enrolment is to end is recruiting, one that has data is no plan.
    """
    known = list(facts)
    studies = [f for f in known if f.family == "trial"]
    state: dict[int, str] = {}
    for event in (f for f in known if f.family == "milestone" and f.polarity == "positive"):
        own = [t for t in studies if t.arg("compound") == event.arg("compound") and same_words(t, event)]
        if len(own) == 1 and (new := _left(event, own[0])):
            state[id(own[0])] = new
    return [_in_state(f, state[id(f)]) if id(f) in state else f for f in known]


def _left(event: Fact, study: Fact) -> str:
    """The state that an event leaves a study, "" for the one that it has."""
    kind, said, ahead = event.arg("kind"), study.arg("trial_status"), event.status != "actual"
    if kind == "trial_start" and ahead and (said == "recruiting" or ASSUMED in study.flags):
        return "planned"
    if kind == "enrollment_complete" and ahead and said in ("planned", "completed"):
        return "recruiting"
    if kind == "data_presentation" and said == "planned" and _has_data(event, study):
        return "ongoing"
    return ""


def _has_data(event: Fact, study: Fact) -> bool:
    """Whether the words of an event right before a study are of its data."""
    told = event.evidence[0]
    return bool(wording("status", "data_of", "studies.toml").search(told.quote[: max(0, study.evidence[0].start - told.start)]))


def _in_state(study: Fact, state: str) -> Fact:
    flags = {*study.flags} - {ASSUMED} | ({ASSUMED} if state == "ongoing" else set())
    status: Status = "planned" if state == "planned" else "actual"
    return replace(study, args={**study.args, "trial_status": state}, status=status, flags=tuple(sorted(flags)))
