"""What became of a correction that a person wrote: who, when, why, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

CorrectionKind = Literal["reject", "fix", "merge", "split", "withdraw", "replace"]
CorrectionState = Literal["applied", "later", "outside", "stale", "conflict"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a correction changed: a fact by its id, or a release as a whole (`fact` is ""). `before` and `after` hold what
    differs; `after` is None when the thing is gone.
    """

    release: str
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    fact: str = ""

    def to_json(self) -> dict[str, Any]:
        """The change as `report.json` shows it."""
        after = dict(self.after) if self.after is not None else None
        return {"after": after, "before": dict(self.before), "fact": self.fact, "release": self.release}


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of a corrections file and what became of it. `place` is `file:line:column`, `words` what the entry says; `state` is
    `applied`, `later` (it bears on nothing before the day of the build), `outside` (on nothing in its days), `stale` (nothing fits it)
    or `conflict` (another one disagrees); `note` says why it is not applied.
    """

    id: str
    kind: CorrectionKind
    author: str
    date: date
    reason: str
    place: str
    words: str
    state: CorrectionState = "applied"
    note: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self.place.rsplit(":", 2)[0]

    def to_json(self) -> dict[str, Any]:
        """The correction as `report.json` shows it."""
        return {
            "author": self.author,
            "changes": [c.to_json() for c in self.changes],
            "date": self.date.isoformat(),
            "id": self.id,
            "kind": self.kind,
            "note": self.note,
            "place": self.place,
            "reason": self.reason,
            "state": self.state,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, obj: Mapping[str, Any]) -> Correction:
        """The correction that `to_json` wrote. Raises KeyError when a field is missing."""
        changes = tuple(Change(c["release"], c["before"], c["after"], c["fact"]) for c in obj["changes"])
        return cls(
            obj["id"],
            obj["kind"],
            obj["author"],
            date.fromisoformat(obj["date"]),
            obj["reason"],
            obj["place"],
            obj["words"],
            obj["state"],
            obj["note"],
            changes,
        )
