"""The pages of releases, and the ways to them: what is known of a release, its neighbours, its promises, and words in context."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.facts_fixture import AUTUMN, HALCYRA, SPRING, TEXTS, documents, facts

from triplewire import vocab
from triplewire.draw import Dossier, SiteInfo, Text, draw, site
from triplewire.draw.model import Quote
from triplewire.draw.reader import Reader
from triplewire.draw.release.marked import Marked
from triplewire.draw.release.pieces import pieces, sections
from triplewire.draw.site import Site
from triplewire.draw.words import NEAR, context, shown
from triplewire.model import Cited, Document, Evidence, Fact, Finding, Release, Span
from triplewire.reconcile import ledger
from triplewire.reconcile.changes import compound_log
from triplewire.store import memory
from triplewire.triplify import resolutions, triplify

FILE = f"id/release/{SPRING}.html"


def store_of(**changed: Any) -> ox.Store:
    """The graph of the invented releases, of which the first is changed."""
    first, *rest = documents()
    found = [replace(first, release=replace(first.release, **changed)), *rest]
    told = ledger([d.release for d in found], facts())
    return memory([*triplify(found, list(facts())), *resolutions(told, [d.release for d in found])])


def dossier() -> Dossier:
    """What is known beside the graph: a finding about the first release, the texts, the change logs."""
    words = Cited(SPRING, 0, 7, TEXTS[SPRING][:7])
    found = Finding("stage-conflict", "warning", "NVT-101", "two stages are told", (), SPRING, (words,))
    texts = {d.release.id: Text(d.raw, d.repairs) for d in documents()}
    return Dossier((found,), None, compound_log([d.release for d in documents()], facts()), texts)


def page_of(file: str = FILE, beside: Dossier | None = None, **changed: Any) -> str:
    """A page of the site of the invented releases."""
    beside = dossier() if beside is None else beside
    return Site(Reader(store_of(**changed), None, beside.texts), SiteInfo("0.0", dossier=beside)).page(file)


def said(page: str) -> str:
    """The words of a page on one line."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_each_release_has_a_page_where_its_iri_says(tmp_path: Path) -> None:
    """All three are written, twice the same bytes."""
    info = SiteInfo("0.0", dossier=dossier())
    for name in ("one", "two"):
        site(store_of(), tmp_path / name, info)
    for release in TEXTS:
        one, two = (tmp_path / name / "id" / "release" / f"{release}.html" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_what_is_known_of_a_release_is_said() -> None:
    """Issuer with the way to it, date, wire, place, web address, digest, graph, and how many facts."""
    page = page_of(source="https://wire.example/1")
    (digest,) = {d.release.sha256 for d in documents() if d.release.id == SPRING}
    head = said(page.split("<h2", 1)[0])
    own = [f for f in facts() if f.release == SPRING]
    assert f"Issuer Norvane Date 2027-03-04 Wire Invented Wire Place OSLO Source https://wire.example/1 Facts {len(own)}" in head
    assert '<a href="../../id/organization/norvane.html"><bdi>Norvane</bdi></a>' in page
    assert '<a href="https://wire.example/1">' in page
    assert digest in page
    assert f"{vocab.GRAPH}release/{SPRING}" in page


def test_what_is_not_known_is_not_said() -> None:
    """A release without a date says so; one without a wire has no line for it; an address that is none of the web is no link."""
    page = page_of(date=None, wire="", source="javascript:alert(1)")
    assert "Date not dated" in said(page)
    assert "<dt>Wire</dt>" not in page
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in said(page)


def test_releases_of_an_issuer_lead_to_one_another() -> None:
    """To the one before and the one after; the release of another company has neither."""
    assert re.search(rf'After</span>.*?href="../../id/release/{AUTUMN}.html"', page_of())
    assert re.search(rf'Before</span>.*?href="../../id/release/{SPRING}.html"', page_of(f"id/release/{AUTUMN}.html"))
    assert 'class="beside"' not in page_of(f"id/release/{HALCYRA}.html")


def test_the_promises_of_a_release_have_what_became_of_them() -> None:
    """Those of the ledger, with the later words that decide them, where these lie."""
    page = page_of()
    own = [p for p in ledger([d.release for d in documents()], facts()) if p.fact.release == SPRING]
    assert f'Promises <span class="muted num">({len(own)})' in page
    assert any(p.state == "kept" for p in own)
    later = page.split("What later releases say of them")[1].split("</section>")[0]
    assert "showed BEACON results at ESMO" in later
    assert re.search(rf'href="../../id/release/{AUTUMN}.html#c\d+-\d+"', later)


def test_what_was_found_in_a_release_is_on_its_page() -> None:
    """With its words; a release in which nothing was found says so, and a page that nobody asked about says nothing."""
    assert "two stages are told" in page_of()
    assert "No contradiction and no fault." in page_of(f"id/release/{HALCYRA}.html")
    assert "Found in it" not in page_of(beside=replace(dossier(), findings=None))


def test_without_the_text_the_quotes_are_there() -> None:
    """In the order of the text, each with an address of its own and its facts, and the page says why."""
    page = page_of(beside=Dossier())
    assert "The text of this release is not at hand" in said(page)
    places = [tuple(map(int, found)) for found in re.findall(r'<li class="evidence" id="c(\d+)-(\d+)">', page)]
    cited = {(e.start, e.end) for f in facts() if f.release == SPRING for e in f.evidence if not e.role}
    assert places == sorted(cited)


def test_repairs_are_listed_with_their_rules() -> None:
    """What stood there, what it is read as, the rule and the place, which leads into the text."""
    at = TEXTS[SPRING].index("Phase lll")
    assert f"Phase lll Phase III phase.roman {at}–{at + 9}" in said(page_of())
    assert page_of().count(f'id="r{at}-{at + 9}"') == page_of().count(f'href="#r{at}-{at + 9}"') == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("index.html", "Norvane Therapeutics Reports Progress"),
        ("id/organization/norvane.html", "Norvane Therapeutics Reports Progress"),
        ("ledger.html", "2027-03-04"),
        ("pipeline.html", "2027-03-04"),
        ("matrix.html", "in the release"),
        ("id/compound/nvt-101.html", "in the release"),
    ],
)
def test_pages_lead_to_the_release(file: str, words: str) -> None:
    """The home page and the company by its title, the ledger and every table of facts by its date, every quote to its own place."""
    found = re.findall(rf'<a href="(?:\.\./)*{FILE}(?:#c\d+-\d+)?">(.*?)</a>', page_of(file))
    assert any(words in said(f) for f in found)


def test_a_page_drawn_alone_leads_nowhere() -> None:
    """It has the words around a quote, and no link."""
    page = draw(store_of(), "pipeline", dossier=dossier())
    assert "<bdi>" in page.split("<blockquote", 1)[1].split("</blockquote>")[0]
    assert "in the release" not in page


@pytest.mark.parametrize("view", ["pipeline", "ledger", "compound"])
def test_the_words_around_a_quote_are_those_of_the_release(view: str) -> None:
    """What stands beside a quote on a page is what stands beside it in the text, and the quote itself is unchanged."""
    page = draw(store_of(), view, "NVT-101" if view == "compound" else None, dossier=dossier())
    folded = [" ".join(t.split()) for t in TEXTS.values()]
    found = re.findall(r"<blockquote[^>]*>(.*?)</blockquote><p[^>]*>(?:<bdi>[^<]*</bdi>, )?characters (\d+)–(\d+)", page, re.DOTALL)
    assert len(found) > 3
    for marked, start, end in found:
        parts = re.fullmatch(r"(?:<bdi>(?P<before>[^<]*)</bdi>)?(?P<quote>[^<]*)(?:<bdi>(?P<after>[^<]*)</bdi>)?", marked, re.DOTALL)
        assert parts
        before, quote, after = (html.unescape(part or "") for part in parts.group("before", "quote", "after"))
        assert quote in {t[int(start) : int(end)] for t in TEXTS.values()}
        whole = " ".join((before.removeprefix("… ") + quote + after.removesuffix(" …")).split())
        assert before or after
        assert any(whole in text for text in folded)


def test_the_words_of_a_change_stand_in_context() -> None:
    """So do those of the change log and of findings, where the quote is of another release than the page's."""
    log = page_of("id/compound/nvt-101.html").split("What changed, release by release")[1]
    assert re.search(rf"<blockquote[^>]*>(?:<bdi>[^<]+</bdi>)?[^<]+(?:<bdi>[^<]+</bdi>)?</blockquote><p[^>]*><bdi>{AUTUMN}</bdi>", log)


def test_context_is_cut_between_words() -> None:
    """At most so many characters, whole words, dots where the text goes on."""
    raw = "alpha " * 60 + "NVT-101" + " omega" * 60
    at = raw.index("NVT")
    before, after = context(raw, at, at + 7)
    assert re.fullmatch(r"… (alpha )+", before)
    assert re.fullmatch(r"( omega)+ …", after)
    assert NEAR * 0.8 < len(before) <= NEAR + 2


def test_there_is_no_context_without_a_text() -> None:
    """A quote of a release whose text is not at hand, or that does not lie in it, stands alone."""
    assert context("short", 3, 9) == ("", "")
    assert Reader(ox.Store()).quote(vocab.release("r"), 0, 1, "a") == Quote(0, 1, "a", vocab.release("r"))


def test_unseen_characters_are_named() -> None:
    """Controls, marks of direction and blanks without width become marks; tabs, line ends and letters of any script stay."""
    assert shown("a\u202eb\x07c\u200bd") == ('a<i class="unseen">U+202E</i>b<i class="unseen">U+0007</i>c<i class="unseen">U+200B</i>d')
    assert shown("<a>\t\r\n\u05d0\u00e9\U0001f600") == "&lt;a&gt;\t&#13;\n\u05d0\u00e9\U0001f600"


def test_a_long_release_has_its_sections() -> None:
    """Its headings in order; a short one has no list, and a heading right below another is part of that."""
    prose = "NVT-101 is in a Phase 2 trial, and Norvane reports on it in due course. " * 40
    raw = f"Norvane Reports\n\n{prose}\n\nAbout Norvane\n\n{prose}\n\nFinancial Results\nUnaudited\n\n{prose}\n"
    assert [p.label for p in sections(pieces(Text(raw), "Norvane Reports"))] == ["About Norvane", "Financial Results"]
    assert sections(pieces(Text(raw[:300]), "Norvane Reports")) == []


def test_an_address_is_no_section() -> None:
    """A picture or a link alone on its line is text."""
    quarter = "It was a good quarter for all of us, and it went on like this."
    found = pieces(
        Text(f"Norvane Reports\n\n{quarter}\n\n**![](https://wire.example/p.png)**\n\nAbout Norvane\n\n{quarter}\n"), "Norvane Reports"
    )
    assert [p.label for p in found if p.kind == "heading"] == ["Norvane Reports", "About Norvane"]


def test_a_large_release_stays_readable() -> None:
    """Of a hundred thousand characters with four hundred facts: no more runs than the ends of facts and pieces ask for, and a page that
    is a few times its text.
    """
    raw = "\n\n".join(f"Paragraph {n} says that NVT-{n} is well, and goes on for a while about NVT-{n + 1}." for n in range(1300))
    said = [Span(n * 240, n * 240 + 40 + n % 330) for n in range(400)]
    release = Release("big", "0" * 64, "A large release", "Norvane")
    found = [
        Fact("has_target", {"compound": f"NVT-{n % 40}", "target": f"T{n}"}, (Evidence(s.start, s.end, s.of(raw)),), "big", "0" * 64, "r")
        for n, s in enumerate(said)
    ]
    assert len(raw) > 100_000
    assert len(Marked(Text(raw), pieces(Text(raw)), dict.fromkeys(said, ())).runs) <= 2 * len(said) + len(pieces(Text(raw)))
    beside = Dossier(texts={"big": Text(raw)})
    reader = Reader(memory(triplify([Document(raw, release)], found)), None, beside.texts)
    assert len(Site(reader, SiteInfo("0.0", dossier=beside)).page("id/release/big.html")) < 8 * len(raw)


def test_rows_of_a_table_stand_together() -> None:
    """Rows and the headings between them are one piece, which scrolls in itself; a single row is text like any other."""
    table = "Net loss      $ 1,200    $ 1,100\nRevenues      $   300    $   200\nCash          $ 9,100    $ 8,200"
    kinds = [p.kind for p in pieces(Text(f"Norvane Reports\n\nIt was a quarter.\n\nSelected figures\n\n{table}\n"), "Norvane Reports")]
    assert kinds.count("table") == 1
    assert "table" not in [p.kind for p in pieces(Text("Norvane Reports\n\nNet loss      $ 1,200    $ 1,100\n"), "Norvane Reports")]
