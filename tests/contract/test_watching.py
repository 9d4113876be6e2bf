"""`build --watch`: new, changed and removed releases are built, what fails is told, and a server beside it has the newest build."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.contract import build_helper as helper
from tests.serve.served import serving, until

from triplewire.cli.app import run


class Watch:
    """A command that watches, and what it has said."""

    def __init__(self, *words: object) -> None:
        self.process = subprocess.Popen(
            helper.command("build", "--watch", "--interval", 0.2, *words), stderr=subprocess.PIPE, text=True, env=helper.environment()
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._listen)
        self._reader.start()

    def _listen(self) -> None:
        assert self.process.stderr
        self.said.extend(iter(self.process.stderr.readline, ""))

    def says(self, *words: str) -> list[str]:
        """The lines since the last time, once they have the words, in their order."""
        until(lambda: self._has(words), 60, 0.05)
        lines, self.said[:] = list(self.said), []
        return [line.rstrip() for line in lines]

    def _has(self, words: tuple[str, ...]) -> bool:
        lines = iter(list(self.said))
        return all(any(word in line for line in lines) for word in words)

    def end(self, number: int) -> int:
        """Ends it with a signal; its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(30)
        self._reader.join(10)
        assert self.process.stderr
        self.process.stderr.close()
        return code


@contextmanager
def watching(*words: object) -> Iterator[Watch]:
    """A command that watches, for as long as the block lasts."""
    watch = Watch(*words)
    try:
        yield watch
    finally:
        if watch.process.poll() is None:
            watch.end(signal.SIGKILL)


def targets(out: Path) -> set[str]:
    """The targets that the current build tells of."""
    return {fact["target"] for fact in helper.facts(out) if fact["family"] == "has_target"}


@pytest.mark.slow
def test_what_changes_is_built_and_served(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """A release that comes in two halves, one that changes, one that goes, one that cannot be read: each is told in a line and built
    incrementally, the server answers from the new build, and a request to end is heard. The build is that of the same releases.
    """
    releases, out = helper.write_releases(tmp_path / "releases"), tmp_path / "out"
    with watching(releases, "-o", out) as watch:
        watch.says("3 releases (0 unchanged)", "open ")
        with serving(out, "--workers", 1) as served:

            def seen(target: str) -> bool:
                return bool(served.ask(f'ASK {{ ?t rdfs:label "{target}" }}').json()["boolean"])

            assert seen("CD19")
            text = helper.RELEASES[helper.LATER].replace("HAL-7", "HAL-8").replace("CD19", "CD38")
            new = releases / "halcyra-2028-06-01.txt"
            new.write_text(text[: len(text) // 2], "utf-8")
            time.sleep(0.15)
            new.write_text(text, "utf-8")
            began = time.monotonic()
            said = watch.says("1 new: halcyra-2028-06-01.txt", "4 releases (3 unchanged)", "open ")
            record_property("from a new release to its build", f"{time.monotonic() - began:.1f} s")
            assert said[0] == "1 new: halcyra-2028-06-01.txt"
            assert until(lambda: seen("CD38"), 5) < 5
            (releases / helper.LATER).write_text(helper.RELEASES[helper.LATER].replace("CD19", "CD37"), "utf-8")
            watch.says(f"1 changed: {helper.LATER}", "4 releases (3 unchanged)", "open ")
            assert targets(out) == {"CD56", "CD38", "CD37"}
            new.unlink()
            (releases / "empty.txt").write_text("", "utf-8")
            watch.says("1 new: empty.txt; 1 gone: halcyra-2028-06-01.txt", "empty.txt: empty", "3 releases (3 unchanged)", "open ")
            assert until(lambda: not seen("CD38"), 5) < 5
        assert watch.end(signal.SIGTERM) == 0
        assert watch.says("stopped watching; the new build in")[-1].endswith("is whole")
    assert helper.here("build", releases, "-o", tmp_path / "again").returncode == 3
    assert helper.artefacts(out) == helper.artefacts(tmp_path / "again")
    assert helper.leftovers(out) == []


@pytest.fixture
def keyboard() -> Iterator[None]:
    """The keyboard is heard, also where whoever runs the tests has turned it off (nohup, a job in the background)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keyboard")
def test_a_build_that_fails_is_told_and_watching_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing to read yet, a disk that is full, then a release: errors are lines, the last build is made, the keyboard ends it."""
    releases, out, waits = tmp_path / "releases", tmp_path / "out", 0
    releases.mkdir()

    sleep = time.sleep

    def wait(seconds: float) -> None:
        nonlocal waits
        if seconds != 7:  # somebody else's: a store that is put away waits until the engine is done with it
            sleep(seconds)
            return
        waits += 1
        if waits == 1:
            helper.write_releases(releases)
            monkeypatch.setattr("triplewire.publish.publish", full)
            monkeypatch.setattr("triplewire.pipeline.publish", full)
        if waits == 3:
            monkeypatch.undo()
            monkeypatch.setattr(time, "sleep", wait)
            (releases / helper.LATER).unlink()
        if waits == 5:
            signal.raise_signal(signal.SIGINT)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(time, "sleep", wait)
    assert run(["build", "--watch", "--interval", "7", str(releases), "-o", str(out)]) == 0
    said = capfd.readouterr().err.splitlines()
    assert "no release in this folder" in said[0]
    assert said[2] == "3 new: halcyra-2028-01-15.txt, norvane-2027-03-04.txt, norvane-2027-11-20.md"
    assert "No space left on device on the disk at /" in said[3]
    assert said[4] == "1 gone: halcyra-2028-01-15.txt"
    assert said[5].startswith("2 releases (2 unchanged)")
    assert said[-1] == f"stopped watching; the new build in {out} is whole"
    assert len(helper.facts(out)) > 0


@pytest.mark.parametrize("words", [[], ["-"]])
def test_there_has_to_be_something_to_watch(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the releases of the package nor what comes through a pipe will change."""
    assert run(["build", "--watch", *words]) == 2
    assert "--watch needs the files or folders to look at" in capfd.readouterr().err
