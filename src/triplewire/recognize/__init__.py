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
    """The mentions without those that a longer (or earlier found) one of the same type overlaps, sorted by (start, -end, type)."""
    kept: list[Mention] = []
    runs: dict[str, list[tuple[int, Mention]]] = {}
    ends: dict[str, int] = {}
    for number, mention in sorted(enumerate(mentions), key=_place):
        kind, span = mention.type, mention.span
        if span.start >= ends.get(kind, 0):
            kept += _longest(runs.get(kind, []))
            runs[kind] = []
        runs[kind].append((number, mention))
        ends[kind] = max(span.end, ends.get(kind, 0))
    kept += [mention for run in runs.values() for mention in _longest(run)]
    return sorted(kept, key=lambda m: (m.span.start, -m.span.end, m.type))


def _place(found: tuple[int, Mention]) -> tuple[int, int]:
    return found[1].span.start, -found[1].span.end


def _longest(run: list[tuple[int, Mention]]) -> list[Mention]:
    """Those of a run of mentions of one type, each overlapping one before it, that no longer or earlier found one overlaps."""
    if len(run) < 2:
        return [mention for _, mention in run]
    kept, taken = [], Taken()
    for _, mention in sorted(run, key=lambda x: (-len(x[1].span), x[0])):
        # What is kept is at least as long, so an overlap reaches one of the two ends.
        if not taken.at_ends(mention.span):
            taken.add(mention.span)
            kept.append(mention)
    return kept


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
