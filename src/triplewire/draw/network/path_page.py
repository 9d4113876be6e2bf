"""The page of the ways between two things, with a form that asks for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from triplewire.draw import layout
from triplewire.draw.model import Network
from triplewire.draw.network.page import Page, render
from triplewire.draw.network.picture import Picture, boxed, label
from triplewire.draw.network.rest import MOST_THINGS
from triplewire.draw.network.sparql import sparql
from triplewire.draw.network.ways import Ways, backwards, told
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.errors import NotFoundError

VIEW = "path"


@dataclass(frozen=True)
class Route:
    """The ways between two things as a picture, with what they are called and what there is to say about them. Without a way the two
    things stand by themselves.
    """

    ways: tuple[tuple[str, ...], ...]
    picture: Picture
    names: tuple[str, ...] = ()
    message: str = ""

    @property
    def title(self) -> str:
        """What is sought, in words."""
        return " to ".join(self.names) or "Path"


def path_page(reader: Reader, around: Around = ALONE, start: str = "", end: str = "") -> str:
    """The page of the shortest ways between two things, by any of their names; without names, between two that are well linked.

    A name that nothing has is told on the page, with near ones. The page has a graph of at most 1,500 things, in which its script
    finds the ways between others; its form is a GET of `from` and `to`, which a server answers with this function.
    """
    known = Ways(reader)
    try:
        found = route(reader, known, known.ends(start, end) if start or end else known.pair())
    except NotFoundError as error:
        found = replace(route(reader, known, None), message=f"{str(error)[:1].upper()}{str(error)[1:]}.")
    made, shown = Page.of(found.picture), {n.id for n in found.picture.known.nodes}
    form = {
        "start": found.names[0] if found.names else start,
        "end": found.names[1] if found.names else end,
        "message": found.message,
        "names": sorted({e.label for e in known.things if e.id in shown}),
        "ways": [_words(found, way) for way in found.ways],
    }
    place = known.graph.nodes(data="place", default=0)
    places = {n.id: place[n.id] if n.id in known.graph else 0 for n in found.picture.known.nodes}
    searched = {"searched": {"places": places, "back": backwards(), "ways": found.ways}}
    return render(reader, made, found.title, around, sparql(reader, VIEW), searched, form=form)


def route(reader: Reader, known: Ways, pair: tuple[str, str] | None) -> Route:
    """The ways between two things, drawn; nothing drawn without two things."""
    ways = known.between(*pair) if pair else []
    ids = {i for way in ways for i in way} | set(pair or ())
    network = reader.joined(known.among(known.best(MOST_THINGS, ids)))
    nodes = {n.id: n for n in network.nodes} | {i: reader.names.node(i) for i in pair or ()}
    whole = Network(tuple(sorted(nodes.values())), network.edges)
    names = tuple(reader.names.label(i) for i in pair or ())
    message = f"No chain of claims in this graph leads from {names[0]} to {names[1]}." if pair and not ways else ""
    left_out = len(known.graph) - len(network.nodes)
    return Route(tuple(map(tuple, ways)), _picture(whole, ways or [list(pair or ())], left_out), names, message)


def _picture(whole: Network, ways: Sequence[Sequence[str]], left_out: int) -> Picture:
    drawn = whole.only({i for way in ways for i in way})
    labels = {n.id: label(VIEW, n.label) for n in drawn.nodes}
    boxes = boxed(labels, drawn.degree)
    more = f"{left_out:,} others are found by triplewire draw path --focus A --to B."
    notice = f"This page knows the {len(whole.nodes):,} best linked things; {more}" if left_out > 0 else ""
    return Picture(VIEW, drawn, layout.chains(ways, boxes), labels, boxes, notice=notice, known=whole)


def _words(found: Route, way: Sequence[str]) -> list[dict[str, str]]:
    """A way as the page tells it: things with their types, and between them what leads on."""
    network = found.picture.network
    things = {n.id: n for n in network.nodes}
    steps = [("", "stated", way[0]), *told(network, way, backwards())]
    return [{"link": link, "status": status, "label": things[i].label, "type": things[i].type} for link, status, i in steps]
