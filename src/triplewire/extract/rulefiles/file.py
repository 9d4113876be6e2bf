"""One family file: its text, what it holds, and where in it each thing stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from triplewire.errors import DataError
from triplewire.extract.rulefiles.fields import Fault, table_faults
from triplewire.extract.rulefiles.places import Keys, Places
from triplewire.model import FamilySpec

MAX_BYTES = 4_000_000
_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_BOM = b"\xef\xbb\xbf"
_LONG_NUMBER = re.compile(r"\d{1000,}")
_STRING = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
_PART = re.compile(rf"{_STRING}|(?P<long>(?:[\w-]+[ \t]*\.[ \t]*){{40,}})|[\w-]+")
_BRACKET = re.compile(rf"{_STRING}|(?P<bracket>[\[{{]|[\]}}])")
_NESTED = 40
"""How deep lists may nest; the parser of the standard library goes deeper, but not without end."""


@dataclass(frozen=True)
class RuleFile:
    """A file with its text and its table. `name` is how messages call it."""

    name: str
    text: str
    table: Mapping[str, Any]

    @cached_property
    def places(self) -> Places:
        """Where each thing stands, worked out when it is asked for."""
        return Places(self.text)

    def place(self, keys: Keys, offset: int = 0, *, on_key: bool = False) -> str:
        """`file:line:column` of a value, of a character in it, or of a key; of what holds it when it is not there."""
        return self.at(self.places.find(keys, offset, key=on_key))

    def at(self, offset: int) -> str:
        """`file:line:column` of a character of the text."""
        line, column = self.places.line_and_column(offset)
        return f"{self.name}:{line}:{column}"


@dataclass(frozen=True)
class Where:
    """A place in a file by its keys; `str()` is `file:line:column`, worked out when it is asked for."""

    file: RuleFile
    keys: Keys

    def at(self, *keys: str | int) -> Where:
        """The place of what these further keys lead to."""
        return Where(self.file, (*self.keys, *keys))

    def __str__(self) -> str:
        return self.file.place(self.keys)


def rule_files(place: Path) -> list[Path]:
    """The family files of a folder, sorted, or the file itself. Raises DataError when there is none."""
    if place.is_dir():
        found = sorted(place.glob("*.toml"))
        if not found:
            raise DataError([f"{place}: no *.toml in this folder; expected family files; put them there, or name another folder"])
        return found
    if not place.is_file():
        raise DataError([f"{place}: no such file or folder; expected a family file, or a folder of them; correct the path"])
    return [place]


def read(path: Path, name: str) -> RuleFile:
    """A file, read as TOML. Raises DataError with the place of what is no TOML."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([f"{name}:1:1: cannot be read: {error.strerror}; expected a readable file; check its rights"]) from error
    return parsed(data, name)


def parsed(data: bytes, name: str) -> RuleFile:
    """The same for the bytes of a file."""
    text = _decoded(data, name)
    if long := _long_key(text):
        place = _line_and_column(text, long.start())
        raise DataError([f"{name}:{place}: a key of more than {_NESTED} parts; expected a word; shorten it"])
    try:
        return RuleFile(name, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise DataError([f"{name}:{_toml_fault(text, error)}"]) from error


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise DataError([f"{name}:1:1: {len(data):,} bytes; expected at most {MAX_BYTES:,}; split the file"])
    if data.startswith(_BOM):
        raise DataError([f"{name}:1:1: the file begins with a byte order mark; expected plain UTF-8; save it without the mark"])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        seen = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise DataError([f"{name}:{_line_and_column(before, len(before))}: {seen}; expected UTF-8; save the file as UTF-8"]) from error


def _line_and_column(text: str, at: int) -> str:
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def _toml_fault(text: str, error: Exception) -> str:
    """`line:column: what …` for what the parser said."""
    advice = "expected TOML as in data/families; correct the line"
    if isinstance(error, RecursionError):
        return f"{_line_and_column(text, _too_deep(text))}: brackets nest deeper than {_NESTED}; {advice}"
    place = _AT.search(str(error))
    if place is None:
        number = _LONG_NUMBER.search(text)
        at = number.start() if number else 0
        return f"{_line_and_column(text, at)}: {'a number of too many digits' if number else error}; {advice}"
    said = str(error)[: place.start()]
    if place["line"]:
        return f"{place['line']}:{place['column']}: {said}; {advice}"
    return f"{_line_and_column(text, len(text))}: {said}, but the file ends; {advice}"


def _long_key(text: str) -> re.Match[str] | None:
    """A dotted key of very many parts, on which the parser of the standard library takes quadratic time."""
    return next((match for match in _PART.finditer(text) if match["long"]), None)


def _too_deep(text: str) -> int:
    """The first bracket that nests too deep."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match["bracket"] or "", 0)
        if depth > _NESTED:
            return match.start()
    return 0


def faults_of(files: Sequence[RuleFile], known: Mapping[str, FamilySpec]) -> list[str]:
    """Every fault of the files of one place, each `file:line:column: …`, in the order of the files and of their lines. `known` are all
    families that there are, new ones of these files among them.
    """
    out: list[str] = []
    seen: dict[tuple[str, str], Where] = {}
    for file in files:
        found = [*table_faults(file.table, known), *_doubles(file, seen)]
        placed = {(file.places.find(f.keys, f.offset, key=f.on_key), f.message) for f in found}
        out += [f"{file.at(at)}: {message}" for at, message in sorted(placed)]
    return out


def sound_rows(file: RuleFile, known: Mapping[str, FamilySpec]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The patterns of a file that have no fault of their own, with their numbers; none when the file or its family has one."""
    paths = [fault.keys for fault in table_faults(file.table, known)]
    if all(len(path) > 1 and path[0] == "pattern" for path in paths):
        faulty = {path[1] for path in paths}
        yield from ((n, row) for n, row in enumerate(file.table.get("pattern", [])) if n not in faulty)


def _doubles(file: RuleFile, seen: dict[tuple[str, str], Where]) -> Iterable[Fault]:
    """Ids that two patterns of one family have."""
    head, rows = file.table.get("family"), file.table.get("pattern")
    family = str(head.get("name")) if isinstance(head, dict) else ""
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        name = row.get("id") if isinstance(row, dict) else None
        if not isinstance(name, str):
            continue
        here = Where(file, ("pattern", number, "id"))
        first = seen.setdefault((family, name), here)
        if first is not here:
            yield Fault(here.keys, f"the id {name[:40]!r} is that of the pattern at {first}; expected each once; rename one")
