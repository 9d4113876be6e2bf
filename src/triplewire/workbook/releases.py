"""What a release tells in the end: its lines of `facts.jsonl`, and the quads that it gives rise to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode

from triplewire.builds import Held, Progress, cache, silent
from triplewire.ground import uses
from triplewire.model import Document, Fact, Finding, Release
from triplewire.triplify import FAMILIES, Sheet, is_described, is_known, used, written
from triplewire.workbook.book import Book, packed_text
from triplewire.workbook.findings import READ, found
from triplewire.workbook.names import facts_of
from triplewire.workbook.pieces import Delta, put

KINDS = ("no-facts", "no-date", "reader")
"""What may look wrong with a reading, in the order in which it is reported."""


def tell_all(
    book: Book, releases: Mapping[str, Release], held: Mapping[str, Held], gone: Iterable[str], delta: Delta, tell: Progress = silent
) -> set[str]:
    """Writes the releases of which something is new, and forgets those that are gone; the nodes that are called otherwise now."""
    touched: set[str] = set()
    rows = list(book.rows("SELECT id, digest, named, shown, flags, told FROM release ORDER BY id"))
    for done, (release, reading, named, shown, flags, before) in enumerate(rows, 1):
        digest = cache.digest_of([reading, named, shown, flags])
        if release in releases and digest != before:
            touched |= _tell(book, replace(held[release].head(), release=releases[release]), json.loads(flags), delta)
            book.do("UPDATE release SET told = ? WHERE id = ?", digest, release)
        tell("graph", done, len(rows), release)
    for release in sorted(gone):
        touched |= note(book, f"release {release}", Sheet())
        put(book, f"release {release}", "told", (), delta)
        found(book, READ, release, (), order)
        book.do("DELETE FROM release WHERE id = ?", release)
    return touched


def _tell(book: Book, document: Document, flags: Mapping[str, list[str]], delta: Delta) -> set[str]:
    release = document.release
    told = facts_of(book.one("SELECT facts FROM release WHERE id = ?", release.id), release.sha256)
    facts = [replace(f, flags=tuple(flags.get(f.id, ()))) for f in told]
    sheet = written(document, [f for f in facts if f.family in FAMILIES], release.shown)
    lines = packed_text("".join(f"{f.to_line()}\n" for f in facts))
    book.do("UPDATE release SET lines = ?, tally = ? WHERE id = ?", lines, json.dumps(tally(document, facts)), release.id)
    found(book, READ, release.id, _looks_wrong(document, len(facts)), order)
    put(book, f"release {release.id}", "told", sheet.quads, delta)
    return note(book, f"release {release.id}", sheet)


def tally(document: Document, facts: Sequence[Fact]) -> dict[str, Any]:
    """What the report counts of a release: its facts by family, the repairs of its text, and the names that it uses."""
    repairs = [[e.span.start, e.span.end, e.old, e.new, e.rule] for e in document.repairs]
    return {"families": Counter(f.family for f in facts), "repairs": repairs, "names": uses(facts)}


def order(finding: Finding) -> tuple[str, ...]:
    """What the findings of all readings are sorted by."""
    return (finding.release, str(KINDS.index(finding.kind)), finding.message)


def _looks_wrong(document: Document, facts: int) -> Iterator[Finding]:
    """What looks wrong with the reading itself: no facts, no date, warnings of the reader."""
    release = document.release
    name = release.file or release.id
    if not facts:
        words = f"{name}: no fact was found; is it a release of a drug developer?"
        yield Finding("no-facts", "warning", release.id, words, release=release.id)
    if release.date is None:
        words = f"{name}: no date was found; give one in a sidecar (date = 2030-01-31)"
        yield Finding("no-date", "warning", release.id, words, release=release.id)
    for warning in document.warnings:
        yield Finding("reader", "info", release.id, f"{name}: {warning}", release=release.id)


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
