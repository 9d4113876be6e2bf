"""Thousands of small boxes pulled apart: neighbours are found on a grid, and what does not settle is drawn larger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from triplewire.draw.layout.boxes import Box
from triplewire.draw.layout.push import overlaps, separate

Point = tuple[float, float]
ROUNDS = 24
GROWN = 1.3
BESIDE = ((1, -1), (1, 0), (1, 1), (0, 1))


def spread(places: Mapping[str, Point], boxes: Mapping[str, Box], padding: float = 4) -> dict[str, Point]:
    """The places, rounded to whole units, so that no two boxes overlap: moved a little, and all of them farther from one another where
    that is not enough.
    """
    ids = sorted(places)
    at = [[float(places[i][0]), float(places[i][1])] for i in ids]
    room = [boxes[i] for i in ids]
    cell = max((max(box.width, box.height) for box in room), default=1.0) + padding
    while True:
        if _settle(at, room, padding + 1, cell):
            out = {i: (float(round(x)), float(round(y))) for i, (x, y) in zip(ids, at, strict=True)}
            if not overlaps(out, boxes):
                return out
        at = [[x * GROWN, y * GROWN] for x, y in at]


def _settle(at: list[list[float]], room: Sequence[Box], padding: float, cell: float) -> bool:
    """Separates what is too near, round by round, and tells whether it came to rest; it gives up early where there is no room."""
    for turn in range(ROUNDS):
        moved = sum(separate(at[a], at[b], room[a], room[b], padding) for a, b in _pairs(at, cell))
        if not moved:
            return True
        if moved > len(at) * (2 if turn < 2 else 1):
            return False
    return False


def _pairs(at: Sequence[Sequence[float]], cell: float) -> Iterator[tuple[int, int]]:
    """The pairs that may be near one another, each once: those of one cell and of cells side by side."""
    cells: dict[tuple[int, int], list[int]] = {}
    for n, (x, y) in enumerate(at):
        cells.setdefault((int(x // cell), int(y // cell)), []).append(n)
    for (cx, cy), members in cells.items():
        beside = [n for dx, dy in BESIDE for n in cells.get((cx + dx, cy + dy), ())]
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                yield a, b
            for b in beside:
                yield a, b
