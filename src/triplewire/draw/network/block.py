"""The data block of a network page: what its script draws, filters, adds and exports. pyvis holds the graph."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from triplewire import vocab
from triplewire.draw import page
from triplewire.draw.layout import Box
from triplewire.draw.model import STATUSES, Edge, Network, Node, Statement
from triplewire.draw.network.picture import Picture, boxed, label
from triplewire.draw.network.rest import Rest
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader
from triplewire.draw.style import PATHS, RADII, style

FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
# With so many things lines are not drawn while the picture moves.
HEAVY = 1000


def block(
    p: Picture,
    left: Rest,
    listed: Sequence[tuple[str, Statement]],
    more: Sequence[tuple[str, Statement]],
    in_table: int,
    reader: Reader,
    around: Around,
) -> dict[str, Any]:
    """What the script of a page has: things and links with the ids of their claims, drawn or not, the words of the claims that are not
    among the first `in_table` of `listed` (those are in the facts table), and how all of it looks.
    """
    made, look = _Maker(p, {s.id: fid for fid, s in (*listed, *more)}, reader, around), style()
    nodes, edges, options = made.drawn({n.id for n in left.nodes})
    written = [*listed[in_table:], *more]
    cited = {s.release.iri for _, s in written if s.release}
    told = [r for r in reader.releases.values() if r.iri in cited]
    releases = {r.iri: n for n, r in enumerate(told)}
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        **made.rest(left),
        "claims": {fid: {"date": s.date, "status": s.status} for fid, s in (*listed, *more)},
        "words": {fid: words(s, releases) for fid, s in written},
        "releases": [[r.title, r.date, r.issuer] for r in told],
        "dates": sorted({s.date for _, s in (*listed, *more) if s.date}),
        "dashes": {k: list(v.dash) for k, v in look.statuses.items()},
        "colours": {"light": {**look.light, "edge": look.edge["light"]}, "dark": {**look.dark, "edge": look.edge["dark"]}},
        "types": {k: [v.label, v.plural] for k, v in look.types.items()},
        "statuses": {k: v.label for k, v in look.statuses.items()},
        "glyphs": {k: {"d": PATHS.get(v.shape, ""), "r": RADII[v.shape]} for k, v in look.types.items()},
        "columns": p.columns,
        "crowded": p.crowded,
        "focus": p.focus,
        "base": vocab.ID,
        "font": look.node["font_size"],
        "halo": look.node["halo"],
        "smallest": look.node["smallest_label"],
        "padding": 4 if p.heads else look.node["padding"],
        "name": f"triplewire-{p.view}",
    }


def words(s: Statement, releases: Mapping[str, int]) -> dict[str, Any]:
    """A claim as the script writes it into the facts table; what it does not have is left out."""
    found = {
        "said": [s.subject, s.relation, s.object],
        "denied": s.denied,
        "quotes": [[q.start, q.end, q.text] for q in s.quotes],
        "release": releases.get(s.release.iri) if s.release else None,
        "when": [s.window, s.begins, s.ends] if s.window else None,
        "confidence": s.confidence,
        "rule": s.rule,
        "flags": list(s.flags),
        "note": s.note,
    }
    # Number 0 is a release, and equal to False.
    return {k: v for k, v in found.items() if v is not False and v not in (None, "", [])}


class _Maker:
    """Things and links as vis-network takes them, of one picture."""

    def __init__(self, p: Picture, ids: Mapping[str, str], reader: Reader, around: Around) -> None:
        self.p, self.ids, self.reader, self.around = p, ids, reader, around
        self.seen: dict[frozenset[str], int] = {}

    def drawn(self, there: Collection[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
        """What is drawn, and the options of the drawing library; `there` are the things that the page has beside."""
        from pyvis.network import Network as Canvas  # imports slowly, and only drawing needs it

        p, canvas = self.p, Canvas(directed=True)
        canvas.options = _options(p)
        touching = _touching(p.network.nodes, p.network.edges, p.network.untold, self.ids)
        degree = p.network.degree
        for n in p.network.nodes:
            x, y = p.places[n.id]
            more = _gathered(p.marks[n.id], there) if n.id in p.marks else {}
            if n.id == p.focus:
                more["borderWidth"] = 3
            if n.id in p.faint:
                more["opacity"] = 0.55
            canvas.add_node(n.id, **self._thing(n, p.boxes[n.id], degree[n.id], touching[n.id]), **more, x=x, y=y)
        for number, e in enumerate(p.network.edges):
            canvas.add_edge(e.source, e.target, id=f"e{number}", **self._link(e))
        nodes, edges, _, _, _, options = canvas.get_network_data()
        return nodes, edges, json.loads(options) if isinstance(options, str) else options

    def rest(self, left: Rest) -> dict[str, Any]:
        """What can be added, in the same form but for the places."""
        labels = {n.id: label(self.p.view, n.label) for n in left.nodes}
        degree = left.degree
        boxes = boxed(labels, degree, crowded=self.p.crowded)
        touching = _touching(left.nodes, left.edges, left.untold, self.ids)
        nodes = [{"id": n.id, **self._thing(n, boxes[n.id], degree[n.id], touching[n.id])} for n in left.nodes]
        edges = [
            {"id": f"r{number}", "from": e.source, "to": e.target, **({} if e.both_ways else {"arrows": "to"}), **self._link(e)}
            for number, e in enumerate(left.edges)
        ]
        return {"moreNodes": nodes, "moreEdges": edges, "things": left.things}

    def _thing(self, n: Node, box: Box, degree: int, told: Sequence[Statement]) -> dict[str, Any]:
        look, dates = style().types[n.type], [s.date for s in told]
        href = self.around.href(n.id)
        own = [[f"{look.label} page", href]] if href and n.id != self.p.focus else []
        aliases = list(self.reader.names.aliases.get(n.id, ()))
        found = {
            "aliases": aliases,
            "since": min(dates) if dates and all(dates) else "",
            "alone": not told,
            "links": own + _public(self.reader.names.identifiers.get(n.id, ())),
        }
        return {
            # A crowded picture writes names as there is room; vis-network takes a blank for none.
            "label": " " if self.p.crowded else label(self.p.view, n.label),
            "name": n.label,
            "group": n.type,
            "shape": look.shape,
            "size": style().size(degree),
            "box": [round(v, 1) for v in (box.half, box.above, box.below)],
            "claims": [self.ids[s.id] for s in told],
            **{k: v for k, v in found.items() if v},
        }

    def _link(self, e: Edge) -> dict[str, Any]:
        dash, pair = style().statuses[e.status].dash, frozenset((e.source, e.target))
        before = self.seen.get(pair, 0)
        self.seen[pair] = before + 1
        out: dict[str, Any] = {"claims": [self.ids[s.id] for s in e.statements], "relation": e.relation, "dashes": list(dash) or False}
        if before:
            out["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(0.14 * before, 2)}
        if e.both_ways:
            out["arrows"] = ""
        if words := self.p.spoken(e):
            out["label"] = words
        return out


def _gathered(members: Sequence[str], there: Collection[str]) -> dict[str, Any]:
    """The things of a mark that the page has, and how many it has not."""
    found = [i for i in members if i in there]
    return {"members": found, "beyond": len(members) - len(found)}


def _public(matches: Iterable[str]) -> list[list[str]]:
    """Links to public identifiers, shown as CURIEs; only web addresses."""
    return [[vocab.curie(m), page.safe_href(m)] for m in matches if page.safe_href(m)]


def _touching(
    nodes: Iterable[Node], edges: Iterable[Edge], untold: Iterable[Statement], ids: Mapping[str, str]
) -> dict[str, list[Statement]]:
    """By thing the statements that bear on it, in reading order."""
    out: dict[str, dict[str, Statement]] = {n.id: {} for n in nodes}
    for e in edges:
        for end in (e.source, e.target):
            if end in out:
                out[end].update({s.id: s for s in e.statements})
    for s in untold:
        for iri in s.about:
            if iri in out:
                out[iri][s.id] = s
    return {i: sorted(found.values(), key=lambda s: int(ids[s.id][1:])) for i, found in out.items()}


def _options(p: Picture) -> dict[str, Any]:
    look, heavy = style(), len(p.network.nodes) >= HEAVY
    flow = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}
    groups = {
        k: {"color": {"background": t.fill, "border": t.border, "highlight": {"background": t.fill, "border": t.border}}}
        for k, t in look.types.items()
    }
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "groups": {**groups, "useDefaultGroups": False},
        "nodes": {
            "font": {"face": FACE, "size": look.node["font_size"], "strokeWidth": look.node["halo"], "vadjust": 0},
            "borderWidth": 1.6,
            "borderWidthSelected": 3,
        },
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": look.edge["arrow"]}},
            "smooth": flow if p.heads else {"enabled": False},
            "width": look.edge["width"],
            "selectionWidth": look.edge["selected_width"] - look.edge["width"],
            "hoverWidth": 0.8,
            "font": {
                "face": FACE,
                "size": look.node["font_size"],
                "strokeWidth": look.node["halo"],
                "align": "horizontal" if p.view == "path" else "middle",
            },
        },
        "interaction": {
            "hover": True,
            "tooltipDelay": 200,
            "dragNodes": True,
            "multiselect": False,
            "hideEdgesOnDrag": heavy,
            "hideEdgesOnZoom": heavy,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
    }


def counted(network: Network, also: Iterable[Node] = ()) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The types and the statuses of a network as the legend lists them, with how many there are; types of `also` with none."""
    types, statuses = [n.type for n in network.nodes], [e.status for e in network.edges]
    there = {*types, *(n.type for n in also)}
    return (
        [{"name": k, "label": t.plural, "count": types.count(k)} for k, t in style().types.items() if k in there],
        [{"name": k, "label": s.label, "help": s.help, "count": statuses.count(k)} for k, s in style().statuses.items() if k in STATUSES],
    )
