"""What is new, changed or gone among releases, seen by looking again and again: that works on every disk, also on those of other
machines, of whose changes the system tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from triplewire.errors import InputError
from triplewire.read import discover
from triplewire.read.files import sidecars

Stamp = tuple[int, int, int]
Seen = Mapping[Path, tuple[Stamp | None, ...]]
"""By file: size, time of change and number on the disk, of itself and of its sidecars; None for what is not there."""
_NAMED = 3


@dataclass(frozen=True)
class Change:
    """What differs between two looks: files in order of their paths."""

    new: tuple[Path, ...]
    changed: tuple[Path, ...]
    gone: tuple[Path, ...]

    @classmethod
    def between(cls, before: Seen, after: Seen) -> Change:
        """What is otherwise after than before."""
        both = before.keys() & after.keys()
        changed = (path for path in both if before[path] != after[path])
        return cls(*(tuple(sorted(paths)) for paths in (after.keys() - both, changed, before.keys() - both)))

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    @property
    def line(self) -> str:
        """One line for people: how many of each, and the names of the first."""
        kinds = {"new": self.new, "changed": self.changed, "gone": self.gone}
        return "; ".join(f"{len(paths)} {kind}: {_names(paths)}" for kind, paths in kinds.items() if paths)


def _names(paths: tuple[Path, ...]) -> str:
    return ", ".join([*(path.name for path in paths[:_NAMED]), *(["…"] if len(paths) > _NAMED else [])])


def look(paths: Iterable[str | Path], corrections: Iterable[Path] = ()) -> Seen:
    """The releases behind files, folders and globs with their sidecars, and the files of corrections in folders, as they are now."""
    seen: dict[Path, tuple[Stamp | None, ...]] = {}
    for path in paths:
        for file in _found(path):
            seen[file] = tuple(map(_stamp, (file, *sidecars(file))))
    for folder in corrections:
        seen |= {file: (_stamp(file),) for file in folder.glob("*.toml")}
    return seen


def settled(looks: Callable[[], Seen], before: Seen, wait: Callable[[], None]) -> Seen:
    """Looks, with a wait between two looks, until something is otherwise than `before` and has stayed so over a wait: what is still
    being written goes on changing.
    """
    last = before
    while True:
        wait()
        now = looks()
        if now == last and Change.between(before, now):
            return now
        last = now


def _found(path: str | Path) -> list[Path]:
    """The releases behind a path; none behind one that is not there just now."""
    try:
        return discover([path])
    except InputError:
        return []


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
