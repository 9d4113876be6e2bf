"""The page of a network view: the picture, what can be added to it, its facts, and its query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from triplewire.draw import page
from triplewire.draw.choose import READABLE
from triplewire.draw.model import Network, Node, Statement
from triplewire.draw.network.block import block, counted
from triplewire.draw.network.picture import Picture, picture
from triplewire.draw.network.rest import Rest, claims, more_claims, rest
from triplewire.draw.network.sparql import sparql
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.views import VIEWS

IN_TABLE = 500
"""So many facts are in the table of a page; the others are shown when they are asked for."""
SCRIPTS = ("network.js", "facts.js", "expand.js", "labels.js", "picture.js", "path.js", "state.js")
STORY = ("ledger.css", "company.css", "thing.css")
EMPTY = "No release in this graph says anything that this view shows."


@dataclass(frozen=True)
class Page:
    """A picture with what can be added to it and the facts behind both, numbered."""

    picture: Picture
    left: Rest
    listed: tuple[tuple[str, Statement], ...]
    more: tuple[tuple[str, Statement], ...]

    @staticmethod
    def of(p: Picture, beside: Iterable[Statement] = ()) -> Page:
        """The page of a picture; `beside` are claims for the table of facts that the picture has no part in."""
        left, listed = rest(p), claims(p.network, beside)
        return Page(p, left, tuple(listed), tuple(more_claims(left, listed)))

    @property
    def dates(self) -> list[str]:
        """The days on which facts became known, drawn or not."""
        return sorted({s.date for _, s in (*self.listed, *self.more) if s.date})


def network_page(
    reader: Reader,
    view: str,
    network: Network,
    focus: Node | None = None,
    around: Around = ALONE,
    *,
    limit: int = READABLE,
    beside: Iterable[Statement] = (),
    **more: Any,
) -> str:
    """The page of a network view, with about `limit` things drawn. `beside` are claims for the table of facts that the picture has no part
    in; `more` goes to the template: `summary`, lines above the picture, `picker`, compounds to go on to, and `story`, what stands between
    the picture and the facts.
    """
    made = Page.of(picture(view, network, focus.id if focus else "", limit), beside)
    title = focus.label if focus and view == "compound" else VIEWS[view].title + (f": {focus.label}" if focus else "")
    return render(reader, made, title, around, sparql(reader, view, focus.id if focus else ""), **more)


def render(reader: Reader, made: Page, title: str, around: Around, query: str, known: Mapping[str, Any] | None = None, **more: Any) -> str:
    """The HTML of a page; `query` is the text that asks for what is drawn, `known` goes to the script, `more` to the template: `lede` says
    what is drawn where that is not the view. What stands beside the picture leads to any of the facts, so then all are in the table.
    """
    p, left = made.picture, made.left
    drawn, dates = p.network, made.dates
    types, statuses = counted(drawn, left.nodes)
    most = len(made.listed) if more.get("story") else IN_TABLE
    return page.render(
        "network.html",
        title=title,
        foot=foot(reader),
        css=f":root{{--height:{p.height}px}}",
        around=around,
        forms="form" in more,
        sheets=("base.css", "network.css", *(STORY if "story" in more else ())),
        scripts=(page.VIS, "page.js", *SCRIPTS),
        drawn=bool(drawn.nodes) or bool("form" in more and p.known.nodes),
        notice=" ".join(filter(None, (p.notice, left.notice))),
        heads=[{"x": int(x), "label": label} for x, label in p.heads],
        says=f"{title}: {len(drawn.nodes)} things and {len(drawn.edges)} links; the facts table below says the same in words",
        names=sorted({n.label for n in (*drawn.nodes, *left.nodes) if n.id not in p.marks}),
        types=types,
        statuses=statuses,
        last=max(0, len(dates) - 1),
        until=dates[-1] if dates else "no dates",
        claims=made.listed[:most],
        facts_in_all=len(made.listed),
        query=query,
        data=page.data({**block(p, left, made.listed, made.more, most, reader, around), **(known or {})}),
        **{"lede": VIEWS[p.view].description, "picker": (), "summary": (), "story": None, "form": None, "empty": EMPTY, **more},
    )


def foot(reader: Reader) -> str:
    """Where the facts of a page come from, in a sentence."""
    count = len(reader.releases)
    read = f"{count} {'release' if count == 1 else 'releases'}"
    return f"Drawn by Triplewire from {read}" + (f", facts stated up to {reader.until}." if reader.until else ".")
