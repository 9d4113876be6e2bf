"""The network views: pyvis holds the graph, our layouts place it, our template shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx

from triplewire import vocab
from triplewire.draw import choose, layout, page
from triplewire.draw.layout import Box
from triplewire.draw.layout.pack import frame
from triplewire.draw.model import STATUSES, Edge, Network, Node, Statement, numbered
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.style import style
from triplewire.draw.views import VIEWS

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
STORY = ("ledger.css", "company.css", "thing.css")
FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
STAGE_WIDTH = 1040
# Room for node centres in drawing units: what the stage shows when labels are as small as they may be.
STAGE = (1180.0, 760.0)


@dataclass(frozen=True)
class Picture:
    """A network with its places. `labels` are broken into lines; `faint` are ids drawn in the background; `heads` column heads."""

    view: str
    network: Network
    places: Mapping[str, Point]
    labels: Mapping[str, str]
    boxes: Mapping[str, Box]
    focus: str = ""
    faint: frozenset[str] = frozenset()
    heads: tuple[tuple[float, str], ...] = ()
    notice: str = ""

    @property
    def height(self) -> int:
        """The height of the canvas in CSS pixels: enough to read every label, in columns as tall as it needs to be."""
        left, top, right, bottom = frame(self.places, self.boxes)
        scale = max(11 / 15, min(1.0, STAGE_WIDTH / max(1.0, right - left + 40)))
        tall = int((bottom - top) * scale) + 64
        return max(440, min(6000 if self.heads else 720, tall))


def picture(view: str, network: Network, focus: str = "") -> Picture:
    """The picture of a network in a network view: which part is drawn, and where."""
    notice = ""
    if view == "compound":
        network, notice = choose.ego(network, focus)
    else:
        network = choose.targeted(network) if view == "targets" else network
        network = choose.around(network, focus) if focus else network
        network, notice = choose.best_compounds(network) if view in IN_COLUMNS else choose.readable(network)
    degree, look = network.degree, style()
    labels = {n.id: layout.wrap(n.label, 15 if view in IN_COLUMNS else 18) for n in network.nodes}
    boxes = {i: layout.label_box(labels[i], look.size(degree[i]), look.node["font_size"], look.node["halo"]) for i in labels}
    made = Picture(view, network, {}, labels, boxes, focus, notice=notice)
    return {"pipeline": _columns, "targets": _columns, "compound": _ego}.get(view, _force)(made)


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


def _ego(p: Picture) -> Picture:
    whole = graph(p.network)
    if p.focus not in whole:
        return p  # no release names a compound
    sector = {n.id: SECTOR[n.type] for n in p.network.nodes}
    places = layout.push_apart(layout.ring(whole, p.focus, sector, SECTOR["indication"], p.boxes), p.boxes, style().node["padding"])
    far = set(whole) - set(whole[p.focus]) - {p.focus}
    return replace(p, places=places, faint=frozenset(i for i in far if sector[i] == SECTOR["compound"]))


def claims(network: Network, beside: Iterable[Statement] = ()) -> list[tuple[str, Statement]]:
    """Every statement behind the network, and `beside` it, once, numbered."""
    found = {s.id: s for e in network.edges for s in e.statements} | {s.id: s for s in (*network.untold, *beside)}
    return numbered(found.values())


def _pyvis(p: Picture, ids: Mapping[str, str], reader: Reader, around: Around) -> tuple[Any, Any, Any]:
    from pyvis.network import Network as Canvas  # imports slowly, and only drawing needs it

    canvas = Canvas(directed=True)
    canvas.options = _options(p)
    touching, degree = _touching(p.network, ids), p.network.degree
    things = {n.id: n for n in p.network.nodes}
    for n in p.network.nodes:
        canvas.add_node(n.id, **_node(p, n, degree[n.id], touching[n.id], reader, around))
    seen: dict[frozenset[str], int] = {}
    for number, e in enumerate(p.network.edges):
        pair = frozenset((e.source, e.target))
        canvas.add_edge(e.source, e.target, id=f"e{number}", **_edge(p, e, things, ids, seen.get(pair, 0)))
        seen[pair] = seen.get(pair, 0) + 1
    nodes, edges, _, _, _, options = canvas.get_network_data()
    return nodes, edges, json.loads(options) if isinstance(options, str) else options


def _touching(network: Network, ids: Mapping[str, str]) -> dict[str, list[Statement]]:
    out: dict[str, dict[str, Statement]] = {n.id: {} for n in network.nodes}
    for e in network.edges:
        for end in (e.source, e.target):
            out[end].update({s.id: s for s in e.statements})
    for s in network.untold:
        for iri in s.about:
            if iri in out:
                out[iri][s.id] = s
    return {i: sorted(found.values(), key=lambda s: int(ids[s.id][1:])) for i, found in out.items()}


def _node(p: Picture, n: Node, degree: int, told: Sequence[Statement], reader: Reader, around: Around) -> dict[str, Any]:
    look = style().types[n.type]
    x, y = p.places[n.id]
    href = around.href(n.id)
    own = [[f"{look.label} page", href]] if href and n.id != p.focus else []
    dates = [s.date for s in told]
    return {
        "label": p.labels[n.id],
        "name": n.label,
        "title": f"{n.label}\n{look.label}, {len(told)} {'fact' if len(told) == 1 else 'facts'}",
        "type": n.type,
        "shape": look.shape,
        "size": style().size(degree),
        "color": {"background": look.fill, "border": look.border, "highlight": {"background": look.fill, "border": look.border}},
        "borderWidth": 3 if n.id == p.focus else 1.6,
        "opacity": 0.55 if n.id in p.faint else 1,
        "x": x,
        "y": y,
        "physics": False,
        "aliases": list(reader.names.aliases.get(n.id, ())),
        "claims": [f"{s.id}" for s in told],
        "since": min(dates) if dates and all(dates) else "",
        "alone": not told,
        "links": own + _public(reader.names.identifiers.get(n.id, ())),
    }


def _public(matches: Sequence[str]) -> list[list[str]]:
    """Links to public identifiers, shown as CURIEs; only web addresses."""
    return [[vocab.curie(m), page.safe_href(m)] for m in matches if page.safe_href(m)]


def _edge(p: Picture, e: Edge, things: Mapping[str, Node], ids: Mapping[str, str], before: int) -> dict[str, Any]:
    look = style()
    dash = look.statuses[e.status].dash
    out: dict[str, Any] = {
        "claims": [ids[s.id] for s in e.statements],
        "dashes": list(dash) or False,
        "title": f"{things[e.source].label} {e.relation} {things[e.target].label}\n{look.statuses[e.status].label}",
        "width": look.edge["width"],
        "hidden": False,
    }
    if before:
        out["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(0.14 * before, 2)}
    if e.both_ways:
        out["arrows"] = ""
    if p.view == "compound" and p.focus in (e.source, e.target) and things[e.target].type not in SPEAKING:
        out["label"] = e.relation
    return out


def _options(p: Picture) -> dict[str, Any]:
    look = style()
    flow = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {
            "font": {"face": FACE, "size": look.node["font_size"], "strokeWidth": look.node["halo"], "vadjust": 0},
            "borderWidthSelected": 3,
        },
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": look.edge["arrow"]}},
            "smooth": flow if p.heads else {"enabled": False},
            "selectionWidth": look.edge["selected_width"] - look.edge["width"],
            "hoverWidth": 0.8,
            "font": {"face": FACE, "size": 12, "strokeWidth": 4, "align": "middle"},
        },
        "interaction": {
            "hover": True,
            "tooltipDelay": 200,
            "dragNodes": True,
            "multiselect": False,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
    }


def _block(p: Picture, listed: Sequence[tuple[str, Statement]], reader: Reader, around: Around) -> dict[str, Any]:
    """What the script of a page draws and filters: nodes and edges with the ids of their claims, and how all of it looks."""
    ids, look = {s.id: fid for fid, s in listed}, style()
    nodes, edges, options = _pyvis(p, ids, reader, around)
    for n in nodes:
        n["claims"] = [ids[s] for s in n["claims"]]
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "claims": {fid: {"date": s.date, "status": s.status} for fid, s in listed},
        "dates": sorted({s.date for _, s in listed if s.date}),
        "dashes": {k: list(v.dash) for k, v in look.statuses.items()},
        "colours": {"light": {**look.light, "edge": look.edge["light"]}, "dark": {**look.dark, "edge": look.edge["dark"]}},
        "types": {k: v.label for k, v in look.types.items()},
        "focus": p.focus,
        "font": look.node["font_size"],
        "smallest": look.node["smallest_label"],
        "name": f"triplewire-{p.view}",
    }


def network_page(
    reader: Reader,
    view: str,
    network: Network,
    focus: Node | None = None,
    around: Around = ALONE,
    *,
    beside: Iterable[Statement] = (),
    **more: Any,
) -> str:
    """The page of a network view. `beside` are claims for the table of facts that the picture has no part in; `more` goes to the template:
    `summary`, lines above the picture, `picker`, compounds to go on to, and `story`, what stands between the picture and the facts.
    """
    p = picture(view, network, focus.id if focus else "")
    listed = claims(p.network, beside)
    title = focus.label if focus and view == "compound" else VIEWS[view].title + (f": {focus.label}" if focus else "")
    dates = sorted({s.date for _, s in listed if s.date})
    return page.render(
        "network.html",
        title=title,
        lede=VIEWS[view].description,
        foot=foot(reader),
        css=f":root{{--height:{p.height}px}}",
        around=around,
        sheets=("base.css", "network.css", *(STORY if "story" in more else ())),
        scripts=(page.VIS, "page.js", "network.js"),
        drawn=bool(p.network.nodes),
        empty="No release in this graph says anything that this view shows.",
        notice=p.notice,
        heads=[{"x": int(x), "label": label} for x, label in p.heads],
        says=f"{title}: {len(p.network.nodes)} things and {len(p.network.edges)} links; the facts table below says the same in words",
        names=sorted({n.label for n in p.network.nodes}),
        types=_counted_types(p.network),
        statuses=_counted_statuses(p.network),
        last=max(0, len(dates) - 1),
        until=dates[-1] if dates else "no dates",
        claims=listed,
        data=page.data(_block(p, listed, reader, around)),
        **{"picker": (), "summary": (), "story": None, **more},
    )


def foot(reader: Reader) -> str:
    """Where the facts of a page come from, in a sentence."""
    releases = list(reader.releases.values())
    dates = [r.date for r in releases if r.date]
    until = reader.as_of.isoformat() if reader.as_of else max(dates, default="")
    count = f"{len(releases)} {'release' if len(releases) == 1 else 'releases'}"
    return f"Drawn by Triplewire from {count}" + (f", facts stated up to {until}." if until else ".")


def _counted_types(network: Network) -> list[dict[str, Any]]:
    found = [n.type for n in network.nodes]
    return [{"name": k, "label": t.plural, "count": found.count(k)} for k, t in style().types.items() if k in found]


def _counted_statuses(network: Network) -> list[dict[str, Any]]:
    found = [e.status for e in network.edges]
    return [{"name": k, "label": s.label, "help": s.help, "count": found.count(k)} for k, s in style().statuses.items() if k in STATUSES]
