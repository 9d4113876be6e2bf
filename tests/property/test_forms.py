"""Law of reading: a release says the same in whatever form it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from tests.forms import as_mojibake, as_page, as_pdf, as_wrapped
from tests.inputs_helper import rows

from triplewire import pipeline, resources
from triplewire.model import Document
from triplewire.read import read, read_text

SAMPLES = tuple(p for p in resources.files("data/releases", "*.md") if p.name != "README.md")
FORMS: dict[str, Callable[[str, str, Path], Document]] = {
    "page": lambda text, name, _: read_text(as_page(text), name, ".html"),
    "wrapped": lambda text, name, _: read_text(as_wrapped(_plain(text)), name, ".txt"),
    "mojibake": lambda text, name, _: read_text(as_mojibake(text), name, ".md"),
    "pdf": lambda text, name, folder: _of_pdf(_plain(text), name, folder),
}


def _plain(text: str) -> str:
    """A text in the letters that any font has, without stress."""
    return text.replace("**", "").encode("cp1252", "ignore").decode("cp1252")


def _of_pdf(text: str, name: str, folder: Path) -> Document:
    file = folder / f"{Path(name).stem}.pdf"
    file.write_bytes(as_pdf(text))
    return read(file)


@cache
def _said(text: str, name: str) -> frozenset[str]:
    return frozenset(rows(pipeline.facts_of(read_text(text, name, ".md")), core=True))


def test_there_are_samples() -> None:
    """The law is tried on a dozen releases at least."""
    assert len(SAMPLES) >= 12


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_a_release_says_the_same_in_every_form(sample: Path, form: str, tmp_path: Path) -> None:
    """The facts of a sample release as a page, wrapped, mangled and as a PDF are those of its Markdown."""
    text = sample.read_text("utf-8")
    name = sample.stem
    base = _plain(text) if form in ("wrapped", "pdf") else text
    assert rows(pipeline.facts_of(FORMS[form](text, name, tmp_path)), core=True) == _said(base, name)
