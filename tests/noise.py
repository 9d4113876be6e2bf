"""Scanning damage put into a text on purpose: where names, codes, phases and periods stand, at a given rate, the same for each seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from triplewire import pipeline
from triplewire.model import Document, Span

SWAPS = {
    glyph: [other for other in group if other != glyph]
    for group in ("1Il|", "0O", "8B", "5S")
    for glyph in group
}  # fmt: skip
"""What a glyph is read as instead; no glyph is in two groups."""

NAMED = frozenset(
    (
        "compound",
        "technology",
        "payload",
        "target",
        "indication",
        "organization",
        "person",
        "trial_name",
        "nct",
        "venue",
        "region",
        "phase",
        "time",
    )
)
"""The types of names that are damaged; amounts and ordinary words are not."""

KINDS: Sequence[str] = (*16 * ("swap",), *3 * ("insert",), "drop")
"""Kinds of damage, as often as a catalogue of a scanned report has them: of twenty glyphs sixteen swapped, three added, one lost."""


def places(document: Document) -> list[Span]:
    """The raw spans of the names, codes, phases and periods of a release, by reading it clean; sorted, without overlap."""
    reading = pipeline.reading_of(document)
    spans = sorted({reading.document.alignment.to_raw(m.span) for m in reading.mentions if m.type in NAMED})
    out: list[Span] = []
    for span in spans:
        if out and span.start < out[-1].end:
            out[-1] = out[-1].join(span)
        else:
            out.append(span)
    return out


def damaged(text: str, where: Iterable[Span], seed: int, rate: float = 0.01, kinds: Sequence[str] = KINDS) -> str:
    """The text with one glyph in `1 / rate` of those spans swapped for a look-alike, doubled by one, or dropped."""
    glyphs = [i for span in where for i in range(span.start, span.end) if text[i].isalnum() or text[i] == "|"]
    rng = random.Random(seed)
    out = list(text)
    for kind in rng.choices(kinds, k=round(len(glyphs) * rate)):
        fit = [i for i in glyphs if out[i] == text[i] and (text[i].isalpha() if kind == "drop" else text[i] in SWAPS)]
        if fit:
            at = rng.choice(fit)
            out[at] = _struck(text[at], kind, rng)
    return "".join(out)


def _struck(glyph: str, kind: str, rng: random.Random) -> str:
    if kind == "drop":
        return ""
    like = SWAPS[glyph]
    if kind == "swap":
        return rng.choice(like)
    # A digit doubled by a digit would be another sound number, which no reader could tell from a true one.
    return glyph + rng.choice([other for other in like if not (glyph.isdigit() and other.isdigit())])
