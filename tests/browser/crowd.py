"""A made-up network of a given size, drawn as an overview."""

from __future__ import annotations

import random

import pyoxigraph as ox

from triplewire.draw.model import Edge, Network, Node, Statement
from triplewire.draw.network import network_page
from triplewire.draw.reader import Reader

KINDS = ("compound", "indication", "target", "organization", "designation", "technology")
WORDS = ("relapsed", "refractory", "metastatic", "Therapeutics", "NVT-101", "carcinoma", "of", "the", "GLR3", "WWMM")


def crowd(size: int, seed: int = 7) -> str:
    """The page of `size` things, each linked to an earlier one, some to two."""
    dice = random.Random(seed)
    ids = [f"urn:n{n:03d}" for n in range(size)]
    nodes = tuple(Node(i, " ".join([*dice.choices(WORDS, k=dice.randint(1, 5)), str(n)]), KINDS[n % 6]) for n, i in enumerate(ids))
    pairs = {(ids[n], ids[dice.randrange(n)]) for n in range(1, size)} | {(ids[n], ids[dice.randrange(n)]) for n in range(2, size, 3)}
    edges = tuple(Edge(a, b, "linked to", (Statement(f"{a}-{b}", a, "linked to", b),)) for a, b in sorted(pairs))
    return network_page(Reader(ox.Store()), "overview", Network(nodes, edges))
