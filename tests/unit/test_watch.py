"""Looking for what is new, changed or gone: what counts as a change, and that nothing is taken while it is being written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from triplewire.builds import Change, look, settled


def change(folder: Path, act: Callable[[], object]) -> str:
    """What is said of a folder, its corrections beside it, after something was done to it."""
    before = look([folder], [folder / "corrections"])
    act()
    return Change.between(before, look([folder], [folder / "corrections"])).line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with releases, one with a sidecar, and corrections."""
    for name in ("a.txt", "b.md", "b.meta.toml", "notes.csv", "corrections/ours.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one", "utf-8")
    return tmp_path


def test_what_is_new_changed_and_gone_is_named(folder: Path) -> None:
    """By the names of releases, also when only a sidecar came, changed or went; other files do not count."""
    assert change(folder, lambda: (folder / "c.txt").write_text("two", "utf-8")) == "1 new: c.txt"
    assert change(folder, lambda: (folder / "a.txt").write_text("longer", "utf-8")) == "1 changed: a.txt"
    assert change(folder, (folder / "c.txt").unlink) == "1 gone: c.txt"
    assert change(folder, lambda: (folder / "a.txt.meta.toml").write_text("x", "utf-8")) == "1 changed: a.txt"
    assert change(folder, (folder / "b.meta.toml").unlink) == "1 changed: b.md"
    assert change(folder, lambda: (folder / "corrections" / "ours.toml").write_text("two", "utf-8")) == "1 changed: ours.toml"
    assert change(folder, lambda: (folder / "notes.csv").write_text("two", "utf-8")) == ""

    def five() -> None:
        for number in range(5):
            (folder / f"n{number}.txt").touch()

    assert change(folder, five) == "5 new: n0.txt, n1.txt, n2.txt, …"


def test_a_file_put_in_the_place_of_another_is_seen(folder: Path) -> None:
    """Also when it is as large and as old."""
    old = (folder / "a.txt").stat()
    (folder / "other").write_text("two", "utf-8")
    os.utime(folder / "other", ns=(old.st_atime_ns, old.st_mtime_ns))
    assert change(folder, lambda: (folder / "other").rename(folder / "a.txt")) == "1 changed: a.txt"


def test_paths_that_are_not_there_just_now_are_empty(tmp_path: Path) -> None:
    """A folder may go and come while it is watched."""
    assert look([tmp_path / "gone", str(tmp_path / "*.txt")], [tmp_path / "none"]) == {}


def test_what_is_still_being_written_is_waited_for(folder: Path) -> None:
    """A file that grows from look to look is taken when it has stayed as it is for one; one that came and went is nothing."""

    def happens() -> Iterator[None]:
        passing = folder / "passing.txt"
        passing.write_text("x", "utf-8")
        yield
        passing.unlink()
        yield
        for words in ("Nor", "vane", " Reports"):
            with (folder / "c.txt").open("a", encoding="utf-8") as file:
                file.write(words)
            yield
        yield
        pytest.fail("it was settled already")

    before, story = look([folder]), happens()
    after = settled(lambda: look([folder]), before, lambda: next(story))
    assert Change.between(before, after).line == "1 new: c.txt"
    assert (folder / "c.txt").read_text("utf-8") == "Norvane Reports"
