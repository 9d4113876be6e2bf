"""From a network to a picture: which part is drawn, and where everything goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import networkx as nx

from triplewire.draw import choose, layout
from triplewire.draw.choose import MOST, READABLE, Choice
from triplewire.draw.layout import Box
from triplewire.draw.layout.pack import frame
from triplewire.draw.model import Edge, Network
from triplewire.draw.style import style

Point = tuple[float, float]
COLUMN = {"technology": 0, "organization": 1, "compound": 2, "target": 3, "designation": 3, "trial": 3, "indication": 4}
HEADS = {
    "technology": "Payload, technology",
    "organization": "Company",
    "compound": "Compound",
    "target": "Target",
    "designation": "designation",
    "trial": "trial",
    "indication": "Indication",
}
IN_COLUMNS = ("pipeline", "targets")
# Types whose glyph says what a line to them means.
SPEAKING = ("designation", "trial")
SECTOR = {"technology": 0, "target": 1, "indication": 3, "designation": 2, "trial": 4, "compound": 5, "organization": 6}
STAGE_WIDTH = 1040
# Room for node centres in drawing units: what the stage shows when labels are as small as they may be.
STAGE = (1180.0, 760.0)
# A ring of so many things can still be read.
RINGED = 150
# Up to so many things of a component a place is looked for with regard to all others.
EXACT = 60
# How much of a crowded stage its glyphs may cover.
COVERED = 0.12


@dataclass(frozen=True)
class Picture:
    """A network with its places. `labels` are broken into lines; `faint` are ids drawn in the background; `heads` column heads.

    `marks` are the ids of marks with those of the things gathered in them, `known` is the network that it was chosen from. In a
    `crowded` picture boxes have no room for labels: who shows it puts up as many as fit, those of the best linked things first.
    """

    view: str
    network: Network
    places: Mapping[str, Point]
    labels: Mapping[str, str]
    boxes: Mapping[str, Box]
    focus: str = ""
    faint: frozenset[str] = frozenset()
    heads: tuple[tuple[float, str], ...] = ()
    notice: str = ""
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: Network = field(default_factory=Network)
    crowded: bool = False

    @property
    def height(self) -> int:
        """The height of the canvas in CSS pixels: enough to read every label, in columns as tall as it needs to be."""
        left, top, right, bottom = frame(self.places, self.boxes)
        scale = max(11 / 15, min(1.0, STAGE_WIDTH / max(1.0, right - left + 40)))
        tall = int((bottom - top) * scale) + 64
        return max(440, min(6000 if self.heads else 720, 720 if self.crowded else tall))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """By id the type of what is known, drawn or not."""
        return {n.id: n.type for n in (*self.known.nodes, *self.network.nodes)}

    def spoken(self, e: Edge) -> str:
        """What the line of a link says, broken into lines; "" where the legend and the ends of the line say enough."""
        of_focus = self.view == "compound" and self.focus in (e.source, e.target) and not self.crowded
        if self.view == "path" or (of_focus and self.kinds[e.target] not in SPEAKING):
            return layout.wrap(e.relation, 14 if self.view == "path" else 40)
        return ""

    @property
    def columns(self) -> dict[str, float]:
        """By type the middle of its column; nothing in a picture without columns."""
        if self.view not in IN_COLUMNS:
            return {}
        middle = {COLUMN[n.type]: self.places[n.id][0] for n in self.network.nodes}
        return {kind: middle[c] for kind, c in COLUMN.items() if c in middle}


def picture(view: str, network: Network, focus: str = "", limit: int = READABLE) -> Picture:
    """The picture of a network in a network view. `limit` is the number of things to draw, in columns that of compounds; however large,
    no more than 5,000 things are drawn.
    """
    known = choose.targeted(network) if view == "targets" else network
    chosen = _chosen(view, known, focus, min(limit, MOST))
    drawn = chosen.network
    crowded = view not in IN_COLUMNS and len(drawn.nodes) > (RINGED if view == "compound" else READABLE)
    labels = {n.id: label(view, n.label) for n in drawn.nodes}
    boxes = boxed(labels, drawn.degree, crowded=crowded)
    made = Picture(view, drawn, {}, labels, boxes, focus, notice=chosen.notice, marks=chosen.marks, known=known, crowded=crowded)
    if crowded:
        return _crowd(made)
    return {"pipeline": _columns, "targets": _columns, "compound": _ego}.get(view, _force)(made)


def _chosen(view: str, known: Network, focus: str, limit: int) -> Choice:
    if view == "compound":
        return choose.ego(known, focus, limit)
    near = choose.around(known, focus) if focus else known
    return choose.best_compounds(near, limit) if view in IN_COLUMNS else choose.readable(near, limit)


def label(view: str, name: str) -> str:
    """A name broken into lines as a view has room for."""
    return layout.wrap(name, 13 if view == "path" else 15 if view in IN_COLUMNS else 18)


def boxed(labels: Mapping[str, str], degree: Mapping[str, int], *, crowded: bool = False) -> dict[str, Box]:
    """By id the room that each thing takes, with its label where the picture is not crowded."""
    look = style()
    if crowded:
        room = {i: look.size(degree[i]) + 3 for i in labels}
        return {i: Box(half, half, half) for i, half in room.items()}
    return {i: layout.label_box(labels[i], look.size(degree[i]), look.node["font_size"], look.node["halo"]) for i in labels}


def graph(network: Network) -> nx.Graph[str]:
    """The network as an undirected graph, in sorted order."""
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(n.id for n in network.nodes)
    out.add_edges_from((e.source, e.target) for e in network.edges)
    return out


def _columns(p: Picture) -> Picture:
    column = {n.id: COLUMN[n.type] for n in p.network.nodes}
    places = layout.columns(graph(p.network), column, p.boxes, across=64, padding=4)
    middle = {column[i]: x for i, (x, _) in places.items()}
    heads = tuple((middle[c], _head(c, {n.type for n in p.network.nodes})) for c in sorted(middle))
    return replace(p, places=places, heads=heads)


def _head(column: int, types: set[str]) -> str:
    """The head of a column: what of the things that belong there is there."""
    words = ", ".join(HEADS[t] for t in HEADS if t in types and COLUMN[t] == column)
    return words[:1].upper() + words[1:]


def _force(p: Picture) -> Picture:
    """Every component by itself, in a frame of its share of the stage, so that all labels can be read when the whole is in sight."""
    whole = graph(p.network)
    parts = []
    for ids in nx.connected_components(whole):
        share = (len(ids) / len(whole)) ** 0.5
        rough = layout.flatten(layout.force(whole.subgraph(ids).copy()), STAGE[0] * share, STAGE[1] * share)
        parts.append(layout.push_apart(rough, p.boxes, style().node["padding"]))
    return replace(p, places=layout.pack(parts, p.boxes))


def _crowd(p: Picture) -> Picture:
    """The same where labels come and go: the stage grows with what is on it, and the small components stand in rows below."""
    whole = graph(p.network)
    area = sum(box.width * box.height for box in p.boxes.values()) / COVERED
    wide, tall = (area * STAGE[0] / STAGE[1]) ** 0.5, (area * STAGE[1] / STAGE[0]) ** 0.5
    parts = []
    for ids in nx.connected_components(whole):
        share = (len(ids) / len(whole)) ** 0.5
        part = whole.subgraph(ids).copy()
        rough = layout.force(part) if len(ids) <= EXACT else layout.sparse(part)
        parts.append(layout.spread(layout.flatten(rough, wide * share, tall * share), p.boxes))
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in (frame(part, p.boxes) for part in parts))
    return replace(p, places=layout.pack(parts, p.boxes, width=(area * STAGE[0] / STAGE[1]) ** 0.5))


def _ego(p: Picture) -> Picture:
    whole = graph(p.network)
    if p.focus not in whole:
        return p  # no release names a compound
    sector = {n.id: SECTOR[n.type] for n in p.network.nodes}
    places = layout.push_apart(layout.ring(whole, p.focus, sector, SECTOR["indication"], p.boxes), p.boxes, style().node["padding"])
    # vis-network loses the words on a line that runs exactly from right to left.
    places = {i: (x, y or float(i != p.focus)) for i, (x, y) in places.items()}
    far = set(whole) - set(whole[p.focus]) - {p.focus}
    return replace(p, places=places, faint=frozenset(i for i in far if sector[i] == SECTOR["compound"]))
