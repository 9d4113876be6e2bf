"""Columns from left to right: who makes what, against which target, for which disease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx

from triplewire.draw.layout.boxes import Box

Point = tuple[float, float]
SWEEPS = 12


def columns(
    graph: nx.Graph[str], column: Mapping[str, int], boxes: Mapping[str, Box], across: float = 90, padding: float = 14
) -> dict[str, Point]:
    """Places with every node in its column (`column`: id -> 0 for the leftmost).

    Components stand below one another, the largest on top. The order inside a column follows the average place of the neighbours
    (barycentre sweeps), and the height stays as near to it as boxes without overlap allow. Empty columns take no room. `across` is
    the free space between the boxes of two columns.
    """
    members: dict[int, list[str]] = {}
    for i in sorted(graph):
        members.setdefault(column[i], []).append(i)
    y: dict[str, float] = {}
    for part in sorted(nx.connected_components(graph), key=lambda ids: (-len(ids), min(ids))):
        y |= _below(
            y, _heights(graph, {c: [i for i in ids if i in part] for c, ids in members.items()}, boxes, padding), boxes, 2 * padding
        )
    out: dict[str, Point] = {}
    x = 0.0
    for c in sorted(members):
        half = max(boxes[i].half for i in members[c])
        x += half
        out.update({i: (float(round(x)), float(round(y[i]))) for i in members[c]})
        x += half + across
    return out


def _below(above: Mapping[str, float], part: Mapping[str, float], boxes: Mapping[str, Box], gap: float) -> dict[str, float]:
    """The heights of `part` moved down to where those `above` end."""
    bottom = max((y + boxes[i].below for i, y in above.items()), default=0.0)
    top = min(y - boxes[i].above for i, y in part.items())
    return {i: y - top + bottom + gap for i, y in part.items()}


def _heights(graph: nx.Graph[str], members: Mapping[int, list[str]], boxes: Mapping[str, Box], padding: float) -> dict[str, float]:
    y: dict[str, float] = {}
    for ids in members.values():
        y.update(_stack(sorted(ids, key=lambda i: (-graph.degree(i), i)), dict.fromkeys(ids, 0.0), boxes, padding))
    for sweep in range(SWEEPS):
        for c in sorted(members, reverse=bool(sweep % 2)):
            wish = {i: _mean([y[n] for n in graph[i]], y[i]) for i in members[c]}
            order = sorted(members[c], key=lambda i: (round(wish[i], 3), i))
            y.update(_stack(order, wish, boxes, padding))
    return y


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _stack(order: Sequence[str], wish: Mapping[str, float], boxes: Mapping[str, Box], padding: float) -> dict[str, float]:
    """Heights in the given order, as near to the wishes as possible without overlap: pool adjacent violators (Barlow et al. 1972)."""
    offset, offsets = 0.0, []
    for n, i in enumerate(order):
        offset += (boxes[order[n - 1]].below + padding + 2 + boxes[i].above) if n else 0.0
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for i, o in zip(order, offsets, strict=True):
        pools.append((wish[i] - o, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, m), (a, n) = pools.pop(), pools.pop()
            pools.append(((a * n + b * m) / (n + m), n + m))
    flat = [value for value, count in pools for _ in range(count)]
    return {i: v + o for i, v, o in zip(order, flat, offsets, strict=True)}
