"""Where the files of `ontology/`, `data/` and `queries/` are: inside the installed package, or in the checkout."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from triplewire.errors import DataError, TriplewireError

T = TypeVar("T")

FOLDERS = ("ontology", "data", "queries")
RULES = "TRIPLEWIRE_RULES"
"""Names folders of an expert's own family files, parted as in PATH."""


@cache
def share() -> Path:
    """The folder that holds `ontology/`, `data/` and `queries/`. Raises TriplewireError when the installation is broken."""
    here = Path(__file__).resolve().parent
    for candidate in (here / "_share", here.parents[1]):
        if all((candidate / folder).is_dir() for folder in FOLDERS):
            return candidate
    raise TriplewireError(f"{here}: the folders {', '.join(FOLDERS)} are missing beside the package; reinstall triplewire")


def path(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. `path("data", "prefixes.json")`. It need not exist."""
    return share().joinpath(*parts)


def files(folder: str, pattern: str) -> list[Path]:
    """The shipped files below `folder` that match `pattern` (a glob), sorted by path so that every run sees one order."""
    return sorted(share().joinpath(*folder.split("/")).glob(pattern))


def each(folder: str, pattern: str, read: Callable[[Path], T]) -> tuple[T, ...]:
    """What `read` makes of each of the `files`. Raises DataError naming every file that it refuses with a ValueError."""
    found, faults = [], []
    for file in files(folder, pattern):
        try:
            found.append(read(file))
        except ValueError as error:
            faults.append(f"{file}: {error}")
    if faults:
        raise DataError(faults)
    return tuple(found)


def toml(*parts: str) -> dict[str, Any]:
    """A shipped TOML file, parsed. Raises DataError naming file and fault."""
    file = path(*parts)
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError([f"{file}: {error}"]) from error


@cache
def version() -> str:
    """The version of the installed package, "0" when it is run without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed_version

    try:
        return installed_version("triplewire")
    except PackageNotFoundError:
        return "0"


def rule_folders() -> tuple[Path, ...]:
    """The folders of TRIPLEWIRE_RULES in order of authority, weakest first. Raises DataError when one is no folder."""
    own = tuple(Path(part) for part in os.environ.get(RULES, "").split(os.pathsep) if part)
    if missing := [f"{folder}: no such folder of rules; create it or correct {RULES}" for folder in own if not folder.is_dir()]:
        raise DataError(missing)
    return own
