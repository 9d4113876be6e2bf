"""Organizations: the issuer and its short names, names with a legal suffix or a company word, universities and institutes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from triplewire import lexicon
from triplewire.lexicon import short_name
from triplewire.model import Mention, Release, Span
from triplewire.recognize.plain import Longer, Taken, bare, occurrences
from triplewire.recognize.shapes import matches, shape, words

BARRED = ("venue", "organization", "designation", "compound", "technology")
COVERING = ("venue", "designation", "organization")
SHORTEST_ALIAS, SHORTEST_FIRST = 3, 4


def find_organizations(text: str, release: Release, known: list[Mention]) -> list[Mention]:
    """The organizations of a text that no lexicon has; every mention is named by its full name without the legal suffix."""
    taken = Taken(m for m in known if m.type in BARRED)
    spans: dict[Span, str] = {}
    for span in _shaped(text, known):
        spans.setdefault(span, short_name(bare(span.of(text))))
    for span in _promoted(text, Taken(known, spans)):
        spans[span] = short_name(bare(span.of(text)))
    forms, covered = _short_forms(set(spans.values()), release), Taken(spans=spans)
    for span, form in occurrences(text, forms):
        if not covered.touches(span) and not taken.touches(span):
            spans[span] = forms[form]
    return [Mention("organization", s, n, "open:company") for s, n in sorted(spans.items())]


def _shaped(text: str, known: list[Mention]) -> Iterator[Span]:
    """The names that look like those of companies, then of universities and institutes, outside longer names of a lexicon."""
    longer = Longer(m.span for m in known if m.type in COVERING)
    for key in ("company", "academic"):
        for match in matches(text, "organization", key):
            span = _without_lead(text, Span(*match.span()))
            if span and not longer.than(span):
                yield span


def _promoted(text: str, taken: Taken) -> Iterator[Span]:
    """Names that become organizations by what is said of them: "in collaboration with Norvane, Belzer and Ostrava"."""
    for frame in matches(text, "organization", "promoting"):
        at = frame.end()
        while match := shape("organization", "promoted").match(text, at):
            name, span = match["name"], Span(*match.span("name"))
            if not taken.touches(span) and name not in words("organization", "leading") and not any(c.isdigit() for c in name):
                yield span
            if not match["next"] or not text[match.end() : match.end() + 1].isupper():
                break
            at = match.end()


def _without_lead(text: str, span: Span) -> Span | None:
    """The span without words that only begin the sentence or go on with it; None when nothing but a company word is left."""
    parts = span.of(text).split(" ")
    stop = next((i for i, part in enumerate(parts) if i and part in words("organization", "trailing")), len(parts))
    skip = next((i for i, part in enumerate(parts[:stop]) if part not in words("organization", "leading")), stop - 1)
    if stop - skip < 2:
        return None
    start = span.start + len(" ".join(parts[:skip])) + (skip > 0)
    return Span(start, start + len(" ".join(parts[skip:stop])))


def _short_forms(names: set[str], release: Release) -> dict[str, str]:
    """Shorter names a text may use for the organizations it names: the name itself, and its first word when distinctive."""
    issuer = short_name(release.issuer) if release.issuer else ""
    everyone = sorted(names | ({issuer} if issuer else set()))
    out = {name: name for name in everyone}
    if issuer:
        for alias in release.aliases:
            if ":" not in alias and len(alias) >= SHORTEST_ALIAS:
                out.setdefault(alias, issuer)
    for name in [issuer, *everyone] if issuer else everyone:
        first = name.split(" ")[0]
        if name != first and len(first) >= SHORTEST_FIRST and first not in _heads() and _distinctive(first):
            out.setdefault(first, name)
    return out


@cache
def _heads() -> frozenset[str]:
    return frozenset(t.form for t in lexicon.word_list("org_head"))


def _distinctive(word: str) -> bool:
    return word[0].isupper() and word.lower() not in words("organization", "ordinary")
