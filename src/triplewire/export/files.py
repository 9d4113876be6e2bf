"""Exports on disk: written beside their targets, moved into place when all is there, so that a full disk never costs an old file."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from triplewire.errors import TriplewireError

Part = str | bytes
"""A piece of a file; text is written as UTF-8."""
Files = Iterable[tuple[str, Iterable[Part]]]
"""File names with what they hold, one after the other; the name "" stands for the only file of a format of one file."""

FULL = (errno.ENOSPC, errno.EDQUOT)


def write_all(files: Files, path: Path, own: Iterable[str] = ()) -> None:
    """Writes a file at `path`, or a folder of files there; those of before stay as they are until all are written. They take the place
    of all whose names match one of the patterns `own`, so that nothing is left behind by a larger graph.

    Raises TriplewireError, which names the disk when that is full.
    """
    fresh: list[tuple[Path, Path]] = []
    names = set[str]()
    try:
        for name, parts in files:
            names.add(name)
            fresh += _beside(path / name if name else path, parts)
        for gone in {old for pattern in own for old in path.glob(pattern) if old.name not in names}:
            gone.unlink()
        for new, target in fresh:
            new.replace(target)
    except OSError as error:
        raise TriplewireError(_said(path, error)) from error
    finally:
        for new, _ in fresh:
            new.unlink(missing_ok=True)


def write_to(stream: BinaryIO, parts: Iterable[Part]) -> None:
    """Writes pieces to an open stream."""
    for part in parts:
        stream.write(part.encode("utf-8") if isinstance(part, str) else part)


def _beside(target: Path, parts: Iterable[Part]) -> Iterator[tuple[Path, Path]]:
    """Writes a file beside its target; gives both, for the move. What is no file (a pipe, a device) is written as it is."""
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("wb") as stream:
            write_to(stream, parts)
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder, and the format is one file", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as stream:
            write_to(stream, parts)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    yield new, target


def _said(path: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.errno not in FULL:
        return f"{path}: the export cannot be written: {reason}"
    disk = _disk(path)
    return f"{path}: the export cannot be written: {reason} (the disk at {disk} has {shutil.disk_usage(disk).free:,} bytes left)"


def _disk(path: Path) -> Path:
    """Where the file system of a path is mounted."""
    return next(place for place in (path.resolve(), *path.resolve().parents) if os.path.ismount(place))
