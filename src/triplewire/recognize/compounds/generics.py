"""Nonproprietary names: by their stem, and in brackets beside a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from triplewire import lexicon
from triplewire.lexicon import Finder
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, bare, occurrences
from triplewire.recognize.shapes import shape, words

LONGEST = 30
AHEAD_REACH = 50
ENDS = ("", ")", "]", ",", ";", '"', "”")
"""What may stand right behind a code in brackets."""


@cache
def _stems() -> tuple[str, ...]:
    """The name stems that tell a drug by themselves; those noted as weak do not."""
    return tuple(sorted({t.form.strip("-") for t in lexicon.word_list("inn_stem") if "weak" not in t.attrs}))


@cache
def _finder() -> Finder:
    return Finder(_stems())


@cache
def _name() -> re.Pattern[str]:
    stems, payloads = lexicon.any_of(_stems()), lexicon.any_of(t.form.strip("-") for t in lexicon.word_list("inn_payload"))
    return re.compile(rf"\b[A-Za-z][a-z]{{1,18}}(?:{stems})\b(?:[ -](?:{payloads})\b)?(?P<suffix>-[a-z]{{4}}\b)?[®™]?")


def find_generics(text: str, taken: Taken) -> list[Mention]:
    """Words that end in a stem of nonproprietary names, with the word for a payload behind them."""
    out = []
    for match in _stemmed(text):
        # Four letters behind a hyphen only tell one maker's biologic from another's.
        span, name = Span(*match.span()), bare(match[0]).removesuffix(match["suffix"] or "")
        first = Span(span.start, span.start + len(name.split(" ")[0]))
        if not taken.touches(first) and name.lower() not in words("generic", "classes"):
            out.append(Mention("compound", span, name, "open:inn"))
    return out


def _stemmed(text: str) -> Iterator[re.Match[str]]:
    """The names by stem: only words with a stem at their end are looked at."""
    at = 0
    for start in sorted({_word_start(text, start) for start, end in _finder().ends(text) if not text[end : end + 1].isalnum()}):
        match = _name().match(text, start) if start >= at else None
        if match:
            at = match.end()
            yield match


def _word_start(text: str, at: int) -> int:
    """Where the word begins that goes on at `at`."""
    for start in range(at, max(0, at - LONGEST), -1):
        if not text[start - 1].isalnum():
            return start
    return max(0, at - LONGEST)


def find_bracketed(text: str, codes: list[Mention], taken: Taken) -> list[Mention]:
    """Words in brackets beside a code that look like its generic name, on either side ("ABC-101 (norvatide)"), and all further
    occurrences of these names.
    """
    spans = [span for code in codes for span in _beside(text, code.span, taken)]
    out = [Mention("compound", span, bare(span.of(text)), "open:bracketed") for span in spans]
    covered = Taken(out)
    for span, name in occurrences(text, {m.name for m in out}):
        if not covered.touches(span) and not taken.touches(span):
            out.append(Mention("compound", span, name, "open:bracketed"))
    return out


def find_quoted(text: str, compounds: Iterable[Mention], taken: Taken) -> list[Mention]:
    """Short forms in quotes beside a compound, and all their occurrences."""
    names = {m["name"] for c in compounds if (m := shape("bracketed", "quoted").match(text, c.span.end))}
    return [Mention("compound", span, name, "open:bracketed") for span, name in occurrences(text, names) if not taken.touches(span)]


def _beside(text: str, code: Span, taken: Taken) -> Iterator[Span]:
    if match := shape("bracketed", "behind").match(text, code.end):
        for group in ("name", "next"):
            span = Span(*match.span(group)) if match[group] else None
            if span and _is_new(text, span, taken):
                yield span
    if (match := shape("bracketed", "or_behind").match(text, code.end)) and _is_new(text, Span(*match.span("name")), taken):
        yield Span(*match.span("name"))
    for key in ("fixed_pair", "camel"):
        if match := shape("bracketed", key).match(text, code.end):
            yield Span(*match.span("name"))
    ahead = shape("bracketed", "ahead").search(text, max(0, code.start - AHEAD_REACH), code.start)
    if ahead and text[code.end : code.end + 1] in ENDS and words("bracketed", "ordinary").isdisjoint(ahead["name"].split(" ")):
        span = Span(*ahead.span("name"))
        if _is_new(text, span, taken):
            yield span


def _is_new(text: str, span: Span, taken: Taken) -> bool:
    """Whether a word has not the ending of an everyday word and is not known as something else."""
    return not shape("bracketed", "ordinary_end").search(span.of(text).split(" ")[0]) and not taken.touches(span)
