"""Whom a sentence leaves out: the other side of a deal, from the paragraph, the heading or the headline."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from triplewire.extract.issuer.common import issuer_of, organization
from triplewire.extract.issuer.deals.parties import Party, is_party
from triplewire.extract.issuer.deals.terms import Term
from triplewire.model import Mention, Reading, Sentence

# So many organizations back at most are looked at.
_LOOK = 40


@dataclass(frozen=True)
class Others:
    """The organizations of a release in text order that can be the other side of a deal."""

    reading: Reading
    issuer: str
    known: tuple[Mention, ...]
    starts: tuple[int, ...]

    def of(self, sentence: Sentence, known: Sequence[str], parties: Sequence[Party], term: Term | None = None) -> tuple[str, ...]:
        """The other side: who else the sentence names, else the paragraph so far, else the issuer, else the headline."""
        here = [n for p in parties for n in p.names if n and n not in known and not p.refers]
        if here:
            return self._one(here, parties, term)
        block = self.reading.blocks[sentence.block]
        before = self._names(block.span.start, sentence.span.start, known)
        if self.issuer and self.issuer not in known and (self.issuer in before or not before):
            return (self.issuer,)
        return self._one(before, (), term) if before else self._further(sentence, known)

    def _one(self, names: Sequence[str], parties: Sequence[Party], term: Term | None) -> tuple[str, ...]:
        """One of several names: the issuer, else the only one, else the one named most, else the last subject before the term."""
        if self.issuer in names:
            return (self.issuer,)
        counts = Counter(names).most_common(2)
        if len(counts) == 1 or counts[0][1] > counts[1][1]:
            return (counts[0][0],)
        before = [p for p in parties if term and p.end <= term.start and p.names and p.names[0] in names and not p.prep and not p.owns]
        return (before[-1].names[0],) if before else ()

    def _further(self, sentence: Sentence, known: Sequence[str]) -> tuple[str, ...]:
        """The one other organization of the heading, the paragraph before, or the headline."""
        blocks = self.reading.blocks
        for i in (blocks[sentence.block].heading_index, sentence.block - 1, 0):
            if i is not None and 0 <= i < len(blocks):
                names = set(self._names(blocks[i].span.start, blocks[i].span.end, known))
                if len(names) == 1:
                    return (names.pop(),)
        return ()

    def _names(self, start: int, end: int, known: Sequence[str]) -> list[str]:
        """The organizations between two places of the view, but for those known; universities only when there are no others."""
        last = bisect_left(self.starts, end)
        found = self.known[max(bisect_left(self.starts, start), last - _LOOK) : last]
        firms = [m for m in found if m.attrs.get("kind") not in ("university", "society", "agency")] or found
        return [n for m in firms if (n := organization(self.reading, m.name)) and n not in known]


def others_in(reading: Reading) -> Others:
    """The other sides of a release. A headline alone does not make a company of its capitals."""
    heads = [b.span for b in reading.blocks if b.kind in ("title", "subtitle", "heading")]
    starts = [h.start for h in heads]
    parties = [m for m in reading.mentions if is_party(m)]
    solid = {m.name for m in parties if (i := bisect_right(starts, m.span.start) - 1) < 0 or m.span.start >= heads[i].end}
    known = tuple(m for m in parties if m.source == "lexicon" or m.name in solid)
    return Others(reading, issuer_of(reading), known, tuple(m.span.start for m in known))
