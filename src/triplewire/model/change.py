"""Changes: what a company's release tells otherwise than its releases before it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

CHANGES = ("added", "advanced", "dropped", "moved", "restated", "changed")
"""What a change may be called; when which is said is in docs/explanation/changes.md."""


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One change in what a company tells: its `kind` (one of `CHANGES`), the family of facts, what it is about in words, the things that
    it is about as kind and name, and for each side what is told, the ids of the facts that tell it, and their releases. Nothing is told
    before what is new. `day` is that of the releases after it.
    """

    kind: str
    family: str
    what: str
    about: tuple[tuple[str, str], ...]
    day: date
    before: str
    after: str
    facts_before: tuple[str, ...]
    facts_after: tuple[str, ...]
    releases_before: tuple[str, ...]
    releases_after: tuple[str, ...]

    @property
    def id(self) -> str:
        """A stable name: kind, what it is about, day and facts hashed; the words do not count."""
        about = [part for thing in self.about for part in thing]
        key = "\x1f".join([self.kind, self.family, *about, self.day.isoformat(), *self.facts_before, "", *self.facts_after])
        return hashlib.sha256(key.encode()).hexdigest()[:16]
