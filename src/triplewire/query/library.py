"""Queries as files: one question each, with a header that says what it asks, takes and answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from triplewire import resources
from triplewire.errors import DataError, no_such
from triplewire.headers import header
from triplewire.query import showing

T = TypeVar("T")
ParamType = Literal["string", "iri", "date", "number"]
FOLDERS = ("competency", "explore")
KEYS = frozenset({"title", "description", "theme", "param", "columns", "chart", "draw", "example"})


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: written `$name` in the query text. `default` is as a user would type it; "" means that it must be given."""

    name: str
    type: ParamType
    default: str
    description: str

    @property
    def required(self) -> bool:
        """Whether the query cannot run without a value."""
        return self.default == ""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its header. `columns` are promised: they are there, in this order, even when no row is. `theme` is the heading
    that it is listed under; `chart` and `draws` say how its answer is shown beside the table.
    """

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    columns: tuple[str, ...]
    example: str
    text: str
    path: Path | None = None
    folder: str = ""
    theme: str = ""
    chart: showing.Chart | None = None
    draws: tuple[showing.Draw, ...] = ()


def parse(text: str, name: str = "query", path: Path | None = None) -> NamedQuery:
    """The query that `text` holds; a text without header is a query without title and parameters. Raises DataError, all faults at once."""
    fields = header(text)
    where = str(path or name)
    known = ", ".join(sorted(KEYS))
    faults = [f"{where}: header field {key!r} is unknown; expected one of {known}" for key in sorted(fields.keys() - KEYS)]
    params = _params(fields.get("param", []), where, faults)
    charts = _each("chart", showing.chart, fields.get("chart", []), where, faults)
    draws = _each("draw", showing.draw, fields.get("draw", []), where, faults)
    if len(charts) > 1:
        faults.append(f"{where}: has {len(charts)} lines `chart`; expected one at most")
    if faults:
        raise DataError(faults)
    columns = tuple(c.strip() for line in fields.get("columns", []) for c in line.split(",") if c.strip())
    said = {key: " ".join(fields.get(key, [])) for key in ("title", "description", "example", "theme")}
    folder = path.parent.name if path else ""
    chart = charts[0] if charts else None
    return NamedQuery(
        name, said["title"], said["description"], params, columns, said["example"], text, path, folder, said["theme"], chart, draws
    )


def _each(key: str, read: Callable[[str], T], lines: Iterable[str], where: str, faults: list[str]) -> tuple[T, ...]:
    """The values of all lines of one key; what is wrong with one goes to the faults."""
    out = []
    for line in lines:
        try:
            out.append(read(line))
        except ValueError as error:
            faults.append(f"{where}: {key} {line!r}: {error}")
    return tuple(out)


def _params(lines: Iterable[str], where: str, faults: list[str]) -> tuple[Param, ...]:
    out = []
    for line in lines:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4 or parts[1] not in get_args(ParamType):
            types = ", ".join(get_args(ParamType))
            faults.append(f"{where}: param {line!r}: expected `name | type | default | what it is`, the type one of {types}")
        else:
            out.append(Param(parts[0], cast("ParamType", parts[1]), parts[2], parts[3]))
    return tuple(out)


def load(path: Path) -> NamedQuery:
    """The query in a `.rq` file; its name is the file's, without extension and leading number. Raises DataError."""
    return parse(path.read_text("utf-8"), re.sub(r"^\d+-", "", path.stem), path)


@cache
def listing(folders: tuple[str, ...] = FOLDERS) -> tuple[NamedQuery, ...]:
    """The shipped queries, folder by folder, in the order of their files."""
    return tuple(load(path) for folder in folders for path in resources.files(f"queries/{folder}", "*.rq"))


def named(name: str) -> NamedQuery:
    """The shipped query called `name`. Raises NotFoundError that names the nearest ones."""
    known = {query.name: query for query in listing()}
    if name not in known:
        raise no_such("query", name, known)
    return known[name]
