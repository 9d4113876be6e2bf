"""The score card: groups, intervals, the baseline, stored runs and what has changed since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from triplewire import pipeline
from triplewire.errors import InputError
from triplewire.read import read
from triplewire.score import Gold, Tally, judge, tallies
from triplewire.score.baseline import co_occurring
from triplewire.score.card import Card, Scored
from triplewire.score.interval import bootstrap
from triplewire.score.runs import compare, load_run, run_json, save_run
from triplewire.score.scoring import score_paths
from triplewire.score.show import as_json, card_json, changes, errors, families, releases

Claim = dict[str, Any]
TEXT = """Norvane Therapeutics Reports Progress

BOSTON, March 4, 2027 -- Norvane Therapeutics, Inc. today gave an update.

NVT-101 targets CD56. NVT-101 is in Phase 2 testing for multiple myeloma.
"""


def target(name: str, compound: str = "NVT-101") -> Claim:
    """A claim that a compound has a target."""
    return {"family": "has_target", "compound": compound, "target": name}


def scored(release: str, read_: list[Claim], found: list[Claim]) -> Scored:
    """A release of which some claims were read and others found."""
    gold = Gold(release, tuple(found), (), {})
    return Scored(release, tuple(judge(read_, gold)), tallies([], gold))


def card(**releases_: tuple[list[Claim], list[Claim]]) -> Card:
    """A card of releases, each with what was read and what was found."""
    return Card.of(scored(name, *both) for name, both in releases_.items())


GOOD = ([target("CD56")], [target("CD56")])
POOR = ([target("CD33"), target("CD19")], [target("CD56"), target("CD19")])


def test_micro_counts_facts_and_macro_counts_families() -> None:
    """A large family weighs more in the one and as much as a small one in the other; families without facts weigh nothing."""
    alias = {"family": "alias", "compound": "NVT-101", "alias": "norvatide"}
    group = card(a=([target("CD56"), target("CD19"), target("CD33")], [target("CD56"), target("CD19"), target("CD33"), alias])).group(
        "core"
    )
    assert group.micro.tally == Tally(3, 0, 1)
    assert group.macro == 0.5
    assert {line.name: line.tally for line in group.families}["has_target"] == Tally(3, 0, 0)


def test_the_groups_are_apart() -> None:
    """A secondary family changes no figure of the core."""
    person = {"family": "person_role", "person": "Jane Vale", "role": "CEO"}
    both = card(a=([target("CD56")], [target("CD56"), person]))
    assert both.group("core").micro.tally == Tally(1, 0, 0)
    assert both.group("secondary").micro.tally == Tally(0, 0, 1)


def test_an_interval_holds_the_figure_and_is_the_same_again() -> None:
    """It is drawn anew without chance, holds F1, and is wider for fewer releases."""
    few = [Tally(3, 1, 1), Tally(5, 0, 2), Tally(1, 3, 0), Tally(4, 1, 1)]
    low, high = bootstrap(few) or (1, 0)
    many_low, many_high = bootstrap(few * 8) or (1, 0)
    assert 0 <= low < sum(few, Tally()).f1 < high <= 1
    assert bootstrap(list(few)) == (low, high)
    assert many_high - many_low < high - low


def test_one_release_has_no_interval() -> None:
    """Nor have several of which one alone says anything."""
    assert bootstrap([Tally(1, 1, 1)]) is None
    assert bootstrap([Tally(1, 1, 1), Tally(), Tally()]) is None


def test_the_order_of_releases_does_not_matter() -> None:
    """The same card comes of any order."""
    one, two = card(a=GOOD, b=POOR, c=GOOD), card(c=GOOD, b=POOR, a=GOOD)
    assert as_json(card_json(one, per_release=True, with_errors=True)) == as_json(card_json(two, per_release=True, with_errors=True))


def test_co_occurrence_joins_what_stands_in_one_sentence(tmp_path: Path) -> None:
    """A compound with the targets, phases and diseases of its sentence, and of no other."""
    (tmp_path / "norvane.txt").write_text(TEXT, "utf-8")
    found = co_occurring(pipeline.reading_of(read(tmp_path / "norvane.txt")))
    own = {(c["family"], *(v for k, v in c.items() if k not in ("family", "compound"))) for c in found if c.get("compound") == "NVT-101"}
    assert {("has_target", "CD56"), ("stage", "Phase 2"), ("trial", "Phase 2"), ("has_indication", "multiple myeloma")} <= own
    assert not {family for family, *_ in own} & {"developed_by"}


def test_releases_are_judged_by_the_gold_that_goes_with_them(tmp_path: Path) -> None:
    """What has no gold, what cannot be read, what was scored before and gold left over are told."""
    (tmp_path / "norvane.txt").write_text(TEXT, "utf-8")
    (tmp_path / "norvane.md").write_text(TEXT, "utf-8")
    (tmp_path / "other.txt").write_text(TEXT.replace("Norvane", "Halcyra"), "utf-8")
    (tmp_path / "torn.txt").write_bytes(b"\x00" * 200)
    golds = {name: Gold(name, (target("CD56"), target("CD33")), (), {}) for name in ("norvane", "absent")}
    outcome = score_paths([tmp_path], golds)
    (one,) = outcome.scored
    assert one.tallies["has_target"] == one.chance["has_target"] == Tally(1, 0, 1)
    assert len(outcome.unread) == 1
    assert "torn.txt" in outcome.unread[0]
    notes = "\n".join(outcome.notes)
    assert all(
        words in notes for words in ("norvane was scored already", "other.txt: no gold", "gold without a release among the paths: absent")
    )


def test_the_card_can_be_read() -> None:
    """Each family of a group is a row, then micro, macro and pairs; empty families have no figures; each release is a row."""
    sheet = families(card(a=GOOD, b=POOR), "core")
    rows = {row[0]: row[1:] for row in sheet.rows}
    assert rows["has_target"][:7] == ("3", "2", "1", "1", "0.667", "0.667", "0.667")
    assert set(rows["stage"]) == {"0", "-"}
    assert [row[0] for row in sheet.rows[-3:]] == ["core, micro", "core, macro", "core, pairs"]
    assert [row[:5] for row in releases(card(a=GOOD, b=POOR)).rows] == [("a", "1", "1", "0", "0"), ("b", "2", "1", "1", "1")]
    assert "| has_target | 3 | 2 |" in sheet.markdown


def test_errors_are_listed_with_their_arguments() -> None:
    """What is right is not among them."""
    assert [row[:4] for row in errors(card(a=GOOD, b=POOR)).rows] == [
        ("wrong", "b", "has_target", "compound NVT-101, target CD33"),
        ("missed", "b", "has_target", "compound NVT-101, target CD56"),
    ]


def test_a_stored_run_compares_equal_to_itself(tmp_path: Path) -> None:
    """What comes back from the file is what was stored, and only what remains to be done is listed."""
    save_run(card(a=GOOD, b=POOR), tmp_path / "run.json")
    run = load_run(tmp_path / "run.json")
    assert {fact["verdict"] for fact in run["facts"]} == {"right", "wrong", "missed"}
    found = compare(run, run_json(card(a=GOOD, b=POOR)))
    assert [(c.change, c.how) for c in found.changes] == [("remaining", "missed"), ("remaining", "wrong")]
    assert (found.before, found.apart, found.unmatched) == (found.now, (), 0)


def test_gains_and_losses_are_told_apart() -> None:
    """Found now, gone and wrong: improvements; missed now, wrong and new: regressions."""
    before, now = run_json(card(a=GOOD, b=POOR)), run_json(card(a=POOR, b=GOOD))
    assert compare(before, run_json(card(a=GOOD, b=([target("CD56")], POOR[1])))).of("improved")[0].how == "found now"
    found = compare(run_json(card(b=POOR)), run_json(card(b=([target("CD56"), target("CD30")], POOR[1]))))
    assert [(c.change, c.how, c.fact["arguments"]["target"]) for c in found.changes] == [
        ("improved", "found now", "CD56"),
        ("improved", "wrong, and gone", "CD33"),
        ("regressed", "missed now", "CD19"),
        ("regressed", "wrong, and new", "CD30"),
    ]
    assert compare(before, now).unmatched > 0
    assert [sheet.title for sheet in changes(found)][1:] == ["improvements: 2", "regressions: 2", "remaining: 0"]


def test_claims_that_are_equal_are_counted_each() -> None:
    """Two equal claims of which one was found are one found and one missed."""
    twice = [target("CD56"), target("CD56")]
    found = compare(run_json(card(a=([], twice))), run_json(card(a=([target("CD56")], twice))))
    assert [(c.change, c.how) for c in found.changes] == [("improved", "found now"), ("remaining", "missed")]


def test_releases_of_one_run_only_are_left_out() -> None:
    """They are named, and none of their facts is a gain or a loss."""
    found = compare(run_json(card(a=GOOD)), run_json(card(a=GOOD, b=POOR)))
    assert (found.changes, found.apart) == ((), ("b",))


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"version": 9, "releases": ["a"], "facts": []})])
def test_a_file_that_is_no_run_is_refused(text: str, tmp_path: Path) -> None:
    """The message names the file and what to give instead."""
    (tmp_path / "run.json").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"run\.json: not a stored run .*--save"):
        load_run(tmp_path / "run.json")
    with pytest.raises(InputError, match=r"none\.json: No such file"):
        load_run(tmp_path / "none.json")
