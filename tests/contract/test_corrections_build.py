"""Corrections in builds: from the command line to facts, graph, report, findings and explanations."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.contract import build_helper as helper
from tests.corrected import write

import triplewire as tw
from triplewire import vocab
from triplewire.errors import DataError, InputError

OWN = NamedNode(f"{vocab.GRAPH}corrections")
HALCYRA = "halcyra-2028-01-15"
FIX = """[[fix]]
family = "has_target"
arguments = { compound = "NVT-101" }
set = { target = "CD33" }
was = { target = "CD56" }"""
REJECT = '[[reject]]\nfamily = "has_target"\narguments = { compound = "HAL-7", target = "CD19" }'
WITHDRAW = f'[[withdraw]]\nrelease = "{HALCYRA}"\nsince = 2028-02-01'


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder of invented releases."""
    return helper.write_releases(tmp_path / "releases")


def quads(out: Path, *, own: bool = False) -> set[str]:
    """The quads of a build; without `own` but for the record of the corrections."""
    found = parse(path=out / "current" / "graph.trig", format=RdfFormat.TRIG)
    return {str(q) for q in found if (q.graph_name == OWN) == own}


def reported(out: Path) -> dict[str, Any]:
    """What `report.json` says."""
    report: dict[str, Any] = json.loads((out / "current" / "report.json").read_text("utf-8"))
    return report


def test_corrections_come_from_the_command_line(releases: Path, tmp_path: Path) -> None:
    """Two folders are applied, the summary counts them, the report has each with what it changed, and nothing is read again."""
    out = tmp_path / "out"
    assert helper.here("build", releases, "-o", out).returncode == 0
    folders = [write(tmp_path / "one", FIX), write(tmp_path / "two", REJECT)]
    done = helper.here("build", releases, "-o", out, "--corrections", folders[0], "--corrections", folders[1])
    assert (done.returncode, done.stdout) == (0, "")
    assert "corrections: 2 applied (report.json, corrections)" in done.stderr
    assert "3 releases (3 unchanged)" in done.stderr
    assert {f["target"] for f in helper.facts(out) if f["family"] == "has_target"} == {"CD33"}
    told = {c["kind"]: c for c in reported(out)["corrections"]}
    assert {kind: (c["place"], c["state"], c["author"], c["date"]) for kind, c in told.items()} == {
        "fix": ("one/ours.toml:1:1", "applied", "the curation desk", "2027-05-02"),
        "reject": ("two/ours.toml:1:1", "applied", "the curation desk", "2027-05-02"),
    }
    assert told["reject"]["changes"][0]["before"]["evidence"][0]["quote"]
    assert told["fix"]["changes"][0]["before"]["target"] == "CD56"


def test_a_build_forgets_corrections_that_are_gone(releases: Path, tmp_path: Path) -> None:
    """Without the folder the build is what it was, byte for byte, and an empty folder is as good as none."""
    out = tmp_path / "out"
    tw.build(releases, out)
    before = helper.artefacts(out)
    tw.build(releases, out, corrections=[write(tmp_path / "mine", FIX)])
    assert helper.artefacts(out) != before
    (tmp_path / "none").mkdir()
    tw.build(releases, out, corrections=[tmp_path / "none"])
    assert helper.artefacts(out) == before


def test_other_reasons_for_a_correction_make_another_build(releases: Path, tmp_path: Path) -> None:
    """What is told of a correction is part of the build, so a change of it is not taken for nothing."""
    folder = write(tmp_path / "mine", FIX)
    tw.build(releases, tmp_path / "out", corrections=[folder])
    file = folder / "ours.toml"
    file.write_text(file.read_text("utf-8").replace("It was misread.", "The table says so."), "utf-8")
    assert tw.build(releases, tmp_path / "out", corrections=[folder]).report["corrections"][0]["reason"] == "The table says so."


def test_the_graph_tells_who_corrected_what(releases: Path, tmp_path: Path) -> None:
    """Each applied correction is a node in a graph of its own; the statement has the flag; the rest is as if it had been read so."""
    tw.build(releases, tmp_path / "out", corrections=[write(tmp_path / "mine", FIX)])
    graph = tw.open(tmp_path / "out")
    rows = graph.query(
        """SELECT ?author ?day ?reason ?old ?new ?flag { GRAPH <https://w3id.org/triplewire/graph/corrections> {
          ?c a tw:Correction ; tw:correctedBy ?author ; tw:correctedOn ?day ; tw:correctionReason ?reason ; tw:corrects ?s ;
             tw:oldValue ?old ; tw:newValue ?new FILTER(STRSTARTS(?old, "target") && STRSTARTS(?new, "target")) }
          ?s tw:flag ?flag }"""
    )
    (record,) = graph.corrections()
    assert rows.plain() == [  # type: ignore[union-attr]
        ("the curation desk", "2027-05-02", "It was misread.", "target=CD56", "target=CD33", f"corrected:{record.id}")
    ]
    assert [f for f in graph.check() if f.severity == "violation"] == []


def test_a_withdrawn_release_leaves_no_trace(releases: Path, tmp_path: Path) -> None:
    """Facts, triples, inferences and labels are those of a build that never saw it, but for the record of the withdrawal."""
    tw.build(releases, tmp_path / "with", corrections=[write(tmp_path / "mine", WITHDRAW)])
    (releases / f"{HALCYRA}.txt").unlink()
    tw.build(releases, tmp_path / "without")
    assert helper.facts(tmp_path / "with") == helper.facts(tmp_path / "without")
    assert quads(tmp_path / "with") == quads(tmp_path / "without")
    assert len(quads(tmp_path / "with", own=True)) > 5
    one, other = reported(tmp_path / "with"), reported(tmp_path / "without")
    assert one["findings"] == other["findings"]
    assert [c["changes"][0]["before"]["release"] for c in one["corrections"]] == [HALCYRA]


def test_a_release_is_there_as_of_a_day_before_its_withdrawal(releases: Path, tmp_path: Path) -> None:
    """The past is not rewritten: a build as of that day has the release, and says that it goes later."""
    folder = write(tmp_path / "mine", WITHDRAW)
    tw.build(releases, tmp_path / "out", as_of=date(2028, 1, 31), corrections=[folder])
    assert HALCYRA in {f["release"] for f in helper.facts(tmp_path / "out")}
    assert [c["state"] for c in reported(tmp_path / "out")["corrections"]] == ["later"]
    tw.build(releases, tmp_path / "out", as_of=date(2028, 2, 1), corrections=[folder])
    assert HALCYRA not in {f["release"] for f in helper.facts(tmp_path / "out")}


def test_a_correction_of_what_is_told_later_is_not_stale_before(releases: Path, tmp_path: Path) -> None:
    """In a build as of a day, an entry that bears on a later release is not reported as one that fits nothing."""
    report = tw.build(releases, tmp_path / "out", as_of=date(2027, 12, 1), corrections=[write(tmp_path / "mine", REJECT)]).report
    assert [c["state"] for c in report["corrections"]] == ["later"]
    assert [f for f in report["findings"] if f["kind"] == "stale-correction"] == []


def test_a_correction_of_what_was_told_before_the_days_of_a_build_is_not_stale(releases: Path, tmp_path: Path) -> None:
    """With a first day, an entry that bears on an earlier release is outside; a release withdrawn by then stays so."""
    folder = write(tmp_path / "mine", FIX, WITHDRAW)
    report = tw.build(releases, tmp_path / "out", since=date(2027, 11, 1), corrections=[folder], pages="few").report
    assert {c["kind"]: c["state"] for c in report["corrections"]} == {"fix": "outside", "withdraw": "applied"}
    assert [f for f in report["findings"] if f["kind"] == "stale-correction"] == []
    assert (report["counts"]["releases"], report["left_out"]) == (1, {"before": 1})


def test_a_replaced_release_gives_way_to_the_other(releases: Path, tmp_path: Path) -> None:
    """The build is that of the replacement alone, under its own id, though both files have the same name."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, target in ((first, "CD19"), (second, "CD38")):
        folder.mkdir()
        (folder / f"{HALCYRA}.txt").write_text(helper.RELEASES[f"{HALCYRA}.txt"].replace("CD19", target), "utf-8")
    tw.build([first, second], tmp_path / "both")
    digests = {t: d for d, (_, text) in tw.open(tmp_path / "both").texts().items() for t in ("CD19", "CD38") if t in text}
    entry = f'[[replace]]\nrelease = "{digests["CD19"]}"\nby = "{digests["CD38"]}"'
    tw.build([first, second], tmp_path / "replaced", corrections=[write(tmp_path / "mine", entry)])
    tw.build(second, tmp_path / "alone")
    assert helper.facts(tmp_path / "replaced") == helper.facts(tmp_path / "alone")
    assert quads(tmp_path / "replaced") == quads(tmp_path / "alone")


def test_nothing_is_left_when_every_release_is_withdrawn(releases: Path, tmp_path: Path) -> None:
    """The message says why, and nothing is built."""
    entries = [f'[[withdraw]]\nrelease = "{Path(name).stem}"' for name in helper.RELEASES]
    with pytest.raises(InputError, match="every release is withdrawn; nothing was built"):
        tw.build(releases, tmp_path / "out", corrections=[write(tmp_path / "mine", *entries)])


def test_a_stale_correction_is_in_the_report_and_in_check(releases: Path, tmp_path: Path) -> None:
    """The warning names file, line and entry, on the terminal too; it is no violation."""
    folder = write(tmp_path / "mine", FIX.replace('"CD56"', '"CD38"'))
    tw.build(releases, tmp_path / "out", corrections=[folder])
    (finding,) = (f for f in reported(tmp_path / "out")["findings"] if f["kind"] == "stale-correction")
    assert finding["severity"] == "warning"
    assert finding["message"].startswith("mine/ours.toml:1:1: fix has_target: compound NVT-101; set target CD33: target was to be 'CD38'")
    done = helper.here("check", "--graph", tmp_path / "out")
    assert done.returncode == 0
    assert "warning: stale-correction (1)" in done.stdout
    assert "mine/ours.toml:1:1" in done.stdout


def test_a_corrected_fact_is_explained(releases: Path, tmp_path: Path) -> None:
    """By its new id with what it was, by its old one with what it is; a rejected one with its words and who rejected it."""
    out = tmp_path / "out"
    tw.build(releases, out)
    ids = {f["compound"]: f["id"] for f in helper.facts(out) if f["family"] == "has_target"}
    tw.build(releases, out, corrections=[write(tmp_path / "mine", FIX, REJECT)])
    (now,) = (f["id"] for f in helper.facts(out) if f["family"] == "has_target")
    said = {name: helper.here("explain", name, "--graph", out) for name in (now, *ids.values())}
    assert {done.returncode for done in said.values()} == {0}
    assert "before      target CD56" in said[now].stdout
    assert "by          the curation desk, 2027-05-02: It was misread." in said[now].stdout
    assert f"is fact {now} now" in said[ids["NVT-101"]].stdout
    assert "is rejected" in said[ids["HAL-7"]].stdout
    assert "HAL-7 targets CD19" in said[ids["HAL-7"]].stdout


def test_faults_of_corrections_stop_a_build(releases: Path, tmp_path: Path) -> None:
    """Exit code 2, every fault with file, line and column; what was built before stays."""
    out = tmp_path / "out"
    tw.build(releases, out)
    before = helper.artefacts(out)
    folder = write(tmp_path / "mine", '[[reject]]\nfact = "12"', '[[merge]]\nkind = "drug"\nname = "A"\ninto = "B"')
    done = helper.here("build", releases, "-o", out, "--corrections", folder)
    assert done.returncode == 2
    assert "ours.toml:2:9: fact is '12'" in done.stderr
    assert "ours.toml:8:9: kind is 'drug'" in done.stderr
    assert helper.artefacts(out) == before
    with pytest.raises(DataError, match="no such folder of corrections"):
        tw.build(releases, out, corrections=[tmp_path / "nowhere"])


def test_folders_of_the_environment_are_applied(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRIPLEWIRE_CORRECTIONS works without an option."""
    monkeypatch.setenv("TRIPLEWIRE_CORRECTIONS", str(write(tmp_path / "mine", REJECT)))
    report = tw.build(releases, tmp_path / "out").report
    assert [c["state"] for c in report["corrections"]] == ["applied"]


@pytest.mark.slow
def test_corrections_give_the_same_bytes_with_any_hash_seed(releases: Path, tmp_path: Path) -> None:
    """Every file of both builds is the same, wherever the folder lies."""
    merge = '[[merge]]\nkind = "indication"\nname = "lymphoma"\ninto = "multiple myeloma"'
    for number, order in enumerate([(0, 1, 2), (2, 0, 1)]):
        for position in order:
            write(tmp_path / str(number) / "mine", (FIX, REJECT, merge)[position], name=f"{position}.toml")
        words = (releases, "-o", tmp_path / f"out{number}", "--corrections", tmp_path / str(number) / "mine")
        assert helper.apart("build", *words, hash_seed=str(number + 1)).returncode == 0
    assert helper.artefacts(tmp_path / "out0") == helper.artefacts(tmp_path / "out1")
