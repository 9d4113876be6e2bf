"""The text of a term list, or why the file is none."""

from __future__ import annotations

import codecs
from pathlib import Path

from triplewire.errors import InputError

_WRONG = {
    b"PK\x03\x04": "a zip or Office file; save the sheet as tab-separated text",
    b"\xd0\xcf\x11\xe0": "an old Office file; save the sheet as tab-separated text",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"%PDF-": "a PDF; a term list is a table or an OBO file",
    b"<": "XML or HTML; turn OWL into OBO first, for instance with `robot convert --input FILE --output terms.obo`",
    b"{": "JSON; a term list is an OBO file or a table",
    b"@prefix": "Turtle; turn it into OBO first, for instance with `robot convert --input FILE --output terms.obo`",
}
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


def read(path: str | Path) -> str:
    """The characters of a term list, lines ended as in Unix. UTF-8, with or without its mark, or UTF-16 with one. Raises InputError
    that says what the file is instead, or which line does not fit.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(f"{file}: no such file; give an .obo, .tsv or .csv term list", "missing")
    data = file.read_bytes()
    if not data.strip():
        raise InputError(f"{file}: the file is empty; expected an OBO file or a table with headings", "empty")
    for magic, what in _WRONG.items():
        if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(magic):
            raise InputError(f"{file}: {what}", "format")
    codec = next((codec for mark, codec in _MARKS.items() if data.startswith(mark)), "utf-8")
    return _decoded(data, codec, file).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, codec: str, file: Path) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{file}:{line}: byte 0x{data[error.start]:02x} is no {codec.upper()}; save the file as UTF-8", "encoding"
        ) from error
    if "\0" in text:
        raise InputError(
            f"{file}:{text.count(chr(10), 0, text.index(chr(0))) + 1}: a NUL character, so this is no text; save it as UTF-8", "binary"
        )
    return text
