"""Questions and the SPARQL page in a real browser: readable, usable by hand and keyboard, with and without scripts, harmless."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from tests.browser.asking import serving
from tests.browser.axe import violations
from tests.browser.conftest import Browser, Visit
from tests.record import store as record_store

from triplewire import query, vocab
from triplewire.draw import Site, SiteInfo, ask, site
from triplewire.draw.page import ALONE
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
CHARTS = ["promise-record", "on-time-by-kind", "kept-promises", "trials", "financials"]
QUERY = "SELECT ?s ?label ?n WHERE {\n  ?s a tw:Compound ; rdfs:label ?label .\n  BIND(STRLEN(?label) AS ?n)\n} ORDER BY ?s ?label"
LIVE = ["sparql", "sparql?example=partners", f"sparql?query={quote(QUERY)}", "sparql?query=SELEC", "questions/partners.html"]
TEXTS = """() => [...document.querySelectorAll('svg.chart text')].filter(t => t.textContent.trim()).map(t => {
  const b = t.getBoundingClientRect();
  return [t.textContent, parseFloat(getComputedStyle(t).fontSize), b.left, b.top, b.right, b.bottom] })"""
DENIED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError') }})"


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
    """Nothing on the console, no sideways scroll at 390 pixels, no violation of the axe rules; by night too."""
    with browser.open(record / f"{kind}.html", width=390) as visit:
        assert visit.errors == []
        assert visit.run("() => document.documentElement.scrollWidth") <= 390
        assert violations(visit) == []
        visit.page.click("#theme")
        assert violations(visit, runOnly=["color-contrast"]) == []


def unreadable(visit: Visit, width: int) -> list[str]:
    """The words of charts that are under 11 pixels high, outside the page, or under other words."""
    texts, out = visit.run(TEXTS), []
    assert texts
    for at, (word, size, left, top, right, bottom) in enumerate(texts):
        touching = [o[0] for o in texts[at + 1 :] if left < o[4] - 1 and o[2] < right - 1 and top < o[5] - 3 and o[3] < bottom - 3]
        if size < 11 or left < 0 or right > width + 1 or touching:
            out.append(f"{word} {size:.0f} px, {left:.0f} to {right:.0f}, over {touching}")
    return out


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", CHARTS)
def test_the_words_of_a_chart_can_be_read(browser: Browser, record: Path, pages: Path, name: str, width: int) -> None:
    """At least 11 pixels high, inside the page, and none over another, on a phone too."""
    found = [root / "questions" / f"{name}.html" for root in (record, pages / "site")]
    file = next(f for f in found if '<svg class="chart' in f.read_text("utf-8"))
    with browser.open(file, width=width) as visit:
        assert unreadable(visit, width) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_marks_on_the_days_of_stages_can_be_read(browser: Browser, tmp_path: Path, width: int) -> None:
    """Stages that were told within days of each other lie in rows of their own."""
    day, rows = ox.NamedNode(vocab.prefixes()["xsd"] + "date"), []
    for compound, indication in (("NVT-101", "relapsed or refractory multiple myeloma"), ("NVT-202", None)):
        for n, stage in enumerate(("Preclinical", "Phase 1", "Phase 1/2", "Phase 2", "Phase 3", "Filed", "Approved", "Discontinued")):
            told = ox.Literal(f"20{24 + n // 4}-0{1 + n % 4}-1{n}", datatype=day)
            rows.append((ox.Literal(compound), ox.Literal(indication) if indication else None, told, ox.Literal(stage)))
    named = query.named("stage-history")
    outcome = ask.Outcome("SELECT * {}", query.Table(named.columns, tuple(rows)))
    (tmp_path / "stages.html").write_text(ask.question_page(Reader(ox.Store()), ALONE, named, outcome), "utf-8")
    with browser.open(tmp_path / "stages.html", width=width) as visit:
        assert visit.page.locator(".pilltext").count() == 16
        assert unreadable(visit, width) == []
        assert violations(visit) == []


def test_rows_are_sorted_by_a_column(browser: Browser, record: Path) -> None:
    """A click sorts up, a second down, a third gives the first order back; numbers by size; the head says which way."""
    with browser.open(record / "questions" / "releases.html") as visit:
        head = visit.page.locator("#answer th", has_text="Statements")
        cells = visit.page.locator("#answer tbody tr td:nth-child(5)")
        before = cells.all_inner_texts()
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        up = cells.all_inner_texts()
        assert up == sorted(before, key=int)
        assert up != before
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert cells.all_inner_texts() == sorted(before, key=int, reverse=True)
        head.locator("button").click()
        assert head.get_attribute("aria-sort") is None
        assert cells.all_inner_texts() == before


def test_rows_can_be_narrowed(browser: Browser, record: Path) -> None:
    """Words of a row, in any order; the count says how many are left."""
    with browser.open(record / "questions" / "releases.html") as visit:
        row = visit.page.locator("#answer tbody tr").first
        visit.page.fill("#narrowrows", f"{row.locator('td').nth(3).inner_text().upper()} {row.locator('td').first.inner_text()}")
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
def test_live_pages_fit(browser: Browser, address: str, path: str) -> None:
    """As those of the static site."""
    with opened(browser, f"{address}/{path}", width=390) as visit:
        assert visit.errors == []
        assert visit.run("() => document.documentElement.scrollWidth") <= 390
        assert all(request.startswith(address) for request in visit.requests)


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
