"""Findings: what looks wrong, in words for a person, with an id that stays the same from build to build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""
Standing = Literal["open", "suspected", "agreed", "noted"]
"""How a finding of reconciling stands: a contradiction, one that scanning may have made, a sum or number that holds, a remark."""
AGREED = frozenset({"identity-holds", "count-agrees"})
"""The kinds of findings that are sums or numbers that hold."""
Role = Literal["claim", "total", "part", "stated", "listed", "left-out", "mention"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a side of a finding is in it: a claim against others; a total or its part; a number, what is listed to it, what is not counted;
the last words on a programme."""


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
class FindingSide:
    """One of the claims that a finding holds against each other: what it says, for people, the ids of the facts that say it, or the
    words of a row that is no fact, and whether a policy prefers it.
    """

    role: Role
    says: str
    facts: tuple[str, ...] = ()
    words: tuple[Cited, ...] = ()
    preferred: bool = False

    @classmethod
    def from_json(cls, obj: dict[str, Any]) -> FindingSide:
        """The side that `to_json` wrote. Raises KeyError when a field is missing."""
        words = tuple(Cited(**w) for w in obj["words"])
        return cls(obj["role"], obj["says"], tuple(obj["facts"]), words, obj["preferred"])

    def to_json(self) -> dict[str, Any]:
        """The side as data, keys sorted."""
        words = [asdict(w) for w in self.words]
        return {"facts": list(self.facts), "preferred": self.preferred, "role": self.role, "says": self.says, "words": words}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `kind` (a stable word such as `stage-conflict`), `focus` (the IRI, fact id or release it is about),
    a message for people, the fact ids that bear on it, and words of releases to look at. What reconciling found has its sides, the
    policy that was asked ("" when none was), and the ids of facts that scanning may have damaged.
    """

    kind: str
    severity: Severity
    focus: str
    message: str
    facts: tuple[str, ...] = ()
    release: str = ""
    evidence: tuple[Cited, ...] = ()
    sides: tuple[FindingSide, ...] = ()
    policy: str = ""
    suspects: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.severity != "info":
            return "suspected" if self.suspects else "open"
        return "agreed" if self.kind in AGREED else "noted"

    @property
    def is_conflict(self) -> bool:
        """Whether its sides are claims that do not go together."""
        return bool(self.sides) and self.standing in ("open", "suspected")

    @property
    def id(self) -> str:
        """A stable name: kind, focus, release and facts hashed; neither the words nor the evidence count."""
        key = "\x1f".join([self.kind, self.focus, self.release, *sorted(self.facts)])
        return f"{self.kind}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"

    @classmethod
    def from_json(cls, obj: dict[str, Any]) -> Finding:
        """The finding that `to_json` wrote. Raises KeyError when a field is missing."""
        cited = tuple(Cited(**e) for e in obj.get("evidence", ()))
        sides = tuple(FindingSide.from_json(s) for s in obj.get("sides", ()))
        more = sides, obj.get("policy", ""), tuple(obj.get("suspects", ()))
        return cls(obj["kind"], obj["severity"], obj["focus"], obj["message"], tuple(obj["facts"]), obj["release"], cited, *more)

    def to_json(self) -> dict[str, Any]:
        """The finding as `report.json` and `check --format json` show it; what reconciling found with its sides, keys sorted."""
        row = self._plain()
        if self.sides:
            row |= {"policy": self.policy, "sides": [s.to_json() for s in self.sides], "standing": self.standing}
            row["suspects"] = list(self.suspects)
        return dict(sorted(row.items()))

    def _plain(self) -> dict[str, Any]:
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
