"""CSV files for `neo4j-admin database import`: nodes by kind, relationships by type, with typed headers
(https://neo4j.com/docs/operations-manual/current/import/).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from triplewire import vocab
from triplewire.export import attributes, network
from triplewire.export.attributes import EDGE_KINDS, Kind, Value, edge_row, kinds, thing_row
from triplewire.export.lines import csv_line
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import Edge, Network, kind_of, local
from triplewire.export.source import Source

SEMICOLONS = Limit("semicolons in lists", "a semicolon parts the members of a list; within a member it is a comma")
NULLS = Limit("null characters", "the importer takes one for the end of what it reads; each is U+FFFD")
LIMITS = (*network.LIMITS, *attributes.LIMITS, SEMICOLONS, NULLS)

NODE_HEADS: Mapping[str, str] = MappingProxyType(
    {
        "id": "id:ID",
        "classes": ":LABEL",
        "names": "names:string[]",
        "identifiers": "identifiers:string[]",
        "broader_identifiers": "broader_identifiers:string[]",
    }
)
"""The headers of node attributes that are no plain properties."""
ENDS = (":START_ID", ":END_ID", ":TYPE")
CLAIMS = {"holds": "", "expected": "EXPECTED_", "denied": "DENIED_"}


def neo4j(source: Source, tally: Tally) -> Iterator[tuple[str, Iterable[str]]]:
    """`nodes.KIND.csv` for each kind of things and `relationships.TYPE.csv` for each type. The type of a relationship that does not
    hold begins with EXPECTED_ or DENIED_, so that no plain question finds it. Relationships are kept as lines until all are there.
    """
    graph = Network(source)
    graph.lose_layers(tally)
    for kind in sorted({kind_of(iri) for iri in graph.iris}):
        yield f"nodes.{kind}.csv", _nodes(graph, kind, tally)
    lines: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges(tally):
        lines[relationship(edge)].append(_relationship(edge, tally))
    top = csv_line([*ENDS, *(_typed(name, kind) for name, kind in EDGE_KINDS.items())])
    for name, found in sorted(lines.items()):
        tally.wrote("relationships", len(found))
        yield f"relationships.{name}.csv", [top, *found]


def own() -> tuple[str, ...]:
    """The names of all such files."""
    return "nodes.*.csv", "relationships.*.csv"


def relationship(edge: Edge) -> str:
    """The type of an edge, as Neo4j writes them: `TARGETS`, `DENIED_USES_TECHNOLOGY`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local(edge.predicate))
    return CLAIMS[edge.claim] + re.sub(r"\W+", "_", words).upper()


def _typed(name: str, kind: Kind) -> str:
    return name if kind == "string" else f"{name}:{kind}"


def _nodes(graph: Network, kind: str, tally: Tally) -> Iterator[str]:
    iris = [iri for iri in graph.iris if kind_of(iri) == kind]
    columns = kinds(map(graph.thing, iris))
    yield csv_line(NODE_HEADS.get(name, _typed(name, kind)) for name, kind in columns.items())
    for iri in iris:
        tally.wrote("nodes")
        row = thing_row(graph.thing(iri), columns, tally)
        yield _row({**row, **_lists(row, tally)}, columns, row["id"], tally)


def _lists(row: Mapping[str, Value], tally: Tally) -> dict[str, str]:
    lists = {name: str(row[name]).split(" ") for name in ("classes", "identifiers", "broader_identifiers") if name in row}
    if "names" in row:
        lists["names"] = json.loads(str(row["names"]))
    for members in lists.values():
        for member in members:
            tally.lose(SEMICOLONS.what, f"{row['id']} {member}", member.count(";"))
    return {name: ";".join(member.replace(";", ",") for member in members) for name, members in lists.items()}


def _relationship(edge: Edge, tally: Tally) -> str:
    ends = dict(zip(ENDS, (vocab.curie(edge.subject), vocab.curie(edge.object), relationship(edge)), strict=True))
    return _row({**ends, **edge_row(edge)}, [*ENDS, *EDGE_KINDS], edge.id, tally)


def _row(row: Mapping[str, Value], columns: Iterable[str], where: Value, tally: Tally) -> str:
    return csv_line(_cell(row.get(name, ""), where, tally) for name in columns)


def _cell(value: Value, where: Value, tally: Tally) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and "\0" in value:
        tally.lose(NULLS.what, f"{where} {value!r}", value.count("\0"))
        return value.replace("\0", "\ufffd")
    return value
