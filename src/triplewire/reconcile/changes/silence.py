"""Programmes that a company's releases no longer mention, and those that it says are discontinued: two different things.

Only the company's own dated releases count, up to its newest: nobody is silent for lack of data. The query `silent-programmes` follows
the same rule in the graph.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from triplewire import resources
from triplewire.errors import DataError
from triplewire.issuers import heads
from triplewire.model import COMPOUND_ARGUMENTS, Fact, Finding, FindingSide, Release
from triplewire.reconcile.corpus import words_of
from triplewire.reconcile.standing import is_discontinued, is_stopped

FILE = ("data", "silence.toml")
SHOWN = 3
"""How many quotes of the last mention a finding has."""


@dataclass(frozen=True)
class Limits:
    """What counts as silence; see `data/silence.toml`. 0 switches a rule off."""

    releases: int
    months: int
    least: int
    developing: frozenset[str]
    living: frozenset[str]


@dataclass
class _Programme:
    """What a company's releases tell of a compound: the days of mentions with their facts, and how it stood."""

    mentions: dict[date, list[Fact]] = field(default_factory=dict)
    ended: dict[date, list[Fact]] = field(default_factory=dict)
    developing: set[date] = field(default_factory=set)
    living: set[date] = field(default_factory=set)


@cache
def limits() -> Limits:
    """The shipped limits. Raises DataError naming file and fault."""
    told = resources.toml(*FILE)
    try:
        numbers = {name: int(told[name]) for name in ("releases", "months", "least")}
        return Limits(**numbers, developing=frozenset(told["developing"]), living=frozenset(told["living"]))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError([f"{resources.path(*FILE)}: {error!s}: missing or no number; see the head of the file"]) from error


def silence(releases: Iterable[Release], facts: Sequence[Fact], limit: Limits | None = None) -> list[Finding]:
    """An info for each programme with no development reported, and for each that is said to be discontinued; by company and compound."""
    issued = heads(releases, facts)
    days: dict[str, list[date]] = {}
    for release in issued.values():
        if release.date and release.issuer:
            insort(days.setdefault(release.issuer, []), release.date)
    found = _programmes(issued, facts, limit or limits())
    return [
        finding
        for (company, compound), programme in sorted(found.items())
        for finding in _findings(company, compound, programme, days[company], limit or limits())
    ]


def _programmes(issued: dict[str, Release], facts: Iterable[Fact], limit: Limits) -> dict[tuple[str, str], _Programme]:
    found: dict[tuple[str, str], _Programme] = {}
    for fact in facts:
        release = issued.get(fact.release)
        if release and release.date and release.issuer and fact.basis == "stated":
            for compound in {fact.arg(name) for name in COMPOUND_ARGUMENTS} - {""}:
                _note(found.setdefault((release.issuer, compound), _Programme()), release.date, fact, compound, limit)
    return {key: programme for key, programme in found.items() if programme.developing}


def _note(programme: _Programme, day: date, fact: Fact, compound: str, limit: Limits) -> None:
    """Enter what one fact tells of a compound."""
    programme.mentions.setdefault(day, []).append(fact)
    if fact.polarity == "negated" or fact.family not in limit.developing or fact.arg("compound") != compound:
        return
    if is_discontinued(fact):
        programme.ended.setdefault(day, []).append(fact)
    else:
        programme.developing.add(day)
        if fact.family in limit.living and not is_stopped(fact):
            programme.living.add(day)


def _findings(company: str, compound: str, programme: _Programme, days: Sequence[date], limit: Limits) -> Iterator[Finding]:
    ended = max(programme.ended, default=None)
    if ended and max(programme.living, default=date.min) < ended:
        said = f"{compound}: {company} said on {ended} that its development is discontinued."
        yield _finding("discontinued", compound, said, programme.ended[ended])
        return
    last = max(programme.mentions)
    since, months = len(days) - bisect_right(days, last), whole_months(last, days[-1])
    if _is_silent(since, months, limit):
        told = f"{_number(since, 'release')}, {_number(months, 'month')}"
        said = f"{compound}: no development reported by {company} since {last} ({told}). It may go on unmentioned."
        yield _finding("silent-programme", compound, said, programme.mentions[last])


def _is_silent(releases: int, months: int, limit: Limits) -> bool:
    by_releases = 0 < limit.releases <= releases
    return by_releases or (0 < limit.months <= months and releases >= max(limit.least, 1))


def whole_months(first: date, last: date) -> int:
    """The whole months from a day to a later one.

    >>> whole_months(date(2027, 1, 31), date(2027, 2, 28)), whole_months(date(2027, 1, 15), date(2028, 1, 15))
    (0, 12)
    """
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _finding(kind: str, compound: str, message: str, facts: Sequence[Fact]) -> Finding:
    """An info that shows the first words behind it."""
    ordered = sorted(facts, key=lambda f: (f.release, f.evidence[0].start, f.id))
    cited = dict.fromkeys(c for f in ordered for c in words_of(f))
    ids = tuple(sorted({f.id for f in ordered}))
    sides = (FindingSide("mention", compound, ids),)
    return Finding(kind, "info", compound, message, ids, ordered[0].release, tuple(cited)[:SHOWN], sides)
