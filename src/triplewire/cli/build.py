"""`triplewire build`: releases in, a complete build out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triplewire.cli import options, stopping, talk

if TYPE_CHECKING:
    from triplewire.builds import Build


def build(
    paths: options.Paths = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where the build goes; DIR/current is replaced as a whole.")
    ] = Path(options.OUT),
    as_of: options.AsOf = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read releases; the result is the same.")] = 1,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Read on the Dask cluster with this scheduler, e.g. tcp://10.0.0.1:8786.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Fail when an input is missing or cannot be read.")] = False,
    corrections: Annotated[
        list[Path] | None, typer.Option("--corrections", metavar="DIR", help="A folder of corrections; may be given again.")
    ] = None,
    policy: Annotated[
        str,
        typer.Option("--policy", metavar="NAME", help="Which claim of a conflict is preferred: latest, issuer, table, confidence or none."),
    ] = "",
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Read releases into a complete build.

    A build is facts, graph, store, pages and a report. Without PATH the sample releases of the package are read.
    Corrections of TRIPLEWIRE_CORRECTIONS are applied too.
    """
    more: dict[str, Any] = {"as_of": as_of, "workers": workers, "scheduler": scheduler, "strict": strict, "policy": policy}
    before = _place(out)
    try:
        with stopping.stoppable(), options.inputs(paths or []) as given:
            done = _built(given, out, corrections=corrections or (), **more)
    except stopping.Stopped as stopped:
        talk.error(_stopped(out, before))
        raise typer.Exit(stopped.code) from None
    raise typer.Exit(done.exit_code)


def _built(given: list[str], out: Path, **more: Any) -> Build:
    """A build, and what a person wants to know of it."""
    from triplewire import api

    with talk.phases() as progress:
        done = api.build(given, out, progress=progress, **more)
    for line in done.summary():
        talk.note(line)
    return done


def _place(out: Path) -> Path:
    """Where the current build of a folder is."""
    return (out / "current").resolve()


def _stopped(out: Path, before: Path) -> str:
    """What there is when a build was stopped, and how it goes on."""
    if not (out / "current").exists():
        state = f"{out} has no build yet"
    else:
        state = f"the build in {out} is as it was" if _place(out) == before else f"the new build in {out} is whole"
    return f"stopped; {state}, releases that were read are kept, and the same command goes on from there"
