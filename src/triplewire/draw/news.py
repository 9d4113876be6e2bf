"""What is new in a build: the newest releases with what they changed, promises that were decided, and promises that fall due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from triplewire import vocab
from triplewire.draw.ledger import BAD, GOOD
from triplewire.draw.model import Dossier, Release, Statement
from triplewire.draw.names import Row
from triplewire.draw.page import Around
from triplewire.draw.things import Things
from triplewire.model import lateness
from triplewire.reconcile.changes import Change, Entry

RELEASE = vocab.ID + "release/"
ENTRIES, CHANGES = 7, 4
"""How many days of companies, and how many changes of each, the home page tells."""
PROMISES = 8
DUE = timedelta(days=90)
TELLING = ("dropped", "advanced", "moved", "restated", "changed", "added")
"""The words of changes, from the one that says most."""


def today(things: Things) -> date | None:
    """The day as of which the build is: that it was asked for, else that of its newest release; None without any."""
    days = [r.date for r in things.reader.releases.values() if r.date]
    return things.reader.as_of or (date.fromisoformat(max(days)) if days else None)


def newest(things: Things, dossier: Dossier, around: Around) -> list[dict[str, Any]]:
    """The newest days of companies with their releases and what these changed; bare releases where nobody gave a change log."""
    if not dossier.companies:
        latest = sorted(things.reader.releases.values(), key=lambda r: (r.date, r.iri), reverse=True)[:ENTRIES]
        return [_entry(things, r.date, r.issuer, [r], (), around) for r in latest]
    entries = [(e.day, name, e) for name, log in dossier.companies.items() for e in log if e.day]
    entries.sort(key=lambda e: (e[0] or date.min, e[1]), reverse=True)
    return [_entry(things, f"{day}", name, _told(things, e), e.changes, around, first=e.first) for day, name, e in entries[:ENTRIES]]


def _told(things: Things, entry: Entry) -> list[Release]:
    found = (things.reader.releases.get(RELEASE + name) for name in entry.releases)
    return [r for r in found if r]


def _entry(
    things: Things, day: str, company: str, releases: Iterable[Release], changes: Iterable[Change], around: Around, *, first: bool = False
) -> dict[str, Any]:
    ordered = sorted(changes, key=lambda c: TELLING.index(c.change) if c.change in TELLING else len(TELLING))
    return {
        "day": day,
        "company": company,
        "href": around.href(things.by_label.get(("organization", company), "")),
        "releases": [(r.title, around.href(r.iri)) for r in releases],
        "first": first,
        "changes": [_change(things, c, around) for c in ordered[:CHANGES]],
        "more": max(0, len(ordered) - CHANGES),
    }


def _change(things: Things, change: Change, around: Around) -> dict[str, Any]:
    before, after = (item.words if item else "" for item in (change.before, change.after))
    known = (things.by_label.get(("compound", name), "") for name in change.compounds)
    return {
        "word": change.change,
        "what": change.what,
        "href": next((around.href(iri) for iri in known if iri), ""),
        "before": before if before != after else "",
        "after": after or before,
    }


def due(things: Things, around: Around) -> tuple[list[dict[str, Any]], int]:
    """The open promises whose window ends in the next 90 days, the soonest first, and how many there are."""
    day = today(things)
    told = _promises(things, "open")
    if day is None:
        return [], 0
    last = (day + DUE).isoformat()
    found = sorted(((s.ends, s.id, row, s) for row, s in told if s.ends and day.isoformat() <= s.ends <= last), key=lambda f: f[:2])
    lines = {(s.ends, s.about): _promise(things, row, s, around) for _, _, row, s in found}
    return list(lines.values())[:PROMISES], len(lines)


def decided(things: Things, around: Around) -> list[dict[str, Any]]:
    """The promises that were decided last, the newest first."""
    day = today(things)
    until = day.isoformat() if day else ""
    told = [(row["decided"], s.id, row, s) for row, s in _promises(things) if row["decided"] and row["decided"] <= until]
    found = sorted(told, key=lambda f: f[:2], reverse=True)
    return [_promise(things, row, s, around) for _, _, row, s in found[:PROMISES]]


def _promises(things: Things, outcome: str = "") -> list[tuple[Row, Statement]]:
    ledger = things.reader.ledger
    told = things.reader.statements(ledger)
    return [(ledger[i], s) for i, s in told.items() if outcome in ("", ledger[i]["outcome"])]


def _promise(things: Things, row: Row, s: Statement, around: Around) -> dict[str, Any]:
    outcome = row["outcome"]
    return {
        "day": row["decided"] if outcome != "open" else s.ends,
        "subject": s.subject,
        "href": around.href(s.about[0]),
        "what": s.object,
        "when": s.window,
        "outcome": outcome,
        "mood": "good" if outcome in GOOD else "bad" if outcome in BAD else "",
        "days": lateness(outcome, int(row["days"])) if row["days"] else "",
        "issuer": s.release.issuer if s.release else "",
        "by": around.href(things.by_label.get(("organization", s.release.issuer if s.release else ""), "")),
    }
