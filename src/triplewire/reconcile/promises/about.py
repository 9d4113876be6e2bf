"""Which event of its kind a statement is about: the details that its own words and the facts of the same words give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from triplewire import lexicon
from triplewire.model import Fact
from triplewire.reconcile.promises.settings import settings
from triplewire.reconcile.standing import is_planned
from triplewire.vocab import PHASES, slug

Details = Mapping[str, tuple[str, ...]]
"""By axis, the values said, sorted."""

_NAMED = {"trial": ("name", "nct"), "phase": ("phase",), "indication": ("indication",)}
_STAGES = {"IND": "ind_submission", "Filed": "regulatory_submission", "Approved": "approval"}
_ALIKE = frozenset({"indication", "venue"})
"""Axes whose values may be said in more and in fewer words."""


def kind_of(fact: Fact) -> str:
    """The kind of event that a fact is about; "other" for one that settings know nothing of."""
    if fact.family == "trial":
        return "trial_start"
    if fact.family == "stage":
        return _STAGES.get(fact.arg("stage"), "other")
    kind = {"phase_entry": "trial_start"}.get(fact.arg("kind"), fact.arg("kind"))
    return kind if kind in settings().kinds else "other"


def details(fact: Fact, beside: Iterable[Fact] = ()) -> Details:
    """The details of a milestone, study or stage: by axis of `data/promises.toml`, and `trial`, `phase`, `venue`, `indication`,
    those that it does not name itself also from the facts `beside` it that are of the same compound and share words with it.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    nearby = [other for other in beside if _tells_more(fact, other)]
    for axis, arguments in _NAMED.items():
        own = {fact.arg(argument) for argument in arguments} - {""}
        found[axis] |= own or {other.arg(argument) for other in nearby for argument in arguments} - {""}
    for axis in ("venue", "region"):
        found[axis] |= {fact.arg(axis)} - {""}
    for name, axis_words in settings().axes.items():
        told = fact.family == "milestone" or (fact.family == "stage" and not axis_words.milestones_only)
        if told and kind_of(fact) in axis_words.kinds:
            found[name] |= axis_words.said(_words(fact))
    if not found["source"] and found["phase"] & {*PHASES}:
        found["source"].add("clinical")
    return {axis: tuple(sorted(values)) for axis, values in sorted(found.items()) if values}


def _words(fact: Fact) -> str:
    """The words that say it first; what else is cited may be of the next sentence."""
    return fact.evidence[0].quote


def _tells_more(fact: Fact, other: Fact) -> bool:
    """Whether another fact is of the same words; a study that is only planned has no data yet, and nobody in it."""
    told = fact.family == "milestone" and fact.status == "actual"
    too_early = is_planned(other) and (kind_of(fact) == "data_presentation" or (told and kind_of(fact) == "enrollment_complete"))
    return (
        fact.arg("compound") == other.arg("compound")
        and not too_early
        and any(e.span.overlaps(o.span) for e in fact.evidence for o in other.evidence)
    )


def contradict(one: Details, two: Details) -> bool:
    """Whether two events have details of one axis, and none of them alike."""
    return any(not _meet(axis, one[axis], two[axis]) for axis in one.keys() & two.keys())


def agreements(one: Details, two: Details) -> int:
    """On how many axes two events have details that are alike."""
    return sum(_meet(axis, one[axis], two[axis]) for axis in one.keys() & two.keys())


def _meet(axis: str, one: Iterable[str], two: Iterable[str]) -> bool:
    return any(alike(axis, a, b) for a in one for b in two)


@lru_cache(maxsize=1 << 14)
def alike(axis: str, one: str, two: str) -> bool:
    """Whether two values of an axis may be one: the same name; for diseases and venues one name with all words of the other, for regions
    a country and the jurisdiction that it belongs to.
    """
    if slug(one) == slug(two):
        return True
    if axis == "region":
        return lexicon.part_of(one) == two or lexicon.part_of(two) == one
    if axis not in _ALIKE:
        return False
    a, b = (_bare(axis, name) for name in (one, two))
    return bool(a and b) and (a <= b or b <= a)


def _bare(axis: str, name: str) -> frozenset[str]:
    """The words of a name as the lexicon has it, without numbers such as the year of a meeting."""
    term = lexicon.resolve("conference" if axis == "venue" else axis, name)
    return frozenset(word for word in slug(term.name if term else name).split("-") if not word.isdigit())
