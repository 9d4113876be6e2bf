"""Views as text: the same bytes each time, the right facts in them, and nothing of the data that a browser could run."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.facts_fixture import documents, facts

from triplewire.cli import app
from triplewire.draw import VIEWS, SiteInfo, draw, page, site, tables
from triplewire.draw.choose import readable
from triplewire.draw.home import BESIDE
from triplewire.draw.model import Edge, Network, Node, Statement
from triplewire.draw.names import clean
from triplewire.draw.reader import Reader
from triplewire.draw.style import PATHS, style
from triplewire.errors import NotFoundError
from triplewire.reconcile import ledger
from triplewire.triplify import resolutions, triplify

VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
INFO = SiteInfo("0.0", counts=(("Facts", 2),))


def focus_of(view: str) -> str | None:
    """The thing to draw a view around, or where a path begins."""
    return {"compound": "NVT-101", "organization": "Norvane", "thing": "NVT-101", "": None}[VIEWS[view].about]


def drawn(store: ox.Store, view: str) -> str:
    """The page of a view, whatever it is about."""
    return draw(store, view, focus_of(view), to="Halcyra" if VIEWS[view].pair else None)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The graph of the invented releases."""
    out = ox.Store()
    out.extend(triplify(list(documents()), list(facts())))
    out.extend(resolutions(ledger([d.release for d in documents()], facts()), [d.release for d in documents()]))
    return out


def block(text: str) -> dict[str, Any]:
    """The data block of a network page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(found.group(1))
    return value


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_the_same_each_time(store: ox.Store, view: str) -> None:
    """Two drawings of one graph are the same bytes."""
    assert drawn(store, view) == drawn(store, view)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_does_not_depend_on_the_order_of_the_quads(store: ox.Store, view: str) -> None:
    """A store filled in another order draws the same page."""
    other = ox.Store()
    for quad in sorted(store, key=str, reverse=True):
        other.add(quad)
    assert drawn(other, view) == drawn(store, view)


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_graph_says_that_it_is_empty(view: str) -> None:
    """No view fails on a graph without facts; those about one thing say that there is none."""
    if VIEWS[view].needs_focus:
        with pytest.raises(NotFoundError):
            drawn(ox.Store(), view)
    else:
        assert 'class="card empty"' in draw(ox.Store(), view)


def test_pages_without_anything_to_be_about_say_so(tmp_path: Path) -> None:
    """Without releases there are all pages; those about compounds and companies say that there is nothing to show."""
    files = {p.relative_to(tmp_path).as_posix() for p in site(ox.Store(), tmp_path, INFO)}
    assert {f"{v}.html" for v in VIEWS} <= files
    assert 'class="card empty"' in (tmp_path / "path.html").read_text("utf-8")
    assert 'class="card empty"' in (tmp_path / "compound.html").read_text("utf-8")
    assert 'class="card empty"' in (tmp_path / "company.html").read_text("utf-8")


@pytest.mark.parametrize("view", VIEWS)
def test_every_quote_of_a_view_is_there_word_for_word(store: ox.Store, view: str) -> None:
    """What stands between the quotation marks of a page is a slice of a release, at the offsets beside it."""
    texts = [d.raw for d in documents()]
    found = re.findall(r"<blockquote[^>]*>(.*?)</blockquote><p[^>]*>characters (\d+)–(\d+)", drawn(store, view), re.DOTALL)
    assert found
    for quote, start, end in found:
        assert html.unescape(quote) in {t[int(start) : int(end)] for t in texts}


def test_an_unknown_view_names_the_near_ones(store: ox.Store) -> None:
    """A slip of the pen is answered with what was meant."""
    with pytest.raises(NotFoundError, match="did you mean matrix"):
        draw(store, "matrx")


def test_an_unknown_focus_names_the_near_ones(store: ox.Store) -> None:
    """So is a compound that is not there."""
    with pytest.raises(NotFoundError, match="NVT-101"):
        draw(store, "compound", "NVT-1O1")


def test_a_view_about_one_thing_asks_for_it(store: ox.Store) -> None:
    """The compound view without a focus says how to give one."""
    with pytest.raises(NotFoundError, match="--focus"):
        draw(store, "compound")


@pytest.mark.parametrize("name", ["NVT-101", "nvt-101", "lorvelumab tansine", "https://w3id.org/triplewire/id/compound/nvt-101"])
def test_a_focus_may_be_any_name(store: ox.Store, name: str) -> None:
    """Label, slug, other name and IRI all mean the compound."""
    assert "<title>NVT-101</title>" in draw(store, "compound", name)


def test_a_focus_narrows_a_network(store: ox.Store) -> None:
    """A pipeline around one company has only its compounds."""
    names = {n["name"] for n in block(draw(store, "pipeline", "Halcyra"))["nodes"]}
    assert "NVT-330" in names
    assert "NVT-205" not in names


def test_as_of_leaves_out_what_was_said_later(store: ox.Store) -> None:
    """A page as of a day has no statement of a later release, and says so."""
    text = draw(store, "pipeline", as_of=date(2027, 6, 1))
    assert set(block(text)["dates"]) == {"2027-03-04"}
    assert "HAL-7" not in text
    assert "up to 2027-06-01" in text


def test_a_denial_is_told_and_not_drawn(store: ox.Store) -> None:
    """That a compound does not have a target is in the table and is no line."""
    text = draw(store, "pipeline")
    assert "Denied" in text
    assert not [n for n in block(text)["nodes"] if n["name"] == "CD38"]


def test_expected_lines_are_dashed(store: ox.Store) -> None:
    """A planned trial hangs on a dashed line; what is stated on a solid one."""
    data = block(draw(store, "pipeline"))
    kinds = data["claims"]
    for edge in data["edges"]:
        best = min(("stated", "expected", "inferred").index(kinds[c]["status"]) for c in edge["claims"])
        assert edge["dashes"] == (False, [6, 5], [2, 4])[best]


def test_both_sides_of_a_partnership_are_one_line(store: ox.Store) -> None:
    """A symmetric relation is drawn once and without an arrow."""
    edges = [e for e in block(draw(store, "partners"))["edges"] if e["relation"] == "partner of"]
    assert len(edges) == len({frozenset((e["from"], e["to"])) for e in edges})
    assert {e["arrows"] for e in edges} == {""}


def test_a_site_is_the_same_each_time(store: ox.Store, tmp_path: Path) -> None:
    """Two builds of the pages are the same files with the same bytes."""
    one, two = site(store, tmp_path / "one", INFO), site(store, tmp_path / "two", INFO)
    assert [p.relative_to(tmp_path / "one") for p in one] == [p.relative_to(tmp_path / "two") for p in two]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_a_site_has_every_view_compound_and_company(store: ox.Store, tmp_path: Path) -> None:
    """The home page, a page a view, a page a compound and a company; every relative link leads to one of them or a file of a build."""
    files = {p.relative_to(tmp_path).as_posix() for p in site(store, tmp_path, INFO)}
    assert {f"{v}.html" for v in VIEWS} | {
        "index.html",
        "id/compound/nvt-101.html",
        "id/compound/hal-7.html",
        "id/organization/norvane.html",
    } <= files
    for file in files:
        text = (tmp_path / file).read_text("utf-8")
        for href in re.findall(r'<a [^>]*href="([^"#:]+)"', text):
            assert (tmp_path / file).parent.joinpath(href).resolve().relative_to(tmp_path.resolve()).as_posix() in {*files, *BESIDE}


def test_the_home_page_tells_findings_and_what_was_not_read(store: ox.Store, tmp_path: Path) -> None:
    """The kinds of findings with their numbers and the quarantined inputs are on the home page."""
    found = (("warning", "stage-conflict", "two stages"), *((("info", "compound-id", "No identifier."),) * 3))
    site(store, tmp_path, SiteInfo("0.0", findings=found, quarantine=(("a.pdf", "binary", "no text"),)))
    text = (tmp_path / "index.html").read_text("utf-8")
    assert all(words in text for words in ("stage conflict", "a.pdf", "binary", "no text"))
    assert re.search(r"compound id</bdi> <[^>]*>3<", text)
    assert re.search(r"To look at <[^>]*>\(4\)", text)


def test_the_library_is_the_one_that_was_looked_at() -> None:
    """The drawing library comes from pyvis, unchanged since it was checked."""
    raw = resources.files("pyvis").joinpath(page.LIBRARY).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == VIS_SHA256


def test_data_blocks_hold_nothing_that_ends_them() -> None:
    """A data block survives markup in its strings, and reads back as it was."""
    value = {"a": "</script><script>alert(1)</script>", "b": "<!-- & \u2028"}
    text = str(page.data(value))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http:///x", "file:///x", "http://[", " https://x.org"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    """Anything else is no link."""
    assert page.safe_href(url) == ""


def test_a_web_address_becomes_a_link() -> None:
    """Web addresses do."""
    assert page.safe_href("https://example.org/a") == "https://example.org/a"


def test_labels_cannot_turn_the_text_around_them() -> None:
    """Direction overrides and control characters leave a label."""
    assert clean("a\u202eb\u2066c\x07\nd") == "a b c d"


def test_a_crowded_network_is_folded_and_says_so() -> None:
    """Leaves of one hub become one mark; nothing is left out without a word."""
    nodes = (Node("hub", "Hub", "organization"), *(Node(f"n{i:03d}", f"N{i}", "compound") for i in range(90)))
    edges = tuple(Edge(n.id, "hub", "developed by", (Statement(f"s{n.id}", n.label, "developed by", "Hub"),)) for n in nodes[1:])
    chosen = readable(Network(tuple(sorted(nodes)), edges))
    assert [n.label for n in chosen.network.nodes] == ["Hub", "+90"]
    assert "91 things" in chosen.notice
    assert chosen.marks == {"hub#more-compound": tuple(n.id for n in nodes[1:])}


def test_a_huge_matrix_is_cut_and_says_so() -> None:
    """The table keeps the compounds that are furthest, and tells how many there are."""
    rows = [dict.fromkeys(("statement", "stage_label", "window", "date"), "") for _ in range(500)]
    for n, row in enumerate(rows):
        row |= {"compound": f"c{n:03d}", "compound_label": f"C{n}", "indication": f"i{n}", "indication_label": f"I{n}", "status": "stated"}
        row["stage_order"] = str(n)
    kept, told = tables._within_reach(rows)
    assert len(kept) == tables.MOST_COLUMNS
    assert min(int(r["stage_order"]) for r in kept) >= 300
    assert "of 500" in told


def test_every_type_has_a_shape_of_its_own() -> None:
    """Colour is never the only cue: shapes differ among the types that are drawn together, and the one for all else is hollow."""
    shapes = [t.shape for name, t in style().types.items() if name not in ("release", "other")]
    assert len(set(shapes)) == len(shapes)
    assert [name for name, t in style().types.items() if t.fill == style().light["bg"]] == ["other"]
    assert set(shapes) <= set(PATHS) | {"dot"}


def test_evidence_is_read_once(store: ox.Store) -> None:
    """A reader asks for the words of a statement once, and gives them for all that are asked."""
    reader = Reader(store)
    ids = [row["statement"] for row in reader.rows("pipeline")]
    assert reader.statements(ids) == reader.statements(ids)
    assert all(s.quotes for s in reader.statements(ids).values() if s.release)


def test_what_pages_tell_to_run_is_there(store: ox.Store, tmp_path: Path) -> None:
    """Every command on the home page has a verb that the program knows."""
    site(store, tmp_path, SiteInfo("0.0"))
    told = set(
        re.findall(
            r"triplewire ([a-z]+)",
            re.sub(r"<[^>]+>", "\n", " ".join(re.findall(r"<pre.*?</pre>", (tmp_path / "index.html").read_text("utf-8"), re.DOTALL))),
        )
    )
    verbs = {command.name for command in app.registered_commands}
    assert {"query", "export"} <= told <= verbs
