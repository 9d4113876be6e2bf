"""Where the line of a link runs: straight, in columns curved from side to side, and bent where another link has the straight way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from triplewire.draw.model import Edge
from triplewire.draw.network.picture import Picture

Point = tuple[float, float]
BEND = 0.14


@dataclass(frozen=True, slots=True)
class Line:
    """The path of a line as SVG writes it, its end with the angle (radians) at which it arrives, and its middle."""

    path: str
    tip: Point
    angle: float
    middle: Point


def line(p: Picture, e: Edge, begin: float, end: float, before: int) -> Line:
    """The line of a link from the rim of one glyph to that of the other, whose radii are given; `before` links have the same ends."""
    (x1, y1), (x2, y2) = p.places[e.source], p.places[e.target]
    if before:
        # Two links may run opposite ways: both are bent to the left of their own direction, and so apart.
        middle = (x1 + x2) / 2 + (y2 - y1) * BEND * before, (y1 + y2) / 2 - (x2 - x1) * BEND * before
        return _quadratic((x1, y1), middle, (x2, y2), begin, end)
    if p.heads and x1 != x2:
        side = 1 if x2 > x1 else -1
        x1, x2 = x1 + side * begin, x2 - side * (end + 3)
        half = (x1 + x2) / 2
        path = f"M{x1:g} {y1:g}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"
        return Line(path, (x2, y2), 0.0 if side > 0 else math.pi, (half, (y1 + y2) / 2))
    angle = math.atan2(y2 - y1, x2 - x1)
    x1, y1 = x1 + begin * math.cos(angle), y1 + begin * math.sin(angle)
    x2, y2 = x2 - (end + 3) * math.cos(angle), y2 - (end + 3) * math.sin(angle)
    return Line(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", (round(x2, 1), round(y2, 1)), angle, ((x1 + x2) / 2, (y1 + y2) / 2))


def _quadratic(a: Point, via: Point, b: Point, begin: float, end: float) -> Line:
    out, back = math.atan2(via[1] - a[1], via[0] - a[0]), math.atan2(b[1] - via[1], b[0] - via[0])
    x1, y1 = a[0] + begin * math.cos(out), a[1] + begin * math.sin(out)
    x2, y2 = b[0] - (end + 3) * math.cos(back), b[1] - (end + 3) * math.sin(back)
    middle = (x1 + 2 * via[0] + x2) / 4, (y1 + 2 * via[1] + y2) / 4
    return Line(f"M{x1:.1f} {y1:.1f}Q{via[0]:.1f} {via[1]:.1f} {x2:.1f} {y2:.1f}", (round(x2, 1), round(y2, 1)), back, middle)
