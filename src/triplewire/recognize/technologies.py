"""Platforms that no lexicon lists, by the words around them that call them a technology or a platform."""

from __future__ import annotations

from collections.abc import Iterator

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, again
from triplewire.recognize.shapes import matches, shape, words

BARRED = ("technology", "organization", "compound", "venue", "region", "payload")
FRAMES = (
    ("named", "deny"),
    ("kinded", "deny"),
    ("coordinated", "deny"),
    ("abbreviated", "deny"),
    ("called", "deny"),
    ("quoted", "deny"),
    ("described", "deny"),
    ("defined", "deny_defined"),
)


def find_technologies(text: str, known: list[Mention]) -> list[Mention]:
    """The technologies of a text that are named by the words around them, and all further occurrences of these names."""
    taken = Taken(m for m in known if m.type in BARRED)
    found: dict[Span, str] = {}
    for key, deny in FRAMES:
        for span in _named(text, key):
            if len(span) and not shape("platform", deny).search(span.of(text)) and not taken.touches(span):
                found[span] = span.of(text)
    return [Mention("technology", span, name, "open:platform") for span, name in again(text, found, taken)]


def apart(platforms: list[Mention], drugs: list[Mention]) -> list[Mention]:
    """The platforms that are no drugs."""
    taken = Taken(m for m in drugs if m.type == "compound")
    return [m for m in platforms if not taken.touches(m.span)]


def _named(text: str, key: str) -> Iterator[Span]:
    """The names in one frame, without the words that only stand before them."""
    for match in matches(text, "platform", key):
        for group in ("name", "name2", "name2b", "name3"):
            if match.groupdict().get(group):
                yield _without_lead(text, Span(*match.span(group)))


def _without_lead(text: str, span: Span) -> Span:
    """The span without articles, possessives and the like at its beginning; empty when nothing else is left."""
    start = span.start
    for word in span.of(text).split(" "):
        if word not in words("platform", "lead") and not word.endswith(("’s", "'s")):
            break
        start += len(word) + 1
    return Span(min(start, span.end), span.end)
