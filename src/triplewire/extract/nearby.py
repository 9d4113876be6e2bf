"""The name nearest to a phrase, and where a clause ends between two places of a sentence."""

from __future__ import annotations

from triplewire.extract.line import Line
from triplewire.extract.matching import Hit
from triplewire.extract.wording import wording
from triplewire.model import Mention, Span

LONGEST = 200
"""No name is longer: how far before its end a name is looked for."""


def nearest(
    hit: Hit, kind: str, *, behind_first: bool, reach: int, but: frozenset[Span] = frozenset(), border: str = "argument"
) -> Mention | None:
    """The name of a type inside the hit, else the nearest behind it, else the nearest before it, within `reach` code points and
    without a clause border between.
    """
    span, line = hit.span, hit.line
    near = line.starting_in(kind, span.start - reach - LONGEST, span.end + reach)
    found = [m for m in near if m.span not in but and not line.is_inner(m)]
    inside = next((m for m in found if span.covers(m.span)), None)
    if inside:
        return inside
    behind = next((m for m in found if span.end <= m.span.start and not ends_between(line, span.end, m.span.start, border)), None)
    before = next(
        (m for m in reversed(found) if _ends_in(m, span.start, reach) and not ends_between(line, m.span.end, span.start, border)), None
    )
    if before and behind and _closes_between(line, before, span, behind):
        return before
    return (behind or before) if behind_first else (before or behind)


def _closes_between(line: Line, before: Mention, span: Span, behind: Mention) -> bool:
    """Whether a stretch stands in the bracket right behind a name, and the name behind it does not ("A (Phase 2), Y for B")."""
    return in_bracket_of(line, before, span) and ")" in line.between(span.end, behind.span.start)


def in_bracket_of(line: Line, mention: Mention, span: Span) -> bool:
    """Whether a stretch stands in the bracket right behind a name, which then is said of that name alone ("X (CD37) and Y (CD22)")."""
    between = line.between(mention.span.end, span.start).lstrip(" ®™")
    return between.startswith("(") and ")" not in between and not between.startswith(("(both", "(each", "(all"))


def _ends_in(mention: Mention, start: int, reach: int) -> bool:
    return start - reach <= mention.span.end <= start


def ends_between(line: Line, start: int, end: int, kind: str = "argument") -> bool:
    """Whether a clause ends between two places of the view."""
    base = line.sentence.span.start
    return bool(wording("border", kind).search(line.sentence.text, start - base, end - base))
