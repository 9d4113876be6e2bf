"""The expert's workbench as an expert meets it: `lexicon`, `rules` and `explain`, in terminals of two widths."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from triplewire import workbench
from triplewire.cli import app
from triplewire.model import Finding

OBO = """format-version: 1.2

[Term]
id: DOID:9999001
name: norva-zorva syndrome
synonym: "norvan ague" EXACT []
synonym: "NZS" EXACT []
synonym: "ague" BROAD []
xref: MESH:D1
"""

RELEASE = """Norvane Therapeutics Reports Progress

BOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.

NVT-101 has been granted orphan drug designation for norva-zorva syndrome in the US.
"""

LONG = (
    "Norvane Therapeutics plans to start a Phase 2 trial of NVT-101, an antibody-drug conjugate targeting CD37, in relapsed follicular "
    "lymphoma in the first half of 2027."
)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in an empty folder, in a terminal of 80 columns unless told otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRIPLEWIRE_LEXICONS", raising=False)

    def one(*words: str, columns: int = 80) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(app, words)

    return one


# -- import ----------------------------------------------------------------------------------------------------------------


def test_an_import_says_what_came_in_and_what_did_not(run: Run, tmp_path: Path) -> None:
    """Names, forms and identifiers are counted, and each reason for leaving out, with a first case; then how to use it."""
    (tmp_path / "norva.obo").write_text(OBO, "utf-8")
    done = run("lexicon", "import", "norva.obo", "--into", "own")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        "norva.obo: 1 entries\n"
        "  names             1\n"
        "  forms             3   1 count only beside a longer form of the same name\n"
        "  identifiers       1\n"
        "  left out          1\n"
        "         1  broad synonym  line 3: ague\n"
        "  1 references to other registers are not taken\n"
        "wrote own/norva.tsv\n"
        'to use it: export TRIPLEWIRE_LEXICONS="$PWD/own"\n'
    )


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    """The report is the result, and the folder is not made; a folder need not be named."""
    (tmp_path / "norva.obo").write_text(OBO, "utf-8")
    done = run("lexicon", "import", "norva.obo", "--dry-run", "--scope", "all")
    assert done.exit_code == 0
    assert "forms             4" in done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["norva.obo"]


def test_verbose_names_each_case(run: Run, tmp_path: Path) -> None:
    """What is left out is listed with file and line."""
    (tmp_path / "norva.obo").write_text(OBO, "utf-8")
    done = run("lexicon", "import", "norva.obo", "--into", "own", "--verbose")
    assert "left out: norva.obo:3: ague: broad synonym" in done.stderr
    assert run("lexicon", "import", "norva.obo", "--into", "own", "--quiet").output == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["import", "norva.obo"], 2, "--into DIR"),
        (["import", "gone.obo", "--into", "own"], 2, "gone.obo: no such file"),
        (["import", "norva.obo", "--into", "own", "--type", "indicatoin"], 2, "did you mean indication"),
        (["import", "norva.obo", "--into", "own", "--prefix", "doi"], 2, "did you mean doid"),
        (["import", "norva.obo", "--into", "norva.obo"], 2, "norva.obo: a file"),
        (["import", "known.tsv", "--into", "own"], 1, "nothing new in known.tsv"),
        (["list", "--type", "tarket"], 2, "did you mean target"),
        (["list", "--find", "zzzzzz"], 1, ""),
        (["check", "nowhere"], 2, "nowhere: no such lexicon folder"),
    ],
)
def test_what_a_lexicon_command_cannot_do_is_said(run: Run, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    """The exit code is the promised one, and the message says what to do."""
    (tmp_path / "norva.obo").write_text(OBO, "utf-8")
    (tmp_path / "known.tsv").write_text("name\nmultiple myeloma\n", "utf-8")
    done = in_process(words)
    assert done.code == code
    assert said in done.said


def in_process(words: list[str]) -> SimpleNamespace:
    """Code and messages of a run of `lexicon`, errors worded as a user meets them."""
    import contextlib
    import io

    from triplewire.cli.app import run as whole

    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        code = whole(["lexicon", *words])
    return SimpleNamespace(code=code, said=told.getvalue())


def test_an_imported_disease_is_grounded(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rare disease that only the imported list knows gets its identifier in the facts, under any of its names."""
    (tmp_path / "norva.obo").write_text(OBO, "utf-8")
    (tmp_path / "release.txt").write_text(RELEASE, "utf-8")
    (tmp_path / "other.txt").write_text(RELEASE.replace("norva-zorva syndrome", "norvan ague"), "utf-8")
    facts = ("facts", "release.txt", "other.txt", "--family", "orphan_designation", "--format", "jsonl")
    before = [json.loads(line) for line in run(*facts).stdout.splitlines()]
    run("lexicon", "import", "norva.obo", "--into", "own")
    monkeypatch.setenv("TRIPLEWIRE_LEXICONS", "own")
    after = [json.loads(line) for line in run(*facts).stdout.splitlines()]
    assert [row for row in before if "indication" in row["ids"]] == []
    assert [(row["indication"], row["ids"]["indication"]) for row in after] == [("norva-zorva syndrome", "doid:9999001")] * 2


# -- check and list ----------------------------------------------------------------------------------------------------------


def test_a_sound_lexicon_is_told_in_a_line(run: Run) -> None:
    """What was looked at is counted; with --quiet nothing is said."""
    done = run("lexicon", "check")
    assert done.exit_code == 0
    assert done.stdout.endswith("forms: nothing to mend\n")
    assert done.stdout.count("\n") == 1
    assert run("lexicon", "check", "--quiet").stdout == ""


def test_faults_of_ones_own_lexicon_are_told_gravest_first(run: Run, tmp_path: Path) -> None:
    """A summary, then violations, warnings and notes; exit 1; with --quiet the violations alone."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.tsv").write_text(
        "type\tname\tform\tcase\tcurie\tsource\tnote\nindicatoin\tNorva\tNorva\tfold\t\tme\t\n"
        "region\tNihon\tNihon\tfold\t\tme\t\nregion\tNihon\tJapan\tfold\t\tme\t\n",
        "utf-8",
    )
    (tmp_path / "own" / "more.csv").write_text("a,b\n", "utf-8")
    done = run("lexicon", "check", "own")
    kinds = [line.split(" (")[0] for line in done.stdout.splitlines() if line.endswith(")") and not line.startswith(" ")]
    assert done.exit_code == 1
    assert done.stdout.startswith("the lexicons: 1 violation, 1 warning, 1 note\n")
    assert kinds == ["violation: lexicon-type", "warning: lexicon-not-read", "note: lexicon-own-wins"]
    quiet = run("lexicon", "check", "own", "--quiet")
    assert quiet.exit_code == 1
    assert quiet.stdout.splitlines()[0] == "violation: lexicon-type (1)"
    assert "warning" not in quiet.stdout


def test_names_are_listed_with_forms_and_identifier(run: Run) -> None:
    """A name is found by any of its forms."""
    done = run("lexicon", "list", "--type", "target", "--find", "ncam")
    assert done.exit_code == 0
    assert "CD56" in done.stdout
    assert "hgnc:7656" in done.stdout
    assert done.stdout.endswith("1 row\n")


# -- rules -----------------------------------------------------------------------------------------------------------------


def test_rules_are_counted_by_family(run: Run) -> None:
    """Without a choice the families are listed with their numbers; those that have a grammar instead are named."""
    done = run("rules", "list")
    assert any(line.split()[0] == "has_target" for line in done.stdout.splitlines())
    assert "grammars of their own: alias, count" in done.stderr


def test_the_rules_of_a_family_are_listed_with_their_wordings(run: Run) -> None:
    """Each rule once, its wordings below it; a word finds rules, too."""
    done = run("rules", "list", "--family", "has_target")
    assert done.stdout.count("has_target.targets ") == 1
    assert run("rules", "list", "--find", "orphan drug").exit_code == 0
    assert run("rules", "list", "--find", "zzzzzz").exit_code == 1


def test_lint_sums_up_and_is_silent_when_asked(run: Run) -> None:
    """The shipped rules prove themselves: one line, or none."""
    done = run("rules", "lint")
    assert (done.exit_code, done.stdout.count("\n")) == (0, 1)
    assert done.stdout.startswith(f"{workbench.sizes()}: nothing to mend")
    assert run("rules", "lint", "--quiet").stdout == ""


FINDINGS = [
    *(Finding("pattern-without-example", "info", f"stage.rule-{n}", f"stage.rule-{n}: has no example; add one") for n in range(30)),
    *(Finding("example-by-other", "warning", f"trial.rule-{n}", f"trial.rule-{n}: only another finds ({n})") for n in range(30)),
    Finding("example-missed", "violation", "stage.x", "stage.x: (compound NVT-101) is not found in: NVT-101 was weighed in the balance."),
]


def test_lint_is_compact(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gravest first; what is said of many rules is said once; of a long list the first are shown, and all with --verbose."""
    monkeypatch.setattr(workbench, "lint", lambda *_: FINDINGS)
    done = run("rules", "lint")
    assert done.exit_code == 1
    assert "1 violation, 30 warnings, 30 notes" in done.stdout.partition("\n\n")[0].replace("\n", " ")
    heads = [line for line in done.stdout.splitlines() if line.endswith(")") and not line.startswith(" ")]
    assert heads == ["violation: example-missed (1)", "warning: example-by-other (30)", "note: pattern-without-example (30)"]
    assert done.stdout.count("has no example; add one") == 1
    assert "… and 10 more" in done.stdout
    assert "trial.rule-29" in run("rules", "lint", "--verbose").stdout
    quiet = run("rules", "lint", "--quiet")
    assert quiet.stdout.startswith("violation: example-missed (1)\n  stage.x: (compound NVT-101)")
    assert "note" not in quiet.stdout
    assert {row["severity"] for row in json.loads(run("rules", "lint", "--quiet", "--format", "json").stdout)} == {
        "violation",
        "warning",
        "info",
    }


# -- explain ---------------------------------------------------------------------------------------------------------------


def test_an_explanation_ends_with_the_facts(run: Run) -> None:
    """What fired is told in order, and what is left in the end."""
    done = run("rules", "explain", "NVT-101 targets CD56.")
    assert done.exit_code == 0
    assert "  has_target: compound NVT-101, target CD56 (has_target.targets.1)" in done.stdout.partition("in the end")[2]
    assert run("explain", "--text", "NVT-101 targets CD56.").stdout == done.stdout


def test_a_title_lends_its_subject(run: Run) -> None:
    """A sentence may be tried below a headline."""
    assert 'carried from the title "NVT-101' in run("rules", "explain", "It targets CD37.", "--title", "NVT-101 Enters Testing").stdout


def test_a_sentence_without_a_fact_says_so(run: Run) -> None:
    """Exit 1, and a hint."""
    done = run("explain", "--text", "Hello world.")
    assert done.exit_code == 1
    assert "no fact comes of it" in done.stdout


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "words",
    [
        ("lexicon", "list"),
        ("lexicon", "list", "--type", "indication", "--find", "lung"),
        ("lexicon", "list", "--type", "compound"),
        ("lexicon", "import", "norva.obo", "--dry-run"),
        ("rules", "list"),
        ("rules", "list", "--family", "milestone"),
        ("rules", "explain", LONG),
        ("explain", "--text", LONG),
        ("lexicon", "--help"),
        ("lexicon", "import", "--help"),
        ("rules", "list", "--help"),
    ],
    ids=" ".join,
)
def test_what_is_shown_fits_the_terminal(run: Run, tmp_path: Path, words: tuple[str, ...], columns: int) -> None:
    """No line is longer than the terminal is wide."""
    (tmp_path / "norva.obo").write_text(OBO + f"\n[Term]\nid: DOID:1\nname: {'norva ' * 60}\n", "utf-8")
    done = run(*words, columns=columns)
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if len(line) > columns] == []


def test_findings_fit_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither are lines of findings."""
    monkeypatch.setattr(workbench, "lint", lambda *_: FINDINGS)
    for columns in (80, 120):
        lines = run("rules", "lint", columns=columns).stdout.splitlines()
        assert [line for line in lines if len(line) > columns] == []
