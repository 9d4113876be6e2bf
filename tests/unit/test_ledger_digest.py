"""What is new in the ledger since a day: what promises have come to, and what was promised since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests import record
from typer.testing import CliRunner

import triplewire as tw
from triplewire.cli import app
from triplewire.export.promises import digest, markdown
from triplewire.model import Evidence

SINCE = date(2027, 8, 1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the releases of the record."""
    folder = tmp_path_factory.mktemp("record")
    for number, text in enumerate(record.TEXTS):
        (folder / f"story-{number:02}.txt").write_text(text, "utf-8")
    tw.build(folder, folder / "out")
    return folder / "out"


def test_news_are_promises_that_came_to_something_else_and_new_ones(built: Path) -> None:
    """Each with its state on the day, decided ones first; what stands as it stood is left out."""
    found = [(before, row.state, row.fact.arg("compound")) for before, row in tw.open(built).news(SINCE)]
    assert sorted(found[:4]) == [
        ("open", "inside", ""),
        ("open", "overdue", "NVT-440"),
        ("open", "slipped", "NVT-101"),
        ("open", "slipped", "NVT-101"),
    ]
    assert sorted(found[4:]) == [("", "kept", "NVT-101"), ("", "open", "NVT-660"), ("", "slipped", "NVT-101")]


def test_nothing_is_new_since_the_last_day(built: Path) -> None:
    """The digest says so."""
    assert tw.open(built).news(date(2028, 11, 15)) == []
    assert digest([], "Promises since 2028-11-15").endswith("Nothing new.\n")


def test_a_promise_of_no_day_is_not_told_as_new(tmp_path: Path) -> None:
    """Nobody knows whether a release without a date is newer."""
    (tmp_path / "undated.txt").write_text(record.TEXTS[-1].replace("November 15, 2028", "today"), "utf-8")
    tw.build(tmp_path, tmp_path / "out")
    build = tw.open(tmp_path / "out")
    assert [row.day for row in build.ledger()] == [None]
    assert build.news(SINCE) == []


def test_the_digest_tells_what_a_promise_was_and_its_words(built: Path) -> None:
    """By company, with what it was before, the release that decides, and the quote with its place."""
    run = CliRunner().invoke(app, ["ledger", "--since", f"{SINCE}", "-f", "md", "--graph", str(built)])
    assert run.exit_code == 0, run.output
    assert run.stdout.startswith("# Promises since 2027-08-01\n\n## Norvane Therapeutics\n")
    told = (
        "- **overdue** NVT-440: trial start (Phase 1, psoriasis) (for second quarter of 2027, said 2027-03-04, was open, told in story-04)"
    )
    assert told in run.stdout
    assert "- **new** NVT-660: ind submission (for 2029, said 2028-11-15)" in run.stdout
    words = record.TEXTS[-1]
    start = words.index("Norvane expects to file an IND for NVT-660")
    assert f"(story-06 {start}-" in run.stdout


def test_the_other_formats_have_the_same_rows(built: Path) -> None:
    """A line for each, those of one state alone when asked."""
    asked = ["ledger", "--since", f"{SINCE}", "-f", "jsonl", "--graph", str(built)]
    assert len(CliRunner().invoke(app, asked).stdout.splitlines()) == 7
    assert len(CliRunner().invoke(app, [*asked, "--state", "slipped"]).stdout.splitlines()) == 3


def test_words_of_a_release_are_no_markup_in_the_digest(built: Path) -> None:
    """A name with signs of Markdown is shown as it is."""
    (_, row), *_ = tw.open(built).news(SINCE)
    assert "\\*x\\*" in digest([("open", row)], "*x*")


def test_no_word_of_a_release_is_markup_in_the_table(built: Path) -> None:
    """Quotes with signs of Markdown and HTML are shown as they are, each row in one line with all of its cells."""
    row = tw.open(built).ledger()[0]
    hostile = Evidence(0, 40, "start *now* | <b>NVT</b>\nand [here](javascript:alert(1))")
    table = markdown([replace(row, fact=replace(row.fact, evidence=(hostile,)))])
    assert len(table.splitlines()) == 3
    last = table.splitlines()[-1]
    assert last.endswith(r"| start \*now\* \| \<b\>NVT\</b\> and \[here\](javascript:alert(1)) |")
