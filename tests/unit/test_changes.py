"""What changes are called, what is known at a point, and how a change log reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.invented import Corpus, corpus, fact, release, window

from triplewire.errors import NotFoundError
from triplewire.model import Fact
from triplewire.reconcile.changes import Change, Delta, about, company_log, compare, compound_log, difference, digest, known, since, told
from triplewire.reconcile.changes.spec import rules
from triplewire.vocab import PHASES, STAGES

SPRING, AUTUMN, WINTER = release("a", "2027-03-04"), release("b", "2027-11-20"), release("c", "2028-02-01")
H1, H2 = window("1H2027", "2027-01-01", "2027-06-30"), window("2H2027", "2027-07-01", "2027-12-31")


def days(before: list[dict[str, Any]], after: list[dict[str, Any]], until: date = date(2027, 12, 31)) -> Delta:
    """From what was known in spring to what is known in the end, by facts of a release in spring and one in autumn."""
    one = told_in(before, after)
    return compare(known(one.releases, one.facts, date(2027, 6, 1)), known(one.releases, one.facts, until))


def told_in(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Corpus:
    """Two releases with those facts."""
    facts = [fact(r, at=100 * n, **told_there) for r, side in ((SPRING, before), (AUTUMN, after)) for n, told_there in enumerate(side)]
    return corpus((SPRING, AUTUMN), facts)


def rows(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str]]:
    """Word, subject and both sides."""
    return [(c.change, c.what, c.before.words if c.before else "", c.after.words if c.after else "") for c in changes]


def stage(value: str, **more: str) -> dict[str, Any]:
    """A stage of NVT-101."""
    return {"family": "stage", "compound": "NVT-101", "stage": value, **more}


def promise(status: str = "expected", **more: Any) -> dict[str, Any]:
    """A first study of NVT-101 to come, or begun."""
    return {"family": "milestone", "compound": "NVT-101", "kind": "trial_start", "status": status, **more}


def figure(value: float, family: str = "financial", **more: Any) -> dict[str, Any]:
    """A net loss of Norvane."""
    return {
        "family": family,
        "organization": "Norvane",
        "metric": "net_loss",
        "period": "2027Q1",
        "currency": "USD",
        "value": value,
        **more,
    }


def trial(**more: Any) -> dict[str, Any]:
    """A study of NVT-101."""
    return {"family": "trial", "compound": "NVT-101", **more}


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        (stage("Phase 1"), stage("Phase 2"), ("advanced", "NVT-101: stage", "Phase 1", "Phase 2")),
        (stage("Phase 2"), stage("Phase 1"), ("changed", "NVT-101: stage", "Phase 2", "Phase 1")),
        (stage("Phase 2"), stage("Discontinued"), ("dropped", "NVT-101: stage", "Phase 2", "Discontinued")),
        (stage("Discontinued"), stage("Phase 1"), ("added", "NVT-101: stage", "Discontinued", "Phase 1")),
        (promise(when=H1), promise(when=H2), ("moved", "NVT-101: trial start", "expected 1H2027", "expected 2H2027")),
        (promise(when=H1), promise(), ("restated", "NVT-101: trial start", "expected 1H2027", "expected")),
        (
            promise(when=H1, hedge="will"),
            promise(when=H1, hedge="may"),
            ("restated", "NVT-101: trial start", "expected 1H2027", "expected 1H2027"),
        ),
        (promise(when=H1), promise("actual"), ("advanced", "NVT-101: trial start", "expected 1H2027", "done")),
        (promise("actual", when=H1), promise(when=H2), ("changed", "NVT-101: trial start", "done 1H2027", "expected 2H2027")),
        (figure(12.9e6), figure(12.1e6), ("restated", "Norvane: net loss of 2027Q1", "12,900,000 USD", "12,100,000 USD")),
        (
            {"family": "count", "organization": "Norvane", "what": "compounds in the clinic", "value": 3},
            {"family": "count", "organization": "Norvane", "what": "compounds in the clinic", "value": 4},
            ("changed", "Norvane: number of compounds in the clinic", "3", "4"),
        ),
        (
            trial(phase="Phase 1", trial_status="planned", status="planned"),
            trial(phase="Phase 1", trial_status="ongoing"),
            ("advanced", "NVT-101: trial Phase 1", "Phase 1 planned", "Phase 1 ongoing"),
        ),
        (
            trial(phase="Phase 1", trial_status="ongoing"),
            trial(phase="Phase 1", trial_status="stopped"),
            ("dropped", "NVT-101: trial Phase 1", "Phase 1 ongoing", "Phase 1 stopped"),
        ),
        (
            trial(name="BEACON", phase="Phase 1/2", indication="sarcoma"),
            trial(name="BEACON", phase="Phase 2"),
            ("advanced", "NVT-101: trial BEACON", "Phase 1/2", "Phase 2"),
        ),
        (
            {"family": "uses_technology", "compound": "NVT-101", "technology": "TAP"},
            {"family": "uses_technology", "compound": "NVT-101", "technology": "TAP", "polarity": "negated"},
            ("dropped", "NVT-101: technology", "TAP", "not TAP"),
        ),
        (
            {"family": "designation", "compound": "NVT-101", "type": "PRIME", "region": "EU", "status": "planned"},
            {"family": "designation", "compound": "NVT-101", "type": "PRIME", "region": "EU"},
            ("advanced", "NVT-101: PRIME", "planned: (EU)", "(EU)"),
        ),
        (
            {"family": "person_role", "person": "Ada Nordvik", "role": "CFO", "organization": "Norvane"},
            {"family": "person_role", "person": "Ada Nordvik", "role": "CEO", "organization": "Norvane"},
            ("changed", "Ada Nordvik: role at Norvane", "CFO", "CEO"),
        ),
        (
            {"family": "own_family", "compound": "NVT-101", "assay": "x"},
            {"family": "own_family", "compound": "NVT-101", "assay": "x", "polarity": "negated"},
            ("dropped", "NVT-101: own family", "x", "not x"),
        ),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, tuple) else None,
)
def test_each_sort_of_change_has_its_word(before: dict[str, Any], after: dict[str, Any], row: tuple[str, str, str, str]) -> None:
    """What is told in spring and otherwise in autumn is one row, with the word that fits and both sides."""
    assert rows(days([before], [after]).changes) == [row]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (stage("Phase 2"), stage("Phase 2")),
        (stage("Phase 2"), stage("Clinical")),
        (promise(when=H1, hedge="will"), promise(when=H1, hedge="is on track to")),
        (promise("planned", when=H1), promise(when=H1)),
        (figure(12_900_000), figure(12_888_000)),
        (trial(name="BEACON", phase="Phase 2", enrolment=40), trial(name="BEACON", phase="Phase 2")),
        (promise("actual", when=H1), promise("actual", when=window("May 2027", "2027-05-01", "2027-05-31"))),
        (
            {"family": "partnered_with", "organization_a": "Norvane", "organization_b": "Halcyra"},
            {"family": "partnered_with", "organization_a": "Halcyra", "organization_b": "Norvane"},
        ),
        (
            {"family": "person_role", "person": "Ada Nordvik", "role": "President & CEO", "organization": "Norvane"},
            {"family": "person_role", "person": "Ada Nordvik", "role": "President and CEO", "organization": "Norvane"},
        ),
    ],
)
def test_what_is_told_again_is_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Other words for the same, less exact ones, the same amount rounded, partners the other way round."""
    assert rows(days([before], [after]).changes) == []


def test_what_is_new_is_added_with_its_words() -> None:
    """An indication told for the first time, with the place of its words; there is nothing on the other side."""
    delta = days([], [{"family": "has_indication", "compound": "NVT-101", "indication": "sarcoma"}])
    assert rows(delta.changes) == [("added", "NVT-101: indication", "", "sarcoma")]
    row = delta.changes[0].to_json()
    assert row["evidence"] == {"before": [], "after": [{"release": "b", "start": 0, "end": 30, "quote": "has_indication NVT-101 sarcoma"}]}
    assert (row["change"], row["companies"], row["compounds"]) == ("added", ["Norvane"], ["NVT-101"])


def test_the_stage_of_a_compound_is_its_furthest() -> None:
    """An indication further on takes the compound along, although the compound itself was told in a lower stage."""
    delta = days([stage("Phase 1")], [stage("Phase 2", indication="sarcoma")])
    assert rows(delta.changes) == [
        ("advanced", "NVT-101: stage", "Phase 1", "Phase 2"),
        ("added", "NVT-101: stage in sarcoma", "", "Phase 2"),
    ]


def test_an_indication_that_is_given_up_does_not_end_the_compound() -> None:
    """Only that indication is dropped; what is told later of the whole ends it."""
    begun = [stage("Phase 2", indication="sarcoma"), stage("Phase 1", indication="myeloma")]
    delta = days(begun, [stage("Discontinued", indication="sarcoma")])
    assert rows(delta.changes) == [
        ("changed", "NVT-101: stage", "Phase 2", "Phase 1"),
        ("dropped", "NVT-101: stage in sarcoma", "Phase 2", "Discontinued"),
    ]
    assert ("dropped", "NVT-101: stage", "Phase 2", "Discontinued") in rows(days(begun, [stage("Discontinued")]).changes)


def test_a_promise_beside_what_has_come_is_compared_with_the_next_promise() -> None:
    """Results shown in spring do not hide that the next ones are told for another time."""
    shown, next_one = promise("actual", when=window("May", "2027-05-01", "2027-05-31")), promise(when=H1)
    assert [c.change for c in days([shown, next_one], [promise(when=H2)]).changes] == ["moved"]


def test_a_plan_beside_the_running_trial_is_the_running_trial() -> None:
    """Of one day's sentences about one trial the one that is furthest on counts."""
    begun = trial(name="BEACON", phase="Phase 3", trial_status="ongoing")
    state = known((SPRING,), [fact(SPRING, at=n, **t) for n, t in enumerate((trial(name="BEACON", trial_status="planned"), begun))])
    assert [item.words for item in state.items.values()] == ["Phase 3 ongoing"]


def indications(of: str, *names: str) -> list[Fact]:
    """The indications of NVT-101 in a release."""
    return [fact(of, "has_indication", 100 * n, compound="NVT-101", indication=name) for n, name in enumerate(names)]


def test_a_release_that_surveys_the_pipeline_drops_what_it_leaves_out() -> None:
    """Between two releases an indication is dropped where the later one, with figures of a period, lists others of that compound."""
    before, after = told(SPRING, indications("a", "sarcoma", "myeloma")), indications("b", "sarcoma")
    assert rows(compare(before, told(AUTUMN, after)).changes) == []
    survey = [*after, fact("b", at=900, **figure(9e6))]
    assert ("dropped", "NVT-101: indication", "myeloma", "") in rows(compare(before, told(AUTUMN, survey)).changes)


def test_a_survey_drops_nothing_of_a_compound_that_it_does_not_list() -> None:
    """Not told of at all is silence, and a family that nobody lists in full is not missed."""
    before = told(SPRING, [*indications("a", "sarcoma"), fact("a", "has_target", 500, compound="NVT-101", target="GLR3")])
    after = told(AUTUMN, [fact("b", at=900, **figure(9e6)), fact("b", "stage", 0, compound="NVT-101", stage="Phase 1")])
    assert [c.change for c in compare(before, after).changes] == ["added", "added"]


def test_days_know_nothing_of_releases_without_a_date() -> None:
    """A release without a date is part of a whole build only, and there any dated one outweighs it."""
    undated = release("u")
    facts = [fact(undated, **stage("Phase 3")), fact(SPRING, **stage("Phase 1"))]
    assert [i.words for i in known((undated, SPRING), facts, date(2099, 1, 1)).items.values()] == ["Phase 1"]
    assert [i.words for i in known((undated, SPRING), facts).items.values()] == ["Phase 1"]
    assert [i.words for i in known((undated,), facts).items.values()] == ["Phase 3"]


def test_changes_are_chosen_by_company_and_compound() -> None:
    """By other names of a compound and without a legal form; unknown names say which are near."""
    after = [
        stage("Phase 2"),
        {"family": "alias", "compound": "NVT-101", "alias": "lorvelumab tansine"},
        figure(9e6),
        {**stage("Phase 1"), "compound": "NVT-205"},
    ]
    one = told_in([], after)
    states = [known(one.releases, one.facts, date(2027, 6, 1)), known(one.releases, one.facts)]
    delta = compare(*states)
    assert {c.what for c in about(delta, states, compound="Lorvelumab Tansine").changes} == {"NVT-101: stage", "NVT-101: other name"}
    assert len(about(delta, states, company="norvane, inc.").changes) == 4
    with pytest.raises(NotFoundError, match="NVT-101"):
        about(delta, states, compound="NVT-102")


@pytest.fixture
def three() -> Corpus:
    """Three releases of Norvane and one of Halcyra, which tells of a compound of Norvane's."""
    other = release("h", "2027-12-01", "Halcyra")
    facts = [
        fact(SPRING, **stage("Phase 1")),
        fact(AUTUMN, **stage("Phase 2")),
        fact(WINTER, **stage("Phase 2")),
        fact(other, "combination", compound="HAL-7", other_drug="NVT-101"),
    ]
    return corpus((SPRING, AUTUMN, WINTER, other), facts)


def test_the_log_of_a_company_goes_from_release_to_release(three: Corpus) -> None:
    """Newest first, the first of all marked, and nothing for a release that changes nothing."""
    log = company_log(three.releases, three.facts)
    assert list(log) == ["Halcyra", "Norvane"]
    assert [(e.day, e.releases, e.first, [c.change for c in e.changes]) for e in log["Norvane"]] == [
        (date(2027, 11, 20), ("b",), False, ["advanced"]),
        (date(2027, 3, 4), ("a",), True, ["added"]),
    ]


def test_the_log_of_a_compound_has_whoever_tells_of_it(three: Corpus) -> None:
    """A partner's release is in it; a compound's first mention is marked also when it comes late."""
    log = compound_log(three.releases, three.facts)
    assert [(e.releases, e.first) for e in log["NVT-101"]] == [(("h",), False), (("b",), False), (("a",), True)]
    assert [e.first for e in log["HAL-7"]] == [True]


def test_all_releases_of_a_company_are_in_one_log() -> None:
    """Its legal form, or the lack of it, makes no other company."""
    heads = (release("a", "2027-03-04", "Norvane, Inc."), release("b", "2027-11-20", "Norvane"))
    facts = [fact("a", **stage("Phase 1")), fact("b", **stage("Phase 2"))]
    assert [len(entries) for entries in company_log(heads, facts).values()] == [2]


def test_a_digest_tells_what_is_newer_than_a_day(three: Corpus) -> None:
    """Names without news are left out, and the words of both sides are there."""
    log = since(company_log(three.releases, three.facts), date(2027, 6, 1))
    page = digest(log, "What changed since 2027-06-01")
    assert "## Norvane\n\n### 2027-11-20: b\n\n- **advanced** NVT-101: stage: Phase 1 → Phase 2\n" in page
    assert "\n  - before: “stage NVT-101 Phase 1” (a 0-21)\n" in page
    assert "2027-03-04" not in page
    assert digest(since(log, date(2029, 1, 1)), "x").endswith("Nothing changed.\n")


def test_no_word_of_a_release_becomes_markup() -> None:
    """What Markdown or a browser would take for its own is shown as it is."""
    hostile = "<script>alert(1)</script> [x](http://x) *y* | z"
    delta = days([], [{"family": "has_indication", "compound": "NVT-101", "indication": hostile}])
    page = difference(delta)
    assert "<script" not in page.replace("\\<", "")
    assert "\\[x\\](http://x) \\*y\\* \\| z" in page


def test_the_stages_of_the_settings_are_in_the_order_of_development() -> None:
    """Stages and phases are those of the vocabulary, each once, with the clinic in general before its phases."""
    ahead = {name: spec.ahead for name, spec in rules().families.items() if spec.ahead}
    assert tuple(s for s in ahead["stage"]["stage"] if s != "Clinical") == STAGES
    assert ahead["stage"]["stage"].index("Clinical") == STAGES.index(PHASES[0])
    assert ahead["trial"]["phase"] == PHASES


def test_the_families_of_the_settings_word_their_keys() -> None:
    """Every family of facts is in the file, and its words use arguments of its key."""
    from triplewire import resources

    families = rules().families
    assert set(families) == {path.stem for path in resources.files("data/families", "*.toml")}
    for name, spec in families.items():
        keys = {part for key in spec.key for part in key.replace("&", "|").split("|")}
        assert {w for w in keys if f"{{{w}" in spec.what or f"|{w}" in spec.what or f"{{{w}" in spec.says or f"|{w}" in spec.says}, name
        assert set(spec.ahead) | set(spec.over) | set(spec.vague) <= set(spec.value), name
