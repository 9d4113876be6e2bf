"""What a release tells in the end: its lines of `facts.jsonl`, and the quads that it gives rise to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyoxigraph import NamedNode

from triplewire.builds import Progress, cache, silent
from triplewire.model import Document
from triplewire.triplify import FAMILIES, Sheet, is_described, is_known, used, written
from triplewire.workbook.book import Book, packed
from triplewire.workbook.names import facts_of
from triplewire.workbook.pieces import Delta, put


def tell_all(book: Book, documents: Mapping[str, Document], gone: Iterable[str], delta: Delta, tell: Progress = silent) -> set[str]:
    """Writes the releases of which something is new, and forgets those that are gone; the nodes that are called otherwise now."""
    touched: set[str] = set()
    rows = list(book.rows("SELECT id, digest, named, shown, flags, told FROM release ORDER BY id"))
    for done, (release, reading, named, shown, flags, before) in enumerate(rows, 1):
        digest = cache.digest_of([reading, named, shown, flags])
        if release in documents and digest != before:
            touched |= _tell(book, documents[release], json.loads(flags), delta)
            book.do("UPDATE release SET told = ? WHERE id = ?", digest, release)
        tell("graph", done, len(rows), release)
    for release in sorted(gone):
        touched |= note(book, f"release {release}", Sheet())
        put(book, f"release {release}", "told", (), delta)
        book.do("DELETE FROM release WHERE id = ?", release)
    return touched


def _tell(book: Book, document: Document, flags: Mapping[str, list[str]], delta: Delta) -> set[str]:
    release = document.release
    found = facts_of(book.one("SELECT facts FROM release WHERE id = ?", release.id), document)
    facts = [replace(f, flags=tuple(flags.get(f.id, ()))) for f in found]
    sheet = written(document, [f for f in facts if f.family in FAMILIES], release.shown)
    book.do("UPDATE release SET lines = ? WHERE id = ?", packed([f.to_line() for f in facts]), release.id)
    put(book, f"release {release.id}", "told", sheet.quads, delta)
    return note(book, f"release {release.id}", sheet)


def note(book: Book, owner: str, sheet: Sheet) -> set[str]:
    """Notes how an owner calls things, and which nodes it uses that are none; the nodes of which that may be something new."""
    before = set(book.rows("SELECT node, graph, words, weight FROM called WHERE owner = ?", owner))
    after = {(n.value, g.value, words, weight) for (n, g), names in sheet.called.items() for words, weight in names.items()}
    if before != after:
        book.do("DELETE FROM called WHERE owner = ?", owner)
        book.each("INSERT INTO called VALUES (?, ?, ?, ?, ?)", [(owner, *row) for row in sorted(after)])
    terms = use(book, owner, {t.value for t in used(sheet.quads) if is_term(t)})
    return {row[0] for row in before ^ after} | terms


def use(book: Book, owner: str, terms: set[str]) -> set[str]:
    """Notes which terms an owner uses; those that it did not use before, and those that it uses no more."""
    had = {row[0] for row in book.rows("SELECT node FROM term WHERE owner = ?", owner)}
    book.each("DELETE FROM term WHERE node = ? AND owner = ?", [(t, owner) for t in sorted(had - terms)])
    book.each("INSERT INTO term VALUES (?, ?)", [(t, owner) for t in sorted(terms - had)])
    return had ^ terms


def is_term(node: NamedNode) -> bool:
    """Whether a node is described by the ontology, or known to the background by itself."""
    return is_described(node) or is_known(node)
