"""`triplewire rules`: the phrasings that facts are found with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import findings, options, talk
from triplewire.cli.tables import plain_table

app = typer.Typer(
    help="List, check and try phrasings.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog='Example: triplewire rules explain "NVT-101 targets CD56."',
)


@app.command("list", epilog="Example: triplewire rules list --family has_target")
def list_rules(
    family: Annotated[str | None, typer.Option("--family", metavar="F", help="Only rules of this family.")] = None,
    quiet: talk.Quiet = False,
) -> None:
    """List the rules with their patterns, and where each of your own stands (TRIPLEWIRE_RULES)."""
    from triplewire import workbench

    rows = [(p.family, p.id, p.text, p.place) for p in workbench.list_patterns() if family in (None, p.family)]
    talk.result(plain_table(("family", "rule", "pattern", "from"), rows))
    raise typer.Exit(0 if rows else 1)


@app.command("lint", epilog="Example: triplewire rules lint my-rules")
def lint(
    places: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Family files of your own, or folders of them.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="lines, table, json or junit.")] = "lines",
    quiet: talk.Quiet = False,
) -> None:
    """Check family files, and every pattern against its own examples and counter-examples. Exit 1 when one fails.

    With PATH only these files are checked, beside the shipped rules; without, the shipped files and those of TRIPLEWIRE_RULES.
    """
    from triplewire import workbench

    options.choice("format", form, ("lines", *findings.FORMATS))
    found = workbench.lint(places or ())
    talk.result(findings.lines(found) if form == "lines" else findings.render(found, form))
    talk.note(findings.summary(found))
    raise typer.Exit(findings.code(found))


@app.command("explain", epilog='Example: triplewire rules explain "NVT-101 targets CD56."')
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence.")],
    quiet: talk.Quiet = False,
) -> None:
    """Show which rules fire on a sentence, and what they find. Exit 1 when none does."""
    from triplewire.cli.explain import explain_text

    talk.result(explain_text(text))
