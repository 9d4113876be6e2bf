"""Does the graph hold together: does it contradict itself, and is what it calls inferred what follows from the rest?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.model import Finding
from triplewire.reason.causes import Contradiction, contradictions
from triplewire.reason.infer import INFERRED, infer, short
from triplewire.reason.rules import Triple

MOST = 3


def audit(quads: Iterable[Quad]) -> list[Finding]:
    """What the rules say of a graph with its inferences: contradictions, inferences that are missing, and ones without ground; sorted."""
    quads = list(quads)
    found = [*_contradictions(quads), *_stale(quads)]
    return sorted(found, key=lambda f: (f.kind, f.focus, f.message))


def _contradictions(quads: list[Quad]) -> Iterator[Finding]:
    told: dict[tuple[str, str], list[Contradiction]] = defaultdict(list)
    for found in contradictions(quads):
        told[(found.kind, found.focus)].append(found)
    for (kind, focus), group in told.items():
        cited = tuple(dict.fromkeys(c for found in group for _, step in found.steps for c in step.cited()))
        message = "\n".join(found.told() for found in group[:MOST])
        yield Finding(f"contradiction-{kind}", "violation", focus, message, evidence=cited)


def _stale(quads: list[Quad]) -> Iterator[Finding]:
    """Inferences that do not fit what is stated: the graph was changed after the rules had run."""
    there = _direct(q for q in quads if q.graph_name == INFERRED)
    due = _direct(q for q in infer(q for q in quads if q.graph_name != INFERRED) if q.graph_name == INFERRED)
    for kind, some, words in (
        ("inference-missing", due - there, "follows from the graph and is not in it"),
        ("inference-unfounded", there - due, "is called inferred, and no rule leads to it"),
    ):
        by_subject: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in sorted(some, key=str):
            by_subject[subject.value].append(f"{short(predicate)} {short(value)}")
        for focus, claims in by_subject.items():
            more = f" and {len(claims) - MOST} more" if len(claims) > MOST else ""
            yield Finding(kind, "violation", focus, f"{'; '.join(claims[:MOST])}{more}: {words}. Build the graph anew.")


def _direct(quads: Iterable[Quad]) -> set[Triple]:
    """Inferred triples about things, the nodes that explain them left out."""
    node = vocab.ID + "inference/"
    return {
        (q.subject, q.predicate, q.object)
        for q in quads
        if isinstance(q.subject, NamedNode) and not q.subject.value.startswith(node) and isinstance(q.object, NamedNode | Literal)
    }
