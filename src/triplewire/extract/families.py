"""The family files: what a family is, and the phrases that state it; the shipped ones, then those that an expert keeps beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from triplewire import resources
from triplewire.errors import DataError
from triplewire.extract.rulefiles import RuleFile, Unless, Where, faults_of, keys, read, rule_files, sound_rows, unless
from triplewire.extract.rulefiles.fields import BINDS, STATES, STATUSES, SUBJECTS
from triplewire.extract.rules import PatternError, Program, compile_pattern
from triplewire.model import ArgumentSpec, FamilySpec
from triplewire.model.fact import Status


@dataclass(frozen=True)
class Example:
    """A sentence of our own and what the pattern must make of it: the arguments of the facts expected; none for a counter-example."""

    text: str
    facts: tuple[Mapping[str, Any], ...] = ()
    title: str = ""
    where: Where | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Pattern:
    """One phrase that states a fact of a family, and how the arguments that the phrase lacks are bound.

    `subject` says where the compound is looked for when the phrase does not name it: `near` the phrase, `before` or `after` it,
    `carry` (from what was spoken of before, never from the sentence), `sole` (the only one that the sentence speaks of), `rest` (all
    behind the phrase), `none` (not at all). `binds` are attachments taken from nearby; `constants` are arguments that the phrase
    itself means; `issuer` is the argument that the speaker fills when nobody is named; `needs` are arguments without which there is no
    fact. `status` "auto" is that of the words around; `scope` and `blocks` are the sections and kinds of block in which the phrase may
    speak. No match counts that holds the words of `unless`, nor one of which the clause does not say the `state` ("granted": a
    status is given; "study": a phase is a study); what is `promised` is no fact when it has happened. `where` is its place in its
    file, None for a shipped one.
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
    unless: Unless | None = None
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()
    where: Where | None = field(default=None, compare=False, repr=False)


@cache
def families() -> Mapping[str, FamilySpec]:
    """Every family by name: the shipped ones in the order of the file names, then new ones. Raises DataError naming each fault."""
    specs = dict(_shipped_families())
    for place in _places():
        specs = _known(specs, _read_all(place).files)
    return specs


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern of every family: the shipped ones in file order, those of an expert that replace one in its place, the others
    behind. Raises DataError with all faults of all files at once.
    """
    if not _lenient and (faults := rule_faults()):
        raise DataError(faults)
    out = _shipped_patterns()
    for place in _places():
        out = _joined(out, _read_all(place).files)
    return out


def rule_faults() -> list[str]:
    """Every fault of form in the expert's own family files, each `file:line:column: what was seen; what was expected; what to do`."""
    out: list[str] = []
    specs: Mapping[str, FamilySpec] = _shipped_families()
    for place in _places():
        layer = _read_all(place)
        specs = _known(specs, layer.files)
        out += sorted([*layer.faults, *faults_of(layer.files, specs)], key=layer.number_of)
    return out


def base_id(name: str) -> str:
    """The id of a pattern as its file gives it, behind its family, without the number of its wording."""
    head, _, tail = name.rpartition(".")
    return head if tail.isdigit() and "." in head else name


# -- what an expert keeps beside the shipped files -----------------------------------------------------------------------

_beside: tuple[Path, ...] = ()
_lenient = False


@contextmanager
def beside(places: Iterable[Path], *, lenient: bool = False) -> Iterator[None]:
    """Inside, the family files of these folders, or these files, hold as well, in order of authority, weakest first. `lenient` leaves
    out patterns with a fault; otherwise one is an error.
    """
    global _beside, _lenient
    before = _beside, _lenient
    _beside, _lenient = (*_beside, *places), lenient
    _forget()
    try:
        yield
    finally:
        _beside, _lenient = before
        _forget()


def _forget() -> None:
    """Drops what extraction has worked out from the rules that held until now; what it knows of the shipped ones stays."""
    lasting = ("triplewire.extract.rules", "triplewire.extract.rulefiles")
    modules = [m for name, m in list(sys.modules.items()) if name.startswith("triplewire.extract") and not name.startswith(lasting)]
    kept = {_shipped_families, _shipped_patterns}
    for value in [value for module in modules for value in vars(module).values()]:
        if callable(clear := getattr(value, "cache_clear", None)) and value not in kept:
            clear()


def _places() -> tuple[Path, ...]:
    return (*resources.rule_folders(), *_beside)


@dataclass(frozen=True)
class _Layer:
    """The family files of one place: their paths, those that are TOML, and the faults of the others."""

    paths: tuple[Path, ...]
    files: tuple[RuleFile, ...]
    faults: tuple[str, ...]

    def number_of(self, fault: str) -> int:
        """Which of the paths a fault begins with."""
        return next((n for n, path in enumerate(self.paths) if fault.startswith(f"{path}:")), 0)


@cache
def _read_all(place: Path) -> _Layer:
    """What stands in a place; a folder without family files is an empty one."""
    paths = sorted(place.glob("*.toml")) if place.is_dir() else rule_files(place)
    files: list[RuleFile] = []
    faults: list[str] = []
    for path in paths:
        try:
            files.append(read(path, str(path)))
        except DataError as error:
            faults += error.faults
    return _Layer(tuple(paths), tuple(files), tuple(faults))


def _known(specs: Mapping[str, FamilySpec], files: Iterable[RuleFile]) -> dict[str, FamilySpec]:
    """The families with the new ones of the files; one that is not whole is left out."""
    out = dict(specs)
    for file in files:
        try:
            spec = _family(file.table)
        except (KeyError, TypeError, AttributeError):
            continue
        if spec.arguments:
            out.setdefault(spec.name, spec)
    return out


def _joined(before: tuple[Pattern, ...], files: Iterable[RuleFile]) -> tuple[Pattern, ...]:
    """The patterns with those of sound files: one with the id of an earlier one takes its place."""
    own: dict[str, list[Pattern]] = {}
    for file in files:
        for number, row in sound_rows(file, families()):
            family = file.table["family"]["name"]
            own[f"{family}.{row['id']}"] = _patterns(family, row, Where(file, ("pattern", number)))
    out: list[Pattern] = []
    for pattern in before:
        base = base_id(pattern.id)
        if base not in own:
            out.append(pattern)
        elif pattern.id in (base, f"{base}.1"):
            out += own[base]
    known = {base_id(pattern.id) for pattern in before}
    return (*out, *(pattern for base, found in own.items() if base not in known for pattern in found))


# -- the shipped files ---------------------------------------------------------------------------------------------------


def _files() -> list[Path]:
    return resources.files("data/families", "*.toml")


@cache
def _shipped_families() -> Mapping[str, FamilySpec]:
    out: dict[str, FamilySpec] = {}
    for file in _files():
        try:
            spec = _family(resources.toml("data", "families", file.name))
        except KeyError as error:
            raise DataError([f"data/families/{file.name}: the key {error} is missing"]) from error
        out[spec.name] = spec
    return out


@cache
def _shipped_patterns() -> tuple[Pattern, ...]:
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


# -- from tables to patterns ---------------------------------------------------------------------------------------------


def _family(table: Mapping[str, Any]) -> FamilySpec:
    head = table["family"]
    arguments = tuple(ArgumentSpec(a["name"], a["type"], a.get("required", True)) for a in table["argument"])
    return FamilySpec(head["name"], head["description"], arguments, head.get("core", True))


def _patterns(family: str, row: Mapping[str, Any], where: Where | None = None) -> list[Pattern]:
    if unknown := sorted(set(row) - set(keys())):
        raise PatternError(f"unknown key {unknown[0]!r}; known: {', '.join(keys())}")
    for key, known in (("subject", SUBJECTS), ("status", STATUSES), ("state", STATES)):
        if key in row and row[key] not in known:
            raise PatternError(f"{key} is {row[key]!r}; expected one of {', '.join(known)}")
    if wrong := sorted(set(row.get("bind", [])) - set(BINDS)):
        raise PatternError(f"cannot bind {wrong[0]!r}; known: {', '.join(BINDS)}")
    texts = row["pattern"] if isinstance(row["pattern"], list) else [row["pattern"]]
    return [_pattern(family, row, text, number, where) for number, text in enumerate(texts, 1)]


def _pattern(family: str, row: Mapping[str, Any], text: str, number: int, where: Where | None) -> Pattern:
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
        unless=unless(row["unless"]) if "unless" in row else None,
        examples=_examples(row, "examples", where) if number == 1 else (),
        counterexamples=_examples(row, "counterexamples", where) if number == 1 else (),
        where=where,
    )


def _examples(row: Mapping[str, Any], key: str, where: Where | None) -> tuple[Example, ...]:
    return tuple(_example(e, where.at(key, number) if where else None) for number, e in enumerate(row.get(key, ())))


def _example(row: str | Mapping[str, Any], where: Where | None) -> Example:
    if isinstance(row, str):
        return Example(row, where=where)
    return Example(row["text"], tuple(row.get("facts", ())), row.get("title", ""), where)
