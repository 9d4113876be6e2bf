"""Components side by side: the large one first, the small ones in rows below, so that no stray node squeezes the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from triplewire.draw.layout.boxes import Box

Point = tuple[float, float]
Frame = tuple[float, float, float, float]
WIDTH = 1300.0


def frame(places: Mapping[str, Point], boxes: Mapping[str, Box]) -> Frame:
    """Left, top, right, bottom of all boxes; zeros when there are none."""
    if not places:
        return (0.0, 0.0, 0.0, 0.0)
    return (
        min(x - boxes[i].half for i, (x, _) in places.items()),
        min(y - boxes[i].above for i, (_, y) in places.items()),
        max(x + boxes[i].half for i, (x, _) in places.items()),
        max(y + boxes[i].below for i, (_, y) in places.items()),
    )


def pack(parts: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box], gap: float = 40, width: float = WIDTH) -> dict[str, Point]:
    """All parts in one drawing, none touching another: parts by falling number of nodes, in rows as wide as the first part, at least
    `width`.
    """
    order = sorted(parts, key=lambda p: (-len(p), sorted(p)))
    out: dict[str, Point] = {}
    limit = x = y = depth = 0.0
    for part in order:
        left, top, right, bottom = frame(part, boxes)
        limit = limit or max(width, right - left)
        if x and x + right - left > limit:
            x, y, depth = 0.0, y + depth + gap, 0.0
        for i, (px, py) in part.items():
            out[i] = (float(round(px - left + x)), float(round(py - top + y)))
        x += right - left + gap
        depth = max(depth, bottom - top)
    return out
