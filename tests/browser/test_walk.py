"""A newcomer's walk through the pages, from the search to the data: once on the static site from disk, once on a running server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from images import walk
from tests.browser.conftest import Browser, Visit
from tests.browser.test_asking import opened
from tests.browser.test_release_browsing import MARKED
from tests.serve.served import Served, serving

pytestmark = pytest.mark.browser
IN_SIGHT = """() => { const b = document.querySelector(':target').getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"""
WORDS = "Orphan drug status for IMGN901 in MCC"
"""Where the walk comes to in the sample release."""


@pytest.fixture(scope="module")
def served(sample_out: Path) -> Iterator[Served]:
    """A server of the sample releases."""
    with serving(sample_out) as running:
        yield running


def shown(visit: Visit, selector: str) -> str:
    """The words of an element that is in the window."""
    found = visit.page.locator(selector).first
    box = found.bounding_box()
    assert box is not None, selector
    assert box["y"] < visit.page.viewport_size["height"], f"{selector} is not in sight"
    return str(found.inner_text())


def see_home(visit: Visit) -> None:
    """What this is, a field to search, how much there is."""
    assert "26 press releases" in shown(visit, ".lede")
    assert visit.page.get_by_role("searchbox").is_enabled()
    assert "Compounds" in shown(visit, ".figures")


def see_search(visit: Visit) -> None:
    """The compound first, with its other name and how much is known of it."""
    found = shown(visit, "#hits li")
    assert found.startswith(walk.COMPOUND)
    assert "lorvotuzumab mertansine" in found
    assert "facts" in found


def see_compound(visit: Visit) -> None:
    """Its names and developer, its picture, and what releases say of it."""
    assert "ImmunoGen" in shown(visit, ".summary")
    assert visit.run("() => triplewire.net.on.size") > 10
    assert "Orphan designations (4)" in visit.text(".story")


def see_words(visit: Visit) -> None:
    """The quote in the words around it, and which release it is from."""
    told = shown(visit, "#drawer blockquote")
    assert WORDS in told
    assert told.startswith("…")
    assert "2010-10-28" in shown(visit, "#drawer dl")


def see_release(visit: Visit) -> None:
    """The same words in the whole text, marked, in sight, with their facts beside them."""
    visit.page.wait_for_function(IN_SIGHT)
    assert visit.run(MARKED).startswith(WORDS)
    assert "has orphan designation" in shown(visit, ".fact.here")


def see_back(visit: Visit) -> None:
    """The compound again."""
    see_compound(visit)


def see_network(visit: Visit) -> None:
    """A picture with a legend that counts."""
    assert visit.run("() => triplewire.net.on.size") > 10
    assert re.search(r"Targets\s+6", shown(visit, ".filters"))


def see_narrowed(visit: Visit) -> None:
    """What was unticked is gone, the target is chosen, and the words behind its link stand beside."""
    groups = visit.run("() => [...triplewire.net.on].map(i => triplewire.net.things.get(i).group)")
    assert set(groups) == {"compound", "target"}
    assert walk.TARGET in shown(visit, "#evidence .who")
    assert "IMGN853 targets folate receptor 1" in shown(visit, "#evidence blockquote")


def see_ledger(visit: Visit) -> None:
    """Each promise of a company with what became of it."""
    assert "slipped" in shown(visit, "table")
    assert "by 181 days" in shown(visit, "table")


def see_question(visit: Visit) -> None:
    """An answer at once, for all companies."""
    assert "16 rows" in shown(visit, ".count")
    assert "Alector" in shown(visit, "#answer")


def see_asked(visit: Visit) -> None:
    """The answer for the company that was named, which stays in its field."""
    assert "8 rows" in shown(visit, ".count")
    assert visit.page.locator("#answer tbody tr").count() == 8
    assert all(walk.COMPANY in row for row in visit.page.locator("#answer tbody tr").all_inner_texts())
    assert visit.page.get_by_role("combobox", name="Company").input_value() == walk.COMPANY


def see_drawn(visit: Visit) -> None:
    """The same as a picture, under the question, with a way back."""
    assert walk.PARTNERS in shown(visit, "h1")
    assert visit.run("() => triplewire.net.drawn.size") in (8, 16)
    assert shown(visit, ".summary a") == "as a table"


def see_sparql(visit: Visit) -> None:
    """The rows are below the query, without scrolling."""
    assert "rows" in shown(visit, "#answered .count")
    assert "compound:" in shown(visit, "#answer tbody tr")


def see_turtle(visit: Visit) -> None:
    """The data of the thing alone, as text that can be read."""
    assert visit.text("body").startswith("@prefix")
    assert "compound:imgn901" in visit.text("body")


SEEN: dict[str, Callable[[Visit], None]] = {step.name: globals()[f"see_{step.name}"] for step in walk.STEPS}


def go(visit: Visit, *, live: bool) -> None:
    """Takes the walk; after each step what a person would see is there, and nothing has been complained of."""
    for step in walk.STEPS:
        if live or not step.live:
            step.do(visit.page)
            SEEN[step.name](visit)
            assert visit.errors == [], step.name


def take_graph(visit: Visit, start: str) -> str:
    """The name of the whole graph as the home page gives it."""
    visit.page.goto(start)
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("link", name="graph.ttl").click(modifiers=["Alt"])
    text = Path(taken.value.path()).read_text("utf-8")
    assert "compound:imgn901" in text
    return str(taken.value.suggested_filename)


def test_the_walk_on_the_static_site(browser: Browser, sample_out: Path) -> None:
    """From disk, as far as files go, without a request for anything else; the graph is a link of the home page."""
    home = sample_out / "current" / "index.html"
    with browser.open(home) as visit:
        go(visit, live=False)
        assert take_graph(visit, home.as_uri()) == "graph.ttl"
        assert {r for r in visit.requests if not r.startswith(home.parent.as_uri())} == set()


def test_the_walk_on_a_server(browser: Browser, served: Served) -> None:
    """All of it, and no request leaves the server."""
    with opened(browser, served.home) as visit:
        go(visit, live=True)
        assert take_graph(visit, served.home) == "graph.ttl"
        assert {r for r in visit.requests if not r.startswith(served.home)} == set()


def test_pages_work_when_they_are_opened_again(browser: Browser, served: Served) -> None:
    """A page that the browser has kept is asked for again, and its scripts still run."""
    with opened(browser, f"{served.home}targets.html") as visit:
        for _ in range(2):
            visit.page.reload()
            visit.page.wait_for_selector("#graph[data-ready=yes]")
        visit.page.goto(served.home)
        visit.page.goto(f"{served.home}targets.html")
        visit.page.wait_for_selector("#graph[data-ready=yes]")
        assert visit.errors == []
