"""Names with letters and digits: sponsor codes, conjugates, constructs of cell and gene therapy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from triplewire.lexicon import lowered
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Barred, bare
from triplewire.recognize.shapes import matches, shape

ADDRESS_REACH, FRAME_REACH, LONG_BRACKET = 14, 60, 60
_PREFIX = re.compile(r"([A-Za-z]{2,6})[- ]")


def find_codes(text: str, barred: Barred, known: Iterable[Mention] = (), targets: AbstractSet[str] = frozenset()) -> list[Mention]:
    """The sponsor codes of a text: a marked word and its number first, then codes in order, those of doubtful shape last; what is named
    as a target is none of the doubtful.
    """
    marked = [Mention("compound", Span(*m.span()), bare(m[0]), "open:code") for m in matches(text, "marked_code")]
    plain = [_mention(span, name) for span, name in _allowed(text, "shape", barred)]
    sure = [*plain, *(m for m in known if m.type == "compound")]
    prefixes = {p[1] for m in sure if (p := _PREFIX.match(m.name))}
    named = {m.name for m in sure}
    within = [_mention(Span(*m.span("name")), m["name"]) for m in matches(text, "code", "in_study") if m["name"] in named]
    return [*marked, *plain, *within, *(m for m in _doubtful(text, barred, prefixes) if m.name not in targets)]


def _mention(span: Span, name: str) -> Mention:
    return Mention("compound", span, name, "open:code")


def _allowed(text: str, key: str, barred: Barred) -> list[tuple[Span, str]]:
    """The matches of a shape of codes that nothing rules out."""
    out = []
    for match in matches(text, "code", key):
        span, name = Span(*match.span()), bare(match[0])
        denied = shape("code", "deny").fullmatch(name.upper()) or _in_address(text, span) or _names_a_study(text, span, name)
        if key == "shape" and shape("code", "yearly").fullmatch(name) and not _may_be_code(text, span, name):
            continue
        if not denied and not shape("code", "not_behind").match(text, span.end) and not barred.touches(span):
            out.append((span, name))
    return out


def _doubtful(text: str, barred: Barred, prefixes: set[str]) -> list[Mention]:
    """Codes of a shape that other things have too, where one occurrence is called a drug or the letters are those of a sure code."""
    found = [(s, n) for s, n in _allowed(text, "doubtful", barred) if _may_open(n, prefixes) and not _is_study_word(text, s, n)]
    said = {n for s, n in found if _is_said(text, s) or _prefix(n) in prefixes}
    return [_mention(span, name) for span, name in found if name in said]


def _may_be_code(text: str, span: Span, name: str) -> bool:
    """Whether letters and a year are called a drug and do not begin as meetings and the like do."""
    return not shape("code", "openers").match(name) and _is_said(text, span)


def _prefix(name: str) -> str:
    """The letters with which a code begins, "" when nothing parts them from the rest."""
    match = _PREFIX.match(name)
    return match[1] if match else ""


def _may_open(name: str, prefixes: set[str]) -> bool:
    """Whether a name begins like a code: with letters of no other meaning, or with those of a sure code of the text."""
    return _prefix(name) in prefixes or not shape("code", "openers").match(name)


def _is_said(text: str, span: Span) -> bool:
    """Whether the words beside a code call it a drug."""
    before = shape("code", "said_before").search(text[max(0, span.start - FRAME_REACH) : span.start])
    return bool(before or shape("code", "said_behind").match(text[span.end : span.end + FRAME_REACH + LONG_BRACKET]))


def _is_study_word(text: str, span: Span, name: str) -> bool:
    """Whether letters without a number are the name of a study ("NOVA-S, a Phase 2 study")."""
    return not any(c.isdigit() for c in name) and bool(shape("code", "study_behind").match(text[span.end : span.end + FRAME_REACH]))


def _names_a_study(text: str, span: Span, name: str) -> bool:
    """Whether a code is the name or number of a study ("a study entitled NVT-801", "study NVT-801-02")."""
    before = text[max(0, span.start - FRAME_REACH) : span.start]
    return bool(shape("code", "study").search(before) or (name.count("-") > 1 and shape("code", "study_number").search(before)))


def _in_address(text: str, span: Span) -> bool:
    """Whether the span stands in a phone number, a web address, or a form or patent number."""
    return bool(shape("code", "address").search(lowered(text[max(0, span.start - ADDRESS_REACH) : span.start])))


def find_conjugates(text: str) -> list[Mention]:
    """Names joined to a payload code by a hyphen, and names with a radioisotope before them."""
    found = [m for key in ("shape", "labelled") for m in matches(text, "conjugate", key)]
    return [Mention("compound", Span(*m.span()), m[0], "open:conjugate") for m in found]


def find_constructs(text: str, barred: Barred) -> list[Mention]:
    """Constructs of cell and gene therapy, vaccines and the like."""
    deny = shape("construct", "deny")
    found = [(Span(*m.span()), m[0]) for key in ("shape", "vector") for m in matches(text, "construct", key) if not deny.match(m[0])]
    return [Mention("compound", span, name, "open:construct") for span, name in found if not barred.touches(span)]
