"""Stored runs: every verdict in one file, and what has become better or worse since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any

from triplewire.errors import InputError
from triplewire.score.card import Card
from triplewire.score.gold import Claim
from triplewire.score.rules import RULES
from triplewire.score.tally import Tally
from triplewire.score.verdicts import Judged, arguments

VERSION = 1
STATE = ("polarity", "status", "when")


def run_json(card: Card) -> dict[str, Any]:
    """A card as the object that is stored: the releases, and every verdict with its arguments and words, in order."""
    facts = [entry(release, judged) for release, judged in card.judged()]
    return {"version": VERSION, "releases": [one.release for one in card.releases], "facts": facts}


def entry(release: str, judged: Judged) -> dict[str, Any]:
    """One verdict as it is stored and shown as JSON, with the rule that read it; `found` is the gold's claim beside a right fact."""
    out = {"verdict": judged.verdict, "release": release, "family": judged.family, **_said(judged.claim), "quote": judged.quote}
    more = {"found": judged.read and judged.found and _said(judged.found), "note": judged.note, "rule": (judged.read or {}).get("rule")}
    return out | {key: value for key, value in more.items() if value}


def _said(claim: Claim) -> dict[str, Any]:
    """What a claim says, without its words: arguments, polarity, status and time."""
    return {"arguments": arguments(claim), **{key: claim[key] for key in STATE if claim.get(key)}}


def save_run(card: Card, file: Path) -> None:
    """Store a run. The same verdicts give the same bytes."""
    file.write_text(json.dumps(run_json(card), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def load_run(file: Path) -> dict[str, Any]:
    """A stored run. Raises InputError when the file is missing or none."""
    advice = "give a file that triplewire score --save RUN.json wrote"
    try:
        run: dict[str, Any] = json.loads(file.read_text("utf-8"))
        if run["version"] != VERSION:
            raise ValueError(f"version {run['version']}, expected {VERSION}")
        if not all({"verdict", "release", "family", "arguments"} <= fact.keys() for fact in run["facts"]) or not run["releases"]:
            raise ValueError("facts without verdict, release, family or arguments")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}; {advice}", "missing") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{file}: not a stored run ({error}); {advice}", "run") from error
    return run


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one fact: `improved`, `regressed` or `remaining`, and how; `fact` is an entry of the run that has it."""

    change: str
    how: str
    fact: Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """Two runs over the releases that both have: the changes (improvements, regressions, then what remains), the counts before and
    now by family, the releases that one run alone has, and how many claims of the gold one run alone has.
    """

    changes: tuple[Change, ...]
    before: Mapping[str, Tally]
    now: Mapping[str, Tally]
    apart: tuple[str, ...]
    unmatched: int

    def of(self, change: str) -> list[Change]:
        """The changes of one kind."""
        return [one for one in self.changes if one.change == change]


CHANGES = ("improved", "regressed", "remaining")
HOWS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("missed", "right"): ("improved", "found now"),
        ("wrong", ""): ("improved", "wrong, and gone"),
        ("right", "missed"): ("regressed", "missed now"),
        ("", "wrong"): ("regressed", "wrong, and new"),
        ("missed", "missed"): ("remaining", "missed"),
        ("wrong", "wrong"): ("remaining", "wrong"),
    }
)
"""Verdicts before and now ("" where there was no such fact) -> the kind of change, and what it is."""


def compare(before: Mapping[str, Any], now: Mapping[str, Any]) -> Comparison:
    """What has changed from one stored run to another."""
    shared = set(before["releases"]) & set(now["releases"])
    one, two = ([fact for fact in run["facts"] if fact["release"] in shared] for run in (before, now))
    found, unmatched = [], 0
    for old, new in _matched(one, two):
        verdicts = (old["verdict"] if old else "", new["verdict"] if new else "")
        if verdicts in HOWS:
            found.append(Change(*HOWS[verdicts], new or old or {}))
        else:
            unmatched += "" in verdicts
    found.sort(key=lambda change: (CHANGES.index(change.change), change.how))
    apart = set(before["releases"]) ^ set(now["releases"])
    return Comparison(tuple(found), _tallies(one), _tallies(two), tuple(sorted(apart)), unmatched)


Entry = Mapping[str, Any]


def _matched(one: Iterable[Entry], two: Iterable[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """The facts of two runs that are one claim of the gold, or one wrong fact; None for a run without it. Sorted."""
    groups: dict[tuple[str, ...], tuple[list[Entry], list[Entry]]] = {}
    for side, facts in enumerate((one, two)):
        for fact in facts:
            groups.setdefault(_identity(fact), ([], []))[side].append(fact)
    for identity in sorted(groups):
        yield from zip_longest(*(sorted(facts, key=lambda fact: fact["verdict"] != "right") for facts in groups[identity]))


def _identity(fact: Entry) -> tuple[str, ...]:
    """What makes two entries one: the claim of the gold when there is one, else what was read."""
    said = fact.get("found") or {key: fact[key] for key in ("arguments", *STATE) if key in fact}
    kind = "read" if fact["verdict"] == "wrong" else "gold"
    return (str(fact["release"]), str(fact["family"]), kind, json.dumps(said, ensure_ascii=False, sort_keys=True))


def _tallies(facts: Iterable[Entry]) -> dict[str, Tally]:
    """The counts of a stored run by family."""
    out = dict.fromkeys(RULES, Tally())
    for fact in facts:
        out[fact["family"]] = out.get(fact["family"], Tally()) + Tally(**{fact["verdict"]: 1})
    return out
