"""Phrasings that an expert keeps beside the checkout: they hold after the shipped ones, and take the place of those with their id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from triplewire import pipeline, resources, workbench
from triplewire.builds import cache
from triplewire.cli import app
from triplewire.errors import DataError
from triplewire.extract.families import base_id, beside, families, patterns
from triplewire.extract.workbench import facts_by
from triplewire.read import read_text

HEAD = '[family]\nname = "{family}"\n'
ROW = '[[pattern]]\nid = "{id}"\npattern = "{pattern}"\n'
SENTENCE = "NVT-101 latches onto CD56."
LATCHES = HEAD.format(family="has_target") + ROW.format(id="latches", pattern="{compound} latches onto {target}")
RIVALS = """
[family]
name = "rivals"
description = "A compound that competes with another."
[[argument]]
name = "compound"
type = "compound"
[[argument]]
name = "rival"
type = "compound"
[[pattern]]
id = "competes"
pattern = "{compound} competes with {rival:compound}"
examples = [ { text = "NVT-101 competes with QRX-202.", facts = [ { compound = "NVT-101", rival = "QRX-202" } ] } ]
"""


def written(folder: Path, **files: str) -> Path:
    """A folder with the given files, `.toml` each."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def found(text: str, family: str) -> set[tuple[str, ...]]:
    """The facts of a family in a sentence, as the values of their arguments by name."""
    facts = pipeline.facts_of(read_text(workbench.framed(text)))
    return {tuple(str(f.args[a]) for a in sorted(f.args)) for f in facts if f.family == family}


def found_by(text: str, rule: str) -> set[tuple[str, ...]]:
    """What the patterns of one id find in a sentence, whatever others find there."""
    facts = facts_by(pipeline.reading_of(read_text(workbench.framed(text))), lambda pattern: base_id(pattern.id) == rule)
    return {tuple(str(f.args[a]) for a in sorted(f.args)) for f in facts}


@contextmanager
def environment(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> Iterator[None]:
    """Inside, TRIPLEWIRE_RULES names the folders; rules are read afresh."""
    with monkeypatch.context() as patch:
        patch.setenv(resources.RULES, ":".join(map(str, folders)))
        with beside(()):
            yield
    with beside(()):
        pass


def test_a_phrasing_of_one_s_own_finds_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern in a folder that TRIPLEWIRE_RULES names finds what no shipped one does; without the folder it is gone again."""
    assert found_by(SENTENCE, "has_target.latches") == set()
    with environment(monkeypatch, written(tmp_path / "own", mine=LATCHES)):
        assert found_by(SENTENCE, "has_target.latches") == {("NVT-101", "CD56")}
        assert patterns()[-1].id == "has_target.latches"
    assert found_by(SENTENCE, "has_target.latches") == set()


def test_an_id_of_a_shipped_pattern_replaces_it(tmp_path: Path) -> None:
    """All wordings of the shipped pattern go, the new ones stand in their place, and everything else stays."""
    shipped = patterns()
    place = next(n for n, p in enumerate(shipped) if p.id.startswith("has_target.targets"))
    text = HEAD.format(family="has_target") + ROW.format(id="targets", pattern="{compound} latches onto {target}")
    with beside([written(tmp_path, mine=text)]):
        assert [p.id for p in patterns() if p.id.startswith("has_target.targets")] == ["has_target.targets"]
        assert patterns()[place].id == "has_target.targets"
        assert {p.id for p in shipped if not p.id.startswith("has_target.targets")} < {p.id for p in patterns()}
        assert found_by("NVT-101 targets CD56.", "has_target.targets") == set()
        assert found_by(SENTENCE, "has_target.targets") == {("NVT-101", "CD56")}
    assert patterns() == shipped


def test_a_later_folder_wins_over_an_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders are in order of authority, weakest first, as those of lexicons are."""
    one, two = written(tmp_path / "one", mine=LATCHES), written(tmp_path / "two", mine=LATCHES.replace("latches onto", "grabs"))
    with environment(monkeypatch, one, two):
        assert [p.text for p in patterns() if p.id == "has_target.latches"] == ["{compound} grabs {target}"]


def test_a_new_family_has_facts(tmp_path: Path) -> None:
    """A file may name a family of its own, with arguments and a description; another file of the folder may add to it."""
    more = HEAD.format(family="rivals") + ROW.format(id="outdoes", pattern="{compound} outdoes {rival:compound}")
    with beside([written(tmp_path, rivals=RIVALS, a_more=more)]):
        assert families()["rivals"].description == "A compound that competes with another."
        assert found("NVT-101 competes with QRX-202.", "rivals") == {("NVT-101", "QRX-202")}
        assert found("NVT-101 outdoes QRX-202.", "rivals") == {("NVT-101", "QRX-202")}
    assert "rivals" not in families()


def test_a_new_family_stays_out_of_the_graph_and_says_so(tmp_path: Path) -> None:
    """A build writes its facts down, makes no triples of them, and warns."""
    release = tmp_path / "release.txt"
    release.write_text(workbench.framed("NVT-101 competes with QRX-202."), "utf-8")
    with beside([written(tmp_path / "own", rivals=RIVALS)]):
        build = pipeline.build([release], tmp_path / "out")
    assert build.report["facts_by_family"]["rivals"] == 1
    assert [f["kind"] for f in build.report["findings"] if "rivals" in f["message"]] == ["family-without-triples"]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Two files with three faults give three lines; reading refuses to begin."""
    bad = HEAD.format(family="has_target") + ROW.format(id="a", pattern="in [the") + ROW.format(id="b", pattern="{colour} works")
    folder = written(tmp_path, one=bad, two="[family\n")
    with beside([folder]), pytest.raises(DataError) as told:
        pipeline.facts_of(read_text(workbench.framed(SENTENCE)))
    assert [fault.split(": ")[0] for fault in told.value.faults] == [
        f"{folder}/one.toml:5:15",
        f"{folder}/one.toml:8:13",
        f"{folder}/two.toml:1:8",
    ]


def test_sound_patterns_beside_faulty_ones_are_tried(tmp_path: Path) -> None:
    """Lint tells faults of form and examples that are not found in one go."""
    row = ROW.format(id="a", pattern="in [the") + ROW.format(id="b", pattern="{compound} latches onto {target}")
    example = 'examples = [ { text = "Nothing here.", facts = [ { compound = "NVT-101" } ] } ]\n'
    folder = written(tmp_path, mine=HEAD.format(family="has_target") + row + example)
    assert {f.kind for f in workbench.lint([folder])} == {"pattern-refused", "example-missed"}


def test_lint_of_a_folder_is_about_that_folder(tmp_path: Path) -> None:
    """With a path only what stands there is told, with its place; the shipped files have their turn without one."""
    folder = written(tmp_path, mine=LATCHES)
    assert [(f.focus, f.kind) for f in workbench.lint([folder])] == [(f"{folder}/mine.toml:3:1", "pattern-without-example")]
    assert workbench.lint([folder / "mine.toml"]) == workbench.lint([folder])


def test_lint_exits_by_what_it_finds(tmp_path: Path) -> None:
    """0 for a sound file, 1 with a line `file:line:column` for a faulty one, 2 for a path that is none."""
    good, bad = written(tmp_path / "good", mine=RIVALS), written(tmp_path / "bad", mine=LATCHES.replace("onto", "[onto"))
    runner = CliRunner()
    assert runner.invoke(app, ["rules", "lint", str(good)]).exit_code == 0
    told = runner.invoke(app, ["rules", "lint", str(bad), "--format", "lines"])
    assert told.exit_code == 1
    assert told.stdout.startswith(f"{bad}/mine.toml:5:31: '[' is never closed; expected ']'")
    rows = json.loads(runner.invoke(app, ["rules", "lint", str(bad), "--format", "json"]).stdout)
    assert [row["focus"] for row in rows] == [f"{bad}/mine.toml:5:31"]
    with pytest.raises(DataError, match="no such file or folder"):
        runner.invoke(app, ["rules", "lint", str(tmp_path / "none")], catch_exceptions=False)


def test_listing_says_where_each_rule_is_from(tmp_path: Path) -> None:
    """A rule of one's own is listed with its place, a shipped one without."""
    folder = written(tmp_path, mine=LATCHES)
    with beside([folder]):
        rows = {row.id: row.place for row in workbench.phrasings()}
    assert rows["has_target.latches"] == f"{folder}/mine.toml:3:1"
    assert rows["stage.approved"] == ""


def test_a_folder_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRIPLEWIRE_RULES that names no folder stops with what to do; a folder without family files changes nothing, and lint says so."""
    shipped = patterns()
    with environment(monkeypatch, tmp_path / "none"), pytest.raises(DataError, match="create it or correct TRIPLEWIRE_RULES"):
        patterns()
    (tmp_path / "empty").mkdir()
    with environment(monkeypatch, tmp_path / "empty"):
        assert patterns() == shipped
    with pytest.raises(DataError, match="expected family files"):
        workbench.lint([tmp_path / "empty"])


def test_a_change_of_the_rules_makes_kept_readings_void(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a release was read into is kept under a digest of the expert's rules as well."""
    folder = written(tmp_path, mine=LATCHES)
    digests = set()
    for text in (LATCHES, LATCHES.replace("onto", "upon")):
        written(folder, mine=text)
        monkeypatch.setenv(resources.RULES, str(folder))
        digests.add(cache.reader_digest.__wrapped__())
    monkeypatch.delenv(resources.RULES)
    assert len({*digests, cache.reader_digest.__wrapped__()}) == 3
