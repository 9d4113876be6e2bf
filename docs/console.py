"""Runs the console blocks of README and docs, and writes what they print into them: `python docs/console.py`.

A ```console block is a transcript: lines that begin with `$ ` are commands (going on where a line ends with a backslash), the
others what they print. A block fenced as ```text file=NAME is a file that the commands of its page may read. Commands run in an
empty folder that has the sample releases under `data/releases` and a build of them in `triplewire-out`.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from transcript import printed, steps

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(console|text file=(\S+))\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """The pages whose transcripts are run: those with a console block."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if "```console\n" in page.read_text("utf-8")]


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
    return f"```console\n{''.join(f'$ {command}{printed(command, here)}' for command, _ in steps(body))}```"


def main() -> None:
    """Rewrites every page that has transcripts."""
    import triplewire as tw

    with tempfile.TemporaryDirectory() as build:
        tw.build(out=build)
        for page in pages():
            page.write_text(rerun(page, Path(build)), "utf-8")


if __name__ == "__main__":
    main()
