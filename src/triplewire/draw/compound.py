"""The pages of compounds: one drawn in its neighbourhood with its promises, stages and changes, and the way to all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from triplewire.draw import story
from triplewire.draw.ledger import promise_lines, tally
from triplewire.draw.model import Dossier, Entity, Network, Node, Statement
from triplewire.draw.names import Row
from triplewire.draw.network import claims, network_page
from triplewire.draw.page import Around
from triplewire.draw.reader import Reader


def compound_page(reader: Reader, entity: Entity, around: Around, dossier: Dossier, **more: Any) -> str:
    """The page of one compound: its neighbourhood drawn, what was promised of it and how it moved through its stages, what changed, and
    everything that is said of it in the table, drawn or not.
    """
    network = reader.network("compound", entity.id)
    told, rows = reader.profile(entity.id)
    drawn = {s.id for e in network.edges for s in e.statements}
    nodes = {n.id: n for n in network.nodes} | {entity.id: Node(entity.id, entity.label, "compound")}
    owed = {i: s for i, s in told.items() if i in reader.ledger}
    untold = {**told, **reader.statements(reader.deciding(owed))}
    network = Network(tuple(sorted(nodes.values())), network.edges, tuple(s for i, s in untold.items() if i not in drawn))
    ids = {s.id: fid for fid, s in claims(network)}
    values = {
        "promises_rows": promise_lines([(reader.ledger[i], s) for i, s in owed.items()], ids, around),
        "counts": tally(reader.ledger[i] for i in owed),
        "history": _history(reader, entity, ids),
        **story.of_compound(reader, dossier, entity.label, told),
        **story.changes(reader, dossier.compounds, entity, "compound"),
    }
    summary = _summary(reader, entity, told, rows)
    return network_page(reader, "compound", network, nodes[entity.id], around, story=values, summary=summary, **more)


def _history(reader: Reader, entity: Entity, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """The stages in the order in which they were first told, as `stage-history` has them, with the words of the first telling."""
    stated = story.stages(reader, entity.id)
    rows = reader.stage_history.get(entity.label, [])
    return [
        {**row, "claims": [ids[s.id] for s, word in stated if s.id in ids and (s.date, word) == (row["first_told"], row["word"])]}
        for row in sorted(rows, key=lambda r: (r["first_told"], r["stage"], r["indication"]))
    ]


def _summary(reader: Reader, entity: Entity, told: Mapping[str, Statement], rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What a reader wants to know first: stages, developers and other names, as they are stated."""
    said: dict[str, dict[str, None]] = {}
    for row in rows:
        s = told.get(row["statement"])
        if s and s.status == "stated" and not s.denied:
            said.setdefault(row["relation"].rsplit("#", 1)[-1], {})[reader.names.word(row["object"])] = None
    lines = (
        ("Stage", sorted(said.get("reachedStage", ()))),
        ("Developed by", sorted(said.get("developedBy", ()))),
        ("Also called", entity.also),
    )
    return [(label, ", ".join(values)) for label, values in lines if values]


def compounds_page(reader: Reader, dossier: Dossier, around: Around) -> str:
    """The compound that most is said of, with the way to all others."""
    compounds = [e for e in reader.names.entities if e.type == "compound"]
    if not compounds:
        return network_page(reader, "compound", reader.network("overview").only(()), around=around)
    best = max(compounds, key=lambda e: (e.facts, e.id))
    return compound_page(reader, best, around, dossier, picker=[(e.label, around.href(e.id)) for e in compounds if e.id != best.id])
