"""What is drawn: everything that has happened or is promised, each with its days, and what became of promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from triplewire.draw.model import Statement
from triplewire.draw.names import Row, capital, clean
from triplewire.draw.reader import Reader
from triplewire.model import lateness

HAPPENED = "happened"
_MARKS = {"advanced": "narrowed", **dict.fromkeys(("inside", "above", "below", "raised", "lowered"), "figure")}


@dataclass(frozen=True, slots=True)
class Event:
    """A statement on the timeline: the lane it belongs to, what it says, its days (None where not said), what became of it.

    `state` is `happened` for what is no promise. `decided` and `deciding` are the day and the statement that decide, `previous` the
    statement of the same promise told before; `before` are earlier tellings for the very same days, which it stands for.
    """

    statement: Statement
    lane: str
    label: str
    state: str
    begins: date | None = None
    ends: date | None = None
    days: int | None = None
    decided: date | None = None
    deciding: str = ""
    previous: str = ""
    before: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The IRI of the statement."""
        return self.statement.id

    @property
    def tellings(self) -> tuple[str, ...]:
        """The statements that it stands for, its own the last."""
        return (*self.before, self.id)

    @property
    def dated(self) -> bool:
        """Whether it has a place on the timeline."""
        return bool(self.begins or self.ends)

    @property
    def said(self) -> date | None:
        """The day of the release that says it."""
        return date.fromisoformat(self.statement.date) if self.statement.date else None

    @property
    def window(self) -> tuple[date, date]:
        """Its days; an open beginning starts with the release that says it, an open end is a year later."""
        begins, ends = self.begins, self.ends
        if begins is None:
            assert ends is not None
            begins = min(self.said, ends) if self.said else ends - timedelta(days=90)
        return begins, max(begins, ends or begins + timedelta(days=365))

    @property
    def when(self) -> str:
        """Its time: the day of what happened on one, else the words of the release."""
        exact = self.state == HAPPENED and self.begins and self.begins == self.ends
        return f"{self.begins}" if exact else self.statement.window

    @property
    def mark(self) -> str:
        """How it is drawn and counted: by its state, a promise that is kept late as `late`, all that figures decide as `figure`."""
        late = self.state == "kept" and (self.days or 0) > 0
        return "late" if late else _MARKS.get(self.state, self.state)

    @property
    def became(self) -> str:
        """What became of a promise, with the days: `kept 74 days late`, `slipped by 92 days`."""
        return self.state if self.days is None else f"{self.state} {lateness(self.state, self.days)}"

    @property
    def short(self) -> str:
        """Its label on the timeline."""
        times = f"told {len(self.before) + 1} times" if self.before else ""
        words = ", ".join(w for w in (self.label, self.when, times) if w)
        return words if self.state in (HAPPENED, "open") else f"{words} · {self.became}"

    @property
    def says(self) -> str:
        """All of it in one line, for those who do not see the drawing."""
        if self.state == HAPPENED:
            return f"{self.statement.subject}: {self.label}, happened {self.when}".rstrip()
        told = f", said {self.statement.date}" if self.statement.date else ""
        when = f" {self.when}" if self.when else ", no time said"
        end = f", told {self.decided}" if self.decided else ""
        return f"{self.statement.subject}: {self.label}, expected{when}{told}; {self.became}{end}"


def events(reader: Reader) -> list[Event]:
    """All milestones and all promises that the graph has, in the order of their IRIs."""
    milestones = {r["statement"]: r for r in reader.rows("timeline")}
    told = reader.statements([*milestones, *reader.ledger])
    return [_event(reader, told[i], milestones.get(i)) for i in sorted(told)]


def _event(reader: Reader, s: Statement, milestone: Row | None) -> Event:
    row = reader.ledger.get(s.id)
    label = _milestone(reader, milestone) if milestone else s.object
    state = row["outcome"] if row else HAPPENED if s.status == "stated" else "open"
    lane = s.about[0] if s.about else s.subject
    begins, ends = _day(s.begins), _day(s.ends)
    if row is None:
        return Event(s, lane, capital(label), state, begins, ends)
    days = int(row["days"]) if row["days"] else None
    return Event(s, lane, capital(label), state, begins, ends, days, _day(row["decided"]), row["deciding"], row["previous"])


def _milestone(reader: Reader, row: Row) -> str:
    kind, venue = (reader.names.part(row["milestone"], part) for part in ("kind", "venue"))
    words = (clean(reader.names.label(kind)) or "milestone", clean(reader.names.label(venue)))
    return ", ".join(w for w in words if w)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def lanes(found: Mapping[str, Event], types: Mapping[str, str]) -> dict[str, list[Event]]:
    """The dated events by lane: compounds in the order of the alphabet, then what companies say of themselves."""
    out: dict[str, list[Event]] = {}
    for event in found.values():
        if event.dated:
            out.setdefault(event.lane, []).append(event)

    def order(lane: str) -> tuple[bool, str, str]:
        return (types.get(lane) != "compound", out[lane][0].statement.subject.lower(), lane)

    return {lane: out[lane] for lane in sorted(out, key=order)}
