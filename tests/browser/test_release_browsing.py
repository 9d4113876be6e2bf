"""The page of a release in a real browser: its text, what is marked in it, and the ways to and from its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import Browser, Visit
from tests.browser.paper import RAW
from tests.facts_fixture import SPRING, documents, facts
from tests.shared import need_shared

import triplewire as tw
from triplewire.model import Fact

pytestmark = pytest.mark.browser
RELEASE = f"site/id/release/{SPRING}.html"
# What is marked because an address names its place: the runs whose ground is that of the place that was linked to.
MARKED = """() => { const ground = getComputedStyle(document.documentElement).getPropertyValue('--here');
  const probe = document.createElement('i'); probe.style.backgroundColor = ground; document.body.append(probe);
  const colour = getComputedStyle(probe).backgroundColor; probe.remove();
  const here = r => getComputedStyle(r).backgroundColor === colour;
  return [...document.querySelectorAll('#text .run')].filter(here).map(r => r.textContent).join('') }"""
SAID = """id => [...document.querySelectorAll('#text .run[data-claims]')].filter(a => a.dataset.claims.split(' ').includes(id))
  .map(a => a.textContent).join('')"""
# By words of a fact as the list has them: the ids of facts on the page.
LISTED = """() => [...document.querySelectorAll('.groups .fact')].map(f => [f.id,
  [...f.querySelectorAll('.where')].map(w => w.textContent.match(/characters (\\d+)–(\\d+)/).slice(1).map(Number))])"""


def assert_every_fact_lies_on_its_words(visit: Visit, raw: str, told: list[Fact]) -> None:
    """Facts on the page are those of the release, each on exactly its words, and the address of these words marks them and no others."""
    assert visit.run(RAW) == raw
    wanted = sorted(sorted([e.start, e.end] for e in fact.evidence if not e.role) for fact in told)
    listed = visit.run(LISTED)
    assert sorted(spans for _, spans in listed) == wanted
    for fid, spans in listed:
        inside = sorted({at for start, end in spans for at in range(start, end)})
        assert visit.run(SAID, fid) == "".join(raw[at] for at in inside)
    for start, end in sorted({tuple(span) for _, spans in listed for span in spans}):
        visit.run("place => { location.hash = place }", f"c{start}-{end}")
        assert visit.run(MARKED) == raw[start:end]


def test_every_fact_lies_on_its_words(browser: Browser, pages: Path) -> None:
    """The raw text is whole, every fact is on its words, and the address of a place marks that place alone."""
    for document in documents():
        own = [f for f in facts() if f.release == document.release.id]
        with browser.open(pages / "site" / "id" / "release" / f"{document.release.id}.html") as visit:
            assert_every_fact_lies_on_its_words(visit, document.raw, own)
            assert visit.errors == []


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tw.Graph]:
    """The page of the first input, a scanned release, and its graph."""
    out = tmp_path_factory.mktemp("seed")
    tw.build(need_shared() / "releases" / "seed", out)
    graph = tw.open(out)
    (release,) = graph.releases()
    return out / "current" / "id" / "release" / f"{release.id}.html", graph


@pytest.mark.shared
@pytest.mark.slow
def test_every_fact_of_the_seed_lies_on_its_words(browser: Browser, seed: tuple[Path, tw.Graph]) -> None:
    """So with the scanned release: no fact without its words, no address that marks others."""
    page, graph = seed
    ((_, raw),) = graph.texts().values()
    assert len(graph.facts()) > 100
    with browser.open(page) as visit:
        assert_every_fact_lies_on_its_words(visit, raw, graph.facts())


@pytest.mark.shared
@pytest.mark.slow
def test_every_fact_of_the_seed_opens_from_its_words(browser: Browser, seed: tuple[Path, tw.Graph]) -> None:
    """A click on the words of a fact shows it in the drawer, and its repairs are told in the text and in a table."""
    page, graph = seed
    with browser.open(page) as visit:
        for fid, _ in visit.run(LISTED):
            visit.run("id => [...document.querySelectorAll('a.run')].find(a => a.dataset.claims.split(' ').includes(id)).click()", fid)
            said = visit.run("id => document.querySelector(`#${id} .said`).textContent", fid)
            assert said in visit.run("() => [...document.querySelectorAll('#drawer h3')].map(h => h.textContent)")
        assert visit.page.locator("#text .readas").count() == 23
        assert visit.page.locator("table.kinds a[href^='#r']").count() == 23
        assert graph.facts()


def test_a_click_on_words_shows_all_facts_there(browser: Browser, pages: Path) -> None:
    """Where facts lie over one another, the drawer has each of them; by keyboard too, and Escape leads back."""
    with browser.open(pages / RELEASE) as visit:
        words = visit.page.locator("#text a.run", has_text="NVT-101 was given orphan status").first
        words.focus()
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("#drawer .claim").count() == 3
        visit.page.keyboard.press("Escape")
        assert visit.run("() => document.activeElement.classList.contains('run')")


def test_a_fact_leads_to_its_words(browser: Browser, pages: Path) -> None:
    """Chosen in the list, a fact brings its words into sight, marked."""
    with browser.open(pages / RELEASE) as visit:
        visit.page.locator(".fact a.said", has_text="GLR3").click()
        assert visit.run(MARKED) == "is directed to GLR3"
        assert visit.run(
            "() => { const r = document.querySelector(':target').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
        )


def follow(visit: Visit, told: str) -> None:
    """From the page of a thing, by the first fact that is stated so, to its words in the release."""
    fact = visit.page.locator("#facts tr[data-status=stated]", has_text=told).first
    fact.locator("summary").click()
    fact.locator("a", has_text="in the release").click()
    visit.page.wait_for_url("**/id/release/*")


def test_other_pages_lead_to_the_words(browser: Browser, pages: Path) -> None:
    """From a quote on the page of a compound, the link goes to the release, where these words and no others are marked."""
    with browser.open(pages / "site" / "id" / "compound" / "nvt-101.html") as visit:
        follow(visit, "targets GLR3")
        assert visit.run(MARKED) == "is directed to GLR3"
        assert visit.errors == []


def test_the_facts_of_the_words_are_in_sight_beside_them(browser: Browser, sample_out: Path) -> None:
    """The list of a long release shows what rests on the words that the address names, and nothing else is marked there."""
    with browser.open(sample_out / "current" / "id" / "compound" / "imgn901.html") as visit:
        follow(visit, "has orphan designation Merkel cell carcinoma, EU")
        marked = visit.page.locator(".groups .fact.here")
        assert marked.all_inner_texts()
        assert all("IMGN901 has orphan designation Merkel cell carcinoma" in words for words in marked.all_inner_texts())
        assert visit.run(
            """() => { const box = (s) => document.querySelector(s).getBoundingClientRect(), f = box('.fact.here'), g = box('#groups');
            return f.top >= g.top && f.bottom <= g.bottom && f.bottom <= innerHeight }"""
        )
        assert visit.errors == []


def test_what_is_mended_can_be_read(browser: Browser, pages: Path) -> None:
    """The raw words stand in the text, what they are read as beside them: for the eye, and in words for a screen reader."""
    with browser.open(pages / RELEASE) as visit:
        note = visit.page.locator("#text .readas")
        assert note.is_visible()
        assert note.text_content() == " read as Phase III"
        assert visit.run("() => [...document.querySelectorAll('#text .damaged')].map(d => d.textContent).join('')") == "Phase lll"
        visit.page.locator("td a[href^='#r']").click()
        assert visit.run("() => document.querySelector(':target').className") == "readas"


def test_facts_can_be_sifted(browser: Browser, pages: Path) -> None:
    """One family is left, in the list and in the text; without any status nothing is, and the page says so."""
    with browser.open(pages / RELEASE) as visit:
        visit.page.select_option("#sieve select", "has target")
        assert visit.page.locator(".groups .fact:visible").count() == 1
        assert (
            visit.run("() => [...document.querySelectorAll('a.run:not(.off)')].map(a => a.textContent).join('')") == "is directed to GLR3"
        )
        assert visit.text("#factcount") == "1"
        visit.page.uncheck("#sieve input[value=stated]")
        assert visit.page.locator("#none").is_visible()


def test_without_scripts_a_release_can_be_read(browser: Browser, pages: Path) -> None:
    """Text, facts and the ways between them need no script; what cannot be used is not there."""
    with browser.open(pages / RELEASE, scripts=False) as visit:
        assert not visit.page.locator("#sieve").is_visible()
        visit.page.locator("#text a.run", has_text="is directed to GLR3").click()
        assert "GLR3" in visit.page.locator(".fact:target").text_content()
        visit.page.locator(".fact:target a.said").click()
        assert visit.page.locator(".run:target").text_content() == "is directed to GLR3"


def test_a_table_scrolls_in_itself(browser: Browser, sample_out: Path) -> None:
    """On a phone the columns of a table stay in line, and the page does not move sideways."""
    with browser.open(sample_out / "current" / "id" / "release" / "cns-2025-08-15-results.html", width=390) as visit:
        table = visit.page.locator("#text .table").first
        assert visit.run("() => getComputedStyle(document.querySelector('#text .table')).whiteSpaceCollapse") == "preserve"
        assert "1,200" in table.text_content()
        assert visit.run("() => document.documentElement.scrollWidth") <= 390
