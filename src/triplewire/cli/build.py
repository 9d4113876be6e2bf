"""`triplewire build`: releases in, a complete build out."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from triplewire.cli import options, stopping, talk
from triplewire.errors import TriplewireError

if TYPE_CHECKING:
    from triplewire.builds import Build


def build(
    paths: options.Paths = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where the build goes; DIR/current is replaced as a whole.")
    ] = Path(options.OUT),
    since: options.Since = None,
    as_of: options.AsOf = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read and write; the result is the same.")] = 1,
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
    pages: Annotated[
        str,
        typer.Option(
            "--pages",
            metavar="WHICH",
            help="all, few (not of single things and releases), front (one page) or auto: front above 2,000.",
        ),
    ] = "auto",
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: build again when releases are new, changed or gone, until stopped.")
    ] = False,
    interval: Annotated[
        float, typer.Option("--interval", metavar="SECONDS", min=0.1, help="With --watch: how long to wait between two looks.")
    ] = 2.0,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Read releases into a complete build.

    A build is facts, graph, store, pages and a report. Without PATH the sample releases of the package are read.
    Corrections of TRIPLEWIRE_CORRECTIONS are applied too.

    With --workers or --scheduler, a release that kills the process that reads it is set aside, and the rest is built.
    Ctrl-C keeps what was read and the build that was there (exit code 130); with --watch it is the way to end (exit code 0).
    """
    if watch and (not paths or "-" in paths):
        raise typer.BadParameter("--watch needs the files or folders to look at")
    if since and as_of and since > as_of:
        raise typer.BadParameter(f"--since {since} is after --as-of {as_of}: no release can be of both; change one of the days")
    more: dict[str, Any] = {"since": since, "as_of": as_of, "workers": workers, "scheduler": scheduler, "strict": strict, "policy": policy}
    more["pages"] = pages
    folders, before = corrections or [], _place(out)
    try:
        with stopping.stoppable(), options.inputs(paths or []) as given:
            once = partial(_built, given, out, corrections=folders, **more)
            if watch:
                _keep_building(once, given, folders, interval)
            done = once()
    except stopping.Stopped as stopped:
        if watch:
            talk.note(f"stopped watching; {_left(out, before)}")
            raise typer.Exit from None
        talk.error(f"stopped; {_left(out, before)}, releases that were read are kept, and the same command goes on from there")
        raise typer.Exit(stopped.code) from None
    raise typer.Exit(done.exit_code)


def _keep_building(once: Callable[[], object], given: list[str], corrections: list[Path], interval: float) -> NoReturn:
    """Builds, and again when something has changed since the look before the last build, whatever became of that."""
    from triplewire.builds import Change, look, settled

    looks = partial(look, given, corrections)
    seen = looks()
    while True:
        try:
            once()
        except TriplewireError as error:
            talk.error(str(error))
        except OSError as error:
            talk.error(f"{error.filename or 'the system'}: {error.strerror or error}")
        talk.detail(f"watching {len(seen)} files")
        before, seen = seen, settled(looks, seen, partial(time.sleep, interval))
        talk.note(Change.between(before, seen).line)


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


def _left(out: Path, before: Path) -> str:
    """What there is when a build was stopped."""
    if not (out / "current").exists():
        return f"{out} has no build yet"
    return f"the build in {out} is as it was" if _place(out) == before else f"the new build in {out} is whole"
