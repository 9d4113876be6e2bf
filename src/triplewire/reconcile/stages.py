"""A compound's stated stage against the studies that the same release names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triplewire.model import Document, Fact, Finding

LADDER = ("Preclinical", "IND", "Phase 1", "Phase 1/2", "Phase 2", "Phase 2/3", "Phase 3", "Phase 4", "Filed", "Approved")
RUNNING = ("ongoing", "recruiting")


def stage_conflicts(documents: Sequence[Document], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A finding for each stage, said of a compound as a whole, that lies below a study of that compound running in the same release."""
    by_id = {d.release.id: d for d in documents}
    for stage in facts:
        if stage.family != "stage" or stage.rule.startswith("stage.highest") or stage.arg("indication") or stage.arg("stage") not in LADDER:
            continue
        above = [t for t in facts if _is_above(t, stage)]
        if above:
            yield _finding(by_id.get(stage.release), stage, above)


def _is_above(trial: Fact, stage: Fact) -> bool:
    return (
        trial.family == "trial"
        and trial.release == stage.release
        and trial.arg("compound") == stage.arg("compound")
        and trial.arg("trial_status") in RUNNING
        and trial.arg("phase") in LADDER
        and LADDER.index(trial.arg("phase")) > LADDER.index(stage.arg("stage"))
    )


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
    return "; the words of the lower stage were damaged in scanning, so a lost stroke may be the cause" if touched else "; the lower one may be an older text"
