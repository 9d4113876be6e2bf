"""Building the sample releases: the first time, again with nothing new, and with one release more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.clock import Row, once
from triplewire import api


def _build(paths: list[Path], out: Path) -> float:
    """Seconds of a build, the start of Python not included."""
    return once(lambda: api.build(paths, out))


def rows(tries: int, say: Callable[[str], None], most: int | None = None) -> list[Row]:
    """Each kind of rebuild against the first build, of all samples or the first `most`; the best of so many tries."""
    samples = api.samples()[:most]
    with TemporaryDirectory() as folder:
        _build(samples[:1], Path(folder))  # what is loaded once
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
