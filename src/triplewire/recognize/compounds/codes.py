"""Names with letters and digits: sponsor codes, conjugates, constructs of cell and gene therapy."""

from __future__ import annotations

from triplewire.lexicon import lowered
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, bare
from triplewire.recognize.shapes import matches, shape

ADDRESS_REACH = 14


def find_codes(text: str, taken: Taken) -> list[Mention]:
    """The sponsor codes of a text: a marked word and its number first, then codes in order."""
    marked = [Mention("compound", Span(*m.span()), bare(m[0]), "open:code") for m in matches(text, "marked_code")]
    return [*marked, *_plain_codes(text, taken)]


def _plain_codes(text: str, taken: Taken) -> list[Mention]:
    out, denied = [], shape("code", "deny")
    for match in matches(text, "code"):
        span, name = Span(*match.span()), bare(match[0])
        if not denied.fullmatch(name.upper()) and not taken.touches(span) and not _in_address(text, span):
            out.append(Mention("compound", span, name, "open:code"))
    return out


def _in_address(text: str, span: Span) -> bool:
    """Whether the span stands in a phone number, a web address, or a form or patent number."""
    return bool(shape("code", "address").search(lowered(text[max(0, span.start - ADDRESS_REACH) : span.start])))


def find_conjugates(text: str) -> list[Mention]:
    """Names joined to a payload code by a hyphen."""
    return [Mention("compound", Span(*m.span()), m[0], "open:conjugate") for m in matches(text, "conjugate")]


def find_constructs(text: str, taken: Taken) -> list[Mention]:
    """Constructs of cell and gene therapy, vaccines and the like."""
    deny = shape("construct", "deny")
    found = [(Span(*m.span()), m[0]) for m in matches(text, "construct") if not deny.match(m[0])]
    return [Mention("compound", span, name, "open:construct") for span, name in found if not taken.touches(span)]
