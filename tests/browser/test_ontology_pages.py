"""The pages about the ontology in a real browser: from disk, offline, on a phone, in both modes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.axe import violations
from tests.browser.conftest import Browser

from triplewire.draw import page
from triplewire.draw.ontology.diagram import diagram
from triplewire.draw.ontology.pages import SHEETS
from triplewire.terms import terms

pytestmark = pytest.mark.browser
KINDS = ["index", "class/Compound", "property/hasMilestone", "individual/phase2", "class/Biomarker"]
TOO_WIDE = """() => [...document.querySelectorAll('rect')].filter(box => {
  const text = box.nextElementSibling; return text.getBBox().width > box.getBBox().width - 6 })
  .map(box => box.nextElementSibling.textContent)"""
CROWDED = """() => { const out = []; for (const svg of document.querySelectorAll('svg')) {
  const words = [...svg.querySelectorAll('text.on')].map(t => t.getBBox()), boxes = [...svg.querySelectorAll('rect')].map(r => r.getBBox());
  for (const a of words) for (const b of boxes)
    if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      out.push(svg.getAttribute('aria-label')) }
  return out }"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_needs_no_network_and_fits_a_phone(browser: Browser, pages: Path, kind: str) -> None:
    """No request but for the sheet and the script beside it, nothing on the console, no sideways scroll at 390 pixels."""
    folder = pages / "site"
    shared = [f"assets/{name}" for name in ("style.css", "base.css", "ontology.css", "page.js")]
    with browser.open(folder / "ontology" / f"{kind}.html", width=390) as visit:
        assert set(visit.requests) == {(folder / f).as_uri() for f in (f"ontology/{kind}.html", *shared)}
        assert visit.errors == []
        assert visit.run("() => document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_accessibility_violation(browser: Browser, pages: Path, kind: str) -> None:
    """The axe rules find nothing; the colours of the dark mode are looked at on a page with everything on it."""
    with browser.open(pages / "site" / "ontology" / f"{kind}.html") as visit:
        assert violations(visit) == []
        if kind in ("class/Compound", "class/Biomarker"):
            visit.page.click("#theme")
            assert violations(visit, runOnly=["color-contrast"]) == []


def test_home_leads_to_a_term_by_clicks(browser: Browser, pages: Path) -> None:
    """Ontology in the navigation, a class in the tree, a property in its drawing."""
    with browser.open(pages / "site" / "index.html") as visit:
        visit.page.click("nav summary:has-text('More')")
        visit.page.click("nav a:has-text('Ontology')")
        visit.page.click(".tree a:has-text('Milestone')")
        assert visit.text("h1") in ("milestone", "milestone kind")
        visit.page.goto((pages / "site" / "ontology" / "class" / "Milestone.html").as_uri())
        visit.page.locator("svg.diagram a", has_text="atConference").first.click()
        assert visit.text("h1") == "at conference"
        assert visit.errors == []


def test_the_sheet_is_taken(browser: Browser, pages: Path) -> None:
    """Dark mode comes from the shared style sheet, and the button overrides it."""
    with browser.open(pages / "site" / "ontology" / "index.html", dark=True) as visit:
        look = "() => getComputedStyle(document.body).backgroundColor"
        assert visit.run(look) == "rgb(18, 22, 29)"
        visit.page.click("#theme")
        assert visit.run(look) == "rgb(255, 255, 255)"


def test_every_label_fits_its_box(browser: Browser, tmp_path: Path) -> None:
    """In the drawings of all terms, as the browser measures: names lie inside their boxes, words on arrows touch none."""
    sheet = "".join(page.asset(name) for name in (page.COLOURS, *SHEETS))
    drawings = "".join(diagram(t, lambda name: "x.html" if ":" in name else "") for t in terms())
    (tmp_path / "all.html").write_text(f"<!doctype html><title>all</title><style>{sheet}</style>{drawings}", "utf-8")
    with browser.open(tmp_path / "all.html") as visit:
        assert visit.run(TOO_WIDE) == []
        assert visit.run(CROWDED) == []
