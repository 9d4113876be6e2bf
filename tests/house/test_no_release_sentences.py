"""Facts of real releases may stand in the project; their sentences may not."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.shared import need_shared

ROOT = Path(__file__).resolve().parents[2]
RUN = 9
END_OF_RELEASE = "[Original/Source Press Release]"
TEXT_LIMIT = 3_000_000


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, without punctuation, in order."""
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of nine words of a text, in order."""
    found = words(text)
    return (tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1))


def first_shared(text: str, known: set[int]) -> str:
    """The first run of nine words whose hash is known, joined by blanks; empty without one."""
    return next((" ".join(run) for run in runs(text) if hash(run) in known), "")


def tracked() -> list[Path]:
    """The text files that git tracks or would track, sorted."""
    listing = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in sorted(set(listing.stdout.split("\0"))) if name]
    return [f for f in files if f.is_file() and f.stat().st_size <= TEXT_LIMIT]


def text_of(file: Path) -> str:
    """The text of a file, empty when it is binary."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_a_copied_sentence_is_seen() -> None:
    """A run of nine words is found whatever the case, punctuation and line breaks around it; eight words are not."""
    sentence = "Norvane expects that its first trial of NVT-101 opens in spring."
    known = {hash(run) for run in runs(sentence)}
    copied = "NORVANE expects, that its\nfirst trial of NVT 101 - opened"
    assert first_shared(copied, known) == "norvane expects that its first trial of nvt 101"
    assert not first_shared("Norvane expects that its first trial of NVT.", known)


@pytest.mark.shared
def test_no_sentence_of_a_real_release_stands_in_the_project() -> None:
    """No tracked text file shares nine words in a row with a real release."""
    releases = need_shared() / "releases"
    files = [f for f in sorted(releases.rglob("*")) if f.suffix in {".md", ".txt"} and f.name != "README.md"]
    known = {hash(run) for f in files for run in runs(f.read_text("utf-8", "replace").split(END_OF_RELEASE)[0])}
    hits = {str(f.relative_to(ROOT)): hit for f in tracked() if (hit := first_shared(text_of(f), known))}
    assert known, f"no releases under {releases}"
    assert not hits, "say it in your own words: " + "; ".join(f"{name}: … {hit} …" for name, hit in hits.items())
