"""How a study or a programme stands by one claim: planned, running, or at its end. A claim that is denied says nothing of it."""

from __future__ import annotations

from triplewire.model import Fact

RUNNING = frozenset({"recruiting", "ongoing"})


def is_planned(fact: Fact) -> bool:
    """Whether a claim is of a study that is only planned."""
    return _study(fact) == "planned"


def is_running(fact: Fact) -> bool:
    """Whether a claim is of a study that is under way."""
    return _study(fact) in RUNNING


def is_stopped(fact: Fact) -> bool:
    """Whether a claim is of a study that was given up."""
    return _study(fact) == "stopped"


def is_discontinued(fact: Fact) -> bool:
    """Whether a claim says that a compound is given up, as a whole or in a disease."""
    return fact.family == "stage" and fact.polarity != "negated" and fact.arg("stage") == "Discontinued"


def _study(fact: Fact) -> str:
    return fact.arg("trial_status") if fact.family == "trial" and fact.polarity != "negated" else ""
