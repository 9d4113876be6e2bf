"""Studies: phases, registry numbers, trials known by an acronym, meetings that no list has."""

from __future__ import annotations

import re

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, again, bare
from triplewire.recognize.shapes import matches, shape

NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}


def find_studies(text: str, known: list[Mention]) -> list[Mention]:
    """Phases (name "Phase 1/2", attrs `sub` with the letters), registry numbers, trial names and venues of a text."""
    registered = [Mention("nct", Span(*m.span()), m[0], "open:registry") for m in matches(text, "registry")]
    return [*_phases(text), *registered, *_trial_names(text, known), *_further_trials(text, known), *_venues(text), *_days(text)]


def phase_name(match: re.Match[str]) -> str:
    """The canonical phase: arabic, letters dropped ("Phase 1/2" for "Phase I/IIa")."""
    first = NUMBERS.get(match["a"].lower(), match["a"])
    second = NUMBERS.get((match["b"] or "").lower(), match["b"] or "")
    return f"Phase {first}/{second}" if second and second > first else f"Phase {first}"


def _phases(text: str) -> list[Mention]:
    out = []
    for match in matches(text, "phase"):
        sub = (match["sa"] or "") + (match["sb"] or "")
        out.append(Mention("phase", Span(*match.span()), phase_name(match), "open:phase", {"sub": sub} if sub else {}))
    return out


def _trial_names(text: str, known: list[Mention]) -> list[Mention]:
    taken = Taken(m for m in known if m.type not in ("trial_name", "indication"))
    deny = shape("trial_name", "deny")
    found: dict[Span, str] = {}
    for key in ("before", "after", "titled"):
        for match in matches(text, "trial_name", key):
            span = Span(*match.span("name"))
            if not deny.match(match["name"]) and not taken.touches(span):
                found.setdefault(span, bare(match["name"]))
    return [Mention("trial_name", span, name, "open:acronym") for span, name in again(text, found, taken)]


def _venues(text: str) -> list[Mention]:
    deny = shape("venue", "deny")
    found = [m for m in matches(text, "venue") if not deny.search(m[0])]
    return [Mention("venue", Span(*m.span()), bare(m[0]), "open:venue") for m in found]


def _further_trials(text: str, known: list[Mention]) -> list[Mention]:
    """Studies known by a name of mixed letters, in quotes, in pairs or by a title, and all occurrences of these names."""
    taken, deny = Taken(m for m in known if m.type not in ("trial_name", "indication")), shape("trial_name", "deny")
    found: dict[Span, str] = {}
    for section in ("trial_mixed", "trial_quoted", "trial_paired", "trial_entitled", "trial_spaced"):
        for match in matches(text, section):
            for group, name in match.groupdict().items():
                if name and not deny.match(name) and not taken.touches(Span(*match.span(group))):
                    found[Span(*match.span(group))] = name
    return [Mention("trial_name", span, name, "open:acronym") for span, name in again(text, found, taken)]


def _days(text: str) -> list[Mention]:
    """Days on which companies show their work, and meetings that several societies hold together, as venues."""
    found = [m for key in ("day", "joint") for m in shape("venue", key).finditer(text)]
    return [Mention("venue", Span(*m.span()), bare(m[0]), "open:venue") for m in found]
