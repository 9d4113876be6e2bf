"""`triplewire export`: the graph in an exchange format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import options, talk


def export(
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help="The format; see --list.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="PATH", help="The file or folder; stdout by default.")] = None,
    graph: options.GraphDir = Path(options.OUT),
    listing: Annotated[bool, typer.Option("--list", help="List the formats, with what each cannot carry.")] = False,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Write the graph of a build for another tool."""
    from triplewire import export as exporting

    if listing or not form:
        talk.result(_list())
        return
    options.choice("export format", form, list(exporting.FORMATS))
    from triplewire import api

    text = api.open(graph).export(form, out)
    if out is None:
        talk.result(text)
    else:
        talk.note(f"wrote {out}")


def _list() -> str:
    from triplewire import export as exporting
    from triplewire.cli.tables import plain_table

    rows = [(f.name, f".{f.ending}" if f.ending else "folder", f.carries, f.loses) for f in exporting.FORMATS.values()]
    return plain_table(("format", "file", "carries", "leaves out"), rows)
