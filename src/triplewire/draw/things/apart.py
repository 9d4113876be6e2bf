"""What no release says of a thing: what rules added, with its premises, and what the background has, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from triplewire import vocab
from triplewire.draw.model import Statement, on_page
from triplewire.draw.names import Row, clean
from triplewire.draw.page import Around
from triplewire.draw.things.groups import Told
from triplewire.draw.things.kinds import mirrors
from triplewire.draw.things.known import Things
from triplewire.reason.rules import rules

INFERENCE = vocab.ID + "inference/"
MOST = 60
"""How many inferences, and how many records, a page lists."""


def listed(things: Things, iri: str) -> tuple[dict[str, Statement], int]:
    """The inferences about a thing that say something new, by IRI, and how many others only repeat what is said."""
    rows = things.inferences.get(iri, ())
    fresh = {r["inference"] for r in rows if r["rule"] not in mirrors()}
    found = things.reader.statements(fresh)
    day = things.reader.as_of.isoformat() if things.reader.as_of else "9999"
    return {i: s for i, s in found.items() if s.date <= day}, len({r["inference"] for r in rows} - fresh)


def premises(inferred: Iterable[Statement]) -> list[str]:
    """The statements that inferences rest on, for the facts of the page; what is inferred itself has no words."""
    return [p for s in inferred for p in s.premises if not p.startswith(INFERENCE)]


def inferred(found: Mapping[str, Statement], mirrored: int, ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    """What rules added, for the template: in words, with the rule and what it rests on."""
    order = sorted(found.values(), key=lambda s: (s.relation, s.subject.lower(), s.object.lower(), s.id))
    lines = [
        {
            "said": _said(s, around),
            "rule": _titles().get(s.rule, s.rule),
            "rests": s.note.removeprefix("Rests on: ").removesuffix("."),
            "claims": on_page(s.premises, ids),
        }
        for s in order[:MOST]
    ]
    return {"lines": lines, "count": len(order), "more": len(order) - len(lines), "mirrored": mirrored}


@cache
def _titles() -> dict[str, str]:
    return {rule.name: rule.title for rule in rules()}


def _said(s: Statement, around: Around) -> list[tuple[str, str]]:
    subject, target = (around.href(iri) for iri in s.about)
    return [(s.subject, subject), ("is a kind of" if s.relation == "type" else s.relation, ""), (s.object, target)]


def background(things: Things, iri: str, told: Told, around: Around) -> dict[str, Any]:
    """What the background has, for the template: what names imply, and the records with their sources."""
    derived = [(s, {"said": _said(s, around), "source": f"the name: {s.rule}", "recorded": "", "since": ""}) for _, s in told]
    lines = [line for s, line in sorted(derived, key=lambda d: d[0].id)]
    lines += [_record(things, row, around) for row in things.records.get(iri, ())]
    lines.sort(key=lambda line: ([part.lower() for part, _ in line["said"]], line["source"]))
    dated = any(line["since"] for line in lines[:MOST])
    return {"lines": lines[:MOST], "count": len(lines), "more": max(0, len(lines) - MOST), "dated": dated}


def _record(things: Things, row: Row, around: Around) -> dict[str, Any]:
    """A record in words; an entry of a register by its title."""
    names = things.reader.names
    said = [(names.label(row["subject"]), around.href(row["subject"]))]
    if row["title"]:
        said = [(clean(row["title"]), around.href(row["indication"]) or around.href(row["subject"])), (clean(row["status"]), "")]
    elif row["object"]:
        said += [(names.relation(row["relation"]), ""), (names.label(row["object"]), around.href(row["object"]))]
    return {"said": said, "source": clean(row["source"]), "recorded": row["recorded"], "since": clean(row["since"])}
