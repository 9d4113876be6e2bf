"""The pages of companies and compounds: their numbers are those of the ledger and of the queries, and everything leads to its words."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from pyoxigraph import NamedNode, Quad
from tests import record, story
from tests.facts_fixture import documents, facts

import triplewire as tw
from triplewire import query, vocab
from triplewire.draw import Dossier, SiteInfo, draw, site
from triplewire.draw import record as records_of
from triplewire.draw.company import Companies
from triplewire.draw.reader import Reader
from triplewire.draw.record import LEAST, Kind, Rate
from triplewire.draw.things import Things
from triplewire.errors import NotFoundError
from triplewire.model import Cited, Finding, FindingSide
from triplewire.reconcile import reconcile
from triplewire.reconcile.changes import company_log, compound_log
from triplewire.store import memory
from triplewire.triplify import triplify

NORVANE = "Norvane Therapeutics"
DECIDED = ("slipped", "withdrawn", "overdue")


def text_of(page: str) -> str:
    """The words of a page without markup, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)).split())


def test_the_record_is_that_of_the_ledger() -> None:
    """State by state, in time and late, of every company: what `triplewire ledger` lists, counted."""
    found = records_of.records(Reader(record.store()))
    rows = [row for row in record.rows() if row.kind != "guidance"]
    assert set(found) == {row.organization for row in rows}
    for name, told in found.items():
        own = [row for row in rows if row.organization == name]
        states = Counter[str](row.state for row in own)
        assert told.promises == len(own)
        assert {s: told.count(s) for s in ("open", "kept", *DECIDED)} == {s: states[s] for s in ("open", "kept", *DECIDED)}
        assert told.count("late") == sum(row.state == "kept" and (row.days or 0) > 0 for row in own)
        assert told.count("in_time") == sum(row.state == "kept" and row.days is not None and row.days <= 0 for row in own)


def test_the_rate_and_the_slip_are_those_of_the_ledger() -> None:
    """Of the dated promises that are decided those in time, in whole percent, and the middle of the days of slips; by kind too."""
    told = records_of.records(Reader(record.store()))[NORVANE]
    own = [r for r in record.rows() if r.organization == NORVANE and r.fact.family == "milestone" and r.fact.when]
    decided = [r for r in own if r.state in DECIDED or (r.state == "kept" and r.days is not None)]
    good = [r for r in decided if r.state == "kept" and (r.days or 0) <= 0]
    assert told.rate == Rate(len(decided), len(good), 100 * len(good) // len(decided))
    assert told.median == median(r.days for r in own if r.state == "slipped" and r.days is not None)
    assert sum(kind.rate.decided for kind in told.kinds) == len(decided)
    assert sum(len(kind.slips) for kind in told.kinds) == sum(r.state == "slipped" for r in own)


@pytest.mark.parametrize(
    ("name", "column", "words"), [("promise-record", "promises", "Promises {} Open"), ("on-time-by-company", "percent", "{} % (")]
)
def test_the_page_says_what_the_query_says(name: str, column: str, words: str) -> None:
    """The number stands on the company's page as `triplewire query` prints it."""
    answer = query.run(record.store(), query.named(name), {})
    assert isinstance(answer, query.Table)
    (row,) = (r for r in answer.plain() if r[0] == NORVANE)
    assert words.format(row[answer.columns.index(column)]) in text_of(draw(record.store(), "company", NORVANE))


def test_there_is_no_rate_of_few() -> None:
    """Under five decided promises no share is told, and the page says so."""
    assert not Rate(LEAST - 1, LEAST - 1, 100).enough
    assert Rate(LEAST, 0, 0).enough
    said = text_of(draw(record.store(), "company", "Halcyra Biosciences"))
    assert f"no rate under {LEAST} decided promises" in said
    assert "%" not in said


def test_a_kind_without_slips_has_no_median() -> None:
    """And of two slips it is the middle."""
    assert Kind("trial start").median is None
    assert Kind("trial start", slips=(10, 31)).median == 20.5


def test_every_promise_of_the_company_is_on_its_page() -> None:
    """A row for each, forecasts apart with the figure told since, and the words of each."""
    page = draw(record.store(), "company", NORVANE)
    own = [row for row in record.rows() if row.organization == NORVANE]
    for row in own:
        quote = row.fact.evidence[0].quote
        assert " ".join(quote.split()) in " ".join(page.split())
    assert text_of(page).count("slipped by 182 days") == 2
    assert "revenue FY2027, 60,000,000 to 64,000,000 USD" in text_of(page)
    assert "62,500,000 USD" in text_of(page)


def test_compounds_have_their_stage_and_who_develops_them() -> None:
    """Stated roles lead to their words; partners are there once."""
    quads = triplify(list(documents()), list(facts()))
    said = text_of(draw(memory(quads), "company", "Norvane"))
    assert "NVT-101 Phase 3 2027-03-04" in said
    assert "NVT-330 Phase 1 2028-01-15 developed by Halcyra" in said
    assert "Halcyra NVT-330 1 statement" in said


def test_findings_and_changes_of_a_build_are_told() -> None:
    """Contradictions and silence of its releases with their quotes, and its change log with the command that gives all of it."""
    docs, told = record.releases()
    releases = [d.release for d in docs]
    words = (Cited(releases[1].id, 0, 7, docs[1].raw[:7]),)
    sides = (FindingSide("claim", "Phase 1"), FindingSide("claim", "Phase 2"))
    found = (
        Finding("stage-conflict", "warning", "NVT-101", "Two stages at once.", (), releases[1].id, words, sides),
        Finding("silent-programme", "info", "NVT-440", "Silent since then.", (), releases[1].id, words),
        Finding("stage-conflict", "warning", "HAL-3", "Of another company.", (), releases[0].id, sides=sides),
        Finding("no-conflict", "warning", "NVT-101", "Nothing against each other.", (), releases[1].id, words),
        Finding("compound-id", "info", "NVT-101", "No identifier.", (), releases[1].id),
    )
    dossier = Dossier(found, company_log(releases, told), compound_log(releases, told))
    said = text_of(draw(record.store(), "company", NORVANE, dossier=dossier))
    assert "Two stages at once." in said
    assert "Silent since then." in said
    assert "Of another company." not in said
    assert "No identifier." not in said
    assert "Nothing against each other." not in said
    assert "moved NVT-101: trial start" in said
    assert "triplewire diff --since 2027-03-03 --company &#39;Norvane Therapeutics&#39; --format md" in said
    compound = text_of(draw(record.store(), "compound", "NVT-101", dossier=dossier))
    assert "Two stages at once." in compound
    assert "Silent since then." not in compound


def test_a_contradiction_about_a_study_is_on_the_page_of_its_compound() -> None:
    """What is found is about a compound when its claims are, whatever it is called after."""
    docs, told = story.told(
        story.release("2027-03-04", "Norvane has initiated the Phase 2 BRIDGE-1 trial of NVT-101 in patients with glioma."),
        story.release("2027-09-04", "Norvane has completed the Phase 2 BRIDGE-1 trial of NVT-101 in patients with psoriasis."),
    )
    (conflict,) = (f for f in reconcile(docs, told)[1] if f.is_conflict)
    assert conflict.focus == "BRIDGE-1"
    said = text_of(draw(memory(triplify(docs, told)), "compound", "NVT-101", dossier=Dossier((conflict,))))
    assert "BRIDGE-1, a study of NVT-101, is told to be in glioma and in psoriasis" in said


def test_a_page_without_a_build_says_what_it_lacks() -> None:
    """Drawn from a bare graph, contradictions are not said to be none."""
    said = text_of(draw(record.store(), "company", NORVANE))
    assert "are on the page that a build has" in said
    assert "None was found" not in said


def test_a_compound_has_its_promises_and_its_stages() -> None:
    """The rows of the ledger about it, and the days on which each stage was first told."""
    said = text_of(draw(memory(triplify(list(documents()), list(facts()))), "compound", "NVT-101"))
    assert "First told Stage For 2027-03-04 Phase 3 sarcoma" in said
    moved = text_of(draw(record.store(), "compound", "NVT-101"))
    assert "Promises (4) 1 kept 3 slipped" in moved


def test_former_and_later_names_lead_to_each_other() -> None:
    """A company that was renamed says so on both pages."""
    one, two = (NamedNode(iri) for iri in sorted(Reader(record.store()).issuers))
    renamed = Quad(one, NamedNode(vocab.term("succeededBy")), two, NamedNode(vocab.GRAPH + "background"))
    store = memory([*record.store(), renamed])
    assert "Formerly Halcyra Biosciences" in text_of(draw(store, "company", NORVANE))
    assert "Now Norvane Therapeutics" in text_of(draw(store, "company", "Halcyra Biosciences"))


def test_every_issuer_has_a_page_that_others_lead_to(tmp_path: Path) -> None:
    """From the home page, the list of companies, the ledger, and the networks."""
    site(record.store(), tmp_path, SiteInfo("0.0"))
    files = sorted(p.name for p in (tmp_path / "id/organization").glob("*.html"))
    assert files == ["halcyra-biosciences.html", "norvane-therapeutics.html"]
    for page in ("index", "company", "ledger", "partners", "pipeline"):
        assert "id/organization/norvane-therapeutics.html" in (tmp_path / f"{page}.html").read_text("utf-8")
    assert '["Company page","id/organization/norvane-therapeutics.html"]' in (tmp_path / "partners.html").read_text("utf-8")


def test_the_list_of_companies_has_their_records(tmp_path: Path) -> None:
    """Side by side, a rate only where there are enough decided promises."""
    site(record.store(), tmp_path, SiteInfo("0.0"))
    said = text_of((tmp_path / "company.html").read_text("utf-8"))
    assert "Halcyra Biosciences 1 1 1 1" in said
    assert "25 % 2 of 8" in said


def test_what_the_list_of_companies_counts_adds_up(sample_out: Path) -> None:
    """Each promise stands in one column: open, kept, slipped, narrowed, withdrawn or overdue."""
    table = (sample_out / "current" / "company.html").read_text("utf-8").split("<tbody>")[1]
    rows = [re.findall(r'class="num">([^<]*)<', row) for row in table.split("<tr>")[1:]]
    told = [(int(promises), sum(int(n) for n in states if n != "·")) for _, _, promises, *states in (r[:5] + r[6:10] for r in rows)]
    assert [states for _, states in told] == [promises for promises, _ in told]
    assert sum(promises for promises, _ in told) > 30


def test_an_unknown_company_names_the_near_ones() -> None:
    """A slip of the pen is answered with what was meant."""
    with pytest.raises(NotFoundError, match="Norvane"):
        draw(record.store(), "company", "Norvine Therapeutics")


def test_companies_are_looked_up_once() -> None:
    """The promises of all pages together are those of the ledger."""
    folk = Companies(Things(Reader(record.store())), Dossier())
    assert sum(len(found) for found in folk.promises.values()) == len(record.rows())
    assert folk.promises is folk.promises


def test_a_company_as_of_a_day_knows_nothing_later(tmp_path: Path) -> None:
    """Neither releases nor promises nor what became of them later; of contradictions and silence what was found that day."""
    for number, text in enumerate(record.TEXTS):
        (tmp_path / f"story-{number:02}.txt").write_text(text, "utf-8")
    tw.build(tmp_path, tmp_path / "out")
    said = text_of(tw.open(tmp_path / "out").draw("company", focus=NORVANE, as_of=date(2027, 7, 1)))
    assert "2027-06-21" in said
    assert "2027-09-01" not in said
    assert "2028-11-15" not in said
    assert "its development is discontinued" in said
    assert "no development reported" not in said


@pytest.mark.parametrize("view", ["company", "ledger", "timeline"])
def test_a_promise_of_a_later_day_is_left_out(view: str) -> None:
    """Also where the graph holds all releases."""
    whole, then = (text_of(draw(record.store(), view, NORVANE, as_of=day)) for day in (None, date(2027, 7, 1)))
    assert "NVT-660" in whole
    assert "NVT-660" not in then
