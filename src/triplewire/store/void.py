"""The description of the data set itself: how much it holds, of what kinds, in which vocabularies (VoID)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, Triple

from triplewire import vocab
from triplewire.store.terms import RDF_TYPE, XSD
from triplewire.store.writer import turtle

Entry = tuple[str, str, NamedNode | Literal]

RELEASE = vocab.TW + "Release"
DIGEST = vocab.TW + "contentSha256"


@dataclass(frozen=True, slots=True)
class Description:
    """The IRI of a data set, how many triples it has, and what is said of it."""

    dataset: str
    size: int
    quads: tuple[Quad, ...]


@dataclass(slots=True)
class Census:
    """Counts of triples: how many have which property, how many things are of which class, how many terms there are as subjects (with IRIs
    of the data as `entities`), as objects, and as classes; and the digests of releases, as they are written.
    """

    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    digests: set[str] = field(default_factory=set)
    subjects: int = 0
    entities: int = 0
    objects: int = 0

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Census:
        """The census of triples, each given once. Of these only their different subjects and objects are kept in memory."""
        census, subjects, objects = cls(), set[str](), set[str]()
        for triple in triples:
            census.count(triple)
            subjects.add(str(triple.subject))
            objects.add(str(triple.object))
        census.subjects, census.objects, census.entities = len(subjects), len(objects), sum(map(is_entity, subjects))
        return census

    def count(self, triple: Triple, times: int = 1) -> None:
        """Takes in a triple, but for whether its subject and object are new; with -1 takes it out."""
        self.properties[triple.predicate.value] += times
        if triple.predicate.value == RDF_TYPE:
            self.kinds[str(triple.object)] += times
            if isinstance(triple.object, NamedNode):
                self.classes[triple.object.value] += times
        elif triple.predicate.value == DIGEST:
            (self.digests.add if times > 0 else self.digests.discard)(str(triple.object))


def is_entity(subject: str) -> bool:
    """Whether a subject, as N-Triples writes it, has an IRI of the data."""
    return subject.startswith(f"<{vocab.ID}")


def void(quads: Iterable[Quad]) -> str:
    """What `described` says of `quads`, as Turtle."""
    held = set(quads)
    sizes = Counter(q.graph_name.value for q in held if isinstance(q.graph_name, NamedNode))
    return turtle(described(Census.of({q.triple for q in held}), sizes).quads)


def described(census: Census, sizes: Mapping[str, int]) -> Description:
    """What triples in named graphs of these sizes hold: a `void:Dataset` with its counts, vocabularies, graphs (subsets), classes and
    properties.

    Deterministic, without blank nodes. The data set's IRI depends on the releases it was made from and on nothing else; the licence
    of the releases is their publishers' business and is not stated.
    """
    dataset = f"{vocab.ID}dataset/{hashlib.sha256(' '.join(sorted(census.digests)).encode()).hexdigest()[:16]}"
    classes, properties = +census.classes, +census.properties
    entries = [
        *_head(dataset, classes[RELEASE]),
        *_counts(dataset, census),
        *((dataset, "void:vocabulary", NamedNode(ns)) for ns in _vocabularies([*classes, *properties])),
        *_parts(dataset, "class", classes, "entities"),
        *_parts(dataset, "property", properties, "triples"),
        *_subsets(dataset, sizes),
    ]
    return Description(dataset, properties.total(), tuple(Quad(NamedNode(s), NamedNode(_iri(p)), o) for s, p, o in entries))


def _iri(name: str) -> str:
    return RDF_TYPE if name == "a" else vocab.curie_to_iri(name)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def _head(dataset: str, releases: int) -> list[Entry]:
    return [
        (dataset, "a", NamedNode(_iri("void:Dataset"))),
        (dataset, "dcterms:title", Literal("Triplewire: what press releases say of drugs, partners and indications", language="en")),
        (
            dataset,
            "dcterms:description",
            Literal(f"Facts of {releases} press release{'s'[: releases != 1]}, with their words.", language="en"),
        ),
        (dataset, "void:feature", NamedNode("http://www.w3.org/ns/formats/Turtle")),
        (dataset, "void:feature", NamedNode("http://www.w3.org/ns/formats/TriG")),
        (dataset, "void:uriSpace", Literal(vocab.ID)),
    ]


def _counts(dataset: str, census: Census) -> list[Entry]:
    """The statistics of VoID; its entities are the subjects that have IRIs of the data."""
    return [
        (dataset, "void:triples", _number(census.properties.total())),
        (dataset, "void:entities", _number(census.entities)),
        (dataset, "void:distinctSubjects", _number(census.subjects)),
        (dataset, "void:distinctObjects", _number(census.objects)),
        (dataset, "void:classes", _number(len(+census.kinds))),
        (dataset, "void:properties", _number(len(+census.properties))),
    ]


def _vocabularies(iris: Iterable[str]) -> list[str]:
    return sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris} - {""})  # a URN has no namespace


def _parts(dataset: str, kind: str, counted: Counter[str], measure: str) -> list[Entry]:
    """One partition per class or property, each a data set of its own with an IRI made of the term's name."""
    out: list[Entry] = []
    for iri in sorted(counted):
        part = f"{dataset}-{kind}-{vocab.slug(vocab.curie(iri))}"
        out += [
            (dataset, f"void:{kind}Partition", NamedNode(part)),
            (part, f"void:{kind}", NamedNode(iri)),
            (part, f"void:{measure}", _number(counted[iri])),
        ]
    return out


def _subsets(dataset: str, sizes: Mapping[str, int]) -> list[Entry]:
    out: list[Entry] = []
    for graph in sorted(sizes):
        out += [
            (dataset, "void:subset", NamedNode(graph)),
            (graph, "a", NamedNode(_iri("void:Dataset"))),
            (graph, "void:triples", _number(sizes[graph])),
        ]
    return out


__all__ = ["Census", "Description", "described", "is_entity", "void"]
