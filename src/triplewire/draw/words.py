"""Words of releases as a page shows them: those around a quote, and characters that nobody sees made visible."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from triplewire.draw.names import clean

NEAR, LONGEST = 100, 30
"""How many characters of a release stand on either side of a quote, and how much of a word at the edge may go."""
# Control characters but for tabs and line ends; marks of direction; blanks of no width; what can be in no page at all.
_UNSEEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def context(raw: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a span of a text, each on one line, cut between words and "…" where the text goes on. "" where there is
    nothing, and for a span that does not lie in the text.

    >>> context("First, NVT-101 (lorvelumab) is safe.", 7, 14)
    ('First, ', ' (lorvelumab) is safe.')
    """
    if not 0 <= start <= end <= len(raw):
        return "", ""
    first, last = max(0, start - NEAR), min(len(raw), end + NEAR)
    before, after = raw[first:start], raw[end:last]
    if first:
        before = "… " + _whole(before)
    if last < len(raw):
        after = _whole(after[::-1])[::-1] + " …"
    return _one_line(before), _one_line(after)


def _whole(text: str) -> str:
    """The text without the part of a word that it begins with, if that is no longer than LONGEST."""
    return text[next((n for n, c in enumerate(text[:LONGEST]) if c.isspace()), 0) :].lstrip()


def _one_line(text: str) -> str:
    """The text without line ends and unseen characters; a blank at either edge stays one, so that words do not run into the quote."""
    told = clean(text)
    if not told:
        return ""
    return f"{' ' if text[:1].isspace() else ''}{told}{' ' if text[-1:].isspace() else ''}"


def short(text: str, most: int) -> str:
    r"""The text on one line, cut with "…" to so many characters.

    >>> short("Norvane\nTherapeutics", 9)
    'Norvane…'
    """
    told = clean(text)
    return told if len(told) <= most else told[: most - 1].rstrip() + "…"


def spaced(n: int) -> str:
    """A number in groups of three digits, with narrow blanks that do not break."""
    return f"{n:,}".replace(",", "\u202f")


def shown(text: str) -> Markup:
    r"""The text escaped, each character that nobody sees, or that would turn the text around it, as a mark that says which it is.

    >>> shown("a<b\u202e")
    Markup('a&lt;b<i class="unseen">U+202E</i>')
    """
    out, at = Markup(), 0
    for found in _UNSEEN.finditer(text):
        out += escape(text[at : found.start()]) + Markup('<i class="unseen">U+{:04X}</i>').format(ord(found[0]))
        at = found.end()
    # A parser of pages drops a bare carriage return.
    return (out + escape(text[at:])).replace("\r", Markup("&#13;"))
