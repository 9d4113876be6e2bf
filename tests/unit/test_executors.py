"""Reading in processes: a release that kills its reader costs itself and nothing else."""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path

import pytest
from tests.odd_readers import kept, odd, plain, write

from triplewire.builds import executor, in_turn, read_all
from triplewire.builds.reading import Read, Reader
from triplewire.errors import BuildError, DataError


def test_readings_are_the_same_from_several_processes(tmp_path: Path) -> None:
    """Documents, what was set aside and what is kept do not depend on who reads."""
    files = write(tmp_path / "in", **plain(20), bad="bad text", double="text 7")
    alone = read_all(files, [], tmp_path / "alone", in_turn, None, odd)
    shared = read_all(files, [], tmp_path / "shared", executor(3), None, odd)
    assert shared == alone
    assert kept(tmp_path / "shared") == kept(tmp_path / "alone")
    assert len(kept(tmp_path / "shared")) == 21


def test_a_release_that_kills_its_reader_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    """Each is named with what ended its process, whichever releases were with that at the time."""
    files = write(tmp_path / "in", **plain(20), killer="SIGKILL", crasher="SIGSEGV")
    found = read_all(files, [], tmp_path / "out", executor(2), None, odd)
    assert [(q.file, q.reason) for q in found.quarantine] == [("crasher.txt", "reader-killed"), ("killer.txt", "reader-killed")]
    assert ["SIGSEGV" in found.quarantine[0].message, "SIGKILL" in found.quarantine[1].message] == [True, True]
    assert [r.id for r in found.releases] == [*plain(20)]


def test_a_reader_that_was_killed_by_something_else_reads_again(tmp_path: Path) -> None:
    """A release during which a process was killed once is read when it is tried alone."""
    files = write(tmp_path / "in", **plain(4), unlucky=f"once {tmp_path / 'mark'}")
    found = read_all(files, [], tmp_path / "out", executor(2), None, odd)
    assert (tmp_path / "mark").exists()
    assert found.quarantine == ()
    assert len(found.releases) == 5


def test_what_was_read_before_starts_no_process(tmp_path: Path) -> None:
    """Kept readings are taken by the process that builds; only what is new goes to another one."""
    files = write(tmp_path / "in", **plain(3))
    read_all(files, [], tmp_path / "out", in_turn, None, odd)
    given: list[Path] = []

    def noted(new: Iterator[Path], folder: Path, reader: Reader) -> Generator[Read, None, None]:
        given.extend(new)
        return in_turn(iter(given), folder, reader)

    (tmp_path / "in" / "r001.txt").write_text("another text", "utf-8")
    found = read_all(files, [], tmp_path / "out", noted, None, odd)
    assert [path.name for path in given] == ["r001.txt"]
    assert (found.cached, len(found.releases)) == (2, 3)


def test_what_is_new_is_read_while_the_rest_is_looked_at(tmp_path: Path) -> None:
    """The first new file is handed out before those behind it are looked for, and each is told once."""
    files = write(tmp_path / "in", **plain(5))
    read_all(files[2:], [], tmp_path / "out", in_turn, None, odd)
    told: list[tuple[int, int, str]] = []

    def noted(new: Iterator[Path], folder: Path, reader: Reader) -> Generator[Read, None, None]:
        first = next(new)
        assert (first.name, told) == ("r000.txt", [])
        return in_turn(chain([first], new), folder, reader)

    found = read_all(files, [], tmp_path / "out", noted, lambda *x: told.append(x), odd)
    assert [(done, total) for done, total, _ in told] == [(n, 5) for n in range(1, 6)]
    assert sorted(name for _, _, name in told) == [path.name for path in files]
    assert (found.cached, len(found.releases)) == (3, 5)


def test_a_fault_of_the_data_comes_back_whole(tmp_path: Path) -> None:
    """An error that is no release's fault ends reading, with all its lines, from whichever process it comes."""
    files = write(tmp_path / "in", **plain(2), third="faulty")
    with pytest.raises(DataError, match=r"^one fault\nanother fault$"):
        read_all(files, [], tmp_path / "out", executor(2), None, odd)


DOOMED = """
import os
import sys
from tests.odd_readers import odd
if any("spawn_main" in word for word in sys.orig_argv):
    os._exit(7)
def reader(original):
    return odd(original)
"""


def test_processes_that_do_not_come_up_are_no_fault_of_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a process ends before its first release, the build says so instead of setting every release aside."""
    (tmp_path / "doomed.py").write_text(DOOMED, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    files = write(tmp_path / "in", **plain(3))
    with pytest.raises(BuildError, match="does not come up"):
        read_all(files, [], tmp_path / "out", executor(2), None, importlib.import_module("doomed").reader)
