"""Targets that no lexicon lists: by the frames that make a word one ("anti-X", "X inhibitor", "directed to X"), and by their last word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Barred, Taken, again
from triplewire.recognize.shapes import matches, shape, words
from triplewire.vocab import GREEK

BARRED = (
    "target",
    "organization",
    "compound",
    "technology",
    "region",
    "venue",
    "payload",
    "indication",
    "designation",
    "linker",
    "therapy",
)
FRAMES = ("bound", "bound_low", "aimed", "acted_on", "toward", "kinded")
MODIFIERS, WINDOW = 3, 70
_WORD = re.compile(r"[A-Za-zα-ω0-9][\w/α-ω-]*")


def find_targets(text: str, known: list[Mention]) -> list[Mention]:
    """The targets of a text that no lexicon has, and all further occurrences of their names."""
    taken = Taken(m for m in known if m.type in BARRED)
    spans: dict[Span, str] = {}
    for span in [s for key in FRAMES for s in _framed(text, key)]:
        name = span.of(text)
        if not shape("target", "deny").match(name) and not taken.touches(span) and (_looks_molecular(name) or name[0].islower()):
            spans.setdefault(span, name)
    out = [Mention("target", span, name, "open:frame") for span, name in again(text, spans, taken, after="")]
    # A receptor may be named after a drug ("vasopressin V2 receptor").
    drugs = Barred(m for m in known if m.type == "compound")
    return [*out, *_long_names(text, drugs, Taken(m for m in known if m.type in BARRED and m.type != "compound"))]


def apart(targets: list[Mention], drugs: list[Mention]) -> list[Mention]:
    """The targets that are no drugs."""
    barred = Barred(m for m in drugs if m.type == "compound")
    return [m for m in targets if not barred.touches(m.span)]


def _framed(text: str, key: str) -> Iterator[Span]:
    """The words in one frame of targets; behind some frames a whole list of them."""
    for match in matches(text, "target", key):
        yield Span(*match.span("name"))
        at = match.end("name")
        while key == "toward" and (more := shape("target", "next").match(text, at)):
            yield Span(*more.span("name"))
            at = more.end("name")


def _long_names(text: str, drugs: Barred, taken: Taken) -> Iterator[Mention]:
    """The names that end in a word for an enzyme, a receptor or the like, with the words before it that belong to it."""
    covered = Taken()
    for match in matches(text, "target", "long"):
        span = _extended(text, Span(*match.span()))
        name = " ".join(span.of(text).split())
        if (
            not shape("target_long", "ordinary").match(name)
            and not taken.touches(span)
            and not drugs.touches(span)
            and not covered.touches(span)
        ):
            covered.add(span)
            yield Mention("target", span, name, "open:long-name")


def _extended(text: str, head: Span) -> Span:
    """The head with up to three words before it, up to one that does not belong to a name."""
    offset, start = max(0, head.start - WINDOW), head.start
    for count, word in enumerate(reversed(list(_WORD.finditer(text[offset : head.start])))):
        low = word[0].lower()
        if count == MODIFIERS or offset + word.end() != start - 1 or text[start - 1] != " " or _stops(low):
            break
        start = offset + word.start()
    return Span(start, head.end)


def _stops(word: str) -> bool:
    return word in words("target_long", "stop") or word.endswith(("ly", "ing", "ed", "-in-class", "molecule")) or word.isdigit()


def _looks_molecular(name: str) -> bool:
    """Whether a word has the look of a gene or protein symbol: two capitals, or a capital and a digit or Greek letter."""
    capitals = sum(c.isupper() for c in name)
    return capitals >= 2 or (capitals >= 1 and any(c.isdigit() or c in GREEK for c in name))
