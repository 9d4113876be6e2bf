"""Findings: what looks wrong, in words for a person, with an id that stays the same from build to build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that a finding shows: raw characters `start` to `end` of a release (code points, half-open)."""

    release: str
    start: int
    end: int
    quote: str

    def __str__(self) -> str:
        return f"{self.release} {self.start}-{self.end}: “{' '.join(self.quote.split())}”"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `kind` (a stable word such as `stage-conflict`), `focus` (the IRI, fact id or release it is about),
    a message for people, the fact ids that bear on it, and words of releases to look at.
    """

    kind: str
    severity: Severity
    focus: str
    message: str
    facts: tuple[str, ...] = ()
    release: str = ""
    evidence: tuple[Cited, ...] = ()

    @property
    def id(self) -> str:
        """A stable name: kind, focus, release and facts hashed; neither the words nor the evidence count."""
        key = "\x1f".join([self.kind, self.focus, self.release, *sorted(self.facts)])
        return f"{self.kind}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"

    @classmethod
    def from_json(cls, obj: dict[str, Any]) -> Finding:
        """The finding that `to_json` wrote. Raises KeyError when a field is missing."""
        cited = tuple(Cited(**e) for e in obj.get("evidence", ()))
        return cls(obj["kind"], obj["severity"], obj["focus"], obj["message"], tuple(obj["facts"]), obj["release"], cited)

    def to_json(self) -> dict[str, Any]:
        """The finding as `report.json` and `check --format json` show it."""
        return {
            "evidence": [asdict(e) for e in self.evidence],
            "facts": sorted(self.facts),
            "focus": self.focus,
            "id": self.id,
            "kind": self.kind,
            "message": self.message,
            "release": self.release,
            "severity": self.severity,
        }


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then by kind, focus and id."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.kind, f.focus, f.id))
