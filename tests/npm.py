"""Programs of npm that judge ours, in the user's cache: installed there by the first test that needs them."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest


def installed(package: str) -> Path:
    """A folder in which a package (`name@version`) is installed; without npm, node or a registry the test is skipped with a reason."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("npm or node is not installed (apt install npm)")
    name = package.strip("@").replace("/", "-").replace("@", "-")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "triplewire-tests" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            (folder / "package.json").write_text('{"private": true}\n', "utf-8")
            command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", package]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
            if done.returncode:
                pytest.skip(f"{package} cannot be installed: {(done.stderr or done.stdout)[-300:]}")
            (folder / "whole").touch()
    return folder
