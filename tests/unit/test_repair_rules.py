"""What is mended, to what, and what is left alone; all names are invented or public gene names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.shared import need_shared

from triplewire.model import Document
from triplewire.read import discover, read, read_text
from triplewire.repair import repair

FAMILY = "NVT-101 and NVT-101 and NVT-102 and NVT-250. T-NV1, T-NV1 and T-NV1. "


def mended(text: str) -> list[tuple[str, str]]:
    """The repairs of a text, old and new."""
    return [(e.old, e.new) for e in repair(read_text(text)).repairs]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("a Phase Il trial", "Il", "II"),
        ("a Phase lll trial", "lll", "III"),
        ("a Phase l/lla trial", "l/lla", "I/IIa"),
        ("a Phase Ib/ll trial", "Ib/ll", "Ib/II"),
        ("a Phase I/l trial", "I/l", "I/II"),
        ("its Phase | evaluation of it", "|", "I"),
        ("advance into Phase Il\nprogram", "Il", "II"),
        ("a Phase I| study", "I|", "II"),
        ("Phase I and Il studies", "Il", "II"),
        ('for 2"%line use', '2"%line', "2nd-line"),
        ("for 15Uline use", "15Uline", "1st-line"),
        ("for 3r%-line use", "3r%-line", "3rd-line"),
        ("for lst-line use", "lst-line", "1st-line"),
        ("in LQFY11", "LQFY11", "1QFY11"),
        ("in lH2026", "lH2026", "1H2026"),
        ("in 2H2O11", "2H2O11", "2H2011"),
        ("in Ql 2025", "Ql 2025", "Q1 2025"),
        ("in FY2O25", "FY2O25", "FY2025"),
        ("in 1QF11", "1QF11", "1QFY11"),
        ("in 1|Q2025", "1|Q2025", "1Q2025"),
        ("a Phase I/1 trial", "I/1", "I/II"),
        ("a Phse 2 trial", "Phse", "Phase"),
        ("a Phase IIlI trial", "IIlI", "III"),
        ("on June 3O, 2025", "3O", "30"),
        ("in mid-2O25", "2O25", "2025"),
        ("in 20O25", "20O25", "2025"),
        ("on June 30, 2Q25", "2Q25", "2025"),
        ("on June 30,\n2Q25", "2Q25", "2025"),
        ("on 5eptember 9, 2025", "5eptember", "September"),
        ("since Octber 2024", "Octber", "October"),
        ("in the U.5.", "U.5.", "U.S."),
        ("in NCT0123456S", "0123456S", "01234565"),
        ("muItiple myeloma", "muItiple", "multiple"),
        ("mye|oma patients", "mye|oma", "myeloma"),
        ("ovar1an cancer", "ovar1an", "ovarian"),
        ("lnc. or not", "lnc", "Inc"),
    ],
)
def test_phases_lines_and_periods_are_mended(text: str, old: str, new: str) -> None:
    """Look-alike glyphs in phases, ordinals and reporting periods become what they stand for."""
    assert mended(f"The company has {text} now.") == [(old, new)]


@pytest.mark.parametrize(
    "text",
    [
        "Phase I, Phase II, Phase III and Phase IV trials, a Phase I/II, Phase Ib/IIa, Phase 1/2, Phase 2b and Phase 3b/4 trial",
        "| Phase | Indication |\n| Phase I | cancer |",
        "Phase | Indication | Partner | Status",
        "in this phase I think, phase ill patients",
        "1st-line, 2nd-line, 3rd line, 4th-line, 24line, 24-line, 2-line, 1online, 10-line summary, 293T-line",
        "dosing in 2Q20 and data in 2Q19, by 2Q26, of Phase 2, 2Q21",
        "1QFY11, 2H2011, Q1 2025, H1 2025, FY2025, Honolulu, HI 2025, H2O2, 2H2O",
        "CO2, SO2, H2O2, Fe2O3, COVID-19, p53, IL-2, 4-1BB, 4-1BBL, B7-H3, GLP-1R, TL1A, HLA-DR",
        "https://nvt.example/NVT-1O1/Phase%20Il and www.nvt-1O1.example",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    """Sound phases, table rows, ordinals, periods, formulas, gene names and addresses are never mended."""
    assert mended(f"{FAMILY}{text}\n{FAMILY}") == []


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("NVT-1O1", "NVT-101"),
        ("NVT-l01", "NVT-101"),
        ("NVT-10l", "NVT-101"),
        ("NVT-Z50", "NVT-250"),
        ("T-NVL1", "T-NV1"),
        ("T-NVl", "T-NV1"),
        ("SARb56789", "SAR56789"),
        ("SAR1234S6", "SAR123456"),
        ("BIIBO27", "BIIB027"),
        ("8IIBO27", "BIIB027"),
        ("NVT-25O", "NVT-250"),
        ("|MGN777", "IMGN777"),
        ("IlMGN777", "IMGN777"),
        ("T-NV1I", "T-NV1"),
        ("QRX-5O1", "QRX-501"),
    ],
)
def test_codes_are_mended_towards_the_document_s_own(seen: str, meant: str) -> None:
    """A code with a letter for a digit, or a stray letter, becomes the sound code of the text or of the sponsor's family."""
    text = f"{FAMILY}SAR56789 and SAR99999 and SAR123456. {seen} is in the clinic."
    assert mended(text) == [(seen, meant)]


@pytest.mark.parametrize(
    "names",
    [
        ("PD-1", "PD-L1"),
        ("PD1", "PDL1"),
        ("CD33", "CD38"),
        ("DM1", "DM4"),
        ("GS-101", "GS-1101"),
        ("TNX-801", "TNX-1800"),
        ("NRX-100", "NRX-101"),
        ("LP-184", "LP-284"),
        ("IL-1", "IL-11"),
        ("HER1", "HER2"),
        ("SGN-35", "SGN-75"),
        ("BL22", "B12"),
        ("CD8", "CD8B"),
        ("CD2", "CO2"),
        ("LYS006", "LY506"),
        ("OX40", "OX40L"),
        ("ADP-A2M4", "ADP-A2"),
        ("BCL2", "BCL6"),
    ],
)
@pytest.mark.parametrize("often", [1, 3, 6])
def test_two_sound_names_never_merge(names: tuple[str, str], often: int) -> None:
    """However rare one of two well-formed look-alikes is beside the other, both stay."""
    for a, b in (names, names[::-1]):
        assert mended(f"One {a} and " + f"then {b} and " * often + "so on.") == []


def test_a_name_seen_once_becomes_the_name_seen_always() -> None:
    """A capitalised word one look-alike away from a frequent name is that name; plurals and plain words are not."""
    text = "Norvanumab helps. " * 6 + "Norvanunab too. Norvanumabs. Medicine and medicine."
    assert mended(text) == [("Norvanunab", "Norvanumab")]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("Norvnumab", "Norvanumab"),
        ("Norvanunab", "Norvanumab"),
        ("1orvanumab", ""),
        ("Norvanumabs", ""),
        ("norvanumab", ""),
        ("orvanumab", ""),
        ("Quori1is", "Quorilis"),
        ("QuoriIlis", "Quorilis"),
        ("QuorilisCare", ""),
    ],
)
def test_words_are_mended_towards_names_of_the_text(seen: str, meant: str) -> None:
    """A name with a glyph misread, lost or added becomes the name that the text has often; endings and other words stay."""
    text = "Norvanumab helps. Quorilis helps. " * 6 + f"So does {seen} there."
    assert mended(text) == ([(seen, meant)] if meant else [])


def test_the_issuer_is_named_as_the_text_was_mended() -> None:
    """Damage in the words that name the issuer is mended in the release's own names, too."""
    document = read_text("Norvane Therapeutics, lnc. spoke today. Its trial is in Phase lll.")
    named = replace(document, release=replace(document.release, issuer="Norvane Therapeutics, lnc.", aliases=("Norvane", "Norvane lnc.")))
    release = repair(named).release
    assert (release.issuer, release.aliases) == ("Norvane Therapeutics, Inc.", ("Norvane", "Norvane Inc."))
    assert repair(repair(named)) == repair(named)


def test_typography_is_normalised_without_a_mark_of_damage() -> None:
    """No-break spaces, quotes, soft hyphens, mojibake and carriage returns are style edits; dashes and marks stay."""
    raw = (
        "Norvane is a company that makes compounds. " * 5
        + "Norvane\u00a0“lead”\r\ncom\u00adpound’s\u200b Nor‑mab® – it’s — fine â€™ BehÃ§et\x07."
    )
    document = repair(read_text(raw))
    assert (
        document.view == "Norvane is a company that makes compounds. " * 5 + "Norvane \"lead\"\ncompound's Nor-mab® – it's — fine ' Behçet."
    )
    assert not document.repairs
    assert all(e.kind == "style" for e in document.edits)


def test_damage_next_to_typography_is_mended_in_raw_coordinates() -> None:
    """A repair after style edits cites the raw characters; an ordinal with a curly quote in it is one repair."""
    raw = "“Norvane”\u00a0has a Phase\u00a0lll trial for 2”%line use."
    document = repair(read_text(raw))
    assert [(e.old, e.new) for e in document.repairs] == [("lll", "III"), ("2”%line", "2nd-line")]
    assert all(document.raw[e.span.start : e.span.end] == e.old for e in document.edits)


def test_the_footer_is_left_alone() -> None:
    """Outside the body nothing is edited."""
    raw = (
        "# Norvane Reports a Study\n\nIt is a Phase II study.\n\n[Original/Source Press Release](https://x.example)\n\nPhase lll “pickup”\n"
    )
    assert repair(read_text(raw)).edits == ()


SEED = """14 Il II|26 I/l I/II|26 IMGN9OL IMGN901|44 IMGNB853 IMGN853|58 lll III|58 2"%line 2nd-line|65 lll III|65 15Uline 1st-line|67 Il II
67 15%line 1st-line|70 Ib/ll Ib/II|73 Il II|78 | I|78 Il II|84 SARb566658 SAR566658|89 l/lla I/IIa|90 | I|92 BIIBO15 BIIB015|92 Il II
99 LQFY11 1QFY11|140 T-DML1 T-DM1|140 Il II|150 InmunoGen ImmunoGen"""


def _seed_repairs() -> list[tuple[int, str, str]]:
    marked = SEED.replace("\n", "|").replace(" | ", " \0 ")
    rows = [row.replace("\0", "|").split(" ") for row in marked.split("|")]
    return [(int(line), old, new) for line, old, new in rows]


def _seed() -> Document:
    return read(next(iter(sorted((need_shared() / "releases" / "seed").glob("*.txt")))))


@pytest.mark.shared
def test_the_scanned_release_gets_exactly_its_23_repairs() -> None:
    """On the scanned quarterly report of 2010 the repairs are the 23 of the catalogue, each on its line, and no others."""
    document = repair(_seed())
    found = [(document.raw.count("\n", 0, e.span.start) + 1, e.old, e.new) for e in document.repairs]
    assert found == _seed_repairs()
    assert len(found) == 23


@pytest.mark.shared
def test_the_mended_release_is_sound() -> None:
    """Repairing the repaired text finds nothing more to mend."""
    assert repair(read_text(repair(_seed()).view)).repairs == ()


@pytest.mark.shared
def test_clean_releases_are_not_touched() -> None:
    """In two hundred releases that were never scanned no damage is found."""
    releases = need_shared() / "releases"
    found = [(p.name, e.old, e.new) for p in discover([releases / "dev", releases / "archive"]) for e in repair(read(p)).repairs]
    assert found == []
