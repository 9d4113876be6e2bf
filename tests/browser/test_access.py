"""Every kind of page, of the static site and of a server: nothing that axe finds by day or by night, no sideways scroll, no overlap, and
every control within reach of the keyboard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.browser.axe import violations
from tests.browser.conftest import Browser, Visit
from tests.browser.test_networks_of_builds import SMALLEST
from tests.browser.test_views import OVERLAPS
from tests.fronts import front_of
from tests.serve.served import Served, serving

from triplewire.draw import Front, front

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VIEWS = ["pipeline", "overview", "compound", "company", "partners", "path", "targets", "matrix", "designations", "ledger", "timeline"]
LISTS = ["index", "findings", "names", "releases", "questions", "ontology/index"]
THINGS = ["compound", "organization", "indication", "target", "payload", "technology", "trial", "conference", "person", "release"]
ASKED = ["promise-record", "partners", "partners-drawn", "pipeline-drawn", "change-log", "stage-history", "financials"]
TERMS = ["ontology/class/Compound", "ontology/property/hasMilestone", "ontology/individual/phase2"]
STATIC = [*VIEWS, *LISTS, *(f"id/{kind}" for kind in THINGS), *(f"questions/{name}" for name in ASKED), *TERMS]
ROWS = "SELECT ?c ?t { ?c tw:targets ?t } ORDER BY ?c ?t"
LIVE = {
    "home": "",
    "search": "search?q=cyb",
    "search without a hit": "search?q=nobody",
    "SPARQL": "sparql",
    "example": "sparql?example=partners",
    "answer": f"sparql?query={quote(ROWS)}",
    "triples": f"sparql?query={quote('DESCRIBE <https://w3id.org/triplewire/id/compound/cyb003>')}",
    "yes or no": f"sparql?query={quote('ASK {}')}",
    "no row": f"sparql?query={quote('SELECT * { <urn:x> ?p ?o }')}",
    "picture of an answer": f"sparql?draw=1&query={quote(ROWS)}",
    "query with an error": f"sparql?query={quote('SELECT * { ?s ?p }')}",
    "question": "questions/partners.html",
    "question with values": "questions/change-log.html?as_of=2025-12-01",
    "question with a wrong value": "questions/change-log.html?as_of=summer",
    "path": "path.html?from=CYB003&to=Cybin",
    "path to nowhere": "path.html?from=CYB003&to=nobody",
    "ledger of a day": "ledger.html?as_of=2025-12-01",
    "compound": "id/compound/cyb003",
    "statement": "statement",
    "span": "span",
    "term": "ontology/class/Compound.html",
    "nothing there": "nothing-there",
    "no such thing": "id/compound/nobody",
}
CONTROLS = """() => { const out = [], shown = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert]');
  const sought = 'a[href], button, input, select, textarea, summary, [tabindex]';
  for (const e of document.querySelectorAll(sought)) {
    if (e.disabled || e.tabIndex < 0 || !shown(e)) continue;
    e.dataset.control = out.length;
    out.push(`${e.tagName.toLowerCase()} ${e.id || e.textContent.trim().slice(0, 30) || e.name || e.className}`);
  }
  return out }"""
FOCUSED = """() => { window.stops = []; addEventListener('keyup', () => { const e = document.activeElement, box = e.getBoundingClientRect();
  const ringed = s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  const around = e.parentElement && e.parentElement.matches('.editor') ? [e, e.parentElement] : [e];
  window.stops.push([e.dataset ? e.dataset.control : undefined, around.some(p => ringed(getComputedStyle(p))),
    box.bottom > 0 && box.top < innerHeight, e.type === 'date' ? 4 : 1]) }, true) }"""
"""Notes after each key the control that has the focus, whether a ring shows it, whether it is in the window, and how many stops it has
(a date: one a part).
"""
AT_ONCE = 25
"""How often Tab is pressed before the page is asked where that led: each question takes as long as a key."""


def biggest(folder: Path, kind: str) -> Path:
    """The page of a kind with most on it."""
    if not kind.startswith("id/"):
        return folder / f"{kind}.html"
    return max((folder / kind).glob("*.html"), key=lambda f: (f.stat().st_size, f.name))


@pytest.fixture(scope="module")
def served(sample_out: Path) -> Iterator[Served]:
    """A server of the sample releases."""
    with serving(sample_out) as made:
        yield made


@pytest.fixture(scope="module")
def addresses(served: Served) -> dict[str, str]:
    """By kind of page that only a server has, its address."""
    found = {"statement": "?x a tw:FactualStatement", "span": "?x a tw:EvidenceSpan"}
    for kind, pattern in found.items():
        iri = served.ask(f"SELECT ?x {{ {pattern} }} ORDER BY ?x LIMIT 1").rows()[0]["x"]
        found[kind] = "id/" + iri.removeprefix("https://w3id.org/triplewire/id/")
    return {kind: served.home + found.get(path, path) for kind, path in LIVE.items()}


def assert_fit_for_all(visit: Visit) -> None:
    """No violation wide and by day, or narrow and by night; no sideways scroll; in a picture no overlap and no small label."""
    assert [e for e in visit.errors if "Failed to load resource" not in e] == []  # so a browser tells of status 400 and 404
    for width, scheme in ((1400, "light"), (390, "dark")):
        visit.page.emulate_media(color_scheme=scheme)
        visit.page.set_viewport_size({"width": width, "height": 844})
        assert visit.run("() => document.documentElement.scrollWidth") <= width
        assert violations(visit) == [], width
        if visit.page.query_selector("#graph") and visit.run("() => triplewire.net.on.size && triplewire.net.on.size <= 60"):
            assert visit.run(OVERLAPS) == []
            assert visit.run(SMALLEST) >= 10.99, width


def assert_within_reach(visit: Visit) -> None:
    """Tab comes to every control that is there, each is seen to have the focus, and none keeps it."""
    controls = visit.run(CONTROLS)
    visit.run(FOCUSED)
    stops: Counter[int] = Counter()
    unseen = []
    for at, ring, inside, room in _tabbed(visit):
        if at is None:
            break
        stops[int(at)] += 1
        assert stops[int(at)] <= room, f"{controls[int(at)]} keeps the focus"
        if stops[int(at)] == 1 and not (ring and inside):
            unseen.append(controls[int(at)])
        if len(stops) == len(controls):
            break
    assert [c for n, c in enumerate(controls) if n not in stops] == []
    assert unseen == []


def _tabbed(visit: Visit) -> Iterator[tuple[str | None, bool, bool, int]]:
    """What Tab comes to, time after time."""
    while True:
        for _ in range(AT_ONCE):
            visit.page.keyboard.press("Tab")
        found = visit.run("() => window.stops.splice(0)")
        assert len(found) == AT_ONCE
        yield from found


@pytest.mark.parametrize("kind", STATIC)
def test_a_page_is_fit_for_all(browser: Browser, sample_out: Path, kind: str) -> None:
    """Of the sample releases, the page of each kind with most on it."""
    with browser.open(biggest(sample_out / "current", kind), width=1400) as visit:
        assert_fit_for_all(visit)


@pytest.mark.parametrize("kind", LIVE)
def test_a_served_page_is_fit_for_all(browser: Browser, addresses: dict[str, str], kind: str) -> None:
    """So are the pages of a server, with and without an answer."""
    with browser.open(addresses[kind], width=1400) as visit:
        assert_fit_for_all(visit)


@pytest.mark.parametrize("kind", STATIC)
def test_the_keyboard_reaches_everything(browser: Browser, pages: Path, sample_out: Path, kind: str) -> None:
    """On a page of each kind, those of the invented releases where there is one, since they are short."""
    short = pages / "site" if kind.split("/")[0] != "id" or (pages / "site" / kind).is_dir() else sample_out / "current"
    with browser.open(biggest(short, kind)) as visit:
        assert_within_reach(visit)


@pytest.mark.parametrize("kind", LIVE)
def test_the_keyboard_reaches_everything_of_a_server(browser: Browser, addresses: dict[str, str], kind: str) -> None:
    """Forms, fields, examples and answers too."""
    with browser.open(addresses[kind]) as visit:
        assert_within_reach(visit)


@pytest.fixture(scope="module")
def fronts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front pages of a build of a million releases, and of one of which there is nothing to tell."""
    folder = tmp_path_factory.mktemp("fronts")
    front(folder / "full", front_of())
    front(folder / "empty", Front("0.0"))
    return folder


@pytest.mark.parametrize("kind", ["full/index", "full/questions", "empty/index"])
def test_a_front_page_is_fit_for_all(browser: Browser, fronts: Path, kind: str) -> None:
    """So are the pages of a build that has no others, and the keyboard reaches all of them; each table says what it holds."""
    with browser.open(fronts / f"{kind}.html", width=1400) as visit:
        assert_fit_for_all(visit)
        assert visit.run("() => document.querySelectorAll('h1').length") == 1
        assert visit.run("() => [...document.querySelectorAll('table')].filter(t => !(t.caption && t.caption.innerText)).length") == 0
        assert_within_reach(visit)


def test_menus_open_and_close_by_keyboard(browser: Browser, pages: Path) -> None:
    """Enter opens a menu, Tab goes through it and out of it, which closes it, and Escape closes it and goes back."""
    with browser.open(pages / "site" / "index.html") as visit:
        for at in range(visit.page.locator("details.menu").count()):
            menu = visit.page.locator("details.menu").nth(at)
            summary, links = menu.locator("summary"), menu.locator("a")
            summary.focus()
            visit.page.keyboard.press("Enter")
            for n in range(links.count()):
                visit.page.keyboard.press("Tab")
                assert links.nth(n).evaluate("e => e === document.activeElement")
            visit.page.keyboard.press("Escape")
            assert menu.get_attribute("open") is None
            assert summary.evaluate("e => e === document.activeElement")
            visit.page.keyboard.press("Enter")
            for _ in range(links.count() + 1):
                visit.page.keyboard.press("Tab")
            assert menu.get_attribute("open") is None


@pytest.mark.parametrize("kind", ["matrix", "designations", "timeline", "ledger", "company", "compound", "release", "thing"])
def test_the_drawer_opens_and_closes_by_keyboard(browser: Browser, pages: Path, kind: str) -> None:
    """Enter opens it with the focus in it, Tab is not caught, Escape and its button close it and go back to where the reader was."""
    files = {"compound": "id/compound/nvt-101", "release": "id/release/norvane-2027-03-04", "thing": "id/indication/sarcoma"}
    files["company"] = "id/organization/norvane"
    with browser.open(pages / "site" / f"{files.get(kind, kind)}.html") as visit:
        link = visit.page.locator("[data-claims]").first
        for close in ("Escape", "Enter"):
            link.focus()
            visit.page.keyboard.press("Enter")
            assert visit.page.locator("#drawer").is_visible()
            assert visit.run("() => document.activeElement.closest('#drawer') !== null")
            if close == "Escape":
                for _ in range(visit.page.locator("#drawer a, #drawer button, #drawer summary").count() + 1):
                    visit.page.keyboard.press("Tab")
                assert visit.run("() => document.activeElement.closest('#drawer') === null")
            visit.page.keyboard.press(close)
            assert not visit.page.locator("#drawer").is_visible()
            assert link.evaluate("e => e === document.activeElement")
