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
from triplewire.triplify import changes, findings, resolutions
from triplewire.workbook.book import Book
from triplewire.workbook.findings import RECONCILED, found
from triplewire.workbook.names import Packed, keys, partner
from triplewire.workbook.pieces import Delta, lines, put


@dataclass(frozen=True, slots=True)
class Side:
    """Releases with their facts: documents by id, and the facts of all."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a company's own facts: by release and fact the flags of those that have any, findings, how many promises are in which
    state, and the quads that tell it, by their texts.
    """

    flags: Mapping[str, Mapping[str, tuple[str, ...]]]
    findings: tuple[Finding, ...]
    states: Mapping[str, int]
    quads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A company that is to be followed: its releases, those near it, and what of these is wanted."""

    name: str
    digest: str
    own: tuple[Packed, ...]
    near: tuple[Packed, ...]
    wanted: frozenset[str]
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
    quads = (*resolutions(rows, releases), *findings(told, marked, releases), *changes(reported(releases, mine)))
    return Followed(flags, told, Counter(p.state for p in rows), tuple(lines(quads)))


def judged(case: Case) -> tuple[str, str, Followed]:
    """The name and digest of a company that is to be followed, and what became of it."""
    texts = tuple(p.document() for p in case.own)
    heads = tuple(p.head() for p in case.near)
    own = Side(texts, tuple(f for p in case.own for f in p.told()))
    near = Side(heads, tuple(f for p in case.near for f in p.told() if keys([f]) & case.wanted))
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
    cases = _cases(book, releases, held, policy, own, tell)
    for name, digest, followed in crew.each(judged, cases, few=20):
        _note(book, name, digest, followed, delta)
    before = [name for (name,) in book.rows("SELECT name FROM company")]
    for name in sorted(set(before) - own.keys()):
        book.do("DELETE FROM company WHERE name = ?", name)
        found(book, RECONCILED, name, (), order)
        put(book, f"company {name}", "ledger", (), delta)


def _cases(
    book: Book, releases: Mapping[str, Release], held: Mapping[str, Held], policy: str, own: Mapping[str, list[str]], tell: Progress
) -> Iterator[Case]:
    """The companies of which something is new."""
    rows = book.rows("SELECT id, named, keys FROM release ORDER BY id")
    # What a release says, and who says it when: both decide what becomes of what others say. Of ten thousand releases this is in memory.
    named = {
        r: (cache.digest_of([r, str(releases[r]), digest]), tuple(map(intern, json.loads(found))))
        for r, digest, found in rows
        if r in releases
    }
    speaking: defaultdict[str, list[str]] = defaultdict(list)
    for release, (_, told) in named.items():
        for key in told:
            speaking[key].append(release)
    before = dict(book.rows("SELECT name, digest FROM company"))

    def pack(some: Iterable[str]) -> tuple[Packed, ...]:
        return tuple(Packed.of(book, held[r], releases[r]) for r in some)

    for done, (name, mine) in enumerate(sorted(own.items()), 1):
        wanted = _wanted(mine, releases, named)
        near = sorted({r for key in wanted for r in speaking.get(key, ())} - set(mine))
        digest = cache.digest_of([policy, *(named[r][0] for r in mine), "near", *(named[r][0] for r in near)])
        if before.get(name) != digest:
            yield Case(name, digest, pack(mine), pack(near), frozenset(wanted), policy)
        tell("reconciling", done, len(own), name)


def _wanted(mine: Iterable[str], releases: Mapping[str, Release], named: Mapping[str, tuple[str, Sequence[str]]]) -> set[str]:
    """What others may say that bears on a company: of the compounds that it speaks of, and of itself as a partner."""
    compounds = {key for r in mine for key in named[r][1] if key.startswith("compound ")}
    return compounds | {partner(releases[r].issuer) for r in mine if releases[r].issuer}


def order(finding: Finding) -> tuple[str, ...]:
    """What the findings of all companies are sorted by."""
    return (finding.release, finding.kind, finding.id)


def _note(book: Book, name: str, digest: str, followed: Followed, delta: Delta) -> None:
    book.do("INSERT OR REPLACE INTO company VALUES (?, ?, ?)", name, digest, json.dumps(followed.states))
    flags = [(json.dumps(dict(told), sort_keys=True), r) for r, told in sorted(followed.flags.items())]
    book.each("UPDATE release SET flags = ? WHERE id = ?", flags)
    found(book, RECONCILED, name, followed.findings, order)
    put(book, f"company {name}", "ledger", followed.quads, delta)
