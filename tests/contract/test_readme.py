"""The transcripts in README and docs are what the program really prints."""

from __future__ import annotations

import re
from pathlib import Path

import console
import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_there_are_transcripts_to_check() -> None:
    """README and the tutorial show real runs."""
    assert {"README.md", "first-graph.md"} <= {page.name for page in console.pages()}


@pytest.mark.parametrize("page", console.pages(), ids=lambda p: p.name)
def test_each_transcript_is_what_the_program_prints(page: Path, sample_out: Path) -> None:
    """Every command is run again, and prints the lines below it."""
    assert console.rerun(page, sample_out) == page.read_text("utf-8"), "python docs/console.py"


def test_the_api_example_of_the_readme_runs(sample_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of README is executed as it stands, beside the sample releases and their build."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "triplewire-out").symlink_to(sample_out)
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
