"""Shared by the tests of the text half: small invented releases through the stages."""

from __future__ import annotations

from triplewire import pipeline
from triplewire.model import Block, Document, Fact, Mention, Reading, Sentence
from triplewire.read import read_text
from triplewire.repair import repair
from triplewire.segment import segment

TITLE = "Norvane Therapeutics Issues a Statement"
OPENING = "CAMBRIDGE, Mass., July 2, 2025 (GLOBE NEWSWIRE) -- Norvane Therapeutics, Inc. (Nasdaq: NVTX) today issued a statement."


def release(*paragraphs: str, title: str = TITLE) -> str:
    """A release of 2 July 2025 by Norvane Therapeutics: title, opening, then the paragraphs."""
    return "\n\n".join([title, OPENING, *paragraphs]) + "\n"


def segmented(text: str) -> tuple[Document, tuple[Block, ...], tuple[Sentence, ...]]:
    """A whole text read, repaired and segmented."""
    document = repair(read_text(text))
    return document, *segment(document)


def kinds(text: str) -> list[tuple[str, str]]:
    """The blocks of a whole text as (kind, words), words with single blanks."""
    document, blocks, _ = segmented(text)
    return [(b.kind, " ".join(b.span.of(document.view).split())) for b in blocks]


def roles(text: str) -> dict[str, str]:
    """The section of each block of a whole text, by its first three words."""
    document, blocks, _ = segmented(text)
    return {" ".join(b.span.of(document.view).split()[:3]): b.role for b in blocks}


def reading(*paragraphs: str, title: str = TITLE) -> Reading:
    """The reading of a small release with the given paragraphs."""
    return pipeline.reading_of(read_text(release(*paragraphs, title=title)))


def mentions(text: str, *types: str, title: str = TITLE) -> list[Mention]:
    """The names of the given types in one paragraph, in text order."""
    found = reading(text, title=title)
    start = found.document.view.rindex(text) if text in found.document.view else len(title) + len(OPENING)
    return [m for m in found.mentions if m.span.start >= start and (not types or m.type in types)]


def names(text: str, kind: str, *, title: str = TITLE) -> list[str]:
    """The canonical names of one type in one paragraph, in text order."""
    return [m.name for m in mentions(text, kind, title=title)]


def facts(*paragraphs: str, title: str = TITLE, family: str = "") -> list[Fact]:
    """The facts of a small release with the given paragraphs, of one family when it is named."""
    found = pipeline.facts_of(read_text(release(*paragraphs, title=title)))
    return [f for f in found if family in ("", f.family)]


def claims(*paragraphs: str, family: str, title: str = TITLE) -> set[tuple[str, ...]]:
    """The positive facts of a family as the values of its arguments, required ones only, in the family's order."""
    from triplewire.extract.families import families

    wanted = [a.name for a in families()[family].arguments if a.required]
    return {tuple(f.arg(a) for a in wanted) for f in facts(*paragraphs, title=title, family=family) if f.polarity == "positive"}
