"""What contradicts what, in words, with the triples and the releases that say them: HermiT says only that something does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store

from triplewire import resources, vocab
from triplewire.headers import header
from triplewire.reason.infer import TYPE, infer
from triplewire.reason.rules import Node
from triplewire.reason.why import Step, label, why
from triplewire.terms import triples

MOST = 20
SCHEMA = NamedNode(vocab.GRAPH + "schema")
SAID = {
    "stated": "stated",
    "denied": "denied",
    "derived": "derived from its name",
    "reference": "from reference knowledge",
    "inferred": "inferred",
    "given": "in the graph",
    "absent": "not in the graph",
}


@dataclass(frozen=True)
class Cause:
    """A query for one sort of contradiction; `triples` are the variables of the triples, or of the node, that contradict each other."""

    name: str
    message: str
    triples: tuple[tuple[str, ...], ...]
    select: str


@dataclass(frozen=True)
class Contradiction:
    """One contradiction: `kind` is the name of its query, `message` says what is wrong and what to do, `steps` what its sides rest on."""

    kind: str
    focus: str
    message: str
    steps: tuple[tuple[str, Step], ...]

    def told(self) -> str:
        """The message, and below it each side with its releases and words."""
        return "\n".join([self.message, *(f"  {line}" for name, step in self.steps for line in side(name, step))])


def side(name: str, step: Step) -> Iterator[str]:
    """One side of a contradiction: the triple in words, how it came into the graph, and the words of releases below it."""
    rule = f" by the rule “{step.title}”" if step.title else ""
    yield f"{name}: {SAID[step.standing]}{rule}"
    for cited in dict.fromkeys(step.cited()):
        yield f"  {cited}"


def contradictions(quads: Iterable[Quad]) -> list[Contradiction]:
    """What contradicts what by the queries `ontology/checks/*-cause.rq`, after the rules have run; at most 20 a query, sorted.

    Raises DataError with every query file that says no message.
    """
    quads = list(quads)
    store = Store()
    store.extend(quads)
    store.extend(infer(quads))
    store.extend(Quad(q.subject, q.predicate, q.object, SCHEMA) for q in triples())
    return sorted((c for cause in causes() for c in _found(cause, store)), key=lambda c: (c.kind, c.focus, c.message))


def _found(cause: Cause, store: Store) -> Iterator[Contradiction]:
    rows = store.query(cause.select, use_default_graph_as_union=True)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(f"{cause.name} does not select")
    names = [v.value for v in rows.variables]
    for row, _ in zip(rows, range(MOST), strict=False):
        bound = {n: v for n in names if not isinstance(v := row[n], BlankNode) and isinstance(v, NamedNode | Literal)}
        message = cause.message
        for name, term in bound.items():
            message = message.replace(f"{{?{name}}}", label(term, store))
        steps = tuple(_step(triple, bound, store) for triple in cause.triples)
        yield Contradiction(cause.name, bound[names[0]].value, message, steps)


def _step(variables: tuple[str, ...], bound: dict[str, Node], store: Store) -> tuple[str, Step]:
    if len(variables) == 1:
        node = bound[variables[0]]
        step = why(node, store) if isinstance(node, NamedNode) else Step(None, "given")
        return (f"not {_told(step, store)}" if step.standing == "denied" else _told(step, store)), step
    subject, predicate, value = (TYPE if v == "a" else bound[v] for v in variables)
    assert isinstance(subject, NamedNode)
    assert isinstance(predicate, NamedNode)
    step = why((subject, predicate, value), store)
    return sentence(step, store), step


def _told(step: Step, store: Store) -> str:
    return sentence(step, store) if step.triple else step.node


def sentence(step: Step, store: Store) -> str:
    """The triple of a step in words: labels of subject, property and value."""
    if step.triple is None:
        return step.node
    subject, predicate, value = step.triple
    told = label(value, store)
    verb = label(predicate, store) if predicate != TYPE else "is an" if told[:1].lower() in "aeio" else "is a"
    return f"{label(subject, store)} {verb} {told}"


@cache
def causes() -> tuple[Cause, ...]:
    """All queries for contradictions, sorted by name. Raises DataError with every file that lacks its header lines."""
    return resources.each("ontology/checks", "*-cause.rq", _read)


def _read(file: Path) -> Cause:
    source = file.read_text("utf-8")
    head = header(source, ["message", "triple"])
    triples = tuple(tuple(w.lstrip("?") for w in line.split()) for line in head["triple"])
    return Cause(file.stem.removesuffix("-cause"), head["message"][0], triples, source)
