"""Releases of invented companies whose promises are known, and what became of each; nothing here is a test of its own."""

from __future__ import annotations

from tests.promises.corpus import Corpus, make_corpus, noisy
from tests.promises.report import Comparison, compare
from tests.promises.rows import ExpectedRow

__all__ = ["Comparison", "Corpus", "ExpectedRow", "compare", "make_corpus", "noisy"]
