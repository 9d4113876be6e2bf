"""Names by what is said of them: drugs, platforms, payloads, targets, diseases, organizations and studies that no lexicon lists."""

from __future__ import annotations

import pytest
from tests.text_half import names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The first patient was dosed with QX 211 in May.", "QX 211"),
        ("QXT-5Z4 is an antibody-drug conjugate.", "QXT-5Z4"),
        ("The company tested huQ38-XB1 in animals.", "huQ38-XB1"),
        ("Its lead compound, Quora-21-302, is oral.", "Quora-21-302"),
        ("A trial of QP-675,206 in melanoma began.", "QP-675,206"),
        ("NVX-CoQ2373 is a vaccine.", "NVX-CoQ2373"),
        ("AAV8-hQXR1 was well tolerated.", "AAV8-hQXR1"),
        ("QR011-vcMMAE is in testing.", "QR011-vcMMAE"),
    ],
)
def test_codes_of_doubtful_shape_are_compounds_where_they_are_called_drugs(text: str, code: str) -> None:
    """Codes that look like other things are compounds when the words around them say so."""
    assert code in names(text, "compound")


@pytest.mark.parametrize(
    "text",
    [
        "Cells of the line HEK293 were used.",
        "It scored the HAM-D17 and the QLQ-C30.",
        "Loss of LAMP-2 blocks autophagy.",
        "The offices are at 12 Oak Street, Boston, MA 02139.",
        "A clinical study entitled QXT-801 has begun.",
        "The PRIMA-QX, a Phase 2 study, is open.",
    ],
)
def test_cell_lines_scores_genes_addresses_and_studies_are_no_compounds(text: str) -> None:
    """What has the shape of a code and is a cell line, a score, a gene, an address or a study is no compound."""
    assert names(text, "compound") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The FDA approved QUORVO™ (norvatralstat) capsules.", "norvatralstat"),
        ("Norvagliptin is taken once a day; norvagliptin works.", "norvagliptin"),
        ("NORVATINIB MEETS ITS GOAL", "norvatinib"),
        ("They will develop quosibart emtecan, a conjugate.", "quosibart emtecan"),
        ("Quorvanase alfa replaces an enzyme; patients took quorvanase alfa.", "quorvanase alfa"),
        ("They will commercialize quorabex (NVT-210) in Japan.", "quorabex"),
        ("NVT-331 is also known as quorabex.", "quorabex"),
        ("An MAA for Quorvent was submitted. Quorvent is sold in Canada.", "Quorvent"),
        ("It treats pain with its product, Quorvent, in Europe.", "Quorvent"),
        ("Quorvent (NVT-210) eye drops slow myopia.", "Quorvent"),
        ("They saw that quorabap improved memory. Data for quorabap were good. A new form of quorabap is stable.", "quorabap"),
    ],
)
def test_drugs_by_stem_and_by_what_is_said_of_them(text: str, name: str) -> None:
    """A drug without a code is known by its stem, beside a code, or by an application, a sale or an effect told of it."""
    assert name in names(text, "compound")


@pytest.mark.parametrize("word", ["document", "concept", "thermostat", "globulin", "cholesterol", "timeline", "somatostatin"])
def test_words_that_end_like_a_name_are_none(word: str) -> None:
    """Ordinary words and proteins that end like a nonproprietary name are no compounds."""
    assert names(f"The report tells of {word} in detail.", "compound") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It uses our proprietary QuorLok conjugation technology.", "QuorLok"),
        ('It has a site-specific conjugation technology ("QuorLok").', "QuorLok"),
        ("They are built on its Quorvis™, QuorChain™ and Quor-Nova™ platforms.", "Quor-Nova"),
        ("Quorvex® is our proprietary vaccine stabilization technology.", "Quorvex"),
        ("Our platform, which we call QuorMAb, finds antibodies.", "QuorMAb"),
        ("Belzer gains access to QuorLink, our conjugation technology.", "QuorLink"),
    ],
)
def test_platforms_by_what_is_said_of_them(text: str, name: str) -> None:
    """A word that is called a technology or a platform in any of many ways is a technology and no compound."""
    assert name in names(text, "technology")
    assert name not in names(text, "compound")


@pytest.mark.parametrize(
    "text",
    ["It carries a camptothecin derivative, QX-7, by a linker.", "It is armed with the cytotoxic agent QX-7.", "QX-7, our payload, kills."],
)
def test_payloads_by_the_word_for_them(text: str) -> None:
    """A code that is called a payload, a toxin or a derivative of one is a payload and no compound."""
    assert names(text, "payload")[-1:] == ["QX-7"]
    assert names(text, "compound") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NVT-210 is directed against QXP3.", ["QXP3"]),
        ("NVT-210 binds to QXP3 and QRT5.", ["QXP3", "QRT5"]),
        ("NVT-210 is a motilin receptor agonist.", ["motilin receptor"]),
        ("NVT-210 inhibits quorolate oxidase.", ["quorolate oxidase"]),
        ("NVT-210 is an 11-beta-QSD1 inhibitor.", ["11-beta-QSD1"]),
        ("NVT-210 increases release in this phase of disease.", []),
    ],
)
def test_targets_by_frames_and_by_their_last_word(text: str, found: list[str]) -> None:
    """Symbols behind words such as "directed against", and names of receptors and enzymes, are targets."""
    assert names(text, "target") == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It treats Hodgkin's and non-Hodgkin's lymphoma.", "Hodgkin lymphoma"),
        ("It treats tumors such as colorectal and pancreatic.", "pancreatic tumors"),
        ("It treats cancers of the ovary and lung.", "lung cancer"),
        ("It treats quorvin transcarbamylase (QTC) deficiency.", "quorvin transcarbamylase deficiency"),
        ("It treats vancomycin-resistant Quorococci (QRE) infection.", "vancomycin-resistant Quorococci infection"),
        ("It treats primary quoroxaluria type 1.", "primary quoroxaluria type 1"),
        ("It treats elevated lipoprotein(a).", "elevated lipoprotein(a)"),
    ],
)
def test_diseases_that_share_a_word_or_have_a_tail(text: str, name: str) -> None:
    """Diseases that share a head are named in full; types, short forms and resistance belong to the name."""
    assert name in names(text, "indication")


def test_a_disease_in_the_name_of_a_society_is_no_indication() -> None:
    """What stands in the name of an organization is no disease that a drug is for."""
    assert names("A grant came from the Quorin Leukemia Foundation.", "indication") == []


@pytest.mark.parametrize("text", ["It improved the MDS-UPDRS score.", "The QUORALIS-HD trial is open."])
def test_a_short_form_inside_a_longer_name_is_no_indication(text: str) -> None:
    """The short form of a disease that is a part of a scale or of a study's name is no indication."""
    assert names(text, "indication") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was licensed from Quorin Research Technology.", "Quorin Research Technology"),
        ("Norvane and Quorvara announced a license agreement.", "Quorvara"),
        ("Quorvara has exclusive rights in Japan.", "Quorvara"),
        ("Our partner in China, Hai Quorin, filed an NDA.", "Hai Quorin"),
        ("It was made by Quorin UAB of Vilnius.", "Quorin"),
        ("BOSTON--March 27, 2007--Quorvara Pharmaceuticals, Inc. met.", "Quorvara Pharmaceuticals"),
        ("They met at the University of Quorin at Moor Hill.", "University of Quorin at Moor Hill"),
        ("They met at the Institut d'Investigació de Quorin.", "Institut d'Investigació de Quorin"),
    ],
)
def test_organizations_by_what_they_do(text: str, name: str) -> None:
    """Names become organizations by deals, by what they hold and do, and by words of other tongues."""
    assert name in names(text, "organization")


@pytest.mark.parametrize(
    "text",
    [
        "The Chief Medical Officer spoke.",
        "It is in Renal Cell Carcinoma.",
        "The Division of Medical Oncology met.",
        "A Biologics License Application is near.",
    ],
)
def test_offices_fields_and_forms_are_no_organizations(text: str) -> None:
    """Offices, fields of medicine, diseases and forms with a company word in them are no organizations."""
    assert names(text, "organization") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The QuorMise study is open.", ["QuorMise"]),
        ("Two trials, QUORALIS and NOVALIS, are open.", ["QUORALIS", "NOVALIS"]),
        ('The "QUORALIS" trial is open.', ["QUORALIS"]),
    ],
)
def test_studies_by_mixed_letters_pairs_and_quotes(text: str, found: list[str]) -> None:
    """Names of studies may have small letters, come in pairs and stand in quotes."""
    assert names(text, "trial_name") == found
