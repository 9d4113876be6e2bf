"""A build that is stopped by the keyboard in any phase, and what a person sees of one on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import hostile_files
from tests.contract import build_helper as helper
from tests.contract import crash
from tests.contract.test_build_crash import done_by

PHASES = ("reading", "reconciling", "graph", "inferring", "texts", "checking", "store", "pages")
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A command on a terminal of its own, which is the only thing it can be interrupted from."""

    def __init__(self, *words: object) -> None:
        self._own, far = pty.openpty()
        # An interrupt may come between the opening of a file and the taking of it: Python closes it then, and would warn of that.
        warnings = "error,ignore::ResourceWarning"
        environment = {**helper.environment(), "TERM": "xterm-256color", "COLUMNS": "120", "PYTHONWARNINGS": warnings}
        self.process = subprocess.Popen(
            helper.command(*words), stdin=far, stdout=far, stderr=far, env=environment, start_new_session=True, preexec_fn=_take_terminal
        )
        os.close(far)
        self.shown = ""

    def read(self, wanted: Callable[[str], object] = lambda _: False, seconds: float = 120) -> str:
        """All that was shown, once it is as wanted, or the command has ended."""
        deadline = time.monotonic() + seconds
        while not wanted(self.shown) and time.monotonic() < deadline:
            if not select.select([self._own], [], [], 0.2)[0]:
                continue
            try:
                self.shown += ESCAPE.sub("", os.read(self._own, 1 << 16).decode("utf-8", "replace"))
            except OSError:  # nobody has it open any more
                break
        return self.shown

    def press_control_c(self) -> None:
        """What the keyboard sends: the terminal makes an interrupt of it, for all processes in front of it."""
        os.write(self._own, b"\x03")

    def end(self) -> int:
        """The exit code, when all is read."""
        self.read()
        code = self.process.wait(30)
        os.close(self._own)
        return code


def _take_terminal() -> None:
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # heard also where whoever runs the tests has turned it off
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def children(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    try:
        own = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    except OSError:
        return []
    return [*own, *(child for one in own for child in children(one))]


def running(pid: int) -> bool:
    """Whether a process is still at something."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Releases, many more of them beside, and a folder with a build of others."""
    place = tmp_path_factory.mktemp("work")
    hostile_files.write_good(place / "releases", range(120))
    hostile_files.write_good(place / "many", range(120, 720))
    assert done_by(crash.build, helper.write_releases(place / "others"), place / "out")
    return place / "releases", place / "out"


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_a_build_is_stopped_by_the_keyboard_in_each_phase(phase: str, work: tuple[Path, Path]) -> None:
    """Exit code 130 within seconds, one line that says what is kept and how it goes on, no traceback; the old build is as it was, no
    process and nothing half-written is left.
    """
    releases, out = work
    before = helper.artefacts(out)
    workers = 2 if phase in ("reading", "graph") else 1
    terminal = Terminal("build", releases.with_name("many") if phase == "reading" else releases, "-o", out, "--workers", workers)
    terminal.read(lambda shown: re.search(rf"{phase}\W.*{'[1-9][0-9]*/' if phase in ('reading', 'pages') else ''}", shown))
    started = children(terminal.process.pid)
    assert terminal.process.poll() is None
    assert len(started) >= (2 if phase == "reading" else 0)
    began = time.monotonic()
    terminal.press_control_c()
    code = terminal.end()
    assert time.monotonic() - began < 15
    assert code == 130
    last = terminal.shown.strip().splitlines()[-1]
    assert re.search(r"triplewire: stopped; the build in \S+ is as it was, releases that were read are kept, and the same command", last)
    assert "Traceback" not in terminal.shown
    patience = time.monotonic() + 5  # one that sees its parent end takes a moment
    while time.monotonic() < patience and any(map(running, started)):
        time.sleep(0.1)
    assert [pid for pid in started if running(pid)] == []
    assert helper.artefacts(out) == before
    assert helper.leftovers(out) == []
    if phase == "pages":
        assert len(list((out / "cache").rglob("*.json"))) >= 120


def test_a_request_to_end_is_heard_as_the_keyboard_is(work: tuple[Path, Path]) -> None:
    """SIGTERM ends a build with 143 and the same line."""
    releases, out = work
    before = helper.artefacts(out)
    process = subprocess.Popen(
        helper.command("build", releases, "-o", out, "--verbose"), env=helper.environment(), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    while "graph" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 143
    assert [line for line in said.splitlines() if line.startswith("triplewire:")] == said.splitlines()[-1:]
    assert (helper.artefacts(out), helper.leftovers(out)) == (before, [])


def test_a_terminal_shows_how_far_a_build_is(tmp_path: Path) -> None:
    """Each phase in its turn; where something is counted, how much of how much, how many a second, and the time left. In the end
    nothing of it is left but the summary.
    """
    hostile_files.write_good(tmp_path / "releases", range(30))
    terminal = Terminal("build", tmp_path / "releases", "-o", tmp_path / "out")
    assert terminal.end() == 0
    places = [terminal.shown.index(phase) for phase in PHASES]
    assert places == sorted(places)
    assert re.search(r"reading .*\b\d+/30 .*\d releases/s.* \d:\d\d:\d\d", terminal.shown)
    assert re.search(r"pages .*\b\d+/\d+ .*\d pages/s", terminal.shown)
    assert re.search(r"30 releases \(0 unchanged\), \d+ facts", terminal.shown.splitlines()[-3] + terminal.shown.splitlines()[-2])


def test_nothing_is_shown_where_nobody_looks(tmp_path: Path) -> None:
    """Piped, a build says its summary and no more; on a terminal with --quiet, nothing."""
    releases = helper.write_releases(tmp_path / "releases")
    piped = helper.apart("build", releases, "-o", tmp_path / "out")
    assert len(piped.stderr.splitlines()) == 3
    assert "\x1b" not in piped.stderr
    terminal = Terminal("build", releases, "-o", tmp_path / "out", "--quiet")
    assert terminal.end() == 0
    assert terminal.shown == ""
