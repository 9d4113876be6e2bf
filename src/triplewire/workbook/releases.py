"""What a release tells in the end: its lines of `facts.jsonl`, and the quads that it gives rise to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import NamedNode

from triplewire.builds import Held, Progress, cache, silent
from triplewire.children import Crew
from triplewire.ground import uses
from triplewire.model import Document, Fact, Finding, Release
from triplewire.triplify import FAMILIES, Sheet, is_described, is_known, used, written
from triplewire.workbook.book import Book, packed, packed_text
from triplewire.workbook.findings import QUOTED, READ, found
from triplewire.workbook.names import Packed
from triplewire.workbook.pieces import Delta, lines, put
from triplewire.workbook.stretches import FACTS, mark

KINDS = ("no-facts", "no-date", "reader")
"""What may look wrong with a reading, in the order in which it is reported."""


@dataclass(frozen=True, slots=True)
class Task:
    """A release that is to be written, and the flags of those of its facts that have any."""

    packed: Packed
    flags: str
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a release tells: its lines of `facts.jsonl`, packed, what the report counts of it, what looks wrong, its quads by their texts,
    sorted, these packed, and how it calls and uses nodes.
    """

    release: str
    digest: str
    lines: bytes
    tally: str
    findings: tuple[Finding, ...]
    quads: list[str]
    kept: bytes
    uses: Uses


def tell_all(
    book: Book,
    releases: Mapping[str, Release],
    held: Mapping[str, Held],
    gone: Iterable[str],
    delta: Delta,
    crew: Crew,
    tell: Progress = silent,
) -> tuple[set[str], set[str]]:
    """Writes the releases of which something is new, and forgets those that are gone; which were written, and the nodes that are called
    otherwise now.
    """
    touched, new = set[str](), set[str]()
    for done in crew.each(wrote, _tasks(book, releases, held, tell), few=100):
        book.do("UPDATE release SET told = ?, lines = ?, tally = ? WHERE id = ?", done.digest, done.lines, done.tally, done.release)
        mark(book, FACTS, [done.release.encode()])
        new.add(done.release)
        found(book, READ, done.release, done.findings, order)
        put(book, f"release {done.release}", "told", done.quads, delta, done.kept)
        touched |= note(book, f"release {done.release}", done.uses)
    for release in sorted(gone):
        touched |= note(book, f"release {release}", Uses())
        put(book, f"release {release}", "told", (), delta)
        found(book, READ, release, (), order)
        found(book, QUOTED, release, (), order)
        book.do("DELETE FROM release WHERE id = ?", release)
        mark(book, FACTS, [release.encode()])
    return new, touched


def _tasks(book: Book, releases: Mapping[str, Release], held: Mapping[str, Held], tell: Progress) -> Iterator[Task]:
    """The releases of which something is new."""
    known = [release for (release,) in book.rows("SELECT id FROM release ORDER BY id")]
    for done, release in enumerate(known, 1):
        *parts, before = next(book.rows("SELECT digest, named, shown, flags, told FROM release WHERE id = ?", release))
        digest = cache.digest_of(parts)
        if release in releases and digest != before:
            yield Task(Packed.of(book, held[release], releases[release]), parts[-1], digest)
        tell("graph", done, len(known), release)


def wrote(task: Task) -> Written:
    """A release that is to be written, written."""
    document, release = task.packed.head(), task.packed.release
    flags: Mapping[str, list[str]] = json.loads(task.flags)
    facts = [replace(f, flags=tuple(flags.get(f.id, ()))) for f in task.packed.told()]
    sheet = written(document, [f for f in facts if f.family in FAMILIES], release.shown)
    kept = packed_text("".join(f"{f.to_line()}\n" for f in facts))
    wrong = tuple(_looks_wrong(document, len(facts)))
    quads, counted = lines(sheet.quads), json.dumps(tally(document, facts))
    return Written(release.id, task.digest, kept, counted, wrong, quads, packed(quads), Uses.of(sheet))


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


@dataclass(frozen=True, slots=True)
class Uses:
    """How nodes are called, each with its graph, its name and how much that weighs; and the nodes in use that are none of the data."""

    called: frozenset[tuple[str, str, str, int]] = frozenset()
    terms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, sheet: Sheet) -> Uses:
        """What a sheet uses."""
        called = {(n.value, g.value, words, weight) for (n, g), names in sheet.called.items() for words, weight in names.items()}
        return cls(frozenset(called), frozenset(t.value for t in used(sheet.quads) if is_term(t)))


def note(book: Book, owner: str, uses: Uses) -> set[str]:
    """Notes how an owner calls things, and which nodes it uses that are none; the nodes of which that may be something new."""
    before = set(book.rows("SELECT node, graph, words, weight FROM called WHERE owner = ?", owner))
    if before != uses.called:
        book.do("DELETE FROM called WHERE owner = ?", owner)
        book.each("INSERT INTO called VALUES (?, ?, ?, ?, ?)", [(owner, *row) for row in sorted(uses.called)])
    return {row[0] for row in before ^ uses.called} | use(book, owner, uses.terms)


def use(book: Book, owner: str, terms: Collection[str]) -> set[str]:
    """Notes which terms an owner uses; those that it did not use before, and those that it uses no more."""
    had, has = {row[0] for row in book.rows("SELECT node FROM term WHERE owner = ?", owner)}, set(terms)
    book.each("DELETE FROM term WHERE node = ? AND owner = ?", [(t, owner) for t in sorted(had - has)])
    book.each("INSERT INTO term VALUES (?, ?)", [(t, owner) for t in sorted(has - had)])
    return had ^ has


def is_term(node: NamedNode) -> bool:
    """Whether a node is described by the ontology, or known to the background by itself."""
    return is_described(node) or is_known(node)
