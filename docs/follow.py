"""Follows the how-tos to the letter, each in a fresh copy of the checkout: `python docs/follow.py` corrects those that lie.

A page is followed when it has a block fenced as ```console checkout. What the fences of its blocks say:

- `console checkout`: lines that begin with `$ ` are commands (going on where a line ends with a backslash), the others what they
  print; `…` stands for anything within a line, and on a line of its own for any lines.
- `LANGUAGE file=PATH`: the file has this text from now on.
- `LANGUAGE append=PATH`: this text is added to the end of the file.
- `LANGUAGE insert=PATH after="WORDS"`: this text is put behind the first line of the file that holds these words.

The commands of a page share one shell: what one exports, the next knows.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from transcript import printed, steps

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+) ([^\n`]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r'(file|append|insert)=(\S+)(?: after="([^"]+)")?')
PARTS = (
    "src",
    "data",
    "ontology",
    "queries",
    "docs",
    "tests",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "pyproject.toml",
)


@dataclass(frozen=True)
class Lie:
    """A command of a page that does not print what the page says."""

    command: str
    said: str
    printed: str

    def __str__(self) -> str:
        return f"$ {self.command}the page says:\n{self.said}it prints:\n{self.printed}"


def pages() -> list[Path]:
    """The pages that are followed."""
    return [page for page in sorted((ROOT / "docs").rglob("*.md")) if "```console checkout\n" in page.read_text("utf-8")]


def copy_checkout(to: Path) -> Path:
    """A copy of what an expert edits and runs, without version control, builds and caches."""
    ignored = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info", "triplewire-out")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, to / part, ignore=ignored, symlinks=True)
        elif (ROOT / part).is_file():
            shutil.copy2(ROOT / part, to / part)
    return to


class Follower:
    """Does in a checkout what a page says, block by block."""

    def __init__(self, checkout: Path, state: Path) -> None:
        self.checkout, self.state = checkout, state
        self.lies: list[Lie] = []

    def follow(self, page: str) -> str:
        """The text of the page as it should be: with what the commands print now where it says something else."""
        return FENCE.sub(self._block, page)

    def _block(self, block: re.Match[str]) -> str:
        language, what, body = block.groups()
        if (language, what) == ("console", "checkout"):
            return f"```console checkout\n{''.join(self._step(*step) for step in steps(body))}```"
        if place := PLACE.fullmatch(what):
            self._write(place[1], self.checkout / place[2], body, place[3] or "")
        return block[0]

    def _write(self, how: str, file: Path, body: str, after: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if how == "file":
            file.write_text(body, "utf-8")
            return
        lines = file.read_text("utf-8").splitlines(keepends=True)
        at = len(lines) if how == "append" else 1 + next(i for i, line in enumerate(lines) if after in line)
        file.write_text("".join([*lines[:at], body, *lines[at:]]), "utf-8")

    def _step(self, command: str, said: str) -> str:
        now = self._run(command)
        if matches(said, now):
            return f"$ {command}{said}"
        self.lies.append(Lie(command, said, now))
        return f"$ {command}{now}"

    def _run(self, command: str) -> str:
        """What a command prints, on stdout and stderr together."""
        script = f'[ -f "$STATE" ] && . "$STATE"\n{command}\nexport -p > "$STATE"\n'
        variables = {"STATE": str(self.state), "PYTHONPATH": str(self.checkout / "src"), "PYTHONDONTWRITEBYTECODE": ""}
        return printed(script, self.checkout, **variables)


def matches(said: str, now: str) -> bool:
    """Whether a page says what is printed now; `…` stands for anything within a line, a line of `…` for any lines."""
    parts = [r"(?:.*\n)*" if line == "…\n" else re.escape(line).replace("…", ".*") for line in said.splitlines(keepends=True)]
    return re.fullmatch("".join(parts), now) is not None


def follow(page: Path) -> tuple[str, list[Lie]]:
    """The text that a page should have, and where it lies."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "checkout").mkdir()
        follower = Follower(copy_checkout(Path(folder) / "checkout"), Path(folder) / "state")
        return follower.follow(page.read_text("utf-8")), follower.lies


def main() -> None:
    """Follows every page, and corrects those that lie."""
    for page in pages():
        text, lies = follow(page)
        sys.stdout.write(f"{page.relative_to(ROOT)}: {f'{len(lies)} corrected; read the diff' if lies else 'as it says'}\n")
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
