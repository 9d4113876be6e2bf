"""The fixture pages of `tests/fixtures/inputs`: each with its plain-text twin, its facts and what it says about itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from triplewire import pipeline
from triplewire.model import Document, Fact
from triplewire.read import read

FOLDER = Path(__file__).parent / "fixtures" / "inputs"
# What a fact of a family says at the least; other arguments may be told or not as the rules of extraction grow.
CORE = {
    "developed_by": ("compound", "organization"),
    "stage": ("compound", "stage"),
    "trial": ("compound", "phase", "indication"),
    "milestone": ("compound", "kind"),
    "designation": ("compound", "type", "indication"),
    "financial": ("metric", "organization", "period", "value"),
    "deal": ("amount", "kind", "payee", "payer"),
}


def expected() -> dict[str, dict[str, Any]]:
    """What each page says about itself, by its file name."""
    return tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))


def twin_of(page: str) -> Path:
    """The plain text of the same release."""
    return FOLDER / f"{Path(page).stem}.twin.txt"


def facts_of(page: str) -> Path:
    """The list of the facts that the page has to give, by their core arguments."""
    return FOLDER / f"{Path(page).stem}.facts"


def rows(facts: Iterable[Fact], *, core: bool = False) -> set[str]:
    """Facts as lines that tell what they claim, and not where; with `core` only what a fact says at the least."""
    return {_row(fact, core=core) for fact in facts}


def said(path: Path) -> tuple[Document, list[Fact]]:
    """The document of a file and its facts."""
    document = read(path)
    return document, pipeline.facts_of(document)


def _row(fact: Fact, *, core: bool) -> str:
    names = CORE.get(fact.family, tuple(sorted(fact.args))) if core else tuple(sorted(fact.args))
    args = "; ".join(f"{k}={str(fact.args[k]).lower()}" for k in names if k in fact.args)
    when = f" {fact.when.start}..{fact.when.end}" if fact.when and fact.family in ("milestone", "financial") else ""
    return f"{fact.family}: {args} [{fact.status}, {fact.polarity}]{when}"
