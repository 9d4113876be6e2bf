"""The first real release, grounded name by name: what has a verified identifier gets it, and nothing else gets any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.shared import need_shared

from triplewire import api, lexicon
from triplewire.builds import Build
from triplewire.lexicon.tables import read_table
from triplewire.query import Table

pytestmark = pytest.mark.shared

GOLD = Path(__file__).resolve().parents[1] / "gold" / "groundings" / "seed.tsv"
BLANK = {
    "compound": {"IMGN388"},
    "indication": {"epithelial malignancies", "hematological malignancies", "liquid tumors"},
    "organization": {"Bayer Schering Pharma", "Biogen Idec", "Biotest", "Celgene", "sanofi-aventis"},
}
"""What has no verified identifier: one compound, umbrellas, names of an earlier time, and two companies that no source has."""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of the release."""
    return api.build([need_shared() / "releases" / "seed"], tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def facts(build: Build) -> list[Mapping[str, Any]]:
    """Its facts."""
    return [json.loads(line) for line in (build.current / "facts.jsonl").read_text("utf-8").splitlines()]


def rows(build: Build, query: str, **params: Any) -> list[tuple[Any, ...]]:
    """The rows that a query has on the build."""
    answer = api.open(build.dir).query(query, **params)
    assert isinstance(answer, Table)
    return [tuple(getattr(cell, "value", "") for cell in row) for row in answer.rows]


def test_the_groundings_are_those_that_a_person_checked(facts: list[Mapping[str, Any]]) -> None:
    """Every pair of name and identifier is in the checked table as right, and every pair of the table is found: none wrong, none lost."""
    table = {(row["name"], row["id"]) for row in read_table(GOLD).dicts() if row["verdict"] == "right"}
    pairs = {(fact[argument], curie) for fact in facts for argument, curie in fact["ids"].items()}
    assert pairs == table
    assert len(table) >= 27


def test_only_what_has_no_verified_identifier_is_blank(build: Build) -> None:
    """Without an identifier are one compound, umbrella words and former names; the rest are subsets that name their wider disease."""
    blank = build.report["ungrounded"]
    plain = {kind: {b["name"] for b in blank if b["type"] == kind and not b.get("broader")} for kind in BLANK}
    assert plain == BLANK
    assert {b["type"] for b in blank} == set(BLANK)
    assert all(b["broader_id"] for b in blank if b.get("broader"))


def test_biomarker_subsets_have_their_disease_and_target(build: Build) -> None:
    """The subsets that the release names are part of a disease, and marked by a target where they say one."""
    query = (
        "SELECT DISTINCT ?subset ?disease ?target WHERE { ?s a tw:Indication ; rdfs:label ?subset ; tw:broaderIndication ?d ; "
        "tw:biomarkerTarget ?t . ?d rdfs:label ?disease . ?t rdfs:label ?target } ORDER BY ?subset ?disease"
    )
    found = rows(build, query)
    for expected in (
        ("CD56+ solid tumors", "solid tumors", "CD56"),
        ("CA6+ solid tumors", "solid tumors", "CA6"),
        ("HER2+ breast cancer", "breast cancer", "HER2"),
    ):
        assert expected in found


def test_the_release_agrees_with_the_registers(build: Build) -> None:
    """All four orphan designations are in the registers with an earlier day, two of them later withdrawn."""
    told = {(row[1], row[2]): (row[4], row[5], row[6], row[8]) for row in rows(build, "designations-against-register")}
    assert told == {
        ("Merkel cell carcinoma", "European Union"): ("2010-06-09", "eu-3-10-746", "granted", "agrees"),
        ("Merkel cell carcinoma", "United States"): ("2010-03-02", "300309", "Designated/Withdrawn", "agrees"),
        ("small cell lung cancer", "European Union"): ("2010-10-01", "eu-3-10-792", "granted", "agrees"),
        ("small cell lung cancer", "United States"): ("2010-08-17", "311010", "Designated/Withdrawn", "agrees"),
    }


def test_background_is_never_put_into_the_mouth_of_the_release(build: Build) -> None:
    """Payload and target of the compound rest on background only, and no statement of the release has them."""
    found = {(row[1], row[2]) for row in rows(build, "background-only", subject="IMGN901")}
    assert {("hasPayload", "DM1"), ("targets", "CD56"), ("hasAntibody", "lorvotuzumab"), ("hasLinker", "SPP")} <= found
    stated = (
        "SELECT ?o WHERE { ?s tw:statedIn ?r ; tw:stmtPredicate ?p ; tw:stmtObject ?o "
        "FILTER(?p IN (tw:hasPayload, tw:hasLinker, tw:hasAntibody)) } ORDER BY ?o"
    )
    assert rows(build, stated) == []


def test_every_company_with_a_verified_number_has_it(facts: list[Mapping[str, Any]]) -> None:
    """No company of the release that the lexicon has a number of is without it."""
    told = {(fact[a], fact["ids"].get(a)) for fact in facts for a in ("organization", "organization_a", "organization_b") if a in fact}
    for name, curie in told:
        term = lexicon.resolve("organization", name)
        assert curie or not (term and term.curie), name
