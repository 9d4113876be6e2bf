"""Each guard of pages is taken out in turn, and what it is for is looked at: with it all is well, without it that shows.

The guards of the server have the like in tests/serve/test_guards.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import Error
from tests.browser.conftest import Browser, Visit
from tests.browser.hostile import Build, called
from tests.browser.mutants import without
from tests.browser.payloads import PAYLOADS, RUN, TEXTS
from tests.browser.test_hostile import INJECT
from tests.browser.watch import FAULTS, KNOWN, assert_drawing_is_harmless, faults
from tests.guards import Guard

import triplewire as tw
from triplewire import query, vocab
from triplewire.builds.reading import printable
from triplewire.draw import Site, ask, error_page, page, words
from triplewire.draw.resource import resource_page
from triplewire.draw.site import file_of
from triplewire.errors import QueryError, TriplewireError
from triplewire.export import rows
from triplewire.query import bind
from triplewire.serve import making
from triplewire.serve.asking import Reader
from triplewire.serve.held import Held
from triplewire.serve.place import Place
from triplewire.serve.refusal import RefusalError
from triplewire.serve.wire import Reply
from triplewire.triplify import rdf

pytestmark = pytest.mark.browser
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FAILED, KEPT = ["failed"], "Content-Disposition"
FORMULA = PAYLOADS["formula"]
EVIL_IRI = ox.NamedNode(f"javascript:{RUN}")


@dataclass
class Desk:
    """What the looks look with."""

    browser: Browser
    hostile: Build
    live: Site
    folder: Path

    def clean(self, *texts: str) -> bool:
        """Whether pages have nothing that is not ours; a page that a browser cannot make sense of has not."""
        with self.browser.open(self.hostile.page("releases.html")) as visit, suppress(Exception):
            return faults(visit, texts) == []
        return False

    def used(self, text: str, use: Callable[[Visit], object]) -> bool:
        """Whether a page that was opened and used has nothing that is not ours."""
        path = self.folder / "used.html"
        path.write_text(text, "utf-8")
        with self.browser.open(path) as visit:
            use(visit)
            return visit.run(f"known => ({FAULTS})(document, known)", KNOWN) == [] and visit.run("() => window.ran") is None

    def refused(self, text: str, what: str = INJECT) -> list[str]:
        """What the policy of a page refuses of script, image, form and base that got in; FAILED alone when one of them was not."""
        root = self.hostile.page("releases.html").with_name("injected.html")
        root.write_text(text, "utf-8")
        with self.browser.open(root) as visit:
            state = "() => [location.href, document.baseURI, window.ran]"
            before = visit.run(state)
            try:
                visit.run(what)
                visit.page.wait_for_timeout(60)
                return visit.errors if visit.run(state) == before else FAILED
            except Error:  # the page is another one
                return FAILED

    def answered(self, *terms: ox.NamedNode | ox.Literal, text: str = "SELECT * {}") -> str:
        """The SPARQL page with an answer of one row."""
        table = query.Table(tuple(f"x{n}" for n, _ in enumerate(terms)), (tuple(terms),))
        return self.live.sparql(text, ask.Outcome(text, table))


def raises(error: type[Exception], act: Callable[[], object]) -> bool:
    """Whether something is refused."""
    try:
        act()
    except error:
        return True
    except Exception:  # noqa: BLE001 - whatever else comes of it, it was not refused
        return False
    return False


def pick_best(visit: Visit) -> None:
    """Chooses the best linked thing, which is matched with odd addresses."""
    visit.run("() => { const n = triplewire.net, l = i => n.touching.get(i).length; n.pick([...n.on].sort((a, b) => l(b) - l(a))[0]) }")


def pipeline(desk: Desk) -> str:
    """A network view, alone."""
    return desk.hostile.graph.draw("pipeline")


def matrix(desk: Desk) -> str:
    """A view that is a table, alone."""
    return desk.hostile.graph.draw("matrix")


def refused(element: str, text: str) -> bool:
    """Whether a script or a sheet that would end early is refused."""
    return raises(TriplewireError, lambda: getattr(page, element)(text))


def releases(desk: Desk) -> str:
    """A page that shares its sheets and scripts."""
    return desk.hostile.site.page("releases.html")


def refuses(desk: Desk, text: str, what: str = INJECT) -> bool:
    """Whether the policy of a page refuses everything that got in."""
    return desk.refused(text, what) != FAILED


def complains(desk: Desk, text: str, of: str, what: str = INJECT) -> bool:
    """Whether the policy of a page refuses something and says so."""
    return any(of in e for e in desk.refused(text, what))


def header(name: str) -> str:
    """A header of a page that a server sends."""
    return making.html(error_page(404, "x")).headers[name]


def failed(desk: Desk) -> str:
    """The SPARQL page about a query that is wrong in a line full of markup."""
    return desk.live.sparql(TEXTS[0], ask.Outcome(TEXTS[0], error="line 1, column 1: no"))


def linked_header(iri: str) -> str:
    """The Link header of data about a thing."""
    return making._linked(Reply(200, {"Content-Type": "text/turtle"}), iri, "/id/x").headers["Link"]


def linked(desk: Desk) -> bool:
    """Whether search engines are told of web addresses only."""
    text = desk.hostile.site.page(desk.hostile.of("compound"))
    told = json.loads(re.findall(r'ld\+json">(.*?)</script>', text)[0])
    return all(page.safe_href(str(address)) for address in told.get("sameAs", ()))


def about(desk: Desk) -> str:
    """What a server tells of a thing that is matched with odd addresses, as if it had no page of its own."""
    iri = vocab.entity("compound", called("compound", 0))
    return resource_page(desk.live.reader, iri, query.describe(desk.live.reader.store, iri), desk.live._shared("id/compound/x"))


def drawing(desk: Desk) -> bool:
    """Whether the picture of a page, saved, is a drawing and no more."""
    path = desk.folder / "drawn.html"
    path.write_text(desk.hostile.graph.draw("partners"), "utf-8")
    with desk.browser.open(path) as visit:
        try:
            assert_drawing_is_harmless(visit.run("() => triplewire.net.draw()"))
        except (AssertionError, SyntaxError):
            return False
    return True


def no_turn(desk: Desk) -> bool:
    """Whether no name has a mark of direction."""
    return not BIDI & set(Site(tw.open(desk.hostile.out).site().reader, desk.hostile.site.info).page("names.html"))


def held(desk: Desk) -> Held:
    """The build as a worker has it."""
    folder = desk.hostile.graph.folder
    return Held(Place(folder.name, 0, str(folder), str(folder / "store")))


def job(desk: Desk) -> object:
    """A job that asks a worker for a function of somebody else."""
    place = held(desk).place.header()
    reader = Reader({"max_rows": 1, "updates": False, "place": place})
    return reader.page({"function": "shutil.rmtree", "arguments": {"path": str(desk.folder / "none")}, "place": place}, b"")


def bound(_: Desk) -> bool:
    """Whether a value in a query stays a value."""
    text = bind.bind("SELECT ?x { BIND($name AS ?x) }", {"name": ox.Literal(PAYLOADS["SPARQL"])})
    try:
        answer = query.run(ox.Store(), query.parse(text))
    except (QueryError, ValueError):
        return False
    return isinstance(answer, query.Table) and answer.plain() == [(PAYLOADS["SPARQL"],)]


PAGE, CSP = "draw/page.py", "Content-Security-Policy"
TEMPLATES, ASSETS, MAKING = "draw/templates/", "draw/assets/", "serve/making.py"
META = f'<meta http-equiv="{CSP}" content="{{{{ csp }}}}">'
BASE = "() => document.head.insertAdjacentHTML('beforeend', '<base href=//evil.example/>')"
FRAME = "() => { const f = document.createElement('iframe'); f.src = 'data:text/html,x'; document.body.append(f) }"
PUBLIC = "[[vocab.curie(m), page.safe_href(m)] for m in matches if page.safe_href(m)]"
WORD = "put(parent, 'text', { ...place, fill })."
LONG = f"ASK {{ ?s ?p '{PAYLOADS['overlong']}' }}"
GUARDS: dict[str, Guard[Desk]] = {
    "escaping": Guard(PAGE, "autoescape=True", "autoescape=False", lambda d: d.clean(releases(d))),
    "data blocks": Guard(PAGE, r'for char in "<>&\u2028\u2029":', 'for char in "":', lambda d: d.clean(pipeline(d))),
    "end of a script": Guard(PAGE, '"</script" in text.lower() or', "", lambda _: refused("script", "</SCRIPT>")),
    "comment in a script": Guard(PAGE, ' or "<!--" in text', "", lambda _: refused("script", "<!--")),
    "end of a sheet": Guard(PAGE, '"</style" in text.lower()', "False", lambda _: refused("sheet", "</Style>")),
    "web addresses": Guard(PAGE, "return url if re.match", "return url if True or re.match", lambda d: d.clean(d.answered(EVIL_IRI))),
    "whole addresses": Guard(PAGE, r'?\Z", url)', '?", url)', lambda _: page.safe_href('http://a.example/" onclick=x') == ""),
    "cells": Guard("draw/ask/results.py", "else safe_href(iri)", "else iri", lambda d: d.clean(d.answered(EVIL_IRI))),
    "triples": Guard("draw/resource.py", "or page.safe_href(iri)", "or iri", lambda d: d.clean(about(d))),
    "identifiers for search engines": Guard("draw/linked.py", "[m for m in matches if safe_href(m)]", "[*matches]", linked),
    "identifiers of a picture": Guard(
        "draw/network/block.py", PUBLIC, "[[vocab.curie(m), m] for m in matches]", lambda d: d.used(pipeline(d), pick_best)
    ),
    "policy in the page": Guard(f"{TEMPLATES}base.html", META, "", lambda d: refuses(d, matrix(d))),
    "no inline script": Guard(PAGE, "{script_src}; style", "{script_src} 'unsafe-inline'; style", lambda d: refuses(d, releases(d))),
    "no image from elsewhere": Guard(PAGE, "img-src data:;", "img-src *;", lambda d: complains(d, releases(d), "image")),
    "no form to elsewhere": Guard(PAGE, "SHARED if forms else \"'none'\"", '"*"', lambda d: refuses(d, releases(d))),
    "no other base": Guard(PAGE, "base-uri 'none'; ", "", lambda d: refuses(d, releases(d), BASE)),
    "nothing by default": Guard(PAGE, "default-src 'none'; ", "", lambda d: complains(d, releases(d), "fram", FRAME)),
    "paths of things": Guard(PAGE, "and _PLAIN.match(path)", "", lambda _: ".." not in file_of(f"{vocab.ID}release/../../x")),
    "short paths": Guard(PAGE, "._-]{0,120}", "._-]*", lambda _: len(file_of(f"{vocab.ID}compound/{'w' * 300}")) < 200),
    "direction in names": Guard("draw/names.py", r"\u202a-\u202e\u2066-\u2069]+", "]+", no_turn),
    "direction in texts": Guard("draw/words.py", r"\u2028-\u202e\u2066-\u2069", "", lambda _: not BIDI & set(words.shown("\u202e"))),
    "direction in flags": Guard(f"{TEMPLATES}parts.html", "<bdi>{{ f }}</bdi>", "{{ f }}", lambda d: d.clean(matrix(d))),
    "direction in names of files": Guard(
        f"{TEMPLATES}index.html", "<bdi>{{ file }}</bdi>", "{{ file }}", lambda d: d.clean(d.hostile.site.page("index.html"))
    ),
    "long code": Guard("draw/code.py", "Code(text, escape(text))", "Code(text, Markup(text))", lambda d: d.clean(d.answered(text=LONG))),
    "words of an error": Guard(
        f"{TEMPLATES}error.html", "{{ message }}", "{{ message | safe }}", lambda d: d.clean(*(error_page(404, text) for text in TEXTS))
    ),
    "line of an error": Guard(f"{TEMPLATES}asking.html", "{{ outcome.line }}", "{{ outcome.line | safe }}", lambda d: d.clean(failed(d))),
    "text by script": Guard(f"{ASSETS}page.js", "element.textContent =", "element.innerHTML =", lambda d: d.used(pipeline(d), pick_best)),
    "text in a drawing": Guard(f"{ASSETS}picture.js", f"{WORD}textContent", f"{WORD}innerHTML", drawing),
    "policy in the header": Guard(MAKING, "; frame-ancestors 'none'\"", '"', lambda _: "frame-ancestors 'none'" in header(CSP)),
    "policy as it is meant": Guard(MAKING, "unescape(found[1])", "found[1]", lambda _: "&" not in header(CSP)),
    "files to keep": Guard(MAKING, "if ending in DOWNLOADS", "if False", lambda _: KEPT in making._plain("questions/x.csv", "").headers),
    "addresses in headers": Guard(MAKING, "quote(iri, safe=IN_IRIS)", "iri", lambda _: linked_header(f"{vocab.ID}x/α").isascii()),
    "functions of ours": Guard(
        "serve/asking.py", 'if not module.startswith("triplewire."):', "if False:", lambda d: raises(RefusalError, lambda: job(d))
    ),
    "values of a query": Guard("query/bind.py", "str(terms[token.text[1:]])", "'\"' + terms[token.text[1:]].value + '\"'", bound),
    "formulas": Guard("export/rows.py", "and value.startswith(RISKY)", "and False", lambda _: rows.cell(PAYLOADS["formula"]) != FORMULA),
    "names of files": Guard("builds/reading.py", "if c.isprintable()", "if True", lambda _: printable("\x1b[31m\udce9").isprintable()),
    "characters of XML": Guard("triplify/rdf.py", r'CONTROL.sub("\ufffd", text)', "text", lambda _: rdf.clean("\x01\ud800").isprintable()),
}


@pytest.fixture(scope="module")
def desk(browser: Browser, hostile: Build, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Pages of payloads, and the browser to look at them."""
    return Desk(browser, hostile, hostile.graph.site(live=True), tmp_path_factory.mktemp("guards"))


def test_there_are_guards_enough() -> None:
    """Twenty were promised."""
    assert len(GUARDS) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_that_is_taken_out_is_missed(desk: Desk, name: str) -> None:
    """With it the look is content; without it the look is not, so the tests that look like that would fail."""
    guard = GUARDS[name]
    assert guard.holds(desk)
    with without(guard.file, guard.text, guard.instead):
        assert not guard.holds(desk)
