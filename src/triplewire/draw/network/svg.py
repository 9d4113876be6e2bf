"""A picture as an SVG file: the same places, shapes, dashes and labels, with title, legend and source; no script, no browser needed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from triplewire.draw.choose import READABLE
from triplewire.draw.layout.boxes import text_width
from triplewire.draw.layout.pack import Frame, frame
from triplewire.draw.model import Edge, Network, Node
from triplewire.draw.network.block import FACE
from triplewire.draw.network.line import Line, line
from triplewire.draw.network.page import foot
from triplewire.draw.network.path_page import route
from triplewire.draw.network.picture import Picture, picture
from triplewire.draw.network.ways import Ways
from triplewire.draw.reader import Reader
from triplewire.draw.style import PATHS, RADII, style
from triplewire.draw.views import VIEWS

NAMESPACE = "http://www.w3.org/2000/svg"
MARGIN, HEAD, ROW = 24.0, 52.0, 24.0
NARROWEST = 420.0
# Room for names at the sides of a crowded picture; among so many things a name covers no glyph, unless it is one of the best linked.
ASIDE, FEW, BEST = 80.0, 800, 15
# Characters that no XML document may have.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network_svg(reader: Reader, view: str, network: Network, focus: Node | None = None, *, limit: int = READABLE) -> str:
    """A network view as an SVG document, in the colours of the light mode."""
    title = VIEWS[view].title + (f": {focus.label}" if focus else "")
    return svg(picture(view, network, focus.id if focus else "", limit), title, foot(reader))


def path_svg(reader: Reader, start: str, end: str) -> str:
    """The ways between two things as an SVG document. Raises NotFoundError for names that mean none."""
    known = Ways(reader)
    found = route(reader, known, known.ends(start, end))
    return svg(found.picture, f"Path: {found.title}", " ".join(filter(None, (found.message, foot(reader)))))


def svg(p: Picture, title: str, source: str) -> str:
    """The document of a picture. Its size in pixels is that of the drawing at scale 1, with the legend below it."""
    left, top, right, bottom = frame(p.places, p.boxes)
    if p.crowded:
        left, right, bottom = left - ASIDE, right + ASIDE, bottom + ROW
    width = max(right - left, NARROWEST) + 2 * MARGIN
    legend = _Legend(p, width - 2 * MARGIN)
    heads = ROW if p.heads else 0.0
    height = HEAD + heads + (bottom - top) + MARGIN + legend.height + ROW + MARGIN
    look = style()
    root = ET.Element("svg", {"xmlns": NAMESPACE, "viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"})
    root.set("font-family", FACE)
    _text(ET.SubElement(root, "title"), title)
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": look.light["bg"]})
    _label(root, title, MARGIN, MARGIN + 14, size=20, weight="600")
    shift = (MARGIN - left + (width - 2 * MARGIN - (right - left)) / 2, HEAD + heads - top)
    inner = ET.SubElement(root, "g", {"transform": f"translate({shift[0]:g} {shift[1]:g})"})
    for x, head in p.heads:
        _label(inner, head, x, top - 10, size=13, fill=look.light["muted"], anchor="middle")
    _lines(ET.SubElement(inner, "g"), p)
    _things(ET.SubElement(inner, "g"), p)
    below = height - MARGIN - ROW - legend.height
    legend.draw(ET.SubElement(root, "g", {"transform": f"translate({MARGIN:g} {below:g})"}))
    _label(root, source, MARGIN, height - MARGIN, size=12, fill=look.light["muted"])
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _text(element: ET.Element, text: str) -> ET.Element:
    element.text = FORBIDDEN.sub("\ufffd", text)
    return element


def _label(
    parent: ET.Element,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    fill: str = "",
    anchor: str = "start",
    weight: str = "400",
    halo: float = 0,
) -> None:
    """One line of text. The halo is a text of its own below it: not every program paints the stroke first."""
    look = style().light
    place = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size:g}", "text-anchor": anchor, "font-weight": weight}
    if halo:
        around = {"fill": "none", "stroke": look["bg"], "stroke-width": f"{halo:g}", "stroke-linejoin": "round", "aria-hidden": "true"}
        _text(ET.SubElement(parent, "text", {**place, **around}), text)
    _text(ET.SubElement(parent, "text", {**place, "fill": fill or look["fg"]}), text)


def _glyph(parent: ET.Element, kind: str, x: float, y: float, size: float, thick: float = 1.6, opacity: float = 1) -> None:
    look = style().types[kind]
    scale = size / RADII[look.shape]
    paint = {"fill": look.fill, "stroke": look.border, "stroke-width": f"{thick / scale:.3g}", "stroke-linejoin": "round"}
    where = {"transform": f"translate({x:g} {y:g}) scale({scale:.4g}) translate(-10 -10)"}
    if opacity < 1:
        where["opacity"] = f"{opacity:g}"
    if look.shape in PATHS:
        ET.SubElement(parent, "path", {"d": PATHS[look.shape], **paint, **where})
    else:
        ET.SubElement(parent, "circle", {"cx": "10", "cy": "10", "r": f"{RADII[look.shape]:g}", **paint, **where})


def _things(parent: ET.Element, p: Picture) -> None:
    look, degree = style(), p.network.degree
    for n in p.network.nodes:
        x, y = p.places[n.id]
        size = look.size(degree[n.id])
        _glyph(parent, n.type, x, y, size, 3 if n.id == p.focus else 1.6, 0.55 if n.id in p.faint else 1)
    for n in _named(p, degree):
        x, y = p.places[n.id]
        font = look.node["font_size"]
        for row, words in enumerate(p.labels[n.id].split("\n")):
            at = y + look.size(degree[n.id]) + 6 + font * (0.85 + 1.2 * row)
            _label(parent, words, x, at, size=font, anchor="middle", halo=look.node["halo"])


def _named(p: Picture, degree: Mapping[str, int]) -> Iterable[Node]:
    """The things whose names are written: all, or in a crowded picture the best linked whose names do not meet."""
    if not p.crowded:
        return p.network.nodes
    glyphs = [_glyph_box(p, n, degree) for n in p.network.nodes] if len(p.network.nodes) <= FEW else []
    taken: list[Frame] = []
    out: list[Node] = []
    for n in sorted(p.network.nodes, key=lambda n: (-degree[n.id], n.label, n.id)):
        box = _name_box(p, n, degree)
        if not _meets(box, taken) and (len(out) < BEST or not _meets(box, glyphs)):
            taken.append(box)
            out.append(n)
    return out


def _glyph_box(p: Picture, n: Node, degree: Mapping[str, int]) -> Frame:
    (x, y), size = p.places[n.id], style().size(degree[n.id])
    return (x - size, y - size, x + size, y + size)


def _name_box(p: Picture, n: Node, degree: Mapping[str, int]) -> Frame:
    (x, y), lines, font = p.places[n.id], p.labels[n.id].split("\n"), style().node["font_size"]
    half, top = max(text_width(words, font) for words in lines) / 2, y + style().size(degree[n.id]) + 2
    return (x - half, top, x + half, top + 6 + len(lines) * font * 1.2)


def _meets(box: Frame, others: Iterable[Frame]) -> bool:
    return any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in others)


def _lines(parent: ET.Element, p: Picture) -> None:
    look, degree, seen = style(), p.network.degree, dict[frozenset[str], int]()
    for e in p.network.edges:
        pair = frozenset((e.source, e.target))
        drawn = line(p, e, look.size(degree[e.source]), look.size(degree[e.target]), seen.get(pair, 0))
        seen[pair] = seen.get(pair, 0) + 1
        _line(parent, drawn, e)
        if p.spoken(e):
            _spoken(parent, p.spoken(e).split("\n"), drawn, level=p.view == "path")


def _spoken(parent: ET.Element, rows: Sequence[str], drawn: Line, *, level: bool) -> None:
    """What a line says, in its middle: level, or along the line."""
    turn = 0.0 if level else (math.degrees(drawn.angle) + 90) % 180 - 90
    (x, y), muted = drawn.middle, style().light["muted"]
    spot = ET.SubElement(parent, "g", {"transform": f"translate({x:.1f} {y:.1f}) rotate({turn:.1f})"})
    for n, words in enumerate(rows):
        _label(spot, words, 0, 5 + 17 * (n - (len(rows) - 1) / 2), size=14, fill=muted, anchor="middle", halo=4)


def _line(parent: ET.Element, drawn: Line, e: Edge) -> None:
    look = style()
    paint = {"fill": "none", "stroke": look.edge["light"], "stroke-width": f"{look.edge['width']:g}"}
    if dash := look.statuses[e.status].dash:
        paint["stroke-dasharray"] = " ".join(map(str, dash))
    ET.SubElement(parent, "path", {"d": drawn.path, **paint})
    if not e.both_ways:
        (x, y), angle = drawn.tip, math.degrees(drawn.angle)
        ET.SubElement(
            parent,
            "path",
            {"d": "M0 0 -8 -3.4 -8 3.4Z", "fill": look.edge["light"], "transform": f"translate({x:g} {y:g}) rotate({angle:.1f})"},
        )


@dataclass(frozen=True)
class _Item:
    kind: str
    dash: tuple[int, ...] | None
    words: str

    @property
    def width(self) -> float:
        return 46 + text_width(self.words, 13)


class _Legend:
    """What glyphs and lines stand for, in rows as wide as the picture."""

    def __init__(self, p: Picture, width: float) -> None:
        look = style()
        types, statuses = {n.type for n in p.network.nodes}, {e.status for e in p.network.edges}
        items = [_Item(k, None, t.plural) for k, t in look.types.items() if k in types]
        items += [_Item("", s.dash, s.label) for k, s in look.statuses.items() if k in statuses]
        self.rows: list[list[tuple[float, _Item]]] = [[]]
        x = 0.0
        for item in items:
            if x and x + item.width > width:
                self.rows.append([])
                x = 0.0
            self.rows[-1].append((x, item))
            x += item.width + 12
        self.height = ROW * len(self.rows) if items else 0.0

    def draw(self, parent: ET.Element) -> None:
        """Draws the rows from the origin down."""
        look = style()
        for number, row in enumerate(self.rows):
            y = ROW * number + 8
            for x, item in row:
                if item.dash is None:
                    _glyph(parent, item.kind, x + 10, y, 7)
                else:
                    dash = {"stroke-dasharray": " ".join(map(str, item.dash))} if item.dash else {}
                    ends_at = {"x1": f"{x:g}", "x2": f"{x + 32:g}", "y1": f"{y:g}", "y2": f"{y:g}"}
                    ET.SubElement(parent, "line", {**ends_at, "stroke": look.light["muted"], "stroke-width": "2", **dash})
                _label(parent, item.words, x + (24 if item.dash is None else 40), y + 4.5, size=13)
