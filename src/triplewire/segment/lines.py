"""The lines of a view: where they stand, what they begin with, and how wide the text was set."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from triplewire.model import Document, Span

# A small word inside: a line of a running sentence, neither a heading in capitals nor a table's label.
PROSE = re.compile(r"\s(?:[a-z]{1,4}|[a-z]+(?:ed|ing|ly))\s")

# A bullet glyph and the space after it. A full stop is how scanners read a round bullet.
BULLET = re.compile(r"(?:(?P<round>[•●▪■◦‣►➢✓⦁])[ \t\u00a0]*|(?P<glyph>[·§*\-–—.o]|--|\(?\d{1,2}[.)])[ \t\u00a0]+)(?=\S)")
MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+")
BOLD_LINE = re.compile(r"(\*\*|__)(?P<text>[^*_]{2,120})(\*\*|__):?\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the span of its characters without surrounding blanks, its bullet glyph or "", blank lines above it, and marks.

    `edge` is the column of the raw text where it ends, `indent` the one where it begins.
    """

    span: Span
    text: str
    glyph: str = ""
    blank_before: int = 0
    heading_mark: bool = False
    after_noise: bool = False
    edge: int = 0
    indent: int = 0


def text_lines(document: Document) -> list[Line]:
    """The non-blank lines of the document's body, in order, without noise."""
    view, align = document.view, document.alignment
    body = align.to_view(document.body) if document.body else Span(0, len(view))
    noisy = bytearray(len(view))
    for noise in map(align.to_view, document.noise):
        noisy[noise.start : noise.end] = b"\1" * len(noise)
    out: list[Line] = []
    blank, skipped, at = 0, False, body.start
    while at < body.end:
        end = view.find("\n", at, body.end)
        end = body.end if end < 0 else end
        span = _trim(view, at, end)
        at = end + 1
        if not len(span):
            blank += 1
        elif noisy.find(1, span.start, span.end) >= 0 or not any(c.isalnum() for c in span.of(view)):
            skipped = True
        else:
            raw = align.to_raw(span)
            indent, edge = (at - document.raw.rfind("\n", 0, at) - 1 for at in (raw.start, raw.end))
            out.append(replace(_line(view, span, blank, skipped), edge=edge, indent=indent))
            blank, skipped = 0, False
    return out


def _trim(view: str, start: int, end: int) -> Span:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _line(view: str, span: Span, blank: int, skipped: bool) -> Line:
    text = span.of(view)
    if mark := MARKDOWN_HEADING.match(text):
        return Line(Span(span.start + mark.end(), span.end), text[mark.end() :], "", blank, True, skipped)
    if bold := BOLD_LINE.match(text):
        return Line(Span(span.start + bold.start("text"), span.start + bold.end("text")), bold["text"], "", blank, True, skipped)
    if bullet := BULLET.match(text):
        glyph = bullet["round"] or bullet["glyph"]
        return Line(Span(span.start + bullet.end(), span.end), text[bullet.end() :], glyph, blank, False, skipped)
    return Line(span, text, "", blank, False, skipped)


def set_width(lines: list[Line]) -> int:
    """The column that a hard-wrapped text was set to, or 0 when lines are whole paragraphs.

    A text is hard-wrapped when most lines of prose that another one follows at once end near one column, and none is far longer.
    """
    prose = [line for line in lines if len(line.text) > 40 and PROSE.search(line.text)]
    edges = sorted(line.edge for line in prose)
    if len(edges) < 3 or len(prose[0].text) > 220 or max(len(line.text) for line in prose) > 220:
        return 0
    followed = sorted(a.edge for a, b in pairwise(lines) if not b.blank_before and len(a.text) > 40 and PROSE.search(a.text))
    edges = followed if len(followed) >= 3 else edges
    width = edges[int(len(edges) * 0.6)]
    near = sum(1 for n in edges if n > 0.8 * width)
    return width if near >= 0.5 * len(edges) and width > 50 else 0


def bullet_glyphs(lines: list[Line]) -> set[str]:
    """The glyphs that the document uses as bullets: those that begin several lines, or a line after a blank one."""
    counts = Counter(line.glyph for line in lines if line.glyph)
    spaced = {line.glyph for line in lines if line.glyph and line.blank_before}
    return {g for g, n in counts.items() if n >= 3 or g in spaced}
