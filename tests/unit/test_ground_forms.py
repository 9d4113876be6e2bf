"""Names as nobody has listed them: variants, modifiers, biomarkers, short forms; in sentences of invented releases."""

from __future__ import annotations

from functools import cache

import pytest
from tests.text_half import release

from triplewire import pipeline
from triplewire.ground import broader, grounding
from triplewire.lexicon import subset_of
from triplewire.model import Fact
from triplewire.read import read_text


@cache
def read(sentence: str) -> tuple[Fact, ...]:
    """The facts of an invented release that says one thing."""
    return tuple(pipeline.facts_of(read_text(release(sentence))))


def ids(sentence: str, argument: str) -> set[tuple[str, str]]:
    """What an argument of the facts of a sentence is called, with its identifier."""
    return {(f.arg(argument), f.ids.get(argument, "")) for f in read(sentence) if f.arg(argument)}


@pytest.mark.parametrize(
    ("words", "curie"),
    [
        ("TNF alpha", "hgnc:11892"),
        ("TNF-α", "hgnc:11892"),
        ("HER-2", "hgnc:3430"),
        ("ErbB2", "hgnc:3430"),
        ("folate receptor alpha", "hgnc:3791"),
        ("PD1", "hgnc:8760"),
        ("IL 17A", "hgnc:5981"),
    ],
)
def test_a_symbol_in_another_spelling_is_the_same_target(words: str, curie: str) -> None:
    """Hyphens, case and Greek letters of a symbol make no other target of it."""
    assert {curie for _, curie in ids(f"NVT-101 is an antibody that targets {words}.", "target")} == {curie}


@pytest.mark.parametrize(
    ("words", "curie"),
    [
        ("small-cell lung cancers", "mondo:0008433"),
        ("Small Cell Lung Cancer", "mondo:0008433"),
        ("non\u2011small\u2011cell lung cancer (NSCLC)", "mondo:0005233"),
        ("Alzheimer\u2019s Disease", "mondo:0004975"),
        ("acute myeloid leukaemia", "mondo:0018874"),
    ],
)
def test_a_disease_in_another_spelling_is_the_same_disease(words: str, curie: str) -> None:
    """Hyphens, case, plural, apostrophes and British spelling make no other disease of it."""
    assert {curie for _, curie in ids(f"NVT-101 is being developed for the treatment of {words}.", "indication")} == {curie}


def test_a_symbol_behind_anti_may_have_its_hyphen() -> None:
    """A hyphen more or less in the frame of an antibody makes no other target."""
    assert ids("NVT-103 is an anti-CD-19 antibody.", "target") == {("CD-19", "hgnc:1633")}


@pytest.mark.parametrize(
    ("words", "curie"), [("Kadcyla\u00ae", "drugbank:DB05773"), ("T\u2011DM1", "drugbank:DB05773"), ("Revlimid(R)", "chebi:63791")]
)
def test_a_trade_mark_or_hyphen_makes_no_other_drug(words: str, curie: str) -> None:
    """A brand with its mark is the drug."""
    got = grounding("compound", words)
    assert got is not None
    assert got.curie == curie


@pytest.mark.parametrize(
    ("words", "wide"),
    [
        ("relapsed/refractory multiple myeloma", "multiple myeloma"),
        ("r/r T-cell lymphoma", "T-cell lymphoma"),
        ("metastatic pancreatic adenocarcinoma", "pancreatic adenocarcinoma"),
        ("locally advanced or metastatic urothelial carcinoma", "urothelial carcinoma"),
        ("previously untreated diffuse large B-cell lymphoma", "diffuse large B-cell lymphoma"),
        ("severe vaso-occlusive crisis in sickle cell disease", "vaso-occlusive crisis"),
        ("recurrent norvanoma", "norvanoma"),
    ],
)
def test_a_modifier_makes_a_part_of_the_disease(words: str, wide: str) -> None:
    """How far or how treated a disease is leads to the disease as the wider one, never to its identifier nor to another disease."""
    told = broader("indication", words)
    assert told is not None
    assert told[0] == wide
    assert grounding("indication", words, (wide,)) is None


@pytest.mark.parametrize(
    ("words", "wide", "targets"),
    [
        ("HER2-positive metastatic breast cancer", "HER2+ breast cancer", ("HER2",)),
        ("HER2-overexpressing gastric cancer", "gastric cancer", ("HER2",)),
        ("CD30-positive peripheral T-cell lymphoma", "peripheral T-cell lymphoma", ("CD30",)),
        ("KRAS G12C-mutated colorectal cancer", "colorectal cancer", ("KRAS G12C",)),
        ("mKRAS-driven solid tumors", "solid tumors", ("KRAS",)),
        ("YES1/SRC-driven tumors", "cancer", ("YES1", "SRC")),
        ("GLR3+ solid tumors", "solid tumors", ("GLR3",)),
    ],
)
def test_a_biomarker_makes_a_subset_with_its_target(words: str, wide: str, targets: tuple[str, ...]) -> None:
    """A subset of patients is a thing of its own with a wider disease and a target, also a target that only the graph knows."""
    found = subset_of(words, ("GLR3",))
    assert found is not None
    assert (found.broader, found.targets) == (wide, targets)


@pytest.mark.parametrize(
    "words", ["HER2-negative breast cancer", "ARID1A-deficient ovarian cancer", "HPV+ cervical cancer", "QXR+ solid tumors"]
)
def test_what_is_absent_or_unknown_marks_nothing(words: str) -> None:
    """A target that is missing, a virus and a word that nobody knows are no target that marks patients."""
    found = subset_of(words)
    assert found is not None
    assert found.targets == ()


@pytest.mark.parametrize(
    "words",
    [
        "breast and ovarian cancer",
        "Hodgkin's and non-Hodgkin's lymphoma",
        "prevention of breast cancer",
        "benign tumors",
        "non-Hodgkin lymphoma",
        "small cell lung cancer",
        "metastatic disease",
        "51 bulbar-onset amyotrophic lateral sclerosis",
    ],
)
def test_two_diseases_and_vague_words_are_part_of_nothing(words: str) -> None:
    """Joined names, other things before a disease, words that name none, and names that are known themselves are not taken apart."""
    assert subset_of(words) is None


def test_a_subset_is_read_from_a_sentence_with_all_its_words() -> None:
    """The words that make the subset stay in the name, and it has no identifier of the wider disease."""
    found = ids("NVT-101 is in Phase 2 for the treatment of HER2-expressing gastric cancer.", "indication")
    assert found == {("HER2-expressing gastric cancer", "")}


def test_a_short_form_means_what_the_text_says() -> None:
    """A short form that a release defines is its long form, not the disease that is mostly meant by it."""
    sentence = (
        "NVT-101 is being developed for the treatment of norvanoma mellitus syndrome (MS). A Phase 2 trial of NVT-101 in MS has started."
    )
    assert ids(sentence, "indication") == {("norvanoma mellitus syndrome", "")}


def test_a_short_form_beside_its_long_form_is_grounded() -> None:
    """With the long form in the text the short form is that disease."""
    sentence = "NVT-101 is being developed for the treatment of multiple sclerosis (MS). A Phase 3 trial of NVT-101 in MS has started."
    assert ids(sentence, "indication") == {("multiple sclerosis", "mondo:0005301")}


@pytest.mark.parametrize("short", ["MS", "PD", "ALL", "AD", "AML4", "SCA"])
def test_a_short_form_alone_is_no_guess(short: str) -> None:
    """Letters that may mean several diseases have no identifier, in a sentence or by themselves."""
    assert {curie for _, curie in ids(f"NVT-101 is being developed for the treatment of {short}.", "indication")} <= {""}
    assert grounding("indication", short) is None


def test_a_short_form_is_believed_when_the_release_gives_the_long_one() -> None:
    """An alias that says the same in full makes an ambiguous short form sure; one that says something else does not."""
    sure = grounding("indication", "MS", ("multiple sclerosis",))
    assert sure is not None
    assert sure.curie == "mondo:0005301"
    assert grounding("indication", "MS", ("norvanoma mellitus syndrome",)) is None


def test_a_stage_of_a_disease_is_not_grounded_by_the_disease() -> None:
    """An early stage that the text also calls by the name of the disease keeps no identifier of it."""
    assert grounding("indication", "early-stage cutaneous T-cell lymphoma", ("CTCL", "cutaneous T-cell lymphoma")) is None


def test_an_identifier_of_something_wider_is_not_the_names_own() -> None:
    """An isoform has the number of its gene as a broad match only."""
    assert grounding("target", "CLDN18.2") is None


def test_companies_of_the_day_keep_their_names() -> None:
    """Partners under names of their time stay themselves, without the number of who came after."""
    sentence = "NVT-101 is developed in collaboration with sanofi-aventis, and NVT-102 with Biogen Idec."
    assert {("sanofi-aventis", ""), ("Biogen Idec", "")} <= ids(sentence, "organization_b")
