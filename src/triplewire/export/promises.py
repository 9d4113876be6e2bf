"""Rows of the ledger in formats for people and programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from triplewire.export.lines import csv_line
from triplewire.export.rows import cell
from triplewire.model import Promise, lateness
from triplewire.reconcile.changes import QUOTED, escaped

COLUMNS = (
    "date",
    "organization",
    "compound",
    "kind",
    "text",
    "start",
    "end",
    "hedge",
    "state",
    "days",
    "decided_by",
    "as_of",
    "indication",
    "phase",
    "trial",
    "venue",
    "region",
    "metric",
    "period",
    "low",
    "high",
    "actual",
    "release",
    "quote",
    "why",
    "confidence",
    "previous",
    "next",
    "id",
)
"""The columns of the CSV file, in their order."""


def jsonl(rows: Sequence[Promise]) -> str:
    """One row a line, keys sorted."""
    return "".join(json.dumps(row.to_json(), ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def csv_text(rows: Sequence[Promise]) -> str:
    """The rows as CSV under COLUMNS. Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return csv_line(COLUMNS) + "".join(csv_line(cell(_plain(row.get(name))) for name in COLUMNS) for row in map(Promise.to_json, rows))


def _plain(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else "" if value is None else value


def event(row: Promise) -> str:
    """What is promised, in words: `trial start (Phase 2, QUORALIS)`, `net loss of FY2011: 60,000,000 to 64,000,000 USD`."""
    fact = row.fact
    if row.kind == "guidance":
        ends = [f"{float(fact.arg(a)):,.0f}" for a in ("low", "high") if fact.arg(a)]
        return f"{fact.arg('metric').replace('_', ' ')} of {fact.arg('period')}: {' to '.join(ends)} {fact.arg('currency')}".strip()
    more = [value for axis in ("phase", "trial", "venue", "indication", "region") for value in row.details.get(axis, ())]
    return row.kind.replace("_", " ") + (f" ({', '.join(more)})" if more else "")


def verdict(row: Promise) -> str:
    """The state, with days where there are any: `kept`, `kept, 12 days late`, `slipped by 92 days`."""
    if not row.days:
        return row.state
    return f"{row.state}{',' if row.state == 'kept' else ''} {lateness(row.state, row.days)}"


def markdown(rows: Sequence[Promise]) -> str:
    """A table for people, with the words of each promise."""
    lines = ["| date | company | compound | what | for when | state | decided by | words |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        when = row.fact.when.text if row.fact.when else ""
        who = (f"{row.day or ''}", row.organization, row.fact.arg("compound"))
        cells = (*who, event(row), when, verdict(row), ", ".join(row.decided_by), row.fact.evidence[0].quote)
        lines.append("| " + " | ".join(map(escaped, cells)) + " |")
    return "\n".join(lines) + "\n"


def digest(news: Sequence[tuple[str, Promise]], title: str) -> str:
    """What is new of promises as Markdown, a heading for each company: those that came to something else than before, with what they
    were before, then those made since; each with its words.
    """
    by_company: dict[str, list[tuple[str, Promise]]] = {}
    for before, row in news:
        by_company.setdefault(row.organization or "Issuer not known", []).append((before, row))
    parts = [f"# {escaped(title)}", ""]
    for company in sorted(by_company):
        parts += [f"## {escaped(company)}", "", *(line for found in by_company[company] for line in _news(*found)), ""]
    return "\n".join(parts if news else [*parts, "Nothing new.", ""])


def _news(before: str, row: Promise) -> Iterator[str]:
    """A promise in one line, and its words below."""
    who, when = row.fact.arg("compound"), row.fact.when.text if row.fact.when else ""
    what = f"{who}: {event(row)}" if who else event(row)
    said = ", ".join(w for w in (f"for {when}" if when else "", f"said {row.day}" if row.day else "", _told(before, row)) if w)
    yield f"- **{escaped(verdict(row) if before or row.state != 'open' else 'new')}** {escaped(what)} ({escaped(said)})"
    evidence = row.fact.evidence[0]
    words = textwrap.shorten(evidence.quote, QUOTED, placeholder=" …")
    yield f"  - “{escaped(words)}” ({escaped(row.fact.release)} {evidence.start}-{evidence.end})"


def _told(before: str, row: Promise) -> str:
    """What a promise was before, and where it is told what became of it."""
    where = f"told in {', '.join(row.decided_by)}" if row.decided_by else ""
    return ", ".join(w for w in (f"was {before}" if before else "", where) if w)


def ics(rows: Sequence[Promise]) -> str:
    """A calendar (RFC 5545) of the open and overdue promises that have a window: each an all-day event on its last days, from the
    window's first day where that is known. The stamp is the day of the release, so the same rows give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Triplewire//ledger//EN")
    calendar.add("version", "2.0")
    for row in rows:
        if row.state in ("open", "overdue") and row.fact.when and row.fact.when.end:
            calendar.add_component(_entry(row))
    text: bytes = calendar.to_ical(sorted=True)
    return text.decode("utf-8")


def _entry(row: Promise) -> Event:
    entry, when = Event(), row.fact.when
    assert when is not None
    assert when.end is not None
    entry.add("uid", f"{row.id}@triplewire")
    entry.add("dtstamp", datetime.combine(row.day or when.end, time(), UTC))
    entry.add("dtstart", when.start or when.end)
    entry.add("dtend", when.end + timedelta(days=1))  # the first day that is not part of it
    entry.add("summary", f"{row.fact.arg('compound') or row.organization}: {event(row)} ({verdict(row)})")
    words = " ".join(row.fact.evidence[0].quote.split())
    entry.add("description", f"{row.organization}, {row.day}: “{words}” ({row.fact.release})")
    entry.add("transp", "TRANSPARENT")
    return entry
