"""Likely causes of a contradiction, in words: HermiT says only that there is one."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, QuerySolutions, Store

from triplewire import resources
from triplewire.reason.rules import HEADER, ontology

MOST = 20


def causes(quads: Iterable[Quad]) -> list[str]:
    """Sentences about what contradicts what, from the queries `ontology/checks/*-cause.rq`; at most 20 a query, sorted."""
    store = Store()
    store.extend(quads)
    store.extend(ontology())
    out = []
    for file in resources.files("ontology/checks", "*-cause.rq"):
        source = file.read_text("utf-8")
        title = dict(HEADER.findall(source)).get("title", file.stem)
        rows = store.query(source, use_default_graph_as_union=True)
        if isinstance(rows, QuerySolutions):
            out += [f"{title}: {' '.join(str(row[v]) for v in rows.variables)}" for row in rows][:MOST]
    return sorted(out)
