"""Building the sample releases: the first time, again with nothing new, and with one release more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.clock import Row, once
from triplewire import api


def _build(paths: list[Path], out: Path) -> float:
    """Seconds of a build from the command line, the start of Python included."""
    command = [sys.executable, "-m", "triplewire", "build", *map(str, paths), "-o", str(out), "--quiet"]
    return once(lambda: subprocess.run(command, check=True))


def rows(tries: int, say: Callable[[str], None]) -> list[Row]:
    """Each kind of rebuild against the first build; the best of so many tries."""
    samples = api.samples()
    firsts, agains, mores = [], [], []
    for _ in range(tries):
        with TemporaryDirectory() as folder:
            firsts.append(_build(samples, Path(folder) / "all"))
            agains.append(_build(samples, Path(folder) / "all"))
            _build(samples[1:], Path(folder) / "more")
            mores.append(_build(samples, Path(folder) / "more"))
    first = min(firsts)
    say(f"building {len(samples)} releases: {first:.1f} s the first time")
    return [
        Row("build with nothing new", min(agains), "first build", first, "≥ 20"),
        Row("build with one release more", min(mores), "first build", first),
    ]
