"""From bytes to characters, and the refusal of what is no text."""

from __future__ import annotations

import codecs
import re

from triplewire.errors import InputError

MAX_LINE = 100_000
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Which bytes of four are NUL in a text of Western letters, in the encodings of more than a byte a character; and how many of them must be.
_NULS = {
    "utf-32-le": (False, True, True, True),
    "utf-32-be": (True, True, True, False),
    "utf-16-le": (False, True, False, True),
    "utf-16-be": (True, False, True, False),
}
_MOSTLY, _HARDLY = 0.8, 0.01
_MAGIC = {b"%PDF-": "a PDF", b"PK\x03\x04": "a zip or Office file", b"\xd0\xcf\x11\xe0": "an old Office file", b"\x1f\x8b": "a gzip file"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FOREIGN = re.compile(r"[^\x00-\x7f‘’“”–—…•®™©°±·§µ\u00a0\u00ad]")
# A text may hold a stray control character now and then; beyond one in 200 it is not text.
_TOLERATED = 200


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The characters of `data` and what was odd about them.

    UTF-16 and UTF-32 by their byte order mark, or with a warning by where their NUL bytes stand; else UTF-8 (a mark stays as its
    character); bytes that are no UTF-8 are read as Windows-1252, with a warning. Raises InputError, reason `binary` or `encoding`,
    naming the first byte that does not fit.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{name}: {what} by its first bytes, not text; save it as text or give it its own extension", "binary")
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _decode_wide(data, codec, "marked", name), ()
    if b"\x00" in data:
        if codec := _unmarked(data):
            return _decode_wide(data, codec, "without a mark", name), (f"read as {codec}, which it looks like; it has no byte order mark",)
        raise InputError(f"{name}: byte {data.index(0)} is NUL, so this is no text; save it as UTF-8", "binary")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _decode_mixed(data, name, error.start)


def _unmarked(data: bytes) -> str:
    """The wide encoding whose characters of Western languages leave NULs where this has them, "" for none."""
    nul = [data[place::4].count(0) * 4 / len(data) for place in range(4)]
    for codec, wide in _NULS.items():
        if all(share >= _MOSTLY if empty else share <= _HARDLY for share, empty in zip(nul, wide, strict=True)):
            return codec
    return ""


def _decode_wide(data: bytes, codec: str, how: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: {codec} ({how}), but byte {error.start} does not fit; save it as UTF-8", "encoding") from error


def _decode_mixed(data: bytes, name: str, first: int) -> tuple[str, tuple[str, ...]]:
    text = data.decode("utf-8", "triplewire_cp1252")
    if text.count("\ufffd") * _TOLERATED > len(text) or len(_FOREIGN.findall(text)) * 4 > len(text):
        raise InputError(f"{name}: neither UTF-8 (first at byte {first}) nor Windows-1252; save it as UTF-8", "encoding")
    return text, (f"not UTF-8 from byte {first} on; such bytes read as Windows-1252",)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("triplewire_cp1252", _as_cp1252)


def check_text(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The text fit for reading, with warnings: lone surrogates become U+FFFD, offsets stay.

    Raises InputError: `empty` for nothing but white space, `binary` for NUL or many control characters, `line-too-long` for a
    line over 100,000 characters, `too-large`.
    """
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise InputError(f"{name}: empty; expected the text of a release", "empty")
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls * _TOLERATED > len(text):
        raise InputError(f"{name}: {controls} control characters in {len(text)}; this is no text", "binary")
    _check_lines(text, name)
    fixed, lone = _SURROGATE.subn("\ufffd", text)
    return fixed, ((f"{lone} lone surrogates replaced by U+FFFD",) if lone else ())


def _check_lines(text: str, name: str) -> None:
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise InputError(f"{name}: a line of {longest:,} characters; at most {MAX_LINE:,}; break it at its paragraphs", "line-too-long")
