"""`triplewire rules`: the phrasings that facts are found with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triplewire.cli import findings, options, talk
from triplewire.cli.findings import QuietFaults
from triplewire.cli.tables import plain_table, width

if TYPE_CHECKING:
    from triplewire.workbench import Phrasing

app = typer.Typer(
    help="List, check and try phrasings.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog='Example: triplewire rules explain "NVT-101 targets CD56."',
)


@app.command("list", epilog="Example: triplewire rules list --family has_target")
def list_rules(
    family: Annotated[str | None, typer.Option("--family", metavar="F", help="The rules of this family, with their wordings.")] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="TEXT", help="The rules whose name or wordings contain this text.")] = None,
    quiet: talk.Quiet = False,
) -> None:
    """List the rules with their wordings, and where each of your own stands; or the families with their numbers when no option is given.
    Exit 1 when nothing is found.
    """
    from triplewire import workbench

    known = workbench.phrasings()
    if not family and not find:
        talk.result(plain_table(("family", "rules", "wordings", "examples", "counter-examples"), _sizes(known)))
        bare = sorted(set(workbench.family_names()) - {p.family for p in known})
        talk.note(f"read by grammars of their own: {', '.join(bare)}")
        return
    if family:
        options.choice("family", family, workbench.family_names())
    wanted = [p for p in known if family in (None, p.family) and (find or "").lower() in "\n".join((p.id, *p.wordings)).lower()]
    talk.result("\n".join([*(line for p in wanted for line in _lines(p)), _number(len(wanted), "rule")]))
    raise typer.Exit(0 if wanted else 1)


def _sizes(known: Sequence[Phrasing]) -> Iterator[tuple[str, int, int, int, int]]:
    for family in sorted({p.family for p in known}):
        own = [p for p in known if p.family == family]
        sizes = (sum(len(p.wordings) for p in own), sum(p.examples for p in own), sum(p.counterexamples for p in own))
        yield (family, len(own), *sizes)


def _lines(phrasing: Phrasing) -> Iterator[str]:
    counts = f"{_number(phrasing.examples, 'example')}, {_number(phrasing.counterexamples, 'counter-example')}"
    yield f"{phrasing.id}  ({counts}{f', {phrasing.place}' if phrasing.place else ''})"
    for number, wording in enumerate(phrasing.wordings, 1):
        yield from _wrapped(f"{number}. {wording}" if len(phrasing.wordings) > 1 else wording)
    yield ""


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _wrapped(wording: str) -> list[str]:
    """A wording in lines of the terminal's width, broken at blanks and behind the bars of a choice."""
    lines = ["  "]
    for piece in re.findall(r"[^ |]*\|| |[^ |]+", wording):
        if len(lines[-1]) + len(piece) > width() and lines[-1].strip():
            lines.append("      ")
        lines[-1] += piece if lines[-1].strip() else piece.lstrip()
    return [line.rstrip() for line in lines]


@app.command("lint", epilog="Example: triplewire rules lint my-rules")
def lint(
    places: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Family files of your own, or folders of them.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, lines, json or junit.")] = "table",
    quiet: QuietFaults = False,
    verbose: talk.Verbose = False,
) -> None:
    """Check family files, and every rule against its own examples and counter-examples. Exit 1 when one fails.

    With PATH only these files are checked, beside the shipped rules; without, the shipped files and those of TRIPLEWIRE_RULES.
    """
    from triplewire import workbench

    options.choice("format", form, (*findings.FORMATS, "lines"))
    found = workbench.lint(places or ())
    if form == "lines":
        talk.result(findings.lines([f for f in found if not talk.quiet() or f.severity == "violation"]))
    else:
        talk.result(findings.render(found, form, workbench.sizes(places or ()), ids=False))
    raise typer.Exit(findings.code(found))


@app.command("explain", epilog='Example: triplewire rules explain "NVT-101 targets CD56."')
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The headline above it, from which a subject may be carried.")] = "",
    quiet: talk.Quiet = False,
) -> None:
    """Show which rules fire on a sentence, and what they find. Exit 1 when no fact comes of it."""
    from triplewire.cli.explain import explain_text

    talk.result(explain_text(text, title))
