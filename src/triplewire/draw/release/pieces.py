"""What the text of a release is made of: headings, tables and the rest, as reading takes it apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from triplewire.draw.model import Text
from triplewire.draw.names import clean
from triplewire.model import Block, Document, Release, Span
from triplewire.segment import segment

LONG, WIDE = 4000, 240
"""From how many characters on a release has a list of its sections, and how wide a line of a table may be."""
FULL = range(55, 150)
"""The lengths of a full line."""
Kind = Literal["plain", "heading", "table"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of a raw text that stand together, with the blank lines after them. `label` is what a heading says. In a piece that is
    `wrapped` a line ends where it was full, so that a narrow screen may end it elsewhere; `blank` lines follow.
    """

    kind: Kind
    span: Span
    label: str = ""
    wrapped: bool = False
    blank: bool = False


def pieces(text: Text, title: str = "") -> list[Piece]:
    """The pieces of a text in order, without a gap, from its first character to its last."""
    document = Document(text.raw, Release("", "", title), text.edits)
    found: list[Piece] = []
    for at, block in _lines(document, segment(document)[0]):
        words = block.span.of(document.view)
        kind = _kind(block, words, found[-1].kind if found else "plain")
        if kind == "table" and found and found[-1].kind == "table":
            continue
        found.append(Piece(kind, Span(at, at), clean(words) if kind == "heading" else ""))
    starts = [0, *(p.span.start for p in found[1:]), len(text.raw)]
    placed = [replace(p, span=Span(*ends)) for p, ends in zip(found, pairwise(starts), strict=False)]
    return [_looked_at(p, text.raw) for p in placed] or [Piece("plain", Span(0, len(text.raw)))]


def _lines(document: Document, blocks: Iterable[Block]) -> Iterable[tuple[int, Block]]:
    """Each block that is the first of its line with the raw character at which that line begins."""
    last = -1
    for block in blocks:
        at = document.raw.rfind("\n", 0, document.alignment.to_raw(block.span).start) + 1
        if at > last:
            yield at, block
        last = at


def _kind(block: Block, words: str, before: Kind) -> Kind:
    """What kind of piece a block is, below one of kind `before`; an address alone on its line heads nothing."""
    if block.kind == "row":
        return "table"
    if block.kind in ("heading", "title") and "://" not in words:
        return "table" if block.role == "tables" and before == "table" else "heading"
    return "plain"


def _looked_at(piece: Piece, raw: str) -> Piece:
    """The piece with what its lines tell; plain text when it is a table of one row, or of lines that are too wide for one."""
    words = piece.span.of(raw)
    lines = words.strip().splitlines()
    if piece.kind == "table" and len(lines) > 1 and max(map(len, lines)) <= WIDE:
        return piece
    full = len(lines) > 1 and all(len(line) in FULL for line in lines[:-1]) and sum(map(_ends, lines[:-1])) * 2 < len(lines)
    kind: Kind = "plain" if piece.kind == "table" else piece.kind
    return replace(piece, kind=kind, wrapped=full, blank=words[len(words.rstrip()) :].count("\n") > 1)


def _ends(line: str) -> bool:
    """Whether a sentence ends with the line; where most do, lines are no paragraph that was wrapped."""
    return line.rstrip().endswith((".", "!", "?", ":", ";"))


def sections(found: Sequence[Piece]) -> list[Piece]:
    """The headings that a list of sections names, in order; none for a short release. A heading right below another is part of that."""
    if not found or found[-1].span.end < LONG:
        return []
    return [p for above, p in pairwise(found) if p.kind == "heading" and above.kind != "heading" and p.label]
