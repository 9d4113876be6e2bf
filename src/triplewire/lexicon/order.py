"""The order of the rows of a lexicon file."""

from __future__ import annotations

from pathlib import Path

from triplewire.lexicon.fold import fold
from triplewire.lexicon.loading import read_rows
from triplewire.lexicon.tables import read_table, render
from triplewire.lexicon.term import COLUMNS, Term


def order(term: Term) -> tuple[str, str, str, bool, str, str]:
    """What the rows of a lexicon file are sorted by."""
    return (term.type, fold(term.name), term.name, not term.canonical, fold(term.form), term.form)


def formatted(file: Path) -> str:
    """The text that the file should have: comments kept, rows sorted, equal rows once. Raises DataError on faulty rows."""
    terms = sorted({term for _, term in read_rows(file)}, key=order)
    return render(read_table(file).comments, COLUMNS, (term.row for term in terms))
