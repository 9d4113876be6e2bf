"""What is told of a store that changes: news, and nothing that was so before."""

from __future__ import annotations

from pathlib import Path

import pytest

from triplewire import store, vocab
from triplewire.store.disk import change
from triplewire.workbook import Delta

TRIPLE, OTHER = "<urn:a> <urn:b> <urn:c>", '<urn:a> <urn:b> "d"'
FIRST, SECOND, INFERRED = (f"<{vocab.GRAPH}{name}>" for name in ("release/first", "release/second", "inferred"))


@pytest.mark.parametrize(
    ("there", "gone", "come", "news"),
    [
        ([], [], [f"{TRIPLE} {FIRST}"], [TRIPLE]),
        ([f"{TRIPLE} {FIRST}"], [], [f"{TRIPLE} {SECOND}"], []),
        ([f"{TRIPLE} {FIRST}"], [f"{TRIPLE} {FIRST}"], [f"{TRIPLE} {SECOND}"], []),
        ([f"{TRIPLE} {FIRST}"], [f"{TRIPLE} {FIRST}"], [f"{OTHER} {FIRST}"], [TRIPLE, OTHER]),
        ([f"{TRIPLE} {INFERRED}"], [], [f"{TRIPLE} {FIRST}"], [f"{TRIPLE} {FIRST}"]),
    ],
    ids=["new", "told again", "told by another", "told otherwise", "told where it followed"],
)
def test_only_news_is_told(there: list[str], gone: list[str], come: list[str], news: list[str], tmp_path: Path) -> None:
    """A triple that another graph has too is none; one that followed until now, and is told from now on, is."""
    held, told = store.begin(tmp_path / "store"), list[str]()
    change(held, (), there)
    delta = Delta(held, told.extend)
    for line in gone:
        delta.drop(line)
    for line in come:
        delta.add(line)
    delta.settle()
    assert sorted(told) == sorted(news)
