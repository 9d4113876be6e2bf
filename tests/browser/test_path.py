"""The page of a path in a real browser: the script finds what the program finds, and says so when there is nothing."""

from __future__ import annotations

import itertools
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.browser.conftest import Browser, Visit
from tests.facts_fixture import documents, facts

from triplewire.draw.network.ways import Ways
from triplewire.draw.reader import Reader
from triplewire.triplify import triplify

pytestmark = pytest.mark.browser


def ask(visit: Visit, start: str, end: str) -> None:
    """Sends the form."""
    visit.page.fill("#from", start)
    visit.page.fill("#to", end)
    visit.page.press("#to", "Enter")


def words(visit: Visit) -> list[str]:
    """The ways as the page tells them, each on one line."""
    return [" ".join(line.split()) for line in visit.run("() => [...document.querySelectorAll('#ways li')].map(li => li.textContent)")]


def test_the_page_asks_and_answers_another_pair(browser: Browser, pages: Path) -> None:
    """Another pair is found, told, drawn and put in the address, from a file and without the network."""
    with browser.open(pages / "site" / "path.html", width=1400) as visit:
        ask(visit, "lorvelumab tansine", "Halcyra Biosciences")
        assert visit.text("h1").strip() == "NVT-101 to Halcyra"
        assert words(visit)[0] == "NVT-101 –developed by→ Norvane –partner of– Halcyra"
        assert set(visit.run("() => [...triplewire.net.on].map(i => triplewire.net.things.get(i).name)")) >= {
            "NVT-101",
            "Norvane",
            "Halcyra",
        }
        assert "works with Halcyra" in visit.page.inner_text("#facts tbody:not([hidden])")
        visit.page.wait_for_function("() => location.hash.includes('path=')")
        address = visit.page.url
        assert visit.errors == []
    with browser.open(pages / "site" / "path.html", width=1400) as visit:
        visit.page.goto(address)
        visit.page.wait_for_function("() => document.querySelector('h1').textContent.trim() === 'NVT-101 to Halcyra'")


def test_the_address_of_the_form_asks_too(browser: Browser, pages: Path) -> None:
    """What a browser without our script would send to a server is understood from a file."""
    with browser.open(pages / "site" / "path.html") as visit:
        visit.page.goto((pages / "site" / "path.html").as_uri() + "?from=HAL-7&to=lymphoma")
        visit.page.wait_for_selector("#graph[data-ready=yes]")
        assert visit.text("h1").strip() == "HAL-7 to lymphoma"
        assert words(visit)
        assert visit.page.get_attribute("#ask", "method") == "get"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("NVT-101", "HAL-7", "No chain of claims in this graph leads from NVT-101 to HAL-7."),
        ("NVT-101", "nobody", "There is no thing called nobody"),
        ("NVT-101", "lorvelumab tansine", "Both names mean NVT-101"),
    ],
)
def test_the_page_says_why_there_is_no_path(browser: Browser, pages: Path, start: str, end: str, told: str) -> None:
    """No way, an unknown name, one thing twice: each is told above the picture."""
    with browser.open(pages / "site" / "path.html") as visit:
        ask(visit, start, end)
        assert told in visit.text("#told")
        assert visit.errors == []


def test_the_script_finds_what_the_program_finds(browser: Browser, pages: Path) -> None:
    """Between every two things of the graph the same three ways in the same order."""
    store = ox.Store()
    store.extend(triplify(list(documents()), list(facts())))
    known = Ways(Reader(store))
    with browser.open(pages / "site" / "path.html") as visit:
        pairs = list(itertools.permutations(sorted(known.graph), 2))
        assert len(pairs) > 200
        found = visit.run("pairs => pairs.map(([a, b]) => triplewire.net.ways(a, b))", [list(p) for p in pairs])
    assert dict(zip(pairs, found, strict=True)) == {p: known.between(*p) for p in pairs}


def test_the_script_puts_things_where_the_program_puts_them(browser: Browser, pages: Path) -> None:
    """The pair of the page, asked for again, stands as it stood."""
    with browser.open(pages / "alone" / "path.html", width=1400) as visit:
        places = "() => Object.fromEntries([...triplewire.net.on].map(i => [i, triplewire.network.getPosition(i)]))"
        before, told = visit.run(places), words(visit)
        visit.page.click("#swap")
        visit.page.click("#swap")
        assert visit.run(places) == before
        assert words(visit) == told


def test_a_path_on_a_phone_runs_down(browser: Browser, pages: Path) -> None:
    """On a narrow screen each step is below the one before it."""
    with browser.open(pages / "alone" / "path.html", width=390) as visit:
        ends = visit.run("() => triplewire.net.data.searched.ways[0].map(i => triplewire.network.getPosition(i).y)")
        assert ends == sorted(ends)
        assert len(set(ends)) == len(ends)


def test_without_scripts_the_way_is_told(browser: Browser, pages: Path) -> None:
    """The chain and its facts are text, and the form is there."""
    with browser.open(pages / "alone" / "path.html", scripts=False) as visit:
        assert "–developed by→" in visit.text("#ways")
        assert visit.page.locator("#facts blockquote").count() > 0
        assert visit.page.is_visible("#ask button[type=submit]")
