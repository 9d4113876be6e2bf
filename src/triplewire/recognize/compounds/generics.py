"""Nonproprietary names: by their stem, and in brackets beside a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from triplewire import lexicon
from triplewire.lexicon import Finder, lowered
from triplewire.model import Mention, Span
from triplewire.recognize.plain import MARK, Taken, bare, occurrences
from triplewire.recognize.shapes import matches, shape, words

LONGEST = 30
AHEAD_REACH = 50
ENDS = ("", ")", "]", ",", ";", '"', "”")
"""What may stand right behind a code in brackets."""


@cache
def _stems(*, weak: bool) -> tuple[str, ...]:
    """The stems of nonproprietary names; ordinary words share the weak ones."""
    return tuple(sorted({t.form.strip("-") for t in lexicon.word_list("inn_stem") if ("weak" in t.attrs) == weak}))


@cache
def _finder() -> Finder:
    return Finder({*_stems(weak=False), *_stems(weak=True)})


@cache
def _name(*, weak: bool) -> re.Pattern[str]:
    """A name by its stem, in small letters, with the word for a payload behind it."""
    stems, payloads = lexicon.any_of(_stems(weak=weak)), lexicon.any_of(t.form.strip("-").lower() for t in lexicon.word_list("inn_payload"))
    second = f"(?:{payloads}|{shape('generic', 'second').pattern})"
    return re.compile(rf"\b[a-z]{{{3 if weak else 2},19}}(?:{stems})\b(?:[ -]{second}(?![a-z]))?(?P<suffix>-[a-z]{{4}}\b)?")


def find_generics(text: str, taken: Taken) -> list[Mention]:
    """Words that end in a stem of nonproprietary names, or begin with one, with the word for a payload behind them; all in small
    letters as they are named.
    """
    out = []
    for span, suffix in _stemmed(text):
        # Four letters behind a hyphen only tell one maker's biologic from another's.
        name = span.of(text).removesuffix(suffix)
        first = Span(span.start, span.start + len(name.split(" ")[0]))
        if not taken.touches(first) and not shape("generic", "ordinary").fullmatch(first.of(text).lower()):
            mark = MARK.match(text, span.end)
            whole = Span(span.start, mark.end() if mark and not text[span.end].isspace() else span.end)
            out.append(Mention("compound", whole, name.lower(), "open:inn"))
    return [*out, *_capitalised(text, out, taken)]


def _stemmed(text: str) -> Iterator[tuple[Span, str]]:
    """The names by stem with their suffix, in order: only words with a stem at their end or start are looked at."""
    low = lowered(text)
    at = 0
    starts = {_word_start(low, start) for start, end in _finder().ends(low) if not low[end : end + 1].isalnum()}
    for start in sorted(starts | {m.start() for m in matches(text, "generic", "prefixed")}):
        match = _match(text, low, start) if start >= at else None
        if match:
            at = match.end()
            yield Span(*match.span()), match.groupdict().get("suffix") or ""


def _match(text: str, low: str, start: int) -> re.Match[str] | None:
    """The name that begins at a place: with a strong stem in one kind of letters, with a weak one in small letters only."""
    strong = _name(weak=False).match(low, start)
    if strong and _is_even(strong.group().split(" ")[0], text, start):
        return strong
    return _name(weak=True).match(text, start) or shape("generic", "prefixed").match(text, start)


def _is_even(word: str, text: str, start: int) -> bool:
    """Whether a word is written in small letters, with a capital in front, or in capitals."""
    written = text[start : start + len(word)]
    return written[1:].islower() or written.isupper()


def _capitalised(text: str, found: list[Mention], taken: Taken) -> Iterator[Mention]:
    """The names that were found, where they stand with a capital in front or in capitals ("Norvavir", "NORVAVIR")."""
    covered = Taken(found)
    forms = {form: m.name for m in found for form in (m.name[:1].upper() + m.name[1:], m.name.upper())}
    for span, form in occurrences(text, forms):
        if not covered.touches(span) and not taken.touches(span):
            yield Mention("compound", span, forms[form], "open:inn")


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
    """The names on either side of a code that stand for the same compound."""
    behind = shape("bracketed", "behind").match(text, code.end)
    spans = [Span(*behind.span(group)) for group in ("name", "next") if behind[group]] if behind else []
    for key in ("or_behind", "known_as"):
        if match := shape("bracketed", key).match(text, code.end):
            spans.append(Span(*match.span("name")))
    for key in ("ahead", "renamed"):
        ahead = shape("bracketed", key).search(text, max(0, code.start - AHEAD_REACH), code.start)
        if ahead and (key == "renamed" or text[code.end : code.end + 1] in ENDS):
            spans.append(Span(*ahead.span("name")))
    yield from (span for span in spans if _is_new(text, span, taken))
    for key in ("fixed_pair", "camel"):
        if match := shape("bracketed", key).match(text, code.end):
            yield Span(*match.span("name"))


def _is_new(text: str, span: Span, taken: Taken) -> bool:
    """Whether a word is no everyday word and not known as something else."""
    parts = span.of(text).split(" ")
    return (
        not shape("bracketed", "ordinary_end").search(parts[0])
        and words("bracketed", "ordinary").isdisjoint(parts)
        and not taken.touches(span)
    )
