"""A compound's stated stage against the studies that the same release names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triplewire.model import Document, Fact, Finding
from triplewire.vocab import STAGES

RUNNING = ("ongoing", "recruiting")


def stage_conflicts(documents: Sequence[Document], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A finding for each stage, said of a compound as a whole, that lies below a study of that compound running in the same release."""
    by_id = {d.release.id: d for d in documents}
    running: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.family == "trial" and fact.arg("trial_status") in RUNNING and fact.arg("phase") in STAGES:
            running.setdefault((fact.release, fact.arg("compound")), []).append(fact)
    for fact in facts:
        if _is_stated(fact):
            place = STAGES.index(fact.arg("stage"))
            above = [t for t in running.get((fact.release, fact.arg("compound")), ()) if STAGES.index(t.arg("phase")) > place]
            if above:
                yield _finding(by_id.get(fact.release), fact, above)


def _is_stated(fact: Fact) -> bool:
    """Whether a fact is a stage that the release itself says of a compound as a whole."""
    stated = fact.family == "stage" and not fact.rule.startswith("stage.highest")
    return stated and not fact.arg("indication") and fact.arg("stage") in STAGES


def _finding(document: Document | None, stage: Fact, above: list[Fact]) -> Finding:
    trials = sorted({" ".join(filter(None, (t.arg("phase"), t.arg("name")))) for t in above})
    message = (
        f"{stage.arg('compound')} is said to be in {stage.arg('stage')}, and the same release names running studies in a later phase: "
        f"{', '.join(trials)}. Both claims are kept{_suspicion(document, stage)}."
    )
    return Finding("stage-conflict", "warning", stage.arg("compound"), message, (stage.id, *(t.id for t in above)), stage.release)


def _suspicion(document: Document | None, stage: Fact) -> str:
    """What speaks for a misread stage: a repair inside its words, or that only boilerplate says it."""
    touched = document is not None and any(e.span.overlaps(x.span) for e in document.repairs for x in stage.evidence)
    if touched:
        return "; the words of the lower stage were damaged in scanning, so a lost stroke may be the cause"
    return "; the lower one may be an older text"
