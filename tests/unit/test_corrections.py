"""Corrections: each kind does what it says, keeps what was read, and is told when it does nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.corrected import correct, digest, document, fact, states, write

from triplewire import corrections
from triplewire.assemble import assemble
from triplewire.corrections import findings
from triplewire.errors import DataError
from triplewire.ground import nomenclature
from triplewire.model import Fact, When, fact_from_json

TARGET = fact("has_target", compound="NVT-101", target="CD56")
OTHER = fact("has_target", start=90, compound="NVT-205", target="CD38")


def said(facts: tuple[Fact, ...], argument: str) -> list[str]:
    """What the facts have under an argument."""
    return sorted(f.arg(argument) for f in facts if argument in f.args)


# -- rejecting -----------------------------------------------------------------------------------------------------------


def test_a_fact_is_rejected_by_its_id(tmp_path: Path) -> None:
    """It is gone, the others stay, and the record keeps all that it said with its words."""
    found = correct(tmp_path, [TARGET, OTHER], f'[[reject]]\nfact = "{TARGET.id}"')
    assert found.facts == (OTHER,)
    (change,) = found.records[0].changes
    assert (change.before, change.after) == (TARGET.to_json(), None)


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("", 1),
        ('release = "a"', 2),
        (f'release = "{digest("b")}"', 2),
        ('quote = "NVT-101   CD56"', 1),
        ('quote = "no such words"', 3),
        ('release = "c"', 3),
    ],
)
def test_facts_are_rejected_by_what_they_say(more: str, left: int, tmp_path: Path) -> None:
    """All facts of the family with these arguments go; a release, by id or digest, or a quote narrows them down."""
    facts = [TARGET, fact("has_target", "b", compound="NVT-101", target="CD56"), OTHER]
    entry = f'[[reject]]\nfamily = "has_target"\narguments = {{ compound = "NVT-101", target = "CD56" }}\n{more}'
    found = correct(tmp_path, facts, entry)
    assert len(found.facts) == left
    assert states(found.records) == ["stale" if left == 3 else "applied"]


def test_names_that_a_rejected_alias_joined_are_two_again(tmp_path: Path) -> None:
    """What rested on a wrong alias is worked out anew."""
    alias = fact("alias", start=50, compound="NVT-101", alias="NVT-205")
    facts = [TARGET, OTHER, alias]
    assert len({f.arg("compound") for f in assemble(facts)}) == 1
    found = correct(tmp_path, facts, f'[[reject]]\nfact = "{alias.id}"')
    assert said(found.facts, "compound") == ["NVT-101", "NVT-205"]


def test_a_fact_may_be_chosen_by_the_id_that_another_correction_gave_it(tmp_path: Path) -> None:
    """Whoever copies an id from a corrected build is understood, whichever entry comes first."""
    fix = '[[fix]]\nfamily = "has_target"\narguments = { target = "CD56" }\nset = { target = "CD19" }'
    fixed = next(f for f in correct(tmp_path / "one", [TARGET, OTHER], fix).facts if f.arg("target") == "CD19")
    entries = [fix, f'[[reject]]\nfact = "{fixed.id}"']
    for number, order in enumerate([entries, entries[::-1]]):
        assert correct(tmp_path / str(number), [TARGET, OTHER], *order).facts == (OTHER,)


def test_what_a_name_implied_goes_with_the_fact_that_had_the_name(tmp_path: Path) -> None:
    """A payload that only the name in a rejected fact told is derived no more."""
    stated = fact("has_target", compound="norvatuzumab vedotin", target="CD56")
    derived = nomenclature([stated])
    assert [f.arg("payload") for f in derived] == ["MMAE"]
    assert correct(tmp_path / "one", [stated, *derived], f'[[reject]]\nfact = "{stated.id}"').facts == ()
    assert correct(tmp_path / "two", [stated, *derived], f'[[reject]]\nfact = "{derived[0].id}"').facts == (stated,)


# -- fixing --------------------------------------------------------------------------------------------------------------


def test_a_fix_keeps_the_evidence_and_what_was_read(tmp_path: Path) -> None:
    """The fact says the new thing in the old words, has a flag with the name of the correction, and the old value beside it."""
    found = correct(tmp_path, [TARGET], f'[[fix]]\nfact = "{TARGET.id}"\nset = {{ target = "CD19" }}\nwas = {{ target = "CD56" }}')
    (fixed,), (record,) = found.facts, found.records
    assert (fixed.arg("target"), fixed.evidence, dict(fixed.was)) == ("CD19", TARGET.evidence, {"target": "CD56"})
    assert fixed.flags == (f"corrected:{record.id}",)
    assert fact_from_json(fixed.to_json(), fixed.digest) == fixed
    (change,) = record.changes
    assert (change.fact, change.before["id"], change.after) == (fixed.id, TARGET.id, {"target": "CD19", "id": fixed.id})


def test_a_fixed_name_has_its_own_identifier(tmp_path: Path) -> None:
    """The identifier and other names of the wrong name do not stay behind."""
    grounded = fact("has_target", compound="NVT-101", target="CD56", ids={"target": "hgnc:7656"}, aliases={"target": ("NCAM1",)})
    (fixed,) = correct(tmp_path, [grounded], f'[[fix]]\nfact = "{grounded.id}"\nset = {{ target = "CD19" }}').facts
    assert (dict(fixed.ids), dict(fixed.aliases)) == ({"target": "hgnc:1633"}, {})


@pytest.mark.parametrize(
    ("put", "status", "polarity", "days"),
    [
        ('status = "expected"', "expected", "positive", None),
        ('polarity = "negated"', "actual", "negated", None),
        ('when = "2027-07-01/2027-12-31"', "actual", "positive", (date(2027, 7, 1), date(2027, 12, 31), "in")),
        ("when = 2027-07-01", "actual", "positive", (date(2027, 7, 1), date(2027, 7, 1), "in")),
        ('when = "../2027-12-31"', "actual", "positive", (None, date(2027, 12, 31), "by")),
    ],
)
def test_state_and_time_may_be_fixed(
    put: str, status: str, polarity: str, days: tuple[date | None, date | None, str] | None, tmp_path: Path
) -> None:
    """Beside arguments a fix sets status, polarity and the days of a time."""
    one = fact("milestone", compound="NVT-101", kind="trial_start")
    (fixed,) = correct(tmp_path, [one], f'[[fix]]\nfact = "{one.id}"\nset = {{ {put} }}').facts
    assert (fixed.status, fixed.polarity) == (status, polarity)
    assert (fixed.when and (fixed.when.start, fixed.when.end, fixed.when.bound)) == days


def test_a_fixed_time_keeps_the_words(tmp_path: Path) -> None:
    """The release still says what it says; only what that means in days is put right. `""` takes a time away."""
    one = fact("milestone", compound="NVT-101", kind="trial_start", when=When("in 2H27", date(2027, 1, 1), date(2027, 6, 30), "half"))
    entry = f'[[fix]]\nfact = "{one.id}"\nset = {{ when = "%s" }}\nwas = {{ when = "2027-01-01/2027-06-30" }}'
    (fixed,) = correct(tmp_path / "one", [one], entry % "2027-07-01/2027-12-31").facts
    assert fixed.when == When("in 2H27", date(2027, 7, 1), date(2027, 12, 31), "range")
    assert correct(tmp_path / "two", [one], entry % "").facts[0].when is None


def test_an_amount_in_dollars_follows_the_amount(tmp_path: Path) -> None:
    """Two arguments that say one number stay one number, of the type that it had."""
    one = fact("financial", organization="Norvane", metric="net_loss", period="2027Q1", value=12.9e6, currency="USD", value_usd=12.9e6)
    (fixed,) = correct(tmp_path, [one], f'[[fix]]\nfact = "{one.id}"\nset = {{ value = 14_100_000 }}').facts
    assert (fixed.args["value"], fixed.args["value_usd"]) == (14.1e6, 14.1e6)


def test_an_optional_argument_is_taken_away_and_a_missing_one_added(tmp_path: Path) -> None:
    """`""` takes away; what was not there is set like anything else."""
    one = fact("stage", compound="NVT-101", stage="Phase 2", indication="sarcoma")
    (bare,) = correct(tmp_path / "one", [one], f'[[fix]]\nfact = "{one.id}"\nset = {{ indication = "" }}').facts
    assert (dict(bare.args), bare.was["indication"]) == ({"compound": "NVT-101", "stage": "Phase 2"}, "sarcoma")
    (full,) = correct(tmp_path / "two", [bare], f'[[fix]]\nfact = "{bare.id}"\nset = {{ indication = "myeloma" }}').facts
    assert full.args["indication"] == "myeloma"


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ('arguments = { target = "CD33" }\nset = { target = "CD19" }', "no fact is like that"),
        ('arguments = { compound = "NVT-101" }\nset = { target = "CD19" }\nwas = { target = "CD33" }', "was to be 'CD33' and is 'CD56'"),
        ('arguments = { compound = "NVT-101" }\nset = { target = "CD56" }', "says so by itself"),
        ('arguments = { compound = "NVT-101" }\nset = { target = "" }', "cannot be without target"),
    ],
)
def test_a_fix_that_fits_nothing_is_stale(entry: str, note: str, tmp_path: Path) -> None:
    """Nothing changes, and a warning names file, line and entry, and says why."""
    found = correct(tmp_path / "mine", [TARGET], f'[[fix]]\nfamily = "has_target"\n{entry}')
    assert found.facts == (TARGET,)
    (finding,) = findings(found.records)
    assert (finding.kind, finding.severity) == ("stale-correction", "warning")
    assert finding.message.startswith("mine/ours.toml:1:1: fix has_target: ")
    assert note in finding.message


def test_a_number_stays_a_number(tmp_path: Path) -> None:
    """Words in place of an amount would break what reckons with it; the fix is told as one that cannot be applied."""
    one = fact("count", organization="Norvane", what="compounds", value=7)
    found = correct(tmp_path, [one], f'[[fix]]\nfact = "{one.id}"\nset = {{ value = "many" }}')
    assert (found.facts, found.records[0].note) == ((one,), "value is a number, and 'many' is none")


def test_fixes_that_contradict_each_other_are_both_left_undone(tmp_path: Path) -> None:
    """No entry wins by standing first; each is told with the place of the other."""
    entry = '[[fix]]\nfamily = "has_target"\narguments = { target = "CD56" }\nset = { target = "%s" }'
    found = correct(tmp_path, [TARGET], entry % "CD19", entry % "CD33")
    assert (found.facts, states(found.records)) == ((TARGET,), ["conflict", "conflict"])
    assert {f.kind for f in findings(found.records)} == {"correction-conflict"}


def test_a_fix_of_a_rejected_fact_says_so(tmp_path: Path) -> None:
    """The fact is gone, and the fix is told as stale with the place of the other entry."""
    chosen = 'family = "has_target"\narguments = { target = "CD56" }\n'
    found = correct(tmp_path, [TARGET], f"[[fix]]\n{chosen}set = {{ target = 'CD19' }}", f"[[reject]]\n{chosen}")
    assert (found.facts, states(found.records)) == ((), ["applied", "stale"])


def test_two_facts_that_become_one_are_told_once(tmp_path: Path) -> None:
    """A fix that makes a fact say what another one says from the same words leaves one, with the flag."""
    right = fact("has_target", compound="NVT-101", target="CD19")
    wrong = Fact("has_target", {"compound": "NVT-101", "target": "CD56"}, right.evidence, "a", right.digest, "has_target.test")
    found = correct(tmp_path, [right, wrong], f'[[fix]]\nfact = "{wrong.id}"\nset = {{ target = "CD19" }}')
    assert [f.id for f in found.facts] == [right.id]
    assert found.facts[0].flags == (f"corrected:{found.records[0].id}",)


# -- names ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "family", "argument", "rest"),
    [
        ("compound", "has_target", "compound", {"target": "CD56"}),
        ("compound", "combination", "other_drug", {"compound": "HAL-7"}),
        ("organization", "developed_by", "organization", {"compound": "HAL-7"}),
        ("indication", "has_indication", "indication", {"compound": "HAL-7"}),
        ("target", "has_target", "target", {"compound": "HAL-7"}),
        ("payload", "has_payload", "payload", {"compound": "HAL-7"}),
        ("technology", "uses_technology", "technology", {"compound": "HAL-7"}),
        ("conference", "milestone", "venue", {"compound": "HAL-7", "kind": "data_presentation"}),
        ("person", "person_role", "person", {"role": "Chair", "organization": "Halcyra"}),
    ],
)
def test_two_names_of_a_kind_are_merged(kind: str, family: str, argument: str, rest: dict[str, Any], tmp_path: Path) -> None:
    """One name is shown everywhere, the other one stays among its aliases and as what was read."""
    facts = [fact(family, release, **{argument: name, **rest}) for release, name in (("a", "Norva One"), ("b", "Old Norva"))]
    found = correct(tmp_path, facts, f'[[merge]]\nkind = "{kind}"\nname = "Old Norva"\ninto = "Norva One"')
    assert said(found.facts, argument) == ["Norva One", "Norva One"]
    assert (found.facts[1].aliases[argument], found.facts[1].was) == (("Old Norva",), {argument: "Old Norva"})
    assert found.facts[0] == facts[0]


def test_a_merge_takes_along_what_was_joined_already(tmp_path: Path) -> None:
    """Names that a release joins with one of the merged names are the merged thing too."""
    facts = [
        TARGET,
        fact("alias", "b", compound="HAL-7", alias="halcytinib"),
        fact("has_target", "b", start=9, compound="halcytinib", target="CD19"),
    ]
    found = correct(tmp_path, facts, '[[merge]]\nkind = "compound"\nname = "halcytinib"\ninto = "NVT-101"')
    assert set(said(found.facts, "compound")) == {"NVT-101"}


def test_merges_in_a_chain_end_at_its_end(tmp_path: Path) -> None:
    """Each step is recorded as what it is."""
    facts = [fact("has_target", compound=name, target="CD56", start=n * 50) for n, name in enumerate(["One", "Two", "Three"])]
    entry = '[[merge]]\nkind = "compound"\nname = "%s"\ninto = "%s"'
    found = correct(tmp_path, facts, entry % ("One", "Two"), entry % ("Two", "Three"))
    assert said(found.facts, "compound") == ["Three", "Three", "Three"]
    assert states(found.records) == ["applied", "applied"]


def test_merges_that_disagree_about_one_thing_are_left_undone(tmp_path: Path) -> None:
    """Two names of one compound cannot become two compounds."""
    facts = [fact("alias", compound="NVT-101", alias="norvatide"), fact("has_target", start=50, compound="norvatide", target="CD56")]
    entry = '[[merge]]\nkind = "compound"\nname = "%s"\ninto = "%s"'
    found = correct(tmp_path, facts, entry % ("NVT-101", "HAL-7"), entry % ("norvatide", "HAL-8"))
    assert (found.facts, states(found.records)) == (tuple(assemble(facts)), ["conflict", "conflict"])


def test_a_name_is_split_by_release(tmp_path: Path) -> None:
    """In one release it is another thing, in spite of what joins names; the name that the release uses stays an alias."""
    facts = [
        fact("has_target", release, compound="NV1", target=target) for release, target in (("a", "CD56"), ("b", "CD19"), ("c", "CD56"))
    ]
    found = correct(tmp_path, facts, '[[split]]\nkind = "compound"\nname = "NV1"\ninto = "NV1 (Halcyra)"\nreleases = ["b"]')
    assert [f.arg("compound") for f in found.facts] == ["NV1", "NV1 (Halcyra)", "NV1"]
    assert (found.facts[1].aliases["compound"], found.facts[1].was) == (("NV1",), {"compound": "NV1"})


def test_a_split_takes_along_the_names_of_its_releases(tmp_path: Path) -> None:
    """What the release itself joins with the name is the other thing; what other releases join with it is not."""
    facts = [
        fact("has_target", "a", compound="NV1", target="CD56"),
        fact("alias", "a", 50, compound="NV1", alias="norvatide"),
        fact("alias", "b", compound="NV1", alias="halcytinib"),
        fact("has_target", "b", 50, compound="halcytinib", target="CD19"),
        fact("has_target", "b", 90, compound="norvatide", target="CD56"),
    ]
    assert len(set(said(tuple(assemble(facts)), "compound"))) == 1
    found = correct(tmp_path, facts, '[[split]]\nkind = "compound"\nname = "NV1"\ninto = "HAL-7"\nreleases = ["b"]')
    by_target = {(f.release, f.arg("target")): f.arg("compound") for f in found.facts if f.family == "has_target"}
    assert by_target[("b", "CD19")] == "HAL-7"
    assert by_target[("a", "CD56")] == by_target[("b", "CD56")] != "HAL-7"


def test_a_name_is_split_by_company(tmp_path: Path) -> None:
    """In the releases that a company puts out, with or without its legal form."""
    facts = [fact("has_target", release, compound="NV1", target="CD56") for release in ("a", "b")]
    known = [document("a", "Norvane Therapeutics, Inc."), document("b", "Halcyra Biosciences SA")]
    entry = '[[split]]\nkind = "compound"\nname = "NV1"\ninto = "HAL-7"\ncompany = "Halcyra Biosciences"'
    assert [f.arg("compound") for f in correct(tmp_path, facts, entry, documents=known).facts] == ["NV1", "HAL-7"]


def test_a_split_company_is_not_joined_again_by_its_words(tmp_path: Path) -> None:
    """A longer name is no reason to undo what a person has parted."""
    facts = [fact("developed_by", release, compound=f"NVT-10{release}", organization="Norvane") for release in ("a", "b")]
    entry = '[[split]]\nkind = "organization"\nname = "Norvane"\ninto = "Norvane Therapeutics"\nreleases = ["b"]'
    assert [f.arg("organization") for f in correct(tmp_path, facts, entry).facts] == ["Norvane", "Norvane Therapeutics"]


def test_the_issuer_of_a_release_has_the_merged_name(tmp_path: Path) -> None:
    """A company that its own facts do not name is merged all the same, and the record says in which release."""
    entry = '[[merge]]\nkind = "organization"\nname = "Halcyra Biosciences"\ninto = "Norvane"'
    found = correct(tmp_path, [TARGET], entry, documents=[document("a", "Halcyra Biosciences SA")])
    release = found.documents[0].release
    assert (release.issuer, release.aliases) == ("Norvane", ("Halcyra Biosciences SA",))
    assert [(c.release, c.after) for c in found.records[0].changes] == [("a", {"issuer": "Norvane"})]


@pytest.mark.parametrize(
    "entry", ['[[merge]]\ninto = "B"', '[[split]]\ninto = "B"\nreleases = ["a"]', '[[split]]\ninto = "B"\ncompany = "C"']
)
def test_a_name_that_nothing_has_is_stale(entry: str, tmp_path: Path) -> None:
    """A merge or split of a name that no fact uses changes nothing and is told."""
    found = correct(tmp_path, [TARGET], f'{entry}\nkind = "compound"\nname = "A"')
    assert (found.facts, states(found.records)) == ((TARGET,), ["stale"])


def test_splits_that_disagree_are_left_undone(tmp_path: Path) -> None:
    """One name in one release cannot be two other things."""
    entry = '[[split]]\nkind = "compound"\nname = "NVT-101"\ninto = "%s"\nreleases = ["a"]'
    found = correct(tmp_path, [TARGET], entry % "B", entry % "C")
    assert (found.facts, states(found.records)) == ((TARGET,), ["conflict", "conflict"])


# -- releases ------------------------------------------------------------------------------------------------------------


def gone(folder: Path, *entries: str, as_of: date | None = None) -> tuple[set[str], list[str]]:
    """The texts that are gone of the releases a, b and c, and what became of the entries."""
    found, records = corrections.gone(corrections.load([write(folder, *entries)]).releases, [document(r).release for r in "abc"], as_of)
    return set(found), states(records)


@pytest.mark.parametrize("name", ["a", digest("a")])
def test_a_release_is_withdrawn_by_id_or_digest(name: str, tmp_path: Path) -> None:
    """Its text is among those that are gone."""
    assert gone(tmp_path, f'[[withdraw]]\nrelease = "{name}"') == ({digest("a")}, ["applied"])


@pytest.mark.parametrize(
    ("since", "as_of", "there"),
    [("", date(2027, 5, 1), True), ("", date(2027, 5, 2), False), ("since = 2028-01-01", date(2027, 12, 31), True), ("", None, False)],
)
def test_a_release_is_there_before_its_withdrawal(since: str, as_of: date | None, there: bool, tmp_path: Path) -> None:
    """A build as of an earlier day has it; the day is that of the entry unless it says otherwise."""
    found, said_of = gone(tmp_path, f'[[withdraw]]\nrelease = "a"\n{since}', as_of=as_of)
    assert (found, said_of) == ((set(), ["later"]) if there else ({digest("a")}, ["applied"]))


def test_a_replaced_release_goes_only_for_one_that_is_there(tmp_path: Path) -> None:
    """Without the replacement nothing goes, and the entry is told as stale."""
    assert gone(tmp_path / "1", '[[replace]]\nrelease = "a"\nby = "b"') == ({digest("a")}, ["applied"])
    assert gone(tmp_path / "2", '[[replace]]\nrelease = "a"\nby = "z"') == (set(), ["stale"])
    assert gone(tmp_path / "3", '[[replace]]\nrelease = "z"\nby = "a"') == (set(), ["stale"])


def test_releases_that_replace_each_other_stay(tmp_path: Path) -> None:
    """A circle would leave none of them; a chain leaves its end."""
    entry = '[[replace]]\nrelease = "%s"\nby = "%s"'
    assert gone(tmp_path / "1", entry % ("a", "b"), entry % ("b", "a")) == (set(), ["conflict", "conflict"])
    assert gone(tmp_path / "2", entry % ("a", "b"), entry % ("b", "c")) == ({digest("a"), digest("b")}, ["applied", "applied"])


# -- files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("[[reject]\n", "1:9", "expected TOML as in data/corrections/README.md"),
        ("[[forget]]\n", "1:", "unknown key 'forget'"),
        ('[reject]\nfact = "0123456789abcdef"\n', "1:", "expected one table each"),
        ('[[reject]]\nfact = "0123"\n', "2:9", "expected the id of a fact"),
        ("[[reject]]\n", "1:1", "chooses no fact"),
        ('[[reject]]\nfact = "0123456789abcdef"\nfamily = "stage"\n', "3:1", "an id is enough"),
        ('[[reject]]\nfamily = "has_targt"\narguments = { target = "A" }\n', "2:11", "did you mean has_target?"),
        ('[[reject]]\nfamily = "has_target"\narguments = { targt = "A" }\n', "3:15", "did you mean target?"),
        ('[[reject]]\nfamily = "has_target"\narguments = {}\n', "3:13", "arguments is an empty table"),
        ('[[fix]]\nfact = "0123456789abcdef"\n', "1:1", "a [[fix]] without set"),
        ('[[fix]]\nfact = "0123456789abcdef"\nset = { status = "done" }\n', "3:19", "status is 'done'"),
        ('[[fix]]\nfact = "0123456789abcdef"\nset = { when = "soon" }\n', "3:17", "a day or START/END"),
        ('[[fix]]\nfact = "0123456789abcdef"\nset = { when = "2027-01-01/" }\n', "3:17", "a day or START/END"),
        ('[[fix]]\nfact = "0123456789abcdef"\nset = { when = "2028-01-01/2027-01-01" }\n', "3:17", "a day or START/END"),
        ('[[fix]]\nfact = "0123456789abcdef"\nset = { target = true }\n', "3:18", "expected words or a number"),
        ('[[fix]]\nfact = "0123456789abcdef"\nset = { value = inf }\n', "3:17", "write the number out"),
        ('[[merge]]\nkind = "drug"\nname = "A"\ninto = "B"\n', "2:9", "kind is 'drug'"),
        ('[[merge]]\nkind = "compound"\nname = "A"\ninto = "A"\n', "4:9", "expected another name"),
        ('[[merge]]\nkind = "compound"\nname = "A\\u001b"\ninto = "B"\n', "3:9", "control character"),
        ('[[split]]\nkind = "compound"\nname = "A"\ninto = "B"\n', "1:1", "either releases or company"),
        ('[[split]]\nkind = "compound"\nname = "A"\ninto = "B"\nreleases = []\n', "5:12", "an empty list"),
        ('[[withdraw]]\nrelease = "a"\nsince = "2027-01-01"\n', "3:10", "without quotes"),
        ('[[replace]]\nrelease = "a"\n', "1:1", "a [[replace]] without by"),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, place: str, what: str, tmp_path: Path) -> None:
    """Line and column, what was seen, what was expected; nothing of the file is used."""
    (tmp_path / "ours.toml").write_text(text + 'author = "A"\ndate = 2027-01-01\nreason = "R"\n', "utf-8")
    with pytest.raises(DataError) as error:
        corrections.load([tmp_path])
    assert any(f"ours.toml:{place}" in fault and what in fault for fault in error.value.faults), error.value


@pytest.mark.parametrize("key", ["author", "date", "reason"])
def test_an_entry_is_signed(key: str, tmp_path: Path) -> None:
    """Nobody corrects without saying who, when and why."""
    lines = ['author = "A"', "date = 2027-01-01", 'reason = "R"']
    (tmp_path / "a.toml").write_text("\n".join(["[[withdraw]]", 'release = "a"', *(x for x in lines if not x.startswith(key))]), "utf-8")
    with pytest.raises(DataError, match=rf"a\.toml:1:1: a \[\[withdraw\]\] without {key}"):
        corrections.load([tmp_path])


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Whoever mends them need not try again and again."""
    for name in ("a.toml", "b.toml"):
        write(tmp_path, "[[reject]]", '[[merge]]\nkind = "drug"\nname = "A"\ninto = "B"', name=name)
    with pytest.raises(DataError) as error:
        corrections.load([tmp_path])
    assert len(error.value.faults) == 4


def test_the_same_correction_twice_is_a_fault(tmp_path: Path) -> None:
    """In whichever file it stands; the place of the first is named."""
    write(tmp_path, '[[withdraw]]\nrelease = "a"', name="a.toml")
    write(tmp_path, '[[withdraw]]\nrelease = "a"', name="b.toml")
    with pytest.raises(DataError, match=r"b\.toml:1:1: the same correction as at .*a\.toml:1:1"):
        corrections.load([tmp_path])


@pytest.mark.parametrize(
    ("pairs", "what"),
    [(("A", "B", "A", "C"), "is merged at"), (("A", "B", "B", "A"), "in a circle"), (("A", "B", "B", "C", "C", "A"), "A → B → C → A")],
)
def test_merges_that_cannot_end_are_a_fault(pairs: tuple[str, ...], what: str, tmp_path: Path) -> None:
    """A name goes into one other, and none into itself by a detour."""
    entry = '[[merge]]\nkind = "compound"\nname = "%s"\ninto = "%s"'
    with pytest.raises(DataError, match=what):
        corrections.load([write(tmp_path, *(entry % pair for pair in zip(pairs[::2], pairs[1::2], strict=True)))])


def test_folders_are_named_by_the_environment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRIPLEWIRE_CORRECTIONS adds folders; one folder named twice is read once; one that is not there is a fault."""
    folder = write(tmp_path / "mine", '[[withdraw]]\nrelease = "a"')
    monkeypatch.setenv("TRIPLEWIRE_CORRECTIONS", str(folder))
    assert len(corrections.load([folder / ".." / "mine"]).releases) == 1
    with pytest.raises(DataError, match="no such folder of corrections"):
        corrections.load([tmp_path / "none"])
    monkeypatch.setenv("TRIPLEWIRE_CORRECTIONS", str(tmp_path / "none"))
    with pytest.raises(DataError, match="TRIPLEWIRE_CORRECTIONS"):
        corrections.load()


def test_an_entry_has_one_name_wherever_it_stands(tmp_path: Path) -> None:
    """The id of a correction is made of what it does, so flags and findings stay the same when files are moved about."""
    one, two = '[[withdraw]]\nrelease = "a"', '[[withdraw]]\nrelease = "b"'
    ids = [
        {e.id for e in corrections.load([write(tmp_path / str(n), *order)]).releases} for n, order in enumerate([(one, two), (two, one)])
    ]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2


def test_the_shipped_folder_corrects_nothing() -> None:
    """What comes with the program is an explanation only."""
    assert not corrections.load()
