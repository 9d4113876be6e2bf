"""Names, quotes, titles and addresses that try to run: nothing does, on no page, whatever is clicked."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import Browser, Visit
from tests.browser.hostile import PAYLOADS, TEXT
from tests.browser.paper import RAW

from triplewire.draw import VIEWS
from triplewire.draw.network.page import SCRIPTS

pytestmark = pytest.mark.browser
NETWORKS = {"pipeline", "overview", "compound", "partners", "targets", "path"}
# The scripts of a drawn page: its data, the drawing library, that of all pages, and those of networks.
DRAWING = 3 + len(SCRIPTS)
TOUCH_GRAPH = """() => {
  const net = triplewire.network;
  for (const id of net.body.data.nodes.getIds()) {
    net.body.emitter.emit('click', {nodes: [id], edges: []});
    net.interactionHandler.popupObj = undefined;
    net.interactionHandler._checkShowPopup(net.canvasToDOM(net.getPosition(id)));
  }
  for (const id of net.body.data.edges.getIds()) net.body.emitter.emit('click', {nodes: [], edges: [id]});
}"""
TOUCH_PAGE = """() => {
  const send = (e, kind) => e.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
  for (const e of document.querySelectorAll('[data-claims],[data-show]')) send(e, 'click');
  for (const d of document.querySelectorAll('details')) d.open = true;
  for (const e of document.querySelectorAll('main *')) send(e, 'mouseover');
}"""
INJECT = """() => {
  const s = document.createElement('script'), i = document.createElement('img');
  s.textContent = 'window.__ran = 1';
  i.setAttribute('onerror', 'window.__ran = 1');
  i.src = 'x';
  document.body.append(s, i);
}"""
MARKUP = "main img, main iframe, main script, [onerror], [onload], [onmouseover], [onfocus], [ontoggle]"
HREFS = "() => [...document.querySelectorAll('[href]')].map(a => a.getAttribute('href'))"


def touch(visit: Visit) -> None:
    """Uses a page: every row, chip and mark, the search boxes, hover and click on each node and edge."""
    if visit.page.query_selector("#graph"):
        visit.run(TOUCH_GRAPH)
    visit.run(TOUCH_PAGE)
    for box in ("#find", "#search", "#narrow", "#says"):
        if visit.page.query_selector(box):
            visit.page.fill(box, PAYLOADS[0])
            if box != "#search":  # which would go to the page that is found
                visit.page.press(box, "Enter")
    visit.page.wait_for_timeout(60)


def assert_harmless(visit: Visit, scripts: int) -> None:
    """Nothing ran, no element came out of data, and every link is relative or a web address."""
    assert visit.run("() => window.__ran") is None
    assert visit.errors == []
    assert visit.run("() => document.scripts.length") == scripts
    assert visit.run("s => document.querySelectorAll(s).length", MARKUP) == 0
    for href in visit.run(HREFS):
        scheme = href.split(":")[0] if ":" in href.split("/")[0] else ""
        assert scheme in ("", "http", "https"), href


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_in_a_view_runs(browser: Browser, hostile_pages: Path, view: str) -> None:
    """A view drawn alone, used in every way."""
    with browser.open(hostile_pages / "alone" / f"{view}.html") as visit:
        touch(visit)
        assert_harmless(visit, DRAWING + (view == "compound") if view in NETWORKS else 1 + (view == "company"))
        assert visit.page.locator("#facts tbody tr").count() > 0


def test_nothing_on_the_home_page_runs(browser: Browser, hostile_pages: Path) -> None:
    """The home page, with hostile releases, findings, inputs and counts."""
    with browser.open(hostile_pages / "site" / "index.html") as visit:
        touch(visit)
        assert_harmless(visit, 4)
        assert visit.page.locator("#hits li").count() > 0


@pytest.mark.parametrize("name", ["findings", "names", "releases"])
def test_nothing_in_a_list_runs(browser: Browser, hostile_pages: Path, name: str) -> None:
    """Findings with hostile kinds, sides and words; hostile names and titles."""
    with browser.open(hostile_pages / "site" / f"{name}.html") as visit:
        touch(visit)
        assert_harmless(visit, 2 if name == "findings" else 1)
        assert PAYLOADS[0] in visit.text("main")


@pytest.mark.parametrize("kind", ["indication", "target", "payload", "technology", "trial", "conference", "organization"])
def test_nothing_on_the_page_of_a_thing_runs(browser: Browser, hostile_pages: Path, kind: str) -> None:
    """Things whose names are markup, told of by claims whose rules and flags are."""
    files = sorted((hostile_pages / "site" / "id" / kind).glob("*.html"))
    assert files
    for file in files[:4]:
        with browser.open(file) as visit:
            touch(visit)
            assert_harmless(visit, 2)


def test_nothing_on_a_compounds_page_runs(browser: Browser, hostile_pages: Path) -> None:
    """The page of a compound whose names are markup."""
    files = sorted((hostile_pages / "site" / "id" / "compound").glob("*.html"))
    assert files
    with browser.open(files[0]) as visit:
        touch(visit)
        assert_harmless(visit, DRAWING + 1)


def test_nothing_on_a_companys_page_runs(browser: Browser, hostile_pages: Path) -> None:
    """The pages of companies whose names, promises, findings and changes are markup, and the page that lists them."""
    files = [f for f in sorted((hostile_pages / "site" / "id" / "organization").glob("*.html")) if "Promise record" in f.read_text("utf-8")]
    assert len(files) == 3
    for file in (*files, hostile_pages / "site" / "company.html"):
        with browser.open(file) as visit:
            touch(visit)
            assert_harmless(visit, 2 if file in files else 1)


def test_nothing_on_a_releases_page_runs(browser: Browser, hostile_pages: Path) -> None:
    """The pages of releases whose text, title, wire, address, repairs and findings are markup; and their text is all there."""
    files = sorted((hostile_pages / "site" / "id" / "release").glob("*.html"))
    assert len(files) == 3
    for file in files:
        with browser.open(file) as visit:
            touch(visit)
            assert_harmless(visit, 3)
            assert visit.run(RAW) == TEXT


def test_marks_of_direction_do_not_turn_a_release(browser: Browser, hostile_pages: Path) -> None:
    """An override in a text is a mark that can be read; no character of the page has any effect on direction."""
    with browser.open(hostile_pages / "site" / "id" / "release" / "hostile-0.html") as visit:
        assert visit.page.locator("#text .unseen", has_text="U+202E").count() > 1
        assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(
            visit.run("() => document.querySelector('#text').textContent")
        )


def test_an_injected_script_would_be_refused(browser: Browser, pages: Path) -> None:
    """The policy of the page stops inline scripts and handlers that are not ours, even if one got in."""
    with browser.open(pages / "alone" / "matrix.html") as visit:
        visit.run(INJECT)
        visit.page.wait_for_timeout(60)
        assert visit.run("() => window.__ran") is None
        assert any("Content Security Policy" in e for e in visit.errors)


def test_names_are_shown_as_they_are(browser: Browser, hostile_pages: Path) -> None:
    """Markup in a name is text: it can be read on the page."""
    with browser.open(hostile_pages / "alone" / "compound.html") as visit:
        assert visit.text("h1") == PAYLOADS[0]
