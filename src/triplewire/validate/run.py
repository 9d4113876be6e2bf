"""Check a graph against the shapes and the checks on data, and say what was found, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pyoxigraph import Quad

from triplewire.model import SEVERITIES, Finding
from triplewire.validate.data import data_findings
from triplewire.validate.engine import compiled, flat, reference
from triplewire.validate.findings import findings
from triplewire.validate.quotes import quote_findings

Engine = Literal["compiled", "pyshacl"]


def validate(quads: Iterable[Quad], *, texts: Mapping[str, str] | None = None, engine: Engine = "compiled") -> list[Finding]:
    """What breaks a shape of `ontology/shapes/` or a check of `ontology/checks/data/`: gravest first, then by kind and focus.

    The graphs of `quads` count as one. `kind` is the local name of the shape or check, `focus` the IRI it is about; a finding about
    a statement names its fact. Nothing is inferred first; run it on stated and inferred triples together. `texts` are release
    texts by their sha256: quotes are held against them, and releases without a text are named. The two engines find the same.
    Raises ValueError for data with blank nodes, DataError for shapes that cannot be read.
    """
    store = flat(quads)
    results = compiled(store) if engine == "compiled" else reference(store)
    found = [*findings(results, store), *data_findings(store)]
    if texts is not None:
        found += quote_findings(store, texts)
    return in_order(found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Findings in the order in which they are told: gravest first, then by kind, focus and message."""
    return sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.kind, f.focus, f.message))
