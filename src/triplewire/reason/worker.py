"""The process that HermiT runs in: reads an N-Triples file, writes what HermiT found as JSON. Run by `hermit.check` only."""

from __future__ import annotations

import json
import sys
from typing import Any


def reason(path: str, classes: list[str]) -> dict[str, Any]:
    """What HermiT says about the ontology and data in the N-Triples file at `path`: consistency, unsatisfiable classes, members."""
    import owlready2

    world = owlready2.World()
    world.get_ontology(f"file://{path}").load()
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "members": {}, "unsatisfiable": []}
    unsatisfiable = sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)
    members = {iri: sorted({i.iri for i in world[iri].instances()}) for iri in classes if world[iri] is not None}
    return {"consistent": True, "members": members, "unsatisfiable": unsatisfiable}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(reason(sys.argv[1], sys.argv[2:])))
