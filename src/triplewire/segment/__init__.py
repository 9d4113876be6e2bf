"""From one repaired text to its blocks (title, headings, bullets, paragraphs, table rows) and their sentences."""

from __future__ import annotations

from triplewire.model import Block, Document, Sentence
from triplewire.segment.blocks import grouped
from triplewire.segment.lines import text_lines
from triplewire.segment.roles import with_roles
from triplewire.segment.sentences import split


def segment(document: Document) -> tuple[tuple[Block, ...], tuple[Sentence, ...]]:
    """The blocks and the sentences of the document's view, each sorted by span and without overlap.

    Only the body counts, and noise is skipped. Every sentence lies in one block; a heading or a table row is one sentence.
    """
    blocks = with_roles(document.view, grouped(text_lines(document), document.release.title))
    return blocks, split(document.view, blocks)


__all__ = ["segment"]
