"""How exact a figure is told, and which damage of its digits would make it another."""

from __future__ import annotations

import re
from itertools import pairwise

from triplewire.model import Fact
from triplewire.reconcile.settings import shape, words

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
SCALES = (1.0, 1e3, 1e6, 1e9)
MOST = 1_000_000
"""The coarsest rounding that explains a difference, of a figure whose words are not at hand."""


def step(value: float) -> float:
    """The place value of the last digit that is not zero, at most a million; 0.01 for amounts below ten."""
    if abs(value) < 10:
        return 0.01
    size = 1.0
    while size < MOST and value % (size * 10) == 0:
        size *= 10
    return size


def same_amount(one: float, two: float) -> bool:
    """Whether two amounts are one amount told at two precisions: the rounder one is the other, rounded to its own last digit.

    >>> same_amount(12_900_000, 12_888_000), same_amount(12_900_000, 12_400_000)
    (True, False)
    """
    return one == two or any(abs(one - two) <= step(x) / 2 + 1e-9 for x in (one, two))


def unit_in(quote: str, value: float) -> float | None:
    """The place value of the last digit that a quote writes for a value; None when it does not write it.

    >>> unit_in("a net loss of $12.0 million", 12_000_000), unit_in("Net loss (12,000", 12_000_000)
    (100000.0, 1000.0)
    """
    found = []
    for match in FIGURE.finditer(quote):
        plain, decimals = float(match[0].replace(",", "")), len(match[0].partition(".")[2])
        found += [scale / 10**decimals for scale in SCALES if abs(plain * scale - abs(value)) < 1e-6 * max(1.0, abs(value))]
    return min(found, default=None)


def value_of(fact: Fact, argument: str = "value") -> float:
    """A numeric argument."""
    return float(fact.arg(argument))


def written(value: float) -> str:
    """A figure for the eye, with commas, and cents only where there are some.

    >>> written(12_900_000.0), written(0.19)
    ('12,900,000', '0.19')
    """
    return f"{value:,.2f}".removesuffix(".00")


def unit(fact: Fact, argument: str = "value") -> float:
    """The place value of the last digit that a fact tells; doubled when its words say that it is about so much."""
    value, quote = value_of(fact, argument), fact.evidence[0].quote
    size = unit_in(quote, value) or step(value)
    return size * 2 if shape("rounding", "about").search(quote) else size


def same_figure(one: Fact, two: Fact, argument: str = "value") -> bool:
    """Whether two facts tell one figure, each to its own last digit."""
    a, b = value_of(one, argument), value_of(two, argument)
    return abs(a - b) <= max(unit(one, argument), unit(two, argument)) / 2 + 1e-6 * max(1.0, abs(a))


def damage(seen: float, true: float, size: float = 1.0) -> str:
    """What scanning would have done to make a figure of another one, told for people; "" when nothing typical would.

    `size` is the place value to which the two are held against each other.

    >>> damage(1_789_000, 16_789_000, 1000), damage(18_789_000, 16_789_000, 1000), damage(3_411, 3_412)
    ('a dropped digit', 'a 6 read as 8', '')
    >>> damage(34_000_000, 3_411_000, 1_000_000)
    'a lost decimal point'
    """
    if true and any(abs(abs(seen) - abs(true) * 10**n) <= size / 2 for n in (1, 2, 3)):
        return "a lost decimal point"
    a, b = (str(round(abs(x) / size)) for x in (seen, true))
    if a == b or min(len(a), len(b)) < 2:
        return ""
    if len(a) == len(b) - 1 and a in _one_less(b):
        return "a dropped digit"
    if len(a) == len(b) + 1 and b in _doubled_less(a):
        return "a doubled digit"
    return _misread(a, b)


def _one_less(digits: str) -> set[str]:
    return {digits[:i] + digits[i + 1 :] for i in range(len(digits))}


def _doubled_less(digits: str) -> set[str]:
    return {digits[:i] + digits[i + 1 :] for i, (a, b) in enumerate(pairwise(digits)) if a == b}


def _misread(seen: str, true: str) -> str:
    different = [(a, b) for a, b in zip(seen, true, strict=False) if a != b]
    if len(seen) != len(true) or len(different) != 1:
        return ""
    a, b = different[0]
    return f"{'an' if b == '8' else 'a'} {b} read as {a}" if {a + b, b + a} & words("damage", "alike") else ""
