"""Platforms that no lexicon lists, by the word technology or platform behind them."""

from __future__ import annotations

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, again
from triplewire.recognize.shapes import matches, shape

BARRED = ("technology", "organization", "compound", "venue", "region")


def find_technologies(text: str, known: list[Mention]) -> list[Mention]:
    """The technologies of a text that are named by the word behind them, and all further occurrences of these names."""
    taken = Taken(m for m in known if m.type in BARRED)
    found: dict[Span, str] = {}
    for key, deny in (("named", "deny"), ("defined", "deny_defined")):
        for match in matches(text, "platform", key):
            span = Span(*match.span("name"))
            if not shape("platform", deny).search(match["name"]) and not taken.touches(span):
                found[span] = match["name"]
    return [Mention("technology", span, name, "open:platform") for span, name in again(text, found, taken)]
