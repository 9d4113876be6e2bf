"""The same measure of the same period told twice with different amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from triplewire.model import Fact, Finding

MEASURE = ("organization", "metric", "period", "currency")
"""The arguments that two amounts share when they tell the same thing."""

MOST = 1_000_000
"""The coarsest rounding that explains a difference."""


def amount_conflicts(facts: Sequence[Fact]) -> Iterator[Finding]:
    """A finding for each pair of amounts for one measure, period and currency that rounding does not explain."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if fact.family == "financial":
            groups.setdefault((fact.release, *map(fact.arg, MEASURE)), []).append(fact)
    for _, group in sorted(groups.items()):
        for one, two in combinations(group, 2):
            if not same_amount(float(one.arg("value")), float(two.arg("value"))):
                yield _finding(one, two)


def same_amount(one: float, two: float) -> bool:
    """Whether two amounts are one amount told at two precisions: the rounder one is the other, rounded to its own last digit.

    >>> same_amount(12_900_000, 12_888_000), same_amount(12_900_000, 12_400_000)
    (True, False)
    """
    if one == two:
        return True
    return any(abs(one - two) <= step(x) / 2 + 1e-9 for x in (one, two))


def step(value: float) -> float:
    """The place value of the last digit that is not zero, at most a million; 0.01 for amounts below ten."""
    if abs(value) < 10:
        return 0.01
    size = 1.0
    while size < MOST and value % (size * 10) == 0:
        size *= 10
    return size


def _finding(one: Fact, two: Fact) -> Finding:
    organization, metric, period, currency = map(one.arg, MEASURE)
    amounts = " and ".join(f"{float(f.arg('value')):,.2f}".removesuffix(".00") for f in (one, two))
    what = f"{metric.replace('_', ' ')} of {period or 'an unnamed period'}"
    message = f"{organization}: {what} is told as {amounts} {currency}. Both are kept."
    return Finding("amount-conflict", "warning", organization, message, (one.id, two.id), one.release)
