"""`triplewire lexicon`: the names, their forms and identifiers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import findings, options, talk
from triplewire.cli.findings import QuietFaults
from triplewire.cli.tables import plain_table
from triplewire.errors import TriplewireError
from triplewire.lexicon import Lexicon

app = typer.Typer(
    help="List, import and check names.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="Example: triplewire lexicon list --type target --find CD56",
)


@app.command("list", epilog="Example: triplewire lexicon list --type target --find CD56")
def list_names(
    kind: Annotated[str | None, typer.Option("--type", metavar="T", help="Only names of this type, such as target.")] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="TEXT", help="Only names one of whose forms contains this text.")] = None,
    quiet: talk.Quiet = False,
) -> None:
    """List names with their forms and identifiers, sorted; or the types with their numbers when no option is given.

    Your own lexicons of TRIPLEWIRE_LEXICONS are listed too. Exit 1 when nothing is found.
    """
    from triplewire import lexicon

    known = lexicon.load()
    if not kind and not find:
        talk.result(plain_table(("type", "names", "forms"), [_size(known, t) for t in known.types]))
        return
    if kind:
        options.choice("type of name", kind, known.types)
    hits = {(t.type, t.name) for t in known.terms if kind in (None, t.type) and (find is None or find.lower() in t.form.lower())}
    rows = sorted(_row(known, t, n) for t, n in hits)
    talk.result(plain_table(("type", "name", "forms", "identifier"), rows))
    raise typer.Exit(0 if rows else 1)


def _size(known: Lexicon, kind: str) -> tuple[str, int, int]:
    return kind, len(known.names(kind)), sum(t.type == kind for t in known.terms)


def _row(known: Lexicon, kind: str, name: str) -> tuple[str, str, str, str]:
    forms = known.forms(kind, name)
    return kind, name, ", ".join(t.form for t in forms if t.form != name), next((t.curie for t in forms if t.curie), "")


@app.command("import", epilog="Example: triplewire lexicon import doid.obo --into my-lexicons --type indication")
def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A term list: OBO, or a table with the columns name, id and synonyms.")],
    into: Annotated[Path | None, typer.Option("--into", metavar="DIR", help="Your lexicon folder; it is made if it is not there.")] = None,
    kind: Annotated[str, typer.Option("--type", metavar="T", help="What the names are; `lexicon list` shows the types.")] = "indication",
    scope: Annotated[str, typer.Option("--scope", metavar="S", help="Synonyms that come in: exact, or all of them.")] = "exact",
    prefix: Annotated[str, typer.Option("--prefix", metavar="P", help="The prefix of identifiers that are written bare, e.g. doid.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in; write nothing.")] = False,
    quiet: talk.Quiet = False,
    verbose: talk.Verbose = False,
) -> None:
    """Turn a public term list into a lexicon file of your own.

    Says how many names, forms and identifiers come in, and what is left out and why; with --verbose, each case. Exit 1 when there is
    nothing new in the list.
    """
    from triplewire import lexicon
    from triplewire.cli import imports

    if into is None and not dry_run:
        raise TriplewireError("say into which folder of your own: --into DIR; or look first with --dry-run")
    choice = lexicon.Choice(kind, scope, prefix)
    report = lexicon.import_report(file, choice, into or "") if dry_run or into is None else lexicon.import_into(file, into, choice)
    imports.tell(report, file, into, dry_run=dry_run)
    raise typer.Exit(0 if report.terms else 1)


@app.command("check", epilog="Example: triplewire lexicon check --format json")
def check(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="DIR", help="Lexicon folders of your own to check as well.")] = None,
    form: findings.Format = "table",
    quiet: QuietFaults = False,
    verbose: talk.Verbose = False,
) -> None:
    """Check the lexicon files: spelling of identifiers, doubles, forms that two names share, files that are not read.

    The shipped files, those of TRIPLEWIRE_LEXICONS and those of DIR. Exit 1 when something must be mended.
    """
    from triplewire import lexicon

    found = lexicon.check(folders or [])
    known = lexicon.load(extra=folders or []) if not findings.code(found) else None
    size = f"{sum(len(known.names(t)) for t in known.types)} names in {len(known.terms)} forms" if known else "the lexicons"
    talk.result(findings.render(found, form, size, ids=False))
    raise typer.Exit(findings.code(found))
