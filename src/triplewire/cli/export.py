"""`triplewire export`: the graph in an exchange format, or into a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import loading, options, talk
from triplewire.errors import TriplewireError

if TYPE_CHECKING:
    from triplewire.export import Manifest


def export(
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help="The format (see --list), or sparql to load a store.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="PATH", help="The file or folder; - or nothing is stdout.")] = None,
    graph: options.GraphDir = Path(options.OUT),
    manifest: Annotated[
        Path | None, typer.Option("--manifest", metavar="FILE", help="Write there, as JSON, what was written and what was lost.")
    ] = None,
    losses: Annotated[bool, typer.Option("--losses", help="Say on stderr what of this graph is lost: how many, why, the first.")] = False,
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="Put an apostrophe before each cell that a spreadsheet would run as a formula.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the formats, with what each cannot carry.")] = False,
    endpoint: loading.Endpoint = None,
    update_endpoint: loading.UpdateEndpoint = None,
    graph_store: loading.GraphStore = None,
    user: loading.User = None,
    password_file: loading.PasswordFile = None,
    token_env: loading.TokenEnv = None,
    insecure: loading.Insecure = False,
    batch: loading.Batch = 500,
    timeout: loading.Timeout = 120.0,
    retries: loading.Retries = 4,
    dry_run: loading.DryRun = False,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Write the graph of a build for another tool, or into a store."""
    from triplewire import export as exporting

    if listing or not form:
        talk.result(_list())
        return
    wanted = loading.Wanted(
        graph=graph,
        endpoint=endpoint,
        update_endpoint=update_endpoint,
        graph_store=graph_store,
        access=loading.access(user, password_file, token_env, insecure),
        batch=batch,
        timeout=timeout,
        retries=retries,
        dry_run=dry_run,
    )
    if form == "sparql":
        loading.load(wanted, out)
        return
    loading.only_for_stores(wanted, form)
    options.choice("export format", form, [*exporting.FORMATS, "sparql"])
    from triplewire import api

    try:
        told = api.open(graph).save(form, sys.stdout.buffer if out is None or str(out) == "-" else out, spreadsheet=spreadsheet)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        talk.hang_up()
        return
    if out is not None and str(out) != "-":
        talk.note(f"wrote {out}")
    if manifest:
        _write(manifest, told)
    if losses:
        typer.echo(_losses(told), err=True, nl=False)


def _write(path: Path, told: Manifest) -> None:
    try:
        path.write_text(told.to_text(), "utf-8")
    except OSError as error:
        raise TriplewireError(f"{path}: the manifest cannot be written: {error.strerror or error}") from error


def _losses(told: Manifest) -> str:
    from triplewire.cli.tables import plain_table

    if not told.losses:
        return "nothing was lost\n"
    rows = [(loss.what, f"{loss.count:,}", loss.why, loss.example) for loss in told.losses]
    return plain_table(("lost", "how many", "why", "the first"), rows, count=False)


def _list() -> str:
    from triplewire import export as exporting
    from triplewire.cli.tables import plain_table

    rows = [(f.name, f".{f.ending}" if f.ending else "folder", f.carries, f.loses) for f in exporting.FORMATS.values()]
    rows.append(("sparql", "a store", "every quad, graph by graph, into a SPARQL 1.1 store (--endpoint)", "nothing"))
    return plain_table(("format", "file", "carries", "leaves out"), rows)
