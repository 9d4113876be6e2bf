"""Things with few links, gathered into one mark per hub and type that says how many they are."""

from __future__ import annotations

from collections.abc import Mapping

from triplewire.draw.model import Edge, Network, Node, Statement, neighbours

FEW = 2
"""So many of a kind are not gathered where there is room for their names."""


def gathered(network: Network, most: int, keep: str = "", few: int = FEW) -> tuple[Network, dict[str, tuple[str, ...]]]:
    """The network with its things of at most `most` links gathered where there are more than `few` of a kind on one hub, and by id of
    each mark the ids in it. `keep` is left as it is.
    """
    groups = {key: members for key, members in _groups(network, most, keep).items() if len(members) > few}
    marks = {f"{hub}#more-{kind}": tuple(members) for (hub, kind), members in sorted(groups.items())}
    into = {i: mark for mark, members in marks.items() for i in members}
    kinds = {f"{hub}#more-{kind}": kind for hub, kind in groups}
    nodes = [n for n in network.nodes if n.id not in into]
    nodes += [Node(mark, f"+{len(members)}", kinds[mark]) for mark, members in marks.items()]
    return Network(tuple(sorted(nodes)), _edges(network, into), network.untold), marks


def _groups(network: Network, most: int, keep: str) -> dict[tuple[str, str], list[str]]:
    """By hub and type the things with few links that hang on it: on the best linked of those that have more themselves."""
    degree, near = network.degree, neighbours(network.edges)
    labels = {n.id: n.label for n in network.nodes}
    out: dict[tuple[str, str], list[str]] = {}
    for n in network.nodes:
        links = near.get(n.id, set())
        hubs = [i for i in links if len(near[i]) > most or i == keep]
        if n.id != keep and hubs and len(links) <= most:
            hub = min(hubs, key=lambda i: (-degree[i], labels[i], i))
            out.setdefault((hub, n.type), []).append(n.id)
    return out


def _edges(network: Network, into: Mapping[str, str]) -> tuple[Edge, ...]:
    """The edges, those of gathered things at their marks; what runs inside a mark is left out."""
    found: dict[tuple[str, str, str], tuple[bool, dict[str, Statement]]] = {}
    for e in network.edges:
        source, target = into.get(e.source, e.source), into.get(e.target, e.target)
        source, target = (target, source) if e.both_ways and source > target else (source, target)
        if source != target:
            _, told = found.setdefault((source, target, e.relation), (e.both_ways, {}))
            told.update({s.id: s for s in e.statements})
    return tuple(Edge(*key, tuple(told.values()), both_ways) for key, (both_ways, told) in sorted(found.items(), key=lambda f: f[0]))
