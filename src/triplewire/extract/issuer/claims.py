"""What a sentence of finance prose is made of: metric names, amounts and periods, and the claims they add up to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from triplewire.extract.issuer.data import prose_words
from triplewire.extract.issuer.periods import Period
from triplewire.model import Mention

# How many items away the name of an amount may stand.
NEAR = 24
_LABEL = re.compile(r": ?(?:a |net |loss |profit |of )*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A metric's name in a sentence."""

    start: int
    end: int
    metric: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in a sentence."""

    start: int
    end: int
    money: Mention


Item = Phrase | Amount | Period
SAME = "(same)"
"""The metric of a pronoun until the one it stands for is known."""


@dataclass(slots=True)
class Claim:
    """One amount with what the sentence says of it. `against` is the claim it is compared with, `group` the claim whose words
    name its metric when it names none itself. `dated` claims count only beside a period, `owned` ones only with one of their own;
    `inner` ones are parts of the claim before them ("$V, including $W of M"); `bracketed` is an amount in brackets that are no
    minus sign; `borrowed` one whose metric the sentence before names.
    """

    amount: Amount
    at: int
    metric: str = ""
    phrase: Phrase | None = None
    compared: bool = False
    each_share: bool = False
    dated: bool = False
    bracketed: bool = False
    owned: bool = False
    borrowed: bool = False
    inner: bool = False
    against: Claim | None = None
    period: Period | None = None
    index: int = 0
    tail: int = field(default=0)


def is_pronoun(item: Item | None) -> bool:
    """Whether an item is a pronoun whose metric is not known yet."""
    return isinstance(item, Phrase) and item.metric == SAME


def leads_on(gap: str) -> bool:
    """Whether there are only words that may stand between an amount and its period."""
    words = (word.strip(",.()").lower() for word in gap.split())
    return all(not word or word in prose_words().leads for word in words)


def label(text: str, items: Sequence[Item], i: int) -> Period | None:
    """The period that a bracket puts before an amount: "(H1 2024: $V)"."""
    before = items[i - 1] if i else None
    if not isinstance(before, Period) or not _LABEL.fullmatch(text[before.end : items[i].start]):
        return None
    return before if text[max(0, before.start - 8) : before.start].rstrip().endswith(("(", "(the", "(in")) else None
