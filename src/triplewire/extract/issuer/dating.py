"""Which period each claim of a sentence is about: the one beside its amount, its metric, or another amount of its run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from triplewire.extract.issuer.claims import NEAR, Claim, Item, Phrase, is_pronoun, label, leads_on
from triplewire.extract.issuer.periods import Period

_CLAUSE = re.compile(r" (?:of|for|from|with) [^,;:.()$€£]{1,40} (?:in|for|during|at|as of)(?: the)? ")
_OWNS = re.compile(r"(?:['’]s)? (?:(?:financial )?(?:guidance|outlook)(?: of| for| is)? )?")


def bind_periods(text: str, items: Sequence[Item], claims: list[Claim]) -> None:
    """Give each claim the period that the words tie to it, if any; claims of one run share theirs."""
    for claim in claims:
        claim.period = label(text, items, claim.index) or _after(text, items, claim) or _inside(text, items, claim)
    for claim in claims[-1:]:
        claim.period = claim.period or _later(text, items, claim)
    _spread(text, claims)


def _after(text: str, items: Sequence[Item], claim: Claim) -> Period | None:
    """The period right after the amount (and its metric): "… for 1QFY11"."""
    tail = claim.tail
    if tail + 2 < len(items) and label(text, items, tail + 2):
        # "$V (2024: $W) for P": the bracket is passed over.
        tail += 2
    if tail + 1 >= len(items):
        return None
    following = items[tail + 1]
    if not isinstance(following, Period) or (tail + 2 < len(items) and label(text, items, tail + 2)):
        return None
    named = claim.phrase.end if claim.phrase and claim.phrase.end <= following.start else 0
    gap = text[max(items[tail].end, named) : following.start].removeprefix(")")
    if _heads_next(text, items, tail + 1, gap):
        return None
    return following if len(gap) <= 45 and not any(c in gap for c in ";$") and leads_on(gap) else None


def _later(text: str, items: Sequence[Item], claim: Claim) -> Period | None:
    """The period that ends the clause of a claim, a few words on: "net sales of $V of X in 2007"."""
    tail = claim.tail
    following = items[tail + 1] if tail + 1 < len(items) else None
    if not isinstance(following, Period) or following.relative == "this" or claim.compared:
        return None
    gap = text[items[tail].end : following.start]
    return following if _CLAUSE.fullmatch(gap) else None


def _heads_next(text: str, items: Sequence[Item], at: int, gap: str) -> bool:
    """Whether a period after an amount belongs to the metric that follows it: "$V; in P it was", "$V and year-end M of"."""
    period, owner = items[at], items[at + 1] if at + 1 < len(items) else None
    if not isinstance(owner, Phrase):
        return False
    if is_pronoun(owner):
        return _opens(text, period, owner)
    return gap in (" and ", ", and ", ", ") and _OWNS.fullmatch(text[period.end : owner.start]) is not None


def _opens(text: str, period: Item, pronoun: Item) -> bool:
    """Whether a period opens the clause of a pronoun: "in P it was", "a year earlier, they were"."""
    return text[period.end : pronoun.start].strip(" ,") == ""


def _inside(text: str, items: Sequence[Item], claim: Claim) -> Period | None:
    """The period between the metric and the amount, or right before the metric: "Revenues for P were", "a P net loss of"."""
    if claim.phrase is None or claim.phrase.start > claim.amount.start or claim.owned:
        return None
    at = items.index(claim.phrase, max(0, claim.index - NEAR))
    between = [i for i in items[at + 1 : claim.index] if isinstance(i, Period)]
    if between:
        return between[-1]
    before = items[at - 1] if at else None
    if is_pronoun(claim.phrase):
        return before if isinstance(before, Period) and _opens(text, before, claim.phrase) else None
    return before if isinstance(before, Period) and _OWNS.fullmatch(text[before.end : claim.phrase.start]) else None


def _spread(text: str, claims: list[Claim]) -> None:
    """A period after the last amount of a run holds for the run: "$V, or $W per share, for P"; "$V and $W for P"."""
    for claim, after in reversed(list(pairwise(claims))):
        run = after.each_share and not after.phrase and claim.compared == after.compared
        pair = after.compared and claim.compared and text[claim.amount.end : after.amount.start] in (" and ", ", and ", ", ")
        same = claim.phrase is after.phrase and claim.phrase is not None and claim.compared == after.compared
        if claim.period is None and (run or pair or same):
            claim.period = after.period
        elif after.period is None and run:
            after.period = claim.period
