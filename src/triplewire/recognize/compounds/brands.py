"""Brands: words with a trade mark, and words of unusual shape that a frame makes a product."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache

from triplewire import lexicon
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Barred, Taken, occurrences
from triplewire.recognize.shapes import matches, shape, words

LOOK_AHEAD, LOOK_BACK, COMPANY_AHEAD = 80, 40, 40
SHORTEST, LONGEST_FRAMED, ARTICLE_REACH = 3, 14, 20
FRAMES = ("applied", "defined", "indicated", "branded", "promised", "called", "lead", "owned", "described", "doubled")
TELLING = ("treated", "shown", "about", "unit")
FRAMES_NEEDED, TIMES_NEEDED = 2, 3
_SMALL = re.compile(r"\b[a-z]{4,}\b")


def find_brands(text: str, taken: Barred, platforms: AbstractSet[str]) -> list[Mention]:
    """Words with a trade mark: platforms or studies when they are one of the `platforms` or such a word stands beside
    them anywhere, else products; all later occurrences
    without the mark too.
    """
    spans: list[tuple[Span, str]] = []
    kinds: dict[str, str] = {}
    for match in matches(text, "brand"):
        span, name, platform = _brand(text, match)
        if len(name) >= SHORTEST and not taken.touches(span) and not _names_a_company(text, match.end(), name):
            kinds[name] = platform or ("technology" if name in platforms else kinds.get(name, "compound"))
            spans.append((span, name))
    seen = Taken(spans=(span for span, _ in spans))
    for span, name in occurrences(text, kinds, after="®™-"):
        if not seen.touches(span) and not taken.touches(span):
            spans.append((span, name))
    return [Mention(kinds[name], span, name, "open:brand") for span, name in spans]


def _brand(text: str, match: re.Match[str]) -> tuple[Span, str, str]:
    """The brand of a match with its span, and what the words around it call it: a technology, a study, or "" when they do not say."""
    ahead = text[match.end() : match.end() + LOOK_AHEAD]
    behind = shape("brand", "platform").match(ahead) or shape("brand", "platform_said").match(ahead)
    name = _without_lead(match["name"]) if behind else match["name"].split(" ")[-1]
    start = match.end("name") - len(name)
    back = max(0, start - LOOK_BACK)
    if shape("brand", "trial").match(ahead) or shape("brand", "trial_before").search(text, back, start):
        return Span(start, match.end()), name, "trial_name"
    return Span(start, match.end()), name, "technology" if behind or shape("brand", "platform_before").search(text, back, start) else ""


def _without_lead(name: str) -> str:
    """A brand without the words that only begin the sentence or name the kind."""
    parts = name.split()
    while len(parts) > 1 and (parts[0] in words("brand", "lead") or parts[0].endswith(("’s", "'s"))):
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
        # Behind a code a bracket may hold anything: a partner, a country, the kind of drug.
        behind = None if mention.source == "open:code" else shape("beside_generic", "behind").match(text, mention.span.end)
        names |= {m["name"]: None for m in (before, behind) if m and m["name"] not in words("beside_generic", "ordinary")}
    return [Mention("compound", span, name, "open:brand") for span, name in occurrences(text, names) if not taken.touches(span)]


def find_framed(text: str, taken: Taken) -> list[Mention]:
    """Names that a frame makes a product, and all their occurrences."""
    names = {name for key in FRAMES for name in _in_frame(text, key)} | _told_twice(text)
    plain = _SMALL.findall(text) if names else ()
    names = _products(text, names, frozenset(plain)) | _told_generic(text)
    names |= _list_mates(text, names)
    found = occurrences(text, _with_capitals(names))
    return [Mention("compound", span, _without_capital(name, names), "open:brand") for span, name in found if not taken.touches(span)]


def _list_mates(text: str, names: set[str]) -> set[str]:
    """The words in capitals that stand in one list with products ("sales of NORVANE and BELZER")."""
    places = (shape("framed", "mate").match(text, span.end) for span, name in occurrences(text, names, after="") if name.isupper())
    return {m["name"] for m in places if m and m["name"] not in words("framed", "ordinary")}


def _told_generic(text: str) -> set[str]:
    """The words that a text says are generic names, in small letters."""
    return {name.lower() for name in _in_frame(text, "generic")} - words("bracketed", "ordinary")


def _in_frame(text: str, key: str) -> set[str]:
    return {name for m in matches(text, "framed", key) for name in m.groupdict().values() if name}


def _told_twice(text: str) -> set[str]:
    """The words in small letters that stand in two of the frames in which mostly drugs stand, and three times in all."""
    counts = Counter(name for key in TELLING for name in _in_frame(text, key))
    twice = {name for name, n in counts.items() if n >= FRAMES_NEEDED and not shape("framed", "plural").search(name)}
    often = Counter(name for _, name in occurrences(text, twice, after=""))
    return {name for name in twice if often[name] >= TIMES_NEEDED}


def _with_capitals(names: Iterable[str]) -> set[str]:
    """The names, those in small letters with a capital in front too."""
    return {form for name in names for form in ((name, name.capitalize()) if name.islower() else (name,))}


def _without_capital(name: str, names: set[str]) -> str:
    return name.lower() if name.lower() in names else name


def _products(text: str, names: set[str], plain: frozenset[str]) -> set[str]:
    """The words in frames of products that may be the name of one: no everyday words, and mostly without "the" or "a" before them."""
    shown = {n for n in names if n not in words("framed", "ordinary") and n not in words("beside_generic", "ordinary")}
    odd = {n for n in shown if n.isupper() or not n[1:].islower()}
    usual = {
        n
        for n in shown - odd
        if n.lower() not in words("bracketed", "ordinary") and not shape("bracketed", "ordinary_end").search(n.lower())
    }
    alone = _alone(text, usual | {n.lower() for n in usual} & plain)
    return {n for n in odd if len(n) <= LONGEST_FRAMED} | {
        n for n in usual & alone if n.islower() or n.lower() not in plain or n.lower() in alone
    }


def _alone(text: str, names: set[str]) -> set[str]:
    """The words that stand without an article more often than with one."""
    times: Counter[str] = Counter()
    for span, name in occurrences(text, names, after=""):
        bound = shape("framed", "determined").search(text, max(0, span.start - ARTICLE_REACH), span.start)
        times[name] += -1 if bound else 1
    return {name for name, count in times.items() if count > 0}
