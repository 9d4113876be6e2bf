"""What the front page of a build tells: numbers, and the first few of what there is most or newest of. Plain values, bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NEWEST, RANKED, ASIDE, KINDS, NAMED = 50, 100, 50, 60, 3
"""How many releases, companies or compounds, files set aside, words that something is counted by, and companies of one compound the page
shows. More may be given and are not looked at.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of one severity and kind: how many there are, and the message of one of them."""

    severity: str
    kind: str
    count: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A company that issues releases: how many, and the days of the first and the last (ISO, "" where none has a day)."""

    name: str
    releases: int
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound: how many releases tell of it, and whose. `companies` are the issuers of most of these first, and need not be all: `more`
    is how many there are beside them.
    """

    name: str
    releases: int
    companies: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class New:
    """A release as a line: its day (ISO, "" when not known), issuer and title ("" when not known), and id."""

    date: str
    issuer: str
    title: str
    id: str


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page of a build shows. Nothing in it grows with the build but the numbers.

    `counts` are those of the report by their keys there (`releases`, `facts`, `triples`, `findings`, …), in the order they shall be read.
    `promises` are state -> number, `families` family -> number of facts, `findings` one for each severity and kind; the page puts them in
    order. `companies`, `compounds` (those with most releases first), `newest` (the newest first) and `quarantine` (file, reason, message)
    are the first of so many as `companies_in_all`, `compounds_in_all`, and `releases` and `quarantined` of the counts say, and stand as
    they are given. `first` and `last` are the days of the oldest and of the newest release (ISO, "" when no release has a day).
    """

    version: str
    counts: tuple[tuple[str, int], ...] = ()
    as_of: date | None = None
    first: str = ""
    last: str = ""
    findings: tuple[Found, ...] = ()
    quarantine: tuple[tuple[str, str, str], ...] = ()
    promises: tuple[tuple[str, int], ...] = ()
    families: tuple[tuple[str, int], ...] = ()
    companies: tuple[Company, ...] = ()
    companies_in_all: int = 0
    compounds: tuple[Compound, ...] = ()
    compounds_in_all: int = 0
    newest: tuple[New, ...] = ()

    def count(self, key: str) -> int:
        """One of the counts, 0 for one that is not given."""
        return dict(self.counts).get(key, 0)

    @property
    def releases(self) -> int:
        """The number of releases of the build."""
        return self.count("releases")
