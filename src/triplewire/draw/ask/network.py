"""The answer of a query as a network: things that its rows put beside each other, or its triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

from triplewire import vocab
from triplewire.draw.ask.things import Things
from triplewire.draw.model import Edge, Network, Node, Statement
from triplewire.draw.names import clean
from triplewire.draw.reader import Reader
from triplewire.draw.style import style
from triplewire.query import Answer, Draw, NamedQuery, Table, Triples

ENDS = (("node", "linkedNode"), ("source", "target"))
"""Columns that are the two ends of a link wherever they stand; a column `relation` or `linkLabel` says what it is."""
WORDS = ("relation", "linkLabel", "predicate")
MOST_LINKS = 5000
OTHER = "other"
LABEL, TYPE = vocab.prefixes()["rdfs"] + "label", vocab.prefixes()["rdf"] + "type"

Link = tuple[str, str, str]
Pairs = Mapping[tuple[str, str], tuple[str, ...]]


def can_draw(asked: NamedQuery, answer: Answer, things: Things) -> bool:
    """Whether an answer has anything to draw."""
    return next(_links(asked, answer, things), None) is not None


def network_of(reader: Reader, asked: NamedQuery, answer: Answer, things: Things, pairs: Pairs | None = None) -> Network:
    """The network of an answer. A link that statements make has their words; another says that it comes from the answer alone. `pairs`
    are the statements between two things, looked up anew when not given.
    """
    links = dict.fromkeys(link for link, _ in zip(_links(asked, answer, things), range(MOST_LINKS), strict=False))
    node = _nodes(answer, things)
    nodes = {iri: node(iri) for source, target, _ in links for iri in (source, target)}
    known = pairs if pairs is not None else statements_between(reader)
    wanted = {(s, t): known.get((s, t), ()) for s, t, _ in links}
    told = reader.statements(i for found in wanted.values() for i in found)
    edges = [_edge(link, nodes, [told[i] for i in wanted[link[:2]] if i in told]) for link in sorted(links)]
    return Network(tuple(sorted(nodes.values())), tuple(edges))


def statements_between(reader: Reader) -> Pairs:
    """By the two ends of a claim, in either order, the statements that hold or promise it."""
    out: dict[tuple[str, str], dict[str, None]] = {}
    for row in reader.rows("overview"):
        if row["status"] != "denied":
            for pair in ((row["source"], row["target"]), (row["target"], row["source"])):
                out.setdefault(pair, {})[row["statement"]] = None
    return {pair: tuple(found) for pair, found in out.items()}


def _links(asked: NamedQuery, answer: Answer, things: Things) -> Iterator[Link]:
    if isinstance(answer, Triples):
        yield from _triples(answer, things)
    elif isinstance(answer, Table):
        for draw in asked.draws or _found(answer, things):
            yield from _rows(draw, answer, things)


def _rows(draw: Draw, answer: Table, things: Things) -> Iterator[Link]:
    """Links of a table, each once, of cells that are or name one thing that can be drawn."""
    typed = things.names.types
    for row in answer:
        source, target = things.of(draw.source, row.get(draw.source)), things.of(draw.target, row.get(draw.target))
        if source in typed and target in typed and source != target:
            yield source, target, _word(row[draw.relation], things) if draw.relation in row else draw.relation


def _word(cell: object, things: Things) -> str:
    if isinstance(cell, ox.NamedNode):
        return things.names.relation(cell.value)
    return clean(cell.value) if isinstance(cell, ox.Literal) else ""


def _found(answer: Table, things: Things) -> tuple[Draw, ...]:
    """What to draw of a table that does not say so: columns whose names say that they are ends, else the first two with things."""
    columns = answer.columns
    word = next((w for w in WORDS if w in columns), "")
    for source, target in ENDS:
        if source in columns and target in columns:
            return (Draw(source, target, word or "beside"),)
    full = [c for c in columns if things.column_has(answer, c)]
    return (Draw(full[0], full[1], word or "beside"),) if len(full) > 1 else ()


def _triples(answer: Triples, things: Things) -> Iterator[Link]:
    for triple in answer:
        source, target = triple.subject, triple.object
        if not (isinstance(source, ox.NamedNode) and isinstance(target, ox.NamedNode)):
            continue
        if source != target and triple.predicate.value != TYPE:
            yield source.value, target.value, things.names.relation(triple.predicate.value)


def _nodes(answer: Answer, things: Things) -> Callable[[str], Node]:
    """What makes the node of an IRI: from the graph, or from labels and types that a CONSTRUCT gives itself."""
    labels, types = dict[str, str](), dict[str, str]()
    for triple in answer if isinstance(answer, Triples) else ():
        if isinstance(triple.subject, ox.NamedNode):
            if triple.predicate.value == LABEL and isinstance(triple.object, ox.Literal):
                labels.setdefault(triple.subject.value, clean(triple.object.value))
            elif triple.predicate.value == TYPE and isinstance(triple.object, ox.NamedNode):
                types.setdefault(triple.subject.value, style().type_of(triple.object.value.rsplit("#", 1)[-1]))

    def node(iri: str) -> Node:
        label = labels.get(iri) or things.names.short(iri) or things.names.labels.get(iri) or clean(vocab.curie(iri))
        return Node(iri, label, types.get(iri) or things.names.types.get(iri) or OTHER)

    return node


def _edge(link: Link, nodes: Mapping[str, Node], told: Iterable[Statement]) -> Edge:
    source, target, relation = link
    said = tuple(sorted(told, key=lambda s: (s.date, s.id)))
    if said:
        return Edge(source, target, said[0].relation if relation == "beside" else relation, said)
    alone = Statement(
        f"{source} {relation} {target}",
        nodes[source].label,
        relation,
        nodes[target].label,
        "inferred",
        about=(source, target),
        note="The answer of the query puts them beside each other; no single statement links the two.",
    )
    return Edge(source, target, relation, (alone,))
