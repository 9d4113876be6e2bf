"""Where the patterns of a check are met in a graph that can only be looked up, beginning at a node or at a triple.

What is looked up is at most what meets the patterns: many links may end at a company or a disease, and they are not walked where
another pattern says which of them are meant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from pyoxigraph import Literal, NamedNode, Quad, Triple

from triplewire.lookup import Node
from triplewire.validate.outline import TYPE, Pattern

Find = Callable[[NamedNode | None, NamedNode | None, NamedNode | Literal | None], Iterable[Quad]]
"""The quads of a graph that have a subject, a predicate, an object; None stands for any."""
Bound = Mapping[str, Node]
"""What variables stand for."""
FEW = 24
"""Of how many links that begin or end at a node all are looked up at once; where there are more, each property is asked for apart."""


class Around:
    """A graph that remembers what was looked up in it, and knows what of it has changed."""

    def __init__(self, *finds: Find, changed: Collection[Triple] = frozenset()) -> None:
        self.finds = finds
        self.changed = changed
        self._whole: dict[NamedNode, dict[NamedNode, list[Quad]] | None] = {}
        self._out: dict[tuple[NamedNode, NamedNode], Iterable[Quad]] = {}
        self._arriving: dict[Node, dict[NamedNode, list[Quad]] | None] = {}
        self._into: dict[tuple[Node, NamedNode | None], Iterable[Quad]] = {}

    def find(self, subject: NamedNode | None, predicate: NamedNode | None, value: Node | None) -> Iterable[Quad]:
        """The quads of all that this graph is made of; some may be met twice."""
        return chain(*(find(subject, predicate, value) for find in self.finds))

    def own(self, node: Node) -> Mapping[NamedNode, list[Quad]]:
        """What begins at a node, by property: all of it."""
        if not isinstance(node, NamedNode):
            return {}
        if (known := self._whole.get(node)) is None:
            known = self._whole[node] = _by_property(self.find(node, None, None))
        return known

    def out(self, subject: NamedNode, predicate: NamedNode | None, *, only: bool = False) -> Iterable[Quad]:
        """What begins at a node with a property; `only` says that nothing else of the node will be asked for."""
        if predicate is None:
            return chain.from_iterable(self.own(subject).values())
        if (own := self._whole.get(subject) if only else self._begun(subject)) is not None:
            return own.get(predicate, ())
        if (known := self._out.get((subject, predicate))) is None:
            known = self._out[(subject, predicate)] = list(self.find(subject, predicate, None))
        return known

    def into(self, value: Node, predicate: NamedNode | None) -> Iterable[Quad]:
        """What ends at a node with a property; all of it is looked up only when it is walked to its end."""
        if (few := self._ended(value)) is not None:
            return few.get(predicate, ()) if predicate is not None else chain.from_iterable(few.values())
        if (known := self._into.get((value, predicate))) is None:
            known = self._into[(value, predicate)] = _Lazy(self.find(None, predicate, value))
        return known

    def arriving(self, value: Node, properties: Iterable[NamedNode | None]) -> Iterable[NamedNode | None]:
        """The properties that end at a node; of a node where many end, these that may."""
        few = self._ended(value)
        return properties if few is None else few

    def _begun(self, node: NamedNode) -> Mapping[NamedNode, list[Quad]] | None:
        """What begins at a node, by property; None when that is much."""
        if node not in self._whole:
            self._whole[node] = _few(self.find(node, None, None))
        return self._whole[node]

    def _ended(self, value: Node) -> Mapping[NamedNode, list[Quad]] | None:
        """What ends at a node, by property; None when that is much."""
        if value not in self._arriving:
            self._arriving[value] = _few(self.find(None, None, value))
        return self._arriving[value]

    def exactly(self, subject: NamedNode, predicate: NamedNode, value: Node) -> Iterable[Quad]:
        """A triple, if it is there."""
        if predicate == TYPE or self._whole.get(subject) is not None:
            return [quad for quad in self.out(subject, predicate) if quad.object == value]
        return self.find(subject, predicate, value)


def _few(quads: Iterable[Quad]) -> dict[NamedNode, list[Quad]] | None:
    first = list(islice(quads, FEW + 1))
    return _by_property(first) if len(first) <= FEW else None


def _by_property(quads: Iterable[Quad]) -> dict[NamedNode, list[Quad]]:
    found: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.predicate, []).append(quad)
    return found


class _Lazy:
    """What an iterator gives, as often as it is asked for, and no more of it than that."""

    def __init__(self, rest: Iterable[Quad]) -> None:
        self.known: list[Quad] = []
        self.rest = iter(rest)

    def __iter__(self) -> Iterator[Quad]:
        at = 0
        while True:
            if at == len(self.known):
                for quad in self.rest:
                    self.known.append(quad)
                    break
                else:
                    return
            yield self.known[at]
            at += 1


@dataclass(frozen=True, slots=True)
class Step:
    """One pattern to be met, when those before it are. `among` are patterns of which each alone would tell the same unknown subject:
    the one that has the fewest is walked. `one` says that one way to meet it does; `certain`, that what is looked up for it meets it,
    and tells at most the variable `told`, which is the subject or the object; `old`, that only what has not changed meets it.
    """

    pattern: Pattern
    among: tuple[Pattern, ...] = ()
    one: bool = False
    certain: bool = False
    told: str = ""
    old: bool = False


def steps(
    patterns: Iterable[Pattern], bound: Iterable[str], once: frozenset[str], old: Collection[Pattern] = frozenset()
) -> tuple[Step, ...]:
    """The order in which patterns are met when some variables are known: what is certain first, then what begins at something known.
    Those of `old` are to be met by what has not changed. Raises ValueError for patterns that nothing known leads to.
    """
    todo, known, found = list(patterns), set(bound), list[Step]()
    while todo:
        rank, at = min((_rank(p, known), n) for n, p in enumerate(todo))
        pattern = todo[at]
        among: tuple[Pattern, ...] = ()
        if rank == 2:
            among = tuple(p for p in todo if p.subject == pattern.subject and p.object != p.subject and _is_known(p.object, known))
        elif rank > 2:
            raise ValueError(f"nothing leads from the focus node to {pattern}; a check must go along properties")
        unknown = pattern.variables - known
        certain = len(unknown) == (rank > 0) and not (isinstance(pattern.predicate, str) and pattern.predicate in unknown)
        told = next(iter(unknown), "") if certain else ""
        found.append(Step(pattern, among, bool(unknown) and unknown <= once, certain, told, pattern in old))
        known |= unknown
        todo.pop(at)
    return tuple(found)


def _is_known(end: str | Node, known: set[str]) -> bool:
    return not isinstance(end, str) or end in known


def _rank(pattern: Pattern, known: set[str]) -> int:
    begins, ends = (_is_known(end, known) for end in (pattern.subject, pattern.object))
    if begins:
        return 0 if ends and (not isinstance(pattern.predicate, str) or pattern.predicate in known) else 1
    # What ends at a term of a check, such as a class, may be half the graph.
    return 2 if isinstance(pattern.object, str) and ends else 3


def meet(todo: Sequence[Step], bound: Bound, around: Around, at: int = 0) -> Iterator[tuple[Bound, tuple[Quad, ...]]]:
    """The ways in which all patterns are met, each with what the variables stand for and the quads, one for each step."""
    if at == len(todo):
        yield bound, ()
        return
    step = todo[at]
    last = at + 1 == len(todo)
    for quad in _candidates(step, bound, around):
        if step.old and quad.triple in around.changed:
            continue
        if (more := _more(step, quad, bound)) is not None:
            if last:
                yield more, (quad,)
            else:
                for found, quads in meet(todo, more, around, at + 1):
                    yield found, (quad, *quads)
            if step.one:
                return


def _more(step: Step, quad: Quad, bound: Bound) -> Bound | None:
    if not step.certain:
        return matched(step.pattern, quad, bound)
    if not step.told:
        return bound
    value = quad.object if step.told == step.pattern.object else quad.subject
    return {**bound, step.told: value} if isinstance(value, Node) else None


def _candidates(step: Step, bound: Bound, around: Around) -> Iterable[Quad]:
    pattern = step.pattern
    subject, value = _value(pattern.subject, bound), _value(pattern.object, bound)
    if subject is None:
        if len(step.among) < 2:
            return _ending(pattern, bound, around)
        subjects = _fewest([_ending(p, bound, around) for p in step.among])
        return chain.from_iterable(_beginning(pattern, s, value, bound, around) for s in subjects)
    return _beginning(pattern, subject, value, bound, around)


def _beginning(pattern: Pattern, subject: object, value: Node | None, bound: Bound, around: Around) -> Iterable[Quad]:
    if not isinstance(subject, NamedNode):
        return ()
    properties = _properties(pattern, bound)
    if value is not None:
        return chain.from_iterable(around.exactly(subject, p, value) if p else around.find(subject, None, value) for p in properties)
    return chain.from_iterable(around.out(subject, p) for p in properties)


def _ending(pattern: Pattern, bound: Bound, around: Around) -> Iterable[Quad]:
    value = _value(pattern.object, bound)
    assert value is not None, "what nothing leads to is no step"
    return chain.from_iterable(around.into(value, p) for p in _properties(pattern, bound))


def _properties(pattern: Pattern, bound: Bound) -> Sequence[NamedNode | None]:
    if not isinstance(pattern.predicate, str):
        return pattern.predicate
    known = bound.get(pattern.predicate)
    if known is None:
        return (None,)
    return (known,) if isinstance(known, NamedNode) else ()


def _value(end: str | Node, bound: Bound) -> Node | None:
    return bound.get(end) if isinstance(end, str) else end


def _fewest(choices: Sequence[Iterable[Quad]]) -> list[NamedNode]:
    """The subjects of those quads of which there are fewest. All are walked side by side, so that no long one is walked to its end."""
    walked: list[tuple[Iterator[Quad], dict[NamedNode, None]]] = [(iter(quads), {}) for quads in choices]
    while True:
        for quads, found in walked:
            quad = next(quads, None)
            if quad is None:
                return list(found)
            if isinstance(quad.subject, NamedNode):
                found[quad.subject] = None


def matched(pattern: Pattern, quad: Quad, bound: Bound) -> Bound | None:
    """What variables stand for when a quad meets a pattern; None when it does not."""
    more = dict(bound)
    for end, term in ((pattern.subject, quad.subject), (pattern.predicate, quad.predicate), (pattern.object, quad.object)):
        if isinstance(end, tuple):
            if term not in end:
                return None
        elif not isinstance(term, Node):
            return None
        elif isinstance(end, str):
            if more.setdefault(end, term) != term:
                return None
        elif end != term:
            return None
    return more
