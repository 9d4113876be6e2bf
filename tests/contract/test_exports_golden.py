"""How a small graph is exported, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.rewrite import COMMAND, EXPORTS, export_all

from triplewire import export


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The exports as they are now, by their names."""
    folder = tmp_path_factory.mktemp("exports")
    export_all(folder)
    return _files(folder)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", sorted(export.FORMATS))
def test_an_export_is_the_one_that_is_kept(form: str, fresh: dict[str, bytes]) -> None:
    """Files and manifest of each format, as `make golden` has written them."""
    kept = _files(EXPORTS)
    names = {name for name in {*fresh, *kept} if name.startswith((f"{form}.", f"{form}/"))}
    assert f"{form}.losses.json" in names
    assert [name for name in sorted(names) if fresh.get(name) != kept.get(name)] == [], f"if this is meant: {COMMAND}"


def test_no_other_exports_are_kept(fresh: dict[str, bytes]) -> None:
    """A file of a format that is gone goes too."""
    assert _files(EXPORTS).keys() == fresh.keys()
