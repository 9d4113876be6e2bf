"""Short forms that a text defines: "Merkel cell carcinoma (MCC)", "folate receptor 1 (FOLR1)"."""

from __future__ import annotations

import re

from triplewire.model import Mention
from triplewire.recognize.plain import Taken, occurrences
from triplewire.recognize.shapes import shape

DEFINED = ("designation", "indication", "target", "technology", "organization", "venue", "trial_name")


def find_acronyms(text: str, mentions: list[Mention]) -> list[Mention]:
    """All mentions, with the occurrences of each short form that stands in brackets behind a name and abbreviates it, typed and
    named as that name; what else a lexicon takes the short form for does not count in this text.
    """
    defined: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        bracket = shape("acronym").match(text, mention.span.end) if mention.type in DEFINED and _opens(text, mention.span.end) else None
        if bracket and _abbreviates(bracket["short"], mention, text):
            defined.setdefault(bracket["short"], mention)
    if not defined:
        return list(mentions)
    taken = Taken(m for m in mentions if m.type in ("compound", "money", "phase"))
    out = [m for m in mentions if _agrees(m, defined, text)]
    for span, short in occurrences(text, defined, after=""):
        mention = defined[short]
        if not taken.touches(span):
            out.append(Mention(mention.type, span, mention.name, "open:acronym", mention.attrs))
    return out


def _opens(text: str, at: int) -> bool:
    """Whether a bracket opens at a place or behind a blank there."""
    return text.startswith(("(", " ("), at)


def _agrees(mention: Mention, defined: dict[str, Mention], text: str) -> bool:
    """Whether a mention is not the short form of something of another type."""
    words = mention.span.of(text).split()
    meant = defined.get(words[-1]) if words else None
    return meant is None or mention.type == meant.type


def _abbreviates(short: str, mention: Mention, text: str) -> bool:
    """Whether the capitals of the short form occur in order in the words before it, beginning with the first letter of one."""
    long = mention.span.of(text)
    letters = [c for c in short.lower() if c.isalpha()]
    words = long.lower()
    if short.lower() == words or len(letters) < 2:
        return False
    initials = [(m.start(), words[m.start()]) for m in re.finditer(r"\b[^\W\d_]", words)]
    # "DM" for myotonic dystrophy: the words may stand in another order than the letters.
    if sorted(letters) == sorted(c for _, c in initials[: len(letters)]):
        return True
    return any(_in_order(letters, words[s:]) for s, c in initials if c == letters[0])


def _in_order(letters: list[str], words: str) -> bool:
    at = 0
    for letter in letters:
        at = words.find(letter, at) + 1
        if at == 0:
            return False
    return True
