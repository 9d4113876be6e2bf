"""The file of a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from triplewire.workbook import Book

OPEN = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN.is_dir(), reason="which files are open is told in /proc, which is not here")
def test_what_does_not_go_into_memory_lies_beside_the_book(tmp_path: Path) -> None:
    """Also under a name that SQL would take for the end of a text; and it is gone with the book."""
    folder = tmp_path / "a'b"
    book = Book(folder / "book.db")
    book.do("CREATE TEMP TABLE aside (text TEXT)")
    book.each("INSERT INTO aside VALUES (?)", (("x" * 1000,) for _ in range(10_000)))
    held = [file.readlink() for file in OPEN.iterdir() if file.is_symlink()]
    assert {file.parent for file in held if "etilqs" in file.name} == {folder}
    book.close()
    assert [file.name for file in folder.iterdir()] == ["book.db"]
