"""Which files are read, how their bytes become characters, and what is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

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


def _pdf(words: str) -> bytes:
    """A one-page PDF that shows `words`."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_the_text_of_a_pdf_is_read(tmp_path: Path) -> None:
    """From a PDF comes its text."""
    file = tmp_path / "norvane-2021-01-05.pdf"
    file.write_bytes(_pdf("Norvane Therapeutics, Inc. Reports Results"))
    document = read(file)
    assert document.raw.strip() == "Norvane Therapeutics, Inc. Reports Results"
    assert (document.release.issuer, str(document.release.date)) == ("Norvane Therapeutics, Inc.", "2021-01-05")


def test_reading_time_is_linear_in_the_length_of_the_text() -> None:
    """Four times the text takes about four times as long, also when every line looks like a heading or a link."""
    line = "About Norvane\n" * 20 + "https://a.example/b\n" * 20 + "SOURCE: Norvane\n" + TEXT
    seconds = []
    for times in (50, 200):
        start = time.perf_counter()
        read_text(line * times)
        seconds.append(time.perf_counter() - start)
    assert seconds[1] < 4 * 2.5 * seconds[0]


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
