"""Shared by all suites: one build of the sample releases. Its place also makes the suites importable as `tests.…`."""

from __future__ import annotations

import fcntl
import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

import triplewire as tw

# As the command line has it.
gc.set_threshold(50_000, 20, 50)
# Hundreds of tests start the program, and to compile its modules anew would take each of them half a second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# The first example of a law loads lexicons and grammars; tests that are about time measure it themselves.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no process ends the run alone with one of them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def sample_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a build of the sample releases, made once for all tests of all processes; nobody writes into it."""
    own = tmp_path_factory.getbasetemp()
    place = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (place / "samples.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "samples" / "current").exists():
            tw.build(out=place / "samples")
    return place / "samples"


@pytest.fixture(scope="session")
def sample_graph(sample_out: Path) -> tw.Graph:
    """The graph of the sample releases."""
    return tw.open(sample_out)
