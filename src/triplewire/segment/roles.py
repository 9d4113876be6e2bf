"""What part of a release a block stands in, and which heading it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources
from triplewire.model import Block, Span
from triplewire.segment.dateline import DATELINE, FIRST_WORDS

DATELINE_BLOCKS = 4
"""The dateline is one of the first blocks."""

RUN_IN = re.compile(r"\W{0,3}(?P<heading>[A-Z][^.:;!?]{2,110}?)\s?(?::|\s[–—-]|\.\s?--)\s")
"""The first words of a paragraph that are its heading."""

RUN_IN_ROLES = frozenset(("safe_harbor", "about", "contacts", "conference_call", "guidance"))
"""Sections that a single paragraph may be."""

OPENING = 240
"""How much of a paragraph is read for what it opens."""


@dataclass(frozen=True, slots=True)
class _Section:
    heading: re.Pattern[str] | None
    opening: re.Pattern[str] | None
    lasting: bool
    brief: bool
    alone: bool


@cache
def _sections() -> dict[str, _Section]:
    def either(patterns: list[str]) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else None

    def section(row: dict[str, Any]) -> _Section:
        marks = (bool(row.get(mark)) for mark in ("lasting", "brief", "alone"))
        return _Section(either(row.get("heading", [])), either(row.get("opening", [])), *marks)

    return {role: section(row) for role, row in resources.toml("data", "sections.toml").items()}


def heading_role(text: str) -> str:
    """The section that a heading opens, or "" when it names none."""
    return next((role for role, s in _sections().items() if s.heading and s.heading.search(text)), "")


def opening_role(text: str) -> str:
    """The section that a paragraph's first words announce, or ""."""
    return next((role for role, s in _sections().items() if s.opening and s.opening.match(text[:OPENING])), "")


def run_in_role(text: str) -> str:
    """The section that the heading inside a paragraph's first line names ("Conference Call: The company …"), or ""."""
    match = RUN_IN.match(text)
    if not match or not all(w[0].isupper() or w[0].isdigit() or len(w) < 5 for w in match["heading"].split()):
        return ""
    role = heading_role(match["heading"])
    return role if role in RUN_IN_ROLES else ""


@dataclass
class _Place:
    """Where one is while going through the blocks: the section, the heading above, the paragraph that leads a list; `resume` is the
    section that goes on behind a paragraph with a heading of its own.
    """

    role: str = "body"
    heading: int | None = None
    lead: int | None = None
    resume: str = ""

    def on_heading(self, number: int, text: str) -> None:
        """Go past a heading: it opens a section, or stands inside one that lasts."""
        lasting = self.role in _sections() and _sections()[self.role].lasting
        self.role = heading_role(text) or (self.role if lasting else "body")
        self.heading, self.lead, self.resume = number, None, ""

    def on_paragraph(self, number: int, text: str, *, leads: bool) -> None:
        """Go past a paragraph: it may announce a section, or end a brief one; `leads` when bullets follow."""
        self.role, self.resume = self.resume or self.role, ""
        opened = opening_role(text)
        if not opened and (inside := run_in_role(text)):
            self.resume, self.role, self.lead = self.role, inside, number if leads else None
            return
        brief = self.role in _sections() and _sections()[self.role].brief
        self.role = opened or ("body" if brief and self.heading is None else self.role)
        if opened and _sections()[opened].alone:
            self.heading = None
        self.lead = number if leads else None

    def above(self, block: Block) -> int | None:
        """The block that heads this one: a bullet's lead, else the heading; a heading has none."""
        if block.kind == "heading":
            return None
        return self.lead if block.kind == "bullet" and self.lead is not None else self.heading


def with_roles(view: str, blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with their section and heading filled in. A paragraph that ends in bullets is the heading of these bullets."""
    out: list[Block] = []
    place = _Place()
    titles: dict[int, str] = {}
    for i, block in enumerate(blocks):
        kind = block.kind
        if kind == "heading":
            place.on_heading(i, flat(view, block.span))
        elif kind == "paragraph":
            text = flat(view, block.span)
            place.on_paragraph(i, text, leads=i + 1 < len(blocks) and blocks[i + 1].kind == "bullet")
            if i < DATELINE_BLOCKS and DATELINE.match(text[:FIRST_WORDS]):
                kind = "dateline"
        above = place.above(block)
        if above is not None and above not in titles:
            titles[above] = flat(view, blocks[above].span)
        out.append(Block(kind, block.span, place.role, titles[above] if above is not None else "", above))
    return tuple(out)


def flat(view: str, span: Span) -> str:
    """The text of a span with every run of white space as one space."""
    return " ".join(span.of(view).split())
