"""The shortest ways between two things over the claims of a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice, pairwise

import networkx as nx

from triplewire.draw.model import STATUSES, Edge, Entity, Network
from triplewire.draw.named import named
from triplewire.draw.names import SEARCHED, Row
from triplewire.draw.reader import Reader
from triplewire.errors import NotFoundError
from triplewire.terms import terms

MOST_WAYS = 3
# A step costs more than all that can be said of the claim behind it, an inference more than all promises of a way, and a promise more
# than all places of its things; the script of the page counts with the same numbers, exactly.
STEP, INFERRED, EXPECTED = 10**13, 10**10, 10**7
COST = {"stated": 0, "expected": EXPECTED, "inferred": INFERRED}


class Ways:
    """Ways over the claims of a graph. Of ways with as many steps, those with fewer inferences, then with fewer promises, come first, then
    those over things with fewer links: what is shared by few says more.
    """

    def __init__(self, reader: Reader) -> None:
        self.rows = [r for r in reader.links("path") if r["status"] != "denied" and r["source"] != r["target"]]
        self.names = reader.names

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """Things and links, each link with its `cost`."""
        best: dict[tuple[str, str], int] = {}
        for r in self.rows:
            pair = (min(r["source"], r["target"]), max(r["source"], r["target"]))
            best[pair] = min(best.get(pair, INFERRED), COST[r["status"]])
        out: nx.Graph[str] = nx.Graph()
        out.add_nodes_from(sorted({i for pair in best for i in pair}))
        out.add_edges_from(sorted(best))
        place = {i: n for n, i in enumerate(sorted(out, key=lambda i: (out.degree(i), self.names.label(i), i)))}
        for a, b in out.edges:
            out.edges[a, b]["cost"] = STEP + best[min(a, b), max(a, b)] + place[a] + place[b]
        nx.set_node_attributes(out, place, "place")
        return out

    def between(self, start: str, end: str) -> list[list[str]]:
        """Up to three ways as ids of things from `start` to `end`, no thing twice on one; none when nothing leads there."""
        if start not in self.graph or end not in self.graph:
            return []
        try:
            return list(islice(nx.shortest_simple_paths(self.graph, start, end, weight="cost"), MOST_WAYS))
        except nx.NetworkXNoPath:
            return []

    def best(self, most: int, keep: Iterable[str]) -> set[str]:
        """At most so many ids of things, the best linked, and those of `keep`."""
        order = sorted(self.graph, key=lambda i: (-self.graph.degree(i), self.names.label(i), i))
        return {*order[:most], *keep}

    def among(self, ids: set[str]) -> list[Row]:
        """The rows that link two of some things."""
        return [r for r in self.rows if r["source"] in ids and r["target"] in ids]

    @cached_property
    def things(self) -> list[Entity]:
        """What can be named as an end of a way: what can be looked up, and what is only the aim of a trial or a trial itself."""
        names, known = self.names, {e.id for e in self.names.entities}
        more = [i for i in self.graph if i not in known and names.types[i] in (*SEARCHED, "trial")]
        return [*names.entities, *(Entity(i, names.label(i), names.types[i], names.aliases.get(i, ())) for i in more)]

    def ends(self, start: str, end: str) -> tuple[str, str]:
        """The IRIs of the things meant by two names. Raises NotFoundError, also where a name is missing or both mean one thing."""
        if not start or not end:
            raise NotFoundError("a path needs two things: name one in From and another in To")
        a, b = (named(self.things, name) for name in (start, end))
        if a.id == b.id:
            raise NotFoundError(f"both names mean {a.label}: a path needs two different things")
        return a.id, b.id

    def pair(self) -> tuple[str, str] | None:
        """Two well linked things with something between them: the best linked compound, and the best linked thing that is three steps
        away, else two, else one. None when no two are linked.
        """
        known = [e for e in self.names.entities if e.id in self.graph]
        order = sorted(known, key=lambda e: (e.type != "compound", -self.graph.degree(e.id), e.label, e.id))
        if not order:
            return None
        first = order[0].id
        far = nx.single_source_shortest_path_length(self.graph, first, cutoff=MOST_WAYS)
        there = [e for e in known if far.get(e.id, 0) > 0]
        second = max(there, key=lambda e: (far[e.id], self.graph.degree(e.id), e.id), default=None)
        return (first, second.id) if second else None


@cache
def backwards() -> Mapping[str, str]:
    """By name of a relation what it is called from its other end, where the ontology has a name for that."""
    labels = {t.name: t.label for t in terms()}
    return {t.label: labels[t.inverse] for t in terms() if t.inverse in labels}


def step(network: Network, a: str, b: str) -> Edge:
    """The link from one thing to the next that says most: the surest, then the first by name."""
    found = (e for e in network.edges if {e.source, e.target} == {a, b})
    return min(found, key=lambda e: (STATUSES.index(e.status), e.relation, e.source))


def told(network: Network, way: Sequence[str], other: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The steps of a way in words: the link, its status, and the id of the thing that it leads to. A link that is told from its other
    end has the name that `other` has for that, else an arrow that points back.
    """
    out: list[tuple[str, str, str]] = []
    for a, b in pairwise(way):
        e = step(network, a, b)
        if e.both_ways:
            words = f"–{e.relation}–"
        elif e.source == a:
            words = f"–{e.relation}→"
        else:
            words = f"–{other[e.relation]}→" if e.relation in other else f"←{e.relation}–"
        out.append((words, e.status, b))
    return out
