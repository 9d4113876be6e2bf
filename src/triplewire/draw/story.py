"""What pages of companies and compounds tell alike: the stages that were reached, what contradicts or is silent, what changed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from triplewire import vocab
from triplewire.draw.model import Dossier, Entity, Quote, Statement
from triplewire.draw.reader import Reader
from triplewire.model import Cited, Finding
from triplewire.reconcile.changes import Change, Entry, Log

REACHED = vocab.term("reachedStage")
SILENCE = frozenset({"silent-programme", "discontinued"})
ENTRIES, CHANGES = 8, 40
"""How many days of a change log, and how many changes of one, a page shows."""


def stages(reader: Reader, compound: str) -> list[tuple[Statement, str]]:
    """The stated stages of a compound with the statements that say them, the furthest first, of one stage the earliest."""
    told, rows = reader.profile(compound)
    found = [(told[r["statement"]], r["object"]) for r in rows if r["relation"] == REACHED and r["statement"] in told]
    stated = [(s, stage) for s, stage in found if s.status == "stated" and not s.denied]
    stated.sort(key=lambda f: (-float(reader.names.part(f[1], "order") or 0), f[0].date or "9999", f[0].id))
    return [(s, reader.names.word(stage)) for s, stage in stated]


def of_compound(reader: Reader, dossier: Dossier, compound: str, statements: Iterable[str]) -> dict[str, Any]:
    """The conflicts and silences that concern a compound (by name) or what is said of it (IRIs of statements), for the template."""
    facts = sorted(iri.rsplit("/", 1)[-1] for iri in statements)
    return _findings(reader, dossier, [dossier.by_focus.get(compound, ()), *(dossier.by_fact.get(f, ()) for f in facts)])


def of_thing(reader: Reader, dossier: Dossier, names: Iterable[str], statements: Iterable[str]) -> dict[str, Any]:
    """All findings that concern a thing (by its names) or what is said of it (IRIs of statements), and the newest changes that name it,
    for the template.
    """
    names = list(names)
    facts = sorted(iri.rsplit("/", 1)[-1] for iri in statements)
    groups = [*(dossier.by_focus.get(name, ()) for name in names), *(dossier.by_fact.get(f, ()) for f in facts)]
    found: dict[tuple[str, str], list[Finding]] = {}
    for f in {f.id: f for group in groups for f in group}.values():
        found.setdefault((f.kind, f.message), []).append(f)
    news = [{**_change(reader, c), "day": f"{day}" if day else ""} for name in names for day, c in dossier.by_name.get(name, ())]
    return {"findings": [_together(reader, same) for same in found.values()], "news": news[:CHANGES]}


def of_releases(reader: Reader, dossier: Dossier, releases: Iterable[str]) -> dict[str, Any]:
    """The conflicts and silences that concern some releases (IRIs), for the template."""
    return _findings(reader, dossier, [dossier.by_release.get(name, ()) for name in sorted(map(vocab.release_id, releases))])


def _findings(reader: Reader, dossier: Dossier, groups: Iterable[Iterable[Finding]]) -> dict[str, Any]:
    found = list({f.id: f for group in groups for f in group}.values())
    return {
        "conflicts": [finding(reader, f) for f in found if f.is_conflict],
        "silence": [finding(reader, f) for f in found if f.kind in SILENCE],
        "checked": dossier.findings is not None,
    }


def finding(reader: Reader, found: Finding) -> dict[str, Any]:
    """What was found, for the template, with its words in context."""
    told = {"id": found.id, "kind": found.kind, "severity": found.severity, "message": found.message}
    return {**told, "evidence": _quotes(reader, found.evidence)}


def _together(reader: Reader, same: Sequence[Finding]) -> dict[str, Any]:
    """Findings of one kind and message as one, with the words of all."""
    times = f" ({len(same)} times)" if len(same) > 1 else ""
    evidence = [c for f in same for c in f.evidence][:CHANGES]
    return {**finding(reader, same[0]), "message": same[0].message + times, "evidence": _quotes(reader, evidence)}


def _quotes(reader: Reader, cited: Iterable[Cited]) -> list[Quote]:
    return [reader.quote(vocab.release(c.release), c.start, c.end, c.quote) for c in cited]


def changes(reader: Reader, log: Log | None, entity: Entity, option: str) -> dict[str, Any]:
    """The newest entries of a thing's change log, for the template, and the command that shows all of it."""
    entries = next((log[name] for name in (entity.label, *entity.also) if name in log), ()) if log else ()
    first = min((e.day - timedelta(days=1) for e in entries if e.day), default=None)
    return {
        "logged": log is not None,
        "changes": [_entry(reader, e) for e in entries[:ENTRIES]],
        "more": max(0, len(entries) - ENTRIES),
        "command": f"triplewire diff --since {first} --{option} {shlex.quote(entity.label)} --format md" if first else "",
    }


def _entry(reader: Reader, entry: Entry) -> dict[str, Any]:
    return {
        "day": f"{entry.day}" if entry.day else "without a date",
        "releases": ", ".join(entry.releases),
        "first": entry.first,
        "changes": [_change(reader, c) for c in entry.changes[:CHANGES]],
        "more": max(0, len(entry.changes) - CHANGES),
    }


def _change(reader: Reader, change: Change) -> dict[str, Any]:
    before, after = (item.words if item else "" for item in (change.before, change.after))
    cited = [c for item in (change.before, change.after) if item for c in item.cited[:1]]
    return {"word": change.change, "what": change.what, "before": before, "after": after, "evidence": _quotes(reader, cited)}
