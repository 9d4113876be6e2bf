"""Networks in a real browser: things are added, hidden and brought back, chosen by keyboard, kept in a link, saved and printed."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from tests.browser.conftest import Browser, Visit
from tests.browser.crowd import crowd, network, page, star
from tests.browser.test_views import NETWORKS, OVERLAPS

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
PICK = "name => triplewire.net.pick([...triplewire.net.there].find(i => triplewire.net.things.get(i).name === name))"
STATE = """() => ({things: [...triplewire.net.on].sort(), links: [...triplewire.net.drawn].sort(), chosen: triplewire.net.chosen,
  rows: [...document.querySelectorAll('#facts tbody:not([hidden]) tr:not([hidden])')].map(r => r.id).sort(),
  places: [...triplewire.net.on].sort().map(i => triplewire.network.getPosition(i))})"""
COUNTS = "name => [...document.querySelectorAll(`input[name=${name}]`)].map(b => +b.closest('.choice').querySelector('.count').textContent)"
HUB = """() => { const n = triplewire.net, links = id => n.touching.get(id).length;
  return n.things.get([...n.on].sort((a, b) => links(b) - links(a))[0]).name }"""
MET = """() => { const all = triplewire.net.names, out = [];
  all.forEach(([n, a, b, c, d], i) => all.slice(i + 1).forEach(([m, e, f, g, h]) => {
    if (a < g && e < c && b < h && f < d) out.push([n.name, m.name]) }));
  return out }"""
UNLISTED = """() => { const n = triplewire.net;
  return [...n.on].map(i => n.things.get(i)).find(x => !x.claims.some(c => document.getElementById(c))).name }"""
COME_NEAR = """id => { const n = triplewire.network;
  n.moveTo({position: n.getPosition(id), scale: 1, animation: false}); n.redraw() }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of made-up networks: 200 things of which 60 are drawn, 300 all drawn, and a company with ninety compounds."""
    out = tmp_path_factory.mktemp("networks")
    for name, text in {"some": crowd(200), "all": crowd(300, limit=400), "star": page(star(90)), "lone": page(network(30))}.items():
        (out / f"{name}.html").write_text(text, "utf-8")
    return out


@pytest.fixture
def some(browser: Browser, folder: Path) -> Iterator[Visit]:
    """The page of 200 things of which 60 are drawn."""
    with browser.open(folder / "some.html", width=1400) as visit:
        yield visit
        assert visit.errors == []


def state(visit: Visit) -> dict[str, Any]:
    """What the page shows."""
    found: dict[str, Any] = visit.run(STATE)
    return found


def pick_hub(visit: Visit) -> str:
    """Chooses the best linked thing of the picture."""
    name = str(visit.run(HUB))
    visit.run(PICK, name)
    return name


def offers(visit: Visit) -> list[str]:
    """The buttons that the panel offers about what is chosen."""
    return [str(b.inner_text()) for b in visit.page.query_selector_all("#words .more button")]


def test_the_panel_tells_what_is_not_drawn_by_type(some: Visit) -> None:
    """As many things of each type as the view knows beside what the picture has, and a button for each."""
    name = pick_hub(some)
    known = some.run(
        """name => { const n = triplewire.net, node = [...n.things.values()].find(x => x.name === name), out = {};
        for (const id of new Set(n.touching.get(node.id).map(e => e.from === node.id ? e.to : e.from)))
          if (!n.there.has(id)) { const t = n.things.get(id).group; out[t] = (out[t] || 0) + 1 } return Object.values(out).sort() }""",
        name,
    )
    told = re.findall(r"(\d+) [a-z]", some.text("#words .more p"))
    assert sorted(map(int, told)) == known
    assert len(offers(some)) >= len(known)


def test_added_things_do_not_overlap_and_have_their_facts(some: Visit) -> None:
    """They stand around the thing, with their links, their rows in the table and counts in the legend."""
    pick_hub(some)
    before, types = state(some), some.run(COUNTS, "type")
    some.page.locator("#words .more button", has_text="Add all").click()
    after = state(some)
    new = set(after["things"]) - set(before["things"])
    assert len(new) == len(after["things"]) - len(before["things"]) > 0
    assert some.run(OVERLAPS) == []
    assert len(after["rows"]) - len(before["rows"]) == len(after["links"]) - len(before["links"]) > 0
    assert sum(some.run(COUNTS, "type")) == sum(types) + len(new) == len(after["things"])
    assert f"{len(new)} things added" in some.text("#found")


def test_the_same_click_puts_the_same_things_in_the_same_places(browser: Browser, folder: Path) -> None:
    """Where added things go is no matter of chance."""
    found = []
    for _ in range(2):
        with browser.open(folder / "some.html", width=1400) as visit:
            pick_hub(visit)
            visit.page.locator("#words .more button", has_text="Add all").click()
            found.append(state(visit))
    assert found[0] == found[1]


@pytest.mark.parametrize("how", ["button", "keys"])
def test_what_was_added_or_hidden_can_be_taken_back(some: Visit, how: str) -> None:
    """The button and Ctrl+Z undo step by step, the last first."""
    first = state(some)
    pick_hub(some)
    some.page.locator("#words .more button", has_text="Add all").click()
    added = state(some)
    pick_hub(some)
    some.page.locator("#words .more button", has_text="Hide").click()
    assert len(state(some)["things"]) < len(added["things"])
    for wanted in (added, first):
        if how == "button":
            some.page.click("#undo")
        else:
            some.page.keyboard.press("Control+z")
        assert state(some)["things"] == wanted["things"]
        assert state(some)["rows"] == wanted["rows"]
    assert some.page.is_disabled("#undo")


def test_at_most_25_are_added_at_once(browser: Browser, folder: Path) -> None:
    """A mark gives what is gathered in it by portions, tells how many are left, and goes when it is empty."""
    with browser.open(folder / "star.html", width=1400) as visit:
        visit.run(PICK, "+90")
        assert "90 compounds" in visit.text("#words .more p")
        for left in (65, 40, 15):
            visit.page.locator("#words .more button", has_text="Add 25").click()
            assert f"{left} left" in visit.text("#found")
            assert f"+{left}" in visit.text("#words .who")
        visit.page.locator("#words .more button", has_text="Add 15").click()
        names = visit.run("() => [...triplewire.net.on].map(i => triplewire.net.things.get(i).name)")
        assert len(names) == 91
        assert not [n for n in names if n.startswith("+")]
        assert visit.run(OVERLAPS) == []
        visit.page.click("#undo")
        assert "+15" in visit.run("() => [...triplewire.net.on].map(i => triplewire.net.things.get(i).name)")
        assert visit.errors == []


def test_filters_and_dates_hold_for_what_is_added(some: Visit) -> None:
    """A type that is not shown is not offered, and a later fact brings nothing on an earlier day."""
    pick_hub(some)
    group = some.run("() => [...triplewire.net.missing(triplewire.net.things.get(triplewire.net.chosen)).keys()][0]")
    some.page.uncheck(f"input[value={group}]")
    pick_hub(some)
    assert group not in some.run("() => [...triplewire.net.missing(triplewire.net.things.get(triplewire.net.chosen)).keys()]")
    some.page.check(f"input[value={group}]")
    some.page.fill("#upto", "0")
    pick_hub(some)
    if add := some.page.query_selector("#words .more button:not(:text('Hide'))"):
        add.click()
    shown = some.run(
        "() => [...triplewire.net.drawn].flatMap(i => triplewire.net.links.get(i).claims.map(c => triplewire.net.data.claims[c].date))"
    )
    assert "2027-03-04" in shown
    assert all(some.run("() => [...triplewire.net.drawn].map(i => triplewire.net.links.get(i).claims.some(triplewire.net.told))"))


def test_a_link_keeps_the_state(browser: Browser, folder: Path) -> None:
    """Filters, date, what is added and hidden, and what is chosen are in the address, and a page opened with it is the same."""
    with browser.open(folder / "some.html", width=1400) as visit:
        pick_hub(visit)
        visit.page.locator("#words .more button", has_text="Add all").click()
        leaf = visit.run("() => { const n = triplewire.net, id = [...n.on].sort()[3]; n.hide(id); return id }")
        visit.page.uncheck("input[value=designation]")
        visit.page.uncheck("input[value=expected]")
        pick_hub(visit)
        visit.page.wait_for_function("() => ['statuses=', 'at='].every(key => location.hash.includes(key))")
        address, kept = visit.page.url, state(visit)
        assert {"types", "statuses", "plus", "minus", "at"} <= {part.split("=")[0] for part in address.split("#")[1].split("&")}
        assert leaf not in kept["things"]
    with browser.open(folder / "some.html", width=1400) as visit:
        visit.page.goto(address)
        visit.page.wait_for_function("n => triplewire.net && triplewire.net.on.size === n", arg=len(kept["things"]))
        found = state(visit)
        assert {k: found[k] for k in ("things", "links", "chosen", "rows")} == {k: kept[k] for k in ("things", "links", "chosen", "rows")}
        visit.page.fill("#upto", "0")
        visit.page.wait_for_function("() => location.hash.includes('until=2027-03-04')")
        assert visit.errors == []


def test_the_copied_link_is_the_address(browser: Browser, folder: Path) -> None:
    """The button writes the state into the address and says that it is copied, or shows the address where copying is not allowed."""
    with browser.open(folder / "lone.html") as visit:
        visit.page.uncheck("input[value=target]")
        visit.page.click("#copy")
        visit.page.wait_for_function("() => document.getElementById('found').textContent !== ''")
        assert "types=" in visit.page.url
        assert visit.text("#found") in ("The link is copied.", visit.page.url)


def test_a_state_that_means_nothing_here_is_passed_over(browser: Browser, folder: Path) -> None:
    """Unknown things, days and broken escapes in an address leave the page as it is."""
    with browser.open(folder / "lone.html") as visit:
        whole = state(visit)["things"]
        visit.page.goto((folder / "lone.html").as_uri() + "#plus=nobody&minus=%E0%A4%A&until=x&at=%3Cimg%3E")
        visit.page.wait_for_timeout(100)
        assert state(visit)["things"] == whole
        assert visit.errors == []


def test_a_thing_is_chosen_and_left_by_keyboard(some: Visit) -> None:
    """Find and Enter choose one; the arrow keys move among what it is linked with, and Enter goes there."""
    name = str(some.run(HUB))
    some.page.fill("#find", name)
    some.page.press("#find", "Enter")
    assert name in some.text("#words .who")
    some.page.evaluate("document.querySelector('#words .beside').open = true")
    some.page.locator("#words [data-thing]").first.focus()
    some.page.keyboard.press("ArrowDown")
    second = some.run("() => document.activeElement.textContent")
    assert some.run("() => [...document.querySelectorAll('#words [data-thing]')].indexOf(document.activeElement)") == 1
    some.page.keyboard.press("Enter")
    assert second in some.text("#words .who")
    assert some.run("() => document.getElementById('words').contains(document.activeElement)")


def test_a_thing_that_is_not_drawn_is_found_and_added(some: Visit) -> None:
    """Find offers it with its evidence; the button draws it."""
    name = some.run("() => [...triplewire.net.things.values()].find(n => !triplewire.net.there.has(n.id)).name")
    some.page.fill("#find", name)
    some.page.press("#find", "Enter")
    assert "is not drawn" in some.text("#found")
    some.page.locator("#words .more button", has_text="Add it").click()
    assert some.run("name => [...triplewire.net.on].some(i => triplewire.net.things.get(i).name === name)", name)
    assert some.run(OVERLAPS) == []


def test_names_of_a_crowded_picture_can_be_read_and_do_not_meet(browser: Browser, folder: Path) -> None:
    """No glyph overlaps another, no name another name, none is under 11 pixels, and more of them come as one zooms in."""
    with browser.open(folder / "all.html", width=1400) as visit:
        assert visit.run("() => triplewire.net.on.size") == 300
        assert visit.run(OVERLAPS) == []
        assert visit.run(MET) == []
        size = "() => Math.min(...triplewire.net.names.map(([n, a, top, b, bottom]) => bottom - top))"
        assert visit.run(size) >= 11
        first = visit.run("() => triplewire.net.names.map(([n]) => n.id)")
        assert len(first) > 20
        visit.run(COME_NEAR, first[-1])
        near = set(visit.run("() => triplewire.net.names.map(([n]) => n.id)"))
        assert near - set(first)
        assert visit.run(MET) == []
        assert visit.errors == []


@pytest.mark.parametrize("width", [1000, 1200, 1400])
def test_columns_begin_at_the_top_of_their_stage(browser: Browser, sample_out: Path, width: int) -> None:
    """And end at its bottom, in a window of any width: nobody opens the page on an empty frame."""
    with browser.open(sample_out / "current" / "pipeline.html", width=width) as visit:
        top, bottom, height = visit.run(
            """() => { const n = triplewire.network, f = triplewire.net.frame(), y = (at) => n.canvasToDOM({x: f.left, y: at}).y;
            return [y(f.top), y(f.bottom), document.getElementById('graph').clientHeight] }"""
        )
        assert height > 844
        assert 30 < top < 70
        assert 0 < height - bottom < 70
        assert visit.errors == []


def test_a_long_table_is_listed_by_portions(browser: Browser, tmp_path: Path) -> None:
    """Five hundred facts are in the table; the others are listed on demand, and are shown when their thing is chosen."""
    (tmp_path / "long.html").write_text(crowd(900, limit=1000), "utf-8")
    with browser.open(tmp_path / "long.html", width=1400) as visit:
        assert visit.page.locator("#facts tbody:not([hidden]) tr").count() == 500
        assert "500 of" in visit.text("#listed")
        visit.run(PICK, visit.run(UNLISTED))
        assert visit.page.locator("#words .claim blockquote").count() > 0
        assert visit.page.locator("#facts tbody:not([hidden]) tr").count() == 500
        visit.page.click("#morefacts")
        assert visit.page.locator("#facts tbody:not([hidden]) tr").count() == 1000
        visit.page.click("#morefacts")
        assert "All" in visit.text("#listed")
        assert visit.errors == []


def saved(visit: Visit, button: str, to: Path) -> Path:
    """The file that a button gives."""
    with visit.page.expect_download() as download:
        visit.page.click(button)
    download.value.save_as(to / download.value.suggested_filename)
    return to / str(download.value.suggested_filename)


@pytest.mark.parametrize("view", NETWORKS)
def test_the_drawing_is_a_vector_of_what_is_shown(browser: Browser, pages: Path, tmp_path: Path, view: str) -> None:
    """A well-formed SVG without script: a glyph and a name for each thing, a dashed or solid line for each link, legend and source."""
    with browser.open(pages / "alone" / f"{view}.html", width=1400) as visit:
        visit.page.locator("input[name=status][value=expected]").uncheck()
        file = saved(visit, "#svg", tmp_path)
        names = visit.run("() => [...triplewire.net.on].flatMap(i => triplewire.net.things.get(i).label.split('\\n'))")
        lines, dashed = visit.run(
            "() => [triplewire.net.drawn.size, [...triplewire.net.drawn].filter(i => triplewire.net.links.get(i).dashes).length]"
        )
        source = visit.text(".foot p")
        assert visit.errors == []
    root = ET.fromstring(file.read_text("utf-8"))
    assert file.name == f"triplewire-{view}.svg"
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "title", "rect", "g", "path", "circle", "text", "line"}
    words = [e.text for e in root.iter(f"{SVG}text")]
    assert all(words.count(n) >= 2 for n in names), "each name and its halo"
    assert source in words
    links = [e for e in root.iter(f"{SVG}path") if e.get("fill") == "none"]
    assert len(links) == lines
    assert len([e for e in links if e.get("stroke-dasharray")]) == dashed
    assert "Expected" not in words
    assert "Compounds" in words


def test_the_image_has_the_legend_and_twice_the_size(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """The PNG is the drawing at two pixels a unit."""
    with browser.open(folder / "lone.html", width=1400) as visit:
        drawing, image = saved(visit, "#svg", tmp_path), saved(visit, "#png", tmp_path)
        assert visit.errors == []
    root, head = ET.fromstring(drawing.read_text("utf-8")), image.read_bytes()
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (2 * int(root.get("width", "0")), 2 * int(root.get("height", "0")))


@pytest.mark.parametrize("view", ["pipeline", "overview", "path"])
def test_paper_has_the_picture_legend_and_facts(browser: Browser, pages: Path, tmp_path: Path, view: str) -> None:
    """The printed page has the drawing on its first page, with the legend, then the facts; buttons and filters are away."""
    with browser.open(pages / "alone" / f"{view}.html", width=1400) as visit:
        visit.page.pdf(path=tmp_path / "a.pdf", format="A4")
        names = visit.run("() => [...triplewire.net.on].flatMap(i => triplewire.net.things.get(i).label.split('\\n'))")
        assert not visit.page.is_visible("#printed")
    sheets = [p.extract_text() for p in PdfReader(tmp_path / "a.pdf").pages]
    first = sheets[0]
    assert all(n in first for n in names)
    assert "Compounds" in first
    assert "is directed to GLR3" in "".join(sheets) or view == "path"
    assert "Copy link" not in "".join(sheets)
    assert "Facts stated up to" not in "".join(sheets)


def test_the_query_of_a_view_is_there_to_be_copied(browser: Browser, pages: Path) -> None:
    """Each network has its query with its prefixes, folded away."""
    for view in NETWORKS:
        with browser.open(pages / "alone" / f"{view}.html") as visit:
            assert not visit.page.is_visible("#sparql")
            visit.page.click(".sparql summary")
            assert visit.text("#sparql").startswith("#")
            assert "PREFIX tw: <https://w3id.org/triplewire/ontology#>" in visit.text("#sparql")


def test_a_mark_may_stand_for_more_than_the_page_can_add(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts all of its things, offers those that the page has, and says how many are beyond."""
    monkeypatch.setattr("triplewire.draw.network.rest.MOST_THINGS", 40)
    (tmp_path / "star.html").write_text(page(star(90)), "utf-8")
    with browser.open(tmp_path / "star.html", width=1400) as visit:
        visit.run("() => triplewire.net.pick([...triplewire.net.on].find(i => triplewire.net.things.get(i).members))")
        assert offers(visit) == ["Add 25 of 40 compounds", "Hide"]
        assert "50 things more than this page can add." in visit.text("#words .more")
        visit.page.locator("#words .more button", has_text="Add 25").click()
        assert "+65" in visit.run("() => [...triplewire.net.on].map(i => triplewire.net.things.get(i).name)")
        assert visit.errors == []


def test_a_mark_of_a_crowded_picture_can_be_opened(browser: Browser, tmp_path: Path) -> None:
    """What is gathered in it comes into the picture, where the names of hundreds are written as there is room."""
    (tmp_path / "crowded.html").write_text(page(network(300), limit=100), "utf-8")
    with browser.open(tmp_path / "crowded.html", width=1400) as visit:
        visit.run("() => triplewire.net.pick([...triplewire.net.on].find(i => triplewire.net.things.get(i).members))")
        visit.page.locator("#words .more button").first.click()
        visit.run("() => triplewire.network.redraw()")
        assert visit.errors == []
        assert visit.run("() => [...triplewire.net.on].filter(i => !triplewire.network.body.nodes[i])") == []
