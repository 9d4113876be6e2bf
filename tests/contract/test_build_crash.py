"""A build that is killed, or that the disk refuses, leaves the old build or the new one, and the next run cleans up."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.contract import build_helper as helper

import triplewire as tw
from triplewire import builds
from triplewire.errors import BuildError

KILLS = 40


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder of invented releases."""
    return helper.write_releases(tmp_path / "releases")


def rewrite(releases: Path, target: str) -> None:
    """One release says another target, so that a build has something to do."""
    (releases / helper.LATER).write_text(helper.RELEASES[helper.LATER].replace("CD19", target), "utf-8")


def start(releases: Path, out: Path, *more: object) -> subprocess.Popen[bytes]:
    """A build in a process of its own, not waited for."""
    words = helper.command("build", releases, "-o", out, *more)
    return subprocess.Popen(words, env=helper.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_at(releases: Path, out: Path, after: float) -> bool:
    """Starts a build in a warm process and kills it after so many seconds, as the power would; whether it was still at work."""
    process = helper.warm().Process(target=helper.build_quietly, args=(releases, out))
    process.start()
    process.join(after)
    at_work = process.is_alive()
    process.kill()
    process.join(30)
    return at_work


@pytest.mark.slow
def test_a_build_killed_anywhere_leaves_the_old_or_the_new(releases: Path, tmp_path: Path) -> None:
    """Whenever the process dies, `current` opens and has exactly the files of one of the two builds; the next run succeeds."""
    out = tmp_path / "out"
    wanted = {}
    for target in ("CD19", "CD38"):
        rewrite(releases, target)
        began = time.monotonic()
        assert not kill_at(releases, tmp_path / target, 60)
        seconds = time.monotonic() - began
        wanted[target] = helper.artefacts(tmp_path / target)
    rewrite(releases, "CD19")
    assert helper.build(releases, "-o", out).returncode == 0
    chance, before, killed = random.Random(11), "CD19", 0
    for _ in range(KILLS):
        target = "CD19" if before == "CD38" else "CD38"  # what is not there yet, so that there is work to be killed at
        rewrite(releases, target)
        began = time.monotonic()
        if kill_at(releases, out, seconds * chance.uniform(0.05, 1.05)):
            killed += 1
        else:
            seconds = time.monotonic() - began  # a whole build took no longer: the machine is faster now than it was
        assert helper.artefacts(out) in (wanted[before], wanted[target])
        assert len(tw.open(out).facts()) == len(helper.facts(out))
        assert tw.open(out).query("ASK { ?r a tw:Release }") is True
        before = target if helper.artefacts(out) == wanted[target] else before
    rewrite(releases, "CD38")
    assert helper.build(releases, "-o", out).returncode == 0
    assert helper.artefacts(out) == wanted["CD38"]
    assert helper.leftovers(out) == []
    assert killed > KILLS / 2


STEPS = ("mkdir", "write_text", "rename", "symlink_to", "replace", "rmtree")


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_each_step_of_the_swap(step: str, releases: Path, tmp_path: Path) -> None:
    """The process dies just before, and just after, each call that changes the folder; the old or the new build is there."""
    out, later = tmp_path / "out", tmp_path / "later"
    tw.build(releases, out)
    first = helper.artefacts(out)
    rewrite(releases, "CD38")
    tw.build(releases, later)
    for when in ("before", "after"):
        for call in range(1, 60):
            done = subprocess.run(
                [sys.executable, "-c", _DIES, step, when, str(call), str(later / "current"), str(out)], check=False, timeout=60
            )
            assert helper.artefacts(out) in (first, helper.artefacts(later))
            assert tw.open(out).query("ASK { ?r a tw:Release }") is True
            if done.returncode == 0:
                break
            assert done.returncode == -signal.SIGKILL
        assert helper.artefacts(out) == helper.artefacts(later)
        assert helper.leftovers(out) == []
        tw.build(helper.write_releases(tmp_path / "first"), out)
        first = helper.artefacts(out)


# Puts the build in argv[4] into argv[5], and dies at the argv[3]-th call of the step argv[1].
_DIES = """
import json, os, pathlib, shutil, signal, sys
from triplewire import builds
step, when, number, source, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), pathlib.Path(sys.argv[4]), pathlib.Path(sys.argv[5])
home = {"rmtree": shutil}.get(step, pathlib.Path)
real, calls = getattr(home, step), 0
def dying(*a, **k):
    global calls
    calls += 1
    if calls == number and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*a, **k)
    if calls == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(home, step, dying)
def fill(folder):
    for file in sorted(source.rglob("*")):
        target = folder / file.relative_to(source)
        if file.is_dir():
            target.mkdir(exist_ok=True)
        elif file.name != builds.directory.MARKER:
            target.write_bytes(file.read_bytes())
with builds.locked(out):
    builds.replace_current(out, "a recipe", fill)
"""


@pytest.mark.parametrize("limit", [1_000, 20_000, 60_000, 150_000])
def test_a_full_disk_leaves_the_old_build(limit: int, releases: Path, tmp_path: Path) -> None:
    """A write that the system refuses ends the build with a message that names the cause; what was there before is there."""
    out = tmp_path / "out"
    tw.build(releases, out)
    before = helper.artefacts(out)
    rewrite(releases, "CD38")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = helper.command("build", releases, "-o", out)
    done = subprocess.run(words, env=helper.environment(), preexec_fn=small, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert helper.artefacts(out) == before
    assert helper.leftovers(out) == []
    assert tw.build(releases, out).exit_code == 0


def test_each_write_that_fails_leaves_the_old_build(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The n-th write of a file fails, for many n until none is left to fail: always the old build, and no rubbish."""
    out = tmp_path / "out"
    tw.build(releases, out)
    before = helper.artefacts(out)
    rewrite(releases, "CD38")
    real = Path.write_text
    for number in (*range(1, 40), *range(40, 2_000, 61)):
        calls = 0

        def full(path: Path, *words: object, **more: object) -> int:
            nonlocal calls
            calls += ".new-" in str(path)
            if calls == number:  # noqa: B023 - called in this round only
                raise OSError(28, "No space left on device", str(path))
            return real(path, *words, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Path, "write_text", full)
        said = _refusal(releases, out)
        if not said:
            assert number > 10
            assert helper.artefacts(out) != before
            return
        assert "No space left on device" in said
        assert helper.artefacts(out) == before
        assert helper.leftovers(out) == []
    pytest.fail("a build does not write 2,000 files of three releases")


def _refusal(releases: Path, out: Path) -> str:
    """Why there is no new build, "" when there is one."""
    try:
        tw.build(releases, out)
    except BuildError as error:
        return str(error)
    return ""


def test_a_reading_that_cannot_be_kept_is_no_fault_of_the_release(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the cache cannot be written the release is built all the same, and nothing is set aside."""
    real = Path.write_text

    def full(path: Path, *words: object, **more: object) -> int:
        if path.suffix == ".tmp":
            raise OSError(28, "No space left on device", str(path))
        return real(path, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    assert tw.build(releases, tmp_path / "out").exit_code == 0
    assert helper.leftovers(tmp_path / "out") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_read(releases: Path, tmp_path: Path) -> None:
    """The message names the folder and the cause."""
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(BuildError, match="Permission denied"):
        tw.build(releases, tmp_path / "closed" / "out")


def test_two_builds_do_not_write_into_one_folder(releases: Path, tmp_path: Path) -> None:
    """The second is refused with a message, also while the first is still reading; afterwards the folder is free."""
    out = tmp_path / "out"
    with builds.locked(out), pytest.raises(BuildError, match="another build is being written"):
        tw.build(releases, out)
    assert tw.build(releases, out).exit_code == 0


def test_what_a_killed_run_left_is_swept(releases: Path, tmp_path: Path) -> None:
    """Half-written builds, links and readings of a process that is no more are gone after the next build."""
    out = tmp_path / "out"
    for left in ("builds/.new-1/store/000.sst", "builds/.old-0123456789abcdef/graph.ttl", "cache/ab/cd/x.1.tmp"):
        (out / left).parent.mkdir(parents=True)
        (out / left).write_bytes(b"half")
    (out / ".current-1").symlink_to("builds/nowhere")
    (out / "current").symlink_to("builds/nowhere")
    tw.build(releases, out)
    assert helper.leftovers(out) == []
    assert helper.facts(out)


def test_workers_end_with_their_parent(releases: Path, tmp_path: Path) -> None:
    """When the build is killed, the processes that read for it do not wait for work for ever."""
    process = start(releases, tmp_path / "out", "--workers", 2)
    children: set[int] = set()
    deadline = time.monotonic() + 30
    while not children and time.monotonic() < deadline and process.poll() is None:
        children = {pid for pid in _children(process.pid) if _runs_python(pid)}
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert children
    while any(_alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in children if _alive(pid)]


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    except OSError:
        return []


def _runs_python(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _alive(pid: int) -> bool:
    """Whether the process still runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
