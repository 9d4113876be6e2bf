"""A real browser, the pages of an invented build, and a watch over what they do."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests import record
from tests.browser.hostile import Build
from tests.facts_fixture import documents, facts

from triplewire.draw import VIEWS, Dossier, SiteInfo, Text, draw, site
from triplewire.draw.reader import Reader
from triplewire.draw.things import Things
from triplewire.model import Cited, Finding, FindingSide
from triplewire.reconcile import ledger
from triplewire.reconcile.changes import company_log, compound_log
from triplewire.triplify import resolutions, triplify

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
pytest.register_assert_rewrite("tests.browser.watch")
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass
class Visit:
    """An opened page with what it asked for and complained of. `page` is playwright's."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self, script: str, *args: Any) -> Any:
        """The value of a JavaScript expression in the page."""
        return self.page.evaluate(script, *args)

    def text(self, selector: str) -> str:
        """The text of the first element, "" when there is none."""
        found = self.page.query_selector(selector)
        return found.inner_text() if found else ""

    def refuse(self, dialog: Any) -> None:
        """A dialog is a script that ran."""
        self.errors.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def place(self, node: str) -> tuple[float, float]:
        """Where a node is drawn, in CSS pixels of the window, once it is scrolled into sight."""
        self.page.locator("#graph").scroll_into_view_if_needed()
        x, y = self.run(
            """name => { const net = triplewire.network, all = net.body.data.nodes;
            const id = all.get().find(n => n.name === name).id;
            net.focus(id, {scale: 1, animation: false});
            const at = net.canvasToDOM(net.getPosition(id)), box = document.getElementById('graph').getBoundingClientRect();
            return [box.left + at.x, box.top + at.y] }""",
            node,
        )
        return float(x), float(y)


class Browser:
    """Opens pages from disk with the network closed, or those of a server on this machine."""

    def __init__(self, chromium: Any) -> None:
        self.chromium = chromium

    @contextmanager
    def open(self, page: Path | str, *, width: int = 1280, dark: bool = False, scripts: bool = True) -> Iterator[Visit]:
        """The page of a file, or of an address, ready to be used."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            offline=isinstance(page, Path),
        )
        visit = Visit(context.new_page())
        visit.page.on("request", lambda r: visit.requests.append(r.url))
        visit.page.on("console", lambda m: visit.errors.append(m.text) if m.type in ("error", "warning") else None)
        visit.page.on("pageerror", lambda e: visit.errors.append(str(e)))
        visit.page.on("dialog", visit.refuse)
        visit.page.on("popup", lambda p: visit.errors.append(f"window {p.url}"))
        visit.page.goto(page.as_uri() if isinstance(page, Path) else page)
        if scripts and visit.page.query_selector("#graph"):
            visit.page.wait_for_selector("#graph[data-ready=yes]")
        try:
            yield visit
        finally:
            context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; without it the tests are skipped and say so."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    with warnings.catch_warnings():
        # playwright leaves pipes of its driver to the garbage collector; that is not ours to mend.
        warnings.simplefilter("ignore", ResourceWarning)
        with playwright.sync_playwright() as p:
            chromium = p.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            yield Browser(chromium)
            chromium.close()
        gc.collect()


def _write(folder: Path, store: ox.Store, focus: dict[str, str], info: SiteInfo) -> Path:
    site(store, folder / "site", info)
    (folder / "alone").mkdir()
    for name, view in VIEWS.items():
        page = draw(store, name, focus.get(view.about), dossier=info.dossier, to=focus["to"] if view.pair else None)
        (folder / "alone" / f"{name}.html").write_text(page, "utf-8")
    return folder


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """The graph of the invented releases."""
    out = ox.Store()
    out.extend(triplify(list(documents()), list(facts())))
    out.extend(resolutions(ledger([d.release for d in documents()], facts()), [d.release for d in documents()]))
    return out


@pytest.fixture(scope="session")
def things(store: ox.Store) -> Things:
    """What `pages` are made of."""
    return Things(Reader(store))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, store: ox.Store) -> Path:
    """`alone/<view>.html` and `site/` of the invented releases."""
    releases = [d.release for d in documents()]
    first = releases[0]
    words = (Cited(first.id, 0, 7, documents()[0].raw[:7]),)
    sides = (FindingSide("claim", "Phase 1", words=words), FindingSide("claim", "Phase 2"))
    found = Finding("stage-conflict", "warning", "NVT-101", "two stages", (), first.id, words, sides)
    texts = {d.release.id: Text(d.raw, d.repairs) for d in documents()}
    dossier = Dossier((found,), company_log(releases, facts()), compound_log(releases, facts()), texts)
    counts = (("Facts", len(facts())),)
    info = SiteInfo("0.0", findings=(("warning", "stage-conflict", "two stages"),), counts=counts, dossier=dossier)
    return _write(
        tmp_path_factory.mktemp("pages"),
        store,
        {"compound": "NVT-101", "organization": "Norvane", "thing": "NVT-101", "to": "Halcyra"},
        info,
    )


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The timeline of releases in which promises come to every end, fourteen years after an early one."""
    file = tmp_path_factory.mktemp("crowded") / "timeline.html"
    file.write_text(draw(record.store(), "timeline"), "utf-8")
    return file


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of releases that try to run something in every text they have."""
    return Build(tmp_path_factory.mktemp("hostile"))
