"""A force layout for thousands of nodes, one connected component at a time: by igraph where it is installed (`pip install
'triplewire[fast-layout]'`), else written out here over networkx, whose own layouts need a numerics library. Either gives the same places
each time.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

import networkx as nx

Point = tuple[float, float]
MOST_ROUNDS, FEWEST_ROUNDS, MOVES = 30, 12, 30_000
NITER = 120
SEED = 7


def sparse(graph: nx.Graph[str], length: float = 100, *, fast: bool | None = None) -> dict[str, Point]:
    """Places for one connected component; `length` is about that of an edge. `fast`: with igraph or without, None for what is there."""
    start = fan(graph, length)
    fast = find_spec("igraph") is not None if fast is None else fast
    return _igraph(graph, start, length) if fast else _relaxed(graph, start, length)


def fan(graph: nx.Graph[str], length: float) -> dict[str, Point]:
    """Places of a tree around the best linked node: each branch has a slice of the circle for as many leaves as it has. The circle has
    room for all.
    """
    root = max(sorted(graph), key=lambda i: (graph.degree(i), i))
    children: dict[str, list[str]] = {i: [] for i in graph}
    order = [root]
    for parent, child in nx.bfs_edges(graph, root, sort_neighbors=sorted):
        children[parent].append(child)
        order.append(child)
    leaves: dict[str, int] = {}
    for i in reversed(order):
        leaves[i] = sum(leaves[c] for c in children[i]) or 1
    depth: dict[str, int] = nx.single_source_shortest_path_length(graph, root)
    step = length * max(1.0, math.sqrt(len(graph) / math.pi) / max(1, *depth.values()))
    slices = {root: (0.0, 2 * math.pi, 0.0)}
    for i in order:
        begin, width, radius = slices[i]
        for c in children[i]:
            share = width * leaves[c] / leaves[i]
            slices[c] = (begin, share, radius + step)
            begin += share
    return {i: (r * math.cos(a + w / 2), r * math.sin(a + w / 2)) for i, (a, w, r) in slices.items()}


def _igraph(graph: nx.Graph[str], start: Mapping[str, Point], length: float) -> dict[str, Point]:
    import igraph

    ids = sorted(graph)
    number = {i: n for n, i in enumerate(ids)}
    made = igraph.Graph(len(ids), sorted(sorted((number[a], number[b])) for a, b in graph.edges))
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - the same each time is what is wanted
    try:
        found = made.layout_fruchterman_reingold(seed=[[v / length for v in start[i]] for i in ids], niter=NITER, grid=True)
    finally:
        igraph.set_random_number_generator(random)
    return {i: (x * length, y * length) for i, (x, y) in zip(ids, found.coords, strict=True)}


def _relaxed(graph: nx.Graph[str], start: Mapping[str, Point], length: float) -> dict[str, Point]:
    """Fruchterman and Reingold (1991) with their grid: nodes push those in the cells around them away, edges pull."""
    ids = sorted(graph)
    number = {i: n for n, i in enumerate(ids)}
    pairs = sorted((min(a, b), max(a, b)) for a, b in ((number[a], number[b]) for a, b in graph.edges) if a != b)
    xs, ys = [start[i][0] for i in ids], [start[i][1] for i in ids]
    rounds = max(FEWEST_ROUNDS, min(MOST_ROUNDS, MOVES // len(ids)))
    for turn in range(rounds):
        fx, fy = _pushes(xs, ys, length)
        _pulls(pairs, xs, ys, fx, fy, length)
        heat = 2 * length * (1 - turn / rounds) ** 2
        for n in range(len(ids)):
            size = math.sqrt(fx[n] * fx[n] + fy[n] * fy[n])
            step = min(1.0, heat / size) if size else 0.0
            xs[n] += fx[n] * step
            ys[n] += fy[n] * step
    return dict(zip(ids, zip(xs, ys, strict=True), strict=True))


def _pushes(xs: Sequence[float], ys: Sequence[float], length: float) -> tuple[list[float], list[float]]:
    """The force on each node that those within two lengths push it with."""
    fx, fy = [0.0] * len(xs), [0.0] * len(xs)
    cells: dict[tuple[int, int], list[int]] = {}
    for n, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells.setdefault((int(x // (2 * length)), int(y // (2 * length))), []).append(n)
    strength = length * length
    for (cx, cy), members in cells.items():
        # Each pair of cells once: what one pushes with, the other is pushed with.
        beside = [n for cell in ((cx + 1, cy - 1), (cx + 1, cy), (cx + 1, cy + 1), (cx, cy + 1)) for n in cells.get(cell, ())]
        for at, n in enumerate(members):
            x, y = xs[n], ys[n]
            for others in (members[at + 1 :], beside):
                for m in others:
                    # Two in one spot are told apart by their numbers.
                    dx, dy = x - xs[m] or (n - m) * 1e-3, y - ys[m] or (m - n) * 1e-3
                    far = dx * dx + dy * dy
                    if far < 4 * strength:
                        push = strength / far
                        fx[n] += dx * push
                        fy[n] += dy * push
                        fx[m] -= dx * push
                        fy[m] -= dy * push
    return fx, fy


def _pulls(
    pairs: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float], fx: list[float], fy: list[float], length: float
) -> None:
    for a, b in pairs:
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        pull = math.sqrt(dx * dx + dy * dy) / length
        fx[a] -= dx * pull
        fy[a] -= dy * pull
        fx[b] += dx * pull
        fy[b] += dy * pull
