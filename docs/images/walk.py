"""The walk of a newcomer through the pages, told in `docs/tutorial/explore.md`: each step is what a person does, in words that stand on the
page. A test takes it on the static site and on a server, `make.py` takes the pictures of the tutorial on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPOUND, LINE, TARGET, COMPANY = "IMGN901", "Orphan, EU", "FOLR1", "ImmunoGen"
QUERY = """\
SELECT ?compound ?target ?stage WHERE {
  ?compound tw:targets ?target .
  OPTIONAL { ?compound tw:reachedStage ?stage }
}
ORDER BY ?target ?compound
"""
PARTNERS = "Which organizations partner with a company"


@dataclass(frozen=True)
class Step:
    """Something that a person does, on a page that the step before has led to. `live`: only a server can do it; `shown`: the tutorial has
    a picture of what comes of it.
    """

    name: str
    do: Callable[[Page], None]
    live: bool = False
    shown: bool = True


def _search(page: Page) -> None:
    page.get_by_role("searchbox", name="Find a compound").press_sequentially(COMPOUND.lower()[:5])
    page.locator("#hits a").first.wait_for()


def _open_compound(page: Page) -> None:
    page.get_by_role("searchbox", name="Find a compound").press("Enter")
    page.get_by_role("heading", name=COMPOUND, level=1).wait_for()
    _drawn(page)


def _read_words(page: Page) -> None:
    line = page.locator("section", has_text="What releases say").get_by_role("row").filter(has_text=LINE).first
    line.get_by_role("link", name="told").click()
    page.get_by_role("complementary", name="Evidence").get_by_role("link", name="in the release").first.wait_for()


def _open_release(page: Page) -> None:
    page.get_by_role("complementary", name="Evidence").get_by_role("link", name="in the release").first.click()
    page.locator(":target").first.wait_for(state="attached")


def _come_back(page: Page) -> None:
    page.go_back()
    page.get_by_role("heading", name=COMPOUND, level=1).wait_for()
    _drawn(page)


def _open_network(page: Page) -> None:
    page.locator("summary", has_text="Views").click()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Targets").click()
    page.get_by_role("heading", name="Targets", level=1).wait_for()
    _drawn(page)


def _narrow(page: Page) -> None:
    page.get_by_role("checkbox", name="Payloads and technologies").uncheck()
    page.get_by_role("combobox", name="Find").fill(TARGET)
    page.get_by_role("combobox", name="Find").press("Enter")
    page.locator("#evidence blockquote").first.wait_for()


def _open_ledger(page: Page) -> None:
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Ledger").click()
    page.get_by_role("heading", name="Ledger", level=1).wait_for()


def _open_question(page: Page) -> None:
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Questions").click()
    page.get_by_role("link", name=PARTNERS).click()
    page.get_by_role("heading", name=PARTNERS, level=1).wait_for()


def _ask(page: Page) -> None:
    page.get_by_role("combobox", name="Company").fill(COMPANY)
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**company=*")


def _draw(page: Page) -> None:
    page.get_by_role("link", name="Draw").click()
    page.get_by_text("The answer as a picture").wait_for()
    _drawn(page)


def _query(page: Page) -> None:
    page.get_by_role("navigation", name="Site").get_by_role("link", name="SPARQL").click()
    page.get_by_role("textbox", name="Query").fill(QUERY)
    page.get_by_role("button", name="Run").click()
    page.get_by_role("heading", name="Answer").wait_for()


def _take_data(page: Page) -> None:
    page.locator("#answer").get_by_role("link", name=COMPOUND).first.click()
    page.get_by_role("link", name="Turtle").click()
    page.wait_for_url("**/*.ttl")


def _drawn(page: Page) -> None:
    page.locator("#graph[data-ready=yes]").wait_for()


STEPS = (
    Step("home", lambda page: page.get_by_role("searchbox", name="Find a compound").wait_for(), shown=False),
    Step("search", _search),
    Step("compound", _open_compound),
    Step("words", _read_words),
    Step("release", _open_release),
    Step("back", _come_back, shown=False),
    Step("network", _open_network, shown=False),
    Step("narrowed", _narrow),
    Step("ledger", _open_ledger),
    Step("question", _open_question, shown=False),
    Step("asked", _ask, live=True),
    Step("drawn", _draw),
    Step("sparql", _query, live=True),
    Step("turtle", _take_data, live=True),
)
"""In the order in which they are done, the first on the home page."""
