"""Public term lists brought into a lexicon folder: what comes in, what is left out and why, what is refused."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shared import need_shared

from triplewire import lexicon
from triplewire.errors import InputError, NotFoundError
from triplewire.lexicon import Choice, ImportReport, import_report
from triplewire.lexicon.checks import check_folder, check_own
from triplewire.lexicon.term import COLUMNS

OBO = r"""format-version: 1.2
data-version: norva/2031-05-01

[Term]
id: DOID:1
name: norva disease
synonym: "norvan disorder" EXACT []
synonym: "NVD" EXACT OMO:0003012 []
synonym: "some norva" BROAD []
synonym: "norva \"of the hand\"" NARROW [MESH:D1]
xref: MESH:D1
xref: NCI:C2

[Term]
id: DOID:2
name: obsolete zorva disease
is_obsolete: true

[Term]
id: DOID:3
name: zorva disease {source="a"}
synonym: "NVD" EXACT []
synonym: "ZD" EXACT []

[Term]
id: DOID:4

[Typedef]
id: part_of
name: part of
"""

List = Callable[..., Path]


@pytest.fixture
def listed(tmp_path: Path) -> List:
    """Writes a term list: a name and its text or bytes."""

    def write(text: str | bytes, name: str = "norva.tsv") -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return file

    return write


def forms(report: ImportReport) -> list[tuple[str, str, str]]:
    """Name, form and identifier of each row that came in."""
    return [(t.name, t.form, t.curie) for t in report.terms]


def left(report: ImportReport) -> list[tuple[str, str]]:
    """What was left out, and why."""
    return [(s.form, s.reason) for s in report.skipped]


# -- OBO -----------------------------------------------------------------------------------------------------------------


def test_names_and_exact_synonyms_come_in(listed: List) -> None:
    """An OBO file gives names with their identifiers and their exact synonyms; acronyms are matched letter by letter."""
    terms = lexicon.import_terms(listed(OBO, "norva.obo"))
    assert [(t.name, t.form, t.case, t.curie) for t in terms] == [
        ("norva disease", "norva disease", "fold", "doid:1"),
        ("norva disease", "norvan disorder", "fold", ""),
        ("norva disease", "NVD", "exact", ""),
        ("zorva disease", "zorva disease", "fold", "doid:3"),
    ]


def test_what_is_left_out_is_told_with_its_place(listed: List) -> None:
    """Everything that does not come in is reported with the line of its stanza and the reason; references are counted."""
    report = import_report(listed(OBO, "norva.obo"))
    assert [(s.where, s.form, s.reason) for s in report.skipped] == [
        ("norva.obo:4", "some norva", "broad synonym"),
        ("norva.obo:4", 'norva "of the hand"', "narrow synonym"),
        ("norva.obo:14", "obsolete zorva disease", "obsolete"),
        ("norva.obo:19", "NVD", "form of another name"),
        ("norva.obo:19", "ZD", "shorter than 3 letters"),
        ("norva.obo:25", "", "without a name"),
    ]
    assert (report.entries, report.xrefs, report.version) == (4, 2, "norva/2031-05-01")
    assert (report.names, report.forms, report.identifiers) == (2, 4, 2)


def test_all_synonyms_come_in_when_asked_for(listed: List) -> None:
    """With the scope `all`, broad, narrow and related synonyms come in too, and say what they are."""
    terms = lexicon.import_terms(listed(OBO, "norva.obo"), Choice(scope="all"))
    assert {t.form: t.note for t in terms if "scope" in t.note} == {"some norva": "scope=broad", 'norva "of the hand"': "scope=narrow"}


def test_old_obo_is_read(listed: List) -> None:
    """A synonym whose scope is in its tag, or which has none (that means related), is read as the format says."""
    text = '[Term]\nid: DOID:1\nname: norva\\, old\nexact_synonym: "norvan fever" []\nsynonym: "norvan ague" []\n'
    report = import_report(listed(text, "old.obo"))
    assert [f for _, f, _ in forms(report)] == ["norva, old", "norvan fever"]
    assert left(report) == [("norvan ague", "related synonym")]


# -- tables --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("id\tname\tsynonyms\nDOID:1\tnorva fever\tnorvan ague|Norva's ague\n", "plain.tsv"),
        ("synonyms\tdefinition\tlabel\tid\nnorvan ague | Norva's ague\ta fever\tnorva fever\tDOID:1\n", "order.tsv"),
        ("Class ID,Preferred Label,Synonyms\nhttp://purl.obolibrary.org/obo/DOID_1,norva fever,norvan ague|Norva's ague\n", "commas.csv"),
        ('id\tname\tsynonyms\n"DOID:1"\t"norva fever"\t"norvan ague|Norva\'s ague"\n', "quoted.tsv"),
        ('id\tname\tsynonyms\nDOID:1\t"norva\nfever"\t"norvan ague|Norva\'s ague"\n', "broken-line.tsv"),
        ("\ufeffid\tname\tsynonyms\r\nDOID:1\tnorva fever\tnorvan ague|Norva's ague\r\n", "marked.tsv"),
        ("# from a register\n#id\tname\tsynonyms\n# a comment\nDOID:1\tnorva  fever\tnorvan\u00a0ague|Norva's ague||\n\n", "comments.tsv"),
        ("ID\tName\tExact_Synonyms\tAlias\nDOID_1\tnorva fever\tnorvan ague\tNorva's ague\n", "two-columns.txt"),
    ],
)
def test_tables_of_many_kinds_come_in(listed: List, text: str, name: str) -> None:
    """Columns in any order, under many names, with commas or tabs, quoted, marked, with other line ends, comments and blanks."""
    report = import_report(listed(text, name))
    assert forms(report) == [
        ("norva fever", "norva fever", "doid:1"),
        ("norva fever", "Norva's ague", ""),
        ("norva fever", "norvan ague", ""),
    ]
    assert left(report) == []


def test_a_sheet_of_an_office_program_comes_in(listed: List) -> None:
    """UTF-16 with its mark, as "Unicode text" is saved, is read."""
    text = codecs.BOM_UTF16_LE + "id\tname\nDOID:1\tSjo\u0308va syndrome\n".encode("utf-16-le")
    assert forms(import_report(listed(text))) == [("Sjöva syndrome", "Sjöva syndrome", "doid:1")]


def test_what_the_file_is_its_text_says(listed: List) -> None:
    """An OBO file under another name is read as one."""
    assert import_report(listed(OBO, "norva.txt")).names == 2


def test_a_lexicon_file_comes_in_as_it_is(listed: List) -> None:
    """A table in the shape of the lexicons keeps its types, cases and notes."""
    row = ("venue", "Norva Days", "NOVA", "exact", "", "field", "ambiguous")
    head = ("venue", "Norva Days", "Norva Days", "fold", "", "field", "")
    report = import_report(listed("\n".join("\t".join(r) for r in (COLUMNS, row, head))))
    assert [t.row for t in report.terms] == [head, row]


def test_torn_rows_are_left_out(listed: List) -> None:
    """A row with more cells than headings is left out with its line; cells that are missing at the end are empty."""
    report = import_report(listed("name\tid\tsynonyms\nnorva fever\nzorva fever\tDOID:2\t\t\tmore\n\tDOID:3\t\n"))
    assert forms(report) == [("norva fever", "norva fever", "")]
    assert [(s.where, s.reason) for s in report.skipped] == [("norva.tsv:3", "more cells than columns"), ("norva.tsv:4", "without a name")]


def test_stray_quotation_marks_are_characters(listed: List) -> None:
    """A quotation mark without its fellow does not swallow the rows behind it."""
    report = import_report(listed('name\n"Norva" disease\n"zorva fever\nbelva fever\n'))
    assert [f for _, f, _ in forms(report)] == ['"Norva" disease', "belva fever"]
    assert left(report) == [('"zorva fever', "a single quotation mark in it")]


# -- identifiers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "prefix", "curie"),
    [
        ("DOID:5", "", "doid:5"),
        ("DOID_5", "", "doid:5"),
        ("http://purl.obolibrary.org/obo/MONDO_0000005", "", "mondo:0000005"),
        ("NCI:C55", "", "ncit:C55"),
        ("ORPHA:55", "", "orphanet:55"),
        ("5", "doid", "doid:5"),
        ("DOID:5", "ncit", "doid:5"),
    ],
)
def test_identifiers_come_under_our_prefixes(listed: List, written: str, prefix: str, curie: str) -> None:
    """An identifier is understood in any case, under another list's prefix, as an IRI, with an underscore, and bare with `prefix`."""
    [term] = lexicon.import_terms(listed(f"id\tname\n{written}\tnorva fever\n"), Choice(prefix=prefix))
    assert term.curie == curie


@pytest.mark.parametrize("written", ["ODD:3", "5", "doid:five"])
def test_an_unknown_identifier_costs_itself_only(listed: List, written: str) -> None:
    """A term whose identifier is not understood comes in without it, and the report says so."""
    report = import_report(listed(f"id\tname\n{written}\tnorva fever\n"))
    assert forms(report) == [("norva fever", "norva fever", "")]
    assert left(report) == [(written, "identifier of no register of data/prefixes.json")]


def test_a_repeated_identifier_gives_forms(listed: List) -> None:
    """Rows of one identifier are one thing: the first name, and the others as its forms."""
    report = import_report(listed("id\tname\tsynonyms\nDOID:1\tnorva fever\t\nDOID:1\tnorvan ague\tnorva chills\n"))
    assert [(n, f) for n, f, _ in forms(report)] == [("norva fever", f) for f in ("norva fever", "norva chills", "norvan ague")]
    assert (report.names, report.forms, report.extended) == (1, 3, 0)


def test_a_repeated_name_keeps_its_identifier(listed: List) -> None:
    """Rows of one name are one thing: it keeps the first identifier, and a later one is reported."""
    report = import_report(listed("id\tname\n\tnorva fever\nDOID:1\tnorva fever\nDOID:2\tNorva Fever\n"))
    assert forms(report) == [("norva fever", "norva fever", "doid:1")]
    assert ("DOID:2", "identifier of a name that has one") in left(report)


# -- what is known ---------------------------------------------------------------------------------------------------------


def test_a_known_thing_keeps_its_name(listed: List, tmp_path: Path) -> None:
    """What a shipped lexicon knows, by name or by identifier, gains forms and keeps name and identifier."""
    file = listed("id\tname\tsynonyms\nDOID:5409\tlung norva carcinoma\tSCLC|oat cell norva\n")
    report = lexicon.import_into(file, tmp_path / "folder")
    assert [(t.name, t.form) for t in report.terms] == [
        ("small cell lung cancer", "small cell lung cancer"),
        ("small cell lung cancer", "lung norva carcinoma"),
        ("small cell lung cancer", "oat cell norva"),
    ]
    assert (report.forms, report.extended, report.identifiers) == (2, 1, 0)
    [hit] = lexicon.load(["indication"], [tmp_path / "folder"]).find("lung norva carcinoma")
    assert hit.term.curie == "mondo:0008433"


def test_an_import_takes_no_form_away(listed: List, tmp_path: Path) -> None:
    """A form that a shipped name has, in this spelling or the British one, is not given to another name."""
    file = listed("name\tsynonyms\nnorva carcinoma\tMerkel cell carcinoma|brain tumour|non small cell lung cancer\n")
    report = lexicon.import_into(file, tmp_path / "own")
    assert forms(report) == [("norva carcinoma", "norva carcinoma", "")]
    assert {reason for _, reason in left(report)} == {"form of another name"}
    assert list(check_own(tmp_path / "own")) == []


def test_two_lists_in_one_folder_do_not_clash(listed: List, tmp_path: Path) -> None:
    """A second list gives only what the first lacks, so that the folder keeps the rules; importing the first anew loses nothing."""
    own = tmp_path / "own"
    one = listed("id\tname\tsynonyms\nDOID:1\tnorva fever\tnorvan ague\n", "one.tsv")
    two = listed("id\tname\tsynonyms\nDOID:1\tnorva fever\tnorvan ague|norva chills\nDOID:2\tzorva fever\t\n", "two.tsv")
    lexicon.import_into(one, own)
    assert [f for _, f, _ in forms(lexicon.import_into(two, own))] == ["norva chills", "zorva fever"]
    assert list(check_folder(own)) == []
    assert [f for _, f, _ in forms(lexicon.import_into(one, own))] == ["norva fever", "norvan ague"]


# -- precision -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["CAN", "GPS", "CLDX", "SHORT", "AB1"])
def test_a_short_form_needs_its_long_form(listed: List, tmp_path: Path, form: str) -> None:
    """A short further form counts only in a text that has a longer form of the same name too."""
    lexicon.import_into(listed(f"name\tsynonyms\nnorva syndrome\t{form}\n"), tmp_path / "own")
    known = lexicon.load(["indication"], [tmp_path / "own"])
    assert known.find(f"{form} is told here") == []
    assert [h.term.form for h in known.find(f"norva syndrome, and later {form}")] == ["norva syndrome", form]


@pytest.mark.parametrize("form", ["CMT1A", "NORVAX", "norvan ague"])
def test_a_telling_form_stands_alone(listed: List, tmp_path: Path, form: str) -> None:
    """A form of many letters, or with a digit among several, counts wherever it is met."""
    lexicon.import_into(listed(f"name\tsynonyms\nnorva syndrome\t{form}\n"), tmp_path / "own")
    assert lexicon.load(["indication"], [tmp_path / "own"]).find(f"{form} is told here")


def test_a_short_name_without_other_forms_stands_alone(listed: List, tmp_path: Path) -> None:
    """A name that nothing else could vouch for counts as it is."""
    lexicon.import_into(listed("name\nNVR\n"), tmp_path / "own", Choice("target"))
    assert lexicon.load(["target"], [tmp_path / "own"]).find("NVR is a target")


@pytest.mark.parametrize(
    ("kind", "form"), [("indication", "genetic disease"), ("indication", "Tumors"), ("target", "receptor"), ("technology", "Platform")]
)
def test_general_words_are_no_names(listed: List, kind: str, form: str) -> None:
    """A form that names a whole kind of thing is left out, and so are the synonyms of such a name."""
    report = import_report(listed(f"name\tsynonyms\n{form}\tnorva thing\nnorva substance\t{form}\n"), Choice(kind))
    assert [f for _, f, _ in forms(report)] == ["norva substance"]
    assert left(report) == [(form, "too general"), ("norva thing", "form of a name that is left out"), (form, "too general")]


@pytest.mark.parametrize(("form", "reason"), [("12", "shorter"), ("2011", "no letter"), ("norva " * 40, "longer")])
def test_forms_that_are_no_names_are_left_out(listed: List, form: str, reason: str) -> None:
    """Forms too short or too long for a text, and mere numbers, do not come in."""
    [(_, told)] = left(import_report(listed(f"name\tsynonyms\nnorva fever\t{form}\n")))
    assert told.startswith(reason)


def test_codes_of_compounds_are_known_as_codes(listed: List) -> None:
    """A sponsor's code says that it is one, for beside codes a generic name is somebody else's drug."""
    terms = lexicon.import_terms(listed("name\tsynonyms\nNVT-909\tnorvastatide\n"), Choice("compound"))
    assert {t.form: t.note for t in terms} == {"NVT-909": "kind=code", "norvastatide": ""}


# -- what is refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (b"", "x.tsv", "x.tsv: the file is empty"),
        (b" \n\n", "x.obo", "x.obo: the file is empty"),
        (b"a\tb\n1\t2\n", "x.tsv", "x.tsv:1: the columns are a, b; a term list has headings"),
        (b"norva fever\nzorva fever\n", "x.txt", "x.txt:1: the columns are norva fever"),
        (b"name\n", "x.tsv", "x.tsv: no terms in the list"),
        (b"format-version: 1.2\n", "x.obo", "x.obo: no terms in the list"),
        (b"id,name\n", "x.obo", r"x.obo:1: no \[Term\] in the file"),
        (b"<?xml version='1.0'?><rdf:RDF/>", "x.owl", "x.owl: XML or HTML; turn OWL into OBO"),
        (b'{"graphs": []}', "x.json", "x.json: JSON"),
        (b"PK\x03\x04....", "x.xlsx", "x.xlsx: a zip or Office file; save the sheet"),
        (b"\x1f\x8b\x08", "x.obo.gz", "x.obo.gz: a gzip file; unpack it first"),
        (b"name\nnorva\nfi\xe8vre norva\n", "x.tsv", "x.tsv:3: byte 0xe8 is no UTF-8; save the file as UTF-8"),
        (b"name\nnor\x00va\n", "x.tsv", "x.tsv:2: a NUL character"),
        (b'id,name\n1,"norva fever\n2,zorva\n', "x.csv", "x.csv:2: a cell begins with a quotation mark"),
        ("\t".join(COLUMNS).encode() + b"\nvenue\tA\tA\tmaybe\t\t\t\n", "x.tsv", "x.tsv:2: case is 'maybe'"),
    ],
)
def test_a_file_that_is_no_list_is_refused(listed: List, tmp_path: Path, text: bytes, name: str, told: str) -> None:
    """What cannot be read is an input error that says where, what was seen, and what to do; nothing is written."""
    with pytest.raises(InputError, match=told):
        lexicon.import_into(listed(text, name), tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    """A path without a file is an input error that names it."""
    with pytest.raises(InputError, match="no such file"):
        lexicon.import_terms(tmp_path / "gone.obo")


def test_a_file_of_ones_own_is_not_overwritten(listed: List, tmp_path: Path) -> None:
    """A file of the folder that is no import of this list stays, and the message says so; an earlier import is replaced."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "norva.tsv").write_text("# my own rows\n", "utf-8")
    with pytest.raises(InputError, match=r"no import of norva\.csv"):
        lexicon.import_into(listed("id,name\n,norva fever\n", "norva.csv"), own)
    assert (own / "norva.tsv").read_text("utf-8") == "# my own rows\n"
    other = tmp_path / "other"
    first = lexicon.import_into(listed("name\nnorva fever\n"), other)
    assert lexicon.import_into(listed("name\nzorva fever\n"), other).file == first.file
    assert [t.form for t in lexicon.import_terms(other / "norva.tsv")] == ["zorva fever"]


@pytest.mark.parametrize(
    ("choice", "told"), [({"kind": "indicatoin"}, "indication"), ({"scope": "exakt"}, "exact"), ({"prefix": "doi"}, "doid")]
)
def test_a_choice_that_does_not_exist_is_refused(choice: dict[str, str], told: str) -> None:
    """An unknown type, scope or prefix is refused with the nearest known one."""
    with pytest.raises(NotFoundError, match=f"did you mean {told}"):
        Choice(**choice)


def test_a_list_without_news_writes_nothing(listed: List, tmp_path: Path) -> None:
    """When all is known already nothing is written, and the report says why."""
    report = lexicon.import_into(listed("name\nmultiple myeloma\n"), tmp_path / "own")
    assert (report.terms, report.file) == ((), None)
    assert left(report) == [("multiple myeloma", "known already")]
    assert not (tmp_path / "own").exists()


# -- put to use ------------------------------------------------------------------------------------------------------------


def test_an_import_is_a_lexicon(listed: List, tmp_path: Path) -> None:
    """What was imported is a lexicon file in order, whose names are met in text, and which says where it is from."""
    folder = tmp_path / "own"
    report = lexicon.import_into(listed(OBO, "norva.obo"), folder)
    assert report.file == folder / "norva.tsv"
    assert report.file.read_text("utf-8").startswith("# Imported from norva.obo, version norva/2031-05-01: exact synonyms.")
    assert [h.term.curie for h in lexicon.load(["indication"], [folder]).find("Zorva disease")] == ["doid:3"]
    assert [*check_folder(folder), *check_own(folder)] == []


def test_importing_twice_gives_the_same_bytes(listed: List, tmp_path: Path) -> None:
    """The folder's own earlier import does not stand in the way of the next."""
    file = listed(OBO, "norva.obo")
    first = lexicon.import_into(file, tmp_path / "own").file
    assert first
    before = first.read_bytes()
    lexicon.import_into(file, tmp_path / "own")
    assert first.read_bytes() == before


@pytest.mark.slow
def test_a_list_of_a_hundred_thousand_rows_comes_in(listed: List, tmp_path: Path) -> None:
    """A long list comes in whole."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = [a + b + c for a in syllables for b in syllables for c in syllables[:21]][:100_000]
    text = "id\tname\tsynonyms\n" + "".join(f"DOID:{i}\t{w} fever\t{w}q ague\n" for i, w in enumerate(words, 9_000_000))
    report = lexicon.import_into(listed(text), tmp_path / "own")
    assert (report.names, report.forms, report.identifiers, report.skipped) == (100_000, 200_000, 100_000, ())


@pytest.mark.shared
def test_public_slims_come_in(tmp_path: Path) -> None:
    """The public disease subsets are taken in nearly whole, and keep the rules of a lexicon one beside the other."""
    files = [need_shared() / "ontologies" / f"DO_{part}_slim.obo" for part in ("cancer", "rare")]
    if not all(file.is_file() for file in files):
        pytest.skip(f"no term lists at {files[0].parent}; put them beside the checkout to run this test")
    cancer, rare = (lexicon.import_into(file, tmp_path) for file in files)
    assert cancer.names >= 600
    assert rare.names >= 3000
    assert [finding.message for finding in (*check_folder(tmp_path), *check_own(tmp_path))] == []
