"""Headings that lost the line break behind them ("The Path ForwardNorvane works on …"): the break is put back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from triplewire.model import Edit, Span

# Where the end of a word, a bracket or a sentence runs into a capital without a blank between.
_SEAM = re.compile(
    r"(?<=[^\W\d_][)\]®™.!?])(?=[A-Z][a-z])|(?<=[a-z\u00e0-\u00ff][a-z\u00e0-\u00ff])(?=[A-Z][a-z])|(?<=[A-Z]{3})(?=[A-Z][a-z]{2})"
)
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r" ?(?:[®™]|\((?:R|TM)\))", re.IGNORECASE)
_REACH = 30
"""How long a word beside a seam may be."""

_LEAST, _OFTEN = 3, 2


def glue_edits(text: str, start: int, end: int) -> list[Edit]:
    """One line break for each place where a word runs into one that stands by itself elsewhere in the text, sorted.

    A word that is written so throughout ("BioNorva") is a name and stays.
    """
    seams = [at for at in _seams(text, start, end) if start < at]
    if not seams:
        return []
    words = Counter(_WORD.findall(text))
    known = {word.lower() for word in words}
    return [Edit(Span(at, at), "", "\n", "glued-heading", 1.0, "style") for at in seams if _is_glued(text, at, words, known)]


def _seams(text: str, start: int, end: int) -> Iterator[int]:
    return (m.start() for m in _SEAM.finditer(text, start, end))


def _is_glued(text: str, at: int, words: Counter[str], known: set[str]) -> bool:
    """Whether two words meet at a seam: the second stands alone elsewhere, the two together nowhere else."""
    behind = _WORD.match(text, at, at + _REACH)
    if behind is None or len(behind.group()) < _LEAST or _MARKED.match(text, behind.end()):
        return False
    alone = words[behind.group()]
    if not text[at - 1].isalpha():
        return alone >= _LEAST - 1 or (alone == 1 and text[at - 1] not in ".!?")
    before = text[max(0, at - _REACH) : at]
    left = _last_word(before)
    once = words[left + behind.group()] == 1
    return once and len(left) >= _LEAST and (alone >= _OFTEN or (alone == 1 and left.lower() in known))


def _last_word(text: str) -> str:
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:]
