"""Boxes that overlap are pushed apart: afterwards none do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from triplewire.draw.layout.boxes import Box

Point = tuple[float, float]
ROUNDS = 400


def push_apart(places: Mapping[str, Point], boxes: Mapping[str, Box], padding: float = 14) -> dict[str, Point]:
    """The places moved as little as a simple relaxation finds, so that no two boxes come nearer than `padding`.

    Coordinates are rounded to whole units. Pairs are treated in the order of their ids, so the result does not depend on the
    order of the mapping. When relaxation does not settle, boxes are laid out in rows: the promise holds for every input.
    """
    ids = sorted(places)
    at = {i: [float(places[i][0]), float(places[i][1])] for i in ids}
    for _ in range(ROUNDS):
        if not _relax(ids, at, boxes, padding + 1):
            break
    out = {i: (float(round(at[i][0])), float(round(at[i][1]))) for i in ids}
    return out if not overlaps(out, boxes, padding - 1) else _rows(ids, at, boxes, padding)


def _relax(ids: Sequence[str], at: dict[str, list[float]], boxes: Mapping[str, Box], padding: float) -> bool:
    moved = False
    order = sorted(ids, key=lambda i: (at[i][0] - boxes[i].half, i))
    for n, a in enumerate(order):
        for b in order[n + 1 :]:
            if at[b][0] - boxes[b].half > at[a][0] + boxes[a].half + padding:
                break
            moved |= separate(at[a], at[b], boxes[a], boxes[b], padding)
    return moved


def separate(p: list[float], q: list[float], a: Box, b: Box, padding: float) -> bool:
    """Moves two centres apart, each by half of what is missing, and tells whether anything was."""
    dx = a.half + b.half + padding - abs(q[0] - p[0])
    down = q[1] + (b.below - b.above) / 2 >= p[1] + (a.below - a.above) / 2
    dy = (a.below + padding + b.above - (q[1] - p[1])) if down else (b.below + padding + a.above - (p[1] - q[1]))
    if dx <= 0.5 or dy <= 0.5:
        return False
    axis, gap, sign = (0, dx, 1 if q[0] >= p[0] else -1) if dx < dy else (1, dy, 1 if down else -1)
    p[axis] -= sign * gap / 2
    q[axis] += sign * gap / 2
    return True


def overlaps(places: Mapping[str, Point], boxes: Mapping[str, Box], padding: float = 0) -> list[tuple[str, str]]:
    """The pairs of ids whose boxes come nearer than `padding`, sorted."""
    order = sorted(places, key=lambda i: (places[i][0] - boxes[i].half, i))
    lefts = [places[i][0] - boxes[i].half for i in order]
    found = []
    for n, a in enumerate(order):
        end = bisect_left(lefts, places[a][0] + boxes[a].half + padding, lo=n)
        found += [(min(a, b), max(a, b)) for b in order[n + 1 : end] if _near(places[a], places[b], boxes[a], boxes[b], padding)]
    return sorted(found)


def _near(p: Point, q: Point, a: Box, b: Box, padding: float) -> bool:
    beside = abs(q[0] - p[0]) >= a.half + b.half + padding
    under = q[1] - b.above >= p[1] + a.below + padding
    over = p[1] - a.above >= q[1] + b.below + padding
    return not (beside or under or over)


def _rows(ids: Sequence[str], at: Mapping[str, Sequence[float]], boxes: Mapping[str, Box], padding: float) -> dict[str, Point]:
    """Rows of boxes, filled in reading order of the places: the last resort."""
    order = sorted(ids, key=lambda i: (at[i][1], at[i][0], i))
    limit = max(1200.0, 1.4 * sum(boxes[i].width * boxes[i].height for i in ids) ** 0.5)
    out: dict[str, Point] = {}
    x = y = depth = 0.0
    for i in order:
        box = boxes[i]
        if x and x + box.width > limit:
            x, y, depth = 0.0, y + depth + padding, 0.0
        out[i] = (float(round(x + box.half)), float(round(y + box.above)))
        x += box.width + padding + 1
        depth = max(depth, box.height + 1)
    return out
