"""The part of a graph that had been told by a day: what its releases up to then say, and what names say of the compounds in them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from triplewire.lookup import RELEASE, STATEMENT
from triplewire.model import Fact
from triplewire.triplify import reference
from triplewire.triplify.rdf import ALT_LABEL, LABEL, TYPE, graph, name, text
from triplewire.triplify.records import BACKGROUND
from triplewire.triplify.sheet import statement_node

ISSUED, EVIDENCE, SELECTOR, SOURCE = (name(c) for c in ("dcterms:issued", "tw:hasEvidence", "oa:hasSelector", "oa:hasSource"))
MENTION = name("tw:hasMention")
FLAG, FAMILY = name("tw:flag"), name("tw:factFamily")
CLAIM = tuple(name(c) for c in ("tw:stmtSubject", "tw:stmtPredicate", "tw:stmtObject"))
MAPPINGS = graph("mappings")


def told_until(quads: Iterable[Quad], day: date, facts: Iterable[Fact]) -> list[Quad]:
    """The quads that the releases issued up to `day` gave rise to, sorted, with the flags that `facts` had then; reference knowledge and
    inferences are left out, since they follow from what is told. A release without a date is not known to have been out by any day.
    """
    given = set(quads)
    out = _issued(given, day)
    graphs = {graph(f"release/{node.value.removeprefix(RELEASE)}") for node in out}
    told = [q for q in given if q.graph_name in graphs]
    told += _of_names([q for q in given if q.graph_name == BACKGROUND], out)
    nodes = {t for q in told for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}
    told += [q for q in given if q.graph_name == MAPPINGS and q.subject in nodes]
    told = [*_flagged(told, facts)]
    return sorted({*told, *reference.described(nodes)}, key=str)


def _flagged(quads: Iterable[Quad], facts: Iterable[Fact]) -> Iterator[Quad]:
    """The quads with the flags of `facts` in place of those that statements have: a later release may have brought a contradiction."""
    flags: dict[object, tuple[str, ...]] = {statement_node(f.id): f.flags for f in facts}
    for quad in quads:
        if quad.predicate != FLAG:
            yield quad
        if quad.predicate == FAMILY:
            yield from (Quad(quad.subject, FLAG, text(flag), quad.graph_name) for flag in flags.get(quad.subject, ()))


def _issued(quads: Iterable[Quad], day: date) -> set[NamedNode]:
    """The releases that are dated up to a day."""
    dated = ((q.subject, q.object) for q in quads if q.predicate == ISSUED)
    return {
        node
        for node, when in dated
        if isinstance(node, NamedNode) and node.value.startswith(RELEASE) and isinstance(when, Literal) and when.value <= day.isoformat()
    }


def _of_names(background: list[Quad], out: Container[object]) -> list[Quad]:
    """The statements made from names in releases that are out, the triples that they claim, and what these things are called."""
    by_subject: dict[object, list[Quad]] = {}
    for quad in background:
        by_subject.setdefault(quad.subject, []).append(quad)
    found: list[Quad] = []
    for subject, own in by_subject.items():
        if isinstance(subject, NamedNode) and subject.value.startswith(STATEMENT):
            spans = [q.object for q in own if q.predicate in (EVIDENCE, MENTION)]
            written = [q for span in spans for q in by_subject.get(span, ())]
            if any(q.predicate == SOURCE and q.object in out for q in written):
                selectors = [s for q in written if q.predicate == SELECTOR for s in by_subject.get(q.object, ())]
                found += [*own, *written, *selectors, *_claimed(own, by_subject)]
    return found


def _claimed(own: list[Quad], by_subject: dict[object, list[Quad]]) -> list[Quad]:
    """The triple of a statement, and class and names of its ends."""
    parts = {q.predicate: q.object for q in own if q.predicate in CLAIM}
    subject, predicate, value = (parts.get(p) for p in CLAIM)
    named = [q for end in (subject, value) for q in by_subject.get(end, ()) if q.predicate in (TYPE, LABEL, ALT_LABEL)]
    return [*named, *(q for q in by_subject.get(subject, ()) if q.predicate == predicate and q.object == value)]
