"""Lexicon files: how they are read, layered, checked and sorted."""

from __future__ import annotations

from pathlib import Path

import pytest

from triplewire import lexicon
from triplewire.errors import DataError
from triplewire.lexicon import loading
from triplewire.lexicon.checks import check_folder, check_own
from triplewire.lexicon.format import format_folder
from triplewire.lexicon.loading import read_rows
from triplewire.lexicon.order import formatted
from triplewire.lexicon.tables import Row
from triplewire.lexicon.term import COLUMNS, Term

HEADER = "\t".join(COLUMNS)


def write(folder: Path, *rows: str, name: str = "own.tsv") -> Path:
    """A lexicon file; cells of a row are parted by `|`."""
    file = folder / name
    file.write_text("\n".join(["# test rows", HEADER, *(row.replace("|", "\t") for row in rows)]) + "\n", "utf-8")
    return file


def kinds(folder: Path) -> list[str]:
    """The kinds of findings about files of the folder."""
    return [finding.kind for finding in check_folder(folder)]


def test_a_row_of_ones_own_is_found(tmp_path: Path) -> None:
    """A name added in a user's folder is met in text, with its attributes on every form."""
    write(tmp_path, "compound|NVT-101|NVT-101|exact||field|kind=code", "compound|NVT-101|norvastatide|fold||field|kind=inn")
    hits = lexicon.load(["compound"], [tmp_path]).find("Norvastatide (NVT-101)")
    assert [(h.term.name, h.term.attrs["kind"]) for h in hits] == [("NVT-101", "inn"), ("NVT-101", "code")]


def test_ones_own_row_wins(tmp_path: Path) -> None:
    """A form that the user's lexicon has too is read as the user says."""
    write(tmp_path, "region|Nihon|Nihon|exact||field|", "region|Nihon|Japan|exact||field|")
    assert [h.term.name for h in lexicon.load(["region"], [tmp_path]).find("in Japan")] == ["Nihon"]


def test_the_environment_names_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRIPLEWIRE_LEXICONS adds a folder without any argument."""
    write(tmp_path, "technology|NorvaLink|NorvaLink|fold||field|owner=Norvane Therapeutics")
    monkeypatch.setenv("TRIPLEWIRE_LEXICONS", str(tmp_path))
    assert "NorvaLink" in lexicon.names("technology")


def test_each_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many types are asked for one by one, a long list is not read again for each."""
    file = write(tmp_path, "target|Norvin|Norvin|fold||field|", "region|Nihon|Nihon|exact||field|")
    seen: list[Path] = []

    def watched(one: Path) -> list[tuple[Row, Term]]:
        seen.append(one)
        return read_rows(one)

    monkeypatch.setattr(loading, "read_rows", watched)
    for kind in ("target", "region", "disease_head"):
        lexicon.load([kind], [tmp_path])
    assert seen.count(file) == 1


@pytest.mark.parametrize("text", ["\ufeff{}", "{}\r\n", "# more\r\n\r\n{}"])
def test_a_file_of_an_office_program_is_read(tmp_path: Path, text: str) -> None:
    """A byte order mark and other line ends do not keep a file from being read."""
    row = "region\tNihon\tNihon\texact\t\tfield\t"
    (tmp_path / "own.tsv").write_bytes(text.format(f"{HEADER}\r\n{row}\r\n").encode("utf-8"))
    assert "Nihon" in lexicon.load(["region"], [tmp_path]).names("region")


def test_a_file_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    """The message names the file and what to do."""
    (tmp_path / "own.tsv").write_bytes(HEADER.encode() + b"\nregion\tQu\xe9bec\tQu\xe9bec\tfold\t\tfield\t\n")
    with pytest.raises(DataError, match=r"own\.tsv: .*give a UTF-8 file"):
        lexicon.load(["region"], [tmp_path])


def test_files_that_nobody_reads_are_told(tmp_path: Path) -> None:
    """A file of one's own folder that is no lexicon is a warning; a type that does not exist is a violation."""
    write(tmp_path, "regoin|Nihon|Nihon|exact||field|")
    (tmp_path / "names.csv").write_text("name\n", "utf-8")
    assert [(f.kind, f.severity, f.focus) for f in check_own(tmp_path)] == [
        ("lexicon-not-read", "warning", "names.csv"),
        ("lexicon-type", "violation", "own.tsv:3"),
    ]


def test_forms_that_are_taken_away_are_told(tmp_path: Path) -> None:
    """A row that gives a shipped form another name is noted, in the British spelling as well."""
    write(tmp_path, "indication|Norva|Norva|fold||field|", "indication|Norva|brain tumour|fold||field|", "region|Nihon|Nihon|exact||field|")
    [found] = check_own(tmp_path)
    assert (found.kind, found.severity, found.focus) == ("lexicon-own-wins", "info", "own.tsv:4")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that is not there is an error that names it."""
    with pytest.raises(DataError, match="absent: no such lexicon folder"):
        lexicon.load(None, [tmp_path / "absent"])


def test_all_faulty_rows_are_told_at_once(tmp_path: Path) -> None:
    """Every faulty row is named with its line."""
    write(tmp_path, "region|A|A|upper||field|", "region|B|B|folded||field|")
    with pytest.raises(DataError) as error:
        lexicon.load(["region"], [tmp_path])
    assert [fault.split(":")[1] for fault in error.value.faults] == ["3", "4"]


def test_a_lost_tab_is_told(tmp_path: Path) -> None:
    """A row with too few cells is a fault with its place."""
    write(tmp_path, "region|A|A|exact")
    with pytest.raises(DataError, match=r"own\.tsv:3: 4 cells, expected 7"):
        lexicon.load(["region"], [tmp_path])


def test_word_lists_are_not_searched() -> None:
    """Suffixes and heads are parts of names: a search does not meet them, a word list gives them."""
    assert not {"inn_stem", "org_suffix", "disease_head"} & set(lexicon.load().types)
    assert lexicon.word_list("inn_stem")


def test_an_unknown_word_list_is_an_error() -> None:
    """A word list without rows is refused by name."""
    with pytest.raises(DataError, match="no_such_list"):
        lexicon.word_list("no_such_list")


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (["target|Norvin|Norvine|fold||field|"], "lexicon-canonical"),
        (["target|NVX|NVX|fold||field|"], "lexicon-case"),
        (["target|Norvin|Norvin|fold|nowhere:1|field|"], "lexicon-curie"),
        (["target|Norvin|Norvin|fold|hgnc:abc|field|"], "lexicon-curie"),
        (["target|Norvin|Norvin|fold|||"], "lexicon-source"),
        (["target|Norvin|Norvin|fold||field|", "target|Norvin|NORVIN|fold||field|"], "lexicon-duplicate"),
        (
            ["target|Ano|Ano|exact||field|", "target|Ano|Norvane|fold||field|", "target|Norvane|Norvane|fold||field|"],
            "lexicon-ambiguous",
        ),
        (["target|Norvane|Norvane|fold|hgnc:1|field|", "target|Norvin|Norvin|fold|hgnc:1|field|"], "lexicon-shared-id"),
        (["target|Norvin |Norvin |fold||field|"], "lexicon-spaces"),
        (["target|Zorvin|Zorvin|fold||field|", "target|Norvin|Norvin|fold||field|"], "lexicon-order"),
        (["target|Norvin|Norvin|any||field|"], "lexicon-row"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, rows: list[str], kind: str) -> None:
    """Each rule of the lexicons has a row that breaks it and nothing else."""
    write(tmp_path, *rows)
    assert kinds(tmp_path) == [kind]


def test_a_sound_file_has_no_findings(tmp_path: Path) -> None:
    """Rows that keep the rules are not complained about."""
    write(tmp_path, "target|Norvin|Norvin|fold|hgnc:1|field|", "target|Norvin|NVN|exact||field|")
    assert kinds(tmp_path) == []


def test_sorting_keeps_comments_and_is_done_once(tmp_path: Path) -> None:
    """Formatting sorts the rows under the comments, drops equal rows, and changes nothing the second time."""
    file = write(tmp_path, "target|Zorvin|Zorvin|fold||field|", "target|Norvin|NVN|exact||field|", "target|Norvin|Norvin|fold||field|")
    assert format_folder(tmp_path) == [file]
    lines = file.read_text("utf-8").splitlines()
    assert lines[0] == "# test rows"
    assert [line.split("\t")[2] for line in lines[2:]] == ["Norvin", "NVN", "Zorvin"]
    assert format_folder(tmp_path) == []
    assert formatted(file) == file.read_text("utf-8")


def test_findings_of_all_folders_come_sorted(tmp_path: Path) -> None:
    """A check of one more folder tells its faults by line beside those of the shipped files."""
    write(tmp_path, "target|Norvane|Norvane|fold|||", "target|Norvin|Norvin|fold|||")
    own = [f for f in lexicon.check([tmp_path]) if f.focus.startswith("own.tsv")]
    assert [f.focus for f in own] == ["own.tsv:3", "own.tsv:4"]
