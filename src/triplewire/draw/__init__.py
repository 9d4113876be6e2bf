"""HTML views of a graph: `draw(store, "pipeline")` is one self-contained page, `site(store, folder, info)` all pages of a build, and
`front(folder, info)` its front page alone, for a build of any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import pyoxigraph as ox

from triplewire.draw.choose import READABLE
from triplewire.draw.company import Companies, company_page, silent_companies
from triplewire.draw.compound import compound_page
from triplewire.draw.front import Front, front
from triplewire.draw.hands import Ahead
from triplewire.draw.model import Dossier, Entity, Node, Release, SiteInfo, Text
from triplewire.draw.named import named
from triplewire.draw.network import network_page, network_svg, path_page, path_svg
from triplewire.draw.network.ways import Ways
from triplewire.draw.page import ALONE
from triplewire.draw.reader import Reader
from triplewire.draw.site import TABLES, Site, error_page
from triplewire.draw.things import Things
from triplewire.draw.views import VIEWS, View
from triplewire.draw.writing import site
from triplewire.errors import NotFoundError, no_such

Form = Literal["html", "svg"]

__all__ = [
    "READABLE",
    "VIEWS",
    "Ahead",
    "Dossier",
    "Form",
    "Front",
    "Reader",
    "Release",
    "Site",
    "SiteInfo",
    "Text",
    "View",
    "draw",
    "error_page",
    "front",
    "site",
]


def draw(
    store: ox.Store,
    view: str,
    focus: str | None = None,
    as_of: date | None = None,
    dossier: Dossier | None = None,
    *,
    to: str | None = None,
    limit: int = READABLE,
    form: Form = "html",
) -> str:
    """One view as a complete HTML page that makes no request, or a network view as an SVG picture.

    `focus` is any name or the IRI of a thing in the graph: what `compound` and `company` are about (where it is needed), the thing
    around which a network is drawn, where a path begins; `to` is where it ends. `as_of` leaves out what was said later; what became of
    promises is as the graph has it, so give that of the day. `dossier` is what the graph does not hold: findings, change logs and texts.
    `limit` is how many things a network draws, in columns how many compounds, at most 5,000 things. Raises NotFoundError, with near
    names, for a view or a thing that does not exist, for a view that lacks what it is about, and for a table asked for as a picture.
    """
    if view not in VIEWS:
        raise no_such("view", view, VIEWS)
    reader, asked = Reader(store, as_of, dossier.texts if dossier else None), VIEWS[view]
    if form == "svg":
        return _svg(reader, asked, focus, to, limit)
    if view in TABLES:
        return TABLES[view](reader)
    if asked.pair:
        return path_page(reader, ALONE, *_pair(reader, focus, to))
    if kind := asked.about:
        about, beside, things = _named(reader, focus, (kind,)), dossier or Dossier(), Things(reader)
        if kind == "compound":
            return compound_page(things, about, ALONE, beside, limit=limit)
        return company_page(Companies(things, beside), about)
    return network_page(reader, view, reader.network(view), _node(reader, focus), limit=limit)


def _svg(reader: Reader, view: View, focus: str | None, to: str | None, limit: int) -> str:
    if view.name in TABLES or view.about == "organization":
        drawn = ", ".join(v.name for v in VIEWS.values() if v.name not in TABLES and v.about != "organization")
        raise NotFoundError(f"{view.name} is a page of tables and has no picture: ask for HTML, or for one of {drawn} as SVG")
    if view.pair:
        return path_svg(reader, *_pair(reader, focus, to))
    thing = _named(reader, focus, (view.about,)) if view.about else None
    node = Node(thing.id, thing.label, thing.type) if thing else _node(reader, focus)
    return network_svg(reader, view.name, reader.network(view.name, thing.id if thing else ""), node, limit=limit)


def _node(reader: Reader, focus: str | None) -> Node | None:
    """The thing around which a network is drawn. Raises NotFoundError."""
    thing = _named(reader, focus, ()) if focus else None
    return Node(thing.id, thing.label, thing.type) if thing else None


def _pair(reader: Reader, focus: str | None, to: str | None) -> tuple[str, str]:
    """The IRIs of the two things between which a path is sought. Raises NotFoundError."""
    if not focus or not to:
        raise NotFoundError(f"a path is about two things: name them with --focus and --to; known: {_some(reader.names.entities)}")
    return Ways(reader).ends(focus, to)


def _some(known: Sequence[Entity]) -> str:
    return ", ".join(e.label for e in known[:12]) or "none"


def _named(reader: Reader, name: str | None, types: Iterable[str]) -> Entity:
    """The thing that a user means. Raises NotFoundError."""
    kinds = tuple(types)
    known = [e for e in (*reader.names.entities, *silent_companies(reader)) if not kinds or e.type in kinds]
    kind = kinds[0] if kinds else "thing"
    if not name:
        raise NotFoundError(f"this view is about one {kind}: name it with --focus; known: {_some(known)}")
    return named(known, name, kind)
