"""What part of a network is drawn: all of it while it can be read, else the part that says most. Nothing is left out in silence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from triplewire.draw.gather import FEW, gathered
from triplewire.draw.model import Network, neighbours

READABLE = 60
"""So many things are drawn with all their labels when nobody asks for more."""
MOST = 5000
"""More things than that are never drawn in one picture."""
PIPELINE_COMPOUNDS = 60
FAINT = 14
# Things with so many links are gathered, step by step, in a picture of hundreds.
GATHERED = (1, 2, 3, 5, 8)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is drawn, a sentence about what is not ("" when nothing is left out), and by id of each mark the things gathered in it."""

    network: Network
    notice: str = ""
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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


def best_compounds(network: Network, limit: int = PIPELINE_COMPOUNDS) -> Choice:
    """The network with the `limit` best linked compounds, fewer where that would be more than 5,000 things."""
    compounds = [n for n in network.nodes if n.type == "compound"]
    if len(compounds) <= limit and len(network.nodes) <= MOST:
        return Choice(network)
    degree = network.degree
    order = [n.id for n in sorted(compounds, key=lambda n: (-degree[n.id], n.label, n.id))][:limit]
    fit = bisect_right(range(len(order) + 1), MOST, key=lambda count: len(_reach(network, order[:count]))) - 1
    told = f"The {fit} compounds with most links are drawn, of {len(compounds)}. Draw another with a focus, or find it on the home page."
    return Choice(network.only(_reach(network, order[:fit])), told)


def readable(network: Network, limit: int = READABLE) -> Choice:
    """At most `limit` things: those with a single link become one mark per hub and type that says how many they are. Where that is not
    enough, those with a few links do too in a picture that is not meant to show every name; else the best linked things stay.
    """
    whole = len(network.nodes)
    if whole <= limit:
        return Choice(network)
    named = limit <= READABLE
    for most in (1,) if named else GATHERED:
        folded, marks = gathered(network, most, few=FEW if named else 1)
        if len(folded.nodes) <= limit:
            links = "a single link" if most == 1 else f"at most {most} links"
            return Choice(folded, f"Things with {links} are gathered into one mark per hub and type; {whole:,} things in all.", marks)
    thin = _linked(folded, limit)
    told = f"The {len(thin.nodes):,} best linked things are drawn, of {whole:,}; a thing that is chosen offers what it is linked with."
    return Choice(thin, told, {n.id: marks[n.id] for n in thin.nodes if n.id in marks})


def _linked(network: Network, limit: int) -> Network:
    """The best linked things that also have a link among themselves: as many as fit `limit`."""
    degree, near = network.degree, neighbours(network.edges)
    met: set[str] = set()
    linked: set[str] = set()
    for n in sorted(network.nodes, key=lambda n: (-degree[n.id], n.label, n.id)):
        met.add(n.id)
        found = near.get(n.id, set()) & met
        new = (found | {n.id} if found else found) - linked
        if len(linked) + len(new) > limit:
            break
        linked |= new
    return network.only(linked)


def ego(network: Network, focus: str, limit: int = READABLE) -> Choice:
    """The neighbourhood of `focus`, with other compounds that share something, those that share most first; what hangs on it alone is
    gathered where it would be more than `limit` things.
    """
    near = neighbours(network.edges)
    kinds = {n.id: n.type for n in network.nodes}
    inner = {focus} | near.get(focus, set())
    inner |= {j for i in inner for j in near.get(i, ()) if kinds[j] != "compound"}
    others = sorted((n for n in network.nodes if n.id not in inner), key=lambda n: (-len(near.get(n.id, set()) & inner), n.label, n.id))
    room = FAINT if limit <= READABLE else max(FAINT, limit - len(inner))
    kept = network.only(inner | {n.id for n in others[:room]})
    told = "More compounds share something with it than are drawn." if len(others) > room else ""
    if len(kept.nodes) <= limit:
        return Choice(kept, told)
    folded, marks = gathered(kept, 1, keep=focus)
    said = "Things with a single link are gathered into one mark per hub and type."
    return Choice(folded, " ".join(filter(None, (told, said if marks else ""))), marks)


def nearest(known: Network, drawn: Network, most: int) -> tuple[list[str], int]:
    """The ids of things of `known` that are not drawn, at most so many: those that fewest links lead to first, of these the best linked.
    And how many there are in all.
    """
    at = {n.id for n in drawn.nodes}
    degree, near = known.degree, neighbours(known.edges)
    labels = {n.id: n.label for n in known.nodes}
    far = _distances(near, at)
    rest = sorted((i for i in labels if i not in at), key=lambda i: (far.get(i, len(labels)), -degree[i], labels[i], i))
    return rest[:most], len(rest)


def _distances(near: Mapping[str, set[str]], start: Iterable[str]) -> dict[str, int]:
    """By id how many links lead there from the nearest of `start`; those that none lead to are left out."""
    out = dict.fromkeys(start, 0)
    edge, steps = list(out), 0
    while edge:
        steps += 1
        found = sorted({j for i in edge for j in near.get(i, ()) if j not in out})
        out |= dict.fromkeys(found, steps)
        edge = found
    return out
