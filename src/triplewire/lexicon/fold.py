"""Folding that never changes the length of a text, so that offsets in the folded text are offsets in the text.

`str.lower` is not used on whole texts: it may grow (dotted capital I) and depends on neighbours (final sigma). Here each
character is folded by itself, and one whose lower case is longer stays as it is.
"""

from __future__ import annotations

HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
APOSTROPHES = frozenset("\u2018\u2019\u02bc\u0060\u00b4\uff07")
TWINS = {"\u00b5": "\u03bc", "\u2126": "\u03c9", "\u03c2": "\u03c3"}
"""Characters that stand for the same letter: micro sign and mu, ohm sign and omega, the two small sigmas."""


def _level(char: str) -> str:
    if char in HYPHENS or char.isspace():
        return " "
    return "'" if char in APOSTROPHES else TWINS.get(char, char)


def _lower(char: str) -> str:
    low = _level(char).lower()
    return TWINS.get(low, low) if len(low) == 1 else char


class _Table(dict[int, str]):
    """A translation table that is filled as characters are met."""

    def __init__(self, *, case: bool) -> None:
        super().__init__()
        self._each = _level if case else _lower

    def __missing__(self, code: int) -> str:
        self[code] = out = self._each(chr(code))
        return out


_LEVEL, _FOLD = _Table(case=True), _Table(case=False)


def level(text: str) -> str:
    """The text with each hyphen, dash and white space as one space and each curly apostrophe straight; case and length kept.

    >>> level("NVT\u2011101")
    'NVT 101'
    """
    return text.translate(_LEVEL)


def fold(text: str) -> str:
    """`level`, and each character in lower case; the length is kept.

    >>> fold("Small-Cell"), len(fold("\u0130"))
    ('small cell', 1)
    """
    return text.translate(_FOLD)


def lowered(text: str) -> str:
    """The text in lower case: same length, same offsets."""
    return text.replace("\u0130", "I").lower()  # the only letter whose lower case is longer than itself
