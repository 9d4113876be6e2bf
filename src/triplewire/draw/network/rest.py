"""What a picture leaves out although its view knows it: things and links that a reader can add, with what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from triplewire.draw import choose
from triplewire.draw.model import Edge, Network, Node, Statement, numbered
from triplewire.draw.network.picture import Picture

MOST_THINGS = 1500
"""So many things that are not drawn are in a page."""
MOST_AROUND = 150
"""And so many in the page of a compound, of which there may be thousands."""


@dataclass(frozen=True)
class Rest:
    """Things that are not drawn, those near to what is drawn first; the links among them and with what is drawn; how many things there
    are in all; and how many links each thing has, drawn or not.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    untold: tuple[Statement, ...] = ()
    things: int = 0
    degree: Mapping[str, int] = field(default_factory=dict)

    @property
    def notice(self) -> str:
        """A sentence when there are more things than a page has room for, else ""."""
        if len(self.nodes) == self.things:
            return ""
        return (
            f"{len(self.nodes):,} of the {self.things:,} things that are not drawn can be added in this page, the nearest; "
            "draw more of them with --limit, or others with a focus."
        )


def rest(p: Picture) -> Rest:
    """What can be added to a picture."""
    chosen, things = choose.nearest(p.known, p.network, MOST_AROUND if p.view == "compound" else MOST_THINGS)
    place = {i: n for n, i in enumerate(chosen)}
    there = {n.id for n in p.network.nodes} | place.keys()
    nodes = sorted((n for n in p.known.nodes if n.id in place), key=lambda n: place[n.id])
    edges = [e for e in p.known.edges if e.source in there and e.target in there and (e.source in place or e.target in place)]
    untold = [s for s in p.known.untold if place.keys() & set(s.about[:1])]
    return Rest(tuple(nodes), tuple(edges), tuple(untold), things, p.known.degree)


def claims(network: Network, beside: Iterable[Statement] = ()) -> list[tuple[str, Statement]]:
    """Every statement behind the network, and `beside` it, once, numbered."""
    return numbered(_told(network.edges, [*network.untold, *beside]).values())


def more_claims(left: Rest, drawn: Iterable[tuple[str, Statement]]) -> list[tuple[str, Statement]]:
    """Every statement behind what is not drawn, numbered after those of the picture."""
    known = {s.id for _, s in drawn}
    found = [s for i, s in _told(left.edges, left.untold).items() if i not in known]
    return [(f"f{len(known) + n}", s) for n, (_, s) in enumerate(numbered(found), 1)]


def _told(edges: Iterable[Edge], untold: Iterable[Statement]) -> dict[str, Statement]:
    return {s.id: s for e in edges for s in e.statements} | {s.id: s for s in untold}
