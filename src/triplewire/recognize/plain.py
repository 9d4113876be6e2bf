"""What the recognizers share: the view as one line, and small helpers over spans."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from triplewire.lexicon import Finder
from triplewire.model import Mention, Span

BREAKS = "\n\r\t\x0b\x0c\u00a0"
MARK = re.compile(r"\s?(?:[®™]|\((?:R|TM|r|tm)\))")


def plain_text(view: str) -> str:
    """The view with each line break and tab as one blank: same length, same offsets."""
    for char in BREAKS:
        view = view.replace(char, " ")
    return view


class Taken:
    """Which characters of a text are covered: by what is given, as it is when first asked, and by what is added."""

    def __init__(self, mentions: Iterable[Mention] = (), spans: Iterable[Span] = ()) -> None:
        self._given = (mentions, spans)

    @cached_property
    def _at(self) -> bytearray:
        """One byte a character, made when first asked for: most recognizers find nothing to ask about."""
        mentions, more = self._given
        spans = [*(m.span for m in mentions), *more]
        at = bytearray(max((span.end for span in spans), default=0))
        for span in spans:
            at[span.start : span.end] = b"\1" * (span.end - span.start)
        return at

    def add(self, span: Span) -> None:
        """Cover one more span."""
        if span.end > len(self._at):
            self._at.extend(bytes(span.end))  # twice as long at most, so that growing stays cheap
        self._at[span.start : span.end] = b"\1" * (span.end - span.start)

    def at_ends(self, span: Span) -> bool:
        """Whether the first or the last character of the span is covered."""
        size = len(self._at)
        return (span.start < size and bool(self._at[span.start])) or (span.end <= size and bool(self._at[span.end - 1]))

    def touches(self, span: Span) -> bool:
        """Whether any character of the span is covered."""
        return self.any(span.start, span.end)

    def any(self, start: int, end: int) -> bool:
        """Whether any character of [start, end) is covered."""
        return self._at.find(1, start, end) >= 0


class Longer:
    """Some spans, asked whether one of them covers another span and more."""

    def __init__(self, spans: Iterable[Span]) -> None:
        known = sorted(spans)
        self._starts = [span.start for span in known]
        self._ends = list(accumulate((span.end for span in known), max))

    def than(self, span: Span) -> bool:
        """Whether one of the spans covers `span` and is longer."""
        before, here = bisect_left(self._starts, span.start), bisect_right(self._starts, span.start)
        return self._reach(here) > span.end or self._reach(before) >= span.end

    def _reach(self, count: int) -> int:
        """How far the first `count` spans reach."""
        return self._ends[count - 1] if count else -1


def occurrences(text: str, names: Iterable[str], after: str = "-") -> Iterator[tuple[Span, str]]:
    """Every place where one of the names stands as whole words and none of the characters of `after` follows, longest names first,
    in one pass over the text.
    """
    for span in Finder(names).whole(text, before="’'-", after=after):
        yield span, span.of(text)


def bare(name: str) -> str:
    """A name without trade marks and with single blanks.

    >>> bare("Ketafree™ ")
    'Ketafree'
    """
    return " ".join(MARK.sub("", name).split())


def again(text: str, found: dict[Span, str], taken: Taken, after: str = "-") -> list[tuple[Span, str]]:
    """The names found in some places, and all their further occurrences that are not taken, in text order."""
    out = dict(found)
    for span, name in occurrences(text, found.values(), after):
        if not taken.touches(span):
            out.setdefault(span, name)
    return sorted(out.items())
