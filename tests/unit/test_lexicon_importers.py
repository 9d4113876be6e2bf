"""Public term lists brought into a lexicon folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shared import SHARED

from triplewire import lexicon
from triplewire.errors import InputError
from triplewire.lexicon.checks import check_folder
from triplewire.lexicon.importers import import_report

OBO = """format-version: 1.2

[Term]
id: DOID:1
name: norva disease
synonym: "norvan disorder" EXACT []
synonym: "NVD" EXACT OMO:0003012 []
synonym: "some norva" BROAD []

[Term]
id: DOID:2
name: obsolete zorva disease
is_obsolete: true

[Term]
id: DOID:3
name: zorva disease
synonym: "NVD" EXACT []
synonym: "ZD" EXACT []

[Typedef]
id: part_of
name: part of
"""


@pytest.fixture
def obo(tmp_path: Path) -> Path:
    """A small OBO file."""
    file = tmp_path / "norva.obo"
    file.write_text(OBO, "utf-8")
    return file


def test_names_and_exact_synonyms_come_in(obo: Path) -> None:
    """An OBO file gives names with their identifiers and their exact synonyms; acronyms are matched letter by letter."""
    terms = lexicon.import_terms(obo)
    assert [(t.name, t.form, t.case, t.curie) for t in terms] == [
        ("norva disease", "norva disease", "fold", "doid:1"),
        ("norva disease", "norvan disorder", "fold", ""),
        ("norva disease", "NVD", "exact", ""),
        ("zorva disease", "zorva disease", "fold", "doid:3"),
    ]


def test_what_is_left_out_is_told(obo: Path) -> None:
    """Obsolete terms, forms of another name and forms too short are reported with their reason."""
    report = import_report(obo)
    assert [(form, reason) for _, form, reason in report.skipped] == [
        ("", "obsolete or unnamed"),
        ("NVD", "form of another name"),
        ("ZD", "too short or odd spaces"),
    ]
    assert report.summary() == "2 names in 4 forms taken; skipped: 1 form of another name; 1 obsolete or unnamed; 1 too short or odd spaces"


def test_an_import_is_a_lexicon(obo: Path, tmp_path: Path) -> None:
    """What was imported is a lexicon file in order, whose names are met in text."""
    folder = tmp_path / "own"
    report = lexicon.import_into(obo, folder)
    assert report.file == folder / "norva.tsv"
    assert [h.term.curie for h in lexicon.load(["indication"], [folder]).find("Zorva disease")] == ["doid:3"]
    assert list(check_folder(folder)) == []


def test_a_table_with_labels_comes_in(tmp_path: Path) -> None:
    """A table with id, label and synonyms is a term list."""
    file = tmp_path / "genes.tsv"
    file.write_text("id\tlabel\tsynonyms\nHGNC:3\tNorvin receptor\tNVNR|norvin receptor one\n", "utf-8")
    assert [(t.form, t.curie) for t in lexicon.import_terms(file, "target")] == [
        ("Norvin receptor", "hgnc:3"),
        ("norvin receptor one", ""),
        ("NVNR", ""),
    ]


def test_an_unknown_prefix_costs_the_identifier_only(tmp_path: Path) -> None:
    """A term whose identifier is not understood comes in without it, and the report says so."""
    file = tmp_path / "odd.tsv"
    file.write_text("id\tname\nODD:3\tnorva fever\n", "utf-8")
    report = import_report(file)
    assert [(t.form, t.curie) for t in report.terms] == [("norva fever", "")]
    assert [reason for _, _, reason in report.skipped] == ["identifier not understood"]


@pytest.mark.parametrize(("name", "text"), [("x.tsv", "a\tb\n1\t2\n"), ("y.obo", "format-version: 1.2\n")])
def test_a_list_without_names_is_refused(tmp_path: Path, name: str, text: str) -> None:
    """A file without names is an input error, and nothing is written."""
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError):
        lexicon.import_into(tmp_path / name, tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    """A path without a file is an input error that names it."""
    with pytest.raises(InputError, match="no such file"):
        lexicon.import_terms(tmp_path / "gone.obo")


@pytest.mark.shared
@pytest.mark.parametrize(("stem", "least"), [("DO_cancer_slim", 600), ("DO_rare_slim", 3000)])
def test_public_slims_come_in(tmp_path: Path, stem: str, least: int) -> None:
    """The public disease subsets are taken in nearly whole and keep the rules of a lexicon."""
    file = SHARED / "ontologies" / f"{stem}.obo"
    if not file.is_file():
        pytest.skip(f"no {file.name} beside the checkout")
    report = lexicon.import_into(file, tmp_path)
    assert report.names >= least
    assert [finding.message for finding in check_folder(tmp_path)] == []


def test_a_known_thing_keeps_its_name(tmp_path: Path) -> None:
    """What a shipped lexicon knows, by name or by identifier, gains forms and keeps name and identifier."""
    file = tmp_path / "own.tsv"
    file.write_text("id\tname\tsynonyms\nDOID:5409\tlung norva carcinoma\tSCLC|oat cell norva\n", "utf-8")
    report = lexicon.import_into(file, tmp_path / "folder")
    assert [(t.name, t.form) for t in report.terms] == [
        ("small cell lung cancer", "small cell lung cancer"),
        ("small cell lung cancer", "lung norva carcinoma"),
        ("small cell lung cancer", "oat cell norva"),
    ]
    [hit] = lexicon.load(["indication"], [tmp_path / "folder"]).find("lung norva carcinoma")
    assert hit.term.curie == "mondo:0008433"


def test_an_import_takes_no_form_away(tmp_path: Path) -> None:
    """A form that a shipped name has is not given to another name."""
    file = tmp_path / "own.tsv"
    file.write_text("id\tname\tsynonyms\n\tnorva carcinoma\tMerkel cell carcinoma\n", "utf-8")
    report = import_report(file)
    assert [t.form for t in report.terms] == ["norva carcinoma"]
    assert report.skipped == (("own.tsv:2", "Merkel cell carcinoma", "form of another name"),)
