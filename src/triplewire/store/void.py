"""The description of the data set itself: how much it holds, of what kinds, in which vocabularies (VoID)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


def void(quads: Iterable[Quad]) -> str:
    """What `described` says of `quads`, as Turtle."""
    held = set(quads)
    sizes = Counter(q.graph_name.value for q in held if isinstance(q.graph_name, NamedNode))
    return turtle(described({q.triple for q in held}, sizes).quads)


def described(triples: Iterable[Triple], sizes: Mapping[str, int]) -> Description:
    """What triples, each given once, in named graphs of these sizes hold: a `void:Dataset` with its counts, vocabularies, graphs
    (subsets), classes and properties. Of the triples only their different subjects and objects are kept in memory.

    Deterministic, without blank nodes. The data set's IRI depends on the releases it was made from and on nothing else; the licence
    of the releases is their publishers' business and is not stated.
    """
    census = _Census(triples)
    dataset = f"{vocab.ID}dataset/{hashlib.sha256(' '.join(sorted(census.digests)).encode()).hexdigest()[:16]}"
    entries = [
        *_head(dataset, census.classes[RELEASE]),
        *_counts(dataset, census),
        *((dataset, "void:vocabulary", NamedNode(ns)) for ns in _vocabularies([*census.classes, *census.properties])),
        *_parts(dataset, "class", census.classes, "entities"),
        *_parts(dataset, "property", census.properties, "triples"),
        *_subsets(dataset, sizes),
    ]
    return Description(dataset, census.properties.total(), tuple(Quad(NamedNode(s), NamedNode(_iri(p)), o) for s, p, o in entries))


class _Census:
    """Counts of triples."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.classes, self.properties = Counter[str](), Counter[str]()
        self.subjects, self.objects, self.kinds, self.digests = set[str](), set[str](), set[str](), set[str]()
        for triple in triples:
            self.properties[triple.predicate.value] += 1
            self.subjects.add(str(triple.subject))
            self.objects.add(written := str(triple.object))
            if triple.predicate.value == RDF_TYPE:
                self.kinds.add(written)
                self.classes.update([triple.object.value] if isinstance(triple.object, NamedNode) else [])
            elif triple.predicate.value == DIGEST:
                self.digests.add(written)


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


def _counts(dataset: str, census: _Census) -> list[Entry]:
    """The statistics of VoID; its entities are the subjects that have IRIs of the data."""
    return [
        (dataset, "void:triples", _number(census.properties.total())),
        (dataset, "void:entities", _number(sum(s.startswith(f"<{vocab.ID}") for s in census.subjects))),
        (dataset, "void:distinctSubjects", _number(len(census.subjects))),
        (dataset, "void:distinctObjects", _number(len(census.objects))),
        (dataset, "void:classes", _number(len(census.kinds))),
        (dataset, "void:properties", _number(len(census.properties))),
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


__all__ = ["Description", "described", "void"]
