"""Targets by the frames that make a word one: "anti-X", "X-targeting", "X inhibitor"."""

from __future__ import annotations

import re
from functools import cache

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, occurrences, settings


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    frames = settings("target")["frames"]
    assert isinstance(frames, list)
    return tuple(re.compile(f) for f in frames)


@cache
def _deny() -> re.Pattern[str]:
    return re.compile(str(settings("target")["deny"]))


def find_targets(text: str, known: list[Mention]) -> list[Mention]:
    """The targets of a text that no lexicon has, and all further occurrences of their names."""
    taken = Taken(m for m in known if m.type in ("target", "organization", "compound", "technology", "region", "venue", "payload"))
    spans: dict[Span, str] = {}
    for frame in _frames():
        for match in frame.finditer(text):
            span = Span(*match.span("name"))
            if not _deny().match(match["name"]) and not taken.touches(span) and _looks_molecular(match["name"]):
                spans.setdefault(span, match["name"])
    for match in occurrences(text, spans.values(), r"(?!\w)"):
        if not taken.touches(Span(*match.span())):
            spans.setdefault(Span(*match.span()), match[0])
    return [Mention("target", span, name, "open:frame") for span, name in sorted(spans.items())]


def _looks_molecular(name: str) -> bool:
    """Whether a word has the look of a gene or protein symbol: two capitals, or a capital and a digit or Greek letter."""
    capitals = sum(c.isupper() for c in name)
    return capitals >= 2 or (capitals >= 1 and any(c.isdigit() or c in "αβγδεκλμω" for c in name))
