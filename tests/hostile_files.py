"""A folder of many small releases, and of files that nobody should have to read; what is to become of each is known."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import random
import socket
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.pdf_maker import objects, pdf

COMPANIES = (
    "Norvane Therapeutics, Inc.",
    "Halcyra Biosciences SA",
    "Veltamyr Pharma plc",
    "Orsanta Oncology AG",
    "Quillbrook Medicines Ltd.",
)
TARGETS = ("CD19", "CD37", "CD38", "CD56", "HER2", "EGFR", "BCMA", "FOLR1")
DISEASES = ("multiple myeloma", "lymphoma", "glioma", "ovarian cancer", "gastric cancer", "Behçet’s disease", "sarcoma")
REGIONS = ("the US", "the EU", "Japan")
OTHERS = ("cp1252", "utf-16-le", "utf-16-be", "utf-32-le", "utf-16", "utf-32")
"""Encodings that releases come in besides UTF-8; those that name no order of bytes write their mark."""
EVERY = 9
"""One in so many releases is written in one of them."""


def text(number: int) -> str:
    """A small release, each with a day, a compound and words of its own."""
    rng = random.Random(number)
    company, code = COMPANIES[number % len(COMPANIES)], f"{'NHVOQ'[number % len(COMPANIES)]}{'VAELU'[number % 5]}T-{100 + number // 5}"
    target, disease, region = rng.choice(TARGETS), rng.choice(DISEASES), rng.choice(REGIONS)
    short = company.split(",")[0].rsplit(" ", 1)[0]
    day = f"{rng.choice(('March', 'June', 'November'))} {1 + number % 28}, {2020 + number % 8}"
    return (
        f"{short} Reports Progress with {code}\n\nBOSTON, {day} – {company} today gave an update on “{code}”.\n\n"
        f"{code} targets {target}. {code} has been granted orphan drug designation for {disease} in {region}.\n"
        f"The Company’s next step: it expects to begin a Phase {1 + number % 3} trial of {code} in {disease} in the second half of 2028.\n"
    )


def write_good(folder: Path, numbers: range, *, odd: bool = False) -> list[Path]:
    """The releases with these numbers; with `odd` some of them in other encodings than UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in numbers:
        files.append(folder / f"release-{number:04}.txt")
        codec = OTHERS[number // EVERY % len(OTHERS)] if odd and number % EVERY == 0 else "utf-8"
        files[-1].write_bytes(text(number).encode(codec))
    return files


LINES = text(1).encode()
PAGE = "<html><head><title>Norvane Reports</title>{}</head><body><h1>Norvane Reports Progress</h1>{}</body></html>"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
ONE_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _bomb() -> bytes:
    """A page of a hundred and fifty megabytes of text, packed into half of one."""
    packer = zlib.compressobj(9)
    block = b"BT /F1 9 Tf (NVT-101 targets CD56.) Tj ET\n" * 25_000
    packed = b"".join([*(packer.compress(block) for _ in range(150)), packer.flush()])
    return objects([CATALOG, PAGES, ONE_PAGE, _stream(packed, b"/Filter/FlateDecode"), FONT])


def _packed_often() -> bytes:
    """A stream packed ten times over."""
    data = bytes(20_000_000)
    for _ in range(10):
        data = zlib.compress(data, 9)
    return objects([CATALOG, PAGES, ONE_PAGE, _stream(data, b"/Filter[" + b"/FlateDecode" * 10 + b"]"), FONT])


def _in_itself() -> bytes:
    """A drawing that draws itself twice."""
    form = _stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return objects([CATALOG, PAGES, ONE_PAGE, _stream(b"/X Do"), FONT, form])


def _long_work() -> bytes:
    """A thousand pages, each with as much to draw as one may have: nobody waits for that."""
    pages = b"<</Type/Pages/Kids[" + b"3 0 R " * 1000 + b"]/Count 1000>>"
    packed = zlib.compress(b"q 1 0 0 1 0 0 cm BT /F1 9 Tf (a) Tj ET Q\n" * 100_000, 9)
    return objects([CATALOG, pages, ONE_PAGE, _stream(packed, b"/Filter/FlateDecode"), FONT])


def _zip_bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("release.txt", bytes(20_000_000))
    return held.getvalue()


BYTES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "empty"),
    "blank.md": (lambda: b" \n\t\n\xc2\xa0\xe2\x80\x8b\n", "empty"),
    "mark-alone.txt": (lambda: codecs.BOM_UTF8 + b"\n", "empty"),
    "nul.txt": (lambda: LINES.replace(b"targets", b"tar\0gets"), "binary"),
    "nuls.txt": (lambda: bytes(10_000), "binary"),
    "random.txt": (lambda: random.Random(1).randbytes(40_000), "binary"),
    "controls.txt": (lambda: LINES.replace(b" ", b"\x01"), "binary"),
    "zip.txt": (_zip_bomb, "binary"),
    "gzip.html": (lambda: gzip.compress(LINES * 1000, mtime=0), "binary"),
    "office.md": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + LINES, "binary"),
    "pdf.txt": (lambda: pdf([["Norvane Reports"]]), "binary"),
    "surrogates.txt": (lambda: b"\xed\xa0\x80\xed\xbf\xbf \xed\xb0\x80" * 300, "encoding"),
    "half-letters.txt": (lambda: "Новости компании о препарате. ".encode()[::2] * 60, "encoding"),
    "koi8.txt": (lambda: ("Компания сообщает о результатах. " * 40).encode("koi8-r"), "encoding"),
    "shift-jis.txt": (lambda: "治験の結果を発表しました".encode("shift-jis") * 20, "encoding"),
    "half-utf16.txt": (lambda: LINES.decode().encode("utf-16")[:-1], "encoding"),
    "lone-utf16.txt": (lambda: codecs.BOM_UTF16_LE + b"A\0\x00\xd8B\0" * 40, "encoding"),
    "beyond-utf32.txt": (lambda: codecs.BOM_UTF32_LE + b"\xff\xff\xff\x7f" * 40, "encoding"),
    "line.txt": (lambda: b"NVT-101 targets CD56 and " * 199_000, "line-too-long"),
    "huge.txt": (lambda: LINES * 15_000, "too-large"),
    "laughs.html": (lambda: (LAUGHS + "]><html><body><p>&j;</p></body></html>").encode(), "html"),
    "laughs.txt": (lambda: (LAUGHS + "]>\n<html><body><p>&j;</p></body></html>").encode(), "html"),
    "outside.html": (lambda: b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body>&f;</body></html>', "html"),
    "deep.html": (lambda: PAGE.format("", "<div>" * 100_000).encode(), "html"),
    "deep-table.html": (lambda: PAGE.format("", "<table><tr><td>" * 60_000).encode(), "html"),
    "script.html": (lambda: b"<html><body><script>" + b"x=1;" * 1000 + b"</script></body></html>", "empty"),
    "open-comment.html": (lambda: b"<html><body><!-- " + LINES * 10, "empty"),
    "none.pdf": (lambda: b"%PDF-1.7\nnothing of the kind", "pdf"),
    "text.pdf": (lambda: LINES, "pdf"),
    "half.pdf": (lambda: pdf([["Norvane Reports"]])[:300], "pdf"),
    "scan.pdf": (lambda: pdf([[], []]), "pdf"),
    "bomb.pdf": (_bomb, "pdf"),
    "packed-often.pdf": (_packed_often, "pdf"),
    "in-itself.pdf": (_in_itself, "pdf"),
    "long-work.pdf": (_long_work, "pdf"),
    "pages-in-a-ring.pdf": (
        lambda: objects([CATALOG, b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]>>"]),
        "pdf",
    ),
    "deep.pdf": (lambda: objects([CATALOG, PAGES, b"[" * 200_000 + b"]" * 200_000]), "pdf"),
    "ring-of-tables.pdf": (
        lambda: b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
        "pdf",
    ),
}
SIDECARS: Mapping[str, bytes] = {
    "sidecar-huge": b"title = '" + b"a" * 3_000_000 + b"'\n",
    "sidecar-deep": b"title = " + b"[" * 40_000,
    "sidecar-keys": b".".join([b"a"] * 4_900) + b" = 1\n",
    "sidecar-torn": b"title = 'half",
    "sidecar-latin": b"title = 'Beh\xe7et'\n",
    "sidecar-wrong": b"date = 'soon'\ncolour = 'red'\n",
}


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has an end
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


MADE: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "loop.txt": (lambda path: path.symlink_to(path.name), "unreadable"),
    "leads-nowhere.txt": (lambda path: path.symlink_to("nowhere"), "missing"),
    "pipe.txt": (os.mkfifo, "kind"),
    "socket.txt": (_socket, "kind"),
    "zeros.txt": (lambda path: path.symlink_to("/dev/zero"), "kind"),
    "memory.txt": (lambda path: path.symlink_to("/proc/self/mem"), "unreadable"),
}


def write_hostile(folder: Path) -> dict[str, str]:
    """Fifty files that cannot be read, some under names that are no better; file name -> the reason that it is to be given."""
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for number, (name, (make, reason)) in enumerate(BYTES.items()):
        odd = f"\x1b[31m{name[:-4]}\n‮{name}" if number % 7 == 3 else name
        (folder / odd).write_bytes(make())
        expected[odd] = reason
    for name, values in SIDECARS.items():
        (folder / f"{name}.txt").write_bytes(LINES)
        (folder / f"{name}.meta.toml").write_bytes(values)
        expected[f"{name}.txt"] = "sidecar"
    for name, (place, reason) in MADE.items():
        place(folder / name)
        expected[name] = reason
    return expected
