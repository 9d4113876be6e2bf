"""Corrections as files: the shipped folder, those of TRIPLEWIRE_CORRECTIONS and those given, read whole or refused with every fault."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from triplewire import resources
from triplewire.corrections.entries import Corrections, FactEntry, NameEntry, ReleaseEntry, Selection, days, spelled
from triplewire.corrections.fields import KEYS, SIGNED, table_faults
from triplewire.errors import DataError
from triplewire.extract.families import families
from triplewire.extract.rulefiles.file import RuleFile, read
from triplewire.model import Correction

ENVIRONMENT = "TRIPLEWIRE_CORRECTIONS"
"""Names folders of corrections, parted as in PATH."""

SHOWN = 300
"""How much of what an entry does is told in a line."""

Row = Mapping[str, Any]


def load(folders: Iterable[Path] = ()) -> Corrections:
    """The corrections of the shipped folder, of TRIPLEWIRE_CORRECTIONS and of `folders`; which folder is which is of no matter.

    Raises DataError with every fault of every file, each with its line and column.
    """
    files, faults = _files(_folders(folders))
    for file in files:
        found = {(file.places.find(f.keys, f.offset, key=f.on_key), f.message) for f in table_faults(file.table, families())}
        faults += [f"{file.at(at)}: {message}" for at, message in sorted(found)]
    if not faults:
        faults = [*_doubles(files), *_contrary_merges(files)]
    if faults:
        raise DataError(faults)
    return _corrections(files)


def _folders(more: Iterable[Path]) -> list[Path]:
    """The folders, each once. Raises DataError when one that somebody names is none."""
    named = [Path(part) for part in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if part]
    given = [*((f, f"correct {ENVIRONMENT}") for f in named), *((f, "correct the path") for f in more)]
    if missing := [f"{folder}: no such folder of corrections; create it or {advice}" for folder, advice in given if not folder.is_dir()]:
        raise DataError(missing)
    shipped = resources.path("data", "corrections")
    found = [*([shipped] if shipped.is_dir() else []), *(folder for folder, _ in given)]
    return list({folder.resolve(): folder for folder in found}.values())


def _files(folders: Iterable[Path]) -> tuple[list[RuleFile], list[str]]:
    """The files of the folders, and what is wrong with those that are no TOML."""
    files: list[RuleFile] = []
    faults: list[str] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            files.append(read(path, str(path)))
        except DataError as error:
            faults += (fault.replace("data/families", "data/corrections/README.md") for fault in error.faults)
    return files, faults


def _rows(files: Iterable[RuleFile], *kinds: str) -> Iterator[tuple[RuleFile, str, int, Row]]:
    for file in files:
        for kind in kinds or KEYS:
            yield from ((file, kind, number, row) for number, row in enumerate(file.table.get(kind, ())))


def _doubles(files: Iterable[RuleFile]) -> Iterator[str]:
    """Entries that do the same as another one."""
    seen: dict[str, str] = {}
    for file, kind, number, row in _rows(files):
        place = file.place((kind, number))
        first = seen.setdefault(_id(kind, row), place)
        if first != place:
            yield f"{place}: the same correction as at {first}; expected each once; remove one"


def _contrary_merges(files: Iterable[RuleFile]) -> Iterator[str]:
    """Names that are merged into two others, or at last into themselves: none of them could be shown."""
    into: dict[tuple[str, str], str] = {}
    places: dict[tuple[str, str], str] = {}
    for file, _, number, row in _rows(files, "merge"):
        place, name = file.place(("merge", number, "name")), (row["kind"], row["name"])
        if name in into:
            yield f"{place}: {row['name']!r} is merged at {places[name]} already; expected each name once; remove one"
        else:
            into[name], places[name] = row["into"], place
    for kind, first in into:
        passed = _passed(into, kind, first)
        if into[kind, passed[-1]] == first == min(passed):
            told = " → ".join([*passed, first])
            yield f"{places[kind, first]}: {first!r} is merged in a circle ({told}); expected an end; remove one"


def _passed(into: Mapping[tuple[str, str], str], kind: str, name: str) -> list[str]:
    """The names that give way one after the other, from a name on, each once."""
    passed = [name]
    while (kind, following := into[kind, passed[-1]]) in into and following not in passed:
        passed.append(following)
    return passed


def _corrections(files: Iterable[RuleFile]) -> Corrections:
    made = [(kind, row, _record(file, kind, number, row)) for file, kind, number, row in _rows(files)]
    made.sort(key=lambda m: m[2].id)
    return Corrections(
        tuple(_fact_entry(record, row) for kind, row, record in made if kind in ("reject", "fix")),
        tuple(_name_entry(record, row) for kind, row, record in made if kind in ("merge", "split")),
        tuple(_release_entry(record, row) for kind, row, record in made if kind in ("withdraw", "replace")),
        hashlib.sha256(_text([record.to_json() for _, _, record in made]).encode()).hexdigest() if made else "",
    )


def _record(file: RuleFile, kind: str, number: int, row: Row) -> Correction:
    line = file.place((kind, number)).removeprefix(str(file.name))
    path = Path(file.name)
    # No more of the path than tells files apart: a build says the same wherever its folders lie.
    place = f"{path.parent.name}/{path.name}{line}" if path.parent.name else f"{path.name}{line}"
    return Correction(_id(kind, row), kind, row["author"], row["date"], " ".join(row["reason"].split()), place, _said(kind, row))  # type: ignore[arg-type]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, default=str)


def _id(kind: str, row: Row) -> str:
    """The name of an entry: what it does, whoever says so and why."""
    does = {key: value for key, value in row.items() if key not in SIGNED}
    return f"{kind}-{hashlib.sha256(_text(does).encode()).hexdigest()[:10]}"


def _said(kind: str, row: Row) -> str:
    """What an entry does, in one line."""
    told = " ".join(_does(kind, row).split())
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"


def _does(kind: str, row: Row) -> str:
    if kind in ("reject", "fix"):
        chosen = f"fact {row['fact']}" if "fact" in row else f"{row['family']}: {_pairs(row['arguments'])}"
        chosen += "".join(f", {key} {row[key]}" for key in ("release", "quote") if key in row)
        return f"{kind} {chosen}" + (f"; set {_pairs(row['set'])}" if kind == "fix" else "")
    if kind in ("merge", "split"):
        where = f" in {', '.join(row['releases'])}" if "releases" in row else ""
        where += f" in releases of {row['company']}" if "company" in row else ""
        return f"{kind} {row['kind']} {row['name']}{where} into {row['into']}"
    return f"{kind} release {row['release']}" + (f" by {row['by']}" if "by" in row else "")


def _pairs(values: Row) -> str:
    return ", ".join(f"{name} {value if value != '' else '(none)'}" for name, value in sorted(values.items()))


def _fact_entry(record: Correction, row: Row) -> FactEntry:
    chosen = {key: row[key] for key in ("fact", "family", "release", "quote") if key in row}
    selection = Selection(**chosen, arguments=_frozen(row.get("arguments", {})))
    return FactEntry(record, selection, _frozen(row.get("set", {})), _frozen(row.get("was", {})))


def _frozen(values: Row) -> Row:
    """Values of arguments as facts have them; a time as START/END."""
    return MappingProxyType({k: _time(v) if k == "when" else v for k, v in sorted(values.items())})


def _time(value: date | str) -> str:
    return spelled(*days(str(value))) if value else ""


def _name_entry(record: Correction, row: Row) -> NameEntry:
    return NameEntry(record, row["kind"], row["name"], row["into"], tuple(row.get("releases", ())), row.get("company", ""))


def _release_entry(record: Correction, row: Row) -> ReleaseEntry:
    return ReleaseEntry(record, row["release"], row.get("since", row["date"]), row.get("by", ""))
