"""`triplewire ledger`: what was promised, for when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import options, talk
from triplewire.model import STATES

if TYPE_CHECKING:
    from triplewire.model import Promise

FORMATS = ("table", "jsonl", "csv", "md", "ics")


def ledger(
    as_of: options.AsOf = None,
    company: Annotated[
        str | None, typer.Option("--company", metavar="NAME", help="Only promises of this company, or in its releases.")
    ] = None,
    compound: Annotated[str | None, typer.Option("--compound", metavar="NAME", help="Only promises about this compound.")] = None,
    state: Annotated[list[str] | None, typer.Option("--state", metavar="S", help="Only promises in this state; may be repeated.")] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", metavar="DATE", help="Only what is new since a day: made or decided later.", parser=options.day),
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, jsonl, csv, md or ics (a calendar of open windows).")] = "table",
    graph: options.GraphDir = Path(options.OUT),
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Show what was promised, for when, and what became of it.

    A row for each forward-looking statement: open, kept, slipped, narrowed, advanced, withdrawn or overdue. Nothing is called
    missed because nothing was found. With --since and --format md it is a digest: what came of promises since, and the new ones.
    """
    from triplewire import api

    options.choice("format", form, FORMATS)
    for one in state or ():
        options.choice("state", one, STATES)
    build = api.open(graph)
    if since is not None:
        talk.result(_news(build.news(since, as_of=as_of, company=company, compound=compound), state or (), form, since))
        return
    rows = build.ledger(as_of=as_of, company=company, compound=compound)
    talk.result(render([row for row in rows if not state or row.state in state], form))


def _news(found: Sequence[tuple[str, Promise]], states: Sequence[str], form: str, since: date) -> str:
    """What is new in one of FORMATS; as Markdown with what it was before."""
    from triplewire.export import promises

    kept = [(before, row) for before, row in found if not states or row.state in states]
    return promises.digest(kept, f"Promises since {since}") if form == "md" else render([row for _, row in kept], form)


def render(rows: Sequence[Promise], form: str) -> str:
    """The rows in one of FORMATS."""
    from triplewire.export import promises

    if form == "table":
        return table(rows)
    return {"jsonl": promises.jsonl, "csv": promises.csv_text, "md": promises.markdown, "ics": promises.ics}[form](rows)


def table(rows: Sequence[Promise]) -> str:
    """The rows for a person, and how many are in each state."""
    from triplewire.cli.tables import plain_table
    from triplewire.export.promises import event, verdict

    lines = [
        (row.day or "", row.organization, row.fact.arg("compound"), event(row), row.fact.when.text if row.fact.when else "", verdict(row))
        for row in rows
    ]
    counts = ", ".join(f"{n} {state}" for state in STATES if (n := sum(row.state == state for row in rows)))
    as_of = next((f" as of {row.as_of}" for row in rows if row.as_of), "")
    text = plain_table(("said", "who", "compound", "what", "for when", "became"), lines, count=False)
    return f"{text}{len(rows)} promises{as_of}{f': {counts}' if counts else ''}\n"
