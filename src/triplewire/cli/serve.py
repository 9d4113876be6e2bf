"""`triplewire serve`: the pages, the data and the SPARQL endpoint of a build."""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import options, talk
from triplewire.errors import BuildError

TOKEN = "TRIPLEWIRE_TOKEN"  # noqa: S105 - the name of a variable


def serve(
    graph: options.GraphDir = Path(options.OUT),
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to listen at; 0 takes any that is free.")
    ] = 8765,
    host: Annotated[
        str, typer.Option("--host", metavar="H", help="The address to listen at; any but the usual lets other machines in.")
    ] = "127.0.0.1",
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long a request may take.")] = 10.0,
    memory: Annotated[int, typer.Option("--memory", metavar="MB", min=512, help="How much memory each worker process may have.")] = 2048,
    max_rows: Annotated[
        int, typer.Option("--max-rows", metavar="N", min=1, help="Rows after which an answer is cut, and says so.")
    ] = 100_000,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="How many queries run at the same time.")] = 4,
    allow_update: Annotated[bool, typer.Option("--allow-update", help="Allow SPARQL updates, on a working copy, with a token.")] = False,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="F", help=f"A file with the token for updates; else {TOKEN}, else a new one.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Allow updates also from other machines.")] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Another name that it is reached by, as behind a proxy; may be given again."),
    ] = None,
    cors: Annotated[
        str, typer.Option("--cors", metavar="ORIGIN", help="A site, such as https://pages.example, whose pages may read answers.")
    ] = "",
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Serve a build: pages, linked data, and SPARQL 1.1 at /sparql.

    Prints its address once it answers; open that in a browser. Read only, and for this machine alone, unless told otherwise. Ends with
    Ctrl-C.
    """
    from triplewire.serve import server
    from triplewire.serve.explorer import Explorer
    from triplewire.serve.settings import LOOPBACK, Settings

    _have_streams()
    local = host in LOOPBACK
    if allow_update and not local and not force:
        raise BuildError(
            f"--allow-update with --host {host}: everybody who has the token could change the graph; if you mean it, add --force"
        )
    if not local:
        talk.note(f"listening at {host}: whoever reaches this machine can ask; there is no password for reading")
    settings = Settings(
        directory=graph,
        host=host,
        port=port,
        timeout=timeout,
        memory=memory,
        max_rows=max_rows,
        workers=workers,
        token=_token(token_file) if allow_update else "",
        allow_hosts=tuple(allow_host or ()),
        cors=cors,
        verbose=talk.verbose(),
    )
    server.run(settings, ready=_ready, log=talk.detail, plug=Explorer().plug())


def _have_streams() -> None:
    """Fills the places of standard streams that were closed, or a connection would get one of their numbers."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _ready(address: str, network: str) -> None:
    talk.detail(f"workers are kept from the network by {network}" if network else "workers are NOT kept from the network on this system")
    with suppress(OSError):  # whoever wanted to read it has left; that is no reason to stop
        if sys.stdout:
            talk.result(address)


def _token(file: Path | None) -> str:
    """The token for updates: of a file, of the environment, or a new one that is shown. Raises BuildError for an unusable file."""
    if file:
        try:
            given = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BuildError(f"{file}: the token cannot be read ({error}); write one line of text into it") from error
        return _strong(given, str(file))
    if TOKEN in os.environ:
        return _strong(os.environ[TOKEN].strip(), TOKEN)
    made = secrets.token_urlsafe(24)
    talk.error(f"the token for updates: {made}")
    return made


def _strong(token: str, where: str) -> str:
    if len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token:
        raise BuildError(f"{where}: a token has at least 16 letters and digits, and no blanks; make one with: openssl rand -hex 24")
    return token
