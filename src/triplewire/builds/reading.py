"""One release read: from the cache when it is as it was, and set aside with a reason when it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from triplewire.builds import cache
from triplewire.errors import InputError, TriplewireError
from triplewire.read import Original, original

Reader = Callable[[Original], cache.Reading]
"""Reads a release; a function of a module, so that other processes can have it by its name. Raises InputError."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file, what came of it, the key under which that is kept ("" when it could not be read), and whether it was kept before."""

    path: Path
    outcome: cache.Held | InputError
    key: str = ""
    cached: bool = False


def kept(folder: Path, path: Path) -> Read | None:
    """What is known of a file without reading it: its kept reading, or why there will be none; None when it has to be read."""
    try:
        key = cache.key_of(original(path))
    except InputError as error:
        return Read(path, error)
    known = cache.load(folder, key)
    return Read(path, known, key, cached=True) if known else None


def read_file(folder: Path, reader: Reader, path: Path) -> Read:
    """A file through `reader`; its reading is kept in `folder`. Raises what is no fault of the file: DataError."""
    try:
        given = original(path)
        key, text = cache.key_of(given), packed(reader, given)
    except InputError as error:
        return Read(path, error)
    return keep(folder, path, key, text)


def packed(reader: Reader, given: Original) -> str:
    """The reading of a release as a text that can be kept and sent. Raises InputError, and DataError."""
    try:
        document, facts = reader(given)
    except TriplewireError:
        raise  # an InputError as it is; else the installation or the user's lexicon is at fault, not this release
    except Exception as error:
        raise InputError(f"{given.path}: the reader failed with {_what(error)}; please report it", "reader-failed") from error
    return cache.packed(replace(document, release=replace(document.release, file=printable(document.release.file))), facts)


def keep(folder: Path, path: Path, key: str, text: str) -> Read:
    """A packed reading, kept under its key; where the disk has no room for it, in memory."""
    reading = cache.held(key, text)
    if reading is None:
        return Read(path, InputError(f"{path}: its reading is torn; run the same again", "reader-failed"))
    kept = cache.load(folder, key) if cache.save(folder, key, text) else None
    return Read(path, kept or reading, key)


def killed(path: Path, how: str) -> Read:
    """The outcome for a release whose reader does not survive it."""
    words = (
        f"{path}: the process that read it ended twice, the second time with nothing else to read ({how}); cut or leave out this release"
    )
    return Read(path, InputError(words, "reader-killed"))


def printable(name: str) -> str:
    """A file name with what could hurt a terminal or a file (control characters, bytes that are no text) written as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in name)


def _what(error: Exception) -> str:
    """The class of an error and the place where it happened."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" in {Path(place.tb_frame.f_code.co_filename).name} line {place.tb_lineno}" if place else ""
    return f"{type(error).__name__}{where}"
