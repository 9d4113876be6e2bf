"""The how-tos are followed to the letter, each in a fresh copy of the checkout: a page that lies fails."""

from __future__ import annotations

from pathlib import Path

import follow
import pytest

ROOT = Path(__file__).resolve().parents[2]


HOW_TOS = {"add-a-family.md", "add-a-name.md", "add-a-phrasing.md", "correct-a-fact.md", "import-a-term-list.md"}


def test_the_how_tos_of_an_expert_are_followed() -> None:
    """Each page that tells an expert what to write has blocks that are carried out."""
    assert {page.name for page in follow.pages()} >= HOW_TOS


@pytest.mark.slow
@pytest.mark.parametrize("page", follow.pages(), ids=lambda p: p.name)
def test_a_how_to_does_what_it_says(page: Path) -> None:
    """The files of a page are written and its commands run, in its order; each prints what the page says."""
    _, lies = follow.follow(page)
    assert not lies, "\n\n".join(map(str, lies)) + "\n\nif the page should say so: python docs/follow.py"


@pytest.mark.parametrize(
    ("said", "printed", "true"),
    [
        ("3 rows\n", "3 rows\n", True),
        ("3 rows\n", "4 rows\n", False),
        ("… passed in …\n", "12 passed in 0.3s\n", True),
        ("one\n…\nlast\n", "one\ntwo\nthree\nlast\n", True),
        ("one\n…\nlast\n", "one\nlast\n", True),
        ("one\n…\nlast\n", "two\nlast\n", False),
        ("", "a complaint\n", False),
    ],
)
def test_a_page_may_leave_out_what_changes(said: str, printed: str, true: bool) -> None:
    """`…` stands for anything within a line, and by itself for any lines; all else must be as the page says."""
    assert follow.matches(said, printed) is true


def test_a_page_is_carried_out_in_its_order(tmp_path: Path) -> None:
    """Files are written, continued and inserted into, commands run where they are, and what is exported lasts."""
    page = (
        '```text file=a/list.txt\none\nthree\n```\nThen:\n```text insert=a/list.txt after="on"\ntwo\n```\n'
        "```text append=a/list.txt\nfour\n```\n```console checkout\n$ export WORD=five\n$ echo $WORD >> a/list.txt; \\\n  cat a/list.txt\n"
        "one\ntwo\nthree\nfour\nfive\n```\n```sh\nrm -rf a\n```\n"
    )
    follower = follow.Follower(tmp_path, tmp_path / "state")
    assert follower.follow(page) == page
    assert follower.lies == []


def test_a_page_that_lies_is_caught_and_corrected(tmp_path: Path) -> None:
    """What a command really prints is told beside what the page says, and takes its place."""
    follower = follow.Follower(tmp_path, tmp_path / "state")
    corrected = follower.follow("```console checkout\n$ echo yes\nno\n$ echo well\nwell\n```\n")
    assert corrected == "```console checkout\n$ echo yes\nyes\n$ echo well\nwell\n```\n"
    assert [(lie.command, lie.said, lie.printed) for lie in follower.lies] == [("echo yes\n", "no\n", "yes\n")]
