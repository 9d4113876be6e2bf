"""A build that is killed, or that the disk refuses, leaves the old build or the new one, and the next run cleans up."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.contract import build_helper as helper
from tests.contract import crash

import triplewire as tw
from triplewire import builds
from triplewire.builds import cache
from triplewire.errors import BuildError

KILLS = 200
FINISHED = 10
"""After so many kills a build is left to end, and has to be the one of its releases, with nothing beside it."""


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder of invented releases."""
    return helper.write_releases(tmp_path / "releases")


@pytest.fixture
def swift(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is such a thing: what a killed process leaves is the same, and waiting for disks is left out."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


def rewrite(releases: Path, target: str) -> None:
    """One release says another target, so that a build has something to do."""
    (releases / helper.LATER).write_text(helper.RELEASES[helper.LATER].replace("CD19", target), "utf-8")


def start(releases: Path, out: Path, *more: object) -> subprocess.Popen[bytes]:
    """A build in a process of its own, not waited for."""
    words = helper.command("build", releases, "-o", out, *more)
    return subprocess.Popen(words, env=helper.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def done_by(work: Callable[..., None], *arguments: object, after: float = 60) -> bool:
    """Has a warm process do something, and kills it after so many seconds, as the power would; whether it came to its end."""
    process = helper.warm().Process(target=work, args=arguments)
    process.start()
    process.join(after)
    ended = process.exitcode == 0
    process.kill()
    process.join(30)
    process.close()
    return ended


def assert_readings_are_whole(out: Path) -> None:
    """Whatever is kept under the name of a reading is one."""
    kept = sorted((out / "cache").rglob("*.json"))
    assert [file for file in kept if cache.held("", file.read_text("utf-8")) is None] == []


@pytest.mark.slow
def test_a_build_killed_anywhere_leaves_the_old_or_the_new(swift: Path, record_property: Callable[[str, object], None]) -> None:
    """Whenever the process dies, `current` opens and has exactly the files of one of the two builds, and no reading is half; the next
    run succeeds, with the same bytes as if nothing had been, and nothing is left beside it.
    """
    releases, out = helper.write_releases(swift / "releases"), swift / "out"
    wanted = {}
    for target in ("CD38", "CD19"):
        rewrite(releases, target)
        assert done_by(crash.build, releases, out)
        wanted[target] = helper.artefacts(out)
    began = time.monotonic()
    chance, before, seconds, killed, states = random.Random(11), "CD19", [1.0], 0, Counter[str]()
    number = 0
    while killed < KILLS and number < 2 * KILLS:
        number += 1
        target = "CD19" if before == "CD38" else "CD38"  # what is not there yet, so that there is work to be killed at
        rewrite(releases, target)
        if number % 2:  # reading is part of it
            shutil.rmtree(out / "cache", ignore_errors=True)
        to_the_end, round_began = number % (FINISHED + 1) == 0, time.monotonic()
        # Of the last whole builds the quickest says how long one takes: the machine has other work at times.
        ended = done_by(crash.build, releases, out, after=60 if to_the_end else min(seconds[-3:]) * chance.uniform(0.02, 1))
        killed += not ended
        if ended:
            seconds.append(time.monotonic() - round_began)
        assert_readings_are_whole(out)
        now = helper.artefacts(out)
        assert now == wanted[target] if ended else now in wanted.values()
        assert len(tw.open(out).facts()) == len(helper.facts(out))
        assert tw.open(out).query("ASK { ?r a tw:Release }") is True
        if to_the_end:
            assert ended
            assert helper.leftovers(out) == []
        states["new" if now == wanted[target] else "old"] += 1
        before = target if now == wanted[target] else before
    record_property("killed", f"{killed} of {number} builds, {dict(states)}, {time.monotonic() - began:.0f} s")
    assert killed == KILLS


def test_a_build_killed_at_each_call_of_the_swap(swift: Path, record_property: Callable[[str, object], None]) -> None:
    """The process dies between any two calls that change the folder, until none is left to die at: the old or the new build is there.
    Each run starts from what the one killed before it has left.
    """
    crash.swap(swift, "one")
    now, call = "one", 1
    while True:
        other = "two" if now == "one" else "one"
        if done_by(crash.dies, swift, other, call):
            break
        assert crash.said(swift) in (now, other)
        now, call = crash.said(swift), call + 1
    record_property("calls at which a swap was killed", call - 1)
    assert call > 40
    assert crash.said(swift) == other
    assert helper.leftovers(swift) == []
    assert len(list((swift / "builds").iterdir())) == 2


def test_a_disk_without_room_at_any_call_leaves_the_old_build(swift: Path, record_property: Callable[[str, object], None]) -> None:
    """Each call that needs room is refused in its turn, halfway through a file too: the message names the disk, the old build is there
    and nothing beside it.
    """
    out, told = swift / "out", swift / "told"
    crash.swap(out, "one")
    now, number, refusals, reached = "one", 0, 0, True
    while reached:
        number, other = number + 1, "two" if now == "one" else "one"
        assert done_by(crash.refused, out, other, number, told)
        reached, words = json.loads(told.read_text("utf-8"))
        assert helper.leftovers(out) == []
        assert words == "" or "No space left on device on the disk at /" in words
        now = now if words else other
        assert crash.said(out) == now
        refusals += bool(words)
    record_property("calls that a full disk refused", f"{number - 1}, the build given up at {refusals}")
    assert refusals > 40


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; only the system's administrator may have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill_up(disk: Path, free: int) -> None:
    """Leaves so many bytes of room."""
    (disk / "ballast").unlink(missing_ok=True)
    space = os.statvfs(disk)
    with (disk / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(space.f_bavail * space.f_frsize - free, 1))


def test_a_full_disk_leaves_the_old_build(releases: Path, small_disk: Path, record_property: Callable[[str, object], None]) -> None:
    """On a real disk with room for a little more each time, until there is enough: always the old build, nothing beside it, and a
    message that names the disk.
    """
    out = small_disk / "out"
    assert done_by(crash.build, releases, out)
    before = helper.artefacts(out)
    rewrite(releases, "CD38")
    tries = 0
    for free in (0, *(int(50_000 * 1.2**n) for n in range(37))):  # up to 35 MB
        tries += 1
        fill_up(small_disk, free)
        said = refusal(releases, out)
        if not said:
            break
        assert f"No space left on device on the disk at {small_disk}" in said
        assert helper.artefacts(out) == before
        assert helper.leftovers(out) == []
    record_property("fills of a disk", f"{tries}, the last left {free:,} bytes")
    assert tries > 5
    assert helper.artefacts(out) != before
    assert helper.leftovers(out) == []


def refusal(releases: Path, out: Path) -> str:
    """Why there is no new build with a few pages, "" when there is one."""
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("triplewire.draw.site", crash._few_pages)
            tw.build(releases, out)
    except BuildError as error:
        return str(error)
    return ""


def test_a_refused_write_ends_the_command_with_a_message(releases: Path, tmp_path: Path) -> None:
    """Exit code 2, one line that names the cause, no traceback; what was there before is there."""
    out = tmp_path / "out"
    assert done_by(crash.build, releases, out)
    before = helper.artefacts(out)
    rewrite(releases, "CD38")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    words = helper.command("build", releases, "-o", out)
    done = subprocess.run(words, env=helper.environment(), preexec_fn=small, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert helper.artefacts(out) == before
    assert helper.leftovers(out) == []


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
