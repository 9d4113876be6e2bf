"""The description of the data set itself: how much it holds, of what kinds, in which vocabularies (VoID)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from triplewire import vocab
from triplewire.store.terms import RDF_TYPE, XSD
from triplewire.store.writer import turtle

Entry = tuple[str, str, NamedNode | Literal]

RELEASE = vocab.TW + "Release"
DIGEST = vocab.TW + "contentSha256"


def void(quads: Iterable[Quad]) -> str:
    """What `void_quads` says of `quads`, as Turtle."""
    return turtle(void_quads(quads))


def void_quads(quads: Iterable[Quad]) -> list[Quad]:
    """What `quads` hold: a `void:Dataset` with its counts, vocabularies, graphs (subsets), classes and properties.

    Deterministic, without blank nodes. The data set's IRI depends on the releases it was made from and on nothing else; the licence
    of the releases is their publishers' business and is not stated.
    """
    held = set(quads)
    triples = {q.triple for q in held}
    dataset = dataset_iri(held)
    classes = Counter(t.object.value for t in triples if t.predicate.value == RDF_TYPE and isinstance(t.object, NamedNode))
    properties = Counter(t.predicate.value for t in triples)
    entries = [
        *_head(dataset, classes[RELEASE]),
        *_counts(dataset, held),
        *((dataset, "void:vocabulary", NamedNode(ns)) for ns in _vocabularies([*classes, *properties])),
        *_parts(dataset, "class", classes, "entities"),
        *_parts(dataset, "property", properties, "triples"),
        *_subsets(dataset, held),
    ]
    return [Quad(NamedNode(s), NamedNode(_iri(p)), o) for s, p, o in entries]


def dataset_iri(quads: Iterable[Quad]) -> str:
    """The IRI of the data set that these quads are: the same releases give the same one."""
    digests = sorted({str(q.object) for q in quads if q.predicate.value == DIGEST})
    return f"{vocab.ID}dataset/{hashlib.sha256(' '.join(digests).encode()).hexdigest()[:16]}"


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


def _counts(dataset: str, quads: Iterable[Quad]) -> list[Entry]:
    """The statistics of VoID; its entities are the subjects that have IRIs of the data."""
    triples = {q.triple for q in quads}
    subjects = {str(t.subject) for t in triples}
    return [
        (dataset, "void:triples", _number(len(triples))),
        (dataset, "void:entities", _number(sum(s.startswith(f"<{vocab.ID}") for s in subjects))),
        (dataset, "void:distinctSubjects", _number(len(subjects))),
        (dataset, "void:distinctObjects", _number(len({str(t.object) for t in triples}))),
        (dataset, "void:classes", _number(len({str(t.object) for t in triples if t.predicate.value == RDF_TYPE}))),
        (dataset, "void:properties", _number(len({t.predicate.value for t in triples}))),
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


def _subsets(dataset: str, quads: Iterable[Quad]) -> list[Entry]:
    sizes = Counter(q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode))
    out: list[Entry] = []
    for graph in sorted(sizes):
        out += [
            (dataset, "void:subset", NamedNode(graph)),
            (graph, "a", NamedNode(_iri("void:Dataset"))),
            (graph, "void:triples", _number(sizes[graph])),
        ]
    return out


__all__ = ["dataset_iri", "void", "void_quads"]
