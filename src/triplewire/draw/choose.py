"""What part of a network is drawn: all of it while it can be read, else the part that says most. Nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Iterable

from triplewire.draw.model import Edge, Network, Node

READABLE = 60
PIPELINE_COMPOUNDS = 60
FAINT = 14


def around(network: Network, focus: str) -> Network:
    """The compounds next to `focus` (or itself), with everything that these are linked to, and what designations and trials are for."""
    near = neighbours(network.edges)
    kinds = {n.id: n.type for n in network.nodes}
    keep = {focus} | {i for i in near.get(focus, ()) if kinds[i] == "compound"}
    return network.only(_reach(network, {i for i in keep if kinds.get(i) == "compound"} | {focus}))


def targeted(network: Network) -> Network:
    """The compounds that a target is known of, with what they are linked to."""
    kinds = {n.id: n.type for n in network.nodes}
    return network.only(_reach(network, (e.source for e in network.edges if kinds[e.target] == "target" and kinds[e.source] == "compound")))


def _reach(network: Network, compounds: Iterable[str]) -> set[str]:
    near = neighbours(network.edges)
    kinds = {n.id: n.type for n in network.nodes}
    keep = set(compounds)
    for i in sorted(keep):
        keep |= {j for j in near.get(i, ()) if kinds[j] != "compound"}
    for i in sorted(keep):
        if kinds.get(i) in ("designation", "trial"):
            keep |= {j for j in near[i] if kinds[j] == "indication"}
    return keep


def neighbours(edges: Iterable[Edge]) -> dict[str, set[str]]:
    """Node id -> ids of the nodes that it is linked to."""
    out: dict[str, set[str]] = {}
    for e in edges:
        out.setdefault(e.source, set()).add(e.target)
        out.setdefault(e.target, set()).add(e.source)
    return out


def best_compounds(network: Network, limit: int = PIPELINE_COMPOUNDS) -> tuple[Network, str]:
    """The network with the `limit` best linked compounds and a sentence that says so ("" when nothing is left out)."""
    compounds = [n for n in network.nodes if n.type == "compound"]
    if len(compounds) <= limit:
        return network, ""
    degree = network.degree
    kept = sorted(compounds, key=lambda n: (-degree[n.id], n.label, n.id))[:limit]
    told = f"The {limit} compounds with most links are drawn, of {len(compounds)}. Draw another with a focus, or find it on the home page."
    return network.only(_reach(network, (n.id for n in kept))), told


def readable(network: Network, limit: int = READABLE) -> tuple[Network, str]:
    """A network of at most `limit` nodes: leaves of one hub and type become one node that says how many they are; if that is not
    enough, the best linked nodes stay. With a sentence that says so.
    """
    if len(network.nodes) <= limit:
        return network, ""
    folded = _fold(network)
    if len(folded.nodes) <= limit:
        return folded, f"Things with a single link are gathered into one mark per hub; {len(network.nodes)} things in all."
    thin = _linked(folded, limit)
    return (
        thin,
        f"The {len(thin.nodes)} best linked things are drawn, of {len(network.nodes)}; the other views and the search show the rest.",
    )


def _linked(network: Network, limit: int) -> Network:
    """The best linked nodes that also have a link among themselves: as many as fit `limit`."""
    degree = network.degree
    order = [n.id for n in sorted(network.nodes, key=lambda n: (-degree[n.id], n.label, n.id))]
    best = Network()
    for count in range(limit, 4 * limit, 4):
        thin = network.only(order[:count])
        links = thin.degree
        thin = thin.only(i for i in order[:count] if links[i])
        if len(thin.nodes) > limit:
            break
        best = thin
    return best


def _fold(network: Network) -> Network:
    degree = network.degree
    near = neighbours(network.edges)
    kinds = {n.id: n for n in network.nodes}
    groups: dict[tuple[str, str], list[Node]] = {}
    for n in network.nodes:
        if degree[n.id] == 1:
            (hub,) = near[n.id]
            groups.setdefault((hub, n.type), []).append(n)
    gathered = {n.id: f"{hub}#more-{kind}" for (hub, kind), members in groups.items() if len(members) > 2 for n in members}
    nodes = {n.id: n for n in network.nodes if n.id not in gathered}
    for (hub, kind), members in sorted(groups.items()):
        if len(members) > 2:
            iri = f"{hub}#more-{kind}"
            nodes[iri] = Node(iri, f"+{len(members)}", kinds[members[0].id].type)
    joined: dict[tuple[str, str, str], Edge] = {}
    for e in network.edges:
        key = (gathered.get(e.source, e.source), gathered.get(e.target, e.target), e.relation)
        old = joined[key].statements if key in joined else ()
        joined[key] = Edge(*key, old + e.statements, e.both_ways)
    return Network(tuple(sorted(nodes.values())), tuple(joined[k] for k in sorted(joined)), network.untold)


def ego(network: Network, focus: str, limit: int = FAINT) -> tuple[Network, str]:
    """The neighbourhood of `focus`, with at most `limit` other compounds that share something, those that share most first."""
    near = neighbours(network.edges)
    kinds = {n.id: n.type for n in network.nodes}
    inner = {focus} | near.get(focus, set())
    inner |= {j for i in inner for j in near.get(i, ()) if kinds[j] != "compound"}
    others = sorted((n for n in network.nodes if n.id not in inner), key=lambda n: (-len(near.get(n.id, set()) & inner), n.label, n.id))
    kept = network.only(inner | {n.id for n in others[:limit]})
    return kept, "More compounds share something with it than are drawn." if len(others) > limit else ""
