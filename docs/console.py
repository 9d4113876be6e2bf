"""Runs the console blocks of README and docs, and writes what they print into them: `python docs/console.py`.

A ```console block is a transcript: lines that begin with `$ ` are commands (going on where a line ends with a backslash), the
others what they print. A block fenced as ```text file=NAME is a file that the commands of its page may read. Commands run in an
empty folder that has the sample releases under `data/releases` and a build of them in `triplewire-out`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(console|text file=(\S+))\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """The pages whose transcripts are run: those with a console block."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if "```console\n" in page.read_text("utf-8")]


def steps(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        size = next(i for i, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        yield "".join(lines[:size]), "".join(lines[size:])


def rerun(page: Path, build: Path) -> str:
    """The text of a page with every transcript as it is now; `build` is the output folder of a build of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "data").mkdir()
        (here / "data" / "releases").symlink_to(ROOT / "data" / "releases")
        (here / "triplewire-out").symlink_to(build)
        return FENCE.sub(lambda match: _block(match, here), page.read_text("utf-8"))


def _block(match: re.Match[str], here: Path) -> str:
    _, file, body = match.groups()
    if file:
        (here / file).write_text(body, "utf-8")
        return match.group(0)
    return f"```console\n{''.join(f'$ {command}{_output(command, here)}' for command, _ in steps(body))}```"


def _output(command: str, here: Path) -> str:
    """What a command prints, on stdout and stderr together."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "TERM": "dumb"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=here, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"


def main() -> None:
    """Rewrites every page that has transcripts."""
    import triplewire as tw

    with tempfile.TemporaryDirectory() as build:
        tw.build(out=build)
        for page in pages():
            page.write_text(rerun(page, Path(build)), "utf-8")


if __name__ == "__main__":
    main()
