"""A compound told to be in two stages at once, or in a lower one than before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from triplewire.model import Document, Fact
from triplewire.reconcile.conflict import Conflict, sides_of
from triplewire.reconcile.corpus import Corpus, by_release, grouped, names_itself, overlapping
from triplewire.reconcile.settings import shape, starts, words
from triplewire.reconcile.standing import is_discontinued, is_running, is_stopped
from triplewire.vocab import PHASES, STAGES

PHASE = re.compile(r"\bphases?\b", re.IGNORECASE)
ROMAN = re.compile(r"phase\s*[Il1|]{1,3}(?![\w])", re.IGNORECASE)


def stage_conflicts(corpus: Corpus) -> Iterator[Conflict]:
    """A conflict for each stage that a release says of a compound below a study of it that runs in the same release, for each two stages
    that a release says of a compound in the same disease, and for each stage that is lower than the one that the issuer's, or a
    partner's, release before it said. A higher stage later on is progress; so is a new beginning after an end.
    """
    for facts in by_release(corpus.facts):
        yield from _against_studies(corpus, facts)
        yield from _within(corpus, [f for f in facts if is_firm(f)])
    for scope in corpus.scopes:
        yield from _across(corpus, scope, partners=False)
    for scope in corpus.partners:
        yield from _across(corpus, scope, partners=True)


def is_firm(fact: Fact) -> bool:
    """Whether a fact is a stage that its own words say of a compound."""
    stated = fact.family == "stage" and fact.polarity == "positive" and fact.status == "actual" and fact.basis == "stated"
    return stated and not fact.rule.startswith(starts("stage", "weak")) and is_sure(fact) and fact.arg("stage") in STAGES


def is_sure(fact: Fact) -> bool:
    """Whether nothing that a claim is about was taken from a heading or another sentence."""
    return not words("stage", "unsure") & set(fact.flags)


def span(stage: str) -> tuple[int, int]:
    """The first and last of the stages that a name stands for: Phase 1/2 is Phase 1 and Phase 2.

    >>> [STAGES[i] for i in span("Phase 2/3")]
    ['Phase 2', 'Phase 3']
    """
    first, _, second = stage.partition("/")
    return STAGES.index(first), STAGES.index(f"Phase {second}" if second else first)


def below(low: str, high: str) -> bool:
    """Whether one stage lies wholly below another."""
    return span(low)[1] < span(high)[0]


def _against_studies(corpus: Corpus, facts: Sequence[Fact]) -> Iterator[Conflict]:
    """For each stage said of a compound as a whole: the studies that run above it."""
    running = (f for f in facts if is_running(f) and f.arg("phase") in PHASES)
    trials = dict(grouped((t for t in running if _is_clear(t)), lambda f: (f.arg("compound"),)))
    stages = (f for f in facts if is_firm(f) and not f.arg("indication"))
    for (compound, stage), group in grouped(stages, lambda f: (f.arg("compound"), f.arg("stage"))):
        above = [t for t in trials.get((compound,), ()) if below(stage, t.arg("phase")) and not overlapping(t, group[0])]
        if above:
            yield _below_studies(corpus.document(group[0]), group, above)


def _is_clear(trial: Fact) -> bool:
    """Whether a study's words name its compound, and no other phase that could be the compound's."""
    return is_sure(trial) and names_itself(trial) and all(len(PHASE.findall(e.quote)) < 2 for e in trial.evidence)


def _below_studies(document: Document | None, stages: Sequence[Fact], above: Sequence[Fact]) -> Conflict:
    compound, stage = stages[0].arg("compound"), stages[0].arg("stage")
    trials = ", ".join(sorted({_study(t) for t in above}))
    lead = f"{compound} is said to be in {stage}, and the same release names running studies in a later phase: {trials}"
    suspects, why = _suspicion(document, stages)
    sides = sides_of([*stages, *above], lambda f: f.arg("stage") or "running studies")
    return Conflict("stage-conflict", compound, lead, sides, why or "; the lower one may be an older text", suspects)


def _study(trial: Fact) -> str:
    return " ".join(filter(None, (trial.arg("phase"), trial.arg("name") or trial.arg("nct"))))


def _suspicion(document: Document | None, stages: Sequence[Fact]) -> tuple[tuple[Fact, ...], str]:
    """The stages of one side that a damaged text may have misread, and what may have happened; nothing in a sound text."""
    touched = tuple(f for f in stages if document and any(r.span.overlaps(e.span) for r in document.repairs for e in f.evidence))
    if touched:
        return touched, "; the words of the lower stage were damaged in scanning, so a lost stroke may be the cause"
    roman = tuple(f for f in stages if document and document.repairs and any(ROMAN.search(e.quote) for e in f.evidence))
    return roman, "; a lost stroke in the numeral of the lower stage may be the cause" if roman else ""


def _within(corpus: Corpus, firm: Sequence[Fact]) -> Iterator[Conflict]:
    """Two stages of a compound in the same disease, said at two places of a release."""
    for (compound, indication), group in grouped(firm, lambda f: (f.arg("compound"), f.arg("indication"))):
        # Without a disease two stages may be those of two diseases, unless the words name the compound alone.
        told = [f for f in group if indication or names_itself(f)]
        sides = sides_of(told, lambda f: f.arg("stage"))
        apart = {s.says: s for a, b in combinations(sides, 2) if _are_apart(a.facts[0], b.facts[0]) for s in (a, b)}
        if apart:
            yield _two_stages(corpus, compound, indication, [f for f in told if f.arg("stage") in apart])


def _are_apart(one: Fact, two: Fact) -> bool:
    a, b = one.arg("stage"), two.arg("stage")
    return not overlapping(one, two) and (below(a, b) or below(b, a))


def _two_stages(corpus: Corpus, compound: str, indication: str, facts: list[Fact]) -> Conflict:
    lowest = min(facts, key=lambda f: span(f.arg("stage")))
    suspects, why = _suspicion(corpus.document(lowest), [f for f in facts if f.arg("stage") == lowest.arg("stage")])
    sides = sides_of(facts, lambda f: f.arg("stage"))
    for_it = f" for {indication}" if indication else ""
    lead = f"{compound}{for_it} is said to be in {' and in '.join(s.says for s in sides)} in the same release"
    return Conflict("stage-conflict", compound, lead, sides, why, suspects)


def _across(corpus: Corpus, scope: Sequence[Fact], *, partners: bool) -> Iterator[Conflict]:
    """Stages that fall from one release to the next."""
    for (compound, indication), group in grouped([f for f in scope if is_firm(f)], lambda f: (f.arg("compound"), f.arg("indication"))):
        for before, after in pairwise(by_release(group)):
            high, low = _highest(before), _highest(after)
            if corpus.day(high) == corpus.day(low) or (partners and corpus.issuer(high) == corpus.issuer(low)):
                continue
            # Approved for one disease and in a study for another is how drugs go on.
            one_programme = bool(indication) or high.arg("stage") in PHASES
            if below(low.arg("stage"), high.arg("stage")) and one_programme and not _anew(corpus, scope, high, low):
                yield _fallen(corpus, compound, indication, before, after)


def _highest(facts: Sequence[Fact]) -> Fact:
    return max(facts, key=lambda f: span(f.arg("stage")))


def _anew(corpus: Corpus, scope: Sequence[Fact], high: Fact, low: Fact) -> bool:
    """Whether the programme ended in between, or the words of the lower stage tell of a new beginning."""
    ended = (
        is_discontinued(f) or is_stopped(f)
        for f in scope
        if f.arg("compound") == low.arg("compound") and corpus.day(high) <= corpus.day(f) <= corpus.day(low)
    )
    return any(ended) or any(shape("stage", "restart").search(e.quote) for e in low.evidence)


def _fallen(corpus: Corpus, compound: str, indication: str, before: Sequence[Fact], after: Sequence[Fact]) -> Conflict:
    high, low = _highest(before), _highest(after)
    facts = [f for group, top in ((before, high), (after, low)) for f in group if f.arg("stage") == top.arg("stage")]
    suspects, why = _suspicion(corpus.document(low), [f for f in facts if f.release == low.release])
    for_it = f" for {indication}" if indication else ""
    lead = (
        f"{compound}{for_it} is said to be in {low.arg('stage')} on {corpus.day(low)}, and was said to be in {high.arg('stage')} "
        f"on {corpus.day(high)}; no release between tells of an end or a new beginning"
    )
    return Conflict("stage-conflict", compound, lead, sides_of(facts, lambda f: f.arg("stage")), why, suspects)
