"""What is wrong with the lexicon files: every fault as a finding with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from triplewire import resources, vocab
from triplewire.errors import DataError
from triplewire.lexicon.fold import fold, level
from triplewire.lexicon.loading import folders, lexicon_files, read_rows, shipped, shipped_folder, shipped_types
from triplewire.lexicon.order import formatted
from triplewire.lexicon.tables import Row, read_table
from triplewire.lexicon.term import COLUMNS, WORD_LISTS, Term, attributes
from triplewire.model import Finding, Severity

SHORT = 4
"""A form with at most this many letters is an acronym or collides with ordinary words: it must be met letter by letter."""

Rows = list[tuple[Row, Term]]


@cache
def curie_patterns() -> dict[str, re.Pattern[str]]:
    """Prefix -> pattern of the local part, from `data/groundings/patterns.tsv`."""
    table = read_table(resources.path("data", "groundings", "patterns.tsv"))
    return {row["prefix"]: re.compile(row["pattern"]) for row in table.dicts()}


def curie_fault(curie: str) -> str:
    """Why `curie` is not a CURIE of ours; "" when it is."""
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in vocab.prefixes():
        return f"{curie!r} has no prefix of data/prefixes.json"
    pattern = curie_patterns().get(prefix)
    if pattern is None:
        return f"{curie!r}: data/groundings/patterns.tsv has no pattern for {prefix}"
    return "" if pattern.fullmatch(local) else f"{curie!r} does not fit the pattern {pattern.pattern} of {prefix}"


def curies(term: Term) -> list[str]:
    """The identifiers of a row: its main one, then the further ones that the note's `also` lists."""
    return [*([term.curie] if term.curie else []), *attributes(term.note).get("also", "").split()]


def _finding(kind: str, where: str, message: str, severity: Severity = "violation") -> Finding:
    return Finding(f"lexicon-{kind}", severity, where, f"{where}: {message}")


def _spaces(rows: Rows) -> Iterator[Finding]:
    for row, _ in rows:
        if any(cell != " ".join(cell.split()) for cell in row.cells):
            yield _finding("spaces", row.where, "a cell has spaces at its ends or two in a row; remove them")


def _case(rows: Rows) -> Iterator[Finding]:
    for row, term in rows:
        letters = sum(c.isalpha() for c in term.form)
        if term.case == "fold" and letters <= SHORT and term.type not in WORD_LISTS:
            yield _finding("case", row.where, f"{term.form!r} has {letters} letters and case fold; give it case exact")


def _identifiers(rows: Rows) -> Iterator[Finding]:
    for row, term in rows:
        faults = filter(None, map(curie_fault, curies(term)))
        yield from (_finding("curie", row.where, f"{fault}; correct it or add the prefix") for fault in faults)


def _sources(rows: Rows) -> Iterator[Finding]:
    for row, term in rows:
        if not term.source:
            yield _finding("source", row.where, f"{term.form!r} names no source; write where it is from, `field` for common knowledge")


def _canonical(rows: Rows) -> Iterator[Finding]:
    heads = {(t.type, t.name) for _, t in rows if t.canonical}
    told = set()
    for row, term in rows:
        key = (term.type, term.name)
        if key not in heads and key not in told:
            told.add(key)
            yield _finding("canonical", row.where, f"{term.type} {term.name!r} has no row whose form is the name itself; add it")


def _duplicates(rows: Rows) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str, str], Row] = {}
    for row, term in rows:
        key = (term.type, term.name, level(term.form) if term.case == "exact" else fold(term.form), term.case)
        if key in seen:
            yield _finding("duplicate", row.where, f"{term.form!r} of {term.name!r} is matched by {seen[key].where} already; remove one")
        seen.setdefault(key, row)


def _ambiguous(rows: Rows) -> Iterator[Finding]:
    seen: dict[tuple[str, str], list[tuple[Row, Term]]] = {}
    for row, term in rows:
        if term.type not in WORD_LISTS and "ambiguous" not in attributes(term.note):
            seen.setdefault((term.type, level(term.form) if term.case == "exact" else fold(term.form)), []).append((row, term))
    for found in seen.values():
        if len({t.name for _, t in found}) > 1:
            both = " and ".join(f"{t.name!r} ({row.where})" for row, t in found)
            yield _finding("ambiguous", found[0][0].where, f"{found[0][1].form!r} names {both}; note it as ambiguous or remove one")


def _shared_ids(rows: Rows) -> Iterator[Finding]:
    seen: dict[tuple[str, str], tuple[Row, Term]] = {}
    for row, term in rows:
        for curie in curies(term):
            other = seen.setdefault((term.type, curie), (row, term))
            if other[1].name != term.name:
                yield _finding("shared-id", row.where, f"{curie} is given to {term.name!r} and to {other[1].name!r} ({other[0].where})")


CHECKS: tuple[Callable[[Rows], Iterable[Finding]], ...] = (
    _spaces,
    _case,
    _identifiers,
    _sources,
    _canonical,
    _duplicates,
    _ambiguous,
    _shared_ids,
)


def check_folder(folder: Path) -> Iterator[Finding]:
    """What is wrong with the lexicon files of one folder, rule by rule."""
    rows: Rows = []
    for file in lexicon_files(folder):
        try:
            rows += read_rows(file)
        except DataError as error:
            yield from (_finding("row", *_parted(fault)) for fault in error.faults)
            continue
        if file.read_text("utf-8") != formatted(file):
            ours = folder == shipped_folder()
            message = f"rows are not in order; run `python -m triplewire.lexicon.format{'' if ours else f' {folder}'}`"
            yield _finding("order", file.name, message, "violation" if ours else "info")
    for run in CHECKS:
        yield from run(rows)


def _parted(fault: str) -> tuple[str, str]:
    """Where a fault is, and what it is."""
    where, _, what = fault.partition(": ")
    return Path(where).name, what


def check_own(folder: Path) -> Iterator[Finding]:
    """What else may be wrong with a folder of the user's: files that nobody reads, types that nobody asks for; and, to be known, the
    forms that it takes away from shipped names.
    """
    files = lexicon_files(folder)
    for file in sorted(p for p in folder.iterdir() if p.is_file() and p not in files and not p.name.startswith(".")):
        message = f"is not read: a lexicon is a .tsv file with the columns {', '.join(COLUMNS)}; `triplewire lexicon import` makes one"
        yield _finding("not-read", file.name, message, "warning")
    known = {*shipped_types(), *WORD_LISTS}
    for row, term in _rows(files):
        if term.type not in known:
            yield _finding("type", row.where, f"no name is of the type {term.type!r}; known: {', '.join(sorted(known))}")
        elif (other := shipped(term.type).lookup(term.type, term.form)) and other.name != term.name:
            yield _finding(
                "own-wins", row.where, f"{term.form!r} is now {term.name!r}; the shipped lexicon reads it as {other.name!r}", "info"
            )


def _rows(files: Iterable[Path]) -> Iterator[tuple[Row, Term]]:
    """The rows of the files that can be read."""
    for file in files:
        with suppress(DataError):
            yield from read_rows(file)


def check(extra: Iterable[str | Path] = ()) -> list[Finding]:
    """Everything that is wrong with the shipped lexicons, those of TRIPLEWIRE_LEXICONS and those in the folders `extra`, sorted by
    place: faulty rows, unknown or malformed identifiers, names without a canonical row, duplicates, forms of two names, short
    forms that ignore case, files out of order; of the user's own also files that are not read and forms that they take away.
    """
    first, *own = {folder.resolve(): folder for folder in folders(extra)}.values()
    found = [finding for folder in (first, *own) for finding in check_folder(folder)]
    found += [finding for folder in own for finding in check_own(folder)]
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[str, int, str, str]:
    file, _, line = finding.focus.rpartition(":")
    return (file, int(line), finding.kind, finding.message) if line.isdigit() else (finding.focus, 0, finding.kind, finding.message)


__all__ = ["check", "check_folder", "check_own", "curie_fault", "curie_patterns", "curies"]
