"""A build of very many releases has a front page: it is short whatever there is, and all that it leads to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.browser.payloads import PAYLOADS
from tests.contract.test_few_pages import dead_links
from tests.fronts import front_of, invented

from triplewire import query
from triplewire.draw import Front, front
from triplewire.draw.front import FILES, front_page
from triplewire.draw.front.told import ASIDE, KINDS, NEWEST, RANKED

MOST = 200_000
"""Bytes of the page, whatever is told."""


class Structure(HTMLParser):
    """The elements of a page with their attributes, as they come."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.found.append((tag, tuple(attrs)))


def files(folder: Path) -> Iterator[str]:
    """The files below a folder."""
    return (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a build of a million releases."""
    folder = tmp_path_factory.mktemp("front")
    paths = front(folder, front_of())
    assert sorted(paths) == paths == sorted(p for p in folder.rglob("*") if p.is_file())
    return folder


@pytest.mark.parametrize("info", [front_of(), Front("0.0")], ids=["many", "nothing"])
def test_no_link_is_dead(tmp_path: Path, info: Front) -> None:
    """Pages, places on them, sheets, scripts and the files of the build: what is linked is there, and no sheet or script is unused."""
    front(tmp_path, info)
    for name in FILES:
        (tmp_path / name).touch()
    assert dead_links(tmp_path) == set()
    pages = "\n".join(p.read_text("utf-8") for p in tmp_path.rglob("*.html"))
    assert [f for f in files(tmp_path) if f.startswith("assets/") and f not in pages] == []


def test_the_page_says_what_there_is_beside_it(written: Path) -> None:
    """Both commands that give the other pages, each file of the build, the questions and the ontology."""
    page = (written / "index.html").read_text("utf-8")
    assert "<code>triplewire serve --graph OUT</code>" in page
    assert "<code>triplewire build … --pages all</code>" in page
    assert "1\u202f000\u202f000 releases" in page
    assert "as of 2030-01-31" in page
    for href in (*FILES, "questions.html", "ontology/index.html"):
        assert f'href="{href}"' in page


def test_each_question_stands_with_its_command(written: Path) -> None:
    """All that are shipped, none with an answer or a page."""
    page = (written / "questions.html").read_text("utf-8")
    told = unescape(page)
    for named in query.listing():
        assert f"<strong>{named.title}</strong>" in told
        assert f">{named.example}</code>" in told
    assert len(query.listing()) > 50
    assert "questions/" not in page
    assert '<span class="sr"> rows' not in page


def test_more_than_the_page_has_room_for_is_counted(written: Path) -> None:
    """Ten thousand rows of the longest names in every list make a page no longer than it may be, with all of them in its numbers."""
    page = front_page(front_of(lambda _, n: "W" * 500 + f" {n}", 10_000))
    assert len(page.encode()) < MOST
    assert page.count("<tr>") == NEWEST + 2 * RANKED + KINDS + ASIDE + 12 + 18 + 7
    told = re.sub(r"<[^>]+>", "", page)
    for rows, in_all in ((NEWEST, "1 000 000"), (RANKED, "1 000 000"), (ASIDE, "1 000 004"), (KINDS, "10 000")):
        assert f"Shown: {rows} of {in_all}".replace(" 000", "\u202f000").replace(" 004", "\u202f004") in told
    assert (written / "index.html").stat().st_size < MOST / 2


@pytest.mark.parametrize("name", PAYLOADS)
def test_words_of_releases_are_only_words(name: str) -> None:
    """Whatever a name, title or message is, the page has the elements and attributes that it has for plain words."""
    evil = front_page(front_of(lambda _, n: PAYLOADS[name], 5))
    assert Structure(evil).found == Structure(front_page(front_of(lambda _, n: "Norvane", 5))).found


def test_the_same_is_told_in_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """Findings, states and families may come in any order."""
    info = front_of()
    front(tmp_path, replace(info, findings=info.findings[::-1], promises=info.promises[::-1], families=info.families[::-1]))
    assert sorted(files(tmp_path)) == sorted(files(written))
    assert [f for f in files(written) if (tmp_path / f).read_bytes() != (written / f).read_bytes()] == []


def test_the_gravest_findings_come_first() -> None:
    """By severity, of these by number; a kind of one's own has its message alone."""
    info = front_of(lambda field, n: "info" if field == "severity" and n else invented(field, n), 20)
    page = front_page(info)
    severities = re.findall(r'<span class="badge \w*"><bdi>(\w+)</bdi>', page)
    assert severities == ["violation"] * 4 + ["info"] * 16
    assert "A compound is told to be in two stages" in page
