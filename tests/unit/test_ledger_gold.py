"""The ledger of the samples and of real sequences of releases against promises that a person read; the floors only rise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from tests.ledger_gold import Comparison, archive_releases, compare, read_lines
from tests.shared import need_shared

from triplewire import pipeline
from triplewire.assemble import assemble
from triplewire.errors import InputError
from triplewire.model import Document, Fact, Promise
from triplewire.read import discover
from triplewire.reconcile import ledger

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold" / "ledger"
SAMPLES_RIGHT, SAMPLES_FOUND = 0.97, 0.75
REAL_RIGHT, REAL_FOUND = 0.9, 0.62


def read_all(files: Iterable[Path]) -> tuple[list[Document], list[Fact]]:
    """The documents and facts of files; what is no release is left out."""
    documents: list[Document] = []
    facts: list[Fact] = []
    for file in files:
        try:
            document, own = pipeline.read_one(file)
        except InputError:
            continue
        documents.append(document)
        facts += own
    return documents, assemble(facts)


def wrong(found: Comparison) -> str:
    """Each wrong state in a line."""
    lines = []
    for line, row in found.wrong:
        promise = f"{line['release']}: {line['compound']} {line['kind']} {line['text']!r}"
        lines.append(f"{promise} is {line['state']}, not {row.state}: {row.why}")
    return "\n".join(lines)


def test_the_states_of_the_samples_are_right() -> None:
    """Of the rows that a line of the gold speaks of, how many have its state; and how many lines have a row."""
    documents, facts = read_all(discover([ROOT / "data" / "releases"]))
    rows = ledger([d.release for d in documents], facts)
    found = compare(read_lines(GOLD / "samples.jsonl"), rows, {d.release.id: d.release.id for d in documents})
    assert found.precision >= SAMPLES_RIGHT, wrong(found)
    assert found.recall >= SAMPLES_FOUND


@pytest.mark.shared
@pytest.mark.slow
def test_the_states_of_real_sequences_are_right() -> None:
    """The archive, the development set and the first release, read as one corpus."""
    root = need_shared() / "releases"
    files = [file for file in sorted(root.rglob("*")) if file.suffix in (".md", ".txt") and file.name != "README.md"]
    documents, facts = read_all(files)
    rows = ledger([d.release for d in documents], facts)
    ids = {Path(d.release.file).stem: d.release.id for d in documents}
    names = {name: ids.get(stem, stem) for name, stem in archive_releases(files, root).items()}
    found = compare(read_lines(GOLD / "real.jsonl"), rows, names)
    assert len(found.pairs) >= 60
    assert len({line["organization"] for line, _ in found.pairs}) >= 6
    assert found.precision >= REAL_RIGHT, wrong(found)
    assert found.recall >= REAL_FOUND
    assert _seed_rows(rows) == {"open"}


def _seed_rows(rows: Sequence[Promise]) -> set[str]:
    return {row.state for row in rows if row.day and row.day.year == 2010}
