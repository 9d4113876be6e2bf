"""The family files: what a family is, and the phrases that state it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from triplewire import resources
from triplewire.errors import DataError
from triplewire.extract.rules import PatternError, Program, compile_pattern
from triplewire.lexicon import Expression
from triplewire.model import ArgumentSpec, FamilySpec
from triplewire.model.fact import Status

SUBJECTS = ("near", "before", "after", "carry", "sole", "rest", "none")
BINDS = frozenset(
    {"when", "venue", "region", "indication", "phase", "trial", "organization", "actor", "regions", "indications", "studied_in"}
)
STATES = ("granted", "study")
STATUSES = ("actual", "expected", "planned", "auto")
KEYS = frozenset({
    "id", "pattern", "subject", "bind", "set", "status", "polarity", "confidence", "scope", "blocks", "needs", "issuer", "unless",
    "state", "promised", "examples", "counterexamples", "note",
})  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A sentence of our own and what the pattern must make of it: the arguments of the facts expected; none for a counter-example."""

    text: str
    facts: tuple[Mapping[str, Any], ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Pattern:
    """One phrase that states a fact of a family, and how the arguments that the phrase lacks are bound.

    `subject` says where the compound is looked for when the phrase does not name it: `near` the phrase, `before` or `after` it,
    `carry` (from what was spoken of before, never from the sentence), `sole` (the only one that the sentence speaks of), `rest` (all
    behind the phrase), `none` (not at all). `binds` are attachments taken from nearby; `constants` are arguments that the phrase
    itself means; `issuer` is the argument that the speaker fills when nobody is named; `needs` are arguments without which there is no
    fact. `status` "auto" is that of the words around; `scope` and `blocks` are the sections and kinds of block in which the phrase may
    speak. No match counts that holds the words of `unless`, nor one of which the clause does not say the `state` ("granted": a
    status is given; "study": a phase is a study); what is `promised` is no fact when it has happened.
    """

    id: str
    family: str
    text: str
    program: Program
    subject: str = "near"
    binds: tuple[str, ...] = ()
    constants: Mapping[str, str] | None = None
    status: Status | Literal["auto"] = "actual"
    polarity: str = "positive"
    confidence: float = 0.9
    scope: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    issuer: str = ""
    state: str = ""
    promised: bool = False
    unless: Expression | None = None
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()


@cache
def families() -> dict[str, FamilySpec]:
    """Every family by name, in the order of the file names. Raises DataError naming each fault."""
    return {spec.name: spec for spec in (_family(file) for file in _files())}


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern of every family, in file order. Raises DataError with all faults of all files at once."""
    out: list[Pattern] = []
    faults: list[str] = []
    for file in _files():
        table = resources.toml("data", "families", file.name)
        for number, row in enumerate(table.get("pattern", []), 1):
            try:
                out += _patterns(table["family"]["name"], row)
            except (PatternError, KeyError, TypeError) as error:
                faults.append(f"data/families/{file.name}: pattern {row.get('id', number)}: {error}")
    if faults:
        raise DataError(faults)
    return tuple(out)


def _files() -> list[Path]:
    return resources.files("data/families", "*.toml")


def _family(file: Path) -> FamilySpec:
    table = resources.toml("data", "families", file.name)
    try:
        head = table["family"]
        arguments = tuple(ArgumentSpec(a["name"], a["type"], a.get("required", True)) for a in table["argument"])
        return FamilySpec(head["name"], head["description"], arguments, head.get("core", True))
    except KeyError as error:
        raise DataError([f"data/families/{file.name}: the key {error} is missing"]) from error


def _patterns(family: str, row: dict[str, Any]) -> list[Pattern]:
    unknown = sorted(set(row) - KEYS)
    if unknown:
        raise PatternError(f"unknown key {unknown[0]!r}; known: {', '.join(sorted(KEYS))}")
    _choice(row, "subject", SUBJECTS)
    _choice(row, "status", STATUSES)
    _choice(row, "state", STATES)
    if wrong := sorted(set(row.get("bind", [])) - BINDS):
        raise PatternError(f"cannot bind {wrong[0]!r}; known: {', '.join(sorted(BINDS))}")
    texts = row["pattern"] if isinstance(row["pattern"], list) else [row["pattern"]]
    return [_pattern(family, row, text, number) for number, text in enumerate(texts, 1)]


def _choice(row: dict[str, Any], key: str, known: tuple[str, ...]) -> None:
    if key in row and row[key] not in known:
        raise PatternError(f"{key} is {row[key]!r}; expected one of {', '.join(known)}")


def _pattern(family: str, row: dict[str, Any], text: str, number: int) -> Pattern:
    many = isinstance(row["pattern"], list) and len(row["pattern"]) > 1
    return Pattern(
        id=f"{family}.{row['id']}" + (f".{number}" if many else ""),
        family=family,
        text=text,
        program=compile_pattern(text),
        subject=row.get("subject", "near"),
        binds=tuple(row.get("bind", ())),
        constants=dict(row.get("set", {})),
        status=row.get("status", "actual"),
        polarity=row.get("polarity", "positive"),
        confidence=float(row.get("confidence", 0.9)),
        scope=tuple(row.get("scope", ())),
        blocks=tuple(row.get("blocks", ())),
        needs=tuple(row.get("needs", ())),
        issuer=row.get("issuer", ""),
        state=row.get("state", ""),
        promised=bool(row.get("promised", False)),
        unless=Expression(rf"\b(?:{row['unless']})", re.IGNORECASE) if "unless" in row else None,
        examples=tuple(_example(e) for e in row.get("examples", ())) if number == 1 else (),
        counterexamples=tuple(_example(e) for e in row.get("counterexamples", ())) if number == 1 else (),
    )


def _example(row: str | dict[str, Any]) -> Example:
    if isinstance(row, str):
        return Example(row)
    return Example(row["text"], tuple(row.get("facts", ())), row.get("title", ""))
