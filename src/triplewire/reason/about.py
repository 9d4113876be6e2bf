"""What follows of some things, from what a store holds around them: so that a little news asks for a little reasoning.

Every inference belongs to one thing, its owner: the compound that it is about, else its subject. What an owner's inferences can rest on
lies around it: the triples that begin or end at it, those of the things that it leads to, and the statements that make them; of all these
only those of the properties that rules have to do with. That this is enough is a property of the rules in `ontology/rules/`, and a law in
the tests: part by part they conclude what they conclude at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.lookup import STATEMENT
from triplewire.reason.infer import derived, properties
from triplewire.reason.rules import Triple

Find = Callable[[NamedNode | None, NamedNode | None, NamedNode | Literal | None], Iterable[Quad]]
"""The quads of a store that have a subject, a predicate, an object; None stands for any."""
Tells = Callable[[Quad], bool]
"""Whether a quad is told, and not only inferred."""

COMPOUND = "compound"
TOLD = frozenset(
    {"change", "correction", "denial", "finding", "inference", "instant", "release", "repair", "resolution", "side", "span", "statement"}
    | {"window"}
)
"""Kinds of things that information is made of: no rule concludes anything of them."""
FULL = frozenset({"conference", "organization", "person", "position"})
"""Kinds of things that lead on to much, and to nothing that a rule goes on to."""
MUCH = FULL | {COMPOUND}
"""Kinds of things around which much lies."""
SUBJECT, OBJECT, DENIED = (NamedNode(vocab.curie_to_iri(c)) for c in ("tw:stmtSubject", "tw:stmtObject", "owl:sourceIndividual"))
OTHERS = {SUBJECT: (OBJECT,), OBJECT: (SUBJECT,), DENIED: (SUBJECT, OBJECT)}
"""At which ends a statement may be about something else than at one."""
_CLAIMS, _DENIED = {str(end): end for end in (SUBJECT, OBJECT)}, str(DENIED)


def kind(node: object) -> str:
    """The kind of a thing of the data, by its IRI; "" for terms and literals."""
    return _kind(node.value) if isinstance(node, NamedNode) else ""


def _kind(iri: str) -> str:
    before, _, rest = iri.partition(vocab.ID)
    return "" if before else rest.partition("/")[0]


def can_own(node: object) -> bool:
    """Whether something may follow of a node."""
    return kind(node) not in TOLD | {""}


def owner(triple: Triple) -> NamedNode:
    """The thing that an inference belongs to."""
    subject, _, value = triple
    return value if isinstance(value, NamedNode) and kind(subject) != COMPOUND and kind(value) == COMPOUND else subject


@dataclass(slots=True)
class Touched:
    """What news is about: `things` at which it begins or ends, or that its statements are about, but for those of which only compounds are
    told; and those of them, `told`, at which it begins, so that what leads to them may be concerned too.
    """

    things: set[NamedNode] = field(default_factory=set)
    told: set[NamedNode] = field(default_factory=set)

    def add_first(self, lines: Iterable[str]) -> None:
        """Takes in triples of a store that held none before, as `add` does. All that they lead to is told of as well, sooner or later, so
        that nothing has to be looked up.
        """
        nodes = {node for subject, _, value in _read(lines) for node in (subject, value) if node}
        self.things.update(filter(can_own, map(NamedNode, nodes)))

    def add(self, lines: Iterable[str], find: Find) -> None:
        """Takes in triples that came or went, each by its N-Triples or N-Quads text, since there may be millions; `find` looks into the
        stated triples of the store after that.
        """
        told, ends, claims = set[str](), set[str](), defaultdict[str, dict[NamedNode, str]](dict)
        for subject, predicate, value in _read(lines):
            told.add(subject)
            if claim := _CLAIMS.get(predicate):
                claims[subject][claim] = value
            elif value and (predicate == _DENIED or _counts_at(_kind(subject), own=_kind(value) == COMPOUND)):
                ends.add(value)
        for node in sorted(node for node in told if node.startswith(STATEMENT)):
            ends |= _claimed(node, claims[node], find)
        self.things.update(node for node in map(NamedNode, filter(None, ends | told)) if can_own(node))
        self.told.update(node for node in map(NamedNode, filter(None, told)) if can_own(node) and kind(node) not in MUCH)

    def owners(self, find: Find) -> set[NamedNode]:
        """Whose inferences may be others than they were: those of the things, and of the compounds that lead to what is told of."""
        found, seen, todo = set(self.things), set(self.told), list(self.told)
        while todo:
            for quad in _of_rules(find(None, None, todo.pop())):
                node = quad.subject
                if not isinstance(node, NamedNode) or not can_own(node) or node in seen:
                    continue
                if kind(node) == COMPOUND:
                    found.add(node)
                elif kind(node) not in MUCH:
                    seen.add(node)
                    todo.append(node)
        return found


def _read(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Of those triples that rules have to do with, by their texts: the IRI at which each begins, its predicate in pointed brackets, and the
    IRI at which it ends; "" for what has none.
    """
    wanted = frozenset(map(str, properties()))
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in wanted:
            begin = subject[1:-1] if subject.startswith("<") else ""
            yield begin, predicate, rest[1 : rest.index(">")] if rest.startswith("<") else ""


def _counts_at(whose: str, *, own: bool) -> bool:
    """Whether what follows of the thing at which a triple ends, a compound if it is its `own`, can rest on it; the kind of the thing at
    which it begins is given. Of what compounds have to do with other things the compounds know themselves.
    """
    return whose not in TOLD and (own or whose != COMPOUND)


def _claimed(statement: str, here: Mapping[NamedNode, str], find: Find) -> set[str]:
    """The things whose inferences can rest on a statement: the compounds that it is about, or else what it is about. `here` are ends of it
    that are known.
    """
    ends = set(here.values())
    for claim in (SUBJECT, OBJECT):
        if claim not in here:
            ends |= {q.object.value for q in find(NamedNode(statement), claim, None) if isinstance(q.object, NamedNode)}
    ends.discard("")
    return {end for end in ends if _kind(end) == COMPOUND} or ends


def inferences(some: Collection[NamedNode], find: Find, tells: Tells = lambda _: True) -> dict[NamedNode, list[Quad]]:
    """By owner, the quads of the inferences that belong to it, sorted; owners without any are left out. `find` looks into the triples of a
    store; where some of them are inferred, `tells` says which are not. It is asked for no more of them than need be.
    """
    found, wanted = derived(_around(some, find, tells)), set(some)
    out: dict[NamedNode, set[Quad]] = {}
    for triple in found.triples:
        if (whose := owner(triple)) in wanted:
            out.setdefault(whose, set()).update(found.written(triple))
    return {whose: sorted(quads, key=str) for whose, quads in out.items()}


def _around(some: Collection[NamedNode], find: Find, tells: Tells) -> set[Quad]:
    """What the inferences of some things can rest on."""
    found: set[Quad] = set()
    seen: set[NamedNode] = set(some)
    todo = list(some)
    while todo:
        for quad in filter(tells, _of_rules(find(todo.pop(), None, None))):
            found.add(quad)
            value = quad.object
            if isinstance(value, NamedNode) and value not in seen and can_own(value) and kind(value) not in MUCH:
                seen.add(value)
                todo.append(value)
    for node in some:
        found.update(filter(tells, _ending_at(node, find)))
    return found


def _ending_at(node: NamedNode, find: Find) -> Iterator[Quad]:
    """The triples of other things that end at one, and the statements and denials about it."""
    own = kind(node) == COMPOUND
    for quad in _of_rules(find(None, None, node)):
        subject, others = quad.subject, OTHERS.get(quad.predicate)
        if others is None:
            if _counts_at(kind(subject), own=own):
                yield quad
        elif isinstance(subject, NamedNode) and (own or _is_apart(subject, others, find)):
            yield from _of_rules(find(subject, None, None))


def _of_rules(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Those of some quads that rules have to do with."""
    wanted = properties()
    return (quad for quad in quads if quad.predicate in wanted)


def _is_apart(statement: NamedNode, ends: Iterable[NamedNode], find: Find) -> bool:
    """Whether a statement is at these ends of its not about a compound."""
    return all(kind(q.object) != COMPOUND for end in ends for q in find(statement, end, None))


__all__ = ["Find", "Tells", "Touched", "can_own", "inferences", "kind", "owner"]
