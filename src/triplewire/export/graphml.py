"""GraphML: things and edges with typed attributes, for networkx, Gephi, Cytoscape and yEd (http://graphml.graphdrawing.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from triplewire import vocab
from triplewire.export import attributes, network
from triplewire.export.attributes import EDGE_KINDS, Kind, Value, edge_row, kinds, thing_row
from triplewire.export.losses import Limit, Tally
from triplewire.export.network import Edge, Network
from triplewire.export.source import Source

UNPRINTABLE = Limit("control characters", "XML 1.0 has no way to write them; each is U+FFFD")
LIMITS = (*network.LIMITS, *attributes.LIMITS, UNPRINTABLE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot have (https://www.w3.org/TR/xml/#charsets)."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
KINDS: Mapping[Kind, Kind] = {"date": "string"}
CLAIMS = {"holds": "", "expected": "expected: ", "denied": "denied: "}
"""What is put before the label of an edge that does not hold."""


def graphml(source: Source, tally: Tally) -> Iterator[str]:
    """One directed graph: a node for each thing, an edge for each fact, record, description and inference. An edge that does not hold
    says so in its label and in its `claim`.
    """
    graph = Network(source)
    graph.lose_layers(tally)
    node_kinds = kinds(graph.things())
    yield HEAD
    for owner, keys in (("node", node_kinds), ("edge", {"label": "string", **EDGE_KINDS})):
        for key, kind in keys.items():
            if key != "id":
                names = f'id={_attribute(f"{owner}.{key}")} for="{owner}" attr.name={_attribute(key)}'
                yield f'<key {names} attr.type="{KINDS.get(kind, kind)}"/>\n'
    yield '<graph id="triplewire" edgedefault="directed">\n'
    for thing in graph.things():
        tally.wrote("nodes")
        yield _element("node", thing_row(thing, node_kinds, tally), "", tally)
    words: dict[str, str] = {}
    for edge in graph.edges(tally):
        tally.wrote("edges")
        label = words.setdefault(edge.predicate, graph.words_of(edge.predicate))
        yield _element("edge", {"label": f"{CLAIMS[edge.claim]}{label}", **edge_row(edge)}, _ends(edge), tally)
    yield "</graph>\n</graphml>\n"


def _ends(edge: Edge) -> str:
    source, target = (_attribute(vocab.curie(iri)) for iri in (edge.subject, edge.object))
    return f" source={source} target={target}"


def _attribute(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _element(name: str, row: Mapping[str, Value], ends: str, tally: Tally) -> str:
    values = ((_attribute(f"{name}.{key}"), _text(value, row["id"], tally)) for key, value in row.items() if key != "id")
    data = "".join(f"<data key={key}>{text}</data>" for key, text in values)
    return f"<{name} id={_attribute(str(row['id']))}{ends}>{data}</{name}>\n"


def _text(value: Value, where: Value, tally: Tally) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    found = CONTROL.findall(text)
    if found:
        tally.lose(UNPRINTABLE.what, f"{where} {text!r}", len(found))
        text = CONTROL.sub("\ufffd", text)
    return escape(text, {"\r": "&#13;"})
