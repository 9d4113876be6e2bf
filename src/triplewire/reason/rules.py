"""The rules of `ontology/rules/*.rq`: what each concludes, and from which triples."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution

from triplewire import resources
from triplewire.headers import header

Node = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Node]
Pattern = tuple[str | Node, str | Node, str | Node]
"""A triple pattern; a string is the name of a variable."""


@dataclass(frozen=True)
class Rule:
    """A CONSTRUCT rule. `select` finds its matches; `concludes` and `premises` are triple patterns over their variables.

    `witness` names the variable whose value is the premise as a whole (a statement), where the rule says so; `last` rules run
    once, after all others have added what they can.
    """

    name: str
    title: str
    select: str
    concludes: tuple[Pattern, ...]
    premises: tuple[Pattern, ...]
    witness: str = ""
    last: bool = False

    def stirred(self, news: frozenset[NamedNode] | None) -> bool:
        """Whether new triples of these properties (None: of any) can give the rule a new match."""
        wanted = {predicate for _, predicate, _ in self.premises}
        return news is None or not wanted.isdisjoint(news) or (bool(news) and any(isinstance(p, str) for p in wanted))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, sorted by name. Raises DataError with every file that is no rule."""
    return resources.each("ontology/rules", "*.rq", _read)


def _read(file: Path) -> Rule:
    # Whoever only names rules, such as a page or a server, does without rdflib's parser, which takes a while to come in.
    from triplewire.reason.parts import parts_of

    source = file.read_text("utf-8")
    head = header(source, ["title"])
    concludes, premises = parts_of(source)
    select = re.sub(r"CONSTRUCT\s*\{[^}]*\}", "SELECT *", source, count=1)
    witness = "".join(head.get("premise", [])).lstrip("?")
    return Rule(file.stem, head["title"][0], select, concludes, premises, witness, head.get("when") == ["last"])


def filled(pattern: Pattern, match: QuerySolution, bound: Collection[str]) -> Triple | None:
    """The triple that a pattern stands for in a match with the variables `bound`; None when one of the pattern's has no value there."""
    subject, predicate, value = (_value(term, match, bound) if isinstance(term, str) else term for term in pattern)
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode) or value is None:
        return None
    return subject, predicate, value


def _value(variable: str, match: QuerySolution, bound: Collection[str]) -> Node | None:
    found = match[variable] if variable in bound else None
    return found if isinstance(found, NamedNode | Literal) else None
