"""Reads the lexicon files, shipped ones and the user's, into one Lexicon."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from triplewire import resources
from triplewire.errors import DataError
from triplewire.lexicon.fold import fold
from triplewire.lexicon.index import Lexicon
from triplewire.lexicon.leaving_out import ENVIRONMENT as LEFT_OUT
from triplewire.lexicon.leaving_out import chosen, left_out
from triplewire.lexicon.tables import Row, header, read_table
from triplewire.lexicon.term import COLUMNS, WORD_LISTS, Case, Term, attributes

ENVIRONMENT = "TRIPLEWIRE_LEXICONS"
"""Names folders of the user's own lexicons, parted as in PATH."""

CASES: Mapping[str, Case] = MappingProxyType({"exact": "exact", "fold": "fold"})


def folders(extra: Iterable[str | Path] = ()) -> tuple[Path, ...]:
    """The lexicon folders in order of authority, weakest first: the shipped one, those of TRIPLEWIRE_LEXICONS, then `extra`.
    Raises DataError when one of the user's is no folder.
    """
    named = [Path(part) for part in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if part]
    own = [*named, *(Path(part) for part in extra)]
    missing = [f"{folder}: no such lexicon folder; create it or correct {ENVIRONMENT}" for folder in own if not folder.is_dir()]
    if missing:
        raise DataError(missing)
    return (shipped_folder(), *own)


def shipped_folder() -> Path:
    """The folder of the shipped lexicons."""
    return resources.path("data", "lexicons")


def lexicon_files(folder: Path) -> list[Path]:
    """The files of a folder that hold terms, sorted; tables of another shape beside them are left to their own readers."""
    return [file for file in sorted(folder.glob("*.tsv")) if header(file)[:3] == COLUMNS[:3]]


def read_rows(file: Path) -> list[tuple[Row, Term]]:
    """Each row of a lexicon file and the term it says. Raises DataError naming every faulty row."""
    table = read_table(file, COLUMNS)
    faults = [f"{row.where}: case is {row.cells[3]!r}, expected exact or fold" for row in table.rows if row.cells[3] not in CASES]
    faults += [f"{row.where}: type, name and form must not be empty" for row in table.rows if not all(row.cells[:3])]
    if faults:
        raise DataError(faults)
    return [(row, _term(row.cells)) for row in table.rows]


def _term(cells: tuple[str, ...]) -> Term:
    kind, name, form, case, curie, source, note = cells
    return Term(kind, name, form, CASES[case], curie, source, note)


def completed(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms with the identifier and the attributes of their canonical row on each form."""
    rows = list(terms)
    heads = {(t.type, t.name): t for t in rows if t.canonical}
    return tuple(_complete(t, heads.get((t.type, t.name), t)) for t in rows)


def _complete(term: Term, head: Term) -> Term:
    if not head.note and not term.note and (term.curie or not head.curie):
        return term
    inherited = {k: v for k, v in attributes(head.note).items() if k != "ambiguous"}
    attrs = MappingProxyType({**inherited, **attributes(term.note)})
    return Term(term.type, term.name, term.form, term.case, term.curie or head.curie, term.source, term.note, attrs)


def _merge(layers: Iterable[list[Term]]) -> list[Term]:
    """All terms of all layers; a form that a later layer also has is taken from the later one."""
    out: dict[tuple[str, str], list[Term]] = {}
    for layer in layers:
        fresh: dict[tuple[str, str], list[Term]] = {}
        for term in layer:
            fresh.setdefault((term.type, fold(term.form)), []).append(term)
        out.update(fresh)
    return [term for terms in out.values() for term in terms]


@cache
def _terms(places: tuple[Path, ...], without: frozenset[str] = frozenset()) -> tuple[Term, ...]:
    """All rows of some folders, layered and completed; read once, whatever types of them are asked for."""
    files = [[file for file in lexicon_files(folder) if folder != shipped_folder() or file.stem not in without] for folder in places]
    return completed(_merge([term for file in folder for _, term in read_rows(file)] for folder in files))


@cache
def _load(types: frozenset[str], places: tuple[Path, ...], without: frozenset[str] = frozenset()) -> Lexicon:
    terms = _terms(places, without)
    wanted = [t for t in terms if (t.type in types if types else t.type not in WORD_LISTS)]
    return Lexicon(wanted, spellings(terms))


def spellings(terms: Iterable[Term]) -> list[tuple[str, str]]:
    """The pairs of spellings of word parts that are among some terms."""
    return [(t.name, t.form) for t in terms if t.type == "spelling" and not t.canonical]


def load(types: Iterable[str] | None = None, extra: Iterable[str | Path] = ()) -> Lexicon:
    """The lexicon of the given types, or of every type of name; read once, then kept.

    `extra` are folders of the user's own lexicons, besides those that TRIPLEWIRE_LEXICONS names; their rows win over shipped
    rows of the same type and form; shipped lexicons that are left out (`without`) have no rows. Raises DataError naming each
    faulty row.
    """
    return _loaded(os.environ.get(ENVIRONMENT, ""), os.environ.get(LEFT_OUT, ""), tuple(types or ()), tuple(map(str, extra)))


@cache
def _loaded(environment: str, left_out: str, types: tuple[str, ...], extra: tuple[str, ...]) -> Lexicon:
    """The lexicon for one value of each environment variable; kept, since every stage asks for lexicons again and again."""
    return _load(frozenset(types), _places(environment, extra), chosen(left_out))


@cache
def _places(environment: str, extra: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders for one value of TRIPLEWIRE_LEXICONS."""
    del environment
    return folders(extra)


def shipped(kind: str) -> Lexicon:
    """The shipped lexicon of one type, without anything of the user's."""
    return _load(frozenset((kind,)), (shipped_folder(),))


def shipped_types() -> tuple[str, ...]:
    """The types of names that the shipped lexicons hold, sorted."""
    return _load(frozenset(), (shipped_folder(),)).types


def names(kind: str) -> tuple[str, ...]:
    """The canonical names of one type, sorted."""
    return load((kind,)).names(kind)


def word_list(kind: str) -> tuple[Term, ...]:
    """The rows of one word list (`disease_head`, `inn_stem` …) in file order. Raises DataError when there are none, unless
    its lexicon is left out.
    """
    terms = load((kind,)).terms
    if not terms and not (kind in WORD_LISTS and left_out()):
        raise DataError([f"data/lexicons: no row has the type {kind!r}; known word lists: {', '.join(sorted(WORD_LISTS))}"])
    return terms


def phrase_rows(name: str) -> list[dict[str, str]]:
    """The rows by column of a shipped table that holds phrases instead of terms (`metrics`, `roles`); none when it is left out."""
    return [] if name in left_out() else read_table(shipped_folder() / f"{name}.tsv").dicts()
