"""Brings public term lists (OBO files, tables) into a lexicon folder of the user's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from triplewire.errors import DataError, InputError
from triplewire.lexicon.imports import obo, sheet, source
from triplewire.lexicon.imports.choice import WHICH, Choice
from triplewire.lexicon.imports.report import ImportReport, Skipped
from triplewire.lexicon.imports.taking import Collector, collect
from triplewire.lexicon.index import Lexicon
from triplewire.lexicon.loading import completed, folders, lexicon_files, read_rows, spellings, word_list
from triplewire.lexicon.order import order
from triplewire.lexicon.tables import header, render
from triplewire.lexicon.term import COLUMNS, Term


def import_report(path: str | Path, choice: Choice | None = None, folder: str | Path = "") -> ImportReport:
    """What of a term list would come into `folder`, and what would be left out and why; nothing is written. Without a choice, names
    are indications and synonyms exact ones.

    `path` is an OBO file, a table (a column name or label, and perhaps id and synonyms parted by `|`), or a table in the shape of our
    lexicons, which comes in as it is. What the file is, its text says, not its name. Raises InputError when it is none of these.
    """
    file, choice = Path(path), choice or Choice()
    text = source.read(file)
    if obo.is_obo(text):
        found = collect(obo.entries(text, file.name), _collector(file, choice, Path(folder)))
        return replace(found, version=obo.version(text))
    if file.suffix.lower() == ".obo":
        raise InputError(f"{file}:1: no [Term] in the file; expected OBO (format-version: 1.4), or a table called .tsv", "format")
    if _is_lexicon(file):
        return _as_it_is(file)
    return collect(sheet.entries(text, file.name), _collector(file, choice, Path(folder)))


def _is_lexicon(file: Path) -> bool:
    try:
        return header(file) == COLUMNS
    except DataError:
        return False


def _as_it_is(file: Path) -> ImportReport:
    try:
        terms = tuple(sorted({t for _, t in read_rows(file)}, key=order))
    except DataError as error:
        raise InputError(str(error), "rows") from error
    return ImportReport(terms, entries=len({(t.type, t.name) for t in terms}))


def _collector(file: Path, choice: Choice, folder: Path) -> Collector:
    """A collector that knows what is read today, and the other files of the folder that takes the list."""
    own = [f for f in lexicon_files(folder) if f.name != f"{file.stem}.tsv"] if folder.is_dir() and folder != Path() else []
    active = [place for place in folders() if not folder.is_dir() or place.resolve() != folder.resolve()]
    rows = _terms(choice.kind, (f for place in active for f in lexicon_files(place)))
    more = _terms(choice.kind, own)
    written = frozenset(t.name for t in more if t.canonical)
    return Collector(choice, file.stem, Lexicon(completed([*rows, *more]), spellings(word_list("spelling"))), written)


def _terms(kind: str, files: Iterable[Path]) -> list[Term]:
    return [term for file in files for _, term in read_rows(file) if term.type == kind]


def import_terms(path: str | Path, choice: Choice | None = None) -> list[Term]:
    """The terms of a term list, sorted; see `import_report` for what was left out."""
    return list(import_report(path, choice).terms)


def import_into(path: str | Path, folder: str | Path, choice: Choice | None = None) -> ImportReport:
    """Writes the terms of a term list into `folder` as one lexicon file named after it, which replaces the one that an earlier import
    of the list left there. Nothing is written when nothing new is in the list.

    The folder takes part once TRIPLEWIRE_LEXICONS names it. Raises InputError when the list cannot be read or has no entries, and
    when the folder has a file of that name that is none of ours.
    """
    name, target, choice = Path(path).name, Path(folder) / f"{Path(path).stem}.tsv", choice or Choice()
    if Path(folder).exists() and not Path(folder).is_dir():
        raise InputError(f"{folder}: a file; name a folder of your own, which is made when it is not there", "folder")
    report = import_report(path, choice, folder)
    if not report.entries:
        raise InputError(f"{path}: no terms in the list; expected [Term] stanzas, or rows below the headings", "empty")
    if not report.terms:
        return report
    if target.exists() and not target.read_text("utf-8").startswith(_title(name)):
        raise InputError(f"{target}: there already, and no import of {name}; rename it, or the list, or name another folder", "exists")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render(_comments(name, choice, report), COLUMNS, (t.row for t in report.terms)), "utf-8")
    return replace(report, file=target)


def _title(name: str) -> str:
    return f"# Imported from {name}"


def _comments(name: str, choice: Choice, report: ImportReport) -> tuple[str, ...]:
    synonyms = "exact synonyms" if choice.scope == "exact" else "all synonyms"
    said = f", version {report.version}" if report.version else ""
    return (f"{_title(name)}{said}: {synonyms}. Keep its licence and version with it.",)


__all__ = ["WHICH", "Choice", "ImportReport", "Skipped", "import_into", "import_report", "import_terms"]
