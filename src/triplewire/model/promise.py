"""Promises: what releases say is to come, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, get_args

from triplewire.model.fact import Fact

State = Literal["open", "kept", "slipped", "narrowed", "advanced", "withdrawn", "overdue", "inside", "above", "below", "raised", "lowered"]
STATES: tuple[State, ...] = get_args(State)
"""What may have become of a promise; the last five are those of forecast figures."""


def lateness(state: str, days: int) -> str:
    """The days of a promise in words.

    >>> lateness("kept", 0), lateness("kept", -1), lateness("slipped", 92)
    ('in time', '1 day early', 'by 92 days')
    """
    size = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    if state == "kept":
        return f"{size} {'late' if days > 0 else 'early'}" if days else "in time"
    return f"by {size}"


@dataclass(frozen=True)
class Promise:
    """One row of the ledger: a forward-looking statement of one release, and what became of it as of a day.

    `details` say which event it is, by axis (`trial`, `phase`, `venue`, `indication`, `region` …). `days` are those between the
    window's end and the event or the new end, from the window's start and negative when early; None where they cannot be told.
    `decided_by` are the releases that decide, `deciding` their facts; `previous` and `next` the rows of the same promise told
    before and after. `actual` is the figure that a forecast is held against.
    """

    fact: Fact
    day: date | None
    organization: str
    details: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    state: State = "open"
    as_of: date | None = None
    decided_by: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    days: int | None = None
    previous: str = ""
    next: str = ""
    actual: float | None = None
    confidence: float = 0.9
    why: str = ""

    @property
    def id(self) -> str:
        """The id of the fact that promises."""
        return self.fact.id

    @property
    def kind(self) -> str:
        """The kind of event; `guidance` for a forecast figure, `trial_start` for a planned study."""
        return {"guidance": "guidance", "trial": "trial_start"}.get(self.fact.family) or self.fact.arg("kind")

    def to_json(self) -> dict[str, Any]:
        """The object of one line of `ledger --format jsonl` (docs/reference/ledger.md): keys sorted, absent where unsaid."""
        fact, when = self.fact, self.fact.when
        row: dict[str, Any] = {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "compound": fact.arg("compound"),
            "confidence": round(self.confidence, 3),
            "date": self.day.isoformat() if self.day else None,
            "days": self.days,
            "decided_by": list(self.decided_by),
            "end": when.end.isoformat() if when and when.end else None,
            "hedge": fact.hedge,
            "id": self.id,
            "kind": self.kind,
            "next": self.next,
            "organization": self.organization,
            "previous": self.previous,
            "quote": fact.evidence[0].quote,
            "release": fact.release,
            "start": when.start.isoformat() if when and when.start else None,
            "state": self.state,
            "text": when.text if when else "",
            "why": self.why,
        }
        row |= {axis: ", ".join(self.details.get(axis, ())) for axis in ("indication", "phase", "region", "trial", "venue")}
        if fact.family == "guidance":
            row |= {name: fact.args.get(name) for name in ("metric", "period", "low", "high")} | {"actual": self.actual}
        return {key: row[key] for key in sorted(row) if row[key] != ""}
