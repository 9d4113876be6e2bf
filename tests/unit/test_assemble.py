"""Assembling: one set of names over many releases, and no fact lost."""

from __future__ import annotations

from itertools import pairwise

from triplewire.assemble import assemble
from triplewire.model import Evidence, Fact


def fact(family: str, release: str = "a", start: int = 0, polarity: str = "positive", **args: str) -> Fact:
    """A fact of a release with one quote."""
    return Fact(family, args, (Evidence(start, start + 1, "x"),), release, "0" * 64, f"{family}.test", polarity=polarity)  # type: ignore[arg-type]


def test_a_renamed_compound_is_one_compound() -> None:
    """An alias told in one release names the compound in the others; the name that gave way is kept beside it."""
    found = assemble([
        fact("has_target", "a", compound="NVT-101", target="CD37"),
        fact("has_target", "a", 5, compound="NVT-101", target="CD19"),
        fact("alias", "b", compound="norvatide", alias="NVT-101"),
        fact("has_target", "b", 9, compound="norvatide", target="CD37"),
    ])  # fmt: skip
    assert {f.arg("compound") for f in found if f.family == "has_target"} == {"NVT-101"}
    assert found[-1].aliases["compound"] == ("norvatide",)


def test_chains_of_aliases_are_one_compound() -> None:
    """Names joined through a third name are names of one compound."""
    found = assemble([
        fact("alias", compound="NVT-101", alias="norvatide"),
        fact("alias", start=1, compound="norvatide", alias="Norvalix"),
        fact("has_target", start=2, compound="Norvalix", target="CD37"),
        fact("has_target", start=3, compound="NVT-101", target="CD37"),
    ])  # fmt: skip
    assert len({f.arg("compound") for f in found if f.family == "has_target"}) == 1


def test_a_long_chain_of_aliases_is_one_compound() -> None:
    """However many names lie between, and whichever pair is told first."""
    names = ["NVT-101", "Norvalix", "Norvamab", "norvatide"]
    pairs = list(pairwise(names))[::-1]
    told = [fact("alias", start=i, compound=new, alias=old) for i, (old, new) in enumerate(pairs)]
    found = assemble([*told, *(fact("has_target", start=10 + i, compound=n, target="CD37") for i, n in enumerate(names))])
    assert len({f.arg("compound") for f in found if f.family == "has_target"}) == 1


def test_an_alias_fact_keeps_both_names() -> None:
    """Naming never makes an alias fact of a compound with itself."""
    found = assemble([fact("alias", compound="norvatide", alias="NVT-101"), fact("has_target", start=2, compound="NVT-101", target="CD37")])
    assert all(f.arg("compound") != f.arg("alias") for f in found if f.family == "alias")


def test_a_denied_alias_joins_nothing() -> None:
    """Two names that a release says are not one compound stay two."""
    found = assemble([
        fact("alias", compound="NVT-101", alias="NVT-102", polarity="negated"),
        fact("has_target", start=1, compound="NVT-101", target="CD37"),
        fact("has_target", start=2, compound="NVT-102", target="CD37"),
    ])  # fmt: skip
    assert {f.arg("compound") for f in found if f.family == "has_target"} == {"NVT-101", "NVT-102"}


def test_a_short_company_name_is_the_long_one() -> None:
    """A company's first word is the company when its full name is the word and company words."""
    found = assemble([
        fact("developed_by", "a", compound="NVT-101", organization="Norvane Therapeutics"),
        fact("developed_by", "b", compound="NVT-102", organization="Norvane"),
    ])  # fmt: skip
    assert {f.arg("organization") for f in found} == {"Norvane Therapeutics"}


def test_a_short_name_of_two_companies_stays() -> None:
    """A word that begins the names of two companies is neither."""
    found = assemble([
        fact("developed_by", "a", compound="NVT-101", organization="Norvane Therapeutics"),
        fact("developed_by", "b", compound="NVT-102", organization="Norvane Pharma"),
        fact("developed_by", "c", compound="NVT-103", organization="Norvane"),
    ])  # fmt: skip
    assert {f.arg("organization") for f in found} == {"Norvane Therapeutics", "Norvane Pharma", "Norvane"}


def test_a_longer_name_of_another_kind_of_word_stays() -> None:
    """A name that goes on with words that are no company words is another organization."""
    found = assemble([
        fact("developed_by", "a", compound="NVT-101", organization="Norvane Childrens Hospital"),
        fact("developed_by", "b", compound="NVT-102", organization="Norvane"),
    ])  # fmt: skip
    assert {f.arg("organization") for f in found} == {"Norvane Childrens Hospital", "Norvane"}


def test_spellings_are_shown_as_the_most_frequent() -> None:
    """Names that differ in case or hyphens are shown as the one used most."""
    found = assemble([
        fact("has_indication", "a", compound="NVT-101", indication="small-cell lung cancer"),
        fact("has_indication", "b", compound="NVT-102", indication="small-cell lung cancer"),
        fact("has_indication", "c", compound="NVT-103", indication="Small cell lung cancer"),
    ])  # fmt: skip
    assert {f.arg("indication") for f in found} == {"small-cell lung cancer"}


def test_nothing_is_dropped_and_the_order_is_fixed() -> None:
    """As many facts come out as went in, in the order of release and place, whatever order they came in."""
    given = [fact("has_target", r, s, compound=f"NVT-10{s}", target="CD37") for r in "ba" for s in (7, 3, 5)]
    found = assemble(given)
    assert len(found) == len(given)
    assert [(f.release, f.evidence[0].start) for f in found] == [("a", 3), ("a", 5), ("a", 7), ("b", 3), ("b", 5), ("b", 7)]
    assert [f.to_line() for f in assemble(given[::-1])] == [f.to_line() for f in found]


def test_no_facts_assemble_to_none() -> None:
    """Nothing in, nothing out."""
    assert assemble([]) == []


def test_assembling_twice_changes_nothing() -> None:
    """Assembled facts assemble to themselves."""
    once = assemble([fact("alias", compound="norvatide", alias="NVT-101"), fact("has_target", start=2, compound="NVT-101", target="CD37")])
    assert [f.to_line() for f in assemble(once)] == [f.to_line() for f in once]
