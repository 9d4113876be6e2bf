"""The timeline: a lane per compound, what has happened as bars, what is promised as windows, releases as lines."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from triplewire.draw.layout.boxes import text_width
from triplewire.draw.model import Release, Statement, numbered
from triplewire.draw.names import Row, clean
from triplewire.draw.page import ALONE, Around
from triplewire.draw.reader import Reader
from triplewire.draw.tables import view_page

WIDTH, LEFT, RIGHT, TOP, ROW = 1240, 170, 250, 64, 24
LANE_PADDING = 12
LEAST = 12
FEW = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One milestone on the page: `x`, `w` its window, `row` its place in the lane; `statement` its id."""

    id: str
    statement: str
    label: str
    says: str
    done: bool
    x: float
    w: float
    previous: str = ""
    row: int = 0

    @property
    def _label_width(self) -> float:
        return text_width(self.label, 13) * 0.92

    @property
    def flipped(self) -> bool:
        """Whether its label stands to the left of it, because it would run off the page on the right."""
        return self.x + self.w + 8 + self._label_width > WIDTH - 6 and self.x - 8 - self._label_width > LEFT

    @property
    def begin(self) -> float:
        """Where it begins, its label included."""
        return self.x - 8 - self._label_width if self.flipped else self.x

    @property
    def end(self) -> float:
        """Where it ends, its label included."""
        return self.x + self.w + (0 if self.flipped else 8 + self._label_width)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to units of the drawing."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The place of the beginning of a day."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def timeline_page(reader: Reader, around: Around = ALONE) -> str:
    """All milestones of the graph; those that no date can be given for are listed below the drawing."""
    rows = [_named(reader, row) for row in reader.rows("timeline")]
    told = reader.statements(r["statement"] for r in rows)
    listed = numbered(told.values())
    ids = {s.id: fid for fid, s in listed}
    dated = [r for r in rows if r["begins"] or r["ends"]]
    undated = {ids[r["statement"]]: _words(r, told[r["statement"]]) for r in rows if not (r["begins"] or r["ends"])}
    values: dict[str, Any] = {"lanes": [], "undated": [{"id": i, "label": f"{s}"} for i, s in undated.items()]}
    if dated:
        releases = [r for r in reader.releases.values() if r.date]
        values |= _drawing(dated, told, ids, releases)
    return view_page(reader, "timeline", listed, around, "timeline.css", empty="No release in this graph says when.", **values)


def _named(reader: Reader, row: Row) -> Row:
    names, (begins, ends) = reader.names, reader.window(row["time"])
    kind, venue = names.part(row["milestone"], "kind"), names.part(row["milestone"], "venue")
    return {
        **row,
        "subject_label": names.label(row["subject"]),
        "subject_type": names.types.get(row["subject"], ""),
        "kind_label": names.label(kind),
        "venue_label": names.label(venue),
        "begins": begins,
        "ends": ends,
    }


def _words(row: Row, s: Statement) -> str:
    kind = clean(row["kind_label"]) or "milestone"
    venue = f" at {clean(row['venue_label'])}" if row["venue_label"] else ""
    return f"{clean(row['subject_label'])}: {kind}{venue}" + (f" ({s.window})" if s.window else "")


def _drawing(rows: Sequence[Row], told: Mapping[str, Statement], ids: Mapping[str, str], releases: Sequence[Release]) -> dict[str, Any]:
    scale = _scale(rows, releases)
    lanes: dict[tuple[bool, str, str], dict[str, Bar]] = {}
    for row in rows:
        key = (row["subject_type"] != "compound", clean(row["subject_label"]), row["subject"])
        lanes.setdefault(key, {})[row["statement"]] = _bar(row, told[row["statement"]], ids, scale)
    top, made = float(TOP), []
    for (_, label, _), bars in sorted(lanes.items(), key=lambda kv: (kv[0][0], kv[0][1].lower(), kv[0][2])):
        packed = _pack(list(bars.values()))
        height = ROW * (1 + max(b.row for b in packed)) + 2 * LANE_PADDING
        days = sorted({told[b.statement].date for b in packed} - {""})
        made.append({**_lane(label, packed, top, height), "days": [{"x": scale.x(date.fromisoformat(d)), "title": d} for d in days]})
        top += height
    few = len({r.date for r in releases}) <= FEW
    marks = _releases(releases, scale) if few else []
    return {"lanes": made, "ticks": _ticks(scale), "releases": marks, "few": few, "width": WIDTH, "height": round(top)}


def _window(row: Row) -> tuple[date, date]:
    """The days of a milestone; an open beginning starts with the release that says it, an open end is a year later."""
    begins = date.fromisoformat(row["begins"]) if row["begins"] else None
    ends = date.fromisoformat(row["ends"]) if row["ends"] else None
    issued = date.fromisoformat(row["date"]) if row["date"] else None
    if begins is None:
        assert ends is not None
        begins = min(issued, ends) if issued else ends - timedelta(days=90)
    return begins, max(begins, ends or begins + timedelta(days=365))


def _scale(rows: Sequence[Row], releases: Sequence[Release]) -> Scale:
    days = [d for r in rows for d in _window(r)] + [date.fromisoformat(r.date) for r in releases]
    first, last = min(days), max(days)
    start = date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    month = 3 * ((last.month - 1) // 3) + 3
    return Scale(start, date(last.year, month, calendar.monthrange(last.year, month)[1]) + timedelta(days=1))


def _bar(row: Row, s: Statement, ids: Mapping[str, str], scale: Scale) -> Bar:
    begins, ends = _window(row)
    left, right = scale.x(begins), scale.x(ends + timedelta(days=1))
    kind = clean(row["kind_label"]) or "milestone"
    label = kind[:1].upper() + kind[1:] + (f", {clean(row['venue_label'])}" if row["venue_label"] else "")
    done = row["status"] == "stated"
    word = "happened" if done else "expected"
    says = f"{clean(row['subject_label'])}: {label}, {word} {s.window}"
    short = f"{label}, {s.window}" if s.window else label
    became = clean(row["outcome"])
    if became not in ("", "open"):
        short, says = f"{short} · {became}", f"{says}, {became}"
    return Bar(ids[s.id], s.id, short, says, done, left, max(LEAST, right - left), row["previous"])


def _pack(bars: Sequence[Bar]) -> list[Bar]:
    """Bars in the first row where they and their labels fit, earliest first."""
    free: list[float] = []
    out = []
    for bar in sorted(bars, key=lambda b: (b.begin, b.end, b.id)):
        row = next((n for n, end in enumerate(free) if end + 14 <= bar.begin), len(free))
        free[row : row + 1] = [bar.end]
        out.append(replace(bar, row=row))
    return out


def _lane(label: str, bars: Sequence[Bar], top: float, height: float) -> dict[str, Any]:
    def y(bar: Bar) -> float:
        return top + LANE_PADDING + bar.row * ROW + 3

    where = {b.statement: b for b in bars}
    links = [
        {"d": f"M{was.x + was.w:g} {y(was) + 7:g}C{was.x + was.w + 24:g} {y(was) + 7:g} {b.x - 24:g} {y(b) + 7:g} {b.x:g} {y(b) + 7:g}"}
        for b in bars
        if (was := where.get(b.previous))
    ]
    drawn = [
        {
            "id": b.id,
            "label": b.label,
            "says": b.says,
            "done": b.done,
            "x": f"{b.x:g}",
            "y": y(b),
            "w": f"{b.w:g}",
            "tx": f"{b.x - 8 if b.flipped else b.x + b.w + 8:g}",
            "anchor": "end" if b.flipped else "start",
        }
        for b in bars
    ]
    clipped = label if len(label) <= 20 else label[:19] + "…"
    return {"label": clipped, "top": top, "height": height, "bars": drawn, "links": links}


def _ticks(scale: Scale) -> list[dict[str, Any]]:
    """A line per quarter, a stronger one per year; quarters lose their names when they would touch."""
    years = (scale.last - scale.first).days / 365.25
    out = []
    day = scale.first
    while day <= scale.last:
        major = day.month == 1 or day == scale.first
        quarter = f"Q{(day.month + 2) // 3}"
        if major or years <= 8:
            label = str(day.year) if major else (quarter if years <= 5 else "")
            out.append({"x": scale.x(day), "major": major, "label": label if day < scale.last else ""})
        month = day.month + 3
        day = date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
    return out


def _releases(releases: Sequence[Release], scale: Scale) -> list[dict[str, Any]]:
    """A line per release day; dates are written where they do not touch the one before."""
    out: list[dict[str, Any]] = []
    free = 0.0
    for day in sorted({r.date for r in releases}):
        x = scale.x(date.fromisoformat(day))
        titles = "; ".join(r.title for r in releases if r.date == day)
        fits = x - 38 >= free
        out.append({"x": x, "title": f"{day}: {titles}", "label": day if fits else "", "anchor": "middle"})
        free = x + 44 if fits else free
    return out
