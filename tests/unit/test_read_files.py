"""Which files are read, how their bytes become characters, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import hostile_files
from tests.pdf_maker import pdf, wrapped

from triplewire import pipeline
from triplewire.errors import InputError
from triplewire.read import discover, read, read_text

TEXT = "Norvane Therapeutics, Inc. Reports Results\n\nBOSTON, Mass., Jan 5, 2021 (BUSINESS WIRE) -- Norvane Therapeutics, Inc. said so.\n"


def reason(path: Path) -> str:
    """The reason for which a file is refused."""
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value.reason


def test_folders_are_searched_to_the_bottom_and_sidecars_are_no_releases(tmp_path: Path) -> None:
    """A folder gives its release files at any depth, sorted, without README, sidecars and hidden files."""
    for name in ("b.txt", "deep/er/a.md", "README.md", "b.meta.toml", ".hidden.txt", "c.csv", "d.HTML"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT)
    assert [p.relative_to(tmp_path).as_posix() for p in discover([tmp_path])] == ["b.txt", "d.HTML", "deep/er/a.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file, its folder and a glob that all name it give it once."""
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    assert discover([file, tmp_path, str(tmp_path / "*.txt")]) == [file]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    """A path that does not exist is an input error with the reason `missing`."""
    with pytest.raises(InputError, match=r"nothing\.txt") as caught:
        discover([tmp_path / "nothing.txt"])
    assert caught.value.reason == "missing"


def test_raw_text_keeps_line_ends_and_mark(tmp_path: Path) -> None:
    """The raw text is the decoded text, carriage returns and byte order mark included."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    document = read(file)
    assert document.raw == "\ufeff" + TEXT.replace("\n", "\r\n")
    assert document.release.title == "Norvane Therapeutics, Inc. Reports Results"
    assert document.release.issuer == "Norvane Therapeutics, Inc."


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_marked_wide_encodings_are_read(tmp_path: Path, codec: str) -> None:
    """UTF-16 and UTF-32 with a byte order mark are decoded."""
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode(codec))
    assert read(file).raw == TEXT


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark_are_read_with_a_warning(tmp_path: Path, codec: str) -> None:
    """UTF-16 and UTF-32 are known by where their NUL bytes stand, also in a text with quotes, dashes and a Greek letter."""
    file = tmp_path / "a.txt"
    text = TEXT + "“NVT-101” – an anti-TGF-β antibody"
    file.write_bytes(text.encode(codec))
    document = read(file)
    assert document.raw == text
    assert document.warnings == (f"read as {codec}, which it looks like; it has no byte order mark",)


def test_windows_bytes_are_read_with_a_warning(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are read as Windows-1252, and the document says so."""
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode() + "Norvane’s “lead” compound – NVT-101".encode("cp1252"))
    document = read(file)
    assert document.raw.endswith("Norvane’s “lead” compound – NVT-101")
    assert any("Windows-1252" in w for w in document.warnings)


def test_one_bad_byte_does_not_spoil_the_rest(tmp_path: Path) -> None:
    """In a UTF-8 text with a stray Windows byte the other characters stay as they are."""
    file = tmp_path / "a.txt"
    file.write_bytes((TEXT + "Behçet’s disease ").encode() + b"\x92")
    assert read(file).raw.endswith("Behçet’s disease ’")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"text with \x00 inside", "binary"),
        (b"t\x00e\x00x\x00t\x00 but not all of it is as wide as it seems", "binary"),
        ((TEXT * 3).encode("utf-16-le") + b"\x00\xd8\n\x00", "encoding"),
        (bytes(range(1, 32)) * 40, "binary"),
        (b"PK\x03\x04rest of an archive", "binary"),
        (b"\x81\x8d\x8f\x90\x9d" * 50, "encoding"),
        ("治験の結果を発表しました".encode("shift-jis") * 20, "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"a" * 5_000_001, "too-large"),
        (b"a" * 5_000_000, "line-too-long"),
    ],
)
def test_what_is_no_release_is_refused_with_a_reason(tmp_path: Path, data: bytes, expected: str) -> None:
    """Empty, binary, undecodable and oversized files are refused, each with its reason."""
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert reason(file) == expected


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A file with a foreign extension is refused with the reason `kind`."""
    file = tmp_path / "a.docx"
    file.write_text(TEXT)
    assert reason(file) == "kind"


def test_a_pdf_that_is_none_is_refused(tmp_path: Path) -> None:
    """A broken PDF is an input error, not a crash."""
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7 nothing follows")
    assert reason(file) == "pdf"


def test_a_pdf_that_takes_for_ever_ends_with_whoever_reads_it(tmp_path: Path) -> None:
    """The process that reads the text of a PDF is gone when the one that asked for it is killed."""
    file = tmp_path / "long.pdf"
    file.write_bytes(hostile_files.BYTES["long-work.pdf"][0]())
    reader = subprocess.Popen([sys.executable, "-c", f"from triplewire.read import read; read({str(file)!r})"])
    (own,) = _waited_for(lambda: Path(f"/proc/{reader.pid}/task/{reader.pid}/children").read_text("utf-8").split(), 60)
    _waited_for(lambda: "_ctypes" in Path(f"/proc/{own}/maps").read_text("utf-8"), 60)
    time.sleep(0.3)
    reader.kill()
    reader.wait(30)
    _waited_for(lambda: not Path(f"/proc/{own}").exists() or ") Z " in Path(f"/proc/{own}/stat").read_text("utf-8"), 5)


def _waited_for(thing: Callable[[], Any], seconds: float) -> Any:
    """What something gives once it gives anything."""
    deadline = time.monotonic() + seconds
    while not (found := thing()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write into it."""
    os.mkfifo(tmp_path / "a.txt")
    assert reason(tmp_path / "a.txt") == "kind"


def test_what_is_no_file_in_a_folder_is_found_all_the_same(tmp_path: Path) -> None:
    """A pipe, a link to nowhere and one to itself are named by reading, instead of being passed over."""
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("nowhere")
    (tmp_path / "c.txt").symlink_to("c.txt")
    (tmp_path / "d.txt").mkdir()
    found = discover([tmp_path])
    assert [path.name for path in found] == ["a.txt", "b.txt", "c.txt"]
    assert [reason(path) for path in found] == ["kind", "missing", "unreadable"]


def test_a_sidecar_is_small(tmp_path: Path) -> None:
    """One that is large, or nested without end, is refused at once."""
    (tmp_path / "a.txt").write_text(TEXT)
    for values in ("title = '" + "a" * 10_000 + "'", "title = " + "[" * 9_000):
        (tmp_path / "a.meta.toml").write_text(values)
        assert reason(tmp_path / "a.txt") == "sidecar"


def test_the_text_of_a_pdf_is_read(tmp_path: Path) -> None:
    """From a PDF comes its text."""
    file = tmp_path / "norvane-2021-01-05.pdf"
    file.write_bytes(pdf([["Norvane Therapeutics, Inc. Reports Results"]]))
    document = read(file)
    assert document.raw.strip() == "Norvane Therapeutics, Inc. Reports Results"
    assert (document.release.issuer, str(document.release.date)) == ("Norvane Therapeutics, Inc.", "2021-01-05")


PAGES = (
    [
        "Norvane Therapeutics, Inc.",
        "",
        "Norvane Therapeutics Announces Positive Results of a Phase 2 Trial of NVT-101 in",
        "Patients with Gastric Cancer",
        "",
        *wrapped(["BOSTON, May 6, 2021 – Norvane Therapeutics, Inc. (Nasdaq: NRVN) today announced the ﬁrst results of the trial."]),
        "NVT-101 is one of the conju-",
        "gates of the company. In March 2021, the European Commission granted orphan drug designation to NVT-101 for the",
        "treatment of",
        "                                                        Page 1 of 2",
    ],
    [
        "Norvane Therapeutics, Inc.",
        "",
        "gastric cancer.",
        "",
        "About Norvane Therapeutics",
        "",
        "Norvane Therapeutics is a company in Boston.",
        "                                                        Page 2 of 2",
    ],
)


def test_a_pdf_reads_like_its_text(tmp_path: Path) -> None:
    """Headlines of two lines, ligatures, broken words, heads and feet of pages: a sentence runs on over the page, and so does its fact."""
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(PAGES))
    document = read(file)
    assert (
        document.release.title
        == "Norvane Therapeutics Announces Positive Results of a Phase 2 Trial of NVT-101 in Patients with Gastric Cancer"
    )
    assert (document.release.issuer, str(document.release.date)) == ("Norvane Therapeutics, Inc.", "2021-05-06")
    view = " ".join(pipeline.reading_of(document).document.view.split())
    assert "the first results" in view
    assert "conjugates of the company" in view
    orphan = next(f for f in pipeline.facts_of(document) if f.family == "orphan_designation")
    assert (orphan.arg("compound"), orphan.arg("indication"), orphan.arg("region")) == ("NVT-101", "gastric cancer", "EU")


def test_a_pdf_keeps_the_columns_of_its_tables(tmp_path: Path) -> None:
    """The rows of a table in a PDF are bound to the periods of its head."""
    rows = [
        "Norvane Therapeutics Reports Results",
        "",
        "BOSTON, May 6, 2021 – Norvane Therapeutics, Inc. (Nasdaq: NRVN) today said so.",
        "",
        "CONDENSED STATEMENTS OF OPERATIONS (in thousands)",
        "Three Months Ended March 31,",
        "2021     2020",
        "Revenues     1,200     900",
        "Net loss     (5,300)     (4,100)",
    ]
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([rows]))
    found = {(f.arg("metric"), f.arg("period"), f.arg("value")) for f in pipeline.facts_of(read(file)) if f.family == "financial"}
    assert {("revenue", "2021Q1", "1200000"), ("net_loss", "2020Q1", "4100000")} <= found


def test_a_pdf_without_text_is_refused_in_one_line(tmp_path: Path) -> None:
    """Scanned pages have no text: the message names the file and what to do."""
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf([[], []]))
    with pytest.raises(InputError, match=r"^\S+scan\.pdf: a PDF without text.*OCR[^\n]*$") as caught:
        read(file)
    assert caught.value.reason == "pdf"


def test_reading_time_is_linear_in_the_length_of_the_text() -> None:
    """Four times the text takes about four times as long, also when every line looks like a heading or a link."""
    line = "About Norvane\n" * 20 + "https://a.example/b\n" * 20 + "SOURCE: Norvane\n" + TEXT
    seconds = [min(_seconds(line * times) for _ in range(3)) for times in (50, 200)]
    assert seconds[1] < 4 * 2.5 * seconds[0]


def _seconds(text: str) -> float:
    """How long the processor reads a text: neighbours do not count."""
    start = time.process_time()
    read_text(text)
    return time.process_time() - start


def test_lone_surrogates_keep_their_place() -> None:
    """A lone surrogate becomes U+FFFD, so that offsets stay and the text can be written."""
    document = read_text(TEXT + "x\ud800y")
    assert document.raw.endswith("x\ufffdy")
    assert len(document.raw) == len(TEXT) + 3


def test_a_page_becomes_its_text_without_navigation(tmp_path: Path) -> None:
    """From HTML comes the laid-out text: scripts and navigation are gone, a table row stays a line."""
    file = tmp_path / "a.html"
    file.write_text(
        "<html><head><title>t</title><link rel='canonical' href='https://example.com/pr'/><style>p{}</style></head><body>"
        "<nav>Home</nav><h1>Norvane Therapeutics, Inc. Reports Results</h1><script>var x</script><p>BOSTON--(BUSINESS WIRE)--"
        "Norvane Therapeutics, Inc. (Nasdaq: NRVN) said so.</p><table><tr><td>Total assets</td><td>1,200</td></tr></table></body></html>"
    )
    document = read(file)
    assert "Home" not in document.raw
    assert "var x" not in document.raw
    assert any(line.split() == ["Total", "assets", "1,200"] for line in document.raw.splitlines())
    assert (document.release.issuer, document.release.wire) == ("Norvane Therapeutics, Inc.", "Business Wire")
    assert document.release.source == "https://example.com/pr"


def _text_of(page: str) -> str:
    """The text of a small page with a headline of its own."""
    head = "<html><head><title>Norvane Therapeutics Reports Good Results</title></head><body>"
    return read_text(f"{head}{page}</body></html>", "page", ".html").raw


def test_a_page_inside_a_form_is_read() -> None:
    """A box that holds the page is no part of its frame, whatever it is: whole pages stand in forms, banners and footers."""
    page = "<form><div class='nav'>Home</div><h1>Norvane Therapeutics Reports Good Results</h1><p>The board met.</p></form>"
    assert _text_of(page).split("\n\n") == ["Norvane Therapeutics Reports Good Results", "The board met.\n"]


def test_tables_that_only_place_things_are_taken_apart() -> None:
    """Columns of a page's layout follow one another; a bullet and its words, set in two cells, are one line."""
    menu = "<td width=150><a>Home</a><br><a>News</a></td>"
    story = "<td><b>Norvane Therapeutics Reports Good Results</b><br><br>" + "The board met in June. " * 20
    bullets = "<table><tr><td>&nbsp;</td><td>&#149;</td><td>The plant opened.</td></tr></table></td>"
    lines = [line for line in _text_of(f"<table><tr>{menu}{story}{bullets}</tr></table>").splitlines() if line]
    assert lines[:3] == ["Home", "News", "Norvane Therapeutics Reports Good Results"]
    assert lines[-1] == "• The plant opened."


def test_a_table_of_nothing_but_figures_is_read() -> None:
    """A figure in the first column is a label, so there is no column to set it in."""
    assert _text_of("<table><tr><td colspan=9>1</td></tr><tr><td colspan=9>2</td></tr></table>").split() == ["1", "2"]


def test_cells_of_a_figure_are_joined_and_stand_below_one_another() -> None:
    """Signs and closing brackets in cells of their own belong to their figures, and every column has one right edge."""
    page = (
        "<table><tr><td></td><td colspan=3>2025</td><td colspan=3>2024</td></tr>"
        "<tr><td>Revenues</td><td>$</td><td>1,200</td><td></td><td>$</td><td>900</td><td></td></tr>"
        "<tr><td>Research and development</td><td></td><td></td><td></td><td></td><td>400</td><td></td></tr>"
        "<tr><td>Net loss</td><td></td><td>(5,300</td><td>)</td><td></td><td>(4,100</td><td>)</td></tr></table>"
    )
    lines = _text_of(page).splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == ["Revenues", "Research and development", "Net loss"]
    assert lines[1].endswith("$ 900")
    assert lines[3].endswith("(5,300)  (4,100)")
    assert len({len(line) for line in lines[1:]}) == 1


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("The board met<sup>1</sup> in June.", "The board met in June."),
        ("It counts 10<sup>6</sup> cells/m<sup>2</sup> on the 4<sup>th</sup> day.", "It counts 10^6 cells/m2 on the 4th day."),
        ("Plexa<sup>TM</sup> reaches CD8<sup>+</sup> cells.", "Plexa™ reaches CD8+ cells."),
    ],
)
def test_superior_figures_are_notes_powers_or_letters(marked: str, plain: str) -> None:
    """The mark of a note goes, a power shows as one, anything else stays as it is."""
    assert _text_of(f"<p>{marked}</p>").strip() == plain


def test_a_text_that_is_a_page_is_read_as_one(tmp_path: Path) -> None:
    """Pages are saved as txt and md too; of a whole submission to the regulator the press release is read."""
    page = "<html><body><p>Norvane Therapeutics, Inc. Reports Results</p><p>The board met.</p></body></html>"
    other = "<DOCUMENT>\n<TYPE>8-K\n<TEXT>\n<html><body><p>Current report</p></body></html>\n</TEXT>\n</DOCUMENT>\n"
    exhibit = f"<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<TEXT>\n{page}\n</TEXT>\n</DOCUMENT>\n"
    for name, text in (("a.txt", page), ("b.md", page), ("c.txt", other + exhibit)):
        (tmp_path / name).write_text(text)
        assert read(tmp_path / name).raw == "Norvane Therapeutics, Inc. Reports Results\n\nThe board met.\n"


@pytest.mark.parametrize("page", ["<div>" * 50_000 + "x", '<!DOCTYPE x [<!ENTITY a "b">]><p>&a;</p>'])
def test_hostile_pages_are_refused(page: str) -> None:
    """Bottomless nesting and declared entities end in an input error, reason `html`."""
    with pytest.raises(InputError) as caught:
        read_text(page, "page", ".html")
    assert caught.value.reason == "html"


def test_a_sidecar_overrides_the_text(tmp_path: Path) -> None:
    """What the sidecar says about a release beats what its text says."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.meta.toml").write_text('id = "My Release"\nissuer = "Other plc"\ndate = 2019-02-03\nplace = "Oslo"\n')
    release = read(tmp_path / "a.txt").release
    assert (release.id, release.issuer, str(release.date), release.place) == ("my-release", "Other plc", "2019-02-03", "Oslo")


def test_a_wrong_sidecar_is_refused_with_every_fault(tmp_path: Path) -> None:
    """An unknown key and a wrong date are both named."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.meta.toml").write_text('isuer = "x"\ndate = "soon"\n')
    with pytest.raises(InputError, match=r"(?s)isuer.*2010-10-28") as caught:
        read(tmp_path / "a.txt")
    assert caught.value.reason == "sidecar"
