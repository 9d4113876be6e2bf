"""Where some plain words stand in a text: what tells a stage which places are worth a closer look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from triplewire.model import Span

FEW = 5
"""So few words are sooner looked for one after the other than all at once."""


class Finder:
    """Where some words stand in a text: one pass, however many words there are."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({w for w in words if w})
        self._automaton = AhoCorasick(self.words) if len(self.words) > FEW else None

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """Every place where one of the words stands, also inside others, as (number of the word, start, end) in order of the ends."""
        if self._automaton is None:
            return sorted(self._each(text), key=itemgetter(2, 1))
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return found

    def _each(self, text: str) -> Iterator[tuple[int, int, int]]:
        for number, word in enumerate(self.words):
            at = text.find(word)
            while at >= 0:
                yield number, at, at + len(word)
                at = text.find(word, at + 1)

    def starts(self, text: str) -> list[int]:
        """Where one of the words begins, each place once, in order."""
        if self._automaton is None and not any(word in text for word in self.words):
            return []
        return sorted({start for _, start, _ in self.places(text)})

    def stands_in(self, text: str) -> bool:
        """Whether one of the words stands in the text."""
        if self._automaton is None:
            return any(word in text for word in self.words)
        return bool(self._automaton.find_matches_as_indexes(text))

    def ends(self, text: str) -> list[tuple[int, int]]:
        """The places without the words, as (start, end)."""
        return [(start, end) for _, start, end in self.places(text)]

    def whole(self, text: str, before: str = "", after: str = "") -> Iterator[Span]:
        """The words as whole words, leftmost, then longest, without overlap; nor may they stand behind one of the characters of
        `before` or in front of one of those of `after`.
        """
        places = self.places(text)
        if not places:
            return
        found = [(start, -end) for _, start, end in places if _free(text, start - 1, before) and _free(text, end, after)]
        at = 0
        for start, minus_end in sorted(found):
            if start >= at:
                at = -minus_end
                yield Span(start, at)


def _free(text: str, at: int, barred: str) -> bool:
    """Whether a word may end beside the character at `at`."""
    char = text[at : at + 1] if at >= 0 else ""
    return not (char.isalnum() or char == "_" or (char != "" and char in barred))


def windows(places: Iterable[int], before: int, after: int, size: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text of `size` characters from `before` characters ahead of each place to `after` behind it, in order,
    those that touch as one.
    """
    start = end = -1
    for at in sorted(places):
        if at - before > end:
            if end >= 0:
                yield start, min(size, end)
            start = at - before if at > before else 0
        end = at + after
    if end >= 0:
        yield start, min(size, end)
