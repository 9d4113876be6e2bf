"""Payloads that no lexicon lists, by the word that calls a code one."""

from __future__ import annotations

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, again
from triplewire.recognize.shapes import matches, shape

BARRED = ("payload", "linker", "target", "organization", "compound")


def find_payloads(text: str, known: list[Mention]) -> list[Mention]:
    """The codes of a text that are called a payload, a toxin or the like ("the cytotoxic agent QX1"), and all their occurrences."""
    taken = Taken(m for m in known if m.type in BARRED)
    found: dict[Span, str] = {}
    for key in ("named", "described"):
        for match in matches(text, "payload", key):
            span = Span(*match.span("name"))
            if not shape("payload", "ordinary").search(match["name"]) and not taken.touches(span):
                found[span] = match["name"]
    return [Mention("payload", span, name, "open:frame") for span, name in again(text, found, taken)]
