"""Text and the places in it: spans, edits, the two-way map between raw and repaired text, blocks and sentences.

Coordinates are Unicode code points, half-open. *Raw* is the text exactly as decoded from the input; *view* is the raw
text with its edits applied. Every stage after repair works on the view; every evidence cites the raw text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from triplewire.model.release import Release


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: `start` inclusive, `end` exclusive, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """The span moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def join(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


EditKind = Literal["ocr", "style"]
"""`ocr` mends damage to the characters and is provenance; `style` normalises typography (no-break spaces, curly quotes)."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One replacement of raw characters: what stood there, what the view shows instead, and which rule said so."""

    span: Span
    old: str
    new: str
    rule: str
    confidence: float = 1.0
    kind: EditKind = "ocr"


class Alignment:
    """The two-way offset map between a raw text and its view, for sorted, non-overlapping edits.

    An edit is never cut: a span that touches a repaired stretch on either side maps to the whole of it, so mapping to raw
    and back never shrinks a span.

    >>> edits = (Edit(Span(6, 8), "Il", "II", "phase"),)
    >>> Alignment(edits).to_raw(Span(0, 8))
    Span(start=0, end=8)
    """

    def __init__(self, edits: tuple[Edit, ...]) -> None:
        previous = 0
        for edit in edits:
            if edit.span.start < previous:
                raise ValueError(f"edits must be sorted and must not overlap; {edit} starts before {previous}")
            previous = edit.span.end
        self.edits = edits
        self._raw = [e.span.start for e in edits]
        view, shift = [], 0
        for edit in edits:
            view.append(edit.span.start + shift)
            shift += len(edit.new) - len(edit.span)
        self._view = view

    def apply(self, raw: str) -> str:
        """The view of `raw`: every edit made, in one pass."""
        out, at = [], 0
        for edit in self.edits:
            out += [raw[at : edit.span.start], edit.new]
            at = edit.span.end
        return "".join([*out, raw[at:]])

    def _point(self, at: int, *, to_view: bool, is_end: bool) -> int:
        starts = self._raw if to_view else self._view
        # An end that sits exactly on the start of an edit belongs to the text before it.
        i = bisect_right(starts, at - 1 if is_end else at) - 1
        if i < 0:
            return at
        edit = self.edits[i]
        here_start, there_start = (self._raw[i], self._view[i]) if to_view else (self._view[i], self._raw[i])
        here_len, there_len = (len(edit.span), len(edit.new)) if to_view else (len(edit.new), len(edit.span))
        if at < here_start + here_len or (is_end and at == here_start + here_len):
            return there_start + (there_len if is_end else 0)
        return there_start + there_len + (at - here_start - here_len)

    def _map(self, span: Span, *, to_view: bool) -> Span:
        if not self.edits:
            return span
        start = self._point(span.start, to_view=to_view, is_end=False)
        end = self._point(span.end, to_view=to_view, is_end=True) if len(span) else start
        return Span(start, max(start, end))

    def to_raw(self, span: Span) -> Span:
        """The raw span that `span` of the view came from; whole edits, never parts of one."""
        return self._map(span, to_view=False)

    def to_view(self, span: Span) -> Span:
        """The view span that `span` of the raw text became; whole edits, never parts of one."""
        return self._map(span, to_view=True)


@dataclass(frozen=True)
class Document:
    """One release as text: the raw characters, the edits over them, and what the reader learned about it.

    `body` is the raw span that holds the release itself (wire footers and navigation lie outside). `noise` are raw spans
    inside the body that are no prose (tracking links alone on a line, picture links); later stages skip them.
    """

    raw: str
    release: Release
    edits: tuple[Edit, ...] = ()
    body: Span | None = None
    noise: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def alignment(self) -> Alignment:
        """The offset map between `raw` and `view`."""
        return Alignment(self.edits)

    @cached_property
    def view(self) -> str:
        """The raw text with every edit made; what the later stages read."""
        return self.alignment.apply(self.raw)

    @property
    def repairs(self) -> tuple[Edit, ...]:
        """The edits that mend OCR damage, in text order; typography is left out."""
        return tuple(e for e in self.edits if e.kind == "ocr")

    def quote(self, raw_span: Span) -> str:
        """The raw characters at `raw_span`: what an evidence cites."""
        return raw_span.of(self.raw)


BlockKind = Literal["title", "subtitle", "dateline", "heading", "bullet", "paragraph", "row"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that stands together: a heading, a bullet, a paragraph, a table row. `span` is of the view.

    `role` is the section it lies in (`body`, `highlights`, `partners`, `financial`, `guidance`, `about`, `safe_harbor`,
    `tables`, `contacts`, `quote` …; the names are the keys of `data/sections.toml`). `heading` is the text of the nearest
    heading above, `heading_index` its position among the blocks.
    """

    kind: BlockKind
    span: Span
    role: str = "body"
    heading: str = ""
    heading_index: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block. `span` is of the view; `text` is that slice with each line break turned into a space, so that
    offsets inside `text` are offsets from `span.start`.
    """

    span: Span
    text: str
    block: int
    index: int
