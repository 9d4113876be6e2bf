"""The graph as things and edges, for the formats that know nodes, edges and their attributes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import pyoxigraph as ox

from triplewire import vocab
from triplewire.export.losses import Limit, Tally
from triplewire.export.source import Source
from triplewire.model import Evidence, Fact
from triplewire.triplify.rdf import ALT_LABEL, BROAD_MATCH, EXACT_MATCH, LABEL, TYPE, name
from triplewire.triplify.statement import is_forward

Claim = Literal["holds", "expected", "denied"]

LAYERS = frozenset(
    {"statement", "denial", "span", "window", "instant", "repair", "inference", "resolution", "finding", "side", "change", "correction"}
    | {"record"}
)
"""Kinds of nodes of the data that are no things: who says what where, and what is found by comparing."""

REVERSED = frozenset({"inverse", "symmetric"})
"""Rules that only read an edge from its other end."""

OUTCOMES = Limit("promise outcomes", "what became of a promise is told of a statement, and statements are edges here")
FINDINGS = Limit("findings, changes and corrections", "they are told of statements, and statements are edges here")
REPAIRS = Limit("repairs", "a repair is told of words of a release, and words are attributes here")
ENTRIES = Limit("register entries", "an entry is about several things at once, and an edge has two ends")
NOTES = Limit("notes of reference records", "the source and the day of a record are on its edge, its note and the day of the event are not")
LINKS = Limit(
    "links between statements", "what an inference rests on and which promise follows on which are edges, and no edge can point at one"
)
COUNTED = (
    ("tw:PromiseResolution", OUTCOMES),
    ("tw:Finding", FINDINGS),
    ("tw:Change", FINDINGS),
    ("tw:Correction", FINDINGS),
    ("tw:Repair", REPAIRS),
    ("tw:RegisterEntry", ENTRIES),
)
"""Classes of nodes that are neither thing nor edge."""
LINKED = (("tw:premise", LINKS), ("tw:premiseTriple", LINKS), ("tw:supersedes", LINKS), ("tw:eventDate", NOTES), ("rdfs:comment", NOTES))
"""Properties of statements, records and inferences that are not on their edges."""
INVERSE = Limit("inverse edges", "an edge can be followed from either end")
NAMINGS = Limit("facts about names", "another name is on its node; who gives it, and in which words, has no edge to be on")
UNTOLD = Limit("facts outside the graph", "their family is one that no rule turns into triples")
LOOSE = Limit("links to what is no node", "windows of time are on the edges")
LIMITS = (OUTCOMES, FINDINGS, REPAIRS, ENTRIES, NOTES, LINKS, INVERSE, NAMINGS, UNTOLD, LOOSE)
"""What is lost on the way from triples to things and edges."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing: its IRI, label, classes and other names (sorted), public identifiers as IRIs, and what else is said of it in
    literals, by the local name of the property, sorted.
    """

    iri: str
    label: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    exact: tuple[str, ...]
    broad: tuple[str, ...]
    literals: Mapping[str, tuple[ox.Literal, ...]]

    @property
    def kind(self) -> str:
        """The kind of its IRI, such as `compound`; `term` for a word of the ontology."""
        return kind_of(self.iri)


@dataclass(frozen=True, slots=True)
class Edge:
    """A triple between two things, as one source has it: a fact of a release, a reference record, a rule, or the description of a thing.

    `id` is the CURIE of its statement, record or inference. `basis` says which: `stated`, `nomenclature` or `background` for a
    statement, `background` for a record, `inferred`, `described`.
    """

    id: str
    subject: str
    predicate: str
    object: str
    claim: Claim = "holds"
    basis: str = "described"
    release: str = ""
    date: str = ""
    fact: Fact | None = None
    about: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    rule: str = ""
    source: str = ""
    recorded: str = ""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that say so, those that name one argument among them; none of an edge that no fact states."""
        return self.fact.evidence if self.fact else ()


def kind_of(iri: str) -> str:
    """The kind of an IRI of the data, `term` for a word of the ontology, "" for any other."""
    if iri.startswith(vocab.ID):
        return iri[len(vocab.ID) :].partition("/")[0]
    return "term" if iri.startswith(vocab.TW) else ""


def local(iri: str) -> str:
    """The last part of the IRI of a property or class."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


NO_EDGES = (TYPE, EXACT_MATCH, BROAD_MATCH)
STATED = ("tw:stmtSubject", "tw:stmtPredicate", "tw:stmtObject")
RECORDED = ("tw:recordSubject", "tw:recordPredicate", "tw:recordObject")
INFERRED = ("tw:infersSubject", "tw:infersPredicate", "tw:infersObject")
QUALIFIERS = ("tw:qualifier", "tw:reportedStatus")
ISSUED = name("dcterms:issued")
BACKGROUND = vocab.GRAPH + "background"
RELEASES = vocab.GRAPH + "release/"


class Network:
    """The things and edges of a graph, read one by one in the order of their IRIs; only the IRIs of things are kept in memory."""

    def __init__(self, source: Source) -> None:
        self._source, self._store = source, source.store

    @cached_property
    def iris(self) -> tuple[str, ...]:
        """The IRIs of all things, sorted."""
        typed = (q for q in self._quads(None, TYPE) if isinstance(q.object, ox.NamedNode) and q.object.value.startswith(vocab.TW))
        found = {q.subject.value for q in typed if isinstance(q.subject, ox.NamedNode)}
        return tuple(sorted(iri for iri in found if (kind := kind_of(iri)) and kind not in LAYERS))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.iris)

    def things(self) -> Iterator[Thing]:
        """Every thing, in the order of their IRIs."""
        return (self.thing(iri) for iri in self.iris)

    def thing(self, iri: str) -> Thing:
        """The thing of an IRI."""
        found: dict[ox.NamedNode, set[str]] = defaultdict(set)
        literals: dict[str, set[ox.Literal]] = defaultdict(set)
        for quad in self._quads(ox.NamedNode(iri)):
            value = quad.object
            if isinstance(value, ox.Literal) and quad.predicate not in (LABEL, ALT_LABEL):
                literals[local(quad.predicate.value)].add(value)
            elif isinstance(value, (ox.NamedNode, ox.Literal)):
                found[quad.predicate].add(value.value)
        labels = sorted(filter(None, found[LABEL]))
        classes = sorted(local(c) for c in found[TYPE] if c.startswith(vocab.TW))
        names = tuple(sorted((found[ALT_LABEL] | set(labels[1:])) - {""}))
        told = {key: tuple(sorted(values, key=str)) for key, values in sorted(literals.items())}
        label = labels[0] if labels else vocab.curie(iri)
        return Thing(iri, label, tuple(classes), names, tuple(sorted(found[EXACT_MATCH])), tuple(sorted(found[BROAD_MATCH])), told)

    def edges(self, tally: Tally) -> Iterator[Edge]:
        """Every edge: facts in the order of `facts.jsonl`, then reference records, descriptions and inferences by their IRIs. Counts
        what has no edge.
        """
        told: set[tuple[str, str, str, str]] = set()
        for edges in (self._stated(tally), self._recorded()):
            for graph, edge in edges:
                if self._ends(edge, tally):
                    if edge.claim == "holds":
                        told.add((edge.subject, edge.predicate, edge.object, graph))
                    yield edge
        yield from self._described(told, tally)
        yield from (edge for edge in self._inferred(tally) if self._ends(edge, tally))

    def lose_layers(self, tally: Tally) -> None:
        """Counts what is neither thing nor edge."""
        for cls, limit in COUNTED:
            self.lose_nodes(limit.what, cls, tally)
        for predicate, limit in LINKED:
            quads = [q.subject.value for q in self._quads(None, name(predicate)) if isinstance(q.subject, ox.NamedNode)]
            tally.lose(limit.what, vocab.curie(min(quads, default="")), len(quads))

    def lose_nodes(self, what: str, cls: str, tally: Tally) -> None:
        """Counts the nodes of a class as lost."""
        found = {q.subject.value for q in self._quads(None, TYPE, name(cls)) if isinstance(q.subject, ox.NamedNode)}
        tally.lose(what, vocab.curie(min(found, default="")), len(found))

    def issuer(self, release: str) -> str:
        """The label of who issued a release, "" when that is not known."""
        found = sorted(_text(q.object) for q in self._quads(ox.NamedNode(release), name("tw:issuedBy")))
        return self.thing(found[0]).label if found else ""

    def words_of(self, predicate: str) -> str:
        """The label of a property, its local name where it has none."""
        found = sorted(q.object.value for q in self._quads(ox.NamedNode(predicate), LABEL) if isinstance(q.object, ox.Literal))
        return found[0] if found else local(predicate)

    def _quads(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None = None, value: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        found = self._store.quads_for_pattern(subject, predicate, value, None)
        return (quad for quad in found if isinstance(quad.graph_name, ox.NamedNode))

    def _ends(self, edge: Edge, tally: Tally) -> bool:
        if edge.subject in self._known and edge.object in self._known:
            return True
        tally.lose(LOOSE.what, edge.id)
        return False

    def _node(self, iri: str) -> Mapping[str, tuple[ox.Quad, ...]]:
        """What is said of a node, by the CURIE of the property, sorted."""
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self._quads(ox.NamedNode(iri)):
            found[vocab.curie(quad.predicate.value)].append(quad)
        return {key: tuple(sorted(quads, key=str)) for key, quads in found.items()}

    def _stated(self, tally: Tally) -> Iterator[tuple[str, Edge]]:
        for fact in self._source.facts:
            iri = f"{vocab.ID}statement/{fact.id}"
            node = self._node(iri)
            if not node:
                tally.lose(UNTOLD.what, f"{fact.family} {fact.id}")
            elif not isinstance(node["tw:stmtObject"][0].object, ox.NamedNode):
                tally.lose(NAMINGS.what, vocab.curie(iri))
            else:
                yield _graph(node["tw:stmtObject"][0]), self._statement(vocab.curie(iri), fact, node)

    def _statement(self, curie: str, fact: Fact, node: Mapping[str, tuple[ox.Quad, ...]]) -> Edge:
        subject, predicate, target = (_text(node[key][0].object) for key in STATED)
        said = {key: tuple(_text(q.object) for q in quads) for key, quads in sorted(node.items())}
        about = {key[3:]: values for key, values in said.items() if key.startswith("tw:about") or key in QUALIFIERS}
        date = next((_text(q.object) for q in node.get("dcterms:issued", ())), "")
        return Edge(curie, subject, predicate, target, claim_of(fact), fact.basis, fact.release, date, fact, about, fact.rule)

    def _recorded(self) -> Iterator[tuple[str, Edge]]:
        typed = (q.subject.value for q in self._quads(None, name("tw:recordPredicate")) if isinstance(q.subject, ox.NamedNode))
        for iri in sorted(set(typed)):
            node = self._node(iri)
            if {"tw:recordSubject", "tw:recordObject"} <= node.keys():
                subject, predicate, target = (_text(node[key][0].object) for key in RECORDED)
                source, day = (next((_text(q.object) for q in node.get(key, ())), "") for key in ("dcterms:source", "tw:recordedOn"))
                yield BACKGROUND, Edge(vocab.curie(iri), subject, predicate, target, basis="background", source=source, recorded=day)

    def _described(self, told: set[tuple[str, str, str, str]], tally: Tally) -> Iterator[Edge]:
        for iri in self.iris:
            for quad in sorted(self._quads(ox.NamedNode(iri)), key=str):
                graph, predicate = _graph(quad), quad.predicate.value
                if not isinstance(quad.object, ox.NamedNode) or not graph.startswith((RELEASES, BACKGROUND)) or quad.predicate in NO_EDGES:
                    continue
                target = quad.object.value
                if target not in self._known:
                    if kind_of(target) != "repair":
                        tally.lose(LOOSE.what, f"{vocab.curie(iri)} {vocab.curie(predicate)} {vocab.curie(target)}")
                elif (iri, predicate, target, graph) not in told:
                    yield self._description(quad, iri, target)

    def _description(self, quad: ox.Quad, iri: str, target: str) -> Edge:
        graph = _graph(quad)
        release = graph.removeprefix(RELEASES) if graph.startswith(RELEASES) else ""
        node = f"{vocab.ID}release/{release}"
        days = sorted(_text(q.object) for q in self._quads(ox.NamedNode(node), ISSUED)) if release else []
        basis = "described" if release else "background"
        told = (vocab.release_id(node), days[0] if days else "") if release else ()
        key = f"edge-{hashlib.sha256(str(quad).encode()).hexdigest()[:16]}"
        return Edge(key, iri, quad.predicate.value, target, "holds", basis, *told)

    def _inferred(self, tally: Tally) -> Iterator[Edge]:
        subjects = {q.subject.value for q in self._quads(None, name("tw:infersPredicate")) if isinstance(q.subject, ox.NamedNode)}
        for iri in sorted(subjects):
            node = self._node(iri)
            subject, predicate, target = (_text(node[key][0].object) for key in INFERRED)
            rules = sorted(_text(q.object) for q in node.get("tw:byRule", ()))
            if predicate == TYPE.value or not isinstance(node["tw:infersObject"][0].object, ox.NamedNode):
                continue  # a class is on its thing
            if set(rules) <= REVERSED:
                tally.lose(INVERSE.what, " ".join(map(vocab.curie, (subject, predicate, target))))
            else:
                yield Edge(vocab.curie(iri), subject, predicate, target, basis="inferred", rule=" ".join(rules))


def _graph(quad: ox.Quad) -> str:
    assert isinstance(quad.graph_name, ox.NamedNode)
    return quad.graph_name.value


def _text(term: object) -> str:
    assert isinstance(term, (ox.NamedNode, ox.Literal))
    return term.value


def claim_of(fact: Fact) -> Claim:
    """Whether a fact holds, is expected, or is denied."""
    if fact.polarity == "negated":
        return "denied"
    return "expected" if is_forward(fact) else "holds"
