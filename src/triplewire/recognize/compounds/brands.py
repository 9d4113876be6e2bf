"""Brands: words with a trade mark, and words of unusual shape that a frame makes a product."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from triplewire import lexicon
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, occurrences
from triplewire.recognize.shapes import matches, shape, words

LOOK_AHEAD, LOOK_BACK, COMPANY_AHEAD = 80, 40, 40
SHORTEST, LONGEST_FRAMED = 3, 14


def find_brands(text: str, taken: Taken) -> list[Mention]:
    """Words with a trade mark: platforms or studies when such a word stands beside them anywhere, else products; all later occurrences
    without the mark too.
    """
    spans: list[tuple[Span, str]] = []
    kinds: dict[str, str] = {}
    for match in matches(text, "brand"):
        span, name, platform = _brand(text, match)
        if len(name) >= SHORTEST and not taken.touches(span) and not _names_a_company(text, match.end(), name):
            kinds[name] = platform or kinds.get(name, "compound")
            spans.append((span, name))
    seen = Taken(spans=(span for span, _ in spans))
    for span, name in occurrences(text, kinds, after="®™-"):
        if not seen.touches(span) and not taken.touches(span):
            spans.append((span, name))
    return [Mention(kinds[name], span, name, "open:brand") for span, name in spans]


def _brand(text: str, match: re.Match[str]) -> tuple[Span, str, str]:
    """The brand of a match with its span, and what the words around it call it: a technology, a study, or "" when they do not say."""
    ahead = text[match.end() : match.end() + LOOK_AHEAD]
    behind = shape("brand", "platform").match(ahead)
    name = _without_lead(match["name"]) if behind else match["name"].split(" ")[-1]
    start = match.end("name") - len(name)
    back = max(0, start - LOOK_BACK)
    if shape("brand", "trial").match(ahead) or shape("brand", "trial_before").search(text, back, start):
        return Span(start, match.end()), name, "trial_name"
    return Span(start, match.end()), name, "technology" if behind or shape("brand", "platform_before").search(text, back, start) else ""


def _without_lead(name: str) -> str:
    """A brand without the words that only begin the sentence or name the kind."""
    parts = name.split()
    while len(parts) > 1 and parts[0] in words("brand", "lead"):
        parts = parts[1:]
    return " ".join(parts)


@cache
def _company_word() -> re.Pattern[str]:
    known = {t.form for t in lexicon.word_list("org_head")} | words("brand", "company")
    return re.compile(rf" ?(?:{lexicon.any_of(known)})\b")


def _names_a_company(text: str, end: int, name: str) -> bool:
    """Whether a trade mark belongs to a company's name ("Norvane® Therapeutics")."""
    return bool(_company_word().match(text[end : end + COMPANY_AHEAD]) or _company_word().match(f" {name}"))


def find_beside(text: str, generics: Iterable[Mention], taken: Taken) -> list[Mention]:
    """Capitalised words on the other side of a bracket from a nonproprietary name, and all their occurrences: they are its brands."""
    names: dict[str, None] = {}
    for mention in generics:
        before = shape("beside_generic", "before").search(text, max(0, mention.span.start - LOOK_BACK), mention.span.start)
        behind = shape("beside_generic", "behind").match(text, mention.span.end)
        names |= {m["name"]: None for m in (before, behind) if m and m["name"] not in words("beside_generic", "ordinary")}
    return [Mention("compound", span, name, "open:brand") for span, name in occurrences(text, names) if not taken.touches(span)]


def find_framed(text: str, taken: Taken) -> list[Mention]:
    """Names of unusual shape ("NorvaC") that a frame makes a product, and all their occurrences."""
    names = {m["name"] for key in ("applied", "defined", "called", "lead", "described") for m in matches(text, "framed", key)}
    names -= words("framed", "ordinary")
    found = occurrences(text, (n for n in names if len(n) <= LONGEST_FRAMED))
    return [Mention("compound", span, name, "open:brand") for span, name in found if not taken.touches(span)]
