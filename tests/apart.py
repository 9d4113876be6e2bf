"""Programs of PyPI that judge ours and would not fit among our own dependencies: each in a virtual environment of its own in the user's
cache, made by the first test that needs it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest


def python(*packages: str, deps: bool = True) -> Path:
    """The Python of an environment that has packages (`name==version`), with their dependencies unless `deps` is false; where they
    cannot be installed the test is skipped with a reason.
    """
    key = f"{packages[0].replace('=', '-')}-{hashlib.sha256(repr((packages, deps, sys.version_info[:2])).encode()).hexdigest()[:8]}"
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "triplewire-tests" / key
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "venv" / "bin" / "python"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            venv.create(folder / "venv", clear=True, with_pip=True)
            command = [str(program), "-m", "pip", "--disable-pip-version-check", "-qq", "--no-input", "install", *packages]
            done = subprocess.run(command + ["--no-deps"] * (not deps), capture_output=True, text=True, check=False, timeout=600)
            if done.returncode:
                pytest.skip(f"{' '.join(packages)} cannot be installed: {(done.stderr or done.stdout)[-300:]}")
            (folder / "whole").touch()
    return program


def run(program: Path, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs a script in an environment that `python` has made, without our own modules."""
    command = [str(program), "-I", "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
