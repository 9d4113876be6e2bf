"""`triplewire diff`: what changed."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triplewire.cli import options, talk
from triplewire.errors import InputError

if TYPE_CHECKING:
    from triplewire.reconcile.changes import Change, Delta, Log

FORMATS = ("table", "jsonl", "md")
GROUPS = ("company", "compound")
COLUMNS = ("change", "what", "before", "after", "words")
QUOTED = 60


def diff(
    a: Annotated[str | None, typer.Argument(metavar="A", help="The earlier side: a file, a release id, a date or a build folder.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="The later side, of the same sort.")] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", metavar="DATE", help="Instead of A and B: what each later release changed.", parser=options.day),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="With --since: a digest for each company or compound.")] = "company",
    company: Annotated[str | None, typer.Option("--company", metavar="NAME", help="Only what this company tells, or is told of.")] = None,
    compound: Annotated[str | None, typer.Option("--compound", metavar="NAME", help="Only what is told of this compound.")] = None,
    graph: options.GraphDir = Path(options.OUT),
    form: Annotated[str, typer.Option("--format", "-f", help="table, jsonl or md.")] = "table",
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Show what changed between two releases, two dates or two builds.

    Releases are files, or ids of the build in --graph; dates are what that build knew on either day; builds are folders. Each change is
    added, advanced, dropped, moved, restated or changed, with the words of both sides.
    """
    options.choice("format", form, FORMATS)
    options.choice("grouping", by, GROUPS)
    if since is not None:
        _only_since(a, b)
        talk.result(_digest(graph, since, by, company, compound, form))
        return
    if not a or not b:
        raise InputError("say what to compare: triplewire diff A B, or triplewire diff --since DATE", "missing")
    from triplewire import api

    talk.result(_difference(api.diff(a, b, graph=graph, company=company, compound=compound), form))


def _only_since(a: str | None, b: str | None) -> None:
    if a or b:
        raise InputError("--since takes the place of A and B; give one or the other", "usage")


def _difference(delta: Delta, form: str) -> str:
    from triplewire.reconcile import changes

    if form == "md":
        return changes.difference(delta)
    if form == "jsonl":
        return "".join(_line(change.to_json()) for change in delta.changes)
    return _table(COLUMNS, [_row(change) for change in delta.changes])


def _digest(graph: Path, since: date, by: str, company: str | None, compound: str | None, form: str) -> str:
    from triplewire import api
    from triplewire.reconcile import changes

    log = api.open(graph).log("compound" if by == "compound" else "company", since=since, company=company, compound=compound)
    if form == "md":
        return changes.digest(log, f"What changed since {since}")
    if form == "jsonl":
        return "".join(_line({"date": day, by: name, "releases": ids, **c.to_json()}) for name, day, ids, c in _news(log))
    rows = [(day, *_row(change)) for _, day, _, change in _news(log)]
    return _table(("date", *COLUMNS), rows)


def _news(log: Log) -> Iterator[tuple[str, str, list[str], Change]]:
    """Name, day, releases and change, in the order of the log."""
    for name, entries in log.items():
        for entry in entries:
            yield from ((name, str(entry.day), list(entry.releases), change) for change in entry.changes)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def _row(change: Change) -> tuple[str, ...]:
    sides = [item.words if item else "" for item in (change.before, change.after)]
    quotes = [f"“{textwrap.shorten(item.cited[0].quote, QUOTED, placeholder=' …')}”" for item in (change.before, change.after) if item]
    return (change.change, change.what, *sides, " → ".join(quotes))


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    from triplewire.cli.tables import plain_table

    return plain_table(columns, rows)
