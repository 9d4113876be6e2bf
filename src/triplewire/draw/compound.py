"""The pages of compounds: one drawn in its neighbourhood with its promises, stages and changes, and the way to all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from triplewire.draw import choose, linked, story
from triplewire.draw.ledger import promise_lines, tally
from triplewire.draw.model import Dossier, Entity, Network, Node, Statement
from triplewire.draw.names import Row
from triplewire.draw.network import claims, network_page
from triplewire.draw.page import Around
from triplewire.draw.things import Thing, Things, apart
from triplewire.draw.things.groups import groups, told_of
from triplewire.draw.things.page import Pairs, summary


def compound_page(things: Things, entity: Entity, around: Around, dossier: Dossier, *, limit: int = choose.READABLE, **more: Any) -> str:
    """The page of one compound: its neighbourhood drawn, what was promised of it and how it moved through its stages, what changed, and
    everything that is said of it by what it says and in the table, drawn or not.
    """
    reader = things.reader
    network = reader.network("compound", entity.id)
    told, rows = reader.profile(entity.id)
    drawn = {s.id for e in network.edges for s in e.statements}
    nodes = {n.id: n for n in network.nodes} | {entity.id: Node(entity.id, entity.label, "compound")}
    owed = {i: s for i, s in told.items() if i in reader.ledger}
    network = Network(tuple(sorted(nodes.values())), network.edges, tuple(s for i, s in told.items() if i not in drawn))
    said, (fresh, mirrored) = told_of(things, entity.id), apart.listed(things, entity.id)
    others = reader.statements([*reader.deciding(owed), *apart.premises(fresh.values())]).values()
    beside = [*others, *(s for _, s in said if s.status != "inferred")]
    # The numbers of the claims that will be listed: those of the part that is drawn.
    ids = {s.id: fid for fid, s in claims(choose.ego(network, entity.id, limit).network, beside)}
    values = {
        "promises_rows": promise_lines([(reader.ledger[i], s) for i, s in owed.items()], ids, around),
        "counts": tally(reader.ledger[i] for i in owed),
        "history": _history(things, entity, ids, around),
        "groups": groups(things, entity.id, [(t, s) for t, s in said if s.status != "inferred"], ids, around),
        "inferred": apart.inferred(fresh, mirrored, ids, around),
        "background": apart.background(things, entity.id, [(t, s) for t, s in said if s.status == "inferred"], around),
        **story.of_compound(reader, dossier, entity.label, told),
        **story.changes(reader, dossier.compounds, entity, "compound"),
    }
    about = things.all.get(entity.id, Thing(entity.id, entity.label, "compound", entity.also))
    return network_page(
        reader,
        "compound",
        network,
        nodes[entity.id],
        around,
        limit=limit,
        beside=beside,
        story=values,
        summary=_summary(things, about, told, rows, around),
        linked=linked.thing(things, about, "Drug"),
        alternates=linked.alternates(around),
        **more,
    )


def _history(things: Things, entity: Entity, ids: Mapping[str, str], around: Around) -> list[dict[str, Any]]:
    """The stages in the order in which they were first told, as `stage-history` has them, with the words of the first telling."""
    reader = things.reader
    stated = story.stages(reader, entity.id)
    rows = reader.stage_history.get(entity.label, [])
    return [
        {
            **row,
            "claims": [ids[s.id] for s, word in stated if s.id in ids and (s.date, word) == (row["first_told"], row["word"])],
            "href": around.href(things.by_label.get(("indication", row["indication"]), "")),
        }
        for row in sorted(rows, key=lambda r: (r["first_told"], r["stage"], r["indication"]))
    ]


def _summary(things: Things, about: Thing, told: Mapping[str, Statement], rows: Sequence[Row], around: Around) -> Pairs:
    """What a reader wants to know first: stages and developers as they are stated, other names, identifiers, classes."""
    names, said = things.reader.names, dict[str, dict[str, None]]()
    for row in rows:
        s = told.get(row["statement"])
        if s and s.status == "stated" and not s.denied:
            said.setdefault(row["relation"].rsplit("#", 1)[-1], {})[row["object"]] = None

    def named(relation: str) -> list[tuple[str, str]]:
        return sorted((names.word(i), around.href(i)) for i in said.get(relation, ()))

    lines: Pairs = [("Stage", named("reachedStage")), ("Developed by", named("developedBy"))]
    return [(label, pairs) for label, pairs in lines if pairs] + summary(things, about, around)


def compounds_page(things: Things, dossier: Dossier, around: Around) -> str:
    """The compound that most is said of, with the way to all others."""
    reader = things.reader
    compounds = [e for e in reader.names.entities if e.type == "compound"]
    if not compounds:
        return network_page(reader, "compound", reader.network("overview").only(()), around=around)
    best = max(compounds, key=lambda e: (e.facts, e.id))
    ways = [(e.label, around.href(e.id)) for e in compounds if e.id != best.id]
    return compound_page(things, best, around, dossier, picker=[way for way in ways if way[1]])
