"""How much room a node takes: glyph and label together, in the units of the drawing (pixels at scale 1)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Widths in em, a little wider than the widest of the common interface fonts, so that a box never turns out too small.
NARROW = frozenset("iIjlt.,:;'|!()[]fr-· ")
WIDE = frozenset("mwMW@%—")
LINE = 1.2


@dataclass(frozen=True, slots=True)
class Box:
    """The room around a node's centre: to the left and right, above, and below (where the label is)."""

    half: float
    above: float
    below: float

    @property
    def width(self) -> float:
        """The whole width."""
        return 2 * self.half

    @property
    def height(self) -> float:
        """The whole height."""
        return self.above + self.below


def text_width(text: str, size: float) -> float:
    """The width of one line of text in a sans-serif face of `size`, estimated from above."""
    return size * sum(_em(c) for c in text)


def _em(c: str) -> float:
    if unicodedata.east_asian_width(c) in "WF":
        return 1.05
    if c in NARROW:
        return 0.42
    if c in WIDE:
        return 1.0
    return 0.74 if c.isupper() else 0.65


def wrap(label: str, limit: int = 20, lines: int = 3) -> str:
    """The label broken at spaces into lines of about `limit` characters, at most `lines`; what does not fit ends in an ellipsis."""
    out = [""]
    for word in label.split():
        if out[-1] and len(out[-1]) + 1 + len(word) > limit:
            out.append(word)
        else:
            out[-1] = f"{out[-1]} {word}".strip()
    cut = [_clip(line, limit + 6) for line in out[:lines]]
    if len(out) > lines:
        cut[-1] = _clip(cut[-1] + " …", limit + 6)
    return "\n".join(cut)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip(" …") + "…"


def label_box(label: str, size: float, font: float, halo: float = 4) -> Box:
    """The box of a node whose glyph has radius `size` and whose (already broken) label stands below it."""
    lines = label.split("\n")
    width = max(text_width(line, font) for line in lines) + 2 * halo
    return Box(half=max(width / 2, size + 3), above=size + 3, below=size + 8 + halo + len(lines) * font * LINE)
