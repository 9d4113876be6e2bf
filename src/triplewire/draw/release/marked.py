"""The text of a release with its marks: every run with the facts that it says, every place that others may link to, every repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from triplewire.draw.model import Statement, Text
from triplewire.draw.release.pieces import Piece
from triplewire.draw.release.runs import Run, cut
from triplewire.draw.words import shown
from triplewire.model import Edit, Span

Said = Mapping[Span, Sequence[tuple[str, Statement]]]
"""By place the facts that are said there, with their ids on the page; places that only others cite have none."""
DEPTHS = 3
"""How many facts over one another the ground under the words tells apart."""
TELLING = ("denied", "stated", "expected", "inferred")
"""Looks of facts, the one first that words have when several facts lie on them."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run as the page shows it: the facts that it says (their ids on the page), the classes of its look, its own place, places that
    begin with it and go on beyond it, whether it is damaged, and the repairs that end with it.
    """

    text: Markup
    facts: tuple[str, ...]
    look: str
    place: str
    places: tuple[str, ...]
    damaged: bool
    repairs: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of a text, the name of its place, and its words."""

    piece: Piece
    place: str
    words: tuple[Words, ...]


def place_of(span: Span) -> str:
    """The name of a place on the page."""
    return f"c{span.start}-{span.end}"


class Marked:
    """A text under its marks. A place that is one run has that run; one that is several has a class `s<n>`, which its runs share."""

    def __init__(self, text: Text, found: Sequence[Piece], said: Said) -> None:
        self.text, self.pieces, self.said = text, found, said
        self.places = sorted((s for s in said if s.start < s.end <= len(text.raw)), key=lambda s: (s.start, -s.end))
        lying = [*self.places, *(e.span for e in text.edits)]
        self.runs = cut(len(text.raw), lying, (p.span.start for p in found))
        self._runs_of = Counter(n for run in self.runs for n in run.over if n < len(self.places))
        self._ending: dict[int, tuple[Edit, ...]] = {}
        for edit in text.edits:
            self._ending[edit.span.end] = (*self._ending.get(edit.span.end, ()), edit)

    @property
    def rule(self) -> str:
        """A rule of style that marks all runs of a place that is linked to; "" where every place is one run."""
        parts = [f"html:has(#{place_of(self.places[n])}:target) .s{n}" for n in sorted(self._runs_of) if self._runs_of[n] > 1]
        return ",".join(parts) + "{background:var(--here);color:var(--on-here)}" if parts else ""

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The pieces with their words; the texts of all words, one after the other, are the text."""
        runs = iter(self.runs)
        for piece in self.pieces:
            words, at = [], piece.span.start
            while at < piece.span.end:
                run = next(runs)
                words.append(self._words(run))
                at = run.end
            yield Paragraph(piece, f"t{piece.span.start}", tuple(words))

    def _words(self, run: Run) -> Words:
        over = [n for n in run.over if n < len(self.places)]
        facts = {fid: s for n in over for fid, s in self.said[self.places[n]]}
        begins = [n for n in over if self.places[n].start == run.start]
        shared = [f"s{n}" for n in over if self._runs_of[n] > 1]
        return Words(
            shown(self.text.raw[run.start : run.end]),
            tuple(sorted(facts, key=lambda fid: int(fid[1:]))),
            " ".join([*_look(facts), *shared]),
            next((place_of(self.places[n]) for n in begins if self._runs_of[n] == 1), ""),
            tuple(place_of(self.places[n]) for n in begins if self._runs_of[n] > 1),
            len(over) < len(run.over),
            self._ending.get(run.end, ()),
        )


def look_of(s: Statement) -> str:
    """The look of a fact, one of TELLING."""
    return "denied" if s.denied else s.status


def _look(facts: Mapping[str, Statement]) -> list[str]:
    """The classes of words that say some facts: the most telling look, and how many lie over one another."""
    return [min(map(look_of, facts.values()), key=TELLING.index), f"d{min(len(facts), DEPTHS)}"] if facts else []
