"""Questions and the SPARQL page in a real browser: readable, usable by hand and keyboard, with and without scripts, harmless."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.browser.asking import serving
from tests.browser.conftest import Browser, Visit
from tests.browser.hostile import PAYLOADS, hostile_store
from tests.browser.test_views import _violations
from tests.browser.test_views_hostile import assert_harmless, touch
from tests.record import store as record_store

from triplewire.draw import Site, SiteInfo, site
from triplewire.draw.reader import Reader

pytestmark = pytest.mark.browser
KINDS = [
    "questions",
    "questions/partners",
    "questions/promise-record",
    "questions/kept-promises",
    "questions/news",
    "questions/partners-drawn",
]
CHARTS = ["promise-record", "on-time-by-kind", "kept-promises", "stage-history", "trials", "financials"]
QUERY = "SELECT ?compound ?target ?n WHERE {\n  ?compound tw:targets ?target .\n  BIND(STRLEN(STR(?target)) AS ?n)\n} ORDER BY ?compound ?target"
TEXTS = """() => [...document.querySelectorAll('svg.chart text')].filter(t => t.textContent.trim()).map(t => {
  const b = t.getBoundingClientRect(); return [t.textContent, parseFloat(getComputedStyle(t).fontSize), b.left, b.top, b.right, b.bottom] })"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of releases in which promises come to every end: charts with something in them."""
    out = tmp_path_factory.mktemp("record")
    site(record_store(), out, SiteInfo("0.0"))
    return out


@pytest.fixture(scope="module")
def address(pages: Path) -> Iterator[str]:
    """A server of the same releases, with live pages."""
    assert pages.is_dir()
    reader = Reader(record_store())
    with serving(reader, Site(reader, SiteInfo("0.0"), live=True)) as at:
        yield at


@contextmanager
def opened(browser: Browser, url: str, *, scripts: bool = True, width: int = 1280, storage: bool = True) -> Iterator[Visit]:
    """A page of a server on this machine; without `storage` a script that asks for it is refused, as in a closed frame."""
    context = browser.chromium.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts, reduced_motion="reduce")
    if not storage:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError') }})"
        )
    visit = Visit(context.new_page())
    visit.page.on("request", lambda r: visit.requests.append(r.url))
    visit.page.on("console", lambda m: visit.errors.append(m.text) if m.type in ("error", "warning") else None)
    visit.page.on("pageerror", lambda e: visit.errors.append(str(e)))
    visit.page.on("dialog", visit.refuse)
    visit.page.goto(url)
    try:
        yield visit
    finally:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_questions_fits_and_can_be_read(browser: Browser, record: Path, kind: str) -> None:
    """Nothing on the console, no sideways scroll at 390 pixels, no violation of the axe rules in light and dark."""
    with browser.open(record / f"{kind}.html", width=390) as visit:
        assert visit.errors == []
        assert visit.run("() => document.documentElement.scrollWidth") <= 390
    with browser.open(record / f"{kind}.html") as visit:
        assert _violations(visit) == []
        visit.page.click("#theme")
        assert _violations(visit, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", CHARTS)
def test_the_words_of_a_chart_can_be_read(browser: Browser, record: Path, pages: Path, name: str, width: int) -> None:
    """At least 11 pixels high, inside the page, and none over another, on a phone too."""
    drawn = 0
    for root in (record, pages / "site"):
        with browser.open(root / "questions" / f"{name}.html", width=width) as visit:
            texts = visit.run(TEXTS)
        drawn += len(texts)
        for at, (word, size, left, top, right, bottom) in enumerate(texts):
            assert size >= 11, word
            assert left >= 0, word
            assert right <= width + 1, word
            touching = [o[0] for o in texts[at + 1 :] if left < o[4] - 1 and o[2] < right - 1 and top < o[5] - 3 and o[3] < bottom - 3]
            assert touching == [], word
    assert drawn > 0


def test_rows_are_sorted_by_a_column(browser: Browser, record: Path) -> None:
    """A click sorts up, a second down, a third gives the first order back; numbers by size; the head says which way."""
    with browser.open(record / "questions" / "kept-promises.html") as visit:
        head = visit.page.locator("#answer th", has_text="Days")
        days = visit.page.locator("#answer tbody tr td:nth-child(7)")
        before = days.all_inner_texts()
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        told = [int(d.replace(",", "")) for d in days.all_inner_texts() if d]
        assert told == sorted(told)
        assert len(set(told)) > 2
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert [int(d.replace(",", "")) for d in days.all_inner_texts() if d] == told[::-1]
        head.locator("button").click()
        assert head.get_attribute("aria-sort") is None
        assert days.all_inner_texts() == before


def test_rows_can_be_narrowed(browser: Browser, record: Path) -> None:
    """Words of a row, in any order; the count says how many are left."""
    with browser.open(record / "questions" / "kept-promises.html") as visit:
        word = visit.page.locator("#answer tbody tr td:first-child").first.inner_text()
        visit.page.fill("#narrowrows", word.lower())
        left = visit.page.locator("#answer tbody tr:visible").count()
        assert 0 < left < visit.page.locator("#answer tbody tr").count()
        assert visit.text("#answercount").startswith(f"{left} of ")
        visit.page.fill("#narrowrows", "no such words")
        assert visit.text("#answercount") == "No row has these words."


def test_the_query_can_be_copied(browser: Browser, record: Path) -> None:
    """The text that is shown, letter for letter, or else it is selected and the page says so."""
    with browser.open(record / "questions" / "partners.html") as visit:
        visit.page.locator("details.asked summary").click()
        visit.page.click("[data-copy=sparql-text]")
        visit.page.wait_for_selector(".copied:not(:empty)")
        assert visit.text(".copied") in ("Copied.", "Selected: copy it with the keyboard.")


def test_without_scripts_a_question_is_all_there(browser: Browser, record: Path) -> None:
    """Rows, chart, query and downloads; no control that would do nothing."""
    with browser.open(record / "questions" / "promise-record.html", scripts=False) as visit:
        assert visit.page.locator("#answer tbody tr").count() > 1
        assert visit.page.locator("svg.chart rect.piece").count() > 1
        assert visit.page.locator("button:visible").count() == 0
        assert visit.page.locator("input:visible").count() == 0


def test_values_can_be_given_without_scripts(browser: Browser, address: str) -> None:
    """The form of a live page is a real one: it asks anew and keeps the values."""
    with opened(browser, f"{address}/questions/kept-promises.html") as visit:
        whole = int(visit.text("#answercount strong"))
    with opened(browser, f"{address}/questions/change-log.html", scripts=False) as visit:
        visit.page.fill("#p-as_of", "2001-01-01")
        visit.page.click("form.ask button")
        assert "as_of=2001-01-01" in visit.page.url
        assert visit.page.input_value("#p-as_of") == "2001-01-01"
        assert visit.page.locator(".empty").count() == 1
    assert whole > 0


@pytest.mark.parametrize(
    "path", ["sparql", "sparql?example=partners", f"sparql?query={QUERY}", "sparql?query=SELEC", "questions/partners.html"]
)
def test_live_pages_fit_and_can_be_read(browser: Browser, address: str, path: str) -> None:
    """As those of the static site."""
    with opened(browser, f"{address}/{path}", width=390) as visit:
        assert visit.errors == []
        assert visit.run("() => document.documentElement.scrollWidth") <= 390
        assert all(request.startswith(address) for request in visit.requests)
    with opened(browser, f"{address}/{path}") as visit:
        assert _violations(visit) == []
        visit.page.click("#theme")
        assert _violations(visit, runOnly=["color-contrast"]) == []


def test_a_query_runs_without_scripts(browser: Browser, address: str) -> None:
    """An example is a link that fills the field, and the button sends it."""
    with opened(browser, f"{address}/sparql", scripts=False) as visit:
        visit.page.locator(".beside a", has_text="promise record").first.click()
        assert "SELECT" in visit.page.input_value("#query")
        visit.page.click("#editform button[type=submit]")
        assert visit.page.locator("#answer tbody tr").count() > 1
        assert visit.page.locator("#answered a", has_text="CSV").count() == 1


def test_the_keyboard_runs_a_query_and_is_not_caught(browser: Browser, address: str) -> None:
    """Ctrl+Enter sends it, Tab goes on to the button."""
    with opened(browser, f"{address}/sparql") as visit:
        visit.page.fill("#query", QUERY)
        visit.page.press("#query", "Tab")
        assert visit.run("() => document.activeElement.type") == "submit"
        visit.page.focus("#query")
        visit.page.press("#query", "Control+Enter")
        visit.page.wait_for_selector("#answer")
        assert visit.page.input_value("#query") == QUERY
        assert visit.errors == []


def test_colours_lie_exactly_under_the_letters(browser: Browser, address: str) -> None:
    """The coloured copy has the text of the field, the same font and place, and scrolls with it."""
    with opened(browser, f"{address}/sparql") as visit:
        text = "PREFIX x: <urn:x>\n# said\n" + 'SELECT ?s WHERE { ?s x:p "a \'b\' \\" <c>" , 3.5 }\n' * 60 + '"open'
        visit.page.fill("#query", text)
        assert visit.run("() => document.querySelector('.under code').textContent") == text + "\n"
        look = "e => { const s = getComputedStyle(e); return [s.font, s.lineHeight, s.paddingLeft, s.paddingTop, s.tabSize, s.whiteSpace] }"
        assert visit.page.eval_on_selector("#query", look) == visit.page.eval_on_selector(".under", look)
        visit.run("() => { const q = document.getElementById('query'); q.scrollTop = 300; q.dispatchEvent(new Event('scroll')) }")
        assert visit.run("() => document.querySelector('.under').scrollTop") == 300


def test_a_prefix_is_inserted_once(browser: Browser, address: str) -> None:
    """At the head of the query, also when it is chosen twice."""
    with opened(browser, f"{address}/sparql") as visit:
        visit.page.locator(".beside summary", has_text="Prefixes").click()
        for _ in range(2):
            visit.page.locator("[data-prefix=skos] button").click()
        assert visit.page.input_value("#query").count("PREFIX skos:") == 1
        assert visit.page.input_value("#query").startswith("PREFIX skos:")


def test_earlier_queries_can_be_had_again_and_forgotten(browser: Browser, address: str) -> None:
    """They stay in the browser until they are cleared."""
    with opened(browser, f"{address}/sparql") as visit:
        assert not visit.page.locator("#history").is_visible()
        visit.page.fill("#query", QUERY)
        visit.page.press("#query", "Control+Enter")
        visit.page.wait_for_selector("#answer")
        visit.page.goto(f"{address}/sparql")
        visit.page.locator("#history summary").click()
        visit.page.locator("#earlier button").first.click()
        assert visit.page.input_value("#query") == QUERY
        visit.page.click("#forget")
        assert not visit.page.locator("#history").is_visible()
        visit.page.reload()
        assert not visit.page.locator("#history").is_visible()


def test_without_storage_the_page_works_on(browser: Browser, address: str) -> None:
    """No list of earlier queries, no error."""
    with opened(browser, f"{address}/sparql", storage=False) as visit:
        visit.page.fill("#query", QUERY)
        visit.page.press("#query", "Control+Enter")
        visit.page.wait_for_selector("#answer")
        assert not visit.page.locator("#history").is_visible()
        assert visit.errors == []


def test_nothing_on_a_page_of_questions_runs(browser: Browser, hostile_pages: Path) -> None:
    """The answers of releases that try to run something, in tables, charts and pictures."""
    files = sorted((hostile_pages / "site" / "questions").glob("*.html"))
    assert len(files) > 50
    rows = 0
    for file in files:
        with browser.open(file) as visit:
            touch(visit)
            assert_harmless(visit, 4 if file.stem.endswith("-drawn") else 2)
            rows += visit.page.locator("#answer tbody tr").count()
    assert rows > 100


def test_nothing_on_the_sparql_page_runs(browser: Browser) -> None:
    """A query and an answer full of markup, and what a script keeps of them."""
    store, _, info = hostile_store()
    reader = Reader(store)
    text = "SELECT * { ?s ?p ?o . FILTER(ISLITERAL(?o)) VALUES ?x { " + " ".join(str(ox.Literal(p)) for p in PAYLOADS) + " } } LIMIT 300"
    with serving(reader, Site(reader, info, live=True)) as at, opened(browser, f"{at}/sparql") as visit:
        visit.page.fill("#query", text)
        visit.page.press("#query", "Control+Enter")
        visit.page.wait_for_selector("#answer")
        touch(visit)
        assert_harmless(visit, 3)
        visit.page.goto(f"{at}/sparql")
        visit.page.locator("#history summary").click()
        assert_harmless(visit, 3)
