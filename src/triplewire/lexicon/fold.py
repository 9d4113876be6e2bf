"""Folding that never changes the length of a text, so that offsets in the folded text are offsets in the text.

`str.lower` is not used on whole texts: it may grow (dotted capital I) and depends on neighbours (final sigma). Here each
character is folded by itself, and one whose lower case is longer stays as it is.
"""

from __future__ import annotations

HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
APOSTROPHES = frozenset("\u2018\u2019\u02bc\u0060\u00b4\uff07")
TWINS = {"\u00b5": "\u03bc", "\u2126": "\u03c9", "\u03c2": "\u03c3"}
"""Characters that stand for the same letter: micro sign and mu, ohm sign and omega, the two small sigmas."""


SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""White space but for the blank."""

LONGER = "\u0130"
"""The one character whose lower case is longer than itself."""

_LEVELED = {**dict.fromkeys(sorted(HYPHENS) + list(SPACES), " "), **dict.fromkeys(sorted(APOSTROPHES), "'"), **TWINS}
_PLAIN = tuple((char, new) for char, new in _LEVELED.items() if char.isascii())
_ALL = (*_PLAIN, *((char, new) for char, new in _LEVELED.items() if not char.isascii()))


def level(text: str) -> str:
    """The text with each hyphen, dash and white space as one space and each curly apostrophe straight; case and length kept.

    >>> level("NVT\u2011101")
    'NVT 101'
    """
    # Replacing one character after the other is far quicker than a table that each character is looked up in.
    for char, new in _PLAIN if text.isascii() else _ALL:
        text = text.replace(char, new)
    return text


def fold(text: str) -> str:
    """`level`, and each character in lower case; the length is kept.

    >>> fold("Small-Cell"), len(fold("\u0130"))
    ('small cell', 1)
    """
    text = level(text)
    return LONGER.join(map(_small, text.split(LONGER))) if LONGER in text else _small(text)


def _small(text: str) -> str:
    """The text in lower case; the sigma at the end of a word is the one inside words."""
    return text.lower().replace("\u03c2", "\u03c3")


def lowered(text: str) -> str:
    """The text in lower case: same length, same offsets."""
    return text.replace("\u0130", "I").lower()  # the only letter whose lower case is longer than itself
