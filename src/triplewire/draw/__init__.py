"""HTML views of a graph: `draw(store, "pipeline")` is one self-contained page, `site(store, folder, info)` all pages of a build."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw.company import Companies, company_page, silent_companies
from triplewire.draw.compound import compound_page
from triplewire.draw.model import Dossier, Entity, Node, Release, SiteInfo, Text
from triplewire.draw.network import network_page
from triplewire.draw.page import ALONE
from triplewire.draw.reader import Reader
from triplewire.draw.site import TABLES, Site, error_page, site
from triplewire.draw.things import Things
from triplewire.draw.views import VIEWS, View
from triplewire.errors import NotFoundError, no_such

__all__ = ["VIEWS", "Dossier", "Reader", "Release", "Site", "SiteInfo", "Text", "View", "draw", "error_page", "site"]


def draw(store: ox.Store, view: str, focus: str | None = None, as_of: date | None = None, dossier: Dossier | None = None) -> str:
    """One view as a complete HTML page that makes no request.

    `focus` is any name or the IRI of a thing in the graph: what `compound` and `company` are about (where it is needed), the thing
    around which a network is drawn. `as_of` leaves out what was said later; what became of promises is as the graph has it, so give that
    of the day. `dossier` is what the graph does not hold: findings, change logs and texts. Raises NotFoundError, with near names, for a
    view or a focus that does not exist, and for a view that lacks its focus.
    """
    if view not in VIEWS:
        raise no_such("view", view, VIEWS)
    reader = Reader(store, as_of, dossier.texts if dossier else None)
    if view in TABLES:
        return TABLES[view](reader)
    if kind := VIEWS[view].about:
        about, beside, things = _named(reader, focus, (kind,)), dossier or Dossier(), Things(reader)
        return compound_page(things, about, ALONE, beside) if kind == "compound" else company_page(Companies(things, beside), about)
    thing = _named(reader, focus, ()) if focus else None
    node = Node(thing.id, thing.label, thing.type) if thing else None
    return network_page(reader, view, reader.network(view), node)


def _named(reader: Reader, name: str | None, types: Iterable[str]) -> Entity:
    """The thing that a user means. Raises NotFoundError."""
    kinds = tuple(types)
    known = [e for e in (*reader.names.entities, *silent_companies(reader)) if not kinds or e.type in kinds]
    kind = kinds[0] if kinds else "thing"
    if not name:
        raise NotFoundError(
            f"this view is about one {kind}: name it with --focus; known: {', '.join(e.label for e in known[:12]) or 'none'}"
        )
    slug = vocab.slug(name)
    exact = (e for e in known if name in (e.id, e.label))
    other = (e for e in known if name in e.also)
    alike = (e for e in known if slug in {vocab.slug(n) for n in (e.id.rsplit("/", 1)[-1], e.label, *e.also)})
    found = next(chain(exact, other, alike), None)
    if found is None:
        raise no_such(kind, name, (e.label for e in known))
    return found
