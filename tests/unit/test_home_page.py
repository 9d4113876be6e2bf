"""The home page, the search, and the lists of names, releases and findings."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests import record
from tests.facts_fixture import documents, facts

import triplewire as tw
from triplewire import resources
from triplewire.draw import Dossier, Site, SiteInfo, directory, home, news
from triplewire.draw.findings import meanings
from triplewire.draw.reader import Reader
from triplewire.draw.search import EXACT, INSIDE, NOT, PREFIX, SCATTERED, WORD, fit, fold, search
from triplewire.draw.things import Thing, Things
from triplewire.model import Cited, Finding, FindingSide
from triplewire.reconcile.changes import company_log, compound_log
from triplewire.serve import explorer
from triplewire.triplify import triplify


def words(page: str) -> str:
    """The words of a page, without markup, blanks as one."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split()).replace(" :", ":")


def invented(*findings: Finding, live: bool = False) -> Site:
    """The pages of the invented releases with their change logs."""
    store = ox.Store()
    store.extend(triplify(list(documents()), list(facts())))
    releases = [d.release for d in documents()]
    dossier = Dossier(findings, company_log(releases, facts()), compound_log(releases, facts()))
    return Site(Reader(store), SiteInfo("0.0", counts=(("facts", 9), ("triples", 99)), dossier=dossier), live=live)


@pytest.mark.parametrize(
    ("name", "want", "how"),
    [
        ("NVT-101", "nvt-101", EXACT),
        ("NVT-101", "nvt 101", EXACT),
        ("NVT-101", "nvt1", PREFIX),
        ("lorvelumab tansine", "tans", WORD),
        ("lorvelumab tansine", "velum", INSIDE),
        ("lorvelumab tansine", "tansine lorv", SCATTERED),
        ("Behçet's disease", "behcet", PREFIX),
        ("NVT-101", "hal", NOT),
        ("NVT-101", " ", NOT),
        ("NVT-101", "--", NOT),
    ],
)
def test_a_name_fits_what_is_typed(name: str, want: str, how: int) -> None:
    """That name, its beginning, a word's beginning, inside, or all words somewhere; without case, accents and hyphens."""
    assert fit(fold(name), fold(want)) == how


def test_the_best_come_first() -> None:
    """How well a name fits counts before how much is told."""
    things = [
        Thing("i:1", "anti-GLR3 serum", "compound", facts=90),
        Thing("i:2", "GLR3", "target", facts=1),
        Thing("i:3", "GLR3-positive sarcoma", "indication", facts=2),
        Thing("i:4", "GLR3-low sarcoma", "indication", facts=5),
        Thing("i:5", "other", "target", ("GLR3 receptor",), 3),
        Thing("i:6", "none", "target", facts=100),
    ]
    assert [h.thing.id for h in search(things, "glr3")] == ["i:2", "i:4", "i:5", "i:3", "i:1"]


def test_a_server_finds_by_any_name() -> None:
    """The page of an answer leads to the things; without an answer it says so."""
    site = invented(live=True)
    page = site.search("lorvelumab")
    assert 'href="id/compound/nvt-101.html"' in page
    assert 'action="search"' in page
    assert "form-action 'self'" in html.unescape(page)
    assert "Nothing in this graph is called that" in site.search("<b>nobody</b>")
    assert "<b>nobody" not in site.search("<b>nobody</b>")
    assert "Nothing" not in site.search("")


def test_the_script_has_every_name_with_its_page() -> None:
    """And nothing that would end it; each entry leads to a file of the site."""
    site = invented()
    text = site.page("assets/names.js")
    found = json.loads(text.removeprefix("window.triplewireNames=").removesuffix(";\n"))
    files = {row[2] if "/" in row[2] else f"id/{found['folders'][row[1]]}/{row[2]}.html" for row in found["names"]}
    assert files <= set(site.files)
    assert {"NVT-101", "sarcoma", "GLR3", "Ada Nordvik", "ESMO"} <= {row[0] for row in found["names"]}
    assert "lorvelumab tansine" in next(row for row in found["names"] if row[0] == "NVT-101")


def test_only_a_server_is_asked_by_the_form() -> None:
    """On disk the page has the list of all names instead."""
    assert 'action="search"' in invented(live=True).page("index.html")
    page = invented().page("index.html")
    assert "action=" not in page.replace("form-action", "")
    assert 'href="names.html"' in page


def test_the_home_page_tells_what_is_new() -> None:
    """The newest releases with what they changed, what says most first; each leads to the thing."""
    page = invented().page("index.html")
    told = words(page)
    new = told[told.index("What is new") : told.index("Due in the next")]
    assert new.index("2028-01-15 Halcyra") < new.index("2027-11-20 Norvane") < new.index("2027-03-04 Norvane")
    assert "dropped NVT-205" in new or "advanced NVT-101" in new
    assert re.search(r'<span class="badge">\w+</span> <a href="id/compound/nvt-', page)


def test_without_a_change_log_the_newest_releases_are_told() -> None:
    """A graph alone has its releases."""
    newest = max((d.release for d in record.releases()[0]), key=lambda r: (r.date, r.id))
    told = words(Site(Reader(record.store()), SiteInfo("0.0")).page("index.html"))
    assert f"What is new {newest.date}" in told
    assert newest.title in told


def test_promises_due_and_decided_are_told() -> None:
    """Open ones whose window ends within 90 days of the newest release, soonest first; those decided last, newest first."""
    things = Things(Reader(record.store()))
    day = news.today(things)
    assert day
    rows, ledger = record.rows(), things.reader.ledger
    around = Site(things.reader, SiteInfo("0.0"))._shared("index.html")
    soon, count = news.due(things, around)
    assert [p["day"] for p in soon] == sorted(p["day"] for p in soon)
    assert all(date.fromisoformat(p["day"]) - day <= news.DUE and p["outcome"] == "open" for p in soon)
    assert count >= len(soon)
    late = news.decided(things, around)
    assert [p["day"] for p in late] == sorted((p["day"] for p in late), reverse=True)
    assert late[0]["day"] == max(row["decided"] for row in ledger.values())
    assert len(late) == min(news.PROMISES, sum(bool(row["decided"]) for row in ledger.values()))
    assert len(rows) == len(ledger)


def test_figures_lead_on() -> None:
    """What is counted leads to its page; what is only told in passing does not stand there."""
    found = Finding("stage-conflict", "warning", "NVT-101", "two stages")
    page = invented(found).page("index.html")
    figures = re.search(r'<dl class="figures">.*?</dl>', page, re.DOTALL)
    assert figures
    assert '<a href="releases.html">3</a>' in figures[0]
    assert '<a href="findings.html">1</a>' in figures[0]
    assert "riples" not in figures[0]
    assert "99 triples" in page


def test_long_lists_of_names_are_cut_into_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page for each stretch of the alphabet; together they have every name."""
    one = invented()
    every = {t.label for t in one.things.all.values()}
    whole = words(one.page("names.html"))
    assert all(name in whole for name in every)
    monkeypatch.setattr(directory, "LONGEST", 3)
    site = invented()
    parts = [f for f in site.files if f.startswith("names-")]
    assert len(parts) > 8
    assert all(f'href="{f}"' in site.page("names.html") for f in parts)
    together = [name for f in parts for name in re.findall(r"<li><a [^>]*><bdi>(.*?)</bdi>", site.page(f).partition("<main")[2])]
    assert sorted(map(html.unescape, together)) == sorted(t.label for t in site.things.all.values())


def test_releases_stand_by_year_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """With issuer and number of facts; many have a page for each year."""
    site = invented()
    told = words(site.page("releases.html"))
    assert told.index("2028-01-15") < told.index("2027-11-20") < told.index("2027-03-04")
    halcyra = sum(f.release == "halcyra-2028-01-15" for f in facts())
    assert f"Halcyra Biosciences Begins First Study of HAL-7 {halcyra}" in told
    monkeypatch.setattr(directory, "LONGEST", 2)
    site = invented()
    assert {"releases.html", "releases-2027.html", "releases-2028.html"} <= set(site.files)
    assert words(site.page("releases-2027.html")).count("Norvane Therapeutics") == 2
    assert 'href="releases-2027.html"' in site.page("releases.html")


def conflict(number: int = 0) -> Finding:
    """Two stages of one compound, one told by a fact, one by words."""
    release = documents()[0].release
    fact = next(f for f in facts() if f.family == "stage")
    sides = (
        FindingSide("claim", "Phase 3", (fact.id,)),
        FindingSide("claim", f"Phase {number}", words=(Cited(release.id, 0, 7, "Norvane"),)),
    )
    return Finding("stage-conflict", "warning", "NVT-101", f"Two stages, {number}.", (fact.id, str(number)), release.id, (), sides)


def test_both_sides_of_a_conflict_stand_beside_each_other() -> None:
    """With what each says, and the words of each; under an anchor that is the id."""
    found = conflict()
    page = invented(found).page("findings.html")
    fact = next(f for f in facts() if f.family == "stage")
    assert f'id="{found.id}"' in page
    assert page.count('<div class="side">') == 2
    told = words(page)
    assert "claim Phase 3" in told
    assert " ".join(fact.evidence[0].quote.split()) in told
    assert meanings()["stage-conflict"] in told
    assert 'href="id/compound/nvt-101.html"' in page


def test_what_all_findings_of_a_kind_say_is_said_once() -> None:
    """And each keeps what is its own."""
    found = [Finding("compound-id", "info", i, f"{i}: No public identifier is known for this compound.") for i in ("NVT-101", "NVT-205")]
    told = words(invented(*found).page("findings.html"))
    assert told.count("No public identifier is known") == 1
    assert "NVT-101 #" in told
    assert "NVT-205 #" in told


def test_the_gravest_findings_are_shown_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit the page says where all are."""
    from triplewire.draw import findings

    monkeypatch.setattr(findings, "MOST", 3)
    many = [Finding("compound-id", "info", f"C{n}", f"C{n}: none.") for n in range(5)]
    page = invented(*many, conflict()).page("findings.html")
    assert "The 3 gravest of 6 are shown" in words(page)
    assert page.count('class="anchor"') == 3
    assert "stage-conflict" in page


def test_a_build_without_findings_says_so() -> None:
    """And one that nobody checked has no such page."""
    assert "No findings" in words(invented().page("findings.html"))
    assert "findings.html" not in Site(Reader(ox.Store()), SiteInfo("0.0")).files


def test_each_kind_of_finding_is_explained(sample_graph: tw.Graph) -> None:
    """By the file, or by a shape or check of that name, whose message stands with it."""
    folders = [resources.path("ontology", "shapes"), resources.path("ontology", "checks")]
    shapes = "\n".join(p.read_text("utf-8") for folder in folders for p in sorted(folder.iterdir()) if p.is_file())
    source = "\n".join(p.read_text("utf-8") for p in Path(tw.__file__).parent.rglob("*.py"))
    literal = set(re.findall(r'Finding\(\s*"([a-z-]+)"', source)) - {"pattern-refused"}
    listed = re.search(r"sh:path tw:findingKind[^(]*\(([^)]*)\)", shapes)
    assert listed
    assert literal | set(re.findall(r'"([a-z-]+)"', listed[1])) <= set(meanings())
    for found in sample_graph.reported():
        assert found.kind in meanings() or found.kind in shapes, found.kind


def test_the_data_of_a_build_are_a_click_away(sample_out: Path) -> None:
    """Each file that the home page links to beside itself is there, and a server sends it."""
    page = (sample_out / "current" / "index.html").read_text("utf-8")
    for file in home.BESIDE:
        assert f'<a href="{file}">' in page
        assert (sample_out / "current" / file).stat().st_size > 0
    assert set(home.BESIDE) <= set(explorer.FILES)
