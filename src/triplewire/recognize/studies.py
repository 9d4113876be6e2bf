"""Studies: phases, registry numbers, trials known by an acronym, meetings that no list has."""

from __future__ import annotations

import re

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, bare, occurrences, pattern

ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}


def find_studies(text: str, known: list[Mention]) -> list[Mention]:
    """Phases (name "Phase 1/2", attrs `sub` with the letters), registry numbers, trial names and venues of a text."""
    return [*_phases(text), *_registry(text), *_trial_names(text, known), *_venues(text, known)]


def phase_name(match: re.Match[str]) -> str:
    """The canonical phase: arabic, letters dropped ("Phase 1/2" for "Phase I/IIa")."""
    first = ROMAN.get(match["a"].lower(), match["a"])
    second = ROMAN.get((match["b"] or "").lower(), match["b"] or "")
    return f"Phase {first}/{second}" if second and second > first else f"Phase {first}"


def _phases(text: str) -> list[Mention]:
    out = []
    for match in pattern("phase", "shape").finditer(text):
        sub = (match["sa"] or "") + (match["sb"] or "")
        out.append(Mention("phase", Span(*match.span()), phase_name(match), "open:phase", {"sub": sub} if sub else {}))
    return out


def _registry(text: str) -> list[Mention]:
    return [Mention("nct", Span(*m.span()), m[0], "open:registry") for m in pattern("registry", "shapes").finditer(text)]


def _trial_names(text: str, known: list[Mention]) -> list[Mention]:
    taken = Taken(m for m in known if m.type not in ("trial_name", "indication"))
    deny = pattern("trial_name", "deny")
    found: dict[Span, str] = {}
    for key in ("before", "after", "titled"):
        for match in pattern("trial_name", key).finditer(text):
            span = Span(*match.span("name"))
            if not deny.match(match["name"]) and not taken.touches(span):
                found.setdefault(span, bare(match["name"]))
    for match in occurrences(text, found.values()):
        if not taken.touches(Span(*match.span())):
            found.setdefault(Span(*match.span()), match[0])
    return [Mention("trial_name", span, name, "open:acronym") for span, name in sorted(found.items())]


def _venues(text: str, known: list[Mention]) -> list[Mention]:
    del known
    deny = pattern("venue", "deny")
    out = []
    for match in pattern("venue", "shape").finditer(text):
        if not deny.search(match[0]):
            out.append(Mention("venue", Span(*match.span()), bare(match[0]), "open:venue"))
    return out
