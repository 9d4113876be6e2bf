"""What holds of corrections whatever the facts and whatever the entries."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.corrected import document, fact, write

from triplewire import corrections
from triplewire.assemble import assemble
from triplewire.corrections import Outcome
from triplewire.ground import ground, nomenclature
from triplewire.model import Fact

RELEASES = ("a", "b", "c")
COMPOUNDS = ("NVT-101", "NVT 101", "norvatide", "HAL-7", "halcytinib", "norvatuzumab vedotin")
TARGETS = ("CD19", "CD56", "cd56", "CD33")
COMPANIES = ("Norvane", "Norvane Therapeutics", "Halcyra")

Chosen = tuple[str, str, str]


def spoken(row: tuple[int, str, str, str]) -> Fact:
    """A fact of some family at a place of its own."""
    place, release, compound, other = row
    family, argument = next(
        (family, argument)
        for family, argument, names in (
            ("has_target", "target", TARGETS),
            ("developed_by", "organization", COMPANIES),
            ("alias", "alias", COMPOUNDS),
        )
        if other in names
    )
    return fact(family, release, place * 100, compound=compound, **{argument: other})


def with_derived(facts: list[Fact]) -> list[Fact]:
    """The facts as readings have them: those that names imply beside them."""
    return [*facts, *ground(nomenclature(facts))]


FACTS = (
    st.lists(
        st.tuples(st.sampled_from(RELEASES), st.sampled_from(COMPOUNDS), st.sampled_from((*TARGETS, *COMPANIES, *COMPOUNDS))),
        min_size=1,
        max_size=8,
    )
    .map(lambda rows: [spoken((n, *row)) for n, row in enumerate(rows) if row[1] != row[2]])
    .map(with_derived)
)


@st.composite
def entry(draw: st.DrawFn) -> str:
    """An entry of any kind about facts and names; it may fit nothing, or contradict another one."""
    one, other = draw(st.permutations(COMPOUNDS))[:2]
    target, value = draw(st.permutations(TARGETS))[:2]
    release = draw(st.sampled_from(RELEASES))
    return draw(
        st.sampled_from(
            [
                f'[[reject]]\nfamily = "has_target"\narguments = {{ target = "{target}" }}',
                f'[[reject]]\nfamily = "alias"\narguments = {{ compound = "{one}" }}\nrelease = "{release}"',
                f'[[fix]]\nfamily = "has_target"\narguments = {{ compound = "{one}" }}\nset = {{ target = "{value}" }}',
                f'[[fix]]\nfamily = "has_target"\narguments = {{ target = "{target}" }}\nset = {{ target = "{value}" }}',
                f'[[fix]]\nfamily = "developed_by"\narguments = {{ compound = "{one}" }}\nset = {{ polarity = "negated" }}',
                f'[[merge]]\nkind = "target"\nname = "{TARGETS[0]}"\ninto = "{TARGETS[1]}"',
                f'[[merge]]\nkind = "compound"\nname = "{COMPOUNDS[0]}"\ninto = "{COMPOUNDS[3]}"',
                f'[[split]]\nkind = "compound"\nname = "{one}"\ninto = "{other} (2)"\nreleases = [ "{release}" ]',
            ]
        )
    )


def outcome(facts: Sequence[Fact], *files: Iterable[str]) -> Outcome:
    """What the entries of some files make of the facts."""
    with tempfile.TemporaryDirectory() as folder:
        for number, entries in enumerate(files):
            write(Path(folder) / "c", *entries, name=f"{number}.toml")
        (Path(folder) / "c").mkdir(exist_ok=True)
        loaded = corrections.load([Path(folder) / "c"])
    return corrections.corrected(loaded, [document(r) for r in RELEASES], facts)


def lines(found: Outcome) -> list[str]:
    """The facts as `facts.jsonl` has them."""
    return [f.to_line() for f in found.facts]


@given(FACTS, st.lists(entry(), max_size=5, unique=True), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_the_order_of_corrections_is_of_no_matter(facts: list[Fact], entries: list[str], chance: object) -> None:
    """Entries in any order, in one file or several, make the same facts and change the same."""
    one = outcome(facts, entries)
    shuffled = sorted(entries, key=lambda _: chance.random())  # type: ignore[attr-defined]
    other = outcome(facts, shuffled[::2], shuffled[1::2])
    assert lines(one) == lines(other)
    assert [(r.id, r.state, r.changes) for r in one.records] == [(r.id, r.state, r.changes) for r in other.records]


@given(FACTS)
@settings(deadline=None)
def test_no_corrections_change_nothing(facts: list[Fact]) -> None:
    """Without entries the facts are those of `assemble`, and there is no record."""
    found = outcome(facts)
    assert (lines(found), found.records) == ([f.to_line() for f in assemble(facts)], ())


@given(FACTS, st.sampled_from(RELEASES))
@settings(deadline=None)
def test_rejecting_every_fact_of_a_release_leaves_a_release_without_facts(facts: list[Fact], release: str) -> None:
    """The other facts are as if the release had said nothing: no name that it joined stays joined."""
    ids = sorted({f.id for f in facts if f.release == release})
    found = outcome(facts, [f'[[reject]]\nfact = "{name}"' for name in ids])
    assert lines(found) == [f.to_line() for f in assemble([f for f in facts if f.release != release])]


@given(FACTS, st.lists(entry(), max_size=5, unique=True))
@settings(deadline=None, max_examples=150)
def test_nothing_is_dropped_or_changed_in_silence(facts: list[Fact], entries: list[str]) -> None:
    """Every fact that is gone is in a record; what a corrected fact was is beside it; no words are changed."""
    found = outcome(facts, entries)
    gone = [c for r in found.records for c in r.changes if c.after is None]
    assert {f.evidence for f in facts} == {f.evidence for f in found.facts} | {_spoken_by(c.before, facts) for c in gone}
    applied = {r.id for r in found.records if r.state == "applied" and r.kind != "reject"}
    for one in found.facts:
        assert {flag.partition(":")[2] for flag in one.flags} <= applied
        assert bool(one.flags) == bool(one.was)


def _spoken_by(before: object, facts: Iterable[Fact]) -> object:
    """The evidence of the fact that a record says was there."""
    return next(f.evidence for f in facts if [e.to_json() for e in f.evidence] == before["evidence"] and f.release == before["release"])  # type: ignore[index]


TO_CD56 = '[[fix]]\nfamily = "has_target"\narguments = { compound = "NVT-101" }\nset = { target = "CD56" }'
INTO_CD56 = '[[merge]]\nkind = "target"\nname = "CD19"\ninto = "CD56"'
FROM_CD56 = '[[fix]]\nfamily = "has_target"\narguments = { target = "CD56" }\nset = { target = "CD33" }'
NO_CD56 = '[[reject]]\nfamily = "has_target"\narguments = { target = "CD56" }'


@given(FACTS, st.lists(entry(), max_size=4, unique=True))
@example([spoken((0, "a", "NVT-101", "CD19"))], [TO_CD56, NO_CD56])
@example([spoken((0, "a", "NVT-101", "CD19"))], [NO_CD56, INTO_CD56])
@example([spoken((0, "a", "NVT-101", "CD19"))], [FROM_CD56, INTO_CD56])
@settings(deadline=None)
def test_entries_that_do_nothing_may_as_well_not_be_there(facts: list[Fact], entries: list[str]) -> None:
    """Whatever is stale leaves the facts as they are without it, whatever stands beside it."""
    found = outcome(facts, *([one] for one in entries))
    stale = {r.place.partition(":")[0] for r in found.records if r.state == "stale"}
    assert lines(found) == lines(outcome(facts, [e for n, e in enumerate(entries) if f"c/{n}.toml" not in stale]))
    if all(r.state in ("stale", "conflict") for r in found.records):
        assert lines(found) == [f.to_line() for f in assemble(facts)]
