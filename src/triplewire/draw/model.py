"""What the views are made of: evidence, statements, nodes, edges and networks. Plain frozen values, no RDF, no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from triplewire import vocab
from triplewire.model import Edit, Finding
from triplewire.reconcile.changes import Change, Log

T = TypeVar("T")
Status = Literal["stated", "expected", "inferred"]
STATUSES: tuple[Status, ...] = ("stated", "expected", "inferred")


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words of a release: raw code points `start` to `end`, half-open, word for word. `release` is its IRI ("" when it is not known);
    `before` and `after` are the words around them on one line, "" where the text of the release is not at hand.
    """

    start: int
    end: int
    text: str
    release: str = ""
    before: str = ""
    after: str = ""

    @property
    def place(self) -> str:
        """What the place of these words is called on the page of the release."""
        return f"c{self.start}-{self.end}"

    @property
    def release_id(self) -> str:
        """The id of the release."""
        return vocab.release_id(self.release)


@dataclass(frozen=True, slots=True)
class Release:
    """The release that says something. `date` is ISO, or "" when the release has none; so is all else that is not known: the wire, the
    place of the dateline, the address that it comes from, the digest of its text.
    """

    iri: str
    title: str
    date: str
    issuer: str = ""
    wire: str = ""
    dateline: str = ""
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim as a page shows it: who, what, whom, how sure, and the words.

    `date` is the day from which the claim is known (ISO; "" when undated, and then it is always shown). `window` is the time that a
    promise names, in the release's words, and `begins`/`ends` the days it means ("" where open). `denied` marks a claim that
    something does not hold: shown with its words, never drawn as a line. `about` are the IRIs of subject and object, `premises` those
    of the statements and inferences that an inference rests on.
    """

    id: str
    subject: str
    relation: str
    object: str
    status: Status = "stated"
    denied: bool = False
    date: str = ""
    release: Release | None = None
    quotes: tuple[Quote, ...] = ()
    confidence: float | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()
    window: str = ""
    begins: str = ""
    ends: str = ""
    note: str = ""
    about: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """What the place of its first words is called on the page of their release; "" when it has none."""
        return self.quotes[0].place if self.quotes else ""


def numbered(found: Iterable[Statement]) -> list[tuple[str, Statement]]:
    """Statements with their ids on the page, in reading order: subject, relation, object, date."""
    order = sorted(found, key=lambda s: (s.subject, s.relation, s.object, s.date, s.id))
    return [(f"f{n}", s) for n, s in enumerate(order, 1)]


def on_page(statements: Iterable[str], ids: Mapping[str, str]) -> list[str]:
    """The ids of statements on a page that has them, each once, in reading order."""
    return sorted({ids[iri] for iri in statements if iri in ids}, key=lambda fid: int(fid[1:]))


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A thing to draw: its IRI, its name, and a type of `data/style.toml`."""

    id: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that can be looked up: its names, its type, and how many claims it is part of."""

    id: str
    label: str
    type: str
    also: tuple[str, ...] = ()
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn line: one relation between two nodes, with every statement that bears on it, oldest first. `both_ways`: no arrow."""

    source: str
    target: str
    relation: str
    statements: tuple[Statement, ...]
    both_ways: bool = False

    @property
    def status(self) -> Status:
        """The strongest status among the statements: stated before expected before inferred."""
        return min((s.status for s in self.statements), key=STATUSES.index, default="stated")


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes sorted by id, edges sorted by (source, target, relation), and claims that are told but not drawn."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    untold: tuple[Statement, ...] = field(default=())

    @property
    def degree(self) -> dict[str, int]:
        """Node id -> number of drawn edges that touch it; 0 for nodes without any."""
        count = {n.id: 0 for n in self.nodes}
        for e in self.edges:
            count[e.source] += 1
            count[e.target] += 1
        return count

    def only(self, keep: Iterable[str]) -> Network:
        """The same network with only the nodes whose ids are in `keep`, and the edges between them."""
        ids = set(keep)
        return Network(
            tuple(n for n in self.nodes if n.id in ids),
            tuple(e for e in self.edges if e.source in ids and e.target in ids),
            tuple(s for s in self.untold if ids.intersection(s.about[:1])),
        )


def neighbours(edges: Iterable[Edge]) -> dict[str, set[str]]:
    """Node id -> ids of the nodes that it is linked to."""
    out: dict[str, set[str]] = {}
    for e in edges:
        out.setdefault(e.source, set()).add(e.target)
        out.setdefault(e.target, set()).add(e.source)
    return out


@dataclass(frozen=True, slots=True)
class Text:
    """The raw text of a release and the repairs of scanning damage in it, in text order."""

    raw: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """What pages say beside what the graph holds: everything that was found, the change logs by name of company and of compound, and
    the texts of releases by their ids; None, or no text, for what nobody gave.
    """

    findings: tuple[Finding, ...] | None = None
    companies: Log | None = None
    compounds: Log | None = None
    texts: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def by_focus(self) -> dict[str, tuple[Finding, ...]]:
        """What was found, by the name or IRI of what it is about."""
        return _grouped((f.focus, f) for f in self.findings or ())

    @cached_property
    def by_fact(self) -> dict[str, tuple[Finding, ...]]:
        """What was found, by the ids of the facts that bear on it."""
        return _grouped((fact, f) for f in self.findings or () for fact in f.facts)

    @cached_property
    def by_release(self) -> dict[str, tuple[Finding, ...]]:
        """What was found, by the ids of the releases whose words it shows."""
        cited = ((f, {f.release, *(c.release for c in f.evidence)}) for f in self.findings or ())
        return _grouped((release, f) for f, releases in cited for release in sorted(releases))

    @cached_property
    def by_name(self) -> dict[str, tuple[tuple[date | None, Change], ...]]:
        """What changed of compounds, with the day, by the name of everything else that is told there; the newest first."""
        told = ((entry.day, change) for log in (self.compounds or {}).values() for entry in log for change in entry.changes)
        pairs = [(name, found) for found in told for name in sorted(_named(found[1]))]
        return _grouped(sorted(pairs, key=lambda p: p[1][0] or date.min, reverse=True))


def _named(change: Change) -> set[str]:
    """The names in a change: of what it is about, and of what is told after it."""
    told = [value for t in (change.after.told if change.after else ()) for _, value in t.values]
    return {value for value in (*(v for _, v in change.key.parts), *told) if isinstance(value, str)} - set(change.compounds)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    out: dict[str, list[T]] = {}
    for key, found in pairs:
        out.setdefault(key, []).append(found)
    return {key: tuple(found) for key, found in out.items()}


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """What the home page of a build says beside what the graph holds.

    `findings` are (severity, kind, message) and `quarantine` (file, reason, message), each in the order they shall be read.
    `counts` are label -> number, e.g. facts and triples.
    """

    version: str
    releases: tuple[Release, ...] = ()
    findings: tuple[tuple[str, str, str], ...] = ()
    quarantine: tuple[tuple[str, str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    as_of: date | None = None
    since: date | None = None
    dossier: Dossier = field(default_factory=Dossier)
