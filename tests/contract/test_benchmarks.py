"""The benchmarks run; what they measure is for people to judge."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_speed_benchmark_runs() -> None:
    """The quick form prints its table, with the peer that is not installed named as missing."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "benchmarks.speed", "--quick"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ") and "---" not in line]
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows[1:]]
    assert {row[2] for row in cells} >= {"bare Aho-Corasick scan", "first build", "owlrl", "pyshacl"}
    asked = {row[2] for row in cells if row[0].startswith("answer a shipped query of ")}
    loaded = {row[2] for row in cells if row[0].startswith("load ")}
    assert asked >= {"bare pyoxigraph, on disk", "rdflib", "owlready2"}
    assert loaded >= {"bare pyoxigraph, to disk", "bare pyoxigraph, in memory", "rdflib, in memory", "owlready2, in memory"}
    assert ("oxrdflib, on disk" in asked) == ("oxrdflib, in memory" in loaded) == ("oxrdflib is not installed" not in done.stdout)
    assert ("spaCy en_core_web_sm |" in done.stdout) != ("so it is not in the table" in done.stdout)
