"""A force layout by stress majorization (Gansner, Koren and North 2004): distances on the page follow distances in the graph.

Written out in plain floats rather than taken from a numerics library: the same bytes on every machine, and 60 nodes need 0.2 s.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx

Point = tuple[float, float]
ROUNDS = 80


def force(graph: nx.Graph[str], length: float = 150) -> dict[str, Point]:
    """Places for one connected component of some ten nodes; `length` is the wanted length of an edge. See `sparse` for more."""
    ids = sorted(graph)
    if len(ids) == 1:
        return {ids[0]: (0.0, 0.0)}
    start = _rings(graph, ids, length)
    far = {a: dict(d) for a, d in nx.all_pairs_shortest_path_length(graph)}
    at = {i: [x * 1.3, y] for i, (x, y) in start.items()}
    for _ in range(ROUNDS):
        for i in ids:
            at[i] = _better(i, ids, at, far[i], length)
    return {i: (p[0], p[1]) for i, p in at.items()}


def flatten(places: Mapping[str, Point], width: float, height: float) -> dict[str, Point]:
    """The places turned so that they stretch from left to right, and pressed into a frame of `width` by `height` if they exceed it."""
    if len(places) < 2:
        return dict(places)
    mx = sum(x for x, _ in places.values()) / len(places)
    my = sum(y for _, y in places.values()) / len(places)
    around = {i: (x - mx, y - my) for i, (x, y) in places.items()}
    xx, yy = sum(x * x for x, _ in around.values()), sum(y * y for _, y in around.values())
    xy = sum(x * y for x, y in around.values())
    angle = math.atan2(2 * xy, xx - yy) / 2
    c, s = math.cos(angle), math.sin(angle)
    turned = {i: (x * c + y * s, y * c - x * s) for i, (x, y) in around.items()}
    wide = 2 * max(abs(x) for x, _ in turned.values()) or 1.0
    tall = 2 * max(abs(y) for _, y in turned.values()) or 1.0
    return {i: (x * min(1.0, width / wide), y * min(1.0, height / tall)) for i, (x, y) in turned.items()}


def _better(i: str, ids: Sequence[str], at: Mapping[str, Sequence[float]], far: Mapping[str, int], length: float) -> list[float]:
    x = y = total = 0.0
    px, py = at[i]
    for j in ids:
        if j == i:
            continue
        hops = far[j]
        want = length * hops
        weight = 1.0 / (hops * hops)
        qx, qy = at[j]
        dx, dy = px - qx, py - qy
        scale = want / (math.sqrt(dx * dx + dy * dy) or 1.0)
        x += weight * (qx + dx * scale)
        y += weight * (qy + dy * scale)
        total += weight
    return [x / total, y / total]


def _rings(graph: nx.Graph[str], ids: Sequence[str], length: float) -> dict[str, Point]:
    """Breadth-first rings around the best connected node; children stay near the angle of the parent."""
    root = max(ids, key=lambda i: (graph.degree(i), i))
    order = list(nx.bfs_tree(graph, root, sort_neighbors=sorted))
    depth = nx.single_source_shortest_path_length(graph, root)
    levels: dict[int, list[str]] = {}
    for i in order:
        levels.setdefault(depth[i], []).append(i)
    out: dict[str, Point] = {}
    for level, members in sorted(levels.items()):
        radius = max(level * length, len(members) * length / (2 * math.pi)) if level else 0.0
        for n, i in enumerate(members):
            angle = 2 * math.pi * (n + 0.5 * (level % 2)) / len(members)
            out[i] = (radius * math.cos(angle), radius * math.sin(angle))
    return out
