"""From rows of claims to the lines that a network draws: which claims make one line, what it is called, and what its ends are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from triplewire import vocab
from triplewire.draw.model import Edge, Network, Node, Statement
from triplewire.draw.names import Names, Row, capital

FOR, DEVELOPED_UNDER = vocab.term("forIndication"), vocab.term("developedUnder")
# Relations that hold both ways: one line is drawn, whichever way it was said.
BOTH_WAYS = frozenset({vocab.term("partnerOf"), vocab.term("combinedWith")})
# What a line is called where its relation is about something that is not drawn.
CALLED = {DEVELOPED_UNDER: "covered by a partnership with"}
Key = tuple[str, str, str]


def onward(rows: Iterable[Row], names: Names) -> list[Row]:
    """From each designation and trial to the indication that it is for, on the word of the same statement."""
    there = [(row, names.part(row["target"], "indication")) for row in rows]
    return [{**row, "source": row["target"], "target": to, "relation": FOR} for row, to in there if to in names.types]


def called(relation: str, names: Names) -> str:
    """What a line of a relation (its IRI) is called."""
    return CALLED.get(relation) or names.relation(relation)


def joined(rows: Iterable[Row], told: Mapping[str, Statement], untold: Sequence[Statement], names: Names) -> Network:
    """The rows as nodes and edges, both sorted; rows that say the same are one edge with all their statements of `told`."""
    links: dict[Key, dict[str, Statement]] = {}
    for row in rows:
        links.setdefault(key(row), {})[row["statement"]] = told[row["statement"]]
    nodes = _telling({iri: names.node(iri) for source, _, target in links for iri in (source, target)}, links)
    edges = [_edge(at, found.values(), names) for at, found in sorted(links.items()) if at[0] != at[2]]
    return Network(tuple(sorted(nodes.values())), tuple(edges), tuple(untold))


def key(row: Row) -> Key:
    """What makes rows one line: its source, relation and target, in one order where the relation holds both ways."""
    source, relation, target = row["source"], row["relation"], row["target"]
    return (target, relation, source) if relation in BOTH_WAYS and source > target else (source, relation, target)


def _edge(at: Key, found: Iterable[Statement], names: Names) -> Edge:
    source, relation, target = at
    return Edge(source, target, called(relation, names), _strongest(found), relation in BOTH_WAYS)


def _strongest(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements by date; bare inferences only when nothing else says it."""
    claims = sorted(found, key=lambda s: (s.date, s.id))
    said = [s for s in claims if s.release or s.quotes]
    return tuple(said or claims)


def _telling(nodes: Mapping[str, Node], links: Mapping[Key, Mapping[str, Statement]]) -> dict[str, Node]:
    """Trials without the name of the compound that they are drawn beside, milestones with the time that is said of them."""
    out = dict(nodes)
    for (source, relation, target), found in links.items():
        node, lead = nodes[target], nodes[source].label + " "
        if node.type == "trial" and node.label.startswith(lead):
            out[target] = replace(node, label=capital(node.label.removeprefix(lead).split(",")[0]))
        elif relation == vocab.term("hasMilestone"):
            windows = [s.window for s in found.values() if s.window]
            out[target] = replace(node, label=f"{node.label}, {windows[0]}" if windows else node.label)
    return out
