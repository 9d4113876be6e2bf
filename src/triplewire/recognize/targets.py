"""Targets by the frames that make a word one: "anti-X", "X-targeting", "X inhibitor"."""

from __future__ import annotations

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, again
from triplewire.recognize.shapes import matches, shape
from triplewire.vocab import GREEK

BARRED = ("target", "organization", "compound", "technology", "region", "venue", "payload")


def find_targets(text: str, known: list[Mention]) -> list[Mention]:
    """The targets of a text that no lexicon has, and all further occurrences of their names."""
    taken, deny = Taken(m for m in known if m.type in BARRED), shape("target", "deny")
    spans: dict[Span, str] = {}
    for key in ("bound", "aimed", "acted_on"):
        for match in matches(text, "target", key):
            span = Span(*match.span("name"))
            if not deny.match(match["name"]) and not taken.touches(span) and _looks_molecular(match["name"]):
                spans.setdefault(span, match["name"])
    return [Mention("target", span, name, "open:frame") for span, name in again(text, spans, taken, after="")]


def _looks_molecular(name: str) -> bool:
    """Whether a word has the look of a gene or protein symbol: two capitals, or a capital and a digit or Greek letter."""
    capitals = sum(c.isupper() for c in name)
    return capitals >= 2 or (capitals >= 1 and any(c.isdigit() or c in GREEK for c in name))
