"""What is wrong with an `unless` expression: it is looked for in the words that a pattern matched, and must not take long on any."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from triplewire.extract.rules.check import PatternFault
from triplewire.lexicon import Expression

LENGTH, REACH = 800, 1_000
"""The longest expression, and how many characters of the words it is looked for in."""
WAYS, MANY = 20_000, 1_000
"""In how many ways it may match the same words, and what an unbounded repetition counts for."""

_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P<\w*>|<?[=!]|[a-zA-Z-]*:|P=\w*\)|#[^)]*\))?)?|[)|]|(?P<repeat>[*+?]|\{\d*,?\d*\})[?+]?|.",
    re.DOTALL,
)
# Words parted by a blank that they cannot hold, such as `(?: \S+){0,4}`: one way only to match what stands there.
_WORDS = re.compile(r"\(\?:(?P<before> )?(?:\\[Sw]|\[(?:\\w|[^\]\\^ ])+\])(?:\+|\{\d+,\d+\})(?(before)|(?: |\[ -\]))\)(?=\{\d?,?\d\})")


@dataclass(frozen=True)
class Unless:
    """An expression that silences a pattern where the words that matched hold it; only the first REACH characters are looked at."""

    source: str
    expression: Expression

    def search(self, words: str) -> re.Match[str] | None:
        """The first place of the expression in the words, at the beginning of a word; None without one."""
        return self.expression.search(words, 0, REACH)


def unless(source: str) -> Unless:
    """A sound expression, compiled. Raises re.error otherwise."""
    return Unless(source, Expression(rf"\b(?:{source})", re.IGNORECASE))


def expression_faults(source: str) -> list[PatternFault]:
    """Every fault of an expression, with its place; empty when it can be used."""
    if not source.strip():
        return [PatternFault(0, "the expression is empty, and would match everywhere; expected words; write some, or remove the key")]
    if len(source) > LENGTH:
        return [PatternFault(0, f"an expression of {len(source):,} characters; expected at most {LENGTH}; shorten it")]
    told = _WORDS.sub(lambda words: " " * len(words[0]), source)
    return _group_faults(told) or _cost_faults(told) or _syntax_faults(source)


def _syntax_faults(source: str) -> list[PatternFault]:
    hint = "expected a regular expression; correct it, or write a backslash before a sign that stands for itself"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(source, re.IGNORECASE)
            found = re.compile(rf"\b(?:{source})", re.IGNORECASE)
    except re.error as error:
        return [PatternFault(min(error.pos or 0, len(source)), f"{error.msg}; {hint}")]
    except (OverflowError, RecursionError, Warning) as error:
        return [PatternFault(0, f"{str(error).split(' at position')[0]}; {hint}")]
    if found.search("") or found.search("norvane"):
        return [
            PatternFault(
                0, "the expression matches any words, so the pattern could never speak; expected words; name those that silence it"
            )
        ]
    return []


@dataclass
class _Group:
    """A bracket that is open: in how many ways each of its arms may match, and in how many the last one."""

    arms: int = 0
    ways: int = 1

    def times(self, ways: int) -> None:
        """Take in a part of the last arm; beyond a number it is no matter how many."""
        self.ways = min(self.ways * ways, 10**12)

    def next_arm(self) -> None:
        """Begin another arm."""
        self.arms, self.ways = self.total(), 1

    def total(self) -> int:
        """The ways of all arms together."""
        return self.arms + self.ways


def _group_faults(source: str) -> list[PatternFault]:
    """Repetitions of a group: one inside another can take for ever."""
    message = "makes a repeated group, which can take for ever; expected a repeated letter or class; write its words out"
    pieces = list(_PIECE.finditer(source))
    return [
        PatternFault(piece.start(), f"{piece.group()!r} {message}")
        for before, piece in pairwise(pieces)
        if piece["repeat"] and before.group() == ")" and _most(piece["repeat"]) > 1
    ]


def _cost_faults(source: str) -> list[PatternFault]:
    """Too many repetitions that fit the same words."""
    open_ = [_Group()]
    for match in _PIECE.finditer(source):
        piece = match.group()
        if match["repeat"]:
            open_[-1].times(_most(match["repeat"]) + 1)
        elif piece == "|":
            open_[-1].next_arm()
        elif piece == ")" and len(open_) > 1:
            closed = open_.pop()
            open_[-1].times(closed.total())
        elif piece.startswith("(") and not piece.endswith(")"):
            open_.append(_Group())
    ways = prod(group.total() for group in open_)
    if ways <= WAYS:
        return []
    advice = f"expected at most {WAYS:,}; bound them, such as \\w{{0,9}}, or write fewer"
    return [PatternFault(0, f"too many repetitions ({ways:,} ways to match); {advice}")]


def _most(repeat: str) -> int:
    """How often a repetition may match at most."""
    if repeat == "?":
        return 1
    if repeat in ("*", "+"):
        return MANY
    first, comma, last = repeat.strip("{}").partition(",")
    number = last if comma else first
    return min(int(number[:6]), MANY) if number else MANY
