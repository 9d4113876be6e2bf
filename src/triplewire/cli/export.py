"""`triplewire export`: the graph in an exchange format, or into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import loading, options, talk


def export(
    form: Annotated[str | None, typer.Argument(metavar="FORMAT", help="The format (see --list), or sparql to load a store.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="PATH", help="The file or folder; stdout by default.")] = None,
    graph: options.GraphDir = Path(options.OUT),
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

    text = api.open(graph).export(form, out)
    if out is None:
        talk.result(text)
    else:
        talk.note(f"wrote {out}")


def _list() -> str:
    from triplewire import export as exporting
    from triplewire.cli.tables import plain_table

    rows = [(f.name, f".{f.ending}" if f.ending else "folder", f.carries, f.loses) for f in exporting.FORMATS.values()]
    rows.append(("sparql", "a store", "every quad, graph by graph, into a SPARQL 1.1 store (--endpoint)", "nothing"))
    return plain_table(("format", "file", "carries", "leaves out"), rows)
