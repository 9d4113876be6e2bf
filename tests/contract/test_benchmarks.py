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
    assert {row.split("|")[3].strip() for row in rows[1:]} >= {"bare Aho-Corasick scan", "first build", "bare pyoxigraph", "rdflib"}
    assert ("spaCy en_core_web_sm |" in done.stdout) != ("so it is not in the table" in done.stdout)
