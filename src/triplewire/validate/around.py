"""Findings about some nodes, from what lies around them: so that a little news asks for a little validation.

What lies around a node is told by the checks themselves: the patterns of their queries, met in the graph from the focus node on, are
all that a check can look at there; met from a triple that has come or gone, they lead back to the focus nodes that it can matter to.
Conditions on values are left aside, so that more is looked at than need be, and the checks themselves run on what was gathered.
A check that compares nodes which no property joins, or that uses of SPARQL what `outline.py` does not read, is refused when checks
are read. What a finding shows besides is `SHOWN`, which has to be taught what `findings.py` looks up; a law in the tests holds both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from triplewire.errors import DataError
from triplewire.lookup import Node
from triplewire.model import Finding
from triplewire.validate.data import data_checks, data_findings
from triplewire.validate.engine import Some, checks_of, compiled, flat, schema
from triplewire.validate.findings import SHOWN, findings
from triplewire.validate.joins import Around, Find, Step, matched, meet, steps
from triplewire.validate.outline import THIS, TYPE, Group, Outline, Pattern, outline
from triplewire.validate.run import in_order


@dataclass(frozen=True, slots=True)
class _Walk:
    """What a check looks at from its focus node on: steps, and what is looked at after each way in which they are met."""

    steps: tuple[Step, ...]
    inner: tuple[_Walk, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The way from a triple that meets a pattern to the focus nodes that it matters to."""

    pattern: Pattern
    steps: tuple[Step, ...]


_Start = tuple[str, NamedNode | None]
"""What a node must have for a check: it "begins" a property, is "of" a class, or a property "ends" there; ("", None) for nothing."""
ANY: _Start = ("", None)


@dataclass(frozen=True, slots=True)
class _Radius:
    """What all checks together look at. `starts` tells by the query of a check at which nodes it may find something; `beyond`, by a
    property of the focus node, which properties of its values are looked at; `walks`, what else is looked at from which nodes; `ways`, by
    the property of a triple (None for any), to which focus nodes it may lead. `targets` are properties at whose end focus nodes are.
    """

    starts: Mapping[str, frozenset[_Start]]
    beyond: Mapping[NamedNode, tuple[NamedNode, ...]]
    walks: Mapping[_Start, tuple[_Walk, ...]]
    ways: Mapping[NamedNode | None, tuple[_Way, ...]]
    targets: frozenset[NamedNode]


def touched(quads: Iterable[Quad], find: Find) -> set[Node]:
    """The focus nodes whose findings may be others once these quads are there, or are gone: with what they say and the evidence that
    they show. `quads` are all that have changed since findings were last held, `find` looks into the graph as it is after that, best
    into a default graph that has every triple once. A quad whose triple stands in another graph as it did before need not be given;
    a type of a company that is given for each release that names it leads to all that name it.
    """
    changed = Store()
    changed.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    around = Around(changed.quads_for_pattern, _schema_find, find, changed=frozenset(q.triple for q in changed))
    ways, found = radius().ways, set[Node]()
    for quad in changed:
        if isinstance(quad.subject, NamedNode):
            found.add(quad.subject)
        for way in (*ways.get(quad.predicate, ()), *ways.get(None, ())):
            if (bound := matched(way.pattern, quad, {})) is not None:
                found.update(last[THIS] for last, _ in meet(way.steps, bound, around))
    return found


def findings_at(foci: Iterable[Node], find: Find) -> dict[str, list[Finding]]:
    """By focus as findings name it, what `validate` finds about some nodes in a graph, in order, but for quotes; nodes about which
    nothing is found are left out. `find` looks into the graph, best into a default graph that has every triple once. What lies around
    all `foci` is held in memory; some thousand at once are quickest. Raises ValueError for blank nodes there.
    """
    wanted = frozenset(foci)
    around, starts, met = Around(find, _schema_find), radius().starts, {ANY}
    store = flat(_slice(wanted, around, met))
    some, shown = Some(wanted, lambda select: not met.isdisjoint(starts[select])), _Shown(around)
    out: dict[str, list[Finding]] = {}
    for finding in in_order([*findings(compiled(store, some), shown), *data_findings(store, some, shown)]):
        out.setdefault(finding.focus, []).append(finding)
    return out


def focus_nodes(quads: Iterable[Quad]) -> set[Node]:
    """All nodes of some quads about which anything may be found. Release by release, they lie where their neighbours lie."""
    targets, found = radius().targets, set[Node]()
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found.add(quad.subject)
        if quad.predicate in targets and isinstance(quad.object, Node):
            found.add(quad.object)
    return found


class _Shown:
    """What findings are told with: all that can be looked up, and was perhaps looked up before."""

    def __init__(self, around: Around) -> None:
        self.around = around

    def quads_for_pattern(self, subject: NamedNode | None, predicate: NamedNode | None, value: Node | None, /) -> Iterable[Quad]:
        """The quads that have a subject, a predicate, an object; some may be met twice."""
        if subject is not None and value is None:
            return self.around.out(subject, predicate)
        if subject is None and value is not None:
            return self.around.into(value, predicate)
        return self.around.find(subject, predicate, value)


def _slice(foci: Collection[Node], around: Around, met: set[_Start]) -> Iterator[Quad]:
    """What checks look at from some focus nodes on; what those have for a check is put into `met`."""
    for focus in foci:
        yield from chain.from_iterable(around.own(focus).values())
    beyond, walks = radius().beyond, radius().walks
    for focus in foci:
        for predicate, quads in around.own(focus).items():
            if (then := beyond.get(predicate)) is not None:
                values, only = [q.object for q in quads if q.object not in foci], len(then) == 1
                yield from (q for v in values if isinstance(v, NamedNode) for p in then for q in around.out(v, p, only=only))
        for start in _has(focus, around):
            met.add(start)
            for walk in walks.get(start, ()):
                yield from _walked(walk, {THIS: focus}, around)


def _has(focus: Node, around: Around) -> Iterator[_Start]:
    """What a node has of what checks ask for."""
    own = around.own(focus)
    yield from (("begins", predicate) for predicate in own)
    yield from (("of", quad.object) for quad in own.get(TYPE, ()) if isinstance(quad.object, NamedNode))
    yield from (("ends", predicate) for predicate in around.arriving(focus, radius().targets))
    yield ANY


def _walked(walk: _Walk, bound: Mapping[str, Node], around: Around) -> Iterator[Quad]:
    for more, quads in meet(walk.steps, bound, around):
        yield from (quad for step, quad in zip(walk.steps, quads, strict=True) if step.pattern.subject != THIS)  # those are there
        for inner in walk.inner:
            yield from _walked(inner, more, around)


@cache
def radius() -> _Radius:
    """What the checks of the ontology look at. Raises DataError with every check that cannot be judged from what lies around a node."""
    return radius_of([*(c.select for c in checks_of(flat([]))), *(c.select for c in data_checks())])


def radius_of(selects: Iterable[str]) -> _Radius:
    """What the queries of some checks look at. Raises DataError with every one that cannot be judged from what lies around a node."""
    beyond: dict[NamedNode, dict[NamedNode, None]] = {}
    walks: dict[_Start, dict[_Walk, None]] = {}
    starts: dict[str, frozenset[_Start]] = {}
    ways: dict[NamedNode | None, dict[_Way, None]] = {}
    targets: set[NamedNode] = set()
    faults = []
    for select in dict.fromkeys(selects):
        try:
            told = outline(select)
            starts[select] = frozenset(_starts(told.group))
            far = _far(told.group)
            if far is not None and (pairs := _pairs(far, frozenset())) is not None:
                for first, second in pairs:
                    beyond.setdefault(first, {})[second] = None
            elif far is not None:
                walk = _walk(far, {THIS}, told.once)
                for start in _starts(far):
                    walks.setdefault(start, {})[walk] = None
            _add_ways(told, ways)
        except ValueError as error:
            faults.append(str(error))
            continue
        ends = [p for context in _contexts(told.group, ()) for p in context.own if p.object == THIS != p.subject]
        targets.update(t for p in ends if isinstance(p.predicate, tuple) for t in p.predicate)
    if faults:
        raise DataError(faults)
    _add_ways(outline(SHOWN), ways)
    return _Radius(
        starts,
        {first: tuple(then) for first, then in beyond.items()},
        {start: tuple(found) for start, found in walks.items()},
        {predicate: tuple(found) for predicate, found in ways.items()},
        frozenset(targets),
    )


def _far(group: Group) -> Group | None:
    """A group without what it asks about triples of the focus node alone; None when that is all."""
    inner = tuple(far for g in group.inner if (far := _far(g)) is not None)
    return Group(group.patterns, inner) if inner or any(p.subject != THIS for p in group.patterns) else None


def _pairs(group: Group, outside: frozenset[Pattern]) -> list[tuple[NamedNode, NamedNode]] | None:
    """Which properties of a focus node, and which of their values, a group asks about, if that is all that it asks about. It is looked
    at then without asking whether the others are there.
    """
    own = outside.union(p for p in group.patterns if p.subject == THIS)
    first = [(p.object, predicate) for p in own if isinstance(p.predicate, tuple) for predicate in p.predicate]
    found = []
    for pattern in group.patterns:
        if pattern.subject == THIS:
            continue
        to = [predicate for value, predicate in first if isinstance(value, str) and value == pattern.subject]
        if not to or not isinstance(pattern.predicate, tuple):
            return None
        found += [(one, other) for one in to for other in pattern.predicate]
    for inner in group.inner:
        if (more := _pairs(inner, own)) is None:
            return None
        found += more
    return found


def _starts(group: Group) -> tuple[_Start, ...]:
    """What a node must have that a group may be met at: one of these."""
    of, begins, typed, ends = (list[tuple[_Start, ...]]() for _ in range(4))
    for pattern in group.patterns:
        if isinstance(pattern.predicate, str):
            continue
        if pattern.subject == THIS and pattern.predicate == (TYPE,):
            if isinstance(pattern.object, NamedNode):
                of.append((("of", pattern.object),))
            else:
                typed.append((("begins", TYPE),))
        elif pattern.subject == THIS:
            begins.append(tuple(("begins", predicate) for predicate in pattern.predicate))
        elif pattern.object == THIS:
            ends.append(tuple(("ends", predicate) for predicate in pattern.predicate))
    return next(iter([*of, *begins, *ends, *typed]), (ANY,))


def _walk(group: Group, known: set[str], once: frozenset[str]) -> _Walk:
    then = known.union(*(p.variables for p in group.patterns))
    return _Walk(steps(group.patterns, known, once), tuple(_walk(inner, then, once) for inner in group.inner))


def _add_ways(told: Outline, ways: dict[NamedNode | None, dict[_Way, None]]) -> None:
    """The ways from every pattern of a check that does not begin at its focus node. Where several triples have changed that meet the
    patterns together, one of them leads to the focus node; that at which one of them begins is touched at any rate.
    """
    for context in _contexts(told.group, ()):
        for pattern in context.own:
            if pattern.subject == THIS:
                continue
            others = [p for p in context.all if p != pattern]
            old = [p for n, p in enumerate(others) if p.subject == THIS or n < context.all.index(pattern)]
            way = _Way(pattern, steps(others, pattern.variables, told.once, old))
            for predicate in (None,) if isinstance(pattern.predicate, str) else pattern.predicate:
                ways.setdefault(predicate, {})[way] = None


@dataclass(frozen=True, slots=True)
class _Context:
    """The patterns of a group, and all that hold where it is asked about."""

    own: tuple[Pattern, ...]
    all: tuple[Pattern, ...]


def _contexts(group: Group, outside: tuple[Pattern, ...]) -> Iterator[_Context]:
    around = (*outside, *group.patterns)
    yield _Context(group.patterns, around)
    for inner in group.inner:
        yield from _contexts(inner, around)


@cache
def _schema_index() -> tuple[Mapping[object, list[Quad]], Mapping[object, list[Quad]]]:
    begins: dict[object, list[Quad]] = {}
    ends: dict[object, list[Quad]] = {}
    for quad in schema():
        begins.setdefault(quad.subject, []).append(quad)
        ends.setdefault(quad.object, []).append(quad)
    return begins, ends


def _schema_find(subject: NamedNode | None, predicate: NamedNode | None, value: Node | None) -> Iterable[Quad]:
    """The triples of the schema that have a subject, a predicate, an object."""
    begins, ends = _schema_index()
    some = begins.get(subject) if subject is not None else ends.get(value) if value is not None else schema()
    if not some:
        return ()
    return [q for q in some if predicate in (None, q.predicate) and value in (None, q.object)]
