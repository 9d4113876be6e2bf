"""Why a triple is in the graph, as a tree: what the rule says, what it rests on, down to the words of releases."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from triplewire import reason, vocab
from triplewire.reason.causes import SAID
from triplewire.reason.why import INFERENCE

SHORTEST = 4
"""Digits of an id that are enough to ask for an inference."""


def trees(asked: str, store: Store) -> list[str]:
    """The explanations of inferences (by an id, or how it begins) or of a triple (three names such as
    `compound:nvt-101 a tw:TAPCompound`); none when the graph has no such inference and no such triple.
    """
    return ["\n".join(_lines(step, store)) for step in _steps(asked.strip(), store) if step.standing != "absent"]


def _steps(asked: str, store: Store) -> Iterator[reason.Step]:
    if triple := reason.read_triple(asked):
        yield reason.why(triple, store)
        return
    digits = asked.removeprefix("inference:").removeprefix(INFERENCE)
    if len(digits) >= SHORTEST and not set(digits) - set("0123456789abcdef"):
        kind = NamedNode(vocab.term("Inference"))
        nodes = {q.subject for q in store.quads_for_pattern(None, NamedNode(vocab.curie_to_iri("rdf:type")), kind, None)}
        for node in sorted((n for n in nodes if isinstance(n, NamedNode) and n.value.startswith(INFERENCE + digits)), key=str):
            yield reason.why(node, store)


def _lines(step: reason.Step, store: Store, *, lead: str = "", rest: str = "") -> Iterator[str]:
    """One line for the step, one for each of its words, then its premises below it."""
    told = reason.sentence(step, store)
    if step.standing == "denied":
        told = f"not: {told}"
    yield f"{lead}{told}"
    bar = "│ " if step.premises else "  "
    for note in _notes(step):
        yield f"{rest}{bar}{note}"
    for i, premise in enumerate(step.premises, 1):
        last = i == len(step.premises)
        yield from _lines(premise, store, lead=f"{rest}{'└─' if last else '├─'} ", rest=f"{rest}{'   ' if last else '│  '}")


def _notes(step: reason.Step) -> Iterator[str]:
    if step.standing == "inferred":
        yield f"inferred: {step.title or step.rule} ({step.rule}, inference:{step.node.removeprefix(INFERENCE)})"
        return
    fact = step.node.rpartition("/")[2]
    yield SAID[step.standing] + (f" (fact {fact}, rule {step.rule})" if fact else "")
    for cited in step.words:
        yield str(cited)
