"""A small stand-in for reading and segmenting: paragraphs of invented text as a Reading with money, times, people and organizations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from triplewire.model import Block, Document, Fact, FiscalCalendar, Mention, Reading, Release, Sentence, Span
from triplewire.recognize.money import find_money
from triplewire.recognize.people import find_people
from triplewire.recognize.periods import find_periods

ISSUER = "Norvane Therapeutics, Inc."
RELEASED = date(2025, 8, 14)


def reading(
    text: str,
    *,
    organizations: tuple[str, ...] = (),
    released: date | None = RELEASED,
    fiscal: FiscalCalendar | None = None,
    issuer: str = ISSUER,
    roles: Mapping[int, str] | None = None,
) -> Reading:
    """The reading of a text whose paragraphs are parted by blank lines; `roles` gives a paragraph another role than `body`."""
    document = Document(text, Release("norvane-2025", "0" * 64, issuer=issuer, date=released, aliases=("Norvane",)))
    blocks = tuple(
        Block("paragraph", Span(m.start(), m.end()), (roles or {}).get(i, "body"), heading_index=0)
        for i, m in enumerate(re.finditer(r"\S(?:.|\n(?!\n))*", text))
    )
    sentences = tuple(_sentences(text, blocks))
    mentions = [m for s in sentences for m in _mentions(s, organizations, released, fiscal)]
    return Reading(document, blocks, sentences, tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end, m.type))), fiscal)


def _sentences(text: str, blocks: tuple[Block, ...]) -> Iterator[Sentence]:
    index = 0
    for i, block in enumerate(blocks):
        for part in re.finditer(r"\S.*?(?:(?<=[a-z0-9)]{2}[.?!])(?= [A-Z“\"])|$)", block.span.of(text).replace("\n", " ")):
            span = Span(block.span.start + part.start(), block.span.start + part.end())
            yield Sentence(span, part[0], i, index)
            index += 1


def _mentions(
    sentence: Sentence, organizations: tuple[str, ...], released: date | None, fiscal: FiscalCalendar | None
) -> Iterator[Mention]:
    start = sentence.span.start
    yield from find_money(sentence.text, start)
    yield from find_people(sentence.text, start)
    yield from find_periods(sentence.text, start, released, fiscal or FiscalCalendar())
    for name in organizations:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence.text):
            yield Mention("organization", Span(start + match.start(), start + match.end()), name)


def said(facts: list[Fact], *arguments: str) -> set[tuple[str, ...]]:
    """The arguments of facts as rows of text."""
    return {tuple(fact.arg(a) for a in arguments) for fact in facts}
