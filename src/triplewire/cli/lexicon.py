"""`triplewire lexicon`: the names, their forms and identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from triplewire.cli import findings, options, talk
from triplewire.cli.tables import plain_table
from triplewire.lexicon import Term

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
    """List names with their forms and identifiers, sorted; or the types with their numbers when no option is given."""
    from triplewire import lexicon

    terms = lexicon.load().terms
    if not kind and not find:
        types = sorted({term.type for term in terms})
        talk.result(plain_table(("type", "names", "forms"), [_size(terms, t) for t in types]))
        return
    if kind:
        options.choice("type of name", kind, sorted({term.type for term in terms}))
    wanted = [term for term in terms if kind in (None, term.type)]
    hits = {(t.type, t.name) for t in wanted if find is None or find.lower() in t.form.lower()}
    rows = sorted((t, n, _forms(wanted, t, n), _curie(wanted, t, n)) for t, n in hits)
    talk.result(plain_table(("type", "name", "forms", "identifier"), rows))
    raise typer.Exit(0 if rows else 1)


def _size(terms: Sequence[Term], kind: str) -> tuple[str, int, int]:
    own = [t for t in terms if t.type == kind]
    return kind, len({t.name for t in own}), len(own)


def _forms(terms: Sequence[Term], kind: str, name: str) -> str:
    return ", ".join(t.form for t in terms if (t.type, t.name) == (kind, name) and t.form != name)


def _curie(terms: Sequence[Term], kind: str, name: str) -> str:
    return next((t.curie for t in terms if (t.type, t.name) == (kind, name) and t.curie), "")


@app.command("import", epilog="Example: triplewire lexicon import doid.obo --into my-lexicons --type indication")
def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A term list: .obo, or .tsv with the columns name, id and synonyms.")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Your lexicon folder; put it into TRIPLEWIRE_LEXICONS.")],
    kind: Annotated[str, typer.Option("--type", metavar="T", help="What the names are.")] = "indication",
    quiet: talk.Quiet = False,
) -> None:
    """Turn a public term list into a lexicon file of your own."""
    from triplewire import lexicon

    report = lexicon.import_into(file, into, kind)
    talk.note(f"wrote {report.file}: {report.summary()}")
    talk.note(f"to use it: export TRIPLEWIRE_LEXICONS={into}")


@app.command("check", epilog="Example: triplewire lexicon check --format json")
def check(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="DIR", help="Lexicon folders of your own to check as well.")] = None,
    form: findings.Format = "table",
    quiet: talk.Quiet = False,
) -> None:
    """Check the lexicon files: spelling of identifiers, doubles, forms that two names share. Exit 1 when something must be mended."""
    from triplewire import lexicon

    found = lexicon.check(folders or [])
    talk.result(findings.render(found, form))
    raise typer.Exit(findings.code(found))
