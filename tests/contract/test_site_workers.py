"""The pages of a build are the same whoever writes them, and a process that is killed costs time; again and again, the build."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import triplewire as tw
from triplewire import api, draw, publish, store
from triplewire.draw import Ahead, hands, site, writing
from triplewire.errors import BuildError


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but those of the store, by its path."""
    found = (p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


@pytest.fixture
def folder(sample_out: Path, tmp_path: Path) -> Path:
    """A folder with the store of the sample build and nothing else."""
    (tmp_path / "store").symlink_to((sample_out / "current" / "store").resolve())
    return tmp_path


def _is_that_of(built: Path, folder: Path, written: Iterable[Path]) -> None:
    """Every page of a build is in a folder, byte for byte, and no other file but those that were written."""
    (folder / "store").unlink()
    made, there = files(built.resolve()), {path.relative_to(folder).as_posix() for path in written}
    assert files(folder) == {file: made[file] for file in there}
    assert {file for file in made if file.endswith(".html")} <= there


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_processes_writes_the_same_pages(
    folder: Path, sample_out: Path, sample_graph: tw.Graph, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Every file of the site is, byte for byte, that of the build by one process, no other is there, and progress counts them all."""
    monkeypatch.setattr(writing, "SEVERAL", 1)
    told: list[tuple[int, int, str]] = []
    opened = store.open_store(folder / "store")
    written = site(opened, folder, sample_graph.site().info, workers=workers, progress=lambda *x: told.append(x))
    _is_that_of(sample_out / "current", folder, written)
    assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})
    assert told[-1] == (len(written), len(written), "pages")


def test_a_page_does_not_depend_on_what_was_written_before(sample_out: Path, sample_graph: tw.Graph) -> None:
    """The shares of a site, each made by a site that looks everything up anew and has made nothing before, have the bytes of the build."""
    current, dealt = sample_out / "current", hands.shares(sample_graph.site().files)
    for share in dealt[1::8]:
        alone = sample_graph.site()
        for file in share[:3]:
            assert alone.files[file]().encode() == (current / file).read_bytes(), file


@given(st.lists(st.from_regex(r"(questions/|id/a/|)[a-z]{1,5}\.html", fullmatch=True), unique=True, max_size=120))
def test_every_file_is_dealt_out_once(given_files: list[str]) -> None:
    """Whatever the files of a site are, each is in one share, and those of questions are in one share together."""
    dealt = hands.shares(given_files)
    assert sorted(file for share in dealt for file in share) == sorted(given_files)
    assert all(dealt)
    assert sum(any(file.startswith("questions/") for file in share) for share in dealt) <= 1


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_processes_that_are_killed_again_and_again_end_the_build(
    folder: Path, sample_graph: tw.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what happened and what to do."""

    class Deadly(ProcessPoolExecutor):
        def submit(self, *_: object, **__: object):  # type: ignore[no-untyped-def]
            return super().submit(_die)

    monkeypatch.setattr(writing, "SEVERAL", 1)
    monkeypatch.setattr(hands, "ProcessPoolExecutor", Deadly)
    opened = store.open_store(folder / "store")
    with pytest.raises(BuildError, match=r"a process that writes pages was killed .* try fewer --workers"):
        site(opened, folder, sample_graph.site().info, workers=2)


@pytest.mark.slow
def test_a_process_that_is_killed_once_changes_nothing_but_the_time(
    folder: Path, sample_out: Path, sample_graph: tw.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page is written, and is that of the build."""
    given: list[object] = []

    class Unlucky(ProcessPoolExecutor):
        def submit(self, work: Any, *arguments: Any) -> Any:  # type: ignore[override]
            given.append(arguments)
            return super().submit(_die) if len(given) == 3 else super().submit(work, *arguments)

    monkeypatch.setattr(writing, "SEVERAL", 1)
    monkeypatch.setattr(hands, "ProcessPoolExecutor", Unlucky)
    written = site(store.open_store(folder / "store"), folder, sample_graph.site().info, workers=2)
    _is_that_of(sample_out / "current", folder, written)


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "killed"), [(2, False), (3, False), (2, True)])
def test_questions_that_are_begun_ahead_are_those_of_the_build(
    folder: Path, sample_out: Path, sample_graph: tw.Graph, workers: int, killed: bool
) -> None:
    """Another process writes them and what it is given after that; when it is killed others do, and progress counts all files."""
    told: list[tuple[int, int, str]] = []
    info = sample_graph.site().info
    with Ahead(folder, info.as_of, info.dossier.texts) as ahead:
        ahead.things()
        if killed:
            ahead.process.kill()
        opened = store.open_store(folder / "store")
        written = site(opened, folder, info, workers=workers, ahead=ahead, progress=lambda *x: told.append(x))
    _is_that_of(sample_out / "current", folder, written)
    assert told[-1] == (len(written), len(written), "pages")


def test_whoever_begins_questions_ahead_ends_what_is_not_done(folder: Path) -> None:
    """A build that fails meanwhile leaves no process that writes into its folder."""
    with pytest.raises(OSError, match="No space"), Ahead(folder, None, {}) as ahead:
        raise OSError(28, "No space left on device")
    assert not ahead.process.is_alive()
    with pytest.raises(BrokenProcessPool):
        ahead.things()


@pytest.mark.slow
def test_a_build_by_two_that_begins_questions_ahead_is_that_of_one(
    sample_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file is the same; and the process was there."""
    begun: list[object] = []

    class Seen(Ahead):
        def __init__(self, *given: Any, **more: Any) -> None:
            begun.append(given)
            super().__init__(*given, **more)

    monkeypatch.setattr(publish, "AHEAD", 1)
    monkeypatch.setattr(draw, "Ahead", Seen)
    tw.build(api.samples(), tmp_path / "out", workers=2)
    assert len(begun) == 1
    assert files(tmp_path / "out" / "current") == files((sample_out / "current").resolve())
