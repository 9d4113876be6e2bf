"""Builds: what is read again and what is not, what is set aside, and how a finished build takes the place of the old one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from triplewire.builds import Inputs, cache, in_turn, locked, read_all, replace_current
from triplewire.builds.directory import FORMAT, MARKER
from triplewire.errors import BuildError, InputError
from triplewire.model import Document, Edit, Evidence, Fact, Release, Span, When
from triplewire.read import Original


class Desk:
    """A reader that notes which files it was given; a file that holds `bad` cannot be read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, original: Original) -> tuple[Document, list[Fact]]:
        """The text of the file as a document with one fact."""
        path, text = original.path, original.data.decode()
        self.read.append(path.name)
        if "bad" in text:
            raise InputError(f"{path.name}: holds nothing to read", "empty")
        name = text.split(" ", 1)[0]
        day = date(2025, 7, 2) if "dated" in text else None
        document = Document(text, Release(name, cache._digest([text.encode()]), file=path.name, date=day))
        fact = Fact(
            "has_target", {"compound": "NVT-101", "target": "CD37"}, (Evidence(0, 3, text[:3]),), name, document.release.sha256, "test"
        )
        return document, [fact]


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes named texts into a folder and gives their paths."""

    def write(**texts: str) -> list[Path]:
        paths = []
        for name, text in texts.items():
            path = tmp_path / "in" / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            paths.append(path)
        return paths

    return write


def run(files: list[Path], out: Path, desk: Desk) -> Inputs:
    """All files through the desk, one after the other."""
    return read_all(files, [], out, in_turn, None, desk)


# -- cache ---------------------------------------------------------------------------------------------------------------


def test_an_unchanged_release_is_not_read_again(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """The second time, an unchanged file comes from the cache, with the same document and facts."""
    files, desk = folder(one="r1 text", two="r2 text"), Desk()
    first = run(files, tmp_path / "out", desk)
    second = run(files, tmp_path / "out", desk)
    assert desk.read == ["one.txt", "two.txt"]
    assert (first.cached, second.cached) == (0, 2)
    assert first.releases == second.releases
    assert [(r.document(), r.facts()) for r in first.releases] == [(r.document(), r.facts()) for r in second.releases]


def test_a_changed_release_is_read_again(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """A file whose bytes changed is read again, the others are not."""
    desk = Desk()
    run(folder(one="r1 text", two="r2 text"), tmp_path / "out", desk)
    again = run(folder(one="r1 text", two="r2 other"), tmp_path / "out", desk)
    assert desk.read == ["one.txt", "two.txt", "two.txt"]
    assert again.cached == 1


def test_a_changed_sidecar_counts(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """A new sidecar beside a file makes it be read again."""
    files, desk = folder(one="r1 text"), Desk()
    run(files, tmp_path / "out", desk)
    files[0].with_name("one.meta.toml").write_text('issuer = "Norvane"\n', "utf-8")
    run(files, tmp_path / "out", desk)
    assert desk.read == ["one.txt", "one.txt"]


def test_a_changed_reader_counts(tmp_path: Path, folder: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code or data than that which made a kept reading makes it void."""
    files, desk = folder(one="r1 text"), Desk()
    run(files, tmp_path / "out", desk)
    monkeypatch.setattr(cache, "reader_digest", lambda: "another")
    assert run(files, tmp_path / "out", desk).cached == 0


@pytest.mark.parametrize("damage", [lambda t: t[: len(t) // 2], lambda t: t.replace("CD37", "CD19"), lambda t: "", lambda t: "[]"])
def test_a_torn_or_altered_reading_is_not_trusted(tmp_path: Path, folder: Callable[..., list[Path]], damage: Callable[[str], str]) -> None:
    """A kept reading that is cut off, altered or empty is read anew, and the facts are those of the file."""
    files, desk = folder(one="r1 text"), Desk()
    first = run(files, tmp_path / "out", desk)
    kept = next((tmp_path / "out" / "cache").rglob("*.json"))
    kept.write_text(damage(kept.read_text("utf-8")), "utf-8")
    again = run(files, tmp_path / "out", desk)
    assert again.cached == 0
    assert [r.facts() for r in again.releases] == [r.facts() for r in first.releases]


def test_nothing_half_written_is_left_in_the_cache(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """After reading, the cache holds whole readings only."""
    run(folder(one="r1 text"), tmp_path / "out", Desk())
    assert {p.suffix for p in (tmp_path / "out" / "cache").rglob("*") if p.is_file()} == {".json"}


def test_a_kept_reading_comes_back_whole(tmp_path: Path) -> None:
    """Release, repairs, body, noise, warnings and every part of a fact survive the cache."""
    release = Release("r1", "0" * 64, "Title", "Norvane", date(2025, 7, 2), "Cambridge", "wire", "https://x.example", "one.txt", ("NVTX",))
    edits = (Edit(Span(2, 4), "Il", "II", "phase", 0.9), Edit(Span(6, 7), "“", '"', "quotes", 1.0, "style"))
    document = Document("abIlcd“f", release, edits, Span(0, 8), (Span(5, 6),), ("odd",))
    when = When("2027", date(2027, 1, 1), date(2027, 12, 31), "year")
    evidence = (Evidence(0, 2, "ab"), Evidence(4, 6, "cd", "compound"))
    fact = Fact(
        "milestone",
        {"compound": "NVT-101", "kind": "approval"},
        evidence,
        "r1",
        "0" * 64,
        "rule",
        "expected",
        when=when,
        confidence=0.75,
        aliases={"compound": ("norvatide",)},
        ids={"compound": "x:1"},
        flags=("conflict:stage",),
        hedge="may",
    )
    cache.save(tmp_path, "ab12", cache.packed(document, [fact]))
    loaded = cache.load(tmp_path, "ab12")
    assert loaded is not None
    assert loaded.document() == document
    (kept,) = loaded.facts()
    assert (kept.id, kept.to_line()) == (fact.id, fact.to_line())


# -- set aside -----------------------------------------------------------------------------------------------------------


def test_a_bad_release_is_set_aside_by_name(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """A file that cannot be read is set aside with its reason, and the rest is read."""
    found = run(folder(one="r1 text", two="bad"), tmp_path / "out", Desk())
    assert [(q.file, q.reason) for q in found.quarantine] == [("two.txt", "empty")]
    assert [r.id for r in found.releases] == ["r1"]


def test_a_file_that_went_away_is_set_aside(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """A file that cannot be opened is set aside, not a crash."""
    files = [*folder(one="r1 text"), tmp_path / "in" / "gone.txt"]
    assert [(q.file, q.reason) for q in run(files, tmp_path / "out", Desk()).quarantine] == [("gone.txt", "missing")]


def test_the_same_text_twice_is_read_once(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """Of two files with one text the first counts, and the other is named as a duplicate."""
    found = run(folder(one="r1 text", two="r1 text"), tmp_path / "out", Desk())
    assert [len(r.facts()) for r in found.releases] == [1]
    assert [(q.file, q.reason) for q in found.quarantine] == [("two.txt", "duplicate")]
    assert "one.txt" in found.quarantine[0].message


def test_two_texts_under_one_id_are_told_apart(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """Two different texts with one id are both kept; one gets a suffix, and its facts follow."""
    found = run(folder(one="r1 text", two="r1 other"), tmp_path / "out", Desk())
    ids = [r.id for r in found.releases]
    assert len(set(ids)) == 2
    assert "r1" in ids
    assert all(i.startswith("r1") for i in ids)
    assert sorted(f.release for r in found.releases for f in r.facts()) == sorted(ids)


def test_the_order_of_files_does_not_matter(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """Documents, facts and what was set aside are the same for any order of files."""
    files = folder(one="r1 text", two="r1 other", three="bad", four="r0 text", five="r0 text")
    assert run(files, tmp_path / "a", Desk()) == run(files[::-1], tmp_path / "b", Desk())


def test_progress_counts_every_file(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """Progress is told once for each file, with the number done, the number in all and the name."""
    told: list[tuple[int, int, str]] = []
    read_all(folder(one="r1 text", two="bad"), [], tmp_path / "out", in_turn, lambda *x: told.append(x), Desk())
    assert told == [(1, 2, "one.txt"), (2, 2, "two.txt")]


def test_as_of_a_day(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """Up to a day only the releases issued by then count; those without a date are left out, and their facts with them."""
    found = run(folder(one="r1 dated", two="r2 text"), tmp_path / "out", Desk())
    until = found.until(date(2025, 7, 2))
    assert [r.id for r in until.releases] == ["r1"]
    assert {f.release for r in until.releases for f in r.facts()} == {"r1"}
    assert found.until(date(2025, 7, 1)).releases == ()


def test_within_some_days(tmp_path: Path, folder: Callable[..., list[Path]]) -> None:
    """From a day on, to a day, both included; what is left out is counted by why. Without days all is there."""
    found = run(folder(one="r1 dated", two="r2 text"), tmp_path / "out", Desk())
    day, after = date(2025, 7, 2), date(2025, 7, 3)
    assert [r.id for r in found.within(day, day).releases] == ["r1"]
    assert found.within(after, None).releases == found.within(None, date(2025, 7, 1)).releases == ()
    assert found.within(None, None) == found
    assert (found.outside(after, None), found.outside(None, day)) == ({"before": 1, "undated": 1}, {"undated": 1})


# -- the directory -------------------------------------------------------------------------------------------------------


def replaced(out: Path, write: Callable[[Path], None]) -> None:
    """One finished build in `out`, as a run makes it."""

    def fill(folder: Path) -> dict[str, Any]:
        write(folder)
        return {}

    with locked(out):
        replace_current(out, "recipe", fill)


def fill(text: str) -> Callable[[Path], None]:
    """Writes one file into a fresh build."""

    def write(folder: Path) -> None:
        (folder / "facts.jsonl").write_text(text, "utf-8")

    return write


def shown(out: Path) -> str:
    """What the current build says."""
    return (out / "current" / "facts.jsonl").read_text("utf-8")


def test_the_current_build_is_replaced(tmp_path: Path) -> None:
    """Each build takes the place of the one before, and old ones do not pile up."""
    for text in ("one", "two", "three", "four"):
        replaced(tmp_path, fill(text))
        assert shown(tmp_path) == text
    assert len(list((tmp_path / "builds").iterdir())) <= 2


def test_the_same_build_again_changes_nothing(tmp_path: Path) -> None:
    """A build with the same content again shows the same, and no folders pile up."""
    for _ in range(4):
        replaced(tmp_path, fill("one"))
        assert shown(tmp_path) == "one"
    assert len(list((tmp_path / "builds").iterdir())) <= 2


def test_a_failed_build_leaves_the_old_one(tmp_path: Path) -> None:
    """When writing fails, the old build stays and nothing of the new one is left."""
    replaced(tmp_path, fill("one"))

    def fail(folder: Path) -> None:
        (folder / "facts.jsonl").write_text("half", "utf-8")
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        replaced(tmp_path, fail)
    assert shown(tmp_path) == "one"
    assert not list((tmp_path / "builds").glob(".new-*"))


def test_readers_of_the_old_build_keep_it_until_they_close(tmp_path: Path) -> None:
    """A file of the old build that is open stays readable while the new one takes its place."""
    replaced(tmp_path, fill("one"))
    with (tmp_path / "current" / "facts.jsonl").open(encoding="utf-8") as handle:
        replaced(tmp_path, fill("two"))
        assert handle.read() == "one"


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    """A half-written build whose process is gone is removed by the next one."""
    left = tmp_path / "builds" / ".new-99999999"
    left.mkdir(parents=True)
    replaced(tmp_path, fill("one"))
    assert not left.exists()


def test_a_foreign_folder_is_not_touched(tmp_path: Path) -> None:
    """A `current` that no build made is refused, and left as it is."""
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="not a build of triplewire"):
        replaced(tmp_path, fill("one"))
    assert (tmp_path / "current" / "mine.txt").read_text("utf-8") == "mine"


def test_a_build_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """A build in a later format is refused with what to do."""
    replaced(tmp_path, fill("one"))
    (tmp_path / "current" / MARKER).write_text(json.dumps({"format": FORMAT + 1}), "utf-8")
    with pytest.raises(BuildError, match="upgrade"):
        replaced(tmp_path, fill("two"))
    assert shown(tmp_path) == "one"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """A file where the build folder should be is refused."""
    (tmp_path / "out").write_text("", "utf-8")
    with pytest.raises(BuildError, match="is a file"):
        replaced(tmp_path / "out", fill("one"))


def test_a_moved_output_folder_still_works(tmp_path: Path) -> None:
    """The link to the current build is relative, so that the folder can be moved as a whole."""
    replaced(tmp_path / "a", fill("one"))
    (tmp_path / "a").rename(tmp_path / "b")
    assert shown(tmp_path / "b") == "one"
