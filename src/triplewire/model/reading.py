"""A release as the reader has understood it so far: text, blocks, sentences and names; what extraction works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from triplewire.model.fact import Evidence
from triplewire.model.mention import Mention
from triplewire.model.text import Block, Document, Sentence, Span
from triplewire.model.when import FiscalCalendar


@dataclass(frozen=True)
class Reading:
    """One document with its blocks, sentences and mentions, each sorted by span of the view. Mentions form a lattice: several
    of different types may cover the same characters, and the rule chooses.
    """

    document: Document
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    fiscal: FiscalCalendar | None = None

    @cached_property
    def by_sentence(self) -> tuple[tuple[Mention, ...], ...]:
        """For each sentence the mentions that lie wholly inside it, in order."""
        out: list[list[Mention]] = [[] for _ in self.sentences]
        i = 0
        for mention in self.mentions:
            while i < len(self.sentences) and self.sentences[i].span.end <= mention.span.start:
                i += 1
            if i < len(self.sentences) and self.sentences[i].span.covers(mention.span):
                out[i].append(mention)
        return tuple(tuple(m) for m in out)

    def evidence(self, view_span: Span, role: str = "") -> Evidence:
        """The evidence for a span of the view: the raw characters behind it."""
        raw = self.document.alignment.to_raw(view_span)
        return Evidence(raw.start, raw.end, self.document.quote(raw), role)
