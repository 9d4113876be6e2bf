"""PDF files by hand: pages of lines in one font, for tests of reading them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

_LIGATURES = {"ﬁ": "\\036", "ﬂ": "\\037"}
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[30/fi/fl]>>>>"


def pdf(pages: Iterable[Sequence[str]]) -> bytes:
    """A PDF with one page for each list of lines; a line that begins with blanks is set in. Ligatures are single glyphs."""
    streams = [_stream(lines) for lines in pages]
    count = len(streams)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(count)), count),
        FONT,
    ]
    for i, stream in enumerate(streams):
        parts.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * i))
        parts.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    return objects(parts)


def wrapped(paragraphs: Iterable[str], width: int = 84) -> list[str]:
    """Paragraphs as lines of one width, a blank line behind each."""
    return [line for paragraph in paragraphs for line in [*textwrap.wrap(paragraph, width), ""]]


def _stream(lines: Sequence[str]) -> bytes:
    out = ["BT /F1 10 Tf 14 TL 60 740 Td"]
    out += [f"({_escaped(line)}) Tj T*" for line in lines]
    return " ".join([*out, "ET"]).encode("latin-1")


def _escaped(line: str) -> str:
    text = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return "".join(_LIGATURES.get(c) or (c if c < "\x80" else f"\\{c.encode('cp1252', 'replace')[0]:03o}") for c in text)


def objects(parts: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its root."""
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    size = len(parts) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    )
