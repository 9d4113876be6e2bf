"""Typography: no-break spaces, curly quotes, invisible characters, mojibake, carriage returns. No damage, so no provenance."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from triplewire.model import Edit, Span
from triplewire.repair.tables import table

# UTF-8 read as Windows-1252: a lead byte and the characters that its continuation bytes became. Only the leads of Latin letters
# and Greek, and of general punctuation: other pairs occur in honest text.
_TAIL = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0081\u008d\u008f\u0090\u009d\u00a0-\u00bf"
_UNIT = rf"[ÂÃÎÏ][{_TAIL}]|[ÄÅ][{_TAIL.replace(chr(0xA0), chr(0xA1))}]|[âï][{_TAIL}]{{2}}|â€(?=[\s.,;:)])"
_MOJIBAKE = re.compile(rf"(?:{_UNIT})+")
_UNDEFINED = {"\u0081": b"\x81", "\u008d": b"\x8d", "\u008f": b"\x8f", "\u0090": b"\x90", "\u009d": b"\x9d"}


@cache
def _replacements() -> dict[str, str]:
    style = table()["style"]
    out = {chr(int(code, 16)): new for code, new in style["replace"].items()}
    out.update(dict.fromkeys(_characters(style["space"]), " "))
    out.update(dict.fromkeys(_characters(style["drop"]), ""))
    out.update({wide: unicodedata.normalize("NFKC", wide) for wide in _characters(style["wide"])})
    return {**out, "\r": "\n"}


def _characters(ranges: list[str]) -> list[str]:
    bounds = [r.split("-") for r in ranges]
    return [chr(c) for b in bounds for c in range(int(b[0], 16), int(b[-1], 16) + 1)]


@cache
def _pattern() -> re.Pattern[str]:
    single = "".join(sorted(set(_replacements()) - {"\r"}))
    return re.compile(rf"\r\n?|[\ud800-\udfff]|{_MOJIBAKE.pattern}|[{re.escape(single)}]+")


@cache
def _first() -> re.Pattern[str]:
    """The characters with which anything that is normalised begins."""
    return re.compile(rf"[\r\ud800-\udfffÂÃÄÅÎÏâï{re.escape(''.join(sorted(set(_replacements()) - {chr(13)})))}]")


def style_edits(text: str, start: int, end: int) -> list[Edit]:
    """The edits that normalise typography between two offsets, sorted; a run of like characters is one edit.

    The en dash, the em dash and the marks ® and ™ stay. A carriage return before a line feed goes, a lone one becomes a line feed.
    """
    edits, at, pattern = [], start, _pattern()
    for place in _first().finditer(text, start, end):
        match = pattern.match(text, place.start(), end) if place.start() >= at else None
        if not match:
            continue
        old, at = match.group(), match.end()
        new = _new(old)
        if new == " " and old[0] in "ÂÃ" and text[match.end() : match.end() + 1] == " ":
            new = ""
        if new != old:
            edits.append(Edit(Span(*match.span()), old, new, "typography", 1.0, "style"))
    return edits


def legible(text: str) -> str:
    """A short text without mojibake and invisible characters; its quotes and dashes stay as they are."""
    drop = dict.fromkeys(map(ord, _characters(table()["style"]["drop"])))
    return _MOJIBAKE.sub(lambda m: _unmangle(m.group()), text).translate(drop)


def _new(old: str) -> str:
    if old[0] == "\r":
        return "\n"
    if "\ud800" <= old[0] <= "\udfff":
        return "\ufffd"
    if _MOJIBAKE.fullmatch(old):
        old = _unmangle(old)
    swap = _replacements()
    return "".join(swap.get(c, c) for c in old)


def _unmangle(old: str) -> str:
    """The characters behind mojibake, also when it was made twice or three times over."""
    for _ in range(3):
        if old.endswith("â€"):
            old = old[:-2] + "”"
        if not _MOJIBAKE.search(old):
            break
        old = _MOJIBAKE.sub(_decoded, old)
    return old


def _decoded(match: re.Match[str]) -> str:
    try:
        return b"".join(_UNDEFINED.get(c) or c.encode("cp1252") for c in match.group()).decode("utf-8")
    except UnicodeError:
        return match.group()
