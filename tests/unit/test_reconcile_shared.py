"""What contradicts what in real releases: looked at by hand, one by one. Lies beside the checkout."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.shared import need_shared

from triplewire import pipeline
from triplewire.assemble import assemble
from triplewire.model import Document, Fact, Finding
from triplewire.read import discover
from triplewire.reconcile import reconcile

pytestmark = [pytest.mark.shared, pytest.mark.slow]

Whole = tuple[list[Document], list[Fact], list[Finding]]


@pytest.fixture(scope="module")
def corpus() -> Whole:
    """All real releases, reconciled as one corpus."""
    read = [pipeline.read_one(p) for p in discover([need_shared() / "releases"])]
    documents = [document for document, _ in read]
    return documents, *reconcile(documents, assemble([f for _, facts in read for f in facts]))


def seed_of(corpus: Whole) -> list[Finding]:
    """The findings about the first release."""
    seed = next((need_shared() / "releases" / "seed").glob("*.txt")).name
    ids = {d.release.id for d in corpus[0] if d.release.file == seed}
    return [f for f in corpus[2] if f.release in ids]


@pytest.mark.parametrize(
    ("title", "columns"),
    [
        ("total assets are liabilities and equity", 2),
        ("total assets are the sum of their lines", 2),
        ("total liabilities and equity are the sum of their lines", 2),
        ("total revenue is the sum of its lines", 3),
        ("operating expenses are research and development", 3),
        ("the result from operations is revenue less expenses", 1),
        ("the result before taxes is operations and other income", 1),
        ("the net result is what is left after taxes", 2),
        ("the result per share is the net result by the shares", 1),
    ],
)
def test_the_sums_of_the_first_release_hold(corpus: Whole, title: str, columns: int) -> None:
    """Each sum holds in each column of the tables that scanning left whole, and in prose."""
    sums = [f for f in seed_of(corpus) if title in f.message]
    assert [f.kind for f in sums] == ["identity-holds"] * columns
    assert all(len(f.evidence) >= 2 for f in sums)


def test_the_first_release_has_one_conflict_and_one_count(corpus: Whole) -> None:
    """The stage that lost a stroke is told with the words of both sides, and suspected; the number of compounds agrees."""
    findings = [f for f in seed_of(corpus) if f.kind != "identity-holds"]
    assert [f.kind for f in findings] == ["count-agrees", "stage-conflict"]
    assert len(findings[1].evidence) == len(findings[1].facts) == 3
    suspects = [f for f in corpus[1] if "suspect:ocr" in f.flags]
    assert [(f.family, f.id in findings[1].facts) for f in suspects] == [("stage", True)]
    assert len(findings[0].evidence) == 9


def test_no_conflict_is_made_up(corpus: Whole) -> None:
    """Over two hundred releases, many of the same companies over a year: the only conflict is the one that is there."""
    assert len(corpus[0]) > 200
    assert Counter(f.kind for f in corpus[2] if f.severity != "info") == {"stage-conflict": 1}


def test_every_finding_quotes_its_release(corpus: Whole) -> None:
    """Evidence of a finding is what stands in the text."""
    raw = {d.release.id: d.raw for d in corpus[0]}
    cited = [c for f in corpus[2] for c in f.evidence]
    assert len(cited) > 50
    assert all(c.quote == raw[c.release][c.start : c.end] for c in cited)
