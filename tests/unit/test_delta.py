"""What is told of a store that changes: news, and nothing that was so before."""

from __future__ import annotations

from pathlib import Path

import pytest

from triplewire import store, vocab
from triplewire.store.disk import change
from triplewire.workbook import Delta, pieces

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


def test_a_store_that_is_changed_beside_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often that is; and all of it is there when the work that gave rise to it is done and settled."""
    monkeypatch.setattr(pieces, "AT_ONCE", 3)
    lines, told = [f"<urn:{n}> <urn:b> <urn:{n % 4}> {FIRST}" for n in range(20)], list[str]()
    delta = Delta(store.begin(tmp_path / "store"), told.extend, whole=True)
    with delta.beside():
        for line in lines:
            delta.add(line)
    delta.settle()
    assert sorted(f"{q}" for q in store.named_quads(delta.store)) == sorted(lines)
    assert (sorted(told), delta.gained) == (sorted(lines), 20)


def test_what_a_disk_refuses_beside_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the work goes on as if nothing had happened."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def work(delta: Delta) -> None:
        with delta.beside():
            for n in range(3):
                delta.add(f"<urn:{n}> <urn:b> <urn:c> {FIRST}")

    monkeypatch.setattr(pieces, "AT_ONCE", 3)
    monkeypatch.setattr(pieces, "change", refuse)
    with pytest.raises(OSError, match="No space left"):
        work(Delta(store.begin(tmp_path / "store"), whole=True))
