"""What part of a release a block stands in, and which heading it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from triplewire import resources
from triplewire.model import Block, Span

DATELINE = re.compile(r"^[A-Z].{2,120}?\d{4}.{0,40}?(?:--|–|—|-\s|/PRNewswire|\((?:[A-Z][\w.]*\s?){1,4}\))")
LEAD = re.compile(r"\s[-–—]\s|:\s|:$")


@cache
def _sections() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    def either(patterns: list[str]) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else None

    table = resources.toml("data", "sections.toml")
    return tuple((role, either(s.get("heading", [])), either(s.get("opening", []))) for role, s in table.items())


def heading_role(text: str) -> str:
    """The section that a heading opens, or "" when it names none."""
    return next((role for role, heading, _ in _sections() if heading and heading.search(text)), "")


def opening_role(text: str) -> str:
    """The section that a paragraph's first words announce, or ""."""
    return next((role for role, _, opening in _sections() if opening and opening.match(text[:240])), "")


def with_roles(view: str, blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with their section and heading filled in. A paragraph that ends in bullets is the heading of these bullets."""
    out: list[Block] = []
    role, heading, lead = "body", None, None
    for i, block in enumerate(blocks):
        text = flat(view, block.span)
        kind = block.kind
        if kind == "heading":
            role = heading_role(text) or (role if role in ("proprietary", "partners", "highlights", "tables", "financial") else "body")
            heading, lead = i, None
        elif kind == "paragraph":
            if len(out) <= 3 and i <= 4 and DATELINE.match(text[:160]):
                kind = "dateline"
            opened = opening_role(text)
            role = opened or ("body" if role in ("safe_harbor", "about", "contacts") and heading is None else role)
            lead = i if i + 1 < len(blocks) and blocks[i + 1].kind == "bullet" else None
            if opened:
                heading = None if opened in ("safe_harbor", "contacts") else heading
        above = lead if kind == "bullet" and lead is not None else heading if kind != "heading" else None
        title = flat(view, blocks[above].span) if above is not None else ""
        out.append(replace(block, kind=kind, role=role, heading=title, heading_index=above))
    return tuple(out)


def flat(view: str, span: Span) -> str:
    """The text of a span with every run of white space as one space."""
    return " ".join(span.of(view).split())
