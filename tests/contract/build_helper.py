"""Builds in processes of their own, and invented releases to build from. Nothing here is anybody's product."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

import triplewire as tw
from triplewire.cli.app import run

RELEASES: Mapping[str, str] = {
    "norvane-2027-03-04.txt": """Norvane Therapeutics Reports Progress

BOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.

NVT-101 targets CD56. NVT-101 has been granted orphan drug designation for multiple myeloma in the US.
The Company expects to begin a Phase 2 trial of NVT-101 in multiple myeloma in the second half of 2027.
""",
    "norvane-2027-11-20.md": """# Norvane Therapeutics Begins a Trial of NVT-101

BOSTON, November 20, 2027 -- Norvane Therapeutics, Inc. today said that NVT-101 is in Phase 2 testing for multiple myeloma.

NVT-101 has received Fast Track designation for multiple myeloma from the FDA.
""",
    "halcyra-2028-01-15.txt": """Halcyra Biosciences Announces New Target for HAL-7

LYON, January 15, 2028 -- Halcyra Biosciences SA today said that HAL-7 targets CD19.

HAL-7 is in Phase 1 testing for lymphoma.
""",
}
LATER = "halcyra-2028-01-15.txt"
LEFTOVERS = ("builds/.new-*", "builds/.old-*", ".current-*", "cache/**/*.tmp")


def write_releases(folder: Path) -> Path:
    """The folder with the invented releases in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in RELEASES.items():
        (folder / name).write_text(text, "utf-8", newline="")
    return folder


def command(*words: object) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "triplewire", *map(str, words)]


def environment(hash_seed: str = "0") -> dict[str, str]:
    """The environment of a run, with a hash seed of its own."""
    return {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONWARNINGS": "error", "COLUMNS": "200"}


def apart(
    *words: object, cwd: Path | None = None, text: str = "", hash_seed: str = "0", path: str | None = None
) -> subprocess.CompletedProcess[str]:
    """One run of the command line to its end, in a process of its own, with `text` on stdin: for what is about processes, or for a user
    with another PATH.
    """
    around = environment(hash_seed) | ({} if path is None else {"PATH": path})
    return subprocess.run(
        command(*words), cwd=cwd, env=around, input=text, capture_output=True, text=True, errors="replace", check=False, timeout=300
    )


def here(*words: object, cwd: Path | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
    """The same in this process, which has imported and read what each process has to import and read anew."""
    given = list(map(str, words))
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err), chdir(cwd or Path.cwd()):
        patch.setenv("COLUMNS", "200")
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
        code = run(given)
    return subprocess.CompletedProcess(given, code, *map(_said, (out, err)))


def _said(stream: io.TextIOWrapper) -> str:
    """What was written, with line ends as a pipe that is read as text has them."""
    stream.seek(0)
    return stream.read().replace("\r\n", "\n")


def warm() -> ForkServerContext:
    """Processes that start with the program imported and its lexicons and rules at hand, so that they build from their first moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.contract.warmed"])
    return context


def build_quietly(releases: Path, out: Path) -> None:
    """A build, as the work of a process."""
    tw.build(releases, out)


def artefacts(out: Path) -> dict[str, bytes]:
    """Every file of the current build by its name, but for the store's own files and the marker that names the recipe."""
    current = (out / "current").resolve(strict=True)
    files = (p for p in current.rglob("*") if p.is_file() and "store" not in p.relative_to(current).parts)
    return {p.relative_to(current).as_posix(): p.read_bytes() for p in files if p.name != "triplewire-build.json"}


def facts(out: Path) -> list[dict[str, Any]]:
    """The facts of the current build."""
    return [json.loads(line) for line in (out / "current" / "facts.jsonl").read_text("utf-8").splitlines()]


def quarantine(out: Path) -> list[dict[str, str]]:
    """The lines of `quarantine.jsonl`."""
    return [json.loads(line) for line in (out / "current" / "quarantine.jsonl").read_text("utf-8").splitlines()]


def leftovers(out: Path) -> list[str]:
    """What a run should not have left behind."""
    return sorted(str(p.relative_to(out)) for pattern in LEFTOVERS for p in out.glob(pattern))
