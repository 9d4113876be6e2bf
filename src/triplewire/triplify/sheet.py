"""What is being written: the quads of a run, the names that nodes were called by, and the desk at which one fact is worked on."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from triplewire import vocab
from triplewire.model import Fact
from triplewire.triplify import identity, reference
from triplewire.triplify.rdf import TYPE, Node, Triple, clean, decimal, graph, integer, name, number, safe, text

CLASSES: Mapping[str, str] = {
    "compound": "tw:Compound",
    "technology": "tw:Technology",
    "payload": "tw:Payload",
    "payload-class": "tw:PayloadClass",
    "antibody": "tw:Antibody",
    "linker": "tw:Linker",
    "target": "tw:Target",
    "indication": "tw:Indication",
    "organization": "tw:Organization",
    "person": "tw:Person",
    "conference": "tw:Conference",
    "trial": "tw:ClinicalTrial",
    "agreement": "tw:Agreement",
    "jurisdiction": "tw:Jurisdiction",
    "stage": "tw:DevelopmentStage",
    "designation": "tw:RegulatoryDesignation",
    "designation-type": "tw:DesignationType",
    "milestone-kind": "tw:MilestoneKind",
    "deal-kind": "tw:DealKind",
    "trial-status": "tw:TrialStatus",
    "drug-class": "tw:DrugClass",
    "name": "tw:Name",
}
LONGEST = 96


@dataclass(frozen=True)
class Claim:
    """What a fact claims: the triple, what holds along with it if it holds, and what narrows it."""

    subject: NamedNode
    predicate: NamedNode
    object: Node
    along: tuple[Triple, ...] = ()
    about: tuple[tuple[NamedNode, NamedNode], ...] = ()


Called = Mapping[tuple[NamedNode, NamedNode], Counter[str]]
"""A node and a graph -> the names that the node has there, each with how often the graph uses it; 0 for a lesser name."""


class Sheet:
    """The quads of one run, and by graph the names each node was called by."""

    def __init__(self) -> None:
        self.quads: set[Quad] = set()
        self.called: defaultdict[tuple[NamedNode, NamedNode], Counter[str]] = defaultdict(Counter)

    def add(self, subject: NamedNode, predicate: str | NamedNode, value: Node | None, where: NamedNode) -> None:
        """Write one quad; nothing when there is no value."""
        if value is not None:
            self.quads.add(Quad(subject, name(predicate) if isinstance(predicate, str) else predicate, value, where))

    def tell(self, node: NamedNode, texts: Mapping[str, str], where: NamedNode) -> None:
        """Describe `node` by texts, each under its predicate; those that are empty are left out."""
        for predicate, words in texts.items():
            self.add(node, predicate, text(words) if words else None, where)

    def call(self, node: NamedNode, words: str, where: NamedNode, weight: int = 1) -> None:
        """Note that `node` was called `words` in graph `where`; weight 0 marks a lesser name."""
        self.called[(node, where)][words] += weight

    def entity(self, kind: str, words: str, where: NamedNode) -> NamedNode:
        """The node of a named thing of `kind`, typed and named in `where`; the ontology's own individual where there is one."""
        node = identity.node_of(kind, words)
        if not reference.find(kind, words):
            self.add(node, TYPE, name(CLASSES[kind]), where)
            self.call(node, words, where)
        return node

    def made(self, kind: str, parts: tuple[str, ...], types: tuple[str, ...], label: str, where: NamedNode) -> NamedNode:
        """A node put together from `parts` (empty ones left out), typed and labelled in `where`."""
        node = composed(kind, parts)
        for cls in types:
            self.add(node, TYPE, name(cls), where)
        self.call(node, label, where)
        return node


def commonest(called: Called) -> dict[NamedNode, str]:
    """The name of each node that is used most, of equals the first in the alphabet."""
    names: defaultdict[NamedNode, Counter[str]] = defaultdict(Counter)
    for (node, _), words in called.items():
        names[node].update(words)
    return {node: min(words, key=lambda n: (-words[n], n)) for node, words in names.items()}


def used(quads: Iterable[Quad]) -> set[NamedNode]:
    """The nodes that some quads have in any place."""
    return {term for quad in quads for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, NamedNode)}


def composed(kind: str, parts: tuple[str, ...]) -> NamedNode:
    """The IRI of a thing without a name of its own; a long slug is cut and a hash of the whole keeps it apart."""
    slug = "-".join(vocab.slug(part) for part in parts if part)
    if len(slug) > LONGEST:
        slug = f"{slug[: LONGEST - 9].rstrip('-')}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"
    return NamedNode(f"{vocab.ID}{kind}/{slug or 'unnamed'}")


class Desk:
    """One fact being turned into triples. It keeps account of the arguments used, so that none is lost."""

    def __init__(self, sheet: Sheet, fact: Fact, where: NamedNode, issuer: NamedNode | None, release: NamedNode) -> None:
        self.sheet, self.fact, self.where, self.issuer, self.release = sheet, fact, where, issuer, release
        self.nodes: dict[str, NamedNode] = {}
        self.kinds: dict[str, str] = {}
        self.taken: set[str] = set()

    def key(self, argument: str, kind: str) -> str:
        """The argument as IRIs that are put together from names have it, "" when absent; it counts as used."""
        return identity.key_of(kind, words) if (words := self.word(argument)) else ""

    def word(self, argument: str) -> str:
        """The argument as text, "" when absent; it counts as used."""
        self.taken.add(argument)
        return self.fact.arg(argument).strip()

    def maybe(self, argument: str, kind: str) -> NamedNode | None:
        """The node that an argument names, None when the fact lacks it."""
        words = self.word(argument)
        if not words:
            return None
        self.kinds[argument] = kind
        self.nodes[argument] = self.sheet.entity(kind, words, self.where)
        return self.nodes[argument]

    def node(self, argument: str, kind: str) -> NamedNode:
        """The node that an argument names; a nameless one of its own when the fact lacks it."""
        found = self.maybe(argument, kind)
        return found or self.sheet.made(kind, ("unnamed", self.fact.id), (CLASSES[kind],), f"unnamed {kind}", self.where)

    def write(self, node: NamedNode, predicate: str, value: Node | None) -> None:
        """Describe `node` in the graph of the fact; nothing when there is no value."""
        self.sheet.add(node, predicate, value, self.where)

    def text(self, node: NamedNode, predicate: str, argument: str) -> None:
        """Describe `node` by the text of an argument, if it has one."""
        self.sheet.tell(node, {predicate: self.word(argument)}, self.where)

    def number(self, node: NamedNode, predicate: str, argument: str, *, whole: bool = False) -> None:
        """Describe `node` by an argument that is a number; one that is none stays unused, and so becomes a qualifier."""
        value = number(self.fact.arg(argument)) if argument in self.fact.args else None
        if value is not None:
            self.taken.add(argument)
            self.write(node, predicate, integer(value) if whole else decimal(value))

    def made(self, kind: str, parts: tuple[str, ...], types: tuple[str, ...], label: str) -> NamedNode:
        """A node put together from `parts`, typed and labelled in the graph of the fact."""
        return self.sheet.made(kind, parts, types, label, self.where)


def release_node(release: str) -> NamedNode:
    """The node of a release."""
    return NamedNode(vocab.release(clean(release)))


def statement_node(fact: str) -> NamedNode:
    """The statement of a fact, by the id of that."""
    return NamedNode(f"{vocab.ID}statement/{fact}")


def release_graph(release: str) -> NamedNode:
    """The named graph of a release."""
    return graph(f"release/{safe(release)}")
