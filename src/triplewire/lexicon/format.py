"""Puts lexicon files in order: by type, name, then the canonical form before the others. `python -m triplewire.lexicon.format`"""

from __future__ import annotations

import sys
from pathlib import Path

from triplewire.lexicon.fold import fold
from triplewire.lexicon.loading import folders, lexicon_files, read_rows
from triplewire.lexicon.tables import read_table, render
from triplewire.lexicon.term import COLUMNS, Term


def order(term: Term) -> tuple[str, str, str, bool, str, str]:
    """What the rows of a lexicon file are sorted by."""
    return (term.type, fold(term.name), term.name, not term.canonical, fold(term.form), term.form)


def formatted(file: Path) -> str:
    """The text that the file should have: comments kept, rows sorted, equal rows once. Raises DataError on faulty rows."""
    terms = sorted({term for _, term in read_rows(file)}, key=order)
    return render(read_table(file).comments, COLUMNS, (term.row for term in terms))


def format_folder(folder: Path) -> list[Path]:
    """Rewrites the lexicon files of `folder` that are out of order; returns those it changed."""
    changed = []
    for file in lexicon_files(folder):
        text = formatted(file)
        if text != file.read_text("utf-8"):
            file.write_text(text, "utf-8")
            changed.append(file)
    return changed


if __name__ == "__main__":
    for place in [Path(p) for p in sys.argv[1:]] or folders():
        for done in format_folder(place):
            sys.stdout.write(f"{done}: sorted\n")
