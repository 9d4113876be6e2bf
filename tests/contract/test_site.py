"""The pages of a build are one set with two drivers: written as files, and made when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

import triplewire as tw
from triplewire.errors import NotFoundError


def test_both_drivers_make_the_same_pages(sample_out: Path, sample_graph: tw.Graph) -> None:
    """Every page of the static site is, byte for byte, what the opened build makes when it is asked for that file."""
    made, folder = sample_graph.site(), sample_out / "current"
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*.html")}
    assert written == {file for file in made.files if file.endswith(".html")}
    for file in sorted(written):
        assert made.page(file) == (folder / file).read_text("utf-8"), file


def test_a_page_that_is_not_there_is_told_with_near_ones(sample_graph: tw.Graph) -> None:
    """As any name that does not exist."""
    with pytest.raises(NotFoundError, match=r"did you mean pipeline\.html"):
        sample_graph.site().page("pipelines.html")
