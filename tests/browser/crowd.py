"""Made-up networks of a given size, drawn as an overview."""

from __future__ import annotations

import random

import pyoxigraph as ox

from triplewire.draw.model import Edge, Network, Node, Quote, Release, Statement, Status
from triplewire.draw.network import network_page
from triplewire.draw.reader import Reader

KINDS = ("compound", "indication", "target", "organization", "designation", "technology")
WORDS = ("relapsed", "refractory", "metastatic", "Therapeutics", "NVT-101", "carcinoma", "of", "the", "GLR3", "WWMM")
DAYS = ("2027-03-04", "2027-11-20")
RELEASE = Release("urn:release", "Norvane Therapeutics Reports Progress", DAYS[0], "Norvane")


def network(size: int, seed: int = 7) -> Network:
    """So many things, each linked to an earlier one, some to two; the second day tells of every fifth, and every seventh is expected."""
    dice = random.Random(seed)
    ids = [f"urn:n{n:05d}" for n in range(size)]
    nodes = tuple(Node(i, " ".join([*dice.choices(WORDS, k=dice.randint(1, 5)), str(n)]), KINDS[n % 6]) for n, i in enumerate(ids))
    pairs = {(ids[n], ids[dice.randrange(n)]) for n in range(1, size)} | {(ids[n], ids[dice.randrange(n)]) for n in range(2, size, 3)}
    at = {n.id: n for n in nodes}
    return Network(nodes, tuple(_edge(at[a], at[b], n) for n, (a, b) in enumerate(sorted(pairs))))


def _edge(a: Node, b: Node, number: int) -> Edge:
    words = (Quote(number, number + 9, f"{a.label} is linked to {b.label}"),)
    status: Status = "expected" if number % 7 == 0 else "stated"
    told = Statement(f"{a.id}-{b.id}", a.label, "linked to", b.label, status, date=DAYS[number % 5 == 0], release=RELEASE, quotes=words)
    return Edge(a.id, b.id, "linked to", (told,))


def star(leaves: int) -> Network:
    """A company with so many compounds, and nothing else."""
    hub = Node("urn:hub", "Norvane", "organization")
    nodes = [Node(f"urn:n{n:03d}", f"NVT-{n:03d}", "compound") for n in range(leaves)]
    return Network((hub, *nodes), tuple(_edge(n, hub, k) for k, n in enumerate(nodes)))


def crowd(size: int, seed: int = 7, limit: int = 60) -> str:
    """The page of a network of so many things."""
    return page(network(size, seed), limit)


def page(made: Network, limit: int = 60) -> str:
    """The page of a network."""
    return network_page(Reader(ox.Store()), "overview", made, limit=limit)
