"""What the recognizers share: the view as one line, and small helpers over spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from triplewire import resources
from triplewire.model import Mention, Span

BREAKS = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\x0b": " ", "\x0c": " ", "\u00a0": " "})


def plain_text(view: str) -> str:
    """The view with each line break and tab as one blank: same length, same offsets."""
    return view.translate(BREAKS)


@cache
def settings(section: str) -> dict[str, object]:
    """One table of `data/recognizers.toml`."""
    return dict(resources.toml("data", "recognizers.toml")[section])


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """A shape of `data/recognizers.toml`, compiled; a list of shapes as one choice."""
    value = settings(section)[key]
    return re.compile("|".join(f"(?:{v})" for v in value) if isinstance(value, list) else str(value))


class Taken:
    """Which characters of a text are covered; built once, asked often."""

    def __init__(self, mentions: Iterable[Mention] = (), spans: Iterable[Span] = ()) -> None:
        self._at: set[int] = set()
        for span in (*(m.span for m in mentions), *spans):
            self.add(span)

    def add(self, span: Span) -> None:
        """Cover one more span."""
        self._at.update(range(span.start, span.end))

    def at_ends(self, span: Span) -> bool:
        """Whether the first or the last character of the span is covered."""
        return span.start in self._at or span.end - 1 in self._at

    def touches(self, span: Span) -> bool:
        """Whether any character of the span is covered."""
        return any(i in self._at for i in range(span.start, span.end))


def occurrences(text: str, names: Iterable[str], after: str = r"(?![\w-])") -> Iterator[re.Match[str]]:
    """Every place where one of the names stands as whole words, longest names first, in one pass over the text."""
    ordered = sorted(set(names), key=lambda n: (-len(n), n))
    if ordered:
        yield from re.finditer(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, ordered))}){after}", text)


def bare(name: str) -> str:
    """A name without trade marks and with single blanks.

    >>> bare("Ketafree™ ")
    'Ketafree'
    """
    return " ".join(re.sub(r"\s?(?:[®™]|\((?:R|TM|r|tm)\))", "", name).split())
