"""Other people's servers on the command line: credentials that are never arguments, and `triplewire export sparql`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import talk
from triplewire.errors import EndpointError

if TYPE_CHECKING:
    from triplewire.export.sparql import Loaded
    from triplewire.query.access import Access

PASSWORD = "TRIPLEWIRE_PASSWORD"  # noqa: S105 - the name of a variable

User = Annotated[
    str | None,
    typer.Option("--user", metavar="NAME", help=f"Log in there with this name and the password of --password-file or {PASSWORD}."),
]
PasswordFile = Annotated[Path | None, typer.Option("--password-file", metavar="F", help="A file with the password as its only line.")]
TokenEnv = Annotated[
    str | None, typer.Option("--token-env", metavar="VAR", help="Log in there with the token that this environment variable has.")
]
Insecure = Annotated[bool, typer.Option("--insecure", help="Let a password or token go over plain HTTP to another machine.")]

Endpoint = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="With sparql: the store's address for queries, and for updates too.")
]
UpdateEndpoint = Annotated[
    str | None, typer.Option("--update-endpoint", metavar="URL", help="Its address for updates, where it has another.")
]
GraphStore = Annotated[
    str | None, typer.Option("--graph-store", metavar="URL", help="Send whole graphs to this address of the Graph Store Protocol instead.")
]
Batch = Annotated[int, typer.Option("--batch", metavar="KB", min=10, help="How large an update may be.")]
Timeout = Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long to wait for each answer of the store.")]
Retries = Annotated[int, typer.Option("--retries", metavar="N", min=0, help="How often to try a request again that may yet succeed.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be sent.")]


def access(user: str | None, password_file: Path | None, token_env: str | None, insecure: bool) -> Access:
    """The credentials that these options mean. Raises EndpointError when a part is missing, cannot be read, or is said twice."""
    from triplewire.query.access import Access

    if user and token_env:
        raise EndpointError("--user and --token-env are two ways to log in; give one")
    if password_file and not user:
        raise EndpointError("--password-file needs the name that the password is for; give --user too")
    if token_env:
        return Access(token=_of_environment(token_env, "--token-env"), insecure=insecure)
    if user and ":" in user:
        raise EndpointError("--user: a name has no colon; the password comes from --password-file")
    return Access(user or "", _password(password_file) if user else "", insecure=insecure)


def _password(file: Path | None) -> str:
    if file is None:
        return _of_environment(PASSWORD, "--user")
    try:
        return _line(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise EndpointError(f"{file}: the password cannot be read ({error}); write it into the file as its only line") from error


def _of_environment(name: str, option: str) -> str:
    if not os.environ.get(name):
        raise EndpointError(f"{option}: the environment variable {name} is not set; put the secret there, or give --password-file")
    return _line(os.environ[name], name)


def _line(text: str, where: str) -> str:
    """The secret itself, without the end of its line."""
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret or not secret.isprintable():
        raise EndpointError(f"{where}: expected one line of text; it is empty, has several, or holds signs that cannot be printed")
    return secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options of `export sparql`."""

    graph: Path
    endpoint: str | None
    update_endpoint: str | None
    graph_store: str | None
    access: Access
    batch: int
    timeout: float
    retries: int
    dry_run: bool


def only_for_stores(wanted: Wanted, form: str) -> None:
    """Raises EndpointError when another format was asked for with the address of a store, or a login."""
    if wanted.endpoint or wanted.update_endpoint or wanted.graph_store or wanted.access.given or wanted.dry_run:
        raise EndpointError(f"export {form} writes a file; addresses of stores, logins and --dry-run are for: triplewire export sparql")


def load(wanted: Wanted, out: Path | None) -> None:
    """Brings a store to hold a build: says how far it is on a terminal, and in the end what was done."""
    if out:
        raise EndpointError("export sparql writes into a store and not into a file; leave --out away, or see triplewire export --list")
    if not wanted.endpoint:
        raise EndpointError("export sparql needs the address of the store: --endpoint http://localhost:7878/query")
    if wanted.update_endpoint and wanted.graph_store:
        raise EndpointError("--update-endpoint and --graph-store are two ways to write; give one")
    from triplewire import api, vocab

    with talk.bar("loading", pace=True) as progress:
        done = api.open(wanted.graph).load(
            wanted.endpoint,
            update_endpoint=wanted.update_endpoint or "",
            graph_store=wanted.graph_store or "",
            access=wanted.access,
            batch=wanted.batch * 1000,
            timeout=wanted.timeout,
            retries=wanted.retries,
            dry_run=wanted.dry_run,
            progress=lambda sent, total, graph: progress(sent, total, graph.removeprefix(vocab.GRAPH)),
            notice=talk.note,
        )
    if wanted.dry_run:
        talk.result(_listed(done))
    talk.note(str(done))


def _listed(done: Loaded) -> str:
    from triplewire.cli.tables import plain_table

    plan = done.plan
    rows = [("put", change.graph, f"{change.triples}", change.why) for change in plan.puts]
    rows += [("drop", change.graph, "", change.why) for change in plan.drops]
    return plain_table(("do", "graph", "triples", "why"), rows) if rows else ""
