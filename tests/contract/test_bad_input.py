"""Bad input costs itself and nothing else: each is named in one line, and the rest is built as if it had not been there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.contract import build_helper as helper

import triplewire as tw
from triplewire import pipeline
from triplewire.errors import DataError
from triplewire.read import Original

HEAD = helper.RELEASES["norvane-2027-03-04.txt"].encode()


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "notes.csv").write_text("a,b\n", "utf-8")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


BYTES: Mapping[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\t\n\xc2\xa0\n", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "zip.txt": (b"PK\x03\x04" + HEAD, "binary"),
    "pdf.txt": (b"%PDF-1.7\n" + HEAD, "binary"),
    "broken.pdf": (b"%PDF-1.7\nnothing of the kind", "pdf"),
    "line.txt": (b"NVT-101 targets CD56 and " * 199_000, "line-too-long"),
    "huge.txt": (HEAD * 25_000, "too-large"),
    "koi8.txt": (("Компания сообщает о результатах. " * 40).encode("koi8-r"), "encoding"),
    "letter.docx": (HEAD, "kind"),
    "sidecar.txt": (HEAD, "sidecar"),
}
MADE: Mapping[str, tuple[Callable[[Path], None] | None, str]] = {
    "gone.txt": (None, "missing"),
    "nothing-*.txt": (None, "missing"),
    "n" * 300 + ".txt": (None, "missing"),
    "no-releases": (_folder, "no-releases"),
    "pipe.txt": (_fifo, "kind"),
}
NAMES = ("-rf.txt", "a b.txt", "[x].txt", "é‮.txt", "new\nline.txt", "esc\x1b[31m.txt", "quote'\"<script>.txt", "dots...txt", "%00.txt")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the invented releases, and a build of them alone in `out`."""
    place = tmp_path_factory.mktemp("clean")
    tw.build(helper.write_releases(place / "releases"), place / "out")
    return place


def write_bad(folder: Path) -> dict[str, str]:
    """The bad inputs in `folder`; file -> expected reason."""
    folder.mkdir()
    for name, (data, _) in BYTES.items():
        (folder / name).write_bytes(data)
    (folder / "sidecar.meta.toml").write_text("date = 'soon'\ncolour = 'red'\n", "utf-8")
    for name, (make, _) in MADE.items():
        if make:
            make(folder / name)
    return {name: reason for name, (_, reason) in [*BYTES.items(), *MADE.items()]}


def test_each_bad_input_is_named_with_its_reason_and_the_rest_is_built(clean: Path, tmp_path: Path) -> None:
    """Exit code 3; a line on stderr and a line of quarantine.jsonl for each; the facts of the others are those of a clean build."""
    expected = write_bad(tmp_path / "bad")
    done = helper.here("build", clean / "releases", *(f"bad/{name}" for name in expected), "-o", "out", cwd=tmp_path)
    rows = helper.quarantine(tmp_path / "out")
    assert done.returncode == 3
    assert {Path(row["file"]).name: row["reason"] for row in rows} == expected
    assert len(rows) == len(expected)
    lines = done.stderr.splitlines()
    assert [row["message"] for row in rows if lines.count(row["message"]) != 1] == []
    assert len(lines) == len(expected) + 3
    assert "Traceback" not in done.stderr
    assert helper.facts(tmp_path / "out") == helper.facts(clean / "out")
    assert (tmp_path / "out/current/graph.ttl").read_bytes() == (clean / "out/current/graph.ttl").read_bytes()


def test_bad_files_in_a_folder_cost_nothing_but_themselves(clean: Path, tmp_path: Path) -> None:
    """The same when the files are found and not named, and with two processes."""
    folder = helper.write_releases(tmp_path / "mixed")
    for name, (data, _) in BYTES.items():
        (folder / name).write_bytes(data)
    (folder / "sidecar.meta.toml").write_text("date = 'soon'\n", "utf-8")
    done = helper.here("build", folder, "-o", tmp_path / "out", "--workers", 2)
    expected = {name: reason for name, (_, reason) in BYTES.items() if not name.endswith(".docx")}
    assert done.returncode == 3
    assert {row["file"]: row["reason"] for row in helper.quarantine(tmp_path / "out")} == expected
    assert helper.facts(tmp_path / "out") == helper.facts(clean / "out")


def test_bad_input_alone_builds_nothing(tmp_path: Path) -> None:
    """Exit code 2, a line for each, no `current`, and no empty folder left."""
    (tmp_path / "empty.txt").write_bytes(b"")
    done = helper.here("build", "empty.txt", "gone.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert all(name in done.stderr for name in ("empty.txt", "gone.txt", "nothing was built"))
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_strict_keeps_the_old_build(clean: Path, tmp_path: Path) -> None:
    """With --strict one bad input is enough: exit code 2, it is named, and what was built before is as it was."""
    releases = helper.write_releases(tmp_path / "releases")
    assert helper.here("build", releases, "-o", tmp_path / "out").returncode == 0
    (releases / "empty.txt").write_bytes(b"")
    done = helper.here("build", releases, "-o", tmp_path / "out", "--strict")
    assert done.returncode == 2
    assert "empty.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert helper.artefacts(tmp_path / "out") == helper.artefacts(clean / "out")


def test_a_release_without_facts_is_built_with_a_finding(clean: Path, tmp_path: Path) -> None:
    """It is no bad input: nothing is set aside, and the report says that it told nothing."""
    releases = helper.write_releases(tmp_path / "releases")
    (releases / "picnic.txt").write_text("Summer Picnic\n\nLEEDS, May 1, 2027 -- There was cake.\n", "utf-8")
    done = tw.build(releases, tmp_path / "out")
    told = [f for f in done.report["findings"] if f["kind"] == "no-facts"]
    assert (done.exit_code, done.report["counts"]["releases"]) == (0, len(helper.RELEASES) + 1)
    assert [f["release"] for f in told] == ["picnic"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_set_aside(clean: Path, tmp_path: Path) -> None:
    """The message gives the system's reason."""
    locked = tmp_path / "locked.txt"
    locked.write_bytes(HEAD)
    locked.chmod(0)
    try:
        done = tw.build([clean / "releases", locked], tmp_path / "out")
    finally:
        locked.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert [(q["file"], q["reason"]) for q in done.report["quarantine"]] == [("locked.txt", "unreadable")]
    assert "Permission denied" in done.report["quarantine"][0]["message"]


def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    """Releases are read under any name a file can have; what is said of them stays on one line and in its own folder."""
    folder = tmp_path / "odd"
    folder.mkdir()
    for number, name in enumerate([os.fsencode(n) for n in NAMES] + [b"\xff\xfe.txt"]):
        (folder / os.fsdecode(name)).write_text(f"Norvane Update\n\nNVT-{number + 100} targets CD56.\n", "utf-8")
        (folder / os.fsdecode(b"bad-" + name)).write_bytes(b"")
    done = helper.here("build", "odd", "-o", "out", cwd=tmp_path)
    report = tw.open(tmp_path / "out").facts()
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len({fact.release for fact in report}) == len(NAMES) + 1
    assert len(helper.quarantine(tmp_path / "out")) == len(NAMES) + 1 == len(done.stderr.splitlines()) - 3
    assert not [c for c in done.stderr if not c.isprintable() and c != "\n"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["odd", "out"]


def test_a_release_that_the_rules_stumble_over_is_set_aside(clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody foresaw names its class and place, and the other releases are built."""
    read = pipeline.read_one

    def stumbles(original: Original) -> object:
        if original.path.name.startswith("halcyra"):
            raise KeyError(original.path.name)
        return read(original)

    monkeypatch.setattr(pipeline, "read_one", stumbles)
    done = tw.build(clean / "releases", tmp_path / "out")
    (aside,) = done.report["quarantine"]
    assert (done.exit_code, aside["file"], aside["reason"]) == (3, "halcyra-2028-01-15.txt", "reader-failed")
    assert "KeyError in test_bad_input.py line" in aside["message"]


def test_a_fault_in_the_data_files_is_no_fault_of_a_release(clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the build with its own message instead of setting every release aside."""

    def faulty(original: Original) -> object:
        raise DataError(["data/lexicons/targets.tsv:3: two cells, expected seven"])

    monkeypatch.setattr(pipeline, "read_one", faulty)
    with pytest.raises(DataError, match="two cells"):
        tw.build(clean / "releases", tmp_path / "out")


def test_the_same_text_twice_is_read_once_and_said(clean: Path, tmp_path: Path) -> None:
    """The double is named with the file it repeats; the facts are those of a build without it."""
    releases = helper.write_releases(tmp_path / "releases")
    (releases / "copy.txt").write_bytes((releases / "halcyra-2028-01-15.txt").read_bytes())
    done = tw.build(releases, tmp_path / "out")
    (aside,) = done.report["quarantine"]
    assert (aside["reason"], done.exit_code) == ("duplicate", 3)
    assert len(helper.facts(tmp_path / "out")) == len(helper.facts(clean / "out"))


def test_two_texts_under_one_name_are_two_releases(tmp_path: Path) -> None:
    """Files of one name in two folders keep apart, whichever is given first."""
    for folder, target in (("a", "CD19"), ("b", "CD38")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "update.txt").write_text(f"Halcyra Update\n\nHAL-7 targets {target}.\n", "utf-8")
    tw.build([tmp_path / "a", tmp_path / "b"], tmp_path / "one")
    tw.build([tmp_path / "b", tmp_path / "a"], tmp_path / "other")
    assert len({fact["release"] for fact in helper.facts(tmp_path / "one")}) == 2
    assert helper.artefacts(tmp_path / "one") == helper.artefacts(tmp_path / "other")
