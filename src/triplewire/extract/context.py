"""Has it happened, is it promised, is it denied? Cue words around a trigger, and the time it is said for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from triplewire import resources
from triplewire.extract.rules import Masked
from triplewire.model import When
from triplewire.model.fact import Status

REACH_BEFORE, REACH_AFTER = 90, 70
BARRIER = re.compile(r"[;:]| - | – | — |, (?:and|but|while|which|with) ")
AHEAD = re.compile(r"\b(?:later|next|coming|upcoming|remainder|rest)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue met in a masked sentence: its category, its words and where they stand."""

    category: str
    words: str
    start: int
    end: int


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = resources.toml("data", "context.toml")
    return tuple((category, _either(row["cues"])) for category, row in table.items())


def _either(cues: list[str]) -> re.Pattern[str]:
    words = sorted(cues, key=lambda c: (-len(c), c))
    body = "|".join(re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", " +") for w in words)
    return re.compile(rf"(?<![\w/-])(?:{body})(?![\w/-])", re.IGNORECASE)


def cues(masked: Masked) -> tuple[Cue, ...]:
    """The cues of a sentence, in order of place, longer ones first at the same place."""
    found = [Cue(c, m[0].lower(), m.start(), m.end()) for c, regex in _cues() for m in regex.finditer(masked.text)]
    return tuple(sorted(found, key=lambda c: (c.start, -c.end, c.category)))


def status_of(masked: Masked, found: tuple[Cue, ...], start: int, end: int, when: When | None, issued: date | None) -> tuple[Status, str]:
    """The status of an event whose trigger lies at [start, end) of the masked text, and the words that hedge it.

    A window that is over before the release counts as happened, one that begins after it as promised; between the two, and for
    events without a time, the nearest cue decides, and what no cue speaks of is taken as happened.
    """
    cue = governing(masked, found, start, end)
    hedge = cue.words if cue and cue.category in ("expected", "planned", "possible", "infinitive") else ""
    promised: Status = "planned" if cue and cue.category == "planned" else "expected"
    if when and issued and when.precision != "relative":
        if when.end and when.end < issued and not hedge:
            return "actual", ""
        if when.start and when.start > issued:
            return promised, hedge
        if when.end and when.end > issued and (when.bound == "by" or AHEAD.search(when.text)):
            return promised, hedge
    if cue and cue.category in ("expected", "possible", "infinitive"):
        return "expected", hedge
    if cue and cue.category == "planned":
        return "planned", hedge
    return "actual", ""


def governing(masked: Masked, found: tuple[Cue, ...], start: int, end: int) -> Cue | None:
    """The cue that speaks of [start, end): the last one before or inside it in its clause, else the first behind it."""
    speaking = [c for c in found if c.category not in ("negated", "stopped", "infinitive")]
    inside = [c for c in speaking if c.start < end and c.end > start]
    before = [c for c in speaking if start - REACH_BEFORE <= c.end <= start and not BARRIER.search(masked.text, c.end, start)]
    promise = [c for c in inside if c.category in ("expected", "planned")]
    after = [c for c in speaking if end <= c.start <= end + REACH_AFTER and not BARRIER.search(masked.text, end, c.start)]
    bare = [c for c in found if c.category == "infinitive" and c.start < end and c.end > start - 4]
    nearest_before = [c for c in before if c.end == before[-1].end] if before else []
    for group in (promise, nearest_before, inside, bare, after):
        if group:
            return max(group, key=lambda c: (c.end - c.start, -c.start)) if group is nearest_before else group[0]
    return None


def negated(masked: Masked, found: tuple[Cue, ...], start: int) -> bool:
    """Whether a denial stands close before `start` in the same clause."""
    near = [c for c in found if c.category == "negated" and 0 <= start - c.end <= 30]
    return any(not BARRIER.search(masked.text, c.end, start) for c in near)
