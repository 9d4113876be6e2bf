"""The page of the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from triplewire.draw.model import numbered
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.tables import view_page
from triplewire.draw.timeline.blocks import PADDING, ROW, Bar, Block, blocks, line_of
from triplewire.draw.timeline.events import HAPPENED, Event, events, lanes
from triplewire.draw.timeline.scale import WIDTH, Scale, fullest

MOST = 600
"""How many events the page of a site shows, which makes it about 2 MB long."""
PHONE = 330
"""What a phone shows of the drawing at once."""
LEGEND = {
    "open": "open",
    "kept": "kept",
    "late": "kept late",
    "slipped": "slipped to a later window",
    "narrowed": "told for a narrower or earlier window",
    "withdrawn": "withdrawn",
    "overdue": "overdue",
    "figure": "forecast, told in figures since",
}
"""What the marks of promises are called."""


def timeline_page(reader: Reader, around: Around = ALONE) -> str:
    """All milestones, promises and forecasts of the graph; those that no date can be given for are listed below the drawing."""
    known = {e.id: e for e in events(reader)}
    found = _newest(known) if around.bounded else known
    told = reader.statements([*found, *(e.deciding for e in found.values() if e.deciding)])
    listed = numbered(told.values())
    ids = {s.id: fid for fid, s in listed}
    undated = sorted((e for e in found.values() if not e.dated), key=lambda e: int(ids[e.id][1:]))
    values = _drawing(found, ids, reader, around) if len(undated) < len(found) else {"lanes": []}
    words = [{"claims": _claims(e, ids), "label": f"{e.statement.subject}: {e.short}"} for e in undated]
    empty = "No release in this graph says when."
    return view_page(
        reader,
        "timeline",
        listed,
        around,
        "timeline.css",
        empty=empty,
        undated=words,
        ledger=around.to("ledger.html"),
        shown=len(found),
        found=len(known),
        **values,
    )


def _newest(known: Mapping[str, Event]) -> dict[str, Event]:
    """At most MOST events, those that were said or decided last, in their order."""
    last = sorted(known.values(), key=lambda e: (max(e.said or date.min, e.decided or date.min), e.id), reverse=True)
    kept = {e.id for e in last[:MOST]}
    return {iri: e for iri, e in known.items() if iri in kept}


def _claims(event: Event, ids: Mapping[str, str]) -> str:
    """The ids on the page of a promise and of what decides it."""
    return " ".join(ids[i] for i in dict.fromkeys((*event.tellings, event.deciding)) if i in ids)


def _drawing(found: Mapping[str, Event], ids: Mapping[str, str], reader: Reader, around: Around) -> dict[str, Any]:
    dated = [e for e in found.values() if e.dated]
    days = {d for e in dated for d in (e.said, e.decided) if d}
    today = max((date.fromisoformat(r.date) for r in reader.releases.values() if r.date), default=max(days, default=dated[0].window[1]))
    scale = Scale.of([*(e.window for e in dated), *((d, d) for d in days | {today})])
    made = [_lane(lane, scale, today, ids, reader, around) for lane in lanes(found, reader.names.types).items()]
    counts = Counter(e.mark for e in dated)
    at = scale.x(today + timedelta(days=1))
    return {
        "lanes": made,
        "ticks": scale.ticks(),
        "breaks": scale.breaks,
        "today": {"x": at, "day": f"{today}", "anchor": "end" if at > WIDTH - 130 else "start"},
        "width": WIDTH,
        "start": round(fullest([scale.x(e.window[0]) for e in dated], PHONE) / WIDTH, 3),
        "legend": [{"state": s, "label": label, "count": counts[s]} for s, label in LEGEND.items() if counts[s]],
        "happened": counts[HAPPENED],
        "again": sum(link["kind"] == "again" for lane in made for link in lane["links"]),
    }


def _lane(
    lane: tuple[str, Sequence[Event]], scale: Scale, today: date, ids: Mapping[str, str], reader: Reader, around: Around
) -> dict[str, Any]:
    iri, found = lane
    placed = blocks(found, scale, today)
    rows = max(b.row for block in placed for b in block.bars) + 1
    days = sorted({e.said for e in found if e.said})
    at = scale.x(today + timedelta(days=1))
    return {
        "label": found[0].statement.subject,
        "href": around.href(iri),
        "type": reader.names.types.get(iri, ""),
        "height": rows * ROW + 2 * PADDING,
        "days": [{"x": scale.x(d), "title": f"release of {d}"} for d in days],
        "bars": [_drawn(bar, ids) for block in placed for bar in block.bars],
        "links": [link for block in placed for link in _links(block, at)],
    }


def _drawn(bar: Bar, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "shape": bar.shape,
        "state": bar.event.mark,
        "claims": _claims(bar.event, ids) if bar.shape in ("window", "done") else ids.get(bar.event.deciding, ids[bar.event.id]),
        "label": bar.label,
        "says": bar.event.says if bar.shape in ("window", "done") else f"{bar.event.statement.subject}: {bar.event.label}, {bar.label}",
        "x": f"{bar.x:g}",
        "y": f"{bar.y + 1:g}",
        "w": f"{bar.w:g}",
        "base": f"{bar.y + 12:g}",
        "tx": f"{bar.x - 8 if bar.flipped else bar.x + bar.w + 8:g}",
        "anchor": "end" if bar.flipped else "start",
    }


def _links(block: Block, today: float) -> list[dict[str, Any]]:
    out = []
    for way in block.ways:
        path, (x, y) = line_of(way, block, today)
        out.append({"kind": way.kind, "d": path, "x": f"{x:g}", "y": f"{y:g}", "to_day": way.to is None})
    return out
