"""The first half of a workbook: releases as they were read, and their facts under the names of all releases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from triplewire import issuers
from triplewire.assemble import in_order
from triplewire.assemble.naming import Names, Naming
from triplewire.builds import Held, cache
from triplewire.model import Document, Fact, Release, fact_from_json
from triplewire.reconcile.nearby import keys
from triplewire.workbook.book import Book, packed, unpacked

KINDS = ("compounds", "organizations", "others")


@dataclass(frozen=True, slots=True)
class Packed:
    """A release on its way to whoever works on it: how it is shown, and its facts under the names of all releases, packed."""

    held: Held
    release: Release
    facts: bytes | None

    @classmethod
    def of(cls, book: Book, held: Held, release: Release) -> Packed:
        """The release as a book has it."""
        return cls(held, release, book.one("SELECT facts FROM release WHERE id = ?", release.id))

    def head(self) -> Document:
        """The document without its text."""
        return replace(self.held.head(), release=self.release)

    def document(self) -> Document:
        """The document."""
        return replace(self.held.document(), release=self.release)

    def told(self) -> list[Fact]:
        """The facts."""
        return [fact_from_json(json.loads(line), self.release.sha256) for line in unpacked(self.facts)]


def take(book: Book, held: Iterable[Held]) -> tuple[set[str], set[str]]:
    """Notes what is new or other than it was; the ids of that, and those of what is gone. Of the latter everything is still in the book."""
    known = dict(book.rows("SELECT id, digest FROM release"))
    wanted = {h.id: h for h in held}
    fresh = {name for name, h in wanted.items() if known.get(name) != h.digest}
    for name in sorted(fresh):
        names = Names()
        names.add(wanted[name].facts())
        book.do(
            "INSERT INTO release (id, digest, sha256, names) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, sha256 = excluded.sha256, names = excluded.names",
            *(name, wanted[name].digest, wanted[name].release.sha256, packed(_plain(names))),
        )
    return fresh, known.keys() - wanted.keys()


def _plain(names: Names) -> list[object]:
    return [*(sorted(getattr(names, kind).items()) for kind in KINDS), sorted(names.pairs)]


def _names(kept: bytes) -> Names:
    compounds, organizations, others, pairs = unpacked(kept)
    return Names(Counter(dict(compounds)), Counter(dict(organizations)), Counter(dict(others)), {(a, b) for a, b in pairs})


def name(book: Book, held: Mapping[str, Held], fresh: set[str], *, named: bool = False) -> None:
    """Brings the facts of releases under the names of all: those of `fresh` ones, and those of which a name is shown otherwise than
    before. With `named` they have their last names already.
    """
    whole = Names()
    for _, names in _all_names(book, held):
        whole.merge(names)
    naming = Naming({}, {}, {}) if named else Naming.by(whole)
    tables = {"compounds": naming.compounds, "organizations": naming.organizations, "others": naming.spellings}
    before = book.note("naming") or {kind: {} for kind in KINDS}
    changed = {kind: _changed(before[kind], tables[kind]) for kind in KINDS}
    todo = set(fresh)
    if any(changed.values()) and len(fresh) < len(held):
        todo |= {r for r, names in _all_names(book, held) if any(changed[kind] & getattr(names, kind).keys() for kind in KINDS)}
    for release in sorted(todo):
        _note(book, release, in_order(naming.applied(f) for f in held[release].facts()))
    if any(changed.values()):
        book.write("naming", {kind: dict(table) for kind, table in tables.items()})


def _all_names(book: Book, held: Collection[str]) -> Iterator[tuple[str, Names]]:
    """The names that each release uses."""
    return ((r, _names(kept)) for r, kept in book.rows("SELECT id, names FROM release") if r in held)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The names that are shown otherwise than before."""
    return {n for n in before.keys() | after.keys() if before.get(n, n) != after.get(n, n)}


def _note(book: Book, release: str, facts: Sequence[Fact]) -> None:
    lines = [f.to_line() for f in facts]
    votes = [[shown, sorted(slugs)] for shown, slugs in issuers.organizations(facts)]
    row = (cache.digest_of(lines), packed(lines), packed(votes), json.dumps(sorted(keys(facts))), release)
    book.do("UPDATE release SET named = ?, facts = ?, votes = ?, keys = ? WHERE id = ?", *row)


def show(book: Book, held: Mapping[str, Held]) -> dict[str, Release]:
    """Releases by id, each with the name that the facts of all have for its issuer; noted where it is another than before."""
    rows = book.rows("SELECT id, votes FROM release")
    own = {r: [(shown, frozenset(slugs)) for shown, slugs in unpacked(kept)] for r, kept in rows if r in held}
    everywhere = issuers.votes(own.values())
    before = dict(book.rows("SELECT id, shown FROM release"))
    found = {r: issuers.issuer(h.release, own[r], everywhere) for r, h in held.items()}
    book.each("UPDATE release SET shown = ? WHERE id = ?", [(shown, r) for r, shown in found.items() if before[r] != shown])
    return {r: replace(h.release, shown=found[r]) for r, h in held.items()}
