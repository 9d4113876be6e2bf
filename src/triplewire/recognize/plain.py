"""What the recognizers share: the view as one line, and small helpers over spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from triplewire.lexicon import Finder
from triplewire.model import Alignment, Block, Edit, Mention, Span

_INDENTATION = re.compile(r"(?<=\n)[ \t]{1,40}(?=[^\s])")
BREAKS = "\n\r\t\x0b\x0c\u00a0"
MARK = re.compile(r"\s?(?:[®™]|\((?:R|TM|r|tm)\))")


def plain_text(view: str, blocks: Iterable[Block] = ()) -> str:
    """The view with each line break and tab as one blank: same length, same offsets. Between two blocks line breaks stay, so that no
    name is read across them.
    """
    out, at = [], 0
    for block in sorted(blocks, key=lambda b: b.span.start):
        out += [view[at : block.span.start], _on_one_line(block.span.of(view))]
        at = block.span.end
    return "".join([*out, _on_one_line(view[at:])])


def _on_one_line(text: str) -> str:
    for char in BREAKS:
        text = text.replace(char, " ")
    return text


class Closer:
    """A text without the indentation of its lines, and the way back to the places in the text with it."""

    def __init__(self, text: str, view: str) -> None:
        edits = (Edit(Span(*m.span()), m[0], "", "indentation", 1.0, "style") for m in _INDENTATION.finditer(view))
        self._alignment = Alignment(tuple(edits))
        self.text = self._alignment.apply(text)

    def back(self, mentions: Iterable[Mention]) -> list[Mention]:
        """The mentions with the places that they have in the text with its indentation."""
        if not self._alignment.edits:
            return list(mentions)
        raw = self._alignment.to_raw
        return [Mention(m.type, raw(m.span), m.name, m.source, m.attrs, m.when, m.value) for m in mentions]


class Taken:
    """Which characters of a text are covered: by what is given, and by what is added."""

    def __init__(self, mentions: Iterable[Mention] = (), spans: Iterable[Span] = ()) -> None:
        self._given = (tuple(mentions), tuple(spans))

    @cached_property
    def _at(self) -> bytearray:
        """One byte a character, made when first asked for: most recognizers find nothing to ask about."""
        mentions, more = self._given
        spans = [*(m.span for m in mentions), *more]
        at = bytearray(max((span.end for span in spans), default=0))
        for span in spans:
            at[span.start : span.end] = b"\1" * (span.end - span.start)
        return at

    def add(self, span: Span) -> None:
        """Cover one more span."""
        if span.end > len(self._at):
            self._at.extend(bytes(span.end))  # twice as long at most, so that growing stays cheap
        self._at[span.start : span.end] = b"\1" * (span.end - span.start)

    def at_ends(self, span: Span) -> bool:
        """Whether the first or the last character of the span is covered."""
        size = len(self._at)
        return (span.start < size and bool(self._at[span.start])) or (span.end <= size and bool(self._at[span.end - 1]))

    def touches(self, span: Span) -> bool:
        """Whether any character of the span is covered."""
        return self.any(span.start, span.end)

    def any(self, start: int, end: int) -> bool:
        """Whether any character of [start, end) is covered."""
        return self._at.find(1, start, end) >= 0


class Barred:
    """Names known as something else. A longer name may hold one of them ("NVT-CD70"), but none begins or ends inside one."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._spans = sorted({m.span for m in mentions})
        self._starts = [s.start for s in self._spans]
        self._longest = max(map(len, self._spans), default=0)

    def touches(self, span: Span) -> bool:
        """Whether a known name overlaps the span without being a part of it."""
        first = bisect_right(self._starts, span.start - self._longest)
        last = bisect_right(self._starts, span.end - 1)
        return any(s.overlaps(span) and not (span.covers(s) and len(s) < len(span)) for s in self._spans[first:last])

    def holds(self, span: Span) -> bool:
        """Whether a known name covers the span and is longer."""
        first = bisect_right(self._starts, span.end - self._longest - 1)
        last = bisect_right(self._starts, span.start)
        return any(s.covers(span) and len(s) > len(span) for s in self._spans[first:last])


def occurrences(text: str, names: Iterable[str], after: str = "-") -> Iterator[tuple[Span, str]]:
    """Every place where one of the names stands as whole words and none of the characters of `after` follows, longest names first,
    in one pass over the text.
    """
    for span in Finder(names).whole(text, before="’'-", after=after):
        yield span, span.of(text)


def bare(name: str) -> str:
    """A name without trade marks and with single blanks.

    >>> bare("Ketafree™ ")
    'Ketafree'
    """
    return " ".join(MARK.sub("", name).split())


def again(text: str, found: dict[Span, str], taken: Taken, after: str = "-") -> list[tuple[Span, str]]:
    """The names found in some places, and all their further occurrences that are not taken, in text order."""
    out = dict(found)
    for span, name in occurrences(text, found.values(), after):
        if not taken.touches(span):
            out.setdefault(span, name)
    return sorted(out.items())
