"""Graphs of any size: the sample releases' graph many times over, each time with companies, compounds and statements of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse, serialize

from triplewire import api, assemble, pipeline, reconcile, store, triplify, vocab
from triplewire.store.disk import AT_ONCE, batched

SHARED = ("indication", "target", "technology", "payload", "payload-class", "conference", "window", "instant")
"""Kinds of things that all copies have in common, as companies share diseases and targets."""

SAME = NamedNode(vocab.curie_to_iri("skos:exactMatch"))
NAMES = frozenset(NamedNode(vocab.curie_to_iri(name)) for name in ("rdfs:label", "skos:altLabel"))


@cache
def sample() -> tuple[Quad, ...]:
    """Stated and background quads of the sample releases, nothing inferred."""
    read = [pipeline.read_one(path) for path in api.samples()]
    documents = [document for document, _ in read]
    facts, _ = reconcile.reconcile(documents, assemble.assemble([f for _, found in read for f in found]))
    quads = triplify.triplify(documents, facts)
    return tuple(sorted({*quads, *triplify.background(quads)}, key=str))


@cache
def built(releases: int | None = None) -> tuple[Quad, ...]:
    """All that a build of the sample releases, or the first ones, holds in named graphs: what is stated, inferred and followed."""
    with TemporaryDirectory() as folder:
        api.build(api.samples()[:releases], folder, pages="few")
        return tuple(sorted(store.named_quads(store.open_store(Path(folder) / "current" / "store")), key=str))


QUADS_A_RELEASE = 770


def written(size: int, folder: Path) -> int:
    """Write a graph of about `size` triples, all that a build would hold: `store` as a build writes it, its named graphs as
    `graph.nq`, and its triples as `graph.nt`. How many triples it has; a small one is that of the first sample releases.
    """
    count = round(size / QUADS_A_RELEASE)
    quads = list(built(max(1, count))) if count < len(api.samples()) else copies(size, built())
    with (folder / "graph.nq").open("wb") as out:
        for some in batched(quads, AT_ONCE):
            out.write(serialize(some, format=RdfFormat.N_QUADS) or b"")
    store.write(parse(path=folder / "graph.nq", format=RdfFormat.N_QUADS), folder / "store")
    store.open_store(folder / "store").dump(folder / "graph.nt", RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    with (folder / "graph.nt").open("rb") as triples:
        return sum(1 for _ in triples)


def tiled(size: int, one: Sequence[Quad] = ()) -> list[Quad]:
    """About `size` quads: copies of a graph, that of `sample()` unless another is given, that share its diseases, targets and
    technologies, and nothing else of the data.
    """
    one = one or sample()
    return list(one[:size]) if size <= len(one) else list(copies(size, one))


def copies(size: int, one: Sequence[Quad]) -> Iterator[Quad]:
    """The quads of `tiled`, made as they are asked for: those that are shared first, then copy by copy."""
    own = _own(one)
    shared = [q for q in one if q.subject not in own and q.object not in own]
    yield from shared
    rest = [q for q in one if q.subject in own or q.object in own]
    for copy in range(max(1, round((size - len(shared)) / len(rest)))):
        yield from _copy(rest, own, copy)


def _own(quads: Iterable[Quad]) -> Collection[object]:
    """The things that each copy has for itself. A record of reference knowledge about shared things alone is shared as they are."""
    found = dict[object, bool]()
    for q in quads:
        for term in (q.subject, q.object):
            if _renamed(term):
                found[term] = found.get(term, not _is_record(term)) or (term == q.subject and _renamed(q.object))
    return {term for term, its_own in found.items() if its_own}


def _renamed(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(vocab.ID) and _kind(term) not in SHARED


def _is_record(term: object) -> bool:
    return isinstance(term, NamedNode) and _kind(term) == "record"


def _kind(node: NamedNode) -> str:
    return node.value[len(vocab.ID) :].partition("/")[0]


def _copy(quads: Iterable[Quad], own: Collection[object], copy: int) -> Iterator[Quad]:
    known: dict[str, NamedNode] = {}

    def new(node: NamedNode) -> NamedNode:
        if node.value not in known:
            known[node.value] = NamedNode(f"{node.value}-{copy}") if copy else node
        return known[node.value]

    at = vocab.GRAPH + "release/"
    for q in quads:
        graph, subject, value = q.graph_name, q.subject, q.object
        if isinstance(graph, NamedNode) and graph.value.startswith(at):
            graph = new(graph)
        if subject in own and isinstance(subject, NamedNode):
            subject = new(subject)
            # Who asks for one of them by name does not mean all copies.
            if q.predicate in NAMES and isinstance(value, Literal) and copy:
                value = Literal(f"{value.value[:2]}{copy}{value.value[2:]}", language=value.language)
        # Public identifiers are moved too: two compounds with the same one are a fault.
        if isinstance(value, NamedNode) and (value in own or (q.predicate == SAME and q.subject in own)):
            value = new(value)
        yield Quad(subject, q.predicate, value, graph)
