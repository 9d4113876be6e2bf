"""Policies: which claim of an open conflict is preferred. Both stay, and without a policy nobody wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims_helper import HALCYRA, NORVANE, claim, found, money, release, stage
from typer.testing import CliRunner

import triplewire as tw
from triplewire.cli import app
from triplewire.errors import NotFoundError
from triplewire.model import Document, Fact
from triplewire.reconcile import policy_names, reconcile
from triplewire.reconcile.conflict import CRITERIA
from triplewire.reconcile.settings import policies

DOCUMENTS = [release("january", "2027-01-10"), release("march", "2027-03-10"), release("partner", "2027-05-10", HALCYRA)]
TEXT = money("march", 3_400_000, "Revenues were $3.4 million", confidence=0.95)
TABLE = money("march", 3_911_000, "Total revenues 3,911", 90, rule="table.revenue", confidence=0.9)
HIGH, LOW = stage("january", "Phase 3"), stage("march", "Phase 2")
OWNED = claim("developed_by", "january", "Norvane has NVT-101", 300, compound="NVT-101", organization=NORVANE)
TIE = claim("partnered_with", "january", "Norvane works with Halcyra", 400, organization_a=NORVANE, organization_b=HALCYRA)
BEHIND = stage("partner", "Phase 1")


def flagged(policy: str, *facts: Fact, documents: list[Document] = DOCUMENTS) -> list[tuple[str, ...]]:
    """The flags of each fact that a policy gave."""
    return [tuple(x for x in f.flags if x.startswith(("preferred", "outvoted"))) for f in reconcile(documents, facts, policy)[0]]


def test_nobody_is_preferred_by_default() -> None:
    """Without a policy, and under `none`, facts only say that they are in a conflict, and the message names no choice."""
    for policy in ("", "none"):
        assert flagged(policy, TEXT, TABLE) == [(), ()]
        assert "Preferred" not in found(DOCUMENTS, TEXT, TABLE, policy=policy)[0].message


@pytest.mark.parametrize(
    ("policy", "facts"),
    [
        ("latest", [LOW, HIGH]),
        ("table", [TABLE, TEXT]),
        ("confidence", [TEXT, TABLE]),
        ("issuer", [HIGH, BEHIND, OWNED, TIE]),
    ],
)
def test_a_policy_prefers_one_claim(policy: str, facts: list[Fact]) -> None:
    """The preferred claim and the policy are named, both claims flagged and kept."""
    kept, findings = reconcile(DOCUMENTS, facts, policy)
    assert [f.id for f in kept] == [f.id for f in facts]
    assert flagged(policy, *facts)[:2] == [(f"preferred:{policy}",), (f"outvoted:{policy}",)]
    assert any(f"Preferred by policy `{policy}`" in f.message for f in findings)


@pytest.mark.parametrize(
    ("policy", "facts"), [("latest", [TEXT, TABLE]), ("issuer", [TEXT, TABLE]), ("table", [HIGH, LOW]), ("confidence", [HIGH, LOW])]
)
def test_a_policy_that_cannot_tell_prefers_nobody(policy: str, facts: list[Fact]) -> None:
    """Claims of one release have one date and one issuer, claims in prose no table, claims of one rule one confidence."""
    assert flagged(policy, *facts) == [(), ()]


def test_flags_of_another_policy_go() -> None:
    """What was reconciled before is reconciled anew, under the policy of now."""
    before = reconcile(DOCUMENTS, [HIGH, LOW], "latest")[0]
    assert flagged("none", *before) == [(), ()]
    assert reconcile(DOCUMENTS, before, "latest")[0] == before


def test_the_findings_keep_their_ids() -> None:
    """A policy changes the message, not the id."""
    assert {f.id for p in policy_names() for f in found(DOCUMENTS, HIGH, LOW, policy=p)} == {found(DOCUMENTS, HIGH, LOW)[0].id}


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    """A typing error is an error that names the nearest."""
    with pytest.raises(NotFoundError, match="latest"):
        reconcile(DOCUMENTS, [HIGH, LOW], "latets")


def test_each_policy_asks_criteria_that_are_there() -> None:
    """A policy of the settings file is made of criteria of the program."""
    assert len(policies()) >= 4
    assert {c for p in policies().values() for c in p.by} <= set(CRITERIA)


RELEASE = """Norvane Therapeutics Reports Results

CAMBRIDGE, Mass., August 5, 2025 -- Norvane Therapeutics, Inc. (Nasdaq: NRVN) today reported results.

Norvane's NVT-101 is in a Phase 2 study for the treatment of asthma.

Revenues for the quarter ended June 30, 2025 were $3.4 million. Total revenues for the quarter ended June 30, 2025 were $3.9 million.
"""


def test_a_build_is_told_its_policy(tmp_path: Path) -> None:
    """`build --policy` reaches facts, report and check; another policy makes another build, an unknown one is a usage error."""
    file, out = tmp_path / "norvane.txt", tmp_path / "out"
    file.write_text(RELEASE, "utf-8")
    run = CliRunner().invoke(app, ["build", str(file), "-o", str(out), "--policy", "confidence"])
    assert run.exit_code == 0, run.output
    reported = [f for f in tw.open(out).reported() if f.kind == "amount-conflict"]
    assert len(reported) == 1
    assert len(reported[0].evidence) == 2
    assert reported[0].id in {f.id for f in tw.open(out).check()}
    assert all("conflict:amount" in f.flags for f in tw.open(out).facts() if f.id in reported[0].facts)
    shown = CliRunner().invoke(app, ["check", "--graph", str(out), "--reasoner", "none"]).output
    assert all(" ".join(c.quote.split())[:20] in " ".join(shown.split()) for c in reported[0].evidence)
    assert isinstance(CliRunner().invoke(app, ["build", str(file), "-o", str(out), "--policy", "winner"]).exception, NotFoundError)
    tw.build(file, out, policy="latest")
    assert "Preferred" not in tw.open(out).reported()[0].message
