"""`triplewire query`: ask the graph."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import loading, options, talk
from triplewire.errors import QueryError

if TYPE_CHECKING:
    from triplewire import query as asking
    from triplewire.query.access import Access


def query(
    what: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE|-|SPARQL", help="A shipped query, a file, - for stdin, or the text itself.")
    ] = None,
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="K=V", help="A parameter of the query; may be repeated.")
    ] = None,
    graph: options.GraphDir = Path(options.OUT),
    endpoint: Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of a build.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, csv, tsv, json, xml, md or turtle.")] = "table",
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Give up after this long.")] = 60.0,
    user: loading.User = None,
    password_file: loading.PasswordFile = None,
    token_env: loading.TokenEnv = None,
    insecure: loading.Insecure = False,
    listing: Annotated[bool, typer.Option("--list", help="List the shipped queries.")] = False,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Run a named, filed or literal SPARQL query. All prefixes of the product are declared."""
    from triplewire.query import formats

    if listing:
        talk.result(_list())
        return
    if not what:
        raise QueryError("say what to ask: a name (see triplewire query --list), a file, - or a SPARQL text")
    options.choice("result format", form, formats.FORMATS)
    access = loading.access(user, password_file, token_env, insecure)
    if access.given and not endpoint:
        raise QueryError("a login is for another server; give its address with --endpoint")
    there = _There(endpoint, access) if endpoint else None
    answer = _answer(_find(what), _pairs(params or []), graph, there, timeout)
    from triplewire.cli.tables import width

    talk.result(formats.render(answer, form, width=width(), color=talk.on_terminal()))


@dataclass(frozen=True, slots=True)
class _There:
    """Another server, and who asks it."""

    endpoint: str
    access: Access


def _answer(found: asking.NamedQuery, values: dict[str, str], graph: Path, there: _There | None, timeout: float) -> asking.Answer:
    from triplewire import query as asking

    if there or asking.takes(found, "as_of") or "as_of" not in values:
        text = asking.prepare(found, values)
        talk.detail(text)
    if there:
        from triplewire.query import client, remote

        return remote.ask(there.endpoint, text, client=client.Client(there.access, timeout=timeout))
    from triplewire import api

    return api.open(graph).query(found, timeout=timeout, **values)


def _find(what: str) -> asking.NamedQuery:
    """The query meant: stdin for `-`, a file when there is one, a text when it looks like one, else a name."""
    from triplewire import query as asking

    if what == "-":
        return asking.parse(sys.stdin.read(), "stdin")
    if len(what) < 1000 and Path(what).is_file():
        return asking.load(Path(what))
    return asking.resolve(what)


def _pairs(params: list[str]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    for name, equals, _ in pairs:
        if not equals or not name:
            raise QueryError(f"-p {name}: expected a parameter as name=value")
    return {name: value for name, _, value in pairs}


def _list() -> str:
    from triplewire import query as asking
    from triplewire.cli.tables import plain_table

    rows = [(q.name, q.title, ", ".join(p.name if p.required else f"{p.name}={p.default}" for p in q.params)) for q in asking.listing()]
    return plain_table(("name", "question", "parameters"), rows)
