"""The commands of a transcript in a page, and what they print now."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST = 600
"""Seconds after which a command is given up."""


def steps(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block (lines that begin with `$ `, going on where a line ends with a backslash), each with what it is said to
    print.
    """
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        size = next(i for i, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        yield "".join(lines[:size]), "".join(lines[size:])


def printed(command: str, here: Path, **more: str) -> str:
    """What a command prints in a folder, on stdout and stderr together; `more` are variables of its environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TRIPLEWIRE_", "PYTEST_", "COV_"))}
    environment |= {"PATH": path, "COLUMNS": "100", "TERM": "dumb", **more}
    done = subprocess.run(
        ["bash", "-c", command], cwd=here, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, timeout=LONGEST,
    )  # fmt: skip
    return done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"
