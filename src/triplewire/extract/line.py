"""A sentence ready for the rules: its names by type, its masked text, and what the rules ask of its words, each looked for once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from triplewire.extract import context
from triplewire.extract.rules import Masked, mask
from triplewire.extract.wording import wording
from triplewire.model import Block, Mention, Sentence, Span


@dataclass(frozen=True)
class Line:
    """A sentence ready for the rules: masked text and cues, each made when first asked for."""

    sentence: Sentence
    block: Block
    mentions: tuple[Mention, ...]

    @cached_property
    def masked(self) -> Masked:
        """The sentence with its names as tokens."""
        return mask(self.sentence, self.mentions)

    @cached_property
    def cues(self) -> tuple[context.Cue, ...]:
        """The words that tell whether something has happened, in order."""
        return context.cues(self.masked)

    @cached_property
    def _by_type(self) -> dict[str, tuple[list[int], list[Mention]]]:
        out: dict[str, tuple[list[int], list[Mention]]] = {}
        for mention in self.mentions:
            starts, found = out.setdefault(mention.type, ([], []))
            starts.append(mention.span.start)
            found.append(mention)
        return out

    def of_type(self, kind: str) -> list[Mention]:
        """Its names of one type, in order."""
        return self._by_type.get(kind, ([], []))[1]

    def starting_in(self, kind: str, start: int, end: int) -> list[Mention]:
        """Its names of one type that begin in [start, end] of the view, in order."""
        starts, found = self._by_type.get(kind, ([], []))
        return found[bisect_left(starts, start) : bisect_right(starts, end)]

    @cached_property
    def _said(self) -> dict[str, bool]:
        return {}

    def says(self, section: str) -> bool:
        """Whether the shape of a section of `data/binding.toml` stands in the sentence; looked for once, however many hits ask."""
        said = self._said.get(section)
        if said is None:
            said = self._said[section] = wording(section).search(self.sentence.text) is not None
        return said

    @cached_property
    def _spots(self) -> dict[tuple[str, str], list[Span]]:
        return {}

    def spots(self, section: str, key: str = "shape") -> list[Span]:
        """Where an expression of `data/binding.toml` stands in the text of the sentence, in order; looked for once."""
        found = self._spots.get((section, key))
        if found is None:
            found = self._spots[section, key] = [Span(*m.span()) for m in wording(section, key).finditer(self.sentence.text)]
        return found

    @cached_property
    def _shown(self) -> frozenset[Span]:
        return frozenset(cover[0].span for cover in self.masked.covers)

    def is_inner(self, mention: Mention) -> bool:
        """Whether a name is only part of another one ("Breast Cancer" in the name of a symposium)."""
        return mention.span not in self._shown

    def between(self, start: int, end: int) -> str:
        """Its text between two places of the view."""
        sentence = self.sentence
        base = sentence.span.start
        return sentence.text[start - base if start > base else 0 : end - base if end > base else 0]
