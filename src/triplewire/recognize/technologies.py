"""Platforms that no lexicon lists, by the word technology or platform behind them."""

from __future__ import annotations

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, occurrences, pattern


def find_technologies(text: str, known: list[Mention]) -> list[Mention]:
    """The technologies of a text that are named by the word behind them, and all further occurrences of these names."""
    taken = Taken(m for m in known if m.type in ("technology", "organization", "compound", "venue", "region"))
    found: dict[Span, str] = {}
    for key, deny in (("named", "deny"), ("defined", "deny_defined")):
        for match in pattern("platform", key).finditer(text):
            span = Span(*match.span("name"))
            if not pattern("platform", deny).search(match["name"]) and not taken.touches(span):
                found[span] = match["name"]
    for match in occurrences(text, found.values()):
        if not taken.touches(Span(*match.span())):
            found.setdefault(Span(*match.span()), match[0])
    return [Mention("technology", span, name, "open:platform") for span, name in sorted(found.items())]
