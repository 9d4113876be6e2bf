"""Runs the transcripts of the docs that ask a server, and corrects those that lie: `python docs/served.py`.

A ```console served block is a transcript as in `console.py`, beside a server of the sample releases. The page says the port that a server
has unless told otherwise; here it is any that is free. `…` stands for what changes, as in `follow.py`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from follow import matches
from transcript import printed, steps

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```console served\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAID = "http://127.0.0.1:8765/"


@contextmanager
def serving(build: Path) -> Iterator[str]:
    """The address of a server of the build in a folder, while it runs."""
    command = [sys.executable, "-m", "triplewire", "serve", "--graph", str(build), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def pages() -> list[Path]:
    """The pages with such transcripts."""
    return [page for page in sorted((ROOT / "docs").rglob("*.md")) if FENCE.search(page.read_text("utf-8"))]


def rerun(page: Path, home: str) -> str:
    """The text of a page with what its commands print now, asked of the server at `home`, where it says something else."""
    return FENCE.sub(
        lambda match: f"```console served\n{''.join(_step(*step, home) for step in steps(match[1]))}```", page.read_text("utf-8")
    )


def _step(command: str, said: str, home: str) -> str:
    with tempfile.TemporaryDirectory() as here:
        now = printed(command.replace(SAID, home), Path(here), no_proxy="127.0.0.1", NO_PROXY="127.0.0.1").replace(home, SAID)
    return f"$ {command}{said if matches(said, now) else now}"


def main() -> None:
    """Corrects every page that has such transcripts."""
    import triplewire as tw

    with tempfile.TemporaryDirectory() as build:
        tw.build(out=build)
        with serving(Path(build)) as home:
            for page in pages():
                page.write_text(rerun(page, home), "utf-8")


if __name__ == "__main__":
    main()
