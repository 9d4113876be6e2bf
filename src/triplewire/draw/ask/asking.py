"""Asking a store for a page: what was asked and what came of it, an answer or the reason why there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from triplewire import query
from triplewire.errors import NotFoundError, QueryError
from triplewire.query import Answer, NamedQuery, Param

OPEN_DAYS = ("0001-01-01", "9999-12-31")
"""Default days that mean: no limit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a query: its text as it was run, and an answer, or an error. An outcome without both was not asked.

    `seconds` is how long it took, None where that is not told. `truncated` says that the answer ends at a limit of the server.
    """

    text: str
    answer: Answer | None = None
    error: str = ""
    seconds: float | None = None
    truncated: bool = False

    @property
    def place(self) -> tuple[int, int] | None:
        """Line and column of the error, counted from 1; None when it names none."""
        found = re.match(r"line (\d+), column (\d+)", self.error)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def line(self) -> str:
        """The line of the text that the error is about, "" when it names none."""
        lines = self.text.split("\n")
        return lines[self.place[0] - 1] if self.place and self.place[0] <= len(lines) else ""


def ask(store: ox.Store, asked: NamedQuery, values: Mapping[str, str] | None = None) -> Outcome:
    """What comes of a query with the values that a person gave: those left empty take their defaults, those of no parameter are passed
    over. Never raises for what they wrote.
    """
    given = {name: value for name, value in filled(values or {}).items() if query.takes(asked, name)}
    try:
        text = query.prepare(asked, given)
        begun = time.perf_counter()
        answer = query.run(store, asked, given)
    except (QueryError, NotFoundError) as error:
        return Outcome(asked.text, error=str(error))
    return Outcome(text, answer, seconds=time.perf_counter() - begun)


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """The values that are not empty, without white space around them."""
    return {name: value.strip() for name, value in values.items() if value.strip()}


def said(param: Param, values: Mapping[str, str]) -> str:
    """What stands in the field of a parameter: the value given, else its default where that says something to a reader."""
    default = "" if param.default == "*" or param.default in OPEN_DAYS else param.default
    return filled(values).get(param.name, default)


def lacking(asked: NamedQuery, values: Mapping[str, str]) -> list[Param]:
    """The parameters that must be given and are not."""
    return [p for p in asked.params if p.required and p.name not in filled(values)]
