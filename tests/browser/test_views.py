"""The views in a real browser: offline, readable, usable by hand and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.axe import violations
from tests.browser.conftest import Browser, Visit

from triplewire.draw import VIEWS
from triplewire.draw.search import search
from triplewire.draw.things import Things

pytestmark = pytest.mark.browser
NETWORKS = ["pipeline", "overview", "compound", "partners", "targets", "path"]
KINDS = [*(f"alone/{v}" for v in VIEWS), "site/compound", "site/matrix", "site/index", "site/id/compound/nvt-101"]
KINDS += ["site/path", "site/company", "site/id/organization/norvane", "site/timeline", "site/ledger", "site/id/release/norvane-2027-03-04"]
THINGS = [f"site/id/{name}" for name in ("indication/sarcoma", "target/glr3", "trial/nct09990001", "person/ada-nordvik", "conference/esmo")]
LISTS = ["site/index", "site/findings", "site/releases", "site/names"]
KINDS += [*THINGS, *LISTS[1:]]
WITH_DRAWERS = ("id/compound/nvt-101", "company", "id/release/norvane-2027-03-04")
SHARED = ("site/id/", *LISTS)
OVERLAPS = """() => { const net = triplewire.network, boxes = net.body.data.nodes.getIds().map(i => [i, net.getBoundingBox(i)]), out = [];
  boxes.forEach(([a, p], n) => boxes.slice(n + 1).forEach(([b, q]) => {
    if (p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom) out.push([a, b]) }));
  return out }"""

SIZES = """() => [...document.querySelectorAll('svg.time text')].map(t => { const s = t.ownerSVGElement;
  return parseFloat(getComputedStyle(t).fontSize) * s.getBoundingClientRect().width / s.viewBox.baseVal.width })"""
TOUCHING = """() => { const out = [];
  for (const lane of document.querySelectorAll('.lane svg')) {
    const boxes = [...lane.querySelectorAll('a')].map(a => [a.textContent, a.getBoundingClientRect()]);
    const meet = (p, q) => p.left < q.right - 2 && q.left < p.right - 2 && p.top < q.bottom - 2 && q.top < p.bottom - 2;
    boxes.forEach(([a, p], n) => boxes.slice(n + 1).forEach(([b, q]) => { if (meet(p, q)) out.push([a, b]) }));
  }
  return out }"""


def drawn(visit: Visit) -> tuple[set[str], int]:
    """The names of the nodes that are shown, and the number of links."""
    names, links = visit.run(
        "() => [triplewire.network.body.data.nodes.map(n => n.name), triplewire.network.body.data.edges.length]",
    )
    return set(names), int(links)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_needs_no_network_and_fits_a_phone(browser: Browser, pages: Path, kind: str) -> None:
    """No request but for files of the build, nothing on the console, and no sideways scroll at 390 pixels."""
    with browser.open(pages / f"{kind}.html", width=390) as visit:
        assets = (pages / "site" / "assets").as_uri() + "/"
        assert visit.requests[0] == (pages / f"{kind}.html").as_uri()
        assert all(kind.startswith(SHARED) and request.startswith(assets) for request in visit.requests[1:])
        assert visit.errors == []
        assert visit.run("() => document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "kind", [*(f"alone/{v}" for v in VIEWS), "site/id/compound/nvt-101", "site/company", "site/id/release/norvane-2027-03-04"]
)
def test_a_page_has_no_accessibility_violation(browser: Browser, pages: Path, kind: str) -> None:
    """The axe rules find nothing by day, and nothing in the colours of the dark mode; test_access.py has all kinds of pages of a build."""
    with browser.open(pages / f"{kind}.html") as visit:
        assert violations(visit) == []
        visit.page.click("#theme")
        assert violations(visit, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize("view", NETWORKS)
def test_no_two_boxes_overlap_and_labels_can_be_read(browser: Browser, pages: Path, view: str) -> None:
    """Measured in the browser: boxes with their labels are apart, and labels have at least 11 pixels."""
    with browser.open(pages / "alone" / f"{view}.html") as visit:
        assert visit.run(OVERLAPS) == []
        assert visit.run("() => triplewire.network.getScale() * 15") >= 10.99


def test_find_selects_and_shows_the_words(browser: Browser, pages: Path) -> None:
    """A name, or another name, typed into the box selects the thing and opens its evidence; an unknown one says so."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        visit.page.fill("#find", "lorvelumab")
        visit.page.press("#find", "Enter")
        assert "NVT-101" in visit.text("#words .who")
        assert visit.page.locator("#words blockquote").count() > 3
        visit.page.fill("#find", "no such thing")
        visit.page.press("#find", "Enter")
        assert visit.text("#found") == "Nothing here is called that."


def test_a_click_on_a_thing_shows_quotes_release_and_range(browser: Browser, pages: Path) -> None:
    """The panel has the words, the title and date of the release, the characters, confidence, status and rule."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        visit.page.mouse.click(*visit.place("GLR3"))
        visit.page.wait_for_selector("#words .claim")
        words = visit.text("#words")
        assert "is directed to GLR3" in words
        for part in ("Norvane Therapeutics Reports Progress", "2027-03-04", "characters", "Confidence", "Stated", "Rule"):
            assert part in words


def test_a_click_on_a_link_shows_its_words(browser: Browser, pages: Path) -> None:
    """So does a line."""
    with browser.open(pages / "alone" / "partners.html") as visit:
        x1, y1 = visit.place("Halcyra")
        at = visit.run(
            """() => { const net = triplewire.network, nodes = net.body.data.nodes.get();
            const id = n => nodes.find(x => x.name === n).id, a = net.getPosition(id('Halcyra')), b = net.getPosition(id('Norvane'));
            net.moveTo({position: {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}, scale: 1, animation: false});
            const box = document.getElementById('graph').getBoundingClientRect();
            const p = net.canvasToDOM({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}); return [box.left + p.x, box.top + p.y] }"""
        )
        visit.page.mouse.click(at[0], at[1])
        visit.page.wait_for_selector("#words .claim")
        assert "partner of" in visit.text("#words .claim h3")
        assert x1 > 0
        assert y1 > 0


def test_types_can_be_hidden(browser: Browser, pages: Path) -> None:
    """Without the trials their marks and lines are gone; ticked again they are back."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        before = drawn(visit)
        visit.page.uncheck("input[value=trial]")
        after = drawn(visit)
        assert "BEACON" in before[0] - after[0]
        assert after[1] < before[1]
        visit.page.check("input[value=trial]")
        assert drawn(visit) == before


def test_statuses_can_be_hidden(browser: Browser, pages: Path) -> None:
    """Without what is expected, promised trials and their rows in the table are gone."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        names, _ = drawn(visit)
        visit.page.uncheck("input[value=expected]")
        assert "Phase 2 trial" in names - drawn(visit)[0]
        assert visit.page.locator("#facts tr[data-status=expected]:visible").count() == 0


def test_the_slider_goes_back_in_time(browser: Browser, pages: Path) -> None:
    """At the first date only what the first release says is drawn and listed."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        names, links = drawn(visit)
        visit.page.fill("#upto", "0")
        assert visit.text("#date") == "2027-03-04"
        early, fewer = drawn(visit)
        assert "HAL-7" in names - early
        assert fewer < links
        assert "2028-01-15" not in visit.text("#facts")


def test_a_row_of_the_table_leads_to_the_picture(browser: Browser, pages: Path) -> None:
    """The fact's button, by keyboard, selects the line and shows the words."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        button = visit.page.locator("#facts [data-show]", has_text="GLR3").first
        button.focus()
        visit.page.keyboard.press("Enter")
        assert "GLR3" in visit.text("#words .claim")
        assert len(visit.run("() => triplewire.network.getSelectedEdges()")) == 1


def test_every_control_can_be_reached_by_keyboard(browser: Browser, pages: Path) -> None:
    """Tab comes to the search, the zoom, the filters and the slider."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        met = set()
        for _ in range(40):
            visit.page.keyboard.press("Tab")
            met.add(visit.run("() => document.activeElement.id || document.activeElement.value || document.activeElement.tagName"))
        assert {"theme", "find", "zoomin", "zoomout", "fit", "png", "upto", "compound", "stated"} <= met


def test_dark_and_light_can_be_chosen(browser: Browser, pages: Path) -> None:
    """The page follows the system, and the button overrides it."""
    with browser.open(pages / "alone" / "pipeline.html", dark=True) as visit:
        look = "() => getComputedStyle(document.body).backgroundColor"
        assert visit.run(look) == "rgb(18, 22, 29)"
        visit.page.click("#theme")
        assert visit.run(look) == "rgb(255, 255, 255)"


def test_the_picture_can_be_saved(browser: Browser, pages: Path) -> None:
    """The button gives a PNG file."""
    with browser.open(pages / "alone" / "pipeline.html") as visit:
        with visit.page.expect_download() as download:
            visit.page.click("#png")
        assert download.value.suggested_filename == "triplewire-pipeline.png"
        assert visit.errors == []


@pytest.mark.parametrize("view", ["matrix", "designations", "timeline", "ledger", "company"])
def test_cells_and_bars_open_their_words(browser: Browser, pages: Path, view: str) -> None:
    """A chip, a mark or a bar opens the words beside the table; Escape closes them and goes back."""
    with browser.open(pages / "alone" / f"{view}.html") as visit:
        link = visit.page.locator("[data-claims]").first
        link.focus()
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("#drawer blockquote").first.is_visible()
        visit.page.keyboard.press("Escape")
        assert not visit.page.locator("#drawer").is_visible()
        assert visit.run("() => document.activeElement.hasAttribute('data-claims')")


def test_the_timeline_leads_from_a_promise_to_what_came_of_it(browser: Browser, pages: Path) -> None:
    """There is a line with a tip from a window, and choosing the window shows its words and those of the release that decides."""
    with browser.open(pages / "alone" / "timeline.html") as visit:
        assert visit.page.locator("svg.time .way").count() > 0
        assert visit.page.locator("svg.time .way").count() == visit.page.locator("svg.time .tip").count()
        visit.page.locator("svg.time a[aria-label*='kept']").first.focus()
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("#drawer .claim").count() == 2
        assert "2027-11-20" in visit.text("#drawer")


def test_the_timeline_opens_where_the_events_are(browser: Browser, crowded: Path) -> None:
    """On a phone the drawing is moved to the years of most events, and its lanes keep their names in sight."""
    with browser.open(crowded, width=390) as visit:
        box = "document.getElementById('timebox').getBoundingClientRect()"
        inside = f"""() => {{ const box = {box}, all = [...document.querySelectorAll('svg.time a rect')];
          return all.filter(r => {{ const b = r.getBoundingClientRect();
            return b.left < box.right && b.right > box.left; }}).length / all.length }}"""
        assert visit.run("() => document.getElementById('timebox').scrollLeft") > 0
        assert visit.run(inside) > 0.6
        left, right = visit.run(f"() => {{ const b = {box}; return [b.left, b.right] }}")
        name = visit.page.locator(".lane h2").first.bounding_box()
        assert left <= name["x"] < right


@pytest.mark.parametrize("width", [390, 1400])
def test_the_words_of_the_timeline_can_be_read(browser: Browser, crowded: Path, width: int) -> None:
    """No text is drawn smaller than 11 pixels, and no label touches another mark or label."""
    with browser.open(crowded, width=width) as visit:
        assert min(visit.run(SIZES)) >= 11
        assert visit.run(TOUCHING) == []


def test_the_page_of_a_company_leads_on(browser: Browser, pages: Path) -> None:
    """From the home page to the company, and on to a compound of its ledger."""
    with browser.open(pages / "site" / "index.html") as visit:
        visit.page.fill("#search", "Norvane")
        visit.page.locator("#hits a", has_text="Norvane").first.click()
        visit.page.wait_for_url("**/id/organization/norvane.html")
        assert visit.text("h1").strip() == "Norvane"
        assert "no rate under 5 decided promises" in visit.text("main")
        visit.page.locator("table.ledger th a", has_text="NVT-101").first.click()
        visit.page.wait_for_selector("#graph[data-ready=yes]")
        assert visit.text("h1") == "NVT-101"
        assert visit.errors == []


def test_the_change_log_shows_its_words(browser: Browser, pages: Path) -> None:
    """A change of the log opens to the quotes of both sides."""
    with browser.open(pages / "site" / "id" / "organization" / "norvane.html") as visit:
        entry = visit.page.locator("details.entry[open] details.words").first
        entry.locator("summary").click()
        assert entry.locator("blockquote").first.is_visible()


def test_a_line_of_a_thing_opens_all_of_its_tellings(browser: Browser, pages: Path) -> None:
    """The drawer has the words of each, in the order of their days; the names in them lead on."""
    with browser.open(pages / "site" / "id" / "organization" / "norvane.html") as visit:
        line = visit.page.locator("table.told tr", has_text="Ada Nordvik")
        line.locator("[data-claims]").click()
        assert "Ada Nordvik is Chief Executive Officer" in visit.text("#drawer")
        visit.page.locator("#drawer h3 a", has_text="Ada Nordvik").click()
        visit.page.wait_for_url("**/id/person/ada-nordvik.html")
        visit.page.locator("table.told a", has_text="Norvane").first.click()
        visit.page.wait_for_url("**/id/organization/norvane.html")
        assert visit.errors == []


def test_names_in_tables_lead_to_their_pages(browser: Browser, pages: Path) -> None:
    """The head of a column of the matrix, an indication of the designations."""
    for view, place in (("matrix", ".matrix thead a"), ("designations", "table.des td a[href^=id]")):
        with browser.open(pages / "site" / f"{view}.html") as visit:
            visit.page.locator(place, has_text="sarcoma").first.click()
            visit.page.wait_for_url("**/id/indication/sarcoma.html")


def test_findings_can_be_picked(browser: Browser, pages: Path) -> None:
    """By what they say; an address with an anchor opens its kind."""
    with browser.open(pages / "site" / "findings.html") as visit:
        assert visit.page.locator(".items > li:visible").count() == 1
        visit.page.fill("#says", "nothing of the kind")
        assert visit.page.locator(".items > li:visible").count() == 0
        assert visit.text("#left") == "Nothing here is like that."
        visit.page.fill("#says", "two stages")
        visit.page.select_option("#severity", "warning")
        assert visit.text("#left") == "1 shown"
        assert visit.page.locator(".side").count() == 2
        anchor = visit.page.locator(".anchor").first.get_attribute("href")
        visit.run("() => { document.querySelector('.kind details').open = false }")
        visit.run("a => { location.hash = a }", anchor)
        visit.page.wait_for_selector(".items > li:visible")


def test_the_matrix_can_be_narrowed(browser: Browser, pages: Path) -> None:
    """Typing an indication leaves its column and the compounds in it."""
    with browser.open(pages / "alone" / "matrix.html") as visit:
        visit.page.fill("#narrow", "lymphoma")
        assert visit.page.locator(".matrix tbody tr:visible").count() == 1
        assert visit.page.locator(".matrix thead th:visible").count() == 2


def test_the_home_page_finds_things(browser: Browser, pages: Path) -> None:
    """A name typed on the home page leads to the page of the compound."""
    with browser.open(pages / "site" / "index.html") as visit:
        visit.page.fill("#search", "lorvel")
        visit.page.locator("#hits a", has_text="NVT-101").click()
        visit.page.wait_for_selector("#graph[data-ready=yes]")
        assert visit.text("h1") == "NVT-101"
        assert visit.errors == []


def test_the_search_can_be_used_by_keyboard(browser: Browser, pages: Path) -> None:
    """Down and up go through what is found, Escape goes back, Enter opens the first; whatever is typed, nothing is sent away."""
    with browser.open(pages / "site" / "index.html") as visit:
        visit.page.fill("#search", "nvt")
        visit.page.wait_for_selector("#hits li")
        assert visit.page.locator("#hits li").count() >= 3
        focused = "() => document.activeElement.textContent"
        visit.page.press("#search", "ArrowDown")
        first = visit.run(focused)
        visit.page.keyboard.press("ArrowDown")
        assert visit.run(focused) != first
        visit.page.keyboard.press("ArrowUp")
        assert visit.run(focused) == first
        visit.page.keyboard.press("Escape")
        assert visit.run("() => document.activeElement.id") == "search"
        assert visit.page.locator("#hits li").count() == 0
        visit.page.fill("#search", "GLR 3")
        visit.page.wait_for_selector("#hits li")
        visit.page.press("#search", "Enter")
        visit.page.wait_for_url("**/id/target/glr3.html")
        assert visit.errors == []


def test_the_script_ranks_as_the_server_does(browser: Browser, pages: Path, things: Things) -> None:
    """The same things in the same order, for names, beginnings, words, pieces and scattered words."""
    with browser.open(pages / "site" / "index.html") as visit:
        for typed in ("nvt", "nvt 101", "GLR3", "o", "tansine lorv", "phase", "norv", "myelo", "trial 2"):
            visit.page.fill("#search", typed)
            visit.page.wait_for_function("() => document.getElementById('hitcount').textContent")
            shown = [a.inner_text() for a in visit.page.query_selector_all("#hits a")]
            assert shown == [h.thing.label for h in search(things.all.values(), typed)][:12], typed


def test_without_scripts_all_names_are_there(browser: Browser, pages: Path) -> None:
    """The home page leads to the list from A to Z, and that to the things."""
    with browser.open(pages / "site" / "index.html", scripts=False) as visit:
        visit.page.locator("a", has_text="All names").last.click()
        visit.page.locator("main a", has_text="sarcoma").first.click()
        assert visit.text("h1").strip() == "sarcoma"
        assert visit.page.locator("table.told tbody tr").count() > 3


@pytest.mark.parametrize("view", VIEWS)
def test_without_scripts_the_words_are_there(browser: Browser, pages: Path, view: str) -> None:
    """Where scripts are off, the table still tells every fact with its words."""
    with browser.open(pages / "alone" / f"{view}.html", scripts=False) as visit:
        first = visit.page.locator("#facts details").first
        first.locator("summary").click()
        assert first.locator("blockquote").first.is_visible()


def test_sixty_nodes_do_not_overlap(browser: Browser, tmp_path: Path) -> None:
    """The largest network that the overview draws, with long names, in the browser."""
    from tests.browser.crowd import crowd

    (tmp_path / "crowd.html").write_text(crowd(60), "utf-8")
    with browser.open(tmp_path / "crowd.html") as visit:
        assert len(drawn(visit)[0]) == 60
        assert visit.run(OVERLAPS) == []
