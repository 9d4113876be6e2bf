"""Blocks into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire import resources
from triplewire.model import Block, Sentence, Span

END = re.compile(r"""[.!?]["'”’)\]]*(?=\s+["'“‘(\[]*[A-Z0-9$])""")
INITIALS = re.compile(r"(?:[A-Z]\.){0,3}[A-Z]")
OUTSIDE = re.compile(r"[^\w.&]")
NEXT_WORD = re.compile(r"""\s+["'“‘(\[]*(\w+)""")
WORD_REACH, NEXT_REACH = 24, 60
BREAKS = "\n\r\t\x0b\x0c\u00a0"


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = resources.toml("data", "abbreviations.toml")
    return frozenset(table["never"]), frozenset(table["rarely"]), frozenset(table["openers"])


def split(view: str, blocks: tuple[Block, ...]) -> tuple[Sentence, ...]:
    """The sentences of all blocks, in order; a heading, a title or a row is one sentence."""
    out: list[Sentence] = []
    even = view
    for char in BREAKS:
        even = even.replace(char, " ")
    for number, block in enumerate(blocks):
        text = block.span.of(even)
        whole = block.kind in ("heading", "title", "subtitle", "row")
        for start, end in [(0, len(text))] if whole else _spans(text):
            out.append(Sentence(Span(block.span.start + start, block.span.start + end), text[start:end], number, len(out)))
    return tuple(out)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in END.finditer(text):
        if _ends(text, match):
            yield start, match.end()
            start = _after_blanks(text, match.end())
    if start < len(text):
        yield start, len(text)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the mark at `match` closes a sentence rather than an abbreviation, an initial or a list number."""
    if text[match.start()] != ".":
        return True
    never, rarely, openers = _abbreviations()
    word = OUTSIDE.split(text[max(0, match.start() - WORD_REACH) : match.start()])[-1]
    if word in rarely:
        follows = NEXT_WORD.match(text, match.end(), match.end() + NEXT_REACH)
        return follows is not None and follows[1] in openers
    if word in never or INITIALS.fullmatch(word):
        return False
    return not (word.isdigit() and len(word) <= 2 and match.start() - len(word) == 0)
