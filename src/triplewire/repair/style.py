"""Typography: no-break spaces, curly quotes, invisible characters, mojibake, carriage returns. No damage, so no provenance."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from triplewire.lexicon.mojibake import LEADS, MOJIBAKE, unmangled
from triplewire.model import Edit, Span
from triplewire.repair.tables import table


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
    return re.compile(rf"\r\n?|[\ud800-\udfff]|{MOJIBAKE.pattern}|[{re.escape(single)}]+")


@cache
def _first() -> re.Pattern[str]:
    """The characters with which anything that is normalised begins."""
    single = "".join(sorted(set(_replacements()) - {"\r"}))
    return re.compile(rf"[\r\ud800-\udfff{LEADS}{re.escape(single)}]")


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
    return MOJIBAKE.sub(lambda m: unmangled(m.group()), text).translate(drop)


def _new(old: str) -> str:
    if old[0] == "\r":
        return "\n"
    if "\ud800" <= old[0] <= "\udfff":
        return "\ufffd"
    if MOJIBAKE.fullmatch(old):
        old = unmangled(old)
    swap = _replacements()
    return "".join(swap.get(c, c) for c in old)
