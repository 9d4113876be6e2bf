"""Has it happened, is it promised, is it denied? Cue words around a trigger, and the time it is said for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, product

from triplewire import resources
from triplewire.extract.rules import Masked
from triplewire.extract.wording import wording
from triplewire.model import When
from triplewire.model.fact import Status

REACH_BEFORE, REACH_AFTER, REACH_DENIAL = 90, 70, 30
HEDGING = frozenset({"expected", "planned", "possible", "infinitive"})
SILENT = frozenset({"negated", "stopped", "infinitive"})
ADJACENT = 12
"""How near a finite verb must stand to govern an infinitive ("has begun to enroll")."""

KEY = 3
"""How many letters tell with which cues a word may begin."""

_WORD = re.compile(r"\w+")
_BRACKET = re.compile(r"[()]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue met in a masked sentence: its category, its words and where they stand."""

    category: str
    words: str
    start: int
    end: int


@cache
def _openings() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The first letters of a cue -> the categories that have such cues, each with the expression for these."""
    out: dict[str, dict[str, list[str]]] = {}
    for category, row in resources.toml("data", "context.toml").items():
        for cue in chain.from_iterable(map(_spelt_out, row["cues"])):
            if first := _WORD.match(cue):
                out.setdefault(first[0].lower()[:KEY], {}).setdefault(category, []).append(cue)
    return {key: tuple((category, _either(cues)) for category, cues in found.items()) for key, found in out.items()}


def _spelt_out(cue: str) -> Iterator[str]:
    """Each of the cues that one with alternatives stands for: "on (track|schedule)"."""
    return map("".join, product(*(part.split("|") for part in _BRACKET.split(cue))))


def _either(cues: list[str]) -> re.Pattern[str]:
    words = sorted(cues, key=lambda c: (-len(c), c))
    body = "|".join(re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", " +") for w in words)
    return re.compile(rf"(?<![\w/-])(?:{body})(?![\w/-])", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    """The first letters of a word that may open a cue."""
    keys = sorted(_openings(), key=lambda key: (-len(key), key))
    firsts = "".join(sorted({c for key in keys for c in (key[0], key[0].upper())}))
    # The set of first characters stands first, since a set is searched for quickly.
    arms = "|".join(re.escape(key[1:]) + ("" if len(key) == KEY else r"(?!\w)") for key in keys)
    return re.compile(rf"[{re.escape(firsts)}](?<!\w.)(?i:{arms})")


def cues(masked: Masked) -> tuple[Cue, ...]:
    """The cues of a sentence, in order of place, longer ones first at the same place."""
    return tuple(sorted(_met(masked.text), key=lambda c: (c.start, -c.end, c.category)))


def _met(text: str) -> Iterator[Cue]:
    """The cues of each category, those of one category without overlap; only words that may open a cue are looked at."""
    openings = _openings()
    ends: dict[str, int] = {}
    for word in _opening().finditer(text):
        for category, regex in openings.get(word[0].lower(), ()):
            match = regex.match(text, word.start()) if word.start() >= ends.get(category, 0) else None
            if match:
                ends[category] = match.end()
                yield Cue(category, match[0].lower(), match.start(), match.end())


def status_of(
    masked: Masked, found: tuple[Cue, ...], start: int, end: int, when: When | None, issued: date | None, *, ahead: bool = False
) -> tuple[Status, str]:
    """The status of an event whose trigger lies at [start, end) of the masked text, and the words that hedge it.

    A window that is over before the release counts as happened, one that begins after it as promised, and so does one that is only
    not over where the phrase is of what lies `ahead`; between the two, and for events without a time, the nearest cue decides, and
    what no cue speaks of is taken as happened.
    """
    cue = governing(masked, found, start, end)
    hedge = cue.words if cue and cue.category in HEDGING else ""
    promised: Status = "planned" if cue and cue.category == "planned" else "expected"
    if when and issued and when.precision != "relative":
        if when.end and when.end < issued:
            return "actual", ""
        if _lies_ahead(when, issued) or (ahead and when.end and when.end > issued):
            return promised, hedge
    return (promised, hedge) if hedge else ("actual", "")


def _lies_ahead(when: When, issued: date) -> bool:
    """Whether a time begins after the day of issue, or ends after it and is said as a limit or as something to come."""
    if when.start and when.start > issued:
        return True
    return bool(when.end and when.end > issued and (when.bound == "by" or wording("border", "ahead").search(when.text)))


def governing(masked: Masked, found: tuple[Cue, ...], start: int, end: int) -> Cue | None:
    """The cue that speaks of [start, end): a promise inside it, else the last one before it in its clause, else the first inside it,
    a bare infinitive, the first behind it.
    """
    inside = [c for c in found if c.start < end and c.end > start]
    promise = next((c for c in inside if c.category in ("expected", "planned")), None)
    if promise:
        return promise
    speaking = [c for c in found if c.category not in SILENT]
    before = [c for c in speaking if start - REACH_BEFORE <= c.end <= start and not _parted(masked, c.end, start)]
    if imperative := _imperative(masked.text, start):
        return imperative
    purpose = next((c for c in found if c.category == "infinitive" and start - 4 <= c.start <= start), None)
    if purpose and (not before or before[-1].end < purpose.start - ADJACENT):
        return purpose
    if before:
        return max((c for c in before if c.end == before[-1].end), key=lambda c: (c.end - c.start, -c.start))
    after = (c for c in speaking if end <= c.start <= end + REACH_AFTER and not _parted(masked, end, c.start))
    bare = (c for c in found if c.category == "infinitive" and c.start < end and c.end > start - 4)
    return next((c for c in inside if c.category not in SILENT), None) or next(bare, None) or next(after, None)


def _imperative(text: str, start: int) -> Cue | None:
    """The plain verb with which an item of a list of things to do opens at `start`, None when none does."""
    match = wording("border", "imperative").match(text, start)
    opens = match and wording("border", "item").search(text[max(0, start - 3) : start])
    return Cue("infinitive", match[0].lower(), match.start(), match.end()) if match and opens else None


def negated(masked: Masked, found: tuple[Cue, ...], start: int) -> bool:
    """Whether a denial stands close before `start` in the same clause; that nothing changes denies nothing."""
    denials = (c for c in found if c.category == "negated" and not wording("border", "steady").match(masked.text, c.end))
    near = (c for c in denials if 0 <= start - c.end <= REACH_DENIAL)
    return any("," not in masked.text[c.end : start] and not _parted(masked, c.end, start) for c in near)


def _parted(masked: Masked, start: int, end: int) -> bool:
    """Whether a clause ends between two places."""
    return bool(wording("border", "cue").search(masked.text, start, end))
