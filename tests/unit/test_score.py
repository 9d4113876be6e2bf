"""The scorer: when a fact counts as found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from triplewire.errors import DataError
from triplewire.model import Release
from triplewire.score import Gold, Tally, judge, load_gold, tallies
from triplewire.score.card import CORE, SECONDARY
from triplewire.score.gold import NEEDED, gold_of
from triplewire.score.rules import RULES
from triplewire.score.verdicts import OPPOSITE

Claim = dict[str, Any]


def gold(*required: Claim, optional: tuple[Claim, ...] = (), aliases: dict[str, tuple[str, ...]] | None = None) -> Gold:
    """A gold release that asks for these claims."""
    return Gold("g", required, optional, aliases or {})


def claim(family: str, **arguments: Any) -> Claim:
    """A claim about NVT-101, unless it says otherwise."""
    return {"family": family, "compound": "NVT-101", **arguments}


def target(name: str, compound: str = "NVT-101", **rest: Any) -> Claim:
    """A claim that a compound has a target."""
    return claim("has_target", compound=compound, target=name, **rest)


def indication(name: str) -> Claim:
    """A claim that a compound has an indication."""
    return claim("has_indication", indication=name)


def milestone(start: str | None, end: str | None, **rest: Any) -> Claim:
    """A dated claim."""
    return claim("milestone", **{"kind": "ind_submission", "status": "expected", "when": {"start": start, "end": end}, **rest})


def deal(**rest: Any) -> Claim:
    """A payment between companies."""
    return {"family": "deal", "payer": "Halcyra", "payee": "Norvane", "kind": "upfront", **rest}


def cash(value: float, **rest: Any) -> Claim:
    """A figure of a balance sheet."""
    return {"family": "financial", "organization": "Norvane", "metric": "cash", "value": value, **rest}


def officer(person: str, role: str, **rest: Any) -> Claim:
    """A person with a role."""
    return {"family": "person_role", "person": person, "role": role, "organization": "Norvane", **rest}


SAME: list[tuple[Claim, Claim]] = [
    (target("CD56"), target("CD56")),
    (target("cd-56", "NVT 101®"), target("CD56")),
    (target("folate receptor", aliases={"target": ["FOLR1"]}), target("FOLR1")),
    (target("the CD56 antigen"), target("CD56")),
    (indication("breast cancer"), indication("HER2+ breast cancers")),
    (indication("ovarian carcinoma"), indication("relapsed ovarian cancer")),
    (claim("developed_by", organization="Norvane"), claim("developed_by", organization="Norvane Therapeutics, Inc.")),
    (claim("stage", stage="Phase IIa"), claim("stage", stage="Phase 2", indication="glioma")),
    (claim("stage", stage="NDA submitted"), claim("stage", stage="Filed")),
    (claim("orphan_designation", indication="glioma", region="Europe"), claim("orphan_designation", indication="glioma", region="EU")),
    (claim("designation", type="Fast Track"), claim("designation", type="Fast Track designation", region="US")),
    (claim("trial", phase="Phase 2", indication="glioma"), claim("trial", phase="Phase 2")),
    (claim("trial", name="NORVA-1", phase="Phase 2"), claim("trial", name="NORVA-1", indication="glioma")),
    (claim("trial", name="the pivotal trial", phase="Phase 2"), claim("trial", phase="Phase II")),
    (claim("trial", nct="NCT09990001", phase="Phase 2"), claim("trial", phase="Phase 2")),
    (milestone("2028-04-01", "2028-09-30"), milestone("2028-04-01", "2028-09-30")),
    (milestone("2028-04-01", "2028-09-30"), milestone(None, None)),
    (milestone(None, "2028-12-31"), milestone(None, "2028-12-31")),
    (milestone("2028-04-01", "2028-09-30", status="planned"), milestone("2028-04-01", "2028-09-30")),
    (milestone("2028-04-01", "2028-09-30", kind="phase_entry"), milestone("2028-04-01", "2028-09-30", kind="trial_start")),
    (milestone(None, None, kind="other"), milestone(None, None, kind_alt=["other"])),
    (deal(amount=10_140_000), deal(amount=10_000_000)),
    (deal(amount=7), deal()),
    (deal(payer="Belzer"), deal(payer="investors")),
    (cash(-20.1), cash(20)),
    (cash(5, currency="EUR"), cash(5, currency="EUR")),
    (cash(5, metric="cash_and_marketable_securities"), cash(5)),
    (officer("Jane R. Vale, M.D.", "CEO"), officer("J. Vale", "Chief Executive Officer and President")),
]
DIFFERENT: list[tuple[Claim, Claim]] = [
    (target("CD33"), target("CD56")),
    (target("PD-L1"), target("PD-1")),
    (target("CD56", polarity="negated"), target("CD56")),
    (indication("cancer"), indication("breast cancer")),
    (indication("lymphoma"), indication("mantle cell lymphoma")),
    (indication("small cell lung cancer"), indication("non-small cell lung cancer")),
    (indication("Hodgkin lymphoma"), indication("non-Hodgkin's lymphoma")),
    (claim("developed_by", organization="Norvane"), claim("developed_by", organization="Norvane Hospital")),
    (claim("stage", stage="Phase 1"), claim("stage", stage="Phase 1/2")),
    (claim("orphan_designation", indication="glioma"), claim("orphan_designation", indication="glioma", region="EU")),
    (claim("designation", type="Fast Track", region="EU"), claim("designation", type="Fast Track", region="US")),
    (claim("trial", phase="Phase 2"), claim("trial", phase="Phase 3")),
    (claim("trial", indication="glioma"), claim("trial", phase="Phase 3")),
    (claim("trial", name="NORVA-1", phase="Phase 2"), claim("trial", name="NORVA-2", phase="Phase 2")),
    (claim("trial", name="NORVA-1"), claim("trial", indication="glioma")),
    (claim("trial"), claim("trial", indication="glioma")),
    (milestone("2028-04-01", "2028-09-30"), milestone("2029-01-01", "2029-12-31")),
    (milestone("2028-01-01", "2028-12-31"), milestone("2028-01-01", "2028-03-01")),
    (milestone("2028-04-01", "2028-09-30", status="actual"), milestone("2028-04-01", "2028-09-30")),
    (milestone(None, None), milestone("2028-04-01", "2028-09-30")),
    (milestone(None, None), milestone(None, None, compound=None)),
    (deal(amount=10_200_000), deal(amount=10_000_000)),
    (deal(), deal(amount=10_000_000)),
    (deal(kind="royalty"), deal()),
    (cash(5, currency="EUR"), cash(5)),
    (cash(21), cash(20)),
    (officer("Jane Vale", "Chief Medical Officer"), officer("Jane Vale", "President")),
    (officer("Mary Vale", "President"), officer("Jane Vale", "President")),
]


@pytest.mark.parametrize(("read", "found"), SAME)
def test_a_fact_that_says_the_same_is_right(read: Claim, found: Claim) -> None:
    """Spelling, longer names and what the gold does not ask for are forgiven."""
    assert tallies([read], gold(found))[found["family"]] == Tally(1, 0, 0)


@pytest.mark.parametrize(("read", "found"), DIFFERENT)
def test_a_fact_that_says_another_thing_is_wrong(read: Claim, found: Claim) -> None:
    """Another thing, another time, another amount is no match."""
    assert tallies([read], gold(found))[found["family"]] == Tally(0, 1, 1)


@pytest.mark.parametrize(
    ("family", "one", "two"), [("partnered_with", "organization_a", "organization_b"), ("combination", "compound", "other_drug")]
)
def test_a_pair_has_no_order(family: str, one: str, two: str) -> None:
    """Partners are partners either way round; two of one are none."""
    found = {"family": family, one: "Norvane-1", two: "Halcyra-2"}
    assert tallies([{"family": family, one: "Halcyra-2", two: "Norvane-1"}], gold(found))[family] == Tally(1, 0, 0)
    assert tallies([{"family": family, one: "Halcyra-2", two: "Halcyra-2"}], gold(found))[family] == Tally(0, 1, 1)


def test_an_alias_is_the_name_itself_and_no_other_alias() -> None:
    """The compound may go by any of its names, the alias is the one that was found."""
    found = [claim("alias", alias="norvatide"), claim("alias", alias="Norvanta")]
    assert tallies([claim("alias", compound="norvatide", alias="Norvanta")], gold(*found))["alias"] == Tally(1, 0, 1)


def test_spelling_a_name_otherwise_is_no_alias_and_no_fault() -> None:
    """It counts neither way, and so does a technology that is only a kind of medicine."""
    read = [claim("alias", alias="NVT 101"), claim("uses_technology", technology="ADC"), claim("uses_technology", technology="NorvaLink")]
    found = tallies(read, gold())
    assert (found["alias"], found["uses_technology"]) == (Tally(), Tally(0, 1, 0))


def test_an_optional_claim_counts_neither_way() -> None:
    """Found or not, it changes nothing."""
    assert tallies([target("CD56")], gold(optional=(target("CD56"),)))["has_target"] == Tally(0, 0, 0)


def test_saying_it_twice_earns_once_and_costs_nothing() -> None:
    """A second reading of the same claim is no error."""
    assert tallies([target("CD56"), target("CD56")], gold(target("CD56")))["has_target"] == Tally(1, 0, 0)


def test_names_that_the_gold_holds_equal_are_equal() -> None:
    """`entity_aliases` and alias facts stand for one another, through other names too."""
    known = gold(target("CD56"), claim("alias", alias="norvatide"), aliases={"CD56": ("NCAM1",), "Norvanta": ("norvatide",)})
    assert tallies([target("NCAM1", "Norvanta")], known)["has_target"] == Tally(1, 0, 0)


def test_as_many_claims_are_matched_as_can_be() -> None:
    """A fact that fits two claims is given to the one that no other fits."""
    read = [target("x", aliases={"target": ["a9", "b9"]}), target("a9")]
    assert tallies(read, gold(target("a9"), target("b9")))["has_target"] == Tally(2, 0, 0)


def test_the_closest_claim_is_taken() -> None:
    """Of two claims that fit, the one with the very words is found, and the other is missed."""
    judged = judge([indication("breast cancer")], gold(indication("HER2+ breast cancer"), indication("breast cancer")))
    assert [(one.verdict, one.found and one.found["indication"]) for one in judged] == [
        ("right", "breast cancer"),
        ("missed", "HER2+ breast cancer"),
    ]


def test_every_verdict_has_its_words() -> None:
    """A fact that was read shows its quote, a missed one the line the gold names, the opposite of the gold says so."""
    read = target("CD56", polarity="negated", evidence=[{"quote": "NVT-101 does\nnot bind CD56"}])
    wrong, missed = judge([read], gold(target("CD56", evidence=[{"line": 2}])), ["Title", "NVT-101 targets CD56."])
    assert (wrong.verdict, wrong.quote, wrong.note) == ("wrong", "NVT-101 does not bind CD56", OPPOSITE)
    assert (missed.verdict, missed.quote) == ("missed", "NVT-101 targets CD56.")


def test_the_figures_are_what_the_words_mean() -> None:
    """Precision of right among read, recall of right among wanted, F1 their harmonic mean."""
    tally = Tally(6, 2, 4)
    assert (tally.precision, tally.recall, round(tally.f1, 4)) == (0.75, 0.6, 0.6667)
    assert (Tally().f1, Tally().precision, Tally(0, 0, 1).precision) == (1, 1, 0)


def test_every_family_has_its_rule() -> None:
    """The families of the rules, of the gold and of the groups are the same, but for counts, which are not scored."""
    assert set(RULES) == {*CORE, *SECONDARY} == set(NEEDED) - {"count"}


def test_gold_in_older_words_is_understood(tmp_path: Path) -> None:
    """`achieved`, `name_or_nct` and `amount_usd` are read as actual, nct and amount."""
    facts = [
        {"family": "milestone", "compound": "NVT-101", "kind": "approval", "status": "achieved"},
        {"family": "trial", "compound": "NVT-101", "name_or_nct": "NCT09990001", "optional": True},
        {"family": "deal", "payer": "A", "payee": "B", "kind": "upfront", "amount_usd": 5},
    ]
    (tmp_path / "d01.json").write_text(json.dumps({"id": "d01", "facts": facts}), "utf-8")
    (loaded,) = load_gold(tmp_path).values()
    assert loaded.required[0]["status"] == "actual"
    assert loaded.required[1]["amount"] == 5
    assert loaded.optional[0]["nct"] == "NCT09990001"


def test_gold_belongs_to_the_release_of_its_name_or_of_its_issuer_and_day() -> None:
    """An id, a name that begins with it, else the one gold of that company and day."""
    one, two = Gold("d01", (), (), {}, "Norvane, Inc.", "2027-03-04"), Gold("d02", (), (), {}, "Norvane, Inc.", "2027-03-05")
    golds = {"d01": one, "d02": two}
    issued = Release("x", "sha", issuer="Norvane", date=date(2027, 3, 5))
    assert gold_of(golds, ["d01-norvane-progress"]) is one
    assert gold_of(golds, ["d011-norvane"]) is None
    assert gold_of(golds, ["progress"], issued) is two
    assert gold_of({**golds, "d03": two}, ["progress"], issued) is None


def test_a_folder_without_gold_is_an_error_that_says_what_is_expected(tmp_path: Path) -> None:
    """So is a file that is none; all are named at once."""
    with pytest.raises(DataError, match=r"NAME\.json"):
        load_gold(tmp_path)
    for name in "ab":
        (tmp_path / f"{name}.json").write_text("[]", "utf-8")
    with pytest.raises(DataError, match=r"(?s)a\.json.*b\.json"):
        load_gold(tmp_path)


def test_a_gold_fact_that_says_nothing_is_named(tmp_path: Path) -> None:
    """An argument that the family needs, or a family that is none, is a fault with the fact that has it."""
    facts = [{"family": "has_target", "compound": "NVT-101"}, {"family": "has_targets", "compound": "NVT-101"}]
    (tmp_path / "a.json").write_text(json.dumps({"facts": facts}), "utf-8")
    with pytest.raises(DataError, match=r"(?s)without target \(compound NVT-101\).*did you mean has_target") as error:
        load_gold(tmp_path)
    assert len(error.value.faults) == 2
