"""One thing in the middle, what is said of it around it, and further out who else shares that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx

from triplewire.draw.layout.boxes import Box

Point = tuple[float, float]
STRETCH = 1.55
GAP = 22
STEP = 125


def ring(graph: nx.Graph[str], focus: str, sector: Mapping[str, int], hub: int, boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Places around `focus`: its neighbours on an ellipse in the order of `sector` (id -> sector number), except that what is linked to
    a neighbour in sector `hub` stands beside it; everything else on outer ellipses, near what it is linked to.
    """
    near = set(graph[focus]) - {focus}
    inner = sorted(near, key=lambda i: (*_kin(graph, i, near, sector, hub), sector[i], i))
    angles = _spread(inner, boxes)
    radius = max(235.0, sum(_room(boxes[i]) for i in inner) / (2 * math.pi))
    out = {focus: (0.0, 0.0)}
    out.update({i: _at(radius, angles[i]) for i in inner})
    rest = sorted(set(graph) - set(out), key=lambda i: (_toward(graph, i, angles), i))
    level = 1
    while rest:
        fit = max(1, int(math.pi * (radius + level * STEP) / max(_room(boxes[i]) for i in rest)))
        out.update(_arc(rest[:fit], graph, angles, radius + level * STEP, boxes))
        rest, level = rest[fit:], level + 1
    return out


def _kin(graph: nx.Graph[str], i: str, near: set[str], sector: Mapping[str, int], hub: int) -> tuple[int, str]:
    """What a member of the ring stands with: the first hub that it is linked to (a designation beside its indication), else itself."""
    if sector[i] == hub:
        return hub, i
    hubs = sorted(j for j in graph[i] if j in near and sector[j] == hub)
    return (hub, hubs[0]) if hubs else (sector[i], "")


def _room(box: Box) -> float:
    return max(box.width / STRETCH, box.height) + GAP


def _spread(ids: Sequence[str], boxes: Mapping[str, Box]) -> dict[str, float]:
    """Angles (radians, from the top, clockwise) in proportion to the room that each box needs."""
    need = [_room(boxes[i]) for i in ids]
    total, done, out = sum(need) or 1.0, 0.0, {}
    for i, room in zip(ids, need, strict=True):
        out[i] = 2 * math.pi * (done + room / 2) / total - math.pi / 2
        done += room
    return out


def _arc(
    ids: Sequence[str], graph: nx.Graph[str], angles: Mapping[str, float], radius: float, boxes: Mapping[str, Box]
) -> dict[str, Point]:
    """Boxes side by side on an arc, centred where their links point."""
    need = [_room(boxes[i]) / radius for i in ids]
    middle = _toward(graph, ids[len(ids) // 2], angles)
    at, out = middle - sum(need) / 2, {}
    for i, room in zip(ids, need, strict=True):
        out[i] = _at(radius, at + room / 2)
        at += room
    return out


def _at(radius: float, angle: float) -> Point:
    return (float(round(STRETCH * radius * math.cos(angle))), float(round(radius * math.sin(angle))))


def _toward(graph: nx.Graph[str], i: str, angles: Mapping[str, float]) -> float:
    known = [angles[j] for j in sorted(graph[i]) if j in angles]
    return math.atan2(sum(math.sin(a) for a in known), sum(math.cos(a) for a in known))
