"""Text files of which most is copied from the ones before are those that are written anew."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triplewire.workbook import Book, stretches
from triplewire.workbook.stretches import CONTINUED, OPENED, Block, Rewriting, mark

GRAPHS = (1, 2)
Blocks = Mapping[tuple[int, bytes], str]


@dataclass
class Told:
    """Blocks by graph and key; the heading is the first letter of the key. Notes which blocks were read."""

    held: dict[tuple[int, bytes], str] = field(default_factory=dict)
    read: list[bytes] = field(default_factory=list)

    def blocks(self, graph: int, since: bytes, until: bytes | None, /) -> Iterator[Block]:
        """Those of a graph between two keys."""
        for (number, key), text in sorted(self.held.items()):
            if number == graph and key >= since and (until is None or key < until):
                self.read.append(key)
                yield key, text

    def heading(self, key: bytes, /) -> str:
        """The first letter."""
        return key[:1].decode()

    def text(self, heading: str, opened: int, blocks: Sequence[Block], /) -> str:
        """The heading and the blocks, so that it is seen how they begin."""
        top = {CONTINUED: "", OPENED: f"first {heading}\n"}.get(opened, f"\nthen {heading}\n")
        return top + "".join(f"{text}\n" for _, text in blocks)

    def whole(self) -> str:
        """The file that is right."""
        out, last = "", ""
        for (graph, key), text in sorted(self.held.items()):
            at = f"{graph}{key[:1].decode()}"
            if at != last:
                out += f"\nthen {at[1:]}\n" if last[:1] == str(graph) else f"first {at[1:]}\n"
            out, last = f"{out}{text}\n", at
        return out


def _write(book: Book, told: Told, folder: Path, base: Path | None) -> str:
    folder.mkdir()
    with Rewriting(book, folder / "graph.trig", base, told) as file:
        for graph in GRAPHS:
            file.tell(graph)
    return (folder / "graph.trig").read_text("utf-8")


KEYS = st.binary(min_size=1, max_size=2).map(lambda key: bytes(b"ABC"[c % 3] if n == 0 else 97 + c % 12 for n, c in enumerate(key)))
EDITS = st.dictionaries(st.tuples(st.sampled_from(GRAPHS), KEYS), st.none() | st.text("xyz\u00e9", min_size=1, max_size=3), max_size=8)
FIRST = st.dictionaries(st.tuples(st.sampled_from(GRAPHS), KEYS), st.text("xyz\u00e9", min_size=1, max_size=3), max_size=40)


@given(first=FIRST, edits=st.lists(EDITS, max_size=6))
def test_after_any_edits_the_file_is_the_one_that_is_written_anew(
    first: Blocks, edits: list[Mapping[tuple[int, bytes], str | None]]
) -> None:
    """Blocks come, go and change at either end of stretches and headings, also of the first, the last and the only one."""
    book, told = Book(None), Told(dict(first))
    with patch.object(stretches, "AT_ONCE", 3), TemporaryDirectory() as name:
        base = Path(name) / "0"
        assert _write(book, told, base, None) == told.whole()
        for number, edit in enumerate(edits, 1):
            for (graph, key), text in edit.items():
                if told.held.get((graph, key)) != text:
                    told.held.pop((graph, key), None)
                    told.held |= {(graph, key): text} if text else {}
                    mark(book, graph, [key])
            folder = Path(name) / str(number)
            assert _write(book, told, folder, base) == told.whole()
            base = folder
    book.close()


@pytest.fixture
def many() -> Told:
    """A thousand blocks of one graph."""
    return Told({(1, f"A{n:04}".encode()): f"block {n}" for n in range(1000)})


def test_only_the_stretch_of_what_changes_is_drawn(many: Told, tmp_path: Path) -> None:
    """One block of a thousand: those beside it are read, at most as many as a stretch has; and none when nothing changes."""
    book = Book(None)
    _write(book, many, tmp_path / "0", None)
    many.held[1, b"A0500"] = "another block"
    mark(book, 1, [b"A0500"])
    many.read.clear()
    assert _write(book, many, tmp_path / "1", tmp_path / "0") == many.whole()
    assert b"A0500" in many.read
    assert len(many.read) <= stretches.AT_ONCE + 1
    many.read.clear()
    assert _write(book, many, tmp_path / "2", tmp_path / "1") == many.whole()
    assert many.read == []


def test_what_only_moves_is_not_noted_anew(many: Told, tmp_path: Path) -> None:
    """A first block that grows moves all that follows: only its own stretch is another, and a number tells where the next graph begins."""
    book = Book(None)
    many.held |= {(2, b"B0001"): "a block of another graph"}
    _write(book, many, tmp_path / "0", None)
    many.held[1, b"A0000"] = "a block that has become longer"
    mark(book, 1, [b"A0000"])
    before = book.one("SELECT total_changes()")
    assert _write(book, many, tmp_path / "1", tmp_path / "0") == many.whole()
    assert book.one("SELECT total_changes()") - before == 3  # a stretch goes, a stretch comes, a graph begins


@pytest.mark.parametrize("harm", ["changed", "cut", "gone"])
def test_a_file_that_is_not_as_it_was_written_is_not_copied(harm: str, many: Told, tmp_path: Path) -> None:
    """Somebody's edit of a build's file is in no later build, not even one of the same size that leaves the time of the file."""
    book = Book(None)
    _write(book, many, tmp_path / "0", None)
    before = tmp_path / "0" / "graph.trig"
    if harm == "changed":
        was = before.stat()
        before.write_text(before.read_text("utf-8").replace("block 7\n", "block 8\n"), "utf-8")
        os.utime(before, ns=(was.st_atime_ns, was.st_mtime_ns))
    elif harm == "cut":
        before.write_bytes(before.read_bytes()[:-20])
    else:
        before.unlink()
    assert _write(book, many, tmp_path / "1", tmp_path / "0") == many.whole()
