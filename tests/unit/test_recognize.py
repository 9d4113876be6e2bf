"""Recognizing: which words are names, of what type, under which canonical name."""

from __future__ import annotations

import itertools

import pytest
from tests.text_half import OPENING, TITLE, mentions, names, reading


@pytest.mark.parametrize(
    "code",
    ["NVT-101", "NVT101", "NVT1014", "NVT-101A", "XQ-40512", "NV-A302", "NVTX-7", "Nor-101", "NVT 101", "NVT-10142-2", "NVT-24"],
)
def test_sponsor_codes_are_compounds(code: str) -> None:
    """Letters and digits in the shapes that sponsors use for codes are compounds."""
    assert names(f"The company tested {code} in animals.", "compound") == [code]


@pytest.mark.parametrize(
    "word",
    [
        "COVID-19",
        "SARS-CoV-2",
        "CD37",
        "IL-17",
        "PD-L1",
        "HER2",
        "CTLA-4",
        "EGFR",
        "KRAS",
        "8-K",
        "10-Q",
        "FY2011",
        "Q3",
        "2H2026",
        "H1N1",
        "ISO-9001",
        "NCT01234567",
        "GLP-1",
        "MUC16",
        "PHQ-9",
        "HLA-A2",
        "CYP3A4",
        "S-3",
        "ACR20",
        "B-12",
        "H1",
        "US-2030",
    ],
)
def test_look_alikes_of_codes_are_no_compounds(word: str) -> None:
    """Viruses, genes, antigens, forms, periods, scores and registry numbers are no compounds."""
    assert names(f"The report speaks of {word} in detail.", "compound") == []


@pytest.mark.parametrize(
    "text", ["Patent No. NVT-101 was filed.", "See www.norvane.example/NVT-101 for more.", "Visit Poster NVT-101 in hall 3."]
)
def test_codes_in_addresses_and_numbers_are_no_compounds(text: str) -> None:
    """What stands in a web address, behind a patent number or as a poster number is no compound."""
    assert names(text, "compound") == []


@pytest.mark.parametrize("name", ["norvatuzumab", "quelutinib", "brasiciclib", "tovarsertib", "Norvatuzumab"])
def test_stems_make_compounds(name: str) -> None:
    """Words that end in a stem of nonproprietary names are compounds."""
    assert [n.lower() for n in names(f"Patients were given {name} for a year.", "compound")] == [name.lower()]


@pytest.mark.parametrize("word", ["imagine", "medicine", "determine", "combine", "quinine-like", "machine"])
def test_ordinary_words_are_no_generic_names(word: str) -> None:
    """English words that happen to end like a stem are no compounds."""
    assert names(f"They {word} it in the report.", "compound") == []


def test_a_brand_is_a_compound_wherever_it_stands() -> None:
    """A word with a trade mark is a product, also where it stands without the mark."""
    assert names("Patients took Norvalix™ daily. Later, Norvalix was stopped.", "compound") == ["Norvalix", "Norvalix"]


@pytest.mark.parametrize(
    "text",
    [
        "Our Probanex™ platform finds antibodies.",
        "The Probanex® technology finds antibodies.",
        "It uses the Probanex™ drug discovery engine.",
    ],
)
def test_a_brand_before_a_platform_word_is_a_technology(text: str) -> None:
    """A trade-marked word before "platform" or "technology" is a technology."""
    assert names(text, "technology") == ["Probanex"]
    assert names(text, "compound") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("NVT-101 (norvatide) entered testing.", "norvatide"), ("NVT-101 (formerly quorabex) entered testing.", "quorabex")],
)
def test_words_in_brackets_behind_a_code_are_names(text: str, name: str) -> None:
    """A word in brackets behind a code that looks like a generic name is a compound."""
    assert names(text, "compound") == ["NVT-101", name]


@pytest.mark.parametrize("aside", ["preclinical", "monotherapy", "tablets", "oral capsules", "antibody"])
def test_ordinary_words_in_brackets_are_no_names(aside: str) -> None:
    """Ordinary words in brackets behind a code are no compounds."""
    assert names(f"NVT-101 ({aside}) entered testing.", "compound") == ["NVT-101"]


@pytest.mark.parametrize("construct", ["huCAR-T-xq1", "NVX-CAR-T", "CAR-NK-101"])
def test_constructs_are_compounds(construct: str) -> None:
    """Cell therapy constructs with a stem or tail are compounds; the modality alone is none."""
    assert names(f"The company tested {construct} in animals.", "compound") == [construct]
    assert names("The company makes a CAR-T therapy.", "compound") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It treats gastric cancer.", "gastric cancer"),
        ("It treats relapsed or refractory multiple myeloma.", "multiple myeloma"),
        ("It treats CD56-positive small-cell lung cancer.", "CD56-positive small-cell lung cancer"),
        ("It treats severe plaque psoriasis.", "severe plaque psoriasis"),
        ("It treats Duchenne muscular dystrophy.", "Duchenne muscular dystrophy"),
        ("It treats Moor's disease.", "Moor's disease"),
    ],
)
def test_diseases_take_their_modifiers(text: str, name: str) -> None:
    """A disease is found with the words that narrow it."""
    found = names(text, "indication")
    assert len(found) == 1
    assert found[0].replace("’", "'").endswith(name)


@pytest.mark.parametrize(
    "text", ["The disease is rare.", "Patients in pain met.", "The condition of the plant is good.", "A novel treatment for cancer cells."]
)
def test_bare_heads_are_no_diseases(text: str) -> None:
    """Words such as "disease" or "condition" alone name no indication."""
    assert [n for n in names(text, "indication") if n.lower() != "cancer"] == []


def test_sites_share_a_head() -> None:
    """A list such as "ovarian, breast and lung cancers" gives three indications, each named in full."""
    assert names("It treats ovarian, breast and lung cancers.", "indication") == ["ovarian cancer", "breast cancer", "lung cancer"]


def test_sites_with_slash_share_a_head() -> None:
    """Sites joined by a slash share a head too."""
    assert names("It treats ovarian/breast cancer.", "indication") == ["ovarian cancer", "breast cancer"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("It treats Quorin cell carcinoma (QCC). In QCC it works.", "indication", "Quorin cell carcinoma"),
        ("They met at the Norvane Oncology Congress (NOC). At NOC they spoke.", "venue", "Norvane Oncology Congress"),
    ],
)
def test_acronyms_take_the_name_they_stand_for(text: str, kind: str, name: str) -> None:
    """A short form in brackets behind a name stands for that name wherever it occurs."""
    assert names(text, kind) == [name] * 3


def test_brackets_that_abbreviate_nothing_define_nothing() -> None:
    """Capitals in brackets whose letters do not come from the words before are no short form."""
    assert names("It treats gastric cancer (USA). In the USA it sells.", "indication") == ["gastric cancer"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An anti-QX7 antibody was made.", "QX7"),
        ("A QX7-targeting antibody was made.", "QX7"),
        ("A selective QX7 inhibitor was made.", "QX7"),
        ("A dual QRST1 agonist was made.", "QRST1"),
    ],
)
def test_frames_make_targets(text: str, name: str) -> None:
    """The words "anti-X", "X-targeting" and "X inhibitor" make X a target."""
    assert names(text, "target") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "A novel Phase inhibitor was made.",
        "An oral inhibitor was made.",
        "A Third-generation inhibitor was made.",
        "The Company-directed study ended.",
    ],
)
def test_frames_need_a_molecular_look(text: str) -> None:
    """Ordinary words in such frames are no targets."""
    assert names(text, "target") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quorin Biosciences, Inc. makes vials.", "Quorin Biosciences"),
        ("Quorin Pharma AG makes vials.", "Quorin Pharma"),
        ("The University of Quorin makes vials.", "University of Quorin"),
        ("The Quorin Cancer Institute makes vials.", "Quorin Cancer Institute"),
        ("Quorin & Moor Ltd. makes vials.", "Quorin & Moor"),
    ],
)
def test_organizations_by_their_words(text: str, name: str) -> None:
    """Company words, legal suffixes and academic words make organizations, named without the suffix."""
    assert names(text, "organization") == [name]


def test_short_forms_of_organizations() -> None:
    """The first word of a company's name stands for it, and so does the issuer's ticker."""
    assert names("Quorin Biosciences, Inc. makes vials. Quorin sells them to Norvane.", "organization") == [
        "Quorin Biosciences",
        "Quorin Biosciences",
        "Norvane Therapeutics",
    ]


def test_first_words_that_are_common_are_no_short_forms() -> None:
    """An ordinary first word of a company's name is not a name of it."""
    assert names("General Biosciences, Inc. makes vials. General demand is high.", "organization") == ["General Biosciences"]


@pytest.mark.parametrize(
    ("words", "name", "sub"),
    [
        ("Phase 2", "Phase 2", ""),
        ("Phase II", "Phase 2", ""),
        ("Phase IIb", "Phase 2", "b"),
        ("Phase 1/2", "Phase 1/2", ""),
        ("Phase I/IIa", "Phase 1/2", "a"),
        ("Phase 1b/2a", "Phase 1/2", "ba"),
        ("phase three", "Phase 3", ""),
        ("Phase 2/3", "Phase 2/3", ""),
        ("PHASE IV", "Phase 4", ""),
    ],
)
def test_phases(words: str, name: str, sub: str) -> None:
    """A phase is named in Arabic numbers without letters; the letters are kept beside it."""
    found = mentions(f"The {words} trial is open.", "phase")
    assert [(m.name, m.attrs.get("sub", "")) for m in found] == [(name, sub)]


@pytest.mark.parametrize(
    "text", ["The first phase of building is over.", "Phase 25 of the plan began.", "Phases differ.", "The 2 phase plan began."]
)
def test_other_phases_are_no_phases(text: str) -> None:
    """The word phase without a number of one to four is no phase of development."""
    assert names(text, "phase") == []


@pytest.mark.parametrize("number", ["NCT01234567", "ISRCTN12345678", "ACTRN12345678901234", "2011-123456-12"])
def test_registry_numbers(number: str) -> None:
    """Registry numbers of several registries are found."""
    assert names(f"The study ({number}) is open.", "nct") == [number]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The QUORALIS-2 trial is open.", "QUORALIS-2"),
        ("The study, QUORALIS, is open.", "QUORALIS"),
        ("The QUORALIS Phase 3 study is open.", "QUORALIS"),
    ],
)
def test_trial_names(text: str, name: str) -> None:
    """Capitals beside the word trial or study are its name."""
    assert names(text, "trial_name") == [name]


@pytest.mark.parametrize("word", ["FDA", "PIVOTAL", "AML", "IND", "PK"])
def test_common_capitals_are_no_trial_names(word: str) -> None:
    """Common abbreviations before the word trial or study are no trial names."""
    assert names(f"The {word} study is open.", "trial_name") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They spoke at the Quorin Society Annual Meeting in June.", "Quorin Society Annual Meeting"),
        ("They spoke at the 12th Quorin Symposium in June.", "12th Quorin Symposium"),
        ("They spoke at the Quorin Healthcare Conference in June.", "Quorin Healthcare Conference"),
    ],
)
def test_venues(text: str, name: str) -> None:
    """Capitalised words up to a word for a meeting are a venue."""
    assert names(text, "venue") == [name]


@pytest.mark.parametrize(
    "text", ["The Pre-IND Meeting is in June.", "The Annual Meeting of holders is in June.", "The Conference Call is in June."]
)
def test_other_meetings_are_no_venues(text: str) -> None:
    """Meetings with regulators and holders, and calls, are no venues."""
    assert names(text, "venue") == []


def test_mentions_are_sorted_and_do_not_overlap_within_a_type() -> None:
    """Mentions are sorted by start, then longest first; two of one type never share a character."""
    found = reading(
        "NVT-101 treats ovarian, breast and lung cancers (OBLC) in a Phase 2 trial by Quorin Biosciences, Inc. in June 2027."
    ).mentions
    assert list(found) == sorted(found, key=lambda m: (m.span.start, -m.span.end, m.type))
    for kind in {m.type for m in found}:
        same = [m for m in found if m.type == kind]
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(same))


def test_mentions_lie_in_one_sentence() -> None:
    """Every mention lies wholly inside one sentence."""
    found = reading("NVT-101 treats gastric cancer. NVT-102 treats melanoma.")
    assert all(any(s.span.covers(m.span) for s in found.sentences) for m in found.mentions)


def test_the_issuer_is_known_by_its_short_name() -> None:
    """The issuer's first word stands for the issuer in its own release."""
    assert names("Norvane makes vials.", "organization", title=TITLE) == ["Norvane Therapeutics"]
    assert "Norvane Therapeutics, Inc." in OPENING


@pytest.mark.parametrize("time", ["Mid-2025", "Early-2027", "Late-2026"])
def test_a_part_of_a_year_is_no_code(time: str) -> None:
    """Words of time joined to a year are no sponsor code, in headlines neither."""
    assert time not in names(f"Norvane to Start Trial of NVT-101 by {time}", "compound")
