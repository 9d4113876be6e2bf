"""Counts: "there are currently seven compounds in the clinic"."""

from __future__ import annotations

import re
from functools import cache

from triplewire.extract.issuer.common import fact, issuer_of
from triplewire.extract.issuer.data import family, one_of
from triplewire.lexicon import Expression
from triplewire.model import Fact, Reading, Span

SKIPPED_ROLES = frozenset({"safe_harbor", "contacts"})


def count_facts(reading: Reading) -> list[Fact]:
    """How many of something the issuer says it has, in text order."""
    issuer = issuer_of(reading)
    out: list[Fact] = []
    for sentence in reading.sentences if issuer else ():
        if reading.blocks[sentence.block].role in SKIPPED_ROLES:
            continue
        for match in _pattern().finditer(sentence.text):
            args: dict[str, str | int | float] = {
                "organization": issuer,
                "what": " ".join(match["what"].split()),
                "value": _number(match["number"]),
            }
            span = Span(*match.span()).shift(sentence.span.start)
            out.append(fact(reading, "count", args, [reading.evidence(span)], "count"))
    return out


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(family("count")["grammar"]["numbers"][words.lower()])


@cache
def _pattern() -> Expression:
    grammar = family("count")["grammar"]
    number = rf"(?P<number>\d{{1,3}}|{one_of(grammar['numbers'])})"
    words, joint = r"(?:(?!to\b|and\b)[\w/&+-]+ ){0,5}?", "(?:(?:currently|now|that are|are) )?"
    what = rf"(?P<what>{words}{one_of(grammar['nouns'])} {joint}{one_of(grammar['places'])})"
    return Expression(rf"(?<!\w){one_of(grammar['openings'])} {number} {what}(?!\w)", re.IGNORECASE)
