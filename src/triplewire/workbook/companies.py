"""The releases of a company followed through time, with what others say of the same compounds and partnerships."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from triplewire import issuers
from triplewire.builds import Held, Progress, cache, silent
from triplewire.children import Crew
from triplewire.model import Document, Fact, Finding, Release
from triplewire.reconcile import ledger, reconcile
from triplewire.reconcile.changes import reported
from triplewire.reconcile.nearby import Near, Nearby, crowd_notes, keys
from triplewire.triplify import changes, findings, resolutions
from triplewire.workbook.book import Book, packed
from triplewire.workbook.findings import RECONCILED, found
from triplewire.workbook.names import Packed
from triplewire.workbook.pieces import Delta, lines, put

CROWDS = "crowds"
"""The owner of the findings about compounds that are nobody's own; the keys of companies begin otherwise."""


@dataclass(frozen=True, slots=True)
class Side:
    """Releases with their facts: documents by id, and the facts of all."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a company's own facts: by release and fact the flags of those that have any, findings, how many promises are in which
    state, and the quads that tell it, by their texts, sorted, and these packed.
    """

    flags: Mapping[str, Mapping[str, tuple[str, ...]]]
    findings: tuple[Finding, ...]
    states: Mapping[str, int]
    quads: tuple[str, ...]
    kept: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """A company that is to be followed: its releases, and those near it, each with the keys by which facts of it count."""

    name: str
    digest: str
    own: tuple[Packed, ...]
    near: tuple[tuple[Packed, frozenset[str]], ...]
    policy: str


def follow(own: Side, near: Side, policy: str) -> Followed:
    """A company's releases held against each other, and against what is said `near` them, and followed."""
    ids = {d.release.id for d in own.documents}
    marked, conflicts = reconcile([*own.documents, *near.documents], [*own.facts, *near.facts], policy)
    releases = [d.release for d in own.documents]
    told = tuple(f for f in conflicts if f.release in ids)
    promises = ledger([*releases, *(d.release for d in near.documents)], marked)
    rows = tuple(p for p in promises if p.fact.release in ids)
    mine = [f for f in marked if f.release in ids]
    flags: dict[str, dict[str, tuple[str, ...]]] = {r: {} for r in ids}
    for fact in mine:
        flags[fact.release] |= {fact.id: fact.flags} if fact.flags else {}
    quads = tuple(lines((*resolutions(rows, releases), *findings(told, marked, releases), *changes(reported(releases, mine)))))
    return Followed(flags, told, Counter(p.state for p in rows), quads, packed(quads))


def judged(case: Case) -> tuple[str, str, Followed]:
    """The name and digest of a company that is to be followed, and what became of it."""
    texts = tuple(p.document() for p in case.own)
    heads = tuple(p.head() for p, _ in case.near)
    own = Side(texts, tuple(f for p in case.own for f in p.told()))
    near = Side(heads, tuple(f for p, counts in case.near for f in p.told() if keys([f]) & counts))
    return case.name, case.digest, follow(own, near, case.policy)


def follow_all(
    book: Book,
    releases: Mapping[str, Release],
    held: Mapping[str, Held],
    policy: str,
    delta: Delta,
    crew: Crew,
    tell: Progress = silent,
) -> None:
    """Follows the companies of which something is new, of themselves or near them; forgets those that are gone."""
    company = issuers.companies(releases.values())
    own: defaultdict[str, list[str]] = defaultdict(list)
    for release in sorted(releases):
        own[company[release]].append(release)
    said = _said(book, releases)
    nearby = Nearby(releases, {release: told for release, (_, told) in said.items()}, company)
    found(book, RECONCILED, CROWDS, crowd_notes(nearby.crowds), order)
    before = dict(book.rows("SELECT name, digest FROM company"))

    def pack(release: str) -> Packed:
        return Packed.of(book, held[release], releases[release])

    def cases() -> Iterator[Case]:
        """The companies of which something is new."""
        for done, (name, mine) in enumerate(sorted(own.items()), 1):
            near = nearby.of(mine)
            digest = _digest(policy, mine, near, said)
            if before.get(name) != digest:
                others = tuple((pack(r), near.counts(r)) for r in near.releases)
                yield Case(name, digest, tuple(map(pack, mine)), others, policy)
            tell("reconciling", done, len(own), name)

    for name, digest, followed in crew.each(judged, cases(), few=20):
        _note(book, name, digest, followed, delta)
    for name in sorted(before.keys() - own.keys()):
        book.do("DELETE FROM company WHERE name = ?", name)
        found(book, RECONCILED, name, (), order)
        put(book, f"company {name}", "ledger", (), delta)


def _said(book: Book, releases: Mapping[str, Release]) -> dict[str, tuple[str, Sequence[str]]]:
    """By release the digest of what it says, and who says it when, for both decide what becomes of what others say; and its keys. Of ten
    thousand releases this is in memory.
    """
    rows = book.rows("SELECT id, named, keys FROM release ORDER BY id")
    known = ((r, digest, json.loads(told)) for r, digest, told in rows if r in releases)
    return {r: (cache.digest_of([r, str(releases[r]), digest]), tuple(map(intern, told))) for r, digest, told in known}


def _digest(policy: str, mine: Iterable[str], near: Near, said: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """The digest of all that decides what becomes of a company's own facts."""
    others = (words for r in near.releases for words in (said[r][0], *(("partner",) if near.crowded and r in near.partners else ())))
    return cache.digest_of([policy, *(said[r][0] for r in mine), "near", *others, "crowded", *sorted(near.crowded)])


def order(finding: Finding) -> tuple[str, ...]:
    """What the findings of all companies are sorted by."""
    return (finding.release, finding.kind, finding.id)


def _note(book: Book, name: str, digest: str, followed: Followed, delta: Delta) -> None:
    book.do("INSERT OR REPLACE INTO company VALUES (?, ?, ?)", name, digest, json.dumps(followed.states))
    flags = [(json.dumps(dict(told), sort_keys=True), r) for r, told in sorted(followed.flags.items())]
    book.each("UPDATE release SET flags = ? WHERE id = ?", flags)
    found(book, RECONCILED, name, followed.findings, order)
    put(book, f"company {name}", "ledger", followed.quads, delta, followed.kept)
