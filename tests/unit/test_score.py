"""The scorer: when a fact counts as found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from triplewire.errors import DataError
from triplewire.score import Gold, Tally, count, load_gold
from triplewire.score.gold import gold_of


def gold(*required: dict[str, Any], optional: tuple[dict[str, Any], ...] = (), aliases: dict[str, tuple[str, ...]] | None = None) -> Gold:
    """A gold release that asks for these claims."""
    return Gold("g", required, optional, aliases or {})


def target(name: str, compound: str = "NVT-101", **rest: Any) -> dict[str, Any]:
    """A claim that a compound has a target."""
    return {"family": "has_target", "compound": compound, "target": name, **rest}


def milestone(start: str | None, end: str | None, **rest: Any) -> dict[str, Any]:
    """A dated claim."""
    when = {"start": start, "end": end}
    return {"family": "milestone", "compound": "NVT-101", "kind": "ind_submission", "status": "expected", "when": when, **rest}


@pytest.mark.parametrize(
    ("read", "found", "right"),
    [
        (target("CD56"), target("CD56"), 1),
        (target("cd-56", "NVT 101"), target("CD56"), 1),
        (target("CD33"), target("CD56"), 0),
        (target("CD56", polarity="negated"), target("CD56"), 0),
        (target("folate receptor", aliases={"target": ["FOLR1"]}), target("FOLR1"), 1),
        (target("PD-L1"), target("PD-1"), 0),
        (
            {**target("x"), "family": "has_indication", "indication": "breast cancer"},
            {**target("x"), "family": "has_indication", "indication": "HER2+ breast cancers"},
            1,
        ),
        (
            {**target("x"), "family": "has_indication", "indication": "cancer"},
            {**target("x"), "family": "has_indication", "indication": "breast cancer"},
            0,
        ),
        (milestone("2028-04-01", "2028-09-30"), milestone("2028-04-01", "2028-09-30"), 1),
        (milestone("2028-04-01", "2028-09-30"), milestone("2029-01-01", "2029-12-31"), 0),
        (milestone(None, "2028-12-31"), milestone(None, "2028-12-31"), 1),
        (milestone("2028-01-01", "2028-12-31"), milestone("2028-01-01", "2028-03-01"), 0),
        (milestone("2028-04-01", "2028-09-30", status="actual"), milestone("2028-04-01", "2028-09-30"), 0),
    ],
)
def test_a_fact_is_right_when_it_says_the_same(read: dict[str, Any], found: dict[str, Any], right: int) -> None:
    """Spelling is forgiven, another thing or another time is not."""
    tally = count([read], gold(found))[found["family"]]
    assert tally == Tally(right, 1 - right, 1 - right)


def test_a_pair_has_no_order() -> None:
    """Partners are partners either way round."""
    read = {"family": "partnered_with", "organization_a": "Halcyra Biosciences SA", "organization_b": "Norvane"}
    found = {"family": "partnered_with", "organization_a": "Norvane, Inc.", "organization_b": "Halcyra Biosciences"}
    assert count([read], gold(found))["partnered_with"] == Tally(1, 0, 0)


def test_an_optional_claim_counts_neither_way() -> None:
    """Found or not, it changes nothing."""
    assert count([target("CD56")], gold(optional=(target("CD56"),)))["has_target"] == Tally(0, 0, 0)


def test_saying_it_twice_earns_once_and_costs_nothing() -> None:
    """A second reading of the same claim is no error."""
    assert count([target("CD56"), target("CD56")], gold(target("CD56")))["has_target"] == Tally(1, 0, 0)


def test_names_that_the_gold_holds_equal_are_equal() -> None:
    """`entity_aliases` stand for one another."""
    assert count([target("NCAM1")], gold(target("CD56"), aliases={"CD56": ("NCAM1",)}))["has_target"] == Tally(1, 0, 0)


def test_as_many_claims_are_matched_as_can_be() -> None:
    """A fact that fits two claims is given to the one that no other fits."""
    read = [target("x", aliases={"target": ["a", "b"]}), target("a")]
    assert count(read, gold(target("a"), target("b")))["has_target"] == Tally(2, 0, 0)


def test_the_figures_are_what_the_words_mean() -> None:
    """Precision of right among read, recall of right among wanted, F1 their harmonic mean."""
    tally = Tally(6, 2, 4)
    assert (tally.precision, tally.recall, round(tally.f1, 4)) == (0.75, 0.6, 0.6667)
    assert Tally().f1 == 1


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
    assert gold_of({"d01": loaded}, ["d01-norvane-progress"]) is loaded
    assert gold_of({"d01": loaded}, ["d011-norvane"]) is None


def test_a_folder_without_gold_is_an_error_that_says_what_is_expected(tmp_path: Path) -> None:
    """So is a file that is none; all are named at once."""
    with pytest.raises(DataError, match=r"NAME\.json"):
        load_gold(tmp_path)
    for name in "ab":
        (tmp_path / f"{name}.json").write_text("[]", "utf-8")
    with pytest.raises(DataError, match=r"(?s)a\.json.*b\.json"):
        load_gold(tmp_path)
