"""Finds the names: lexicon terms and the open classes that no list can hold. Mentions form a lattice; rules choose later."""

from __future__ import annotations

from itertools import pairwise

from triplewire.model import Block, Document, Mention, Reading, Sentence
from triplewire.recognize import acronyms, compounds, diseases, lexical, organizations, payloads, studies, targets, technologies
from triplewire.recognize.money import find_money
from triplewire.recognize.people import people_of
from triplewire.recognize.periods import find_periods, learn_fiscal
from triplewire.recognize.plain import Barred, Closer, Taken, plain_text

WHOLE = frozenset({"open:code", "open:brand", "open:conjugate", "open:construct", "open:platform"})
PARTS = frozenset({"target", "indication", "payload", "linker", "technology", "region", "venue"})


def recognize(document: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...]) -> Reading:
    """The reading of a segmented document: every mention that lies in one sentence, sorted by (start, -end, type).

    Mentions of one type never overlap; mentions of different types may.
    """
    whole = plain_text(document.view, blocks)
    fiscal, closer = learn_fiscal(whole), Closer(whole, document.view)
    text = closer.text
    known = diseases.whole_names(text, lexical.find_terms(text))
    known += payloads.find_payloads(text, known)
    names = organizations.find_organizations(text, document.release, known)
    platforms = technologies.find_technologies(text, [*known, *names])
    aims = targets.find_targets(text, [*known, *names, *platforms])
    drugs = studies.without_series(text, compounds.find_compounds(text, known, compounds.Others(names, platforms, aims)))
    aims, platforms = targets.apart(aims, drugs), technologies.apart(platforms, drugs)
    trials, aimed_at = studies.find_studies(text, [*known, *drugs]), diseases.find_indications(text, [*known, *aims, *drugs])
    found = [*known, *names, *drugs, *aims, *platforms, *trials, *aimed_at]
    found = closer.back(_without_parts(acronyms.find_acronyms(text, found)))
    found += [*find_money(whole, 0), *people_of(whole, sentences)]
    for sentence in sentences:
        found += find_periods(sentence.text, sentence.span.start, document.release.date, fiscal)
    return Reading(document, blocks, sentences, _inside(_settle(found), sentences), fiscal)


def _without_parts(mentions: list[Mention]) -> list[Mention]:
    """The mentions without what is only a part of the name of a drug, a platform, a target or an organization ("CD70" in
    "NVT-CD70").
    """
    wholes = Barred(m for m in mentions if (m.type in ("compound", "technology") and m.source in WHOLE) or m.type == "trial_name")
    receptors = Barred(m for m in mentions if m.source == "open:long-name")
    bodies = Barred(m for m in mentions if m.type == "organization")
    out = [m for m in mentions if m.type not in PARTS or not wholes.holds(m.span)]
    out = [m for m in out if m.type not in ("indication", "target") or not bodies.holds(m.span)]
    return [m for m in out if m.type != "compound" or not receptors.holds(m.span)]


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
