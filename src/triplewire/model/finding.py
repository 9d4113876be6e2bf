"""Findings: what looks wrong, in words for a person, with an id that stays the same from build to build."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `kind` (a stable word such as `stage-conflict`), `focus` (the IRI, fact id or release it is about),
    a message for people, and the fact ids that bear on it.
    """

    kind: str
    severity: Severity
    focus: str
    message: str
    facts: tuple[str, ...] = ()
    release: str = ""

    @property
    def id(self) -> str:
        """A stable name: kind, focus and facts hashed."""
        key = "\x1f".join([self.kind, self.focus, self.release, *sorted(self.facts)])
        return f"{self.kind}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"

    @classmethod
    def from_json(cls, obj: dict[str, Any]) -> Finding:
        """The finding that `to_json` wrote. Raises KeyError when a field is missing."""
        return cls(obj["kind"], obj["severity"], obj["focus"], obj["message"], tuple(obj["facts"]), obj["release"])

    def to_json(self) -> dict[str, Any]:
        """The finding as `report.json` and `check --format json` show it."""
        return {
            "facts": sorted(self.facts),
            "focus": self.focus,
            "id": self.id,
            "kind": self.kind,
            "message": self.message,
            "release": self.release,
            "severity": self.severity,
        }
