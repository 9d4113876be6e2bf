"""The pages of things: what is said by what it says, with its tellings; what rules and the background add apart; everything linked."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from tests.facts_fixture import documents, facts

import triplewire as tw
from triplewire import vocab
from triplewire.draw import Site, SiteInfo
from triplewire.draw.reader import Reader, unfolded
from triplewire.draw.things import Things, kind_of, kinds
from triplewire.draw.things.kinds import OBJECT, OTHER, SUBJECT, heading, mirrors
from triplewire.reason import infer
from triplewire.reconcile import ledger
from triplewire.terms import terms
from triplewire.triplify import resolutions, triplify

GENERIC = heading("nothing", OTHER).text


@cache
def store() -> ox.Store:
    """The graph of the invented releases with what rules add."""
    quads = list(triplify(list(documents()), list(facts())))
    quads += resolutions(ledger([d.release for d in documents()], facts()), [d.release for d in documents()])
    out = ox.Store()
    out.extend([*quads, *infer(quads)])
    return out


@cache
def pages(live: bool = False) -> Site:
    """Their pages."""
    return Site(Reader(store()), SiteInfo("0.0"), live=live)


@pytest.fixture(scope="module")
def samples(sample_graph: tw.Graph) -> Site:
    """The pages of the sample releases."""
    return Site(Reader(sample_graph.store), SiteInfo("0.0", dossier=sample_graph.dossier()))


def words(page: str) -> str:
    """The words of a page, without markup, blanks as one."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split()).replace(" :", ":")


def section(page: str, title: str) -> str:
    """The words of the section under a heading."""
    found = re.search(rf"<h2>{re.escape(title)}.*?</section>", page, re.DOTALL)
    return words(found[0]) if found else ""


def linked(page: str) -> dict[str, Any]:
    """What a page is about."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_everything_that_a_claim_is_about_has_a_page() -> None:
    """Indications, targets, payloads, technologies, trials, people, conferences, and organizations that issued nothing."""
    files = set(pages().files)
    for name in ("indication/sarcoma", "target/glr3", "payload/dm1", "technology/tap", "technology/bridgelink", "trial/nct09990001"):
        assert f"id/{name}.html" in files
    for name in ("person/ada-nordvik", "conference/esmo", "organization/halcyra", "compound/lenalidomide"):
        assert f"id/{name}.html" in files


def test_every_named_subject_and_object_of_a_claim_leads_to_a_page(samples: Site) -> None:
    """Whatever a sample release names, and what has a label and a kind, is among the pages."""
    things = Things(samples.reader)
    told = {row[end] for rows in samples.reader.claims.values() for row in rows for end in ("subject", "object")}
    named = {i for i in told if kind_of(i) and i in samples.reader.names.labels}
    assert len(named) > 150
    assert named <= set(things.all)
    assert all(samples._pages[i] in samples.files for i in named)


def test_tellings_of_one_fact_are_one_line() -> None:
    """With the days of the first and the last, how often, and their words in the order of their days."""
    page = pages().page("id/organization/norvane.html")
    assert "People (1) Ada Nordvik: Chief Executive Officer Stated 2027-03-04 once told once" in words(page)
    compound = pages().page("id/compound/nvt-101.html")
    (line,) = re.findall(r"<tr><td><a[^>]*><bdi>sarcoma</bdi></a></td>.*?</tr>", compound, re.DOTALL)
    ids = re.search(r'data-claims="([^"]+)"', line)
    assert ids
    days = [re.findall(rf'<tr id="{i}".*?<span class="nowrap num">([^<]*)<', compound, re.DOTALL)[0] for i in ids[1].split()]
    assert days == sorted(days)


def test_designations_for_two_indications_are_two_lines(samples: Site) -> None:
    """Also of the same type in the same region, by the same release."""
    told = section(samples.page("id/compound/imgn901.html"), "What releases say")
    assert "Orphan designations (4)" in told
    for indication in ("Merkel cell carcinoma", "small cell lung cancer"):
        for region in ("EU", "US"):
            assert f"Orphan, {region} ( {indication} ) Stated 2010-10-28 once told once" in told


def test_a_denial_is_told_as_one() -> None:
    """On the page of what is denied, it is marked, and nobody works on it for that."""
    page = pages().page("id/target/cd38.html")
    assert "Compounds against it (1) NVT-205 Denied" in words(page)
    assert section(page, "Who works on it") == ""


def test_who_works_on_an_indication_has_stage_and_developer() -> None:
    """The compounds in it, the furthest first."""
    assert "NVT-101 Phase 3 2027-03-04 Norvane Stated" in section(pages().page("id/indication/sarcoma.html"), "Who works on it")


def test_what_concerns_a_thing_through_another_is_there() -> None:
    """A trial in an indication, a role at a company, what is shown at a conference, a payment that a company gets."""
    assert "Trials in it" in section(pages().page("id/indication/sarcoma.html"), "What releases say")
    assert "NVT-101: Data presentation" in section(pages().page("id/conference/esmo.html"), "What releases say")
    assert "Halcyra: upfront 25,000,000 USD" in section(pages().page("id/organization/norvane.html"), "What else releases say")


def test_what_follows_stands_apart_with_its_rule_and_premises(samples: Site) -> None:
    """And what only says the same the other way round is counted."""
    page = samples.page("id/indication/glioblastoma.html")
    told = section(page, "Added by rules")
    assert "glioblastoma broader indication cancer A transitive property reaches on glioblastoma broader indication glioma" in told
    assert "more only say the same the other way round" in told
    assert "broader indication" not in section(page, "What releases say")


def test_the_background_stands_apart_with_its_source(samples: Site) -> None:
    """Reference knowledge names where it is from, and is not among what releases say."""
    page = samples.page("id/payload/dm1.html")
    assert "member of payload class maytansinoid" in section(page, "From the background")
    assert "Wikipedia" in section(page, "From the background")
    assert section(page, "What releases say") == ""
    assert "No release speaks of it" in words(page)


def test_wider_and_narrower_terms_lead_on(samples: Site) -> None:
    """The nearest first; and the compounds of the narrower ones are on the page of the wider."""
    things = Things(samples.reader)
    here = vocab.entity("indication", "glioblastoma")
    assert samples.reader.names.label(things.wider[here][0]) == "high-grade glioma"
    assert vocab.entity("indication", "recurrent glioblastoma") in things.narrower[here]
    assert "TPI 287" in section(samples.page("id/indication/cancer.html"), "In what is narrower")


def test_findings_and_changes_that_concern_a_thing_are_told(samples: Site) -> None:
    """Each leads to its place among all findings."""
    page = samples.page("id/trial/embrace.html")
    assert "promise window missing" in section(page, "To look at")
    assert "Phase 3 planned → Phase 3 ongoing" in section(page, "What changed")
    href = re.search(r'href="(\.\./\.\./findings\.html)#([^"]+)"', page)
    assert href
    assert f'id="{href[2]}"' in samples.page("findings.html")


@pytest.mark.slow
def test_every_link_of_a_build_leads_somewhere(sample_out: Path) -> None:
    """Each relative address of each page is a file of the build, and each anchor an element of it."""
    root = (sample_out / "current").resolve()
    texts = {p: p.read_text("utf-8") for p in root.rglob("*.html")}
    anchors = {p: {html.unescape(i) for i in re.findall(r' id="([^"]+)"', t)} for p, t in texts.items()}
    bad = set()
    for path, text in texts.items():
        for href in {html.unescape(h) for h in re.findall(r'<(?:a|link) [^>]*href="([^"]+)"', text)}:
            file, _, anchor = href.partition("#")
            there = (path.parent / file).resolve() if file else path
            if "://" not in href and (not there.is_file() or (anchor and unquote(anchor) not in anchors.get(there, ()))):
                bad.add((path.relative_to(root).as_posix(), href))
    assert len(texts) > 500
    assert bad == set()


def test_words_of_the_ontology_lead_to_their_pages(samples: Site) -> None:
    """The class of a thing, and a stage."""
    page = samples.page("id/compound/cyb003.html")
    assert 'href="../../ontology/class/Compound.html"' in page
    assert 'href="../../ontology/individual/phase3.html"' in page


def test_pages_say_in_json_ld_what_they_are_about(samples: Site) -> None:
    """Type, names, our IRI, public pages of the same, and a few facts."""
    drug = linked(samples.page("id/compound/cyb003.html"))
    assert (drug["@type"], drug["@id"], drug["name"]) == ("Drug", vocab.entity("compound", "CYB003"), "CYB003")
    assert [m["name"] for m in drug["manufacturer"]] == ["Cybin"]
    disease = linked(samples.page("id/indication/glioblastoma.html"))
    assert disease["@type"] == "MedicalCondition"
    assert "GBM" in disease["alternateName"]
    assert all(m.startswith(("http://", "https://")) for m in disease["sameAs"])
    assert {"@type": "MedicalCode", "codeValue": "0018177", "codingSystem": "mondo"} in disease["code"]
    trial = linked(samples.page("id/trial/embrace.html"))
    assert trial["healthCondition"]["name"] == "major depressive disorder"
    assert [d["name"] for d in trial["studySubject"]] == ["CYB003"]
    person = linked(pages().page("id/person/ada-nordvik.html"))
    assert (person["@type"], person["jobTitle"]) == ("Person", ["Chief Executive Officer"])
    assert person["worksFor"][0]["@id"] == vocab.entity("organization", "Norvane")
    assert linked(pages().page("id/organization/norvane.html"))["@type"] == "Organization"
    assert linked(pages().page("index.html"))["temporalCoverage"] == "2027-03-04/2028-01-15"


def test_other_forms_are_offered_where_a_server_has_them() -> None:
    """Beside the page; a page on disk has none."""
    for file in ("id/target/glr3.html", "id/compound/nvt-101.html", "id/organization/norvane.html"):
        stem = file.rsplit("/", 1)[1].removesuffix(".html")
        found = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">', pages(live=True).page(file))
        assert found == [
            ("text/turtle", f"{stem}.ttl"),
            ("application/ld+json", f"{stem}.jsonld"),
            ("application/n-triples", f"{stem}.nt"),
        ]
        assert 'rel="alternate"' not in pages().page(file)


def test_each_relation_of_a_claim_has_its_heading() -> None:
    """On the page of its subject, and on that of its object where that has a page."""
    reader = Reader(store())
    rows = [row for rows in reader.claims.values() for row in rows]
    assert len({row["relation"] for row in rows}) >= 15
    for row in rows:
        assert heading(row["relation"], SUBJECT).text != GENERIC, row["relation"]
        if kind_of(row["object"]):
            assert heading(row["relation"], OBJECT).text != GENERIC, row["relation"]


def test_kinds_are_classes_of_the_ontology_and_mirrors_are_rules() -> None:
    """A slip in the file would leave a page without its class, or a rule unknown."""
    from triplewire.reason.rules import rules

    assert {k.cls for k in kinds().values()} <= {t.iri for t in terms()}
    assert mirrors() <= {r.name for r in rules()}


def test_a_premise_in_prefixed_names_is_unfolded() -> None:
    """Three names become IRIs; what is no triple is none."""
    assert unfolded("linker:spdb rdf:type tw:Linker") == (
        vocab.ID + "linker/spdb",
        vocab.prefixes()["rdf"] + "type",
        vocab.term("Linker"),
    )
    assert unfolded("no triple") == ("", "", "")


def test_things_of_foreign_namespaces_have_pages() -> None:
    """By the way they are drawn; a milestone has none."""
    assert kind_of("https://example.org/x", "target") == "target"
    assert kind_of("https://example.org/x", "trial") == ""
    assert kind_of(vocab.ID + "milestone/x", "trial") == ""


def test_pages_do_not_depend_on_the_order_of_the_quads() -> None:
    """The same graph stored backwards has the same pages."""
    back = ox.Store()
    back.extend(reversed(list(store())))
    one, two = pages(), Site(Reader(back), SiteInfo("0.0"))
    assert list(one.files) == list(two.files)
    wanted = [f for f in one.files if f.startswith(("id/", "names", "releases", "index", "assets/names"))]
    assert len(wanted) > 20
    assert [f for f in wanted if one.page(f) != two.page(f)] == []


def test_a_thing_of_many_claims_shows_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says how many older ones there are."""
    from triplewire.draw.things import page

    monkeypatch.setattr(page, "SHOWN", 2)
    shown = pages().page("id/indication/sarcoma.html")
    assert re.search(r"The newest are shown; \d+ older ones", words(shown))
    assert 'data-claims="f' in shown


def test_the_words_of_a_compound_are_its_own_among_many_that_share_something() -> None:
    """More others than are drawn leave the numbers of the claims as they are: each promise opens its own words."""
    quads = list(triplify(list(documents()), list(facts())))
    quads += resolutions(ledger([d.release for d in documents()], facts()), [d.release for d in documents()])
    crowd = ox.Store()
    crowd.extend(quads)
    graph, iri = ox.NamedNode(vocab.GRAPH + "release/norvane-2027-03-04"), ox.NamedNode
    for n in range(40):
        other, told = iri(f"{vocab.ID}compound/aaa-{n}"), iri(f"{vocab.ID}statement/aaa{n}")
        for s, p, o in (
            (other, vocab.prefixes()["rdf"] + "type", iri(vocab.term("Compound"))),
            (other, vocab.prefixes()["rdfs"] + "label", ox.Literal(f"AAA-{n}")),
            (told, vocab.prefixes()["rdf"] + "type", iri(vocab.term("FactualStatement"))),
            (told, vocab.term("stmtSubject"), other),
            (told, vocab.term("stmtPredicate"), iri(vocab.term("targets"))),
            (told, vocab.term("stmtObject"), iri(vocab.entity("target", "GLR3"))),
        ):
            crowd.add(ox.Quad(s, iri(p), o, graph))
    page = Site(Reader(crowd), SiteInfo("0.0")).page("id/compound/nvt-101.html")
    assert "More compounds share something with it than are drawn." in page
    promises = re.findall(r'<tr><th scope="row"><a[^>]*><bdi>NVT-101</bdi></a></th><td><a href="#(f\d+)-words"', page)
    assert len(promises) > 1
    for number in promises:
        row = re.search(rf'<tr id="{number}" data-status="(\w+)">.*?</tr>', page, re.DOTALL)
        assert row
        assert "<bdi>NVT-101</bdi>" in row[0]
        assert row[1] == "expected"
