"""The command line as users and scripts meet it: outputs, exit codes, messages."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.contract.build_helper import apart, here

from triplewire import resources
from triplewire.cli.app import run as run_here

SAMPLE = resources.path("data", "releases") / "cns-2025-05-13-orphan.txt"
TEXT = """Norvane Therapeutics Reports Progress

BOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.

NVT-101 targets CD56. NVT-101 has been granted orphan drug designation for multiple myeloma in the US.
"""


def test_facts_come_as_json_lines_with_their_words() -> None:
    """Each line is an object with sorted keys whose quotes are the raw characters at their offsets."""
    done = apart("facts", SAMPLE, "--format", "jsonl")
    raw = SAMPLE.read_text("utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert len(rows) > 5
    assert all(list(row) == sorted(row) for row in rows)
    assert all(raw[e["start"] : e["end"]] == e["quote"] for row in rows for e in row["evidence"])


def test_facts_come_as_csv_of_one_family() -> None:
    """The columns are those of the family, whichever rows there are."""
    done = here("facts", SAMPLE, "--format", "csv", "--family", "orphan_designation")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {"family", "compound", "indication", "region", "quote"} <= rows[0].keys()
    assert {row["family"] for row in rows} == {"orphan_designation"}


def test_a_release_may_come_in_on_stdin() -> None:
    """`-` reads it."""
    done = apart("facts", "-", "--format", "jsonl", text=TEXT)
    assert {"has_target", "orphan_designation"} <= {json.loads(line)["family"] for line in done.stdout.splitlines()}


def test_a_literal_query_needs_no_prefixes(sample_out: Path) -> None:
    """All prefixes of the product are declared; CSV is the W3C format."""
    done = here("query", "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a tw:Release }", "--graph", sample_out, "--format", "csv")
    assert done.stdout.split() == ["n", str(len(list((sample_out / "current").rglob("facts.jsonl"))) * 26)]


def test_a_query_may_be_a_file_or_come_in_on_stdin(tmp_path: Path, sample_out: Path) -> None:
    """Both ways give what the text gives, parameters included."""
    file = tmp_path / "mine.rq"
    file.write_text("#+ param: n | number | 1 | a number\nSELECT ($n AS ?x) { }", "utf-8")
    by_file = here("query", file, "-p", "n=7", "--graph", sample_out, "--format", "tsv")
    by_stdin = here("query", "-", "-p", "n=7", "--graph", sample_out, "--format", "tsv", text=file.read_text("utf-8"))
    assert by_file.stdout == by_stdin.stdout == "?x\n7\n"


def test_a_view_is_written_where_told(tmp_path: Path, sample_out: Path) -> None:
    """One HTML file, named on stderr."""
    done = here("draw", "matrix", "-o", tmp_path / "deep" / "m.html", "--graph", sample_out)
    assert (done.returncode, done.stdout) == (0, "")
    assert "<html" in (tmp_path / "deep" / "m.html").read_text("utf-8")


def test_a_fact_is_explained_by_its_words_and_rule(sample_out: Path) -> None:
    """The beginning of an id is enough."""
    fact = json.loads((sample_out / "current" / "facts.jsonl").read_text("utf-8").splitlines()[0])
    done = here("explain", fact["id"][:12], "--graph", sample_out)
    assert fact["rule"] in done.stdout
    assert " ".join(fact["evidence"][0]["quote"].split()) in done.stdout


def test_findings_come_as_json_with_stable_ids(sample_out: Path) -> None:
    """Exit 0 or 1 as the worst of them says; the same ids on each run."""
    first, second = (apart("check", "--graph", sample_out, "--format", "json", hash_seed=seed) for seed in "12")
    severities = {finding["severity"] for finding in json.loads(first.stdout)}
    assert first.returncode == int("violation" in severities)
    assert first.stdout == second.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["query", "orphan-designation", "--graph", "{out}"], 2, "did you mean orphan-designations"),
        (["query", "SELECT * { SERVICE <http://x/> { } }", "--graph", "{out}"], 2, "another server"),
        (["query", "compound-card", "--graph", "{out}"], 2, "-p compound="),
        (["query", "partners", "-p", "compani=x", "--graph", "{out}"], 2, "did you mean company"),
        (["query", "partners", "--graph", "nowhere"], 2, "triplewire build"),
        (["query", "partners", "--format", "pdf", "--graph", "{out}"], 2, "result format"),
        (["draw", "pipline", "--graph", "{out}"], 2, "did you mean pipeline"),
        (["draw", "compound", "--focus", "Qzx-999", "--graph", "{out}"], 2, "Qzx-999"),
        (["export", "ttl", "--graph", "{out}"], 2, "export format"),
        (["export", "csv", "--graph", "{out}"], 2, "-o FOLDER"),
        (["explain", "ffffffffffffffff", "--graph", "{out}"], 1, "no fact"),
        (["explain", "--text", "Nothing of note was said."], 1, ""),
        (["facts", "nowhere.txt"], 2, "nowhere.txt"),
        (["facts"], 2, "PATH"),
        (["build", "nowhere/", "-o", "x"], 2, "nowhere"),
        (["build", "--as-of", "soon"], 2, "YYYY-MM-DD"),
        (["build", "--since", "2027-02-01", "--as-of", "2027-01-31"], 2, "change one of the days"),
        (["lexicon", "list", "--find", "zzzzzz"], 1, ""),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(words: list[str], code: int, said: str, sample_out: Path, tmp_path: Path) -> None:
    """The exit code is the promised one, the message says what to do, and nobody meets a traceback."""
    done = here(*(word.format(out=sample_out) if word == "{out}" else word for word in words), cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_with_a_missing_input_says_so_and_builds_the_rest(tmp_path: Path) -> None:
    """Exit code 3; with --strict nothing is built."""
    (tmp_path / "release.txt").write_text(TEXT, "utf-8")
    done = here("build", "release.txt", "gone.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    assert "gone.txt" in done.stderr
    assert (tmp_path / "out" / "current" / "graph.ttl").is_file()
    assert here("build", "release.txt", "gone.txt", "-o", "strict", "--strict", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "strict" / "current").exists()


@pytest.mark.parametrize("words", [f'facts "{SAMPLE}" --format jsonl', "export nquads --graph {out}"])
def test_a_reader_that_leaves_early_is_no_error(words: str, sample_out: Path) -> None:
    """`triplewire facts … | head -1` ends quietly, and so does a file that is written piece by piece."""
    command = f'"{sys.executable}" -m triplewire {words.format(out=sample_out)} | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_quiet_says_nothing_but_errors(tmp_path: Path) -> None:
    """A build that went well is silent."""
    (tmp_path / "release.txt").write_text(TEXT, "utf-8")
    done = here("build", "release.txt", "-o", "out", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_export_goes_to_stdout_and_its_losses_beside_it(
    sample_out: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """`-o -` is the file alone; the manifest is JSON, and the table says nothing was lost where nothing was."""
    manifest = tmp_path / "manifest.json"
    words = ["--graph", str(sample_out), "--losses", "--manifest", str(manifest)]
    assert run_here(["export", "nquads", "-o", "-", *words]) == 0
    out, err = capfdbinary.readouterr()
    told = json.loads(manifest.read_text("utf-8"))
    assert (told["format"], told["ending"], told["losses"], err) == ("nquads", "nq", [], b"nothing was lost\n")
    assert out.count(b"\n") == told["written"]["quads"] > 0
    assert run_here(["export", "turtle", "-o", str(tmp_path / "graph.ttl"), *words]) == 0
    told = json.loads(manifest.read_text("utf-8"))
    assert [loss["what"] for loss in told["losses"]] == ["graph names"]
    assert f"{told['losses'][0]['count']:,}".encode() in capfdbinary.readouterr().err


def test_a_manifest_that_cannot_be_written_is_told(sample_out: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and the file that is in the way is named."""
    assert run_here(["export", "void", "-o", str(tmp_path / "void.ttl"), "--graph", str(sample_out), "--manifest", str(tmp_path)]) == 2
    assert f"{tmp_path}: the manifest cannot be written" in capfd.readouterr().err
