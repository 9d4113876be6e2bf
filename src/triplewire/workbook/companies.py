"""The releases of a company followed through time, with what others say of the same compounds and partnerships."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Quad

from triplewire import issuers
from triplewire.builds import Held, Progress, cache, silent
from triplewire.model import Document, Fact, Finding, Promise, Release
from triplewire.reconcile import ledger, reconcile
from triplewire.reconcile.changes import reported
from triplewire.triplify import changes, findings, resolutions
from triplewire.workbook.book import Book
from triplewire.workbook.findings import RECONCILED, found
from triplewire.workbook.names import facts_of, keys, partner
from triplewire.workbook.pieces import Delta, put


@dataclass(frozen=True, slots=True)
class Side:
    """Releases with their facts: documents by id, and the facts of all."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a company's own facts: by release and fact the flags of those that have any, findings, promises, and the quads that
    tell it.
    """

    flags: Mapping[str, Mapping[str, tuple[str, ...]]]
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    quads: tuple[Quad, ...]


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
    quads = (*resolutions(rows, releases), *findings(told, marked, releases), *changes(reported(releases, mine)))
    return Followed(flags, told, rows, tuple(dict.fromkeys(quads)))


def follow_all(
    book: Book, releases: Mapping[str, Release], held: Mapping[str, Held], policy: str, delta: Delta, tell: Progress = silent
) -> None:
    """Follows the companies of which something is new, of themselves or near them; forgets those that are gone."""
    company = issuers.companies(releases.values())
    rows = book.rows("SELECT id, named, keys FROM release")
    # What a release says, and who says it when: both decide what becomes of what others say.
    named = {r: (f"{r} {releases[r]} {digest}", json.loads(found)) for r, digest, found in rows if r in releases}
    speaking: defaultdict[str, set[str]] = defaultdict(set)
    own: defaultdict[str, list[str]] = defaultdict(list)
    for release in sorted(releases):
        own[company[release]].append(release)
        for key in named[release][1]:
            speaking[key].add(release)
    before = dict(book.rows("SELECT name, digest FROM company"))
    for done, (name, mine) in enumerate(sorted(own.items()), 1):
        wanted = _wanted(mine, releases, named)
        near = sorted({r for key in wanted for r in speaking.get(key, ())} - set(mine))
        digest = cache.digest_of([policy, *(named[r][0] for r in mine), "near", *(named[r][0] for r in near)])
        if before.get(name) != digest:
            texts = tuple(replace(held[r].document(), release=releases[r]) for r in mine)
            heads = tuple(replace(held[r].head(), release=releases[r]) for r in near)
            said = tuple(f for f in _facts(book, heads) if keys([f]) & wanted)
            _note(book, name, digest, mine, follow(Side(texts, tuple(_facts(book, texts))), Side(heads, said), policy), delta)
        tell("reconciling", done, len(own), name)
    for name in sorted(before.keys() - own.keys()):
        book.do("DELETE FROM company WHERE name = ?", name)
        found(book, RECONCILED, name, (), order)
        put(book, f"company {name}", "ledger", (), delta)


def _wanted(mine: Iterable[str], releases: Mapping[str, Release], named: Mapping[str, tuple[str, Sequence[str]]]) -> set[str]:
    """What others may say that bears on a company: of the compounds that it speaks of, and of itself as a partner."""
    compounds = {key for r in mine for key in named[r][1] if key.startswith("compound ")}
    return compounds | {partner(releases[r].issuer) for r in mine if releases[r].issuer}


def _facts(book: Book, documents: Iterable[Document]) -> Iterator[Fact]:
    """The facts of some releases under the names of all."""
    for document in documents:
        release = document.release
        yield from facts_of(book.one("SELECT facts FROM release WHERE id = ?", release.id), release.sha256)


def order(finding: Finding) -> tuple[str, ...]:
    """What the findings of all companies are sorted by."""
    return (finding.release, finding.kind, finding.id)


def _note(book: Book, name: str, digest: str, mine: Sequence[str], followed: Followed, delta: Delta) -> None:
    states = Counter(p.state for p in followed.promises)
    book.do("INSERT OR REPLACE INTO company VALUES (?, ?, ?)", name, digest, json.dumps(states))
    book.each("UPDATE release SET flags = ? WHERE id = ?", [(json.dumps(dict(followed.flags[r]), sort_keys=True), r) for r in mine])
    found(book, RECONCILED, name, followed.findings, order)
    put(book, f"company {name}", "ledger", followed.quads, delta)
