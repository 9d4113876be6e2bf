"""The workbook of a folder of builds, and the build that it tells of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from triplewire.builds import cache, made_from, writing
from triplewire.workbook.book import Book

RECIPE = "recipe"


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook and the folder of the build that it tells of; None when it tells of none."""

    book: Book
    base: Path | None

    def keep(self, recipe: str) -> None:
        """Makes all last that was noted: it tells of the build of that recipe."""
        self.book.write(RECIPE, recipe)
        self.book.keep()


@contextmanager
def opened(out: Path) -> Iterator[Opened]:
    """The workbook of the builds in `out`, for one run: what is noted lasts when it is kept. One that another version of the program
    wrote, that is torn, or whose build is gone is begun anew; where none can be written, one in memory does.

    Raises BuildError when the disk refuses what is noted later on.
    """
    folder = out / "cache"
    path = folder / f"workbook-{cache.program_digest()[:16]}.db"
    for other in folder.glob("workbook-*.db*") if folder.is_dir() else ():
        if not other.name.startswith(path.name):
            other.unlink(missing_ok=True)
    found = _open(path, out)
    try:
        with writing(out):
            yield found
    finally:
        found.book.close()


def _open(path: Path, out: Path) -> Opened:
    try:
        book = Book(path)
        recipe = book.note(RECIPE)
        base = made_from(out, recipe) if recipe else None
        if base is None:
            book.clear()
        return Opened(book, base)
    except (sqlite3.Error, OSError, ValueError):
        pass
    try:
        path.unlink(missing_ok=True)
        return Opened(Book(path), None)
    except (sqlite3.Error, OSError):
        return Opened(Book(None), None)
