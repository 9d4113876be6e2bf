"""What a check looks at: the triple patterns of its query, without the conditions on values.

The queries of `ontology/shapes/` and `ontology/checks/data/`, and those that `compile.py` writes, are read for this by hand: rdflib
takes ten milliseconds for each of three hundred. What of SPARQL is not read here, and what cannot be judged from what lies around one
node, is an error that names it, so that no check is judged by less than it looks at. A test holds the patterns equal to rdflib's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from triplewire import vocab
from triplewire.lookup import Node
from triplewire.tokens import tokens

THIS = "this"
"""The variable of the focus node."""
TYPE = NamedNode(vocab.curie_to_iri("rdf:type"))
CLOSING = {"{": "}", "(": ")"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern. A variable is a string; several predicates stand for any of them."""

    subject: str | Node
    predicate: str | tuple[NamedNode, ...]
    object: str | Node

    @property
    def variables(self) -> frozenset[str]:
        """The variables of all three."""
        return frozenset(t for t in (self.subject, self.predicate, self.object) if isinstance(t, str))


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that hold together, and groups that are asked about for each way in which they do: OPTIONAL, NOT EXISTS, UNION."""

    patterns: tuple[Pattern, ...]
    inner: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The patterns of a query, and the variables that stand in it only once, so that any one value does."""

    group: Group
    once: frozenset[str]


def outline(select: str) -> Outline:
    """The outline of a query. Raises ValueError for what of SPARQL is not known here."""
    reader = _Reader(select)
    group = reader.query(_Scope(reader.seen))
    return Outline(group, frozenset(v for v, times in reader.seen.items() if times == 1))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where variables stand: those of a query inside another are its own but for those that it selects."""

    seen: Counter[str]
    outer: _Scope | None = None
    selected: Collection[str] = ()
    place: int = 0

    def variable(self, token: str) -> str:
        name = self.name(token[1:])
        self.seen[name] += 1
        return name

    def name(self, name: str) -> str:
        if self.outer is None:
            return name
        return self.outer.name(name if name in self.selected else f"{name}~{self.place}")


@dataclass
class _Parts:
    """A group that is being read."""

    patterns: list[Pattern] = field(default_factory=list)
    inner: list[Group] = field(default_factory=list)

    def take(self, group: Group) -> None:
        self.patterns += group.patterns
        self.inner += group.inner

    def group(self) -> Group:
        return Group(tuple(self.patterns), tuple(self.inner))


class _Reader:
    """Reads a query from front to back."""

    def __init__(self, select: str) -> None:
        self.select = select
        self.tokens: list[tuple[str, str]] = [(token.kind, token.text) for token in tokens(select)]
        self.at, self.fresh = 0, 0
        self.prefixes: dict[str, str] = {}
        self.seen: Counter[str] = Counter()

    def fail(self, what: str) -> ValueError:
        told = "cannot be judged from what lies around a node; write it otherwise, or teach it to validate/outline.py"
        return ValueError(f"{what} {told}: {self.select}")

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    @property
    def word(self) -> str:
        """What comes next, in capitals; "" at the end."""
        return self.tokens[self.at][1].upper() if self.at < len(self.tokens) else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def skip(self, *words: str) -> bool:
        """Goes past words if they come next."""
        here = [token.upper() for _, token in self.tokens[self.at : self.at + len(words)]]
        if here != list(words):
            return False
        self.at += len(words)
        return True

    def expect(self, word: str) -> None:
        if not self.skip(word):
            raise self.fail(f"{self.word or 'the end'} where {word} is expected")

    def query(self, scope: _Scope) -> Group:
        while self.skip("PREFIX"):
            name = self.next()
            self.prefixes[name[:-1]] = self.next()[1:-1]
        self.expect("SELECT")
        self.skip("DISTINCT")
        start = self.at
        selected = list(self.selection())
        if scope.outer is not None:
            scope = _Scope(scope.seen, scope.outer, selected, start)
        self.count(start, self.at, scope)
        self.skip("WHERE")
        found = self.group(scope)
        self.modifiers(scope)
        return found

    def selection(self) -> Iterator[str]:
        """The variables that a query selects."""
        while self.word not in ("WHERE", "{"):
            if self.kind == "variable":
                yield self.next()[1:]
            elif self.word == "(":
                inside = self.within()
                yield inside[-1][1][1:]
            else:
                raise self.fail(f"SELECT {self.word}")

    def modifiers(self, scope: _Scope) -> None:
        """What follows a group: only what makes no difference to what is looked at."""
        if self.skip("GROUP", "BY") and (
            self.kind != "variable" or scope.variable(self.next()) != scope.name(THIS) or self.kind == "variable"
        ):
            raise self.fail("GROUP BY another than ?this")
        if self.skip("HAVING"):
            start = self.at
            self.within()
            self.count(start, self.at, scope)
        if self.skip("ORDER", "BY"):
            while self.kind == "variable":
                self.next()
        if self.word not in ("", "}"):
            raise self.fail(self.word)

    def within(self) -> list[tuple[str, str]]:
        """What stands in brackets that open here; goes past them."""
        start, open_ = self.at + 1, [CLOSING[self.next()]]
        while open_:
            if self.at >= len(self.tokens):
                raise self.fail("a bracket that is not closed")
            token = self.next()
            if token == open_[-1]:
                open_.pop()
            elif token in CLOSING:
                open_.append(CLOSING[token])
        return self.tokens[start : self.at - 1]

    def count(self, start: int, end: int, scope: _Scope) -> None:
        for kind, token in self.tokens[start:end]:
            if kind == "variable":
                scope.variable(token)

    def group(self, scope: _Scope) -> Group:
        self.expect("{")
        found = _Parts()
        while not self.skip("}"):
            self.part(found, scope)
        return found.group()

    def part(self, found: _Parts, scope: _Scope) -> None:
        """One part of a group."""
        if self.skip("."):
            return
        if self.word == "SELECT":
            found.take(self.query(_Scope(scope.seen, scope)))
        elif self.skip("OPTIONAL") or self.skip("MINUS"):
            found.inner.append(self.group(scope))
        elif self.word == "{":
            self.union(found, scope)
        elif self.skip("VALUES"):
            scope.variable(self.next())
            self.within()
        elif self.skip("FILTER"):
            self.filter(found, scope)
        elif self.kind in ("variable", "iri", "pname"):
            self.triples(found, scope)
        else:
            raise self.fail(self.word or "the end")

    def union(self, found: _Parts, scope: _Scope) -> None:
        groups = [self.group(scope)]
        while self.skip("UNION"):
            groups.append(self.group(scope))
        if len(groups) == 1:
            found.take(groups[0])
        else:
            found.inner += groups

    def filter(self, found: _Parts, scope: _Scope) -> None:
        if self.skip("EXISTS"):
            found.take(self.group(scope))
        elif self.skip("NOT", "EXISTS"):
            found.inner.append(self.group(scope))
        elif self.word == "(":
            self.condition(found, scope)
        else:
            raise self.fail(f"FILTER {self.word}")

    def condition(self, found: _Parts, scope: _Scope) -> None:
        """A condition in brackets: of it only the groups that it asks about, and which variables stand in it."""
        self.next()
        deep = 1
        while deep:
            if self.skip("EXISTS"):
                found.inner.append(self.group(scope))
                continue
            if self.at >= len(self.tokens):
                raise self.fail("a bracket that is not closed")
            if self.kind == "variable":
                scope.variable(self.next())
                continue
            deep += {"(": 1, ")": -1}.get(self.next(), 0)

    def triples(self, found: _Parts, scope: _Scope) -> None:
        subject = self.term(scope)
        while True:
            predicate = self.path(scope)
            while True:
                found.patterns += self.along(subject, predicate, self.term(scope))
                if not self.skip(","):
                    break
            if not self.skip(";"):
                return

    def path(self, scope: _Scope) -> str | list[tuple[bool, tuple[NamedNode, ...]]]:
        """A variable; or the steps of a path, each backwards or not, along one of some properties."""
        if self.kind == "variable":
            return scope.variable(self.next())
        steps = [self.step(scope)]
        while self.skip("/"):
            steps.append(self.step(scope))
        return steps

    def step(self, scope: _Scope) -> tuple[bool, tuple[NamedNode, ...]]:
        back, choice = self.skip("^"), [self.property(scope)]
        while self.skip("|"):
            choice.append(self.property(scope))
        return back, tuple(choice)

    def property(self, scope: _Scope) -> NamedNode:
        if self.skip("A"):
            return TYPE
        term = self.term(scope)
        if not isinstance(term, NamedNode):
            raise self.fail(f"the path of {term}")
        return term

    def along(self, subject: str | Node, path: str | list[tuple[bool, tuple[NamedNode, ...]]], value: str | Node) -> Iterator[Pattern]:
        """The patterns that a path stands for."""
        if isinstance(path, str):
            yield Pattern(subject, path, value)
            return
        if len(path) > 1 and any(len(choice) > 1 for _, choice in path):
            raise self.fail("a path of several steps with a choice in one")
        for n, (back, choice) in enumerate(path, 1):
            end: str | Node = value
            if n < len(path):
                self.fresh += 1
                end = f"~{self.fresh}"
                self.seen[end] += 2
            yield Pattern(end, choice, subject) if back else Pattern(subject, choice, end)
            subject = end

    def term(self, scope: _Scope) -> str | Node:
        kind, token = self.kind, self.next() if self.kind else ""
        if kind == "variable":
            return scope.variable(token)
        if kind == "iri":
            return NamedNode(token[1:-1])
        if kind == "pname":
            prefix, _, local = token.partition(":")
            return NamedNode(self.prefixes[prefix] + local)
        if kind == "string" and "\\" not in token and self.word != "^^" and not self.word.startswith("@"):
            return Literal(token.strip("\"'"))
        raise self.fail(f"{token or 'the end'} in a triple")
