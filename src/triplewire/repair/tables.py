"""The tables of `data/repairs/ocr.toml`, turned once into what the rules look up."""

from __future__ import annotations

from functools import cache
from typing import Any

from triplewire import resources


@cache
def table() -> dict[str, Any]:
    """The whole file, parsed."""
    return resources.toml("data", "repairs", "ocr.toml")


@cache
def digit_of() -> dict[str, str]:
    """Each look-alike glyph and digit -> the digit of its class."""
    return {glyph: group[0] for group in table()["classes"] for glyph in group}


@cache
def skeleton_map() -> dict[int, str]:
    """For `str.translate`: every glyph to the digit it looks like."""
    return {ord(glyph): digit for glyph, digit in digit_of().items()}


@cache
def doubles() -> dict[str, str]:
    """A stray letter -> the digits beside which scanning adds it."""
    found: dict[str, str] = table()["doubles"]
    return found


@cache
def prefixes() -> tuple[str, ...]:
    """The sponsors' code prefixes, longest first."""
    return tuple(sorted({p["prefix"] for p in table()["codes"]["prefixes"]}, key=lambda p: (-len(p), p)))


@cache
def known() -> frozenset[str]:
    """Names that are no damage, in capitals."""
    return frozenset(n.upper() for n in table()["codes"]["known"])


@cache
def readings() -> dict[str, str]:
    """A glyph that stands oddly in a word -> the glyphs that may be meant."""
    found: dict[str, str] = table()["words"]["readings"]
    return found


@cache
def likes() -> dict[str, str]:
    """A glyph that scanning adds to a word -> the glyphs beside which it does."""
    found: dict[str, str] = table()["words"]["likes"]
    return found
