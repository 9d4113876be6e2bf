"""Finds the names: lexicon terms and the open classes that no list can hold. Mentions form a lattice; rules choose later."""

from __future__ import annotations

from itertools import pairwise

from triplewire.model import Block, Document, Mention, Reading, Sentence
from triplewire.recognize import acronyms, compounds, diseases, lexical, organizations, studies, targets, technologies
from triplewire.recognize.money import find_money
from triplewire.recognize.people import people_of
from triplewire.recognize.periods import find_periods, learn_fiscal
from triplewire.recognize.plain import Taken, plain_text


def recognize(document: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...]) -> Reading:
    """The reading of a segmented document: every mention that lies in one sentence, sorted by (start, -end, type).

    Mentions of one type never overlap; mentions of different types may.
    """
    text = plain_text(document.view)
    fiscal = learn_fiscal(text)
    known = lexical.find_terms(text)
    names = organizations.find_organizations(text, document.release, known)
    drugs = compounds.find_compounds(text, known)
    aims = targets.find_targets(text, known)
    platforms = technologies.find_technologies(text, [*known, *names, *drugs])
    trials, aimed_at = studies.find_studies(text, [*known, *drugs]), diseases.find_indications(text, [*known, *aims])
    found = [*known, *names, *drugs, *aims, *platforms, *trials, *aimed_at]
    found = acronyms.find_acronyms(text, found)
    found += [*find_money(text, 0), *people_of(text, sentences)]
    for sentence in sentences:
        found += find_periods(sentence.text, sentence.span.start, document.release.date, fiscal)
    return Reading(document, blocks, sentences, _inside(_settle(found), sentences), fiscal)


def _settle(mentions: list[Mention]) -> list[Mention]:
    """The mentions without those that a longer (or earlier found) one of the same type overlaps."""
    kept: list[Mention] = []
    covered = {kind: Taken() for kind in {m.type for m in mentions}}
    by_length = sorted((m.span.start - m.span.end, i) for i, m in enumerate(mentions))
    for mention in (mentions[i] for _, i in by_length):
        taken = covered[mention.type]
        # What is kept is at least as long, so an overlap reaches one of the two ends.
        if not taken.at_ends(mention.span):
            taken.add(mention.span)
            kept.append(mention)
    return sorted(kept, key=lambda m: (m.span.start, -m.span.end, m.type))


def _inside(mentions: list[Mention], sentences: tuple[Sentence, ...]) -> tuple[Mention, ...]:
    """The mentions that lie wholly inside one sentence."""
    out, i = [], 0
    for mention in mentions:
        while i < len(sentences) and sentences[i].span.end <= mention.span.start:
            i += 1
        if i < len(sentences) and sentences[i].span.covers(mention.span):
            out.append(mention)
    assert all(a.span.start <= b.span.start for a, b in pairwise(out))
    return tuple(out)


__all__ = ["recognize"]
