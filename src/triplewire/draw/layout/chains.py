"""Chains from left to right: the first in the middle, the others above and below, what they share where the first has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triplewire.draw.layout.boxes import Box

Point = tuple[float, float]
ROWS = (0, -1, 1)
BETWEEN, APART = 100.0, 34.0


def chains(ways: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Places of the things on up to three ways, which begin and end alike; between two of a row is room for the name of a link."""
    ids = sorted({i for way in ways for i in way})
    step = max((boxes[i].width for i in ids), default=0.0) + BETWEEN
    height = max((boxes[i].height for i in ids), default=0.0) + APART
    length = max((len(way) - 1 for way in ways), default=0) * step
    out: dict[str, Point] = {}
    for row, way in zip(ROWS, ways, strict=False):
        for n, i in enumerate(way):
            out.setdefault(i, (float(round(length * n / max(1, len(way) - 1))), float(round(row * height))))
    return out
