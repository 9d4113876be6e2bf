"""`triplewire diff` and its words in Python: what may be compared, in which forms, and what is said when it cannot."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.contract.build_helper import write_releases
from typer.testing import CliRunner

import triplewire as tw
from triplewire.cli import app
from triplewire.cli.app import run
from triplewire.reconcile.changes import WORDS

MARCH, NOVEMBER = "norvane-2027-03-04", "norvane-2027-11-20"
KEYS = {"after", "before", "change", "companies", "compounds", "evidence", "family", "key", "what"}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three invented releases."""
    return write_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="module")
def built(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of them."""
    out = tmp_path_factory.mktemp("built")
    tw.build([releases], out)
    return out


def output(*words: object) -> str:
    """What the command shows; it must end well."""
    done = CliRunner().invoke(app, ["diff", *map(str, words)], env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout


def rows(*words: object) -> list[dict[str, Any]]:
    """Its lines as objects."""
    return [json.loads(line) for line in output(*words, "--format", "jsonl").splitlines()]


def said(found: list[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Word, subject and sides."""
    return [(r["change"], r["what"], r["before"], r["after"]) for r in found]


def test_two_days_of_a_build_are_compared(built: Path) -> None:
    """What the build knew on either day: a stage that is new, a designation that came, a study that was awaited."""
    found = said(rows("2027-06-01", "2027-12-31", "--graph", built))
    assert ("added", "NVT-101: Fast Track", "", "multiple myeloma (US)") in found
    assert ("added", "NVT-101: stage", "", "Phase 2") in found
    assert {row[0] for row in found} <= set(WORDS)


def test_two_releases_are_compared_as_files_and_by_id(built: Path, releases: Path) -> None:
    """Files need no build; a file may be held against a release of a build."""
    by_id = said(rows(MARCH, NOVEMBER, "--graph", built))
    files = [releases / f"{MARCH}.txt", releases / f"{NOVEMBER}.md"]
    assert said(rows(*files, "--graph", built / "nowhere")) == by_id
    assert said(rows(files[0], NOVEMBER, "--graph", built)) == by_id
    assert by_id


def test_two_builds_are_compared(built: Path, releases: Path, tmp_path: Path) -> None:
    """A build that has one release more tells what that release told."""
    tw.build([releases / f"{MARCH}.txt"], tmp_path / "less")
    found = rows(tmp_path / "less", built, "--graph", tmp_path / "nowhere")
    assert ("added", "HAL-7: target", "", "CD19") in said(found)
    assert said(rows(built, built)) == []


@pytest.mark.parametrize("side", ["2027-12-31", MARCH])
def test_nothing_differs_from_itself(built: Path, side: str) -> None:
    """No row, no line, and a page that says so; that is no failure."""
    assert output(side, side, "--graph", built).splitlines()[-1] == "0 rows"
    assert rows(side, side, "--graph", built) == []
    assert "Nothing changed." in output(side, side, "--graph", built, "--format", "md")


def test_each_row_has_the_words_of_both_sides(built: Path, releases: Path) -> None:
    """Quotes are the raw text of the release that they cite, at its offsets."""
    texts = {path.stem: path.read_text("utf-8") for path in releases.iterdir()}
    found = rows("2027-01-01", "2028-12-31", "--graph", built)
    cited = [c for row in found for side in row["evidence"].values() for c in side]
    assert all(row.keys() == KEYS for row in found)
    assert all(bool(row["evidence"]["after"]) == bool(row["after"]) for row in found)
    assert len(cited) >= len(found) > 8
    assert all(texts[c["release"]][c["start"] : c["end"]] == c["quote"] for c in cited)


def test_company_and_compound_choose(built: Path) -> None:
    """By company without its legal form or its last words, by compound in any case."""
    days = ("2027-01-01", "2028-12-31", "--graph", built)
    assert {n for r in rows(*days, "--company", "halcyra") for n in r["compounds"]} == {"HAL-7"}
    assert {n for r in rows(*days, "--compound", "nvt-101") for n in r["compounds"]} == {"NVT-101"}
    assert rows(*days, "--company", "Halcyra", "--compound", "NVT-101") == []


def test_a_digest_tells_what_later_releases_changed(built: Path) -> None:
    """Newest first, by company or by compound, in each form."""
    found = rows("--since", "2027-06-01", "--graph", built)
    assert {(r["date"], r["company"], tuple(r["releases"])) for r in found} == {
        ("2027-11-20", "Norvane Therapeutics", (NOVEMBER,)),
        ("2028-01-15", "Halcyra Biosciences", ("halcyra-2028-01-15",)),
    }
    by_compound = rows("--since", "2027-06-01", "--by", "compound", "--company", "Norvane", "--graph", built)
    assert {r["compound"] for r in by_compound} == {"NVT-101"}
    page = output("--since", "2027-06-01", "--format", "md", "--graph", built)
    assert page.startswith("# What changed since 2027-06-01\n\n## Halcyra Biosciences\n\n### 2028-01-15: halcyra-2028-01-15\n")
    assert "2028-01-15" in output("--since", "2027-06-01", "--graph", built)


def test_the_table_fits_a_hundred_columns(built: Path) -> None:
    """Long words and quotes are folded."""
    for words in (("2027-01-01", "2028-12-31"), ("--since", "2027-01-01")):
        lines = output(*words, "--graph", built).splitlines()
        assert max(map(len, lines)) <= 100
        assert lines[0].split()[-4:] == ["what", "before", "after", "words"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing.txt", MARCH], "nothing.txt: is no file, no folder and no date, and there is no release"),
        ([f"{MARCH}x", NOVEMBER], f"did you mean {MARCH}"),
        (["2027-02-30", "2027-12-31"], "2027-02-30: there is no such day; write a date as YYYY-MM-DD"),
        (["2027-02-20", NOVEMBER], "2027-02-20 is a date and norvane-2027-11-20 is a release; compare two releases"),
        ([MARCH], "triplewire diff A B, or triplewire diff --since DATE"),
        ([], "triplewire diff A B, or triplewire diff --since DATE"),
        ([MARCH, NOVEMBER, "--since", "2027-01-01"], "--since takes the place of A and B"),
        ([MARCH, NOVEMBER, "--company", "Nobody"], "there is no company called 'Nobody'"),
        ([MARCH, NOVEMBER, "--compound", "NVT-102"], "did you mean NVT-101"),
        ([MARCH, NOVEMBER, "--format", "xml"], "there is no format called 'xml'"),
        (["--since", "2027-01-01", "--by", "target"], "there is no grouping called 'target'"),
    ],
)
def test_what_cannot_be_compared_is_said(built: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    """Exit code 2, one line that says what was looked for and what to give, nothing on stdout."""
    assert run(["diff", *words, "--graph", str(built)]) == 2
    told = capsys.readouterr()
    assert message in " ".join(told.err.split())
    assert told.out == ""


def test_a_day_or_an_id_needs_a_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without one the message names the folder that was looked in; a folder without a build is none."""
    nowhere = tmp_path / "nowhere"
    assert run(["diff", "2027-01-01", "2027-02-01", "--graph", str(nowhere)]) == 2
    assert f"no build in {nowhere}" in capsys.readouterr().err
    assert run(["diff", MARCH, NOVEMBER, "--graph", str(nowhere)]) == 2
    assert f"no build in {nowhere}" in capsys.readouterr().err
    assert run(["diff", str(tmp_path), str(tmp_path)]) == 2
    assert "there is no build here" in capsys.readouterr().err


def test_python_has_the_same_words(built: Path, releases: Path) -> None:
    """`tw.diff` and `Graph.diff` give the rows of the command line as values."""
    graph = tw.open(built)
    by_day = tw.diff(date(2027, 6, 1), "2027-12-31", graph=built)
    assert [c.to_json() for c in by_day.changes] == rows("2027-06-01", "2027-12-31", "--graph", built)
    assert graph.diff(date(2027, 6, 1), date(2027, 12, 31)) == by_day
    assert tw.diff(releases / f"{MARCH}.txt", releases / f"{NOVEMBER}.md").changes
    assert [r.date for r in graph.releases()] == [date(2027, 3, 4), date(2027, 11, 20), date(2028, 1, 15)]


def test_any_query_takes_a_day_on_the_command_line(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question without that parameter, and a text of one's own, are asked of the graph of that day; what is no day is said."""
    own = "SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r a tw:Release }"
    for what, then, now in (("designations", 1, 2), (own, "1", "3")):
        counts = []
        for more in (["-p", "as_of=2027-06-01"], []):
            assert run(["query", what, *more, "--graph", str(built), "--format", "csv"]) == 0
            lines = capsys.readouterr().out.split()
            counts.append(lines[1] if what == own else len([line for line in lines if line.startswith("NVT-101")]))
        assert counts == [then, now]
    assert run(["query", own, "-p", "as_of=June", "--graph", str(built)]) == 2
    assert "as_of=June: expected a date as YYYY-MM-DD" in capsys.readouterr().err
