"""Names in facts become identifiers; names imply payloads."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from triplewire.ground import ground, grounding, nomenclature, ungrounded, uses
from triplewire.ground.stems import stem_of
from triplewire.model import Evidence, Fact, Ungrounded
from triplewire.model.fact import Polarity

QUOTE = "norvatuzumab vedotin (NVT-101) is in Phase 2"


def fact(
    family: str = "stage",
    args: Mapping[str, str] | None = None,
    *,
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    quote: str = QUOTE,
    start: int = 0,
    polarity: Polarity = "positive",
    evidence: tuple[Evidence, ...] = (),
) -> Fact:
    """A fact of an invented release."""
    return Fact(
        family=family,
        args=args or {"compound": "NVT-101", "stage": "Phase 2"},
        evidence=evidence or (Evidence(start, start + len(quote), quote),),
        release="norvane-2031-01-02",
        digest="0" * 64,
        rule="test",
        polarity=polarity,
        aliases=aliases or {},
    )


def test_arguments_get_identifiers() -> None:
    """Compound, target and indication of a fact are grounded each under its own argument."""
    facts = [
        fact("has_target", {"compound": "pertuzumab", "target": "ERBB2"}),
        fact("has_indication", {"compound": "pertuzumab", "indication": "non-small-cell lung cancer"}),
    ]
    assert [dict(f.ids) for f in ground(facts)] == [
        {"compound": "drugbank:DB06366", "target": "hgnc:3430"},
        {"compound": "drugbank:DB06366", "indication": "mondo:0005233"},
    ]


def test_an_alias_of_the_release_grounds_a_code() -> None:
    """A code that no lexicon knows is grounded by the known name that the release gives beside it."""
    [done] = ground([fact(aliases={"compound": ("lenalidomide",)})])
    assert done.ids == {"compound": "chebi:63791"}


def test_what_is_unknown_stays_without_identifier() -> None:
    """A name that no lexicon knows gets none, and is listed."""
    [done] = ground([fact()])
    assert done.ids == {}
    assert ungrounded([("norvane-2031-01-02", uses([done]))]) == [Ungrounded("compound", "NVT-101", 1, ("norvane-2031-01-02",))]


def test_identifiers_that_are_there_are_kept() -> None:
    """Grounding again changes nothing."""
    once = ground([fact("has_target", {"compound": "pertuzumab", "target": "HER2"})])
    assert ground(once) == once


def test_grounding_keeps_the_fact_itself() -> None:
    """The identity of a fact does not depend on its identifiers."""
    before = fact("has_target", {"compound": "pertuzumab", "target": "HER2"})
    assert ground([before])[0].id == before.id


@pytest.mark.parametrize("name", ["trastuzumab vedotin", "trastuzumab norvatecan", "trastuzumab-DM1x", "Trastuzumab norvasine"])
def test_a_conjugate_never_gets_the_identifier_of_its_antibody(name: str) -> None:
    """An alias that is only the antibody's name does not ground a conjugate, whatever its second word."""
    assert grounding("compound", name, ["trastuzumab"]) is None


def test_a_code_with_a_conjugate_alias_does_not_get_the_antibody() -> None:
    """When the aliases say conjugate, the bare antibody's identifier is refused."""
    assert grounding("compound", "NVT-101", ["trastuzumab", "norvatuzumab vedotin"]) is None


def test_aliases_that_disagree_ground_nothing() -> None:
    """Two aliases of two different substances give no identifier."""
    assert grounding("compound", "NVT-101", ["lenalidomide", "dexamethasone"]) is None


def test_the_reason_is_said() -> None:
    """A grounding says how the name matched and where the identifier is from."""
    direct, indirect = grounding("target", "HER2"), grounding("target", "ERBB2")
    assert direct is not None
    assert indirect is not None
    assert (direct.justification, indirect.justification) == ("semapv:LexicalMatching", "semapv:ManualMappingCuration")
    assert direct.source == indirect.source != ""


def test_names_of_an_earlier_time_are_not_their_successors() -> None:
    """A former company name does not get the successor's identifier."""
    former, later = grounding("organization", "Biogen Idec"), grounding("organization", "Biogen")
    assert later is not None
    assert former is None


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("norvatuzumab vedotin", "MMAE"),
        ("Norvatuzumab-Mafodotin", "MMAF"),
        ("norvatuzumab mertansine", "DM1"),
        ("norvatuzumab soravtansine-nvne", "DM4"),
        ("NVT-DM1", "DM1"),
        ("NVT\u2011MMAE", "MMAE"),
    ],
)
def test_a_name_tells_its_payload(name: str, payload: str) -> None:
    """A second word or a suffix stands for a payload."""
    stem = stem_of(name)
    assert stem is not None
    assert stem.payload == payload


@pytest.mark.parametrize("name", ["vedotin", "DM1", "NVT-DM12", "nvt-dm1", "norvavedotin", "norvatuzumab"])
def test_other_names_tell_none(name: str) -> None:
    """A payload's own name, a longer code, another case or a word that merely ends so says nothing."""
    assert stem_of(name) is None


def test_nomenclature_is_never_stated() -> None:
    """A payload read from a name says so: basis, rule, lower confidence, and the words it was read in."""
    [derived] = nomenclature([fact(args={"compound": "norvatuzumab vedotin", "stage": "Phase 2"})])
    assert (derived.family, dict(derived.args)) == ("has_payload", {"compound": "norvatuzumab vedotin", "payload": "MMAE"})
    assert (derived.basis, derived.rule) == ("nomenclature", "nomenclature.vedotin")
    assert derived.confidence < fact().confidence
    assert "norvatuzumab vedotin" in derived.evidence[0].quote


def test_an_alias_tells_the_payload_of_the_code() -> None:
    """The other name that an alias fact gives belongs to the compound."""
    [derived] = nomenclature([fact("alias", {"compound": "NVT-101", "alias": "norvatuzumab vedotin"})])
    assert derived.args == {"compound": "NVT-101", "payload": "MMAE"}


def test_the_narrowest_words_are_the_evidence() -> None:
    """Of the evidence that shows the name, the shortest is cited."""
    parts = (Evidence(0, len(QUOTE), QUOTE), Evidence(0, 20, "norvatuzumab vedotin", "compound"))
    [derived] = nomenclature([fact(args={"compound": "norvatuzumab vedotin"}, evidence=parts)])
    assert derived.evidence == (Evidence(0, 20, "norvatuzumab vedotin"),)


def test_a_name_that_is_not_in_the_words_tells_nothing() -> None:
    """A canonical name that the release does not use is no evidence of its own."""
    assert nomenclature([fact(args={"compound": "norvatuzumab vedotin"}, quote="NVT-101 is in Phase 2")]) == []


def test_the_name_may_stand_in_another_fact_of_the_release() -> None:
    """An alias is enough where some evidence of the same release writes it."""
    facts = [fact(aliases={"compound": ("norvatuzumab vedotin",)}, quote="NVT-101 is in Phase 2"), fact("has_indication", start=80)]
    [derived] = nomenclature(facts)
    assert (derived.arg("compound"), derived.evidence[0].start) == ("NVT-101", 80)


def test_one_fact_for_each_compound_and_payload() -> None:
    """A name read many times gives one fact, at its first place, whatever the order of the facts."""
    facts = [fact(args={"compound": "norvatuzumab vedotin"}, start=at) for at in (90, 10, 50)]
    assert [f.evidence[0].start for f in nomenclature(facts)] == [10]


@pytest.mark.parametrize("polarity", ["positive", "negated"])
def test_what_the_release_says_itself_is_not_derived(polarity: Polarity) -> None:
    """A payload that is stated or denied is left to the statement."""
    args = {"compound": "norvatuzumab vedotin", "payload": "MMAE"}
    assert nomenclature([fact("has_payload", args, polarity=polarity)]) == []
