"""`triplewire build`: releases in, a complete build out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from triplewire.cli import options, talk


def build(
    paths: options.Paths = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where the build goes; DIR/current is replaced as a whole.")
    ] = Path(options.OUT),
    as_of: options.AsOf = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read and write; the result is the same.")] = 1,
    strict: Annotated[bool, typer.Option("--strict", help="Fail when an input is missing or cannot be read.")] = False,
    corrections: Annotated[
        list[Path] | None, typer.Option("--corrections", metavar="DIR", help="A folder of corrections; may be given again.")
    ] = None,
    policy: Annotated[
        str,
        typer.Option("--policy", metavar="NAME", help="Which claim of a conflict is preferred: latest, issuer, table, confidence or none."),
    ] = "",
    pages: Annotated[
        str,
        typer.Option("--pages", metavar="WHICH", help="all, few (none of single things and releases) or auto: few above 2,000 releases."),
    ] = "auto",
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Read releases into a complete build.

    A build is facts, graph, store, pages and a report. Without PATH the sample releases of the package are read.
    Corrections of TRIPLEWIRE_CORRECTIONS are applied too.
    """
    from triplewire import api

    with options.inputs(paths or []) as given, talk.bar("reading") as progress:
        more: dict[str, Any] = {"as_of": as_of, "workers": workers, "strict": strict, "policy": policy, "pages": pages}
        done = api.build(given, out, corrections=corrections or (), progress=progress, **more)
    for line in done.summary():
        talk.note(line)
    raise typer.Exit(done.exit_code)
