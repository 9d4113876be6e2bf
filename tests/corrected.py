"""Corrections written down and applied to facts made up for a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from triplewire import corrections
from triplewire.corrections import Outcome
from triplewire.model import Correction, Document, Evidence, Fact, Release

SIGNED = 'author = "the curation desk"\ndate = 2027-05-02\nreason = "It was misread."\n'


def fact(family: str, release: str = "a", start: int = 0, **rest: Any) -> Fact:
    """A fact of a release whose quote says the arguments; fields of facts by name, arguments otherwise."""
    fields = {k: rest.pop(k) for k in ("status", "polarity", "when", "aliases", "ids", "basis", "hedge") if k in rest}
    quote = " ".join(map(str, rest.values()))
    return Fact(family, rest, (Evidence(start, start + len(quote), quote),), release, digest(release), f"{family}.test", **fields)


def digest(release: str) -> str:
    """The digest of the text of a made-up release."""
    return (release.encode().hex() * 64)[:64]


def document(release: str, issuer: str = "", day: date | None = None) -> Document:
    """A release without words."""
    return Document("", Release(release, digest(release), issuer=issuer, date=day))


def write(folder: Path, *entries: str, name: str = "ours.toml") -> Path:
    """A folder with a file of entries, each signed; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(f"{entry.strip()}\n{SIGNED}" for entry in entries), "utf-8")
    return folder


def correct(folder: Path, facts: Iterable[Fact], *entries: str, documents: Sequence[Document] = ()) -> Outcome:
    """What the entries make of the facts."""
    found = list(facts)
    known = list(documents) or [document(r) for r in sorted({f.release for f in found})]
    return corrections.corrected(corrections.load([write(folder, *entries)]), known, found)


def states(records: Iterable[Correction]) -> list[str]:
    """What became of the entries, sorted."""
    return sorted(r.state for r in records)
