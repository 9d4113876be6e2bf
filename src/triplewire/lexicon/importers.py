"""Brings public term lists (OBO files, tab-separated tables) into a lexicon folder of the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from triplewire.errors import DataError, InputError
from triplewire.lexicon.checks import curie_fault, curies
from triplewire.lexicon.fold import fold, level
from triplewire.lexicon.loading import read_rows, shipped
from triplewire.lexicon.order import order
from triplewire.lexicon.tables import header, read_table, render
from triplewire.lexicon.term import COLUMNS, Case, Term

MIN_FORM = 3
"""Shorter forms than this many letters and digits match by chance; they are left out, with the reason said."""

_SYNONYM = re.compile(r'synonym: "((?:[^"\\]|\\.)*)" ([A-Z]+)')


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a term list: identifier, name, other names, and where it stands."""

    where: str
    curie: str
    name: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took in and left out. `skipped` are (place, form, reason); `file` is what was written, if anything."""

    terms: tuple[Term, ...]
    skipped: tuple[tuple[str, str, str], ...] = ()
    file: Path | None = None

    @property
    def names(self) -> int:
        """How many names came in."""
        return len({t.name for t in self.terms})

    def summary(self) -> str:
        """One line of counts for people, reasons for skipping included."""
        reasons: dict[str, int] = {}
        for _, _, reason in self.skipped:
            reasons[reason] = reasons.get(reason, 0) + 1
        left = "; ".join(f"{n} {reason}" for reason, n in sorted(reasons.items()))
        return f"{self.names} names in {len(self.terms)} forms taken; skipped: {left or 'nothing'}"


def case_of(form: str) -> Case:
    """`exact` for acronyms, codes and short forms, `fold` for words.

    >>> case_of("GIST"), case_of("hairy cell leukemia")
    ('exact', 'fold')
    """
    letters = [c for c in form if c.isalpha()]
    wordlike = any(len(word) > 4 and word[1:].islower() for word in re.split(r"[^\w]+", form))
    return "fold" if wordlike and len(letters) > 4 else "exact"


def _obo_entries(file: Path) -> Iterator[Entry]:
    text = file.read_text("utf-8")
    for stanza in re.split(r"\n(?=\[)", text):
        if not stanza.startswith("[Term]"):
            continue
        lines = stanza.splitlines()
        tags: dict[str, str] = {}
        for line in lines[1:]:
            key, _, value = line.partition(": ")
            tags.setdefault(key, value.strip())
        prefix, _, local = tags.get("id", "").partition(":")
        found = (_SYNONYM.match(line) for line in lines)
        exact = tuple(_unescape(m[1]) for m in found if m and m[2] == "EXACT")
        name = "" if tags.get("is_obsolete") == "true" else _unescape(tags.get("name", ""))
        yield Entry(tags.get("id", "?"), f"{prefix.lower()}:{local}", name, exact)


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _table_entries(file: Path) -> Iterator[Entry]:
    table = read_table(file)
    label = next((c for c in ("name", "label") if c in table.columns), "")
    if not label:
        raise InputError(
            f"{file}: the columns are {', '.join(table.columns)}; a term list needs name or label, and may have id and synonyms", "columns"
        )
    for row, cells in zip(table.rows, table.dicts(), strict=True):
        prefix, colon, local = cells.get("id", "").partition(":")
        synonyms = tuple(s.strip() for s in cells.get("synonyms", "").split("|") if s.strip())
        yield Entry(row.where, f"{prefix.lower()}:{local}" if colon else "", cells[label].strip(), synonyms)


def _key(form: str, case: Case) -> str:
    return level(form) if case == "exact" else fold(form)


@dataclass(slots=True)
class _Collector:
    """Takes entries one by one. A form belongs to the name that had it first; the shipped names had theirs before any import."""

    kind: str
    source: str
    terms: list[Term] = field(default_factory=list)
    skipped: list[tuple[str, str, str]] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    heads: dict[str, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for term in shipped(self.kind).terms:
            self.owners.setdefault(_key(term.form, term.case), term.name)
            if term.canonical:
                self.heads |= dict.fromkeys(curies(term), term)

    def take(self, entry: Entry) -> None:
        """The entry's name and synonyms as terms, each or the reason why not. What a shipped lexicon knows, by name or by
        identifier, keeps its shipped name and gains the new forms.
        """
        if not entry.name:
            self.skipped.append((entry.where, "", "obsolete or unnamed"))
            return
        fault = curie_fault(entry.curie) if entry.curie else ""
        if fault:
            self.skipped.append((entry.where, entry.curie, "identifier not understood"))
        known = shipped(self.kind).lookup(self.kind, entry.name) or self.heads.get(entry.curie)
        if known:
            self._extend(entry, shipped(self.kind).forms(self.kind, known.name)[0])
        else:
            self._add(entry, "" if fault else entry.curie)

    def _add(self, entry: Entry, curie: str) -> None:
        head = self._form(entry, entry.name, entry.name)
        if head:
            forms = [self._form(entry, entry.name, synonym) for synonym in entry.synonyms]
            self.terms += [replace(head, curie=curie), *filter(None, forms)]

    def _extend(self, entry: Entry, head: Term) -> None:
        forms = [form for form in (self._form(entry, head.name, f) for f in (entry.name, *entry.synonyms)) if form]
        if forms:
            self.terms += [head, *forms]

    def _form(self, entry: Entry, name: str, form: str) -> Term | None:
        """The form as a term of `name`; None, with the reason noted, when it is left out."""
        case = case_of(form)
        owner = self.owners.get(_key(form, case), "")
        if owner or sum(c.isalnum() for c in form) < MIN_FORM or form != " ".join(form.split()):
            reason = "known already" if owner == name else "form of another name" if owner else "too short or odd spaces"
            self.skipped.append((entry.where, form, reason))
            return None
        self.owners[_key(form, case)] = name
        return Term(self.kind, name, form, case, "", self.source)


def _report(entries: Iterable[Entry], kind: str, source: str) -> ImportReport:
    collector = _Collector(kind, source)
    for entry in entries:
        collector.take(entry)
    return ImportReport(tuple(sorted(set(collector.terms), key=order)), tuple(collector.skipped))


def import_report(path: str | Path, kind: str = "indication") -> ImportReport:
    """The terms of a term list, and what was left out and why; nothing is written.

    `path` is an OBO file (names and EXACT synonyms), a table in the shape of our lexicons, or one with the columns name or
    label, and perhaps id (a CURIE) and synonyms (parted by `|`). Raises InputError when it is none of these.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(f"{file}: no such file; give an .obo or .tsv term list", "missing")
    try:
        if file.suffix == ".obo":
            return _report(_obo_entries(file), kind, file.stem)
        if header(file) == COLUMNS:
            return ImportReport(tuple(sorted((t for _, t in read_rows(file)), key=order)))
        return _report(_table_entries(file), kind, file.stem)
    except (DataError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: {error}", "unreadable") from error


def import_terms(path: str | Path, kind: str = "indication") -> list[Term]:
    """The terms of a term list, sorted; see `import_report` for what was left out."""
    return list(import_report(path, kind).terms)


def import_into(path: str | Path, folder: str | Path, kind: str = "indication") -> ImportReport:
    """Writes the terms of a term list into `folder` as one lexicon file named after it; a file of that name is replaced.

    The folder takes part once TRIPLEWIRE_LEXICONS names it. Raises InputError when the list cannot be read or holds no terms.
    """
    report = import_report(path, kind)
    if not report.terms:
        raise InputError(f"{path}: no terms found; {report.summary()}", "empty")
    target = Path(folder) / f"{Path(path).stem}.tsv"
    target.parent.mkdir(parents=True, exist_ok=True)
    comments = (f"# Imported from {Path(path).name}; keep its licence and version with it.",)
    target.write_text(render(comments, COLUMNS, (t.row for t in report.terms)), "utf-8")
    return ImportReport(report.terms, report.skipped, target)
