"""The folder of a build: written beside the old one, then put in its place in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triplewire.errors import BuildError

FORMAT = 1
MARKER = "triplewire-build.json"


@dataclass(frozen=True)
class Build:
    """A finished build: where it is, what `report.json` says, and the exit code that tells whether anything was set aside."""

    dir: Path
    report: dict[str, Any]
    exit_code: int = 0

    @property
    def current(self) -> Path:
        """The folder with the artefacts."""
        return self.dir / "current"

    def summary(self) -> list[str]:
        """What a person wants to know at the end of a build, a line each."""
        counts = self.report["counts"]
        lines = [f"{q['message']}" for q in self.report["quarantine"]]
        lines.append(
            f"{counts['releases']} releases ({counts['cached']} unchanged), {counts['facts']} facts, {counts['triples']} triples, "
            f"{counts['findings']} findings, {counts['quarantined']} set aside"
        )
        lines.append(f"open {self.current / 'index.html'}")
        return lines


def replace_current(out: Path, fill: Callable[[Path], None]) -> Path:
    """Have `fill` write a build into a fresh folder, then make `out/current` that folder in one step; returns the folder.

    Readers of the old build keep what they have open. When `fill` fails, nothing is replaced and the fresh folder goes. Raises
    BuildError when `out/current` is no build of this program, or of a later version.
    """
    _check(out)
    builds = out / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    _sweep(builds)
    fresh = builds / f".new-{os.getpid()}"
    fresh.mkdir()
    try:
        fill(fresh)
        (fresh / MARKER).write_text(json.dumps({"format": FORMAT}) + "\n", "utf-8")
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return _swap(out, builds, fresh)


def _check(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise BuildError(f"{out}: is a file; a build needs a folder; choose another with -o")
    current = out / "current"
    if not current.exists():
        return
    try:
        made = json.loads((current / MARKER).read_text("utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(f"{current}: is not a build of triplewire; move it away or choose another folder with -o") from None
    if made > FORMAT:
        raise BuildError(f"{current}: was made by a later version of triplewire (format {made}, this one writes {FORMAT}); upgrade, or choose another -o")


def _sweep(builds: Path) -> None:
    """Remove what killed runs left behind."""
    for left in builds.glob(".new-*"):
        pid = left.name.removeprefix(".new-")
        if not (pid.isdigit() and int(pid) != os.getpid() and Path(f"/proc/{pid}").exists()):
            shutil.rmtree(left, ignore_errors=True)


def _swap(out: Path, builds: Path, fresh: Path) -> Path:
    digest = _content_digest(fresh)
    final = builds / digest
    if final.exists():
        shutil.rmtree(fresh)
    else:
        fresh.rename(final)
    link = out / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / digest)
    link.replace(out / "current")
    for old in builds.iterdir():
        if old != final and not old.name.startswith(".new-"):
            shutil.rmtree(old, ignore_errors=True)
    return final


def _content_digest(folder: Path) -> str:
    """A short digest of the readable artefacts; the store's own files hold log numbers and do not count."""
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
