"""`triplewire draw`: one view as an HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import options, talk


def draw(
    view: Annotated[str | None, typer.Argument(metavar="VIEW", help="The view to draw; see --list.")] = None,
    focus: Annotated[
        str | None,
        typer.Option("--focus", metavar="NAME", help="What it is about, by any of its names; compound, company and path need it."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", help="The other end of a path; --focus is the one.")] = None,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=2, help="How many things to draw (pipeline and targets: compounds), 5000 at most."),
    ] = 60,
    as_of: options.AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="The file to write; VIEW.html by default, - for stdout. FILE.svg has the picture of a network alone.",
        ),
    ] = None,
    graph: options.GraphDir = Path(options.OUT),
    listing: Annotated[bool, typer.Option("--list", help="List the views.")] = False,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Draw one view of a build as an HTML file or an SVG picture.

    The file has everything in it and needs no network. A build has all views already, as pages that lead to each other.
    """
    from triplewire import draw as drawing

    if listing or not view:
        talk.result(_list())
        return
    options.choice("view", view, list(drawing.VIEWS))
    from triplewire import api

    target = out or Path(f"{view}.html")
    form: drawing.Form = "svg" if target.suffix.lower() == ".svg" else "html"
    page = api.open(graph).draw(view, focus=focus, to=to, as_of=as_of, limit=limit, form=form)
    if str(target) == "-":
        talk.result(page)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, "utf-8")
    talk.note(f"wrote {target}")


def _list() -> str:
    from triplewire import draw as drawing
    from triplewire.cli.tables import plain_table

    return plain_table(("view", "shows"), [(view.name, view.description) for view in drawing.VIEWS.values()])
