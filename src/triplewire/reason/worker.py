"""The process that HermiT runs in: reads an N-Triples file, writes what HermiT found as JSON. Run by `hermit.judge` only."""

from __future__ import annotations

import io
import json
import re
import sys
from contextlib import redirect_stderr
from typing import Any

VALUES = re.compile(r"^<([^>]+)> \(known instances: (.*?) \| possible instances: (.*?)\) ?$", re.MULTILINE)
NARROWER = re.compile(r"^SubObjectPropertyOf\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")


def reason(path: str, classes: list[str], *, values: bool = False) -> dict[str, Any]:
    """What HermiT says about the ontology and data in the N-Triples file at `path`: consistency, unsatisfiable classes, members,
    and with `values` the pairs that each property holds of, as HermiT itself prints them.
    """
    import owlready2

    world = owlready2.World()
    world.get_ontology(f"file://{path}").load()
    printed = io.StringIO()
    try:
        with redirect_stderr(printed):
            owlready2.sync_reasoner_hermit(world, infer_property_values=values, debug=2 if values else 0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "members": {}, "unsatisfiable": [], "values": {}}
    unsatisfiable = sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)
    members = {iri: sorted({i.iri for i in world[iri].instances()}) for iri in classes if world[iri] is not None}
    return {"consistent": True, "members": members, "unsatisfiable": unsatisfiable, "values": _values(printed.getvalue())}


def _values(printed: str) -> dict[str, list[tuple[str, str]]]:
    """The pairs of each property. HermiT prints a pair with the narrowest property only, and which property is narrower than which."""
    held: dict[str, set[tuple[str, str]]] = {m[1]: set(PAIR.findall(m[2])) for m in VALUES.finditer(printed)}
    narrower = set(NARROWER.findall(printed))
    grown = True
    while grown:
        before = sum(map(len, held.values()))
        for narrow, wide in narrower:
            held.setdefault(wide, set()).update(held.get(narrow, ()))
        grown = sum(map(len, held.values())) > before
    return {prop: sorted(pairs) for prop, pairs in held.items()}


if __name__ == "__main__":
    given = [a for a in sys.argv[2:] if a != "--values"]
    sys.stdout.write(json.dumps(reason(sys.argv[1], given, values="--values" in sys.argv)))
