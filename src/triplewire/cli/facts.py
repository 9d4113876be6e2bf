"""`triplewire facts`: the facts of releases, without a build."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from triplewire.cli import options, talk
from triplewire.errors import InputError
from triplewire.model import Fact

FORMATS = ("table", "jsonl", "csv")


def facts(
    paths: options.Paths = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, jsonl or csv.")] = "table",
    family: Annotated[str | None, typer.Option("--family", metavar="F", help="Only this family of facts.")] = None,
    without_lexicon: options.WithoutLexicon = None,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Show the facts of releases, with their words."""
    from triplewire import lexicon, pipeline
    from triplewire.read import discover

    options.choice("format", form, FORMATS)
    found: list[Fact] = []
    unread = 0
    with lexicon.without(without_lexicon or ()), options.inputs(paths or []) as given:
        if not given:
            raise InputError("say which releases to read: triplewire facts PATH...", "missing")
        for path in discover(given):
            try:
                found += pipeline.facts_of(path)
            except InputError as error:
                unread += 1
                talk.error(str(error))
    talk.result(render([f for f in found if family in (None, f.family)], form))
    raise typer.Exit(_code(unread, bool(found)))


def _code(unread: int, found: bool) -> int:
    if unread:
        return 3 if found else 2
    return 0


def render(facts: Sequence[Fact], form: str) -> str:
    """The facts in one of FORMATS."""
    from triplewire.export import rows

    if form == "jsonl":
        return "".join(fact.to_line() + "\n" for fact in facts)
    return rows.csv_text(facts) if form == "csv" else table(facts)


def table(facts: Sequence[Fact]) -> str:
    """The facts for a person: one line each, family, arguments, status, words."""
    from triplewire.cli.tables import plain_table

    rows = [(fact.family, arguments(fact), _state(fact), fact.when.text if fact.when else "", _words(fact)) for fact in facts]
    return plain_table(("family", "arguments", "state", "when", "words"), rows)


def arguments(fact: Fact) -> str:
    """The arguments in one line, e.g. `compound NVT-101, target CD56`."""
    from triplewire.export import rows

    return ", ".join(f"{name} {fact.args[name]}" for name in rows.arguments([fact.family]) if name in fact.args)


def _state(fact: Fact) -> str:
    return "denied" if fact.polarity == "negated" else "" if fact.status == "actual" else fact.status


def _words(fact: Fact) -> str:
    return " ".join(fact.evidence[0].quote.split())
