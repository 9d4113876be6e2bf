"""A build of many releases leaves out the pages of single things: no link leads to one, and every page says so."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import triplewire as tw
from triplewire.draw import Reader, Site, ledger, site, timeline
from triplewire.draw.words import spaced
from triplewire.errors import NotFoundError
from triplewire.publish import PAGED, chosen

NOTE = "Pages of single things are not written for a build of"
BESIDE = frozenset({"graph.ttl", "graph.trig", "facts.jsonl", "report.json"})
"""Files of a build that are no pages."""


_LINK = re.compile(r'\s(?:href|src|data-names)="([^"]+)"')
_PLACE = re.compile(r'\sid="([^"]+)"')


@pytest.fixture(scope="module")
def few(sample_graph: tw.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the samples without the pages of single things."""
    folder = tmp_path_factory.mktemp("few")
    site(sample_graph.store, folder, sample_graph.site().info, few=True)
    return folder


def dead_links(folder: Path) -> set[tuple[str, str]]:
    """Page and link of every link below a folder that leads to no file, or to no place of one."""
    pages = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.html")}
    places = {file: set(map(unescape, _PLACE.findall(text))) for file, text in pages.items()}
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} | BESIDE
    dead = set()
    for file, text in pages.items():
        for link in set(map(unescape, _LINK.findall(text))):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            to = posixpath.normpath(posixpath.join(posixpath.dirname(file), parts.path)) if parts.path else file
            place = unquote(parts.fragment)
            if to not in files or (place and to in pages and place not in places[to]):
                dead.add((file, link))
    return dead


def test_no_link_of_the_few_pages_is_dead(few: Path) -> None:
    """Every link of every page leads to a file of the site, and to a place that is there."""
    assert dead_links(few) == set()


def test_no_link_of_all_pages_is_dead(sample_out: Path) -> None:
    """Nor is one of the site with all pages."""
    assert dead_links((sample_out / "current").resolve()) == set()


def test_the_few_pages_say_what_is_left_out(few: Path, sample_out: Path, sample_graph: tw.Graph) -> None:
    """All pages but those of single things are there, those about the graph say in one line how to see the others, and in the site that
    has all pages none does.
    """
    all_files, files = ({p.relative_to(f).as_posix() for p in f.rglob("*.html")} for f in ((sample_out / "current").resolve(), few))
    assert files == {file for file in all_files if not file.startswith("id/")}
    for file in files:
        assert ((few / file).read_text("utf-8").count(NOTE) == 1) != file.startswith("ontology/"), file
    assert not (few / "assets" / "names.js").exists()
    assert NOTE not in sample_graph.site().page("index.html")


def test_a_build_of_many_releases_has_few_pages(tmp_path: Path, tiny: Path) -> None:
    """`few` is obeyed by a build, an unknown word is told, and `auto` writes one page above a number of releases."""
    tw.build(tiny, tmp_path / "out", pages="few")
    assert not (tmp_path / "out" / "current" / "id").exists()
    tw.build(tiny, tmp_path / "out", pages="auto")
    assert (tmp_path / "out" / "current" / "id").is_dir()
    with pytest.raises(NotFoundError, match="there is no choice of pages called 'most'"):
        tw.build(tiny, tmp_path / "out", pages="most")  # type: ignore[arg-type]
    assert [chosen(word, 3, most=2) for word in ("auto", "all", "few", "front")] == ["front", "all", "few", "front"]
    assert [chosen("auto", n) for n in (PAGED, PAGED + 1)] == ["all", "front"]


def test_the_front_page_of_a_build_tells_what_the_build_holds(tmp_path: Path, sample_out: Path) -> None:
    """Its numbers are those of the report, its companies and compounds those of the releases, and no graph is looked at for them."""
    tw.build([], tmp_path / "out", pages="front")
    page = unescape((tmp_path / "out" / "current" / "index.html").read_text("utf-8"))
    report, graph = tw.open(tmp_path / "out")._report, tw.open(sample_out)
    assert report["counts"] == graph._report["counts"]
    assert all(spaced(n) in page for n in report["counts"].values())
    assert all(spaced(n) in page for n in report["facts_by_family"].values())
    newest = max((r for r in graph.releases() if r.date), key=lambda r: (str(r.date), r.id))
    assert newest.title[:40] in page
    assert newest.issuer.split()[0] in page
    assert not (tmp_path / "out" / "current" / "matrix.html").exists()


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """One short release of our own."""
    path = tmp_path / "one.txt"
    path.write_text(
        "Norvane Begins Phase 2 Trial of NVT-101\n\nBOSTON, June 3, 2025 - Norvane, Inc. began a Phase 2 trial of NVT-101.\n", "utf-8"
    )
    return path


@pytest.mark.parametrize("view", ["ledger", "timeline"])
def test_a_long_list_of_a_site_ends(sample_graph: tw.Graph, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    """The page of a site shows those that were told last and says how many there are; a server and the view alone show all."""
    monkeypatch.setattr(ledger if view == "ledger" else timeline.page, "MOST", 5)
    made = sample_graph.site()
    page = made.page(f"{view}.html")
    assert "The 5 of " in page
    assert "are shown; <code>triplewire serve</code> shows all" in page
    assert page.count("<tr id=") <= 10
    live = Site(Reader(sample_graph.store), made.info, live=True).page(f"{view}.html")
    for whole in (live, sample_graph.draw(view)):
        assert "that were said or decided last" not in whole
        assert whole.count("<tr id=") > 10
