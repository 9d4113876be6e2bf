"""Servers that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.served import Served, copy_of, serving


@pytest.fixture(scope="package")
def read_only(sample_out: Path) -> Iterator[Served]:
    """A server of the sample releases, as it is without any option."""
    with serving(sample_out) as served:
        yield served


@pytest.fixture(scope="package")
def updatable(sample_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that takes updates; tests keep out of each other's graphs."""
    with serving(copy_of(sample_out, tmp_path_factory.mktemp("updatable") / "out"), "--allow-update") as served:
        yield served
