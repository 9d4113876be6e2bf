"""Masked text: a sentence in which every name is one short token that tells only its types.

A token is an opening mark, one letter per type that the name may have, and a closing mark. Patterns then match types with
ordinary regular expressions, at their speed, and never see the spelling of a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from triplewire.model import Mention, Sentence, Span

OPEN, CLOSE = "\ue000", "\ue001"
PADDING = ' *()"“”'
"""What may stand between any two items of a pattern."""
LONGEST_RUN = 16
"""How many of these may stand together. A longer run parts two words like another word: patterns with several places for padding
would try each way to share it out.
"""
_RUN = re.compile(rf"(?<=[{PADDING}]{{4}})[{PADDING}]{{{LONGEST_RUN - 7},}}(?=[{PADDING}]{{4}})")
LETTERS = {
    "compound": "C",
    "technology": "T",
    "payload": "P",
    "target": "G",
    "indication": "I",
    "organization": "O",
    "region": "R",
    "designation": "D",
    "phase": "H",
    "time": "W",
    "money": "M",
    "venue": "V",
    "person": "N",
    "role": "L",
    "trial_name": "S",
    "nct": "K",
    "linker": "X",
}


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked text of a sentence, with the way back: which mentions a token stands for, and where in the view it lies."""

    text: str
    base: int
    tokens: tuple[int, ...]
    ends: tuple[int, ...]
    covers: tuple[tuple[Mention, ...], ...]

    def mentions(self, start: int, end: int, types: frozenset[str]) -> list[Mention]:
        """The mentions of the given types whose tokens lie in [start, end) of the masked text, in order."""
        out = []
        for i in range(bisect_right(self.tokens, start - 1), len(self.tokens)):
            if self.tokens[i] >= end:
                break
            out += [m for m in self.covers[i] if m.type in types][:1]
        return out

    def to_view(self, start: int, end: int) -> Span:
        """The span of the view behind [start, end) of the masked text; a token maps to its whole name."""
        return Span(self._point(start, is_end=False), max(self._point(start, is_end=False), self._point(end, is_end=True)))

    def _point(self, at: int, *, is_end: bool) -> int:
        i = bisect_right(self.tokens, at - 1 if is_end else at) - 1
        if i < 0:
            return self.base + at
        span, token_end = self.covers[i][0].span, self.ends[i]
        if at < token_end or (is_end and at == token_end):
            return span.end if is_end else span.start
        return span.end + (at - token_end)


def tamed(text: str) -> str:
    """A text of the same length in which no run of padding is long; what lies inside a long one is masked."""
    return _RUN.sub(lambda run: "\x01" * len(run[0]), text)


def _unmarked(text: str) -> str:
    """A text of the same length in which no character opens or closes a name: a release may hold any character."""
    return text.replace(OPEN, "\x01").replace(CLOSE, "\x01")


def mask(sentence: Sentence, mentions: tuple[Mention, ...]) -> Masked:
    """The sentence with its names masked: the longest names win, names of one span share a token, inner names are hidden."""
    covers, text = _cover(mentions), tamed(_unmarked(sentence.text))
    if not covers:
        return Masked(text, sentence.span.start, (), (), ())
    parts: list[str] = []
    tokens, ends, at, length = [], [], sentence.span.start, 0
    for cover in covers:
        span = cover[0].span
        plain = text[at - sentence.span.start : span.start - sentence.span.start]
        letters = LETTERS[cover[0].type] if len(cover) == 1 else "".join(sorted({LETTERS[m.type] for m in cover}))
        token = OPEN + letters + CLOSE
        parts += [plain, token]
        length += len(plain)
        tokens.append(length)
        length += len(token)
        ends.append(length)
        at = span.end
    parts.append(text[at - sentence.span.start :])
    return Masked("".join(parts), sentence.span.start, tuple(tokens), tuple(ends), tuple(covers))


def _cover(mentions: tuple[Mention, ...]) -> list[tuple[Mention, ...]]:
    """The names that each token stands for, in order: of names that overlap the longest, of names of one span all."""
    named = [m for m in mentions if m.type in LETTERS]
    if len(named) < 2 or all(a.span.end <= b.span.start for a, b in pairwise(named)):
        return [(m,) for m in named]
    chosen: dict[Span, list[Mention]] = {}
    base = min((m.span.start for m in named), default=0)
    taken = bytearray(max((m.span.end for m in named), default=0) - base)
    for mention in sorted(named, key=lambda m: (-len(m.span), m.span.start, m.type)):
        span = mention.span
        if span in chosen:
            chosen[span].append(mention)
        elif not taken[span.start - base] and not taken[span.end - 1 - base]:
            # What was chosen before is at least as long, so an overlap reaches one of the two ends.
            chosen[span] = [mention]
            taken[span.start - base : span.end - base] = b"\1" * len(span)
    return [tuple(chosen[s]) for s in sorted(chosen)]
