"""The ledger as a page: by company what was promised, for when, and what became of it, with the words of both sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from triplewire.draw.model import Statement, numbered
from triplewire.draw.names import Row
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.tables import view_page
from triplewire.model import STATES, lateness

GOOD = frozenset({"kept", "inside"})
MOST = 600
"""How many promises the page of a site shows, which makes it about 2 MB long."""
BAD = frozenset({"overdue", "slipped", "withdrawn"})


def ledger_page(reader: Reader, around: Around = ALONE) -> str:
    """A section for each company, in the order of the alphabet: its record, then its promises, the latest first."""
    rows = newest(reader, reader.ledger, MOST) if around.bounded else reader.ledger
    told = reader.statements([*rows, *reader.deciding(rows)])
    listed = numbered(told.values())
    ids = {s.id: fid for fid, s in listed}
    hrefs = {reader.names.label(iri): around.href(iri) for iri in reader.issuers}
    by_company: defaultdict[str, list[str]] = defaultdict(list)
    for iri in rows:
        if iri in told:
            release = told[iri].release
            by_company[release.issuer if release and release.issuer else "Issuer not known"].append(iri)
    sections = [
        {**_section(name, [(rows[i], told[i]) for i in found], ids, around), "href": hrefs.get(name, "")}
        for name, found in sorted(by_company.items(), key=_order)
    ]
    return view_page(
        reader,
        "ledger",
        listed,
        around,
        css="ledger.css",
        sections=sections,
        shown=len(rows),
        found=len(reader.ledger),
        empty="No release in this graph promises anything.",
    )


def newest(reader: Reader, promises: Mapping[str, Row], most: int) -> dict[str, Row]:
    """At most so many promises, those that were said or decided last, in their order."""
    days = {row["statement"]: row["date"] for rows in reader.claims.values() for row in rows if row["statement"] in promises}
    last = sorted(promises, key=lambda i: (max(days.get(i, ""), promises[i]["decided"]), i), reverse=True)
    kept = set(last[:most])
    return {iri: row for iri, row in promises.items() if iri in kept}


def _order(item: tuple[str, list[str]]) -> tuple[str, str]:
    return (item[0].lower(), item[0])


def _section(company: str, found: Sequence[tuple[Row, Statement]], ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    return {
        "label": company,
        "count": len(found),
        "record": tally(row for row, _ in found),
        "rows": promise_lines(found, ids, around),
    }


def tally(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """How many promises have come to what, in the order of the states."""
    counts = Counter(row["outcome"] for row in rows)
    return [(state, counts[state]) for state in STATES if counts[state]]


def promise_lines(found: Sequence[tuple[Row, Statement]], ids: Mapping[str, str], around: Around) -> list[dict[str, Any]]:
    """The lines of a table of promises, the latest first. `ids` are those of the statements on the page."""
    ordered = sorted(found, key=lambda f: (f[1].date, f[1].subject.lower(), f[1].ends, f[1].id), reverse=True)
    return [_line(row, s, ids, around) for row, s in ordered]


def _line(row: Row, s: Statement, ids: Mapping[str, str], around: Around) -> dict[str, Any]:
    outcome, days = row["outcome"], int(row["days"] or 0)
    deciding = ids.get(row["deciding"], "")
    return {
        "said": s.date or "no date",
        "release": s.release.iri if s.release else "",
        "place": s.place,
        "later": row["later"],
        "subject": s.subject,
        "href": around.href(s.about[0]) if s.about else "",
        "what": s.object,
        "when": s.window or "not said",
        "outcome": outcome,
        "mood": "good" if outcome in GOOD else "bad" if outcome in BAD else "",
        "days": lateness(outcome, days) if row["days"] else "",
        "decided": row["decided"],
        "why": row["why"].partition(": ")[2],
        "claims": [ids[s.id]],
        "deciding": [deciding] if deciding else [],
    }
