"""What the way over HTTP, through a process, costs: measured against the bare engine in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BAR = 2.0
ROUNDS = 5


@pytest.mark.slow
def test_a_small_query_stays_cheap(sample_out: Path) -> None:
    """Over the shipped queries the median beyond 1.2 times the bare engine is two milliseconds at most, in one run of five: a busy
    neighbour makes this slower and nothing makes it faster.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "benchmarks.speed.serving", str(sample_out), "3"]
    seen = []
    for _ in range(ROUNDS):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=300)
        found = json.loads(done.stdout)
        assert found["queries"] >= 60
        seen.append(found["median"])
        if found["median"] <= BAR:
            return
    raise AssertionError(f"{seen} ms, and the bar is {BAR} ms")
